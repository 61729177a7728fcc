"""Agreement in a report: each round under the label that it has earned, never mixed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.consensus.comparison import INDEPENDENT, RoundReport, compare_round
from workbench.consensus.comparison_methods import methods_paragraph
from workbench.consensus.comparison_question import AGGREGATES, BASES, Question
from workbench.exchange.report.options import Options
from workbench.exchange.report.rounds import Done
from workbench.exchange.report.whiskers import Whisker, whisker
from workbench.study import Person, Study

if TYPE_CHECKING:
    from workbench.agreement.figures import Figure
    from workbench.agreement.results import CodeResult

MOST_EXCHANGED = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A code, or any code, or the mean, as a line of the table.

    Coefficients are written out; ``why`` stands in place of the interval where there is none.
    ``shares`` are of the coders in their order, ``cells`` (only the first, both, only the second)
    are counts of units and None with more than two coders.
    """

    name: str
    letter: str
    hue: str
    note: str
    kappa: str
    interval: str
    why: str
    plot: Whisker | None
    alpha: str
    positive: str
    percent: str
    shares: tuple[str, ...] = ()
    cells: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """The agreement of one round on one set of transcripts, under one label.

    ``unused`` are codes that were offered and that nobody gave: there is no figure for them.
    """

    round: str
    label: str
    coders: tuple[str, ...]
    transcripts: int
    of: int
    unit: str
    base: str
    units: int
    aggregate: str
    replicates: int
    seed: int
    codebook_version: int
    codebook_frozen: bool
    discussed: tuple[str, ...]
    joined: int
    pairs: int
    lines: tuple[Line, ...]
    unused: tuple[str, ...]
    mean: Line
    any_code: Line
    suggested: str
    exchanged: tuple[tuple[int, str, str], ...]
    warnings: tuple[str, ...]
    methods: str


def agreement_of(
    study: Study, viewer: Person | None, options: Options, done: tuple[Done, ...]
) -> tuple[Compared, ...]:
    """A comparison for every round of two or more coders of which something is revealed.

    Practice rounds have none. A round that holds agreement after alignment is followed by its
    independent part, where it has one.
    """
    found = []
    for one in done:
        if one.round.practice or not one.several or not one.revealed:
            continue
        question = Question(one.round.name, unit=options.unit, base=options.base)
        whole = _compare(study, viewer, question, options)
        found.append(_compared(study, whole))
        if whole.label != INDEPENDENT and len(one.discussed) < one.revealed:
            alone = Question(one.round.name, unit=options.unit, base=options.base, independent=True)
            found.append(_compared(study, _compare(study, viewer, alone, options)))
    return tuple(found)


def _compare(
    study: Study, viewer: Person | None, question: Question, options: Options
) -> RoundReport:
    return compare_round(study, viewer, question, replicates=options.replicates, seed=options.seed)


def _compared(study: Study, found: RoundReport) -> Compared:
    report = found.report
    named = [name for name in report.codes if name not in found.headings]
    unused = [name for name in named if not any(report.codes[name].prevalence.values())]
    return Compared(
        round=found.round.name,
        label=found.label,
        coders=report.coders,
        transcripts=len(found.compared),
        of=found.of,
        unit=found.unit,
        base=BASES[found.base],
        units=sum(report.units.values()),
        aggregate=AGGREGATES[report.aggregate],
        replicates=report.replicates,
        seed=report.seed,
        codebook_version=found.round.codebook_version,
        codebook_frozen=found.round.codebook_frozen,
        discussed=found.material.discussed,
        joined=found.material.joined,
        pairs=len(report.coders) * (len(report.coders) - 1) // 2,
        lines=tuple(_of_code(found, name) for name in named if name not in unused),
        unused=tuple(unused),
        mean=_mean(found),
        any_code=_line(found, "Any code or none", report.segmentation),
        suggested=_suggested(found),
        exchanged=tuple(
            (
                one.units,
                f"{one.first_coder}: {one.first}" if one.first_coder else one.first,
                f"{one.second_coder}: {one.second}" if one.second_coder else one.second,
            )
            for one in found.exchanged[:MOST_EXCHANGED]
        ),
        warnings=tuple(found.warnings),
        methods=methods_paragraph(study, found),
    )


def _of_code(found: RoundReport, name: str) -> Line:
    code = found.shown[name]
    note = "" if code.shared else "own code"
    return _line(found, name, found.report.codes[name], code.letter, code.hue, note)


def _line(
    found: RoundReport,
    name: str,
    result: "CodeResult",
    letter: str = "",
    hue: str = "",
    note: str = "",
) -> Line:
    from workbench.agreement.sided import only_one_gave
    from workbench.agreement.words import interval, percent, why_undefined

    figures, coders = result.figures, found.report.coders
    kappa, cells = figures["cohen_kappa"], result.cells
    why = why_undefined(result, kappa) or only_one_gave(result)
    bounded = not why and kappa.low is not None and kappa.high is not None
    return Line(
        name=name,
        letter=letter,
        hue=hue,
        note=note,
        kappa=_coefficient(kappa),
        interval=interval(kappa) if bounded else "",
        why=why or ("" if bounded else interval(kappa)),
        plot=_plot(kappa if bounded else kappa._replace(low=None, high=None)),
        alpha=_coefficient(figures["krippendorff_alpha"]),
        positive=_share(figures["positive_agreement"]),
        percent=_share(figures["percent_agreement"]),
        shares=tuple(percent(result.prevalence[coder] or 0.0) for coder in coders),
        cells=(cells.only_a, cells.both, cells.only_b) if cells else None,
    )


def _mean(found: RoundReport) -> Line:
    from workbench.agreement.words import interval

    means = found.report.means
    kappa = means["cohen_kappa"]
    notes = [f"{kappa.skipped} undefined left out"] if kappa.skipped else []
    if alone := len(found.lopsided):
        notes.append(f"{alone} given by one coder alone, so 0")
    return Line(
        name="Mean of the shared codes",
        letter="",
        hue="",
        note=", ".join(notes),
        kappa=_coefficient(kappa),
        interval=interval(kappa) if kappa.low is not None else "",
        why="" if kappa.low is not None else interval(kappa),
        plot=_plot(kappa),
        alpha=_coefficient(means["krippendorff_alpha"]),
        positive=_share(means["positive_agreement"]),
        percent=_share(means["percent_agreement"]),
    )


def _plot(figure: "Figure") -> Whisker | None:
    return None if figure.value is None else whisker(figure.value, figure.low, figure.high)


def _coefficient(figure: "Figure") -> str:
    from workbench.agreement.words import coefficient

    return "–" if figure.value is None else coefficient(figure.value)


def _share(figure: "Figure") -> str:
    from workbench.agreement.words import percent

    return "–" if figure.value is None else percent(figure.value)


def _suggested(found: RoundReport) -> str:
    """In a sentence, what accepted suggestions do to the mean; empty where there were none."""
    material = found.material
    if not material.accepted or found.unsuggested is None:
        return ""
    without = _coefficient(found.unsuggested.means["cohen_kappa"])
    return (
        f"{material.accepted} of {material.given} codings began as suggestions that their coder"
        f" accepted; without them the mean kappa is {without}."
    )
