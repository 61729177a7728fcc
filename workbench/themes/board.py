"""The theme board: themes as columns of codes, the tray of codes without a theme, the extracts.

Every figure counts passages of ``evidence`` (agreed codings of revealed transcripts, or what the
mode of the study puts in their place), so that everybody sees the same ones.

    board(study, viewer)                        columns, tray, warnings, what to look at
    extracts(study, viewer, code="Trust")       passages, one of each participant first
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.codebook.nouns import Code
from workbench.codebook.store import codes
from workbench.corpus.store import text
from workbench.study import Person, Study
from workbench.themes import store
from workbench.themes.evidence import Evidence, Reference, evidence
from workbench.themes.nouns import Theme
from workbench.themes.passages import (
    base_of,
    below,
    dropped_places,
    leaning,
    one_each_first,
    passages_of,
)


@dataclass(frozen=True, slots=True)
class BoardCode:
    """A code on the board: ``said`` passages by ``by`` participants.

    ``why`` is the word with which it was parked, empty in a theme and where nobody gave one.
    """

    id: str
    name: str
    path: str
    letter: str
    hue: str
    said: int
    by: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A theme with its own codes; ``passages`` and ``by`` count its sub-themes too, each once.

    ``number`` counts from 1 in the order of the board, ``depth`` from 0 at the top. ``leaning``
    is a sentence where the theme rests mostly on one participant, ``parked`` the word with which
    it was put aside; both are empty otherwise.
    """

    id: str
    number: int
    name: str
    parent: str
    depth: int
    concept: str
    definition: str
    summary: str
    codes: tuple[BoardCode, ...]
    passages: int
    by: int
    leaning: str
    parked: str


