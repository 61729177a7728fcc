"""What the page shows: speaker turns and codings, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A speaker turn: `[start, end)` of the text, of which `[start, text_start)` is the label.

    Positions are code points over the stored text. The label is not printed; the gutter shows
    `number` and `speaker` instead.
    """

    number: int
    speaker: str
    interviewer: bool
    start: int
    text_start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A coding as it is painted: `[start, end)` in code points over the stored text.

    `letter` is the code's (one or two characters), `hue` one of the palette's five names, `memo`,
    `flagged` and `recheck` become signs after the name. A `suggestion` has a dotted lane and
    neither ground nor initial until it is accepted.
    """

    id: str
    start: int
    end: int
    letter: str
    hue: str
    name: str
    memo: bool = False
    flagged: bool = False
    recheck: bool = False
    suggestion: bool = False

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Earliest start first, then the longest: the order of lanes, names and of `o`."""
        return (self.start, -self.end, self.letter, self.id)
