"""A paragraph for the methods section, made of facts of the study and of nothing else."""

from typing import TYPE_CHECKING

from workbench.consensus.comparison import ALIGNED, PRACTICE, RoundReport
from workbench.consensus.comparison_question import IN_WORDS
from workbench.corpus.store import transcripts
from workbench.study import Study

if TYPE_CHECKING:
    from workbench.agreement.figures import Figure
    from workbench.agreement.words import Coefficient

LISTED = 12
"""Up to so many codes are named one by one."""
UNIT_NAMES = {"character": "character", "token": "word or mark", "sentence": "sentence",
              "turn": "speaker turn"}  # fmt: skip
BASE_WORDS = {
    "participants": "what participants said, with interviewer turns and speaker labels left out",
    "all": "all of the text, interviewer turns and speaker labels included",
}
REFLEXIVE = (
    "The study is one of reflexive thematic analysis, whose authors do not advocate such figures."
)


def methods_paragraph(study: Study, found: RoundReport, coefficient: str = "cohen_kappa") -> str:
    """The paragraph on this report; ``coefficient`` is the key of the figure that it gives.

    Every sentence is a fact of the study or a figure of the report, so that it can be quoted as it
    stands; what the figures are good for is left to whoever quotes them.
    """
    from workbench.agreement.words import BY_KEY

    named = BY_KEY[coefficient]
    sentences = [
        *_who_coded(study, found),
        *_what_was_compared(found),
        *_interval(found),
        *_figures(found, named),
        *_any_code(found, named),
        *_labels(study, found),
    ]
    return " ".join(sentences)


def _who_coded(study: Study, found: RoundReport) -> list[str]:
    from workbench.agreement.words import number

    one, coders = found.round, found.report.coders
    total = len(transcripts(study))
    drawn = ""
    if one.sample:
        share, _, strata = one.sample.partition(" by ")
        drawn = f", a random draw of {share} stratified by {strata or 'length'}, seed {one.seed}"
    version = f"version {one.codebook_version} of the codebook"
    shown = {name: code for name, code in found.shown.items() if name not in found.headings}
    shared = sum(code.shared for code in shown.values())
    held = "frozen for the round" if one.codebook_frozen else "to which coders could add own codes"
    own = len(shown) - shared
    extra = f"; {_count(own, 'code')} of single coders came on top" if own else ""
    chosen = ", chosen among the codes of the round," if found.question.codes else ""
    return [
        f"{_and(coders)} were each assigned {_count(found.of, 'transcript')} of the"
        f" {number(total)} in the study (round “{one.name}”{drawn}).",
        f"They worked with {version}, {held}; {_count(shared, 'shared code')}{chosen}"
        f" {'was' if shared == 1 else 'were'} compared{extra}.",
        _which_transcripts(found),
    ]


def _which_transcripts(found: RoundReport) -> str:
    """Which of the transcripts of the round are compared, and why these: a choice is named."""
    from workbench.agreement.words import number

    material, asked, count = found.material, found.question, len(found.compared)
    several = len(found.round.coders) > len(found.report.coders)
    locked = f"{'all coders of the round' if several else 'all of them'} had locked"
    given = material.given - (0 if asked.suggested else material.accepted)
    codings = _count(given, "coding") + (" of these codes" if asked.codes else "")
    part = "" if count == found.of else f" {number(count)} of"
    if count == material.revealed:
        return f"Compared are{part} these transcripts, as {locked} them, with {codings}."
    among = f"the {number(material.revealed)} that {locked}"
    if not found.chosen:
        return (
            f"Compared are{part} these transcripts, with {codings}: of {among}, those locked before"
            " a coder had opened another reading of the round."
        )
    return f"Compared are{part} these transcripts, chosen among {among}, with {codings}."


def _what_was_compared(found: RoundReport) -> list[str]:
    from workbench.agreement.words import number

    total = sum(found.report.units.values())
    said = (
        f"The unit of analysis is the {UNIT_NAMES[found.unit]}; the base is"
        f" {BASE_WORDS[found.base]} ({number(total)} {found.unit}s)."
    )
    more = []
    if found.unit != "character":
        touch = "half of it lies in a coding" if found.question.half else "a coding touches it"
        more.append(f"A unit has a code where {touch}.")
    if found.roll_up:
        more.append("A parent code has what its child codes have.")
    material = found.material
    if material.accepted and found.question.suggested:
        more.append(
            f"Of {number(material.given)} codings, {number(material.accepted)} began as suggestions"
            " that the coder accepted."
        )
    elif material.accepted:
        more.append(
            f"Of {number(material.given)} codings, {number(material.accepted)} that began as"
            " accepted suggestions are left out."
        )
    return [said, *more]


def _interval(found: RoundReport) -> list[str]:
    from workbench.agreement.words import number

    report, count = found.report, len(found.compared)
    if count == 1:
        return ["With one transcript there is no interval."]
    if not report.replicates:
        return []
    return [
        f"Intervals are 95 % percentile intervals from {number(report.replicates)} bootstrap"
        f" samples of the {number(count)} transcripts (seed {report.seed}); samples in which a"
        " figure is undefined are left out of its interval."
    ]


