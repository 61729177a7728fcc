"""The three lines that frame a screen: header, status and keys. They are painted, never parsed."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual.strip import Strip
from textual.widget import Widget

from workbench.tui.ink import Ink, Written, cut_inks, inks_of, painted, width_of
from workbench.tui.palette import palette_of

MARGIN = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar.

    ``short`` stands in for it when the bar is narrow (``None``: no shorter form; empty: left out).
    Pieces that do not fit are left out, lowest ``keep`` first and the last of equals.
    """

    written: Written
    short: Written | None = None
    keep: int = 5
    token: str = "text"

    def inks(self, narrow: bool) -> list[Ink]:
        """The inks of the piece; none when it is left out of a narrow bar."""
        chosen = self.short if narrow and self.short is not None else self.written
        return inks_of(chosen, self.token)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header says: study, screen, object and its description; at the right, who and what.

    ``right`` holds plain strings or, where a narrow header needs fewer words, pairs of a full and
    a short form: ``("blind until both have locked", "blind")``, ``("codebook 3", "")``.
    """

    study: str
    screen: str
    object: str = ""
    description: str = ""
    right: tuple[str | tuple[str, str], ...] = ()

    def pieces(self) -> tuple[list[Piece], list[Piece]]:
        """The left and the right pieces of the header bar."""
        left = [
            Piece(Ink(self.study, "strong", bold=True), short="", keep=2),
            Piece(Ink(self.screen), keep=8),
            Piece(Ink(self.object, "strong", bold=True), keep=9),
            Piece(Ink(self.description, "dim"), keep=1),
        ]
        right = []
        for place, said in enumerate(self.right):
            full, short = (said, None) if isinstance(said, str) else said
            right.append(Piece(full, short=short, keep=6 if place == 0 else 4, token="dim"))
        return left, right


def laid_out(
    left: Sequence[Piece], right: Sequence[Piece], width: int, *, narrow: bool
) -> list[Ink]:
    """Pieces in one line of ``width`` cells: short forms where it is narrow, or first right and
    then left where it is tight; then pieces are left out by their ``keep``, and at last the left
    side is cut."""
    gap = 2 if narrow else 3
    for tight_left, tight_right in ((False, False), (False, True), (True, True)):
        lefts = [(piece.keep, piece.inks(narrow or tight_left)) for piece in left]
        rights = [(piece.keep, piece.inks(narrow or tight_right)) for piece in right]
        lefts, rights = _without_blanks(lefts), _without_blanks(rights)
        if _room(lefts, rights, gap, width) >= 0:
            break
    while _room(lefts, rights, gap, width) < 0 and len(lefts) + len(rights) > 1:
        least = min(keep for keep, _ in [*lefts, *rights])
        side = rights if any(keep == least for keep, _ in rights) else lefts
        side.pop(max(at for at, (keep, _) in enumerate(side) if keep == least))
    written = _joined(lefts, gap)
    ending = _joined(rights, gap)
    written = cut_inks(written, max(0, width - width_of(ending)))
    blank = Ink(" " * max(0, width - width_of(written) - width_of(ending)))
    return [*written, blank, *ending]


def _without_blanks(pieces: list[tuple[int, list[Ink]]]) -> list[tuple[int, list[Ink]]]:
    return [(keep, inks) for keep, inks in pieces if width_of(inks)]


def _joined(pieces: Sequence[tuple[int, list[Ink]]], gap: int) -> list[Ink]:
    inks: list[Ink] = []
    for _, piece in pieces:
        inks += [Ink(" " * gap), *piece] if inks else piece
    return inks


def _room(
    left: Sequence[tuple[int, list[Ink]]],
    right: Sequence[tuple[int, list[Ink]]],
    gap: int,
    width: int,
) -> int:
    between = gap if left and right else 0
    return width - width_of(_joined(left, gap)) - width_of(_joined(right, gap)) - between


class Bar(Widget):
    """One painted line; a subclass says what stands on it."""

    GROUND = "panel"

    @abstractmethod
    def inks(self, width: int, narrow: bool) -> list[Ink]:
        """The inks of the line, for a width in cells."""

    def render_line(self, y: int) -> Strip:
        """The one line of the bar."""
        palette = palette_of(self.app)
        width = self.size.width
        inks = self.inks(width, width < 110)
        return painted(inks, palette, getattr(palette, self.GROUND), width)


class HeaderBar(Bar):
    """Row 0: study, screen, object, description; at the right who, round, codebook, blindness."""

    heading = Heading("", "")

    def show(self, heading: Heading) -> None:
        """Replace what the header says."""
        if heading != self.heading:
            self.heading = heading
            self.refresh()

    def inks(self, width: int, narrow: bool) -> list[Ink]:
        """The header, between margins of two cells."""
        left, right = self.heading.pieces()
        return [
            Ink(" " * MARGIN),
            *laid_out(left, right, width - 2 * MARGIN, narrow=narrow),
        ]


@dataclass(frozen=True, slots=True)
class Status:
    """What the status bar says: the mode, the place and what lies there, and figures at the right.

    ``LOCKED`` is the one mode in the colour of warnings.
    """

    mode: str
    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()


class StatusBar(Bar):
    """The mode chip, the place and what lies under the caret; for some seconds, an answer."""

    status = Status("READ")
    answer: tuple[Ink, ...] = ()

    def show(self, status: Status) -> None:
        """Replace what the status bar says; an answer stays until its time is over."""
        if status != self.status:
            self.status = status
            self.refresh()

    def answer_with(self, answer: Sequence[Ink]) -> None:
        """Say something in place of what lies under the caret; nothing takes it back."""
        if tuple(answer) != self.answer:
            self.answer = tuple(answer)
            self.refresh()

    def inks(self, width: int, narrow: bool) -> list[Ink]:
        """Chip and pieces; the chip begins at the very edge, its word on the margin."""
        token = "warn" if self.status.mode == "LOCKED" else "accent"
        chip = Ink(f"{' ' * MARGIN}{self.status.mode} ", token, bold=True, reverse=True)
        left: Sequence[Piece] = [replace(piece) for piece in self.status.left]
        right: Sequence[Piece] = self.status.right
        if self.answer:
            left = [Piece(self.answer, keep=9)]
            right = right[-1:]
        room = width - chip.width - 2 * MARGIN
        return [chip, Ink(" " * MARGIN), *laid_out(left, right, room, narrow=narrow)]


class KeysBar(Bar):
    """The last row: what can be pressed now, most used first, and always the key of help."""

    GROUND = "ground"
    keys: tuple[tuple[str, str], ...] = ()
    last: tuple[str, str] = ("?", "all keys")

    def show(
        self, keys: Sequence[tuple[str, str]], last: tuple[str, str] = ("?", "all keys")
    ) -> None:
        """Replace the keys; ``last`` is the one that is never cut."""
        if (tuple(keys), last) != (self.keys, self.last):
            self.keys, self.last = tuple(keys), last
            self.refresh()

    def inks(self, width: int, narrow: bool) -> list[Ink]:
        """As many keys as fit, and the last one."""
        gap = 2 if narrow else 3
        key, word = self.last
        if narrow:
            word = word.removeprefix("all ")
        ending = [Ink(key, "strong", bold=True), Ink(f" {word}", "dim")] if key else []
        room = width - 2 * MARGIN - width_of(ending)
        inks = [Ink(" " * MARGIN)]
        for key, word in self.keys:
            pair = [Ink(key, "strong", bold=True), Ink(f" {word}", "dim"), Ink(" " * gap)]
            if width_of(pair) - (0 if ending else gap) > room:
                break
            inks += pair
            room -= width_of(pair)
        return [*inks, *ending]
