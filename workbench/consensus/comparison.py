"""A round brought before the agreement station: what of it is compared, on which unit, and what
the figures may be called."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.codebook.nouns import Code
from workbench.codebook.store import codes, frozen_codes, versions
from workbench.coding.store import codings
from workbench.corpus import language
from workbench.corpus.store import named_transcripts, participant_ranges, text, turns
from workbench.errors import WorkbenchError
from workbench.study import Layer, Person, Round, Study
from workbench.study.layers import layers
from workbench.study.rounds import newest_round, round_named

if TYPE_CHECKING:
    from workbench.agreement.results import Report

UNITS = ("character", "token", "sentence", "turn")
BASES = {
    "participants": "participants: interviewer turns and speaker labels are left out",
    "all": "all: nothing is left out, interviewer turns and speaker labels count too",
}
PRACTICE, ALIGNED, INDEPENDENT = "practice", "after alignment", "independent"
Range = tuple[int, int]
ComparedSpan = tuple[str, str, str, int, int]


@dataclass(frozen=True, slots=True)
class RoundReport:
    """The report on a round, and the words without which its figures must not be quoted.

    ``compared`` of ``of`` transcripts were revealed and chosen. ``label`` is ``independent`` only
    where no transcript was discussed before it was locked. ``shown`` are the codes by the names
    that the report uses; ``spans`` is what was compared: transcript, code, coder, start, end.
    """

    report: "Report"
    round: Round
    unit: str
    base: str
    label: str
    compared: tuple[str, ...]
    of: int
    roll_up: bool
    shown: dict[str, Code]
    spans: tuple[ComparedSpan, ...]

    def as_json(self) -> dict[str, Any]:
        """The document of ``workbench agreement --json``."""
        from workbench.agreement.results import as_json  # numpy loads with the first report

        return {
            "round": self.round.name,
            "unit": self.unit,
            "base": BASES[self.base],
            "label": self.label,
            "codebook_version": self.round.codebook_version,
            "codebook_frozen": self.round.codebook_frozen,
            "compared": {"transcripts": len(self.compared), "of": self.of},
            "roll_up": self.roll_up,
            **as_json(self.report),
        }


def compare_round(
    study: Study,
    viewer: Person | None,
    *,
    round_name: str | None = None,
    unit: str = "character",
    base: str = "participants",
    transcripts: Sequence[str] | None = None,
    roll_up: bool = False,
    replicates: int = 1000,
    seed: int = 1,
) -> RoundReport:
    """Agreement in a round (default: the newest that is not practice) on its revealed transcripts.

    Compares first versions of layers, frozen as they were locked, so that nothing done later can
    move a figure. Raises :class:`WorkbenchError` while nothing is revealed, and for a transcript
    named that is not; the words do not depend on who has locked or coded what.
    """
    from workbench.agreement.report import Bootstrap, Comparison, compare
    from workbench.agreement.spans import Transcript

    with study.snapshot():
        chosen = round_named(study, round_name) if round_name else newest_round(study)
        states = layers(study, round_id=chosen.id, newest_only=False)
        named = _compared(study, chosen, states, transcripts)
        offered = _codes_of(study, viewer, chosen, [i for i, _ in named])
        spans = _spans(study, viewer, chosen, dict(named), offered, roll_up)
        texts = [_material(study, identifier, name, unit, base) for identifier, name in named]
    report = compare(
        Comparison.of(
            [
                Transcript(name, length, base_ranges, units)
                for name, length, base_ranges, units in texts
            ],
            [coder.name for coder in chosen.coders],
            list(offered),
            spans,
            _groups(offered),
        ),
        bootstrap=Bootstrap(replicates, seed),
        # a coder's own code was not there for the others to use
        averaged=[name for name, code in offered.items() if not code.maker_id],
    )
    return RoundReport(
        report=report,
        round=chosen,
        unit=unit,
        base=base,
        label=_label(chosen, states, {identifier for identifier, _ in named}),
        compared=tuple(name for _, name in named),
        of=len(chosen.transcripts),
        roll_up=roll_up,
        shown=offered,
        spans=tuple(spans),
    )


def _compared(
    study: Study, chosen: Round, states: Sequence[Layer], names: Sequence[str] | None
) -> list[tuple[str, str]]:
    revealed = {s.transcript_id: s.transcript for s in states if s.revealed}
    if names is not None:
        wanted = named_transcripts(study, names)
        for one in wanted:
            if one.id not in revealed:
                raise WorkbenchError(
                    f"{one.name} is not revealed in round {chosen.name}: it can be compared once"
                    " every coder has locked it"
                )
        revealed = {one.id: one.name for one in wanted}
    if not revealed:
        raise WorkbenchError(
            f"nothing to compare yet in round {chosen.name}: figures appear once every coder has"
            " locked a transcript"
        )
    return sorted(revealed.items(), key=lambda pair: pair[1])


def _codes_of(
    study: Study, viewer: Person | None, chosen: Round, transcript_ids: Sequence[str]
) -> dict[str, Code]:
    """The codes of the round's codebook and those used, by the name to show, in codebook order."""
    version = next(v for v in versions(study) if v.number == chosen.codebook_version)
    wanted = {code.code_id for code in frozen_codes(study, version.id)}
    wanted |= {
        coding.code_id
        for coding in codings(study, viewer, round_id=chosen.id, newest=False)
        if coding.transcript_id in set(transcript_ids)
    }
    found = [code for code in codes(study, viewer, retired=True) if code.id in wanted]
    paths = [code.path for code in found]
    return {
        f"{code.path} ({code.maker})"
        if paths.count(code.path) > 1 and code.maker
        else code.path: code
        for code in found
    }