@dataclass(frozen=True, slots=True)
class Check:
    """One line of what to look at before going on."""

    met: bool
    words: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows. ``participants`` is the base of every ``by``.

    ``counted`` says in words what the passages are, ``maps`` how often the map was kept.
    ``placed``, ``parked`` and ``open`` count codes: in a theme, in the tray with a word why, and
    in the tray without one.
    """

    counted: str
    transcripts: int
    participants: int
    passages: int
    columns: tuple[Column, ...]
    tray: tuple[BoardCode, ...]
    placed: int
    parked: int
    open: int
    checks: tuple[Check, ...]
    maps: int


@dataclass(frozen=True, slots=True)
class Extract:
    """A passage under a code, with the words themselves.

    ``verdicts`` are (theme name, verdict) of the themes in which it was reviewed. ``turn`` is
    None outside all turns. ``[start, end)`` are code points of the stored text.
    """

    id: str
    transcript_id: str
    transcript: str
    participant: str
    speaker: str
    turn: int | None
    start: int
    end: int
    text: str
    code_id: str
    code: str
    memo: str
    layer: str
    verdicts: tuple[tuple[str, str], ...]


def board(study: Study, viewer: Person | None, found: Evidence | None = None) -> Board:
    """The board as this viewer sees it: codes that are hidden from them are not on it.

    ``found`` is the evidence of this moment, for callers that have read it for other ends too.
    """
    with study.snapshot():
        found = found or evidence(study)
        themes = store.themes(study, viewer)
        parked = {code.id: why for code, why in store.parked_codes(study, viewer)}
        known = codes(study, viewer, retired=True)
        dropped = dropped_places(store.reviews(study))
        maps = len(store.kept_maps(study))
        base = len(base_of(themes, found, store.data_sets(study)))
    tally = _Tally(found)
    columns = tuple(
        _column(number, theme, themes, tally, found, base, dropped)
        for number, theme in enumerate(themes, 1)
    )
    placed = {code.id for theme in themes for code in theme.codes}
    tray = tuple(
        tally.code(code, parked.get(code.id, ""))
        for code in known
        if code.id not in placed and _in_tray(code, parked, tally)
    )
    waiting = [code for code in tray if not code.why]
    return Board(
        counted=found.words,
        transcripts=len(found.transcripts),
        participants=base,
        passages=len(found.references),
        columns=columns,
        tray=tray,
        placed=len(placed),
        parked=len(tray) - len(waiting),
        open=len(waiting),
        checks=_checks(columns, len(placed), tray, waiting),
        maps=maps,
    )


def extracts(
    study: Study,
    viewer: Person | None,
    *,
    code: str | None = None,
    theme: str | None = None,
    deep: bool = True,
    found: Evidence | None = None,
) -> list[Extract]:
    """The passages of one code (path, name or id), of one theme (name or id), or of both at once.

    One of each participant first, in the order of the transcripts, then the others. A theme's
    passages are those of its own codes and (``deep``) of the themes below it; what was dropped
    from a theme stays in the list, with its verdict. ``found`` as in `board`.
    """
    with study.snapshot():
        themes = store.themes(study, viewer)
        names = {one.id: one.name for one in themes}
        wanted = None if code is None else {store.code_in_use(study, viewer, code).id}
        if theme is not None:
            chosen = store.find_theme(study, viewer, theme)
            holding = below(chosen, themes) if deep else [chosen]
            held = {c.id for one in holding for c in one.codes}
            wanted = held if wanted is None else wanted & held
        verdicts: dict[str, list[tuple[str, str]]] = {}
        for review in store.reviews(study):
            place = (names[review.theme_id], review.verdict)
            verdicts.setdefault(review.coding_id, []).append(place)
        texts: dict[str, str] = {}
        listed = []
        for one in one_each_first((found or evidence(study)).references, wanted):
            if one.transcript_id not in texts:
                texts[one.transcript_id] = text(study, one.transcript_id)
            listed.append(_extract(one, texts[one.transcript_id], verdicts.get(one.id, ())))
    return listed


class _Tally:
    """Passages and participants of each code."""

    def __init__(self, found: Evidence) -> None:
        self.said: Counter[str] = Counter()
        self.by: dict[str, set[str]] = {}
        for one in found.references:
            self.said[one.code_id] += 1
            if one.voice.participant:
                self.by.setdefault(one.code_id, set()).add(one.voice.participant)

    def code(self, code: Code, why: str = "") -> BoardCode:
        by = len(self.by.get(code.id, ()))
        return BoardCode(
            code.id, code.name, code.path, code.letter, code.hue, self.said[code.id], by, why
        )


def _in_tray(code: Code, parked: dict[str, str], tally: _Tally) -> bool:
    """What was said, what was parked; and all codes in use while nothing can be counted yet."""
    return code.id in parked or tally.said[code.id] > 0 or (not tally.said and not code.retired)


def _column(
    number: int,
    theme: Theme,
    themes: Sequence[Theme],
    tally: _Tally,
    found: Evidence,
    base: int,
    dropped: set[tuple[str, str]],
) -> Column:
    passages = passages_of(theme, themes, found.references, dropped)
    voices = Counter(r.voice.participant for r in passages if r.voice.participant)
    return Column(
        id=theme.id,
        number=number,
        name=theme.name,
        parent=theme.parent,
        depth=theme.depth,
        concept=theme.concept,
        definition=theme.definition,
        summary=theme.summary,
        codes=tuple(tally.code(code) for code in theme.codes),
        passages=len(passages),
        by=len(voices),
        leaning=leaning(voices, len(passages), base),
        parked=theme.parked or "",
    )


def _checks(
    columns: Sequence[Column], placed: int, tray: Sequence[BoardCode], waiting: Sequence[BoardCode]
) -> tuple[Check, ...]:
    if not columns and not tray:
        return ()
    checks = [Check(True, f"{placed} of {placed + len(tray)} codes in a theme")]
    if len(tray) > len(waiting):
        checks.append(Check(True, f"{len(tray) - len(waiting)} parked with a word why"))
    if waiting:
        named = " ".join(code.letter for code in waiting)
        checks.append(Check(False, f"{len(waiting)} without: {named}"))
    at_work = [column for column in columns if not column.parked]
    checks += [
        Check(False, f"theme {column.number} leans on one participant")
        for column in at_work
        if column.leaning
    ]
    without = [str(column.number) for column in at_work if not column.concept.strip()]
    if without:
        plural = "s" if len(without) > 1 else ""
        checks.append(
            Check(False, f"theme{plural} {', '.join(without)} without an idea in one sentence")
        )
    elif at_work:
        checks.append(Check(True, "each theme has its idea in one sentence"))
    return tuple(checks)


def _extract(reference: Reference, body: str, verdicts: Iterable[tuple[str, str]]) -> Extract:
    return Extract(
        id=reference.id,
        transcript_id=reference.transcript_id,
        transcript=reference.transcript,
        participant=reference.voice.participant,
        speaker=reference.voice.speaker,
        turn=reference.voice.turn,
        start=reference.start,
        end=reference.end,
        text=body[reference.start : reference.end],
        code_id=reference.code_id,
        code=reference.code,
        memo=reference.memo,
        layer=reference.layer,
        verdicts=tuple(verdicts),
    )