def _figures(found: RoundReport, named: "Coefficient") -> list[str]:
    from workbench.agreement.lone import RESTING_ON_USE

    codes = {
        name: result.figures[named.key]
        for name, result in found.report.codes.items()
        if found.shown[name].shared and name not in found.headings
    }
    defined = {name: figure for name, figure in codes.items() if figure.value is not None}
    for name in {*found.lopsided} & {*defined} if named.key in RESTING_ON_USE else ():
        # always about 0, whichever transcripts are drawn: an interval would look like certainty
        defined[name] = defined[name]._replace(low=None, high=None)
    over_pairs = ""
    pairs = len(found.report.codes and next(iter(found.report.codes.values())).pairs)
    if named.key == "cohen_kappa" and pairs > 1:
        over_pairs = f", the mean over {_count(pairs, 'pair')} of coders"
    way = f"{named.name}{over_pairs}, {IN_WORDS[found.report.aggregate]}"
    said = []
    if not defined:
        said.append(f"{way}, is defined for none of the codes.")
    else:
        mean = found.report.means[named.key]
        said.append(
            f"{way}, has a mean of {_value(mean, named)} over the {_count(len(defined), 'code')}"
            f" for which it is defined: {_each(defined, named)}."
        )
    said += _one_sided(found, list(defined), named)
    said += _unused(found, defined)
    said += _positive(found, named) if defined else []
    lone = sum(str(figure.interval) == "one_transcript" for figure in defined.values())
    if lone and len(found.compared) > 1 and found.report.replicates:
        occur = (
            "occurs in one transcript only and has"
            if lone == 1
            else ("occur in one transcript only and have")
        )
        said.append(f"{_count(lone, 'code').capitalize()} {occur} no interval.")
    return said + _undefined(found, codes)


def _positive(found: RoundReport, named: "Coefficient") -> list[str]:
    """Percent agreement is near 100 for any rare code: positive agreement goes with it."""
    from workbench.agreement.words import BY_KEY

    beside = BY_KEY["positive_agreement"]
    mean = found.report.means[beside.key]
    if named.key != "percent_agreement" or mean.value is None:
        return []
    return [
        "It counts the text that nobody coded as well; positive agreement, which does not, has a"
        f" mean of {_value(mean, beside)} over the codes that somebody gave."
    ]


def _one_sided(found: RoundReport, names: list[str], named: "Coefficient") -> list[str]:
    """Codes that one of the coders alone gave: kappa is 0 there whatever else happened."""
    coders = found.report.coders
    alone = len([name for name in found.lopsided if name in names])
    if named.key != "cohen_kappa" or not alone:
        return []
    was = "was" if alone == 1 else "were"
    only = "the two" if len(coders) == 2 else "them"
    said = (
        f"{_count(alone, 'code')} of these {was} given by one of {only} only, so that kappa is 0."
    )
    return [said[:1].upper() + said[1:]]


def _unused(found: RoundReport, defined: "dict[str, Figure]") -> list[str]:
    """Codes that nobody gave, where the figure has a value for them all the same: full marks."""
    codes = found.report.codes
    idle = [name for name in defined if not any(codes[name].prevalence.values())]
    if not idle:
        return []
    verb = "was given by nobody and counts" if len(idle) == 1 else "were given by nobody and count"
    said = f"{_count(len(idle), 'code')} of these {verb} as full agreement ({', '.join(idle)})."
    return [said[:1].upper() + said[1:]]


def _each(defined: "dict[str, Figure]", named: "Coefficient") -> str:
    if len(defined) <= LISTED:
        return "; ".join(f"{name} {_value(figure, named)}" for name, figure in defined.items())
    in_order = sorted(defined, key=lambda name: defined[name].value or 0.0)
    low, high = in_order[0], in_order[-1]
    return (
        f"from {_value(defined[low], named)} for {low} to {_value(defined[high], named)} for {high}"
    )


def _undefined(found: RoundReport, codes: "dict[str, Figure]") -> list[str]:
    from workbench.agreement.words import why_undefined

    reasons: dict[str, list[str]] = {}
    for name, figure in codes.items():
        if figure.value is None:
            reasons.setdefault(why_undefined(found.report.codes[name], figure), []).append(name)
    if not reasons:
        return []
    count = sum(map(len, reasons.values()))
    listed = "; ".join(f"{why}: {', '.join(names)}" for why, names in reasons.items())
    return [f"It is undefined for {_count(count, 'code')} ({listed})."]


def _any_code(found: RoundReport, named: "Coefficient") -> list[str]:
    figure = found.report.segmentation.figures[named.key]
    if figure.value is None:
        return []
    which = "any of the codes chosen" if found.question.codes else "any code"
    return [f"For {which} against none it is {_value(figure, named)}."]


def _labels(study: Study, found: RoundReport) -> list[str]:
    material, said = found.material, []
    if found.label == PRACTICE:
        said.append("The round was for practice: its figures are not to be reported.")
    elif found.label == ALIGNED:
        because = []
        if material.discussed:
            because.append(
                f"{_count(len(material.discussed), 'transcript')} had been locked after a coder"
                " opened another reading of the round"
            )
        if material.joined:
            because.append(f"{_count(material.joined, 'code')} had been joined with others since")
        said.append(f"This is agreement after alignment, not independent: {_and(because)}.")
    else:
        said.append(
            "This is independent agreement: every transcript was locked before its coders had"
            " opened any other reading of the round, and no code was joined with another since."
        )
    if study.mode == "reflexive":
        said.append(REFLEXIVE)
    return said


def _value(figure: "Figure", named: "Coefficient") -> str:
    """The figure, with its interval in brackets where it has one."""
    from workbench.agreement.words import coefficient, percent

    if figure.value is None:
        return "undefined"
    written = percent if named.is_share else coefficient
    if figure.low is None or figure.high is None:
        return written(figure.value)
    return f"{written(figure.value)} ({written(figure.low)} to {written(figure.high)})"


def _count(count: int, noun: str) -> str:
    from workbench.agreement.words import number

    return f"{number(count)} {noun if count == 1 else f'{noun}s'}"


def _and(names: "tuple[str, ...] | list[str]") -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