def _spans(
    study: Study,
    viewer: Person | None,
    chosen: Round,
    names: dict[str, str],
    offered: dict[str, Code],
    roll_up: bool,
) -> list[ComparedSpan]:
    shown = {code.id: name for name, code in offered.items()}
    above = _ancestors(study, viewer, shown) if roll_up else {}
    return [
        (names[coding.transcript_id], shown[code_id], coding.coder, coding.start, coding.end)
        for coding in codings(study, viewer, round_id=chosen.id, newest=False)
        if coding.transcript_id in names
        for code_id in (coding.code_id, *above.get(coding.code_id, ()))
    ]


def _ancestors(
    study: Study, viewer: Person | None, shown: dict[str, str]
) -> dict[str, tuple[str, ...]]:
    parents = {code.id: code.parent_id for code in codes(study, viewer, retired=True)}
    found: dict[str, tuple[str, ...]] = {}
    for code_id in shown:
        chain: list[str] = []
        parent = parents.get(code_id)
        while parent is not None:
            if parent in shown:
                chain.append(parent)
            parent = parents.get(parent)
        found[code_id] = tuple(chain)
    return found


def _material(
    study: Study, identifier: str, name: str, unit: str, base: str
) -> tuple[str, int, tuple[Range, ...] | None, tuple[Range, ...] | None]:
    """(name, characters, base ranges, unit ranges) of one transcript."""
    body = text(study, identifier)
    ranges = (
        tuple(participant_ranges(study, identifier))
        if base == "participants"
        else ((0, len(body)),)
    )
    if not body:
        ranges = ()
    if unit == "character":
        return name, len(body), ranges if base == "participants" else None, None
    if unit == "turn":
        units = (
            ranges
            if base == "participants"
            else tuple((t.start, t.end) for t in turns(study, identifier) if t.start < t.end)
        )
    else:
        units = tuple((language.tokens if unit == "token" else language.sentences)(body, ranges))
    return name, len(body), ranges, units


def _groups(offered: dict[str, Code]) -> dict[str, tuple[str, ...]]:
    """Codes declared exclusive, together with those beside them under one parent."""
    by_parent: dict[str, list[str]] = {}
    for name, code in offered.items():
        if code.exclusive:
            by_parent.setdefault(code.path.rpartition("/")[0] or "Codebook", []).append(name)
    return {parent: tuple(names) for parent, names in by_parent.items() if len(names) > 1}


def _label(chosen: Round, states: Sequence[Layer], compared: set[str]) -> str:
    if chosen.practice:
        return PRACTICE
    if any(s.discussed for s in states if s.version == 1 and s.transcript_id in compared):
        return ALIGNED
    return INDEPENDENT
