"""Themes in a report: each with its idea, its codes, on whom it rests, and extracts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.corpus.store import text
from workbench.study import Person, Study
from workbench.themes.board import Board, BoardCode, Column, board
from workbench.themes.evidence import Evidence, Reference
from workbench.themes.nouns import CHOSEN, DROP, KEEP, KeptMap, Theme
from workbench.themes.passages import dropped_places, one_each_first, passages_of
from workbench.themes.store import kept_maps, reviews, themes

LONGEST = 700
"""Characters of an extract that are quoted; a longer one is cut at a word, and says so."""
RANKS = {CHOSEN: 0, KEEP: 1}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a participant: who, where they stand, under which code.

    ``chosen`` were picked by a person to stand for the theme; ``cut`` ones go on.
    """

    text: str
    who: str
    transcript: str
    turn: int | None
    start: int
    end: int
    code: str
    chosen: bool
    cut: bool


@dataclass(frozen=True, slots=True)
class ShownTheme:
    """A theme with the extracts that are quoted, and of how many participants those are."""

    column: Column
    quotes: tuple[Quote, ...]
    voices: int


@dataclass(frozen=True, slots=True)
class Themes:
    """All themes at work, those put aside, codes in no theme, and the kept maps."""

    board: Board
    shown: tuple[ShownTheme, ...]
    parked: tuple[Column, ...]
    maps: tuple[KeptMap, ...]

    @property
    def tray(self) -> tuple[BoardCode, ...]:
        """Codes in no theme."""
        return self.board.tray


def themes_of(study: Study, viewer: Person | None, found: Evidence, most: int) -> Themes:
    """The themes as the viewer may see them, with at most ``most`` extracts each."""
    shown = board(study, viewer)
    picking = _Picking(study, viewer, found, most)
    at_work = [column for column in shown.columns if not column.parked]
    return Themes(
        board=shown,
        shown=tuple(picking.theme(column) for column in at_work),
        parked=tuple(column for column in shown.columns if column.parked),
        maps=tuple(kept_maps(study)),
    )


class _Picking:
    """Picks extracts: those a person chose first, then whoever has been quoted least.

    Balance counts over the whole report, so that no participant speaks for every theme.
    """

    def __init__(self, study: Study, viewer: Person | None, found: Evidence, most: int) -> None:
        self._study, self._found, self._most = study, found, most
        self._themes = themes(study, viewer)
        self._reviews = reviews(study)
        self._dropped = dropped_places(self._reviews)
        self._quoted: Counter[str] = Counter()
        self._texts: dict[str, str] = {}

    def theme(self, column: Column) -> ShownTheme:
        theme = next(one for one in self._themes if one.id == column.id)
        held = passages_of(theme, self._themes, self._found.references, self._dropped)
        picked = self._pick(theme, one_each_first(held))
        voices = {one.voice.participant for one, _ in picked if one.voice.participant}
        return ShownTheme(
            column, tuple(self._quote(one, chosen) for one, chosen in picked), len(voices)
        )

    def _pick(self, theme: Theme, held: Sequence[Reference]) -> list[tuple[Reference, bool]]:
        verdicts = {
            r.coding_id: r.verdict
            for r in self._reviews
            if r.theme_id == theme.id and r.verdict != DROP
        }
        # what an interviewer says stands for a theme only where a person chose it
        held = [o for o in held if not _asked(o) or verdicts.get(o.id) == CHOSEN]
        ranks = [RANKS.get(verdicts.get(one.id, ""), 2) for one in held]
        here: Counter[str] = Counter()
        codes: Counter[str] = Counter()
        places: set[tuple[str, int, int]] = set()
        left = list(range(len(held)))
        picked: list[tuple[Reference, bool]] = []
        while left and len(picked) < self._most:
            at = min(
                left,
                key=lambda n: (
                    ranks[n],
                    here[held[n].voice.participant],
                    codes[held[n].code_id],
                    self._quoted[held[n].voice.participant],
                    n,
                ),
            )
            left.remove(at)
            one = held[at]
            place = (one.transcript_id, one.start, one.end)
            if place in places:
                continue  # the same words under another code
            places.add(place)
            here[one.voice.participant] += 1
            codes[one.code_id] += 1
            self._quoted[one.voice.participant] += 1
            picked.append((one, ranks[at] == 0))
        return picked

    def _quote(self, one: Reference, chosen: bool) -> Quote:
        if one.transcript_id not in self._texts:
            self._texts[one.transcript_id] = text(self._study, one.transcript_id)
        words = self._texts[one.transcript_id][one.start : one.end].strip()
        cut = len(words) > LONGEST
        if cut:
            words = words[:LONGEST].rsplit(None, 1)[0]
        return Quote(
            text=words,
            who=one.voice.participant or one.voice.speaker,
            transcript=one.transcript,
            turn=one.voice.turn,
            start=one.start,
            end=one.end,
            code=one.code,
            chosen=chosen,
            cut=cut,
        )


def _asked(one: Reference) -> bool:
    """Whether an interviewer speaks in a passage."""
    return one.voice.turn is not None and not one.voice.participant
