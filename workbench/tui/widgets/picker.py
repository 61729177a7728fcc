"""The fuzzy picker: type a few letters of a code, see why each row matches, press enter.

Enter takes the row with the mark, which is the first after every letter typed. Where a new code can
be made, it stands before the codes that only happen to hold what was typed, in a definition for
example: to take one of those the person has to go there. Where none can be made and only
definitions hold it, no row has the mark before the person goes to one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from workbench.codebook.matching import Match, folded, rank, snippet
from workbench.tui.ink import ELLIPSIS, Ink, code_inks, cut, plain, width_of, wrap
from workbench.tui.keys import Key
from workbench.tui.numbers import tally, thousands
from workbench.tui.widgets.fields import Field
from workbench.tui.widgets.lines import Lines, paragraph
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Place, Popup

NEW, TAKEN, NOTHING = "+new", "+taken", "+nothing"
MOST_ROWS = 9
DEFINITION_ROWS = 3
NAME, WHY, SNIPPET, COUNT = 23, 10, 16, 5
"""Cells of the columns: letter and name, at least; why a row matches; where; how often used."""


@dataclass(frozen=True, slots=True)
class PickItem:
    """Something to pick, most often a code; ``path`` is the branch it stands in."""

    id: str
    letter: str
    hue: str
    name: str
    path: str = ""
    definition: str = ""
    aliases: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Picked:
    """The answer: the id of an item, or the name of a new one; ``also`` are those taken before."""

    id: str = ""
    new_name: str = ""
    also: tuple[str, ...] = ()


class Picker(Popup[Picked]):
    """Pick one of many by name, definition or alias.

    ``offer`` names what an unknown name would make (``"new inductive code"``); empty, nothing new
    can be made. With ``several`` more than one can be taken: the answer holds them all. ``verb``
    says in the last line what enter does with the row one is on.
    """

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("enter", "apply", "Apply the code", "apply", when=lambda popup: not popup.makes),
        Key("enter", "make it", "Make this code", "apply", when=lambda popup: popup.makes == NEW),
        Key(
            "enter",
            "apply what was taken",
            "Apply what was taken",
            "apply",
            when=lambda popup: popup.makes == TAKEN,
            short="apply what is taken",
        ),
        Key("down", "go to it", "Go to the row", "move(1)", when=lambda p: p.makes == NOTHING),
        Key("tab", "definition in full", "Show the definition in full", "full"),
        Key(
            "ctrl+t",
            "one more",
            "Take this one, and look for one more",
            "also",
            when=lambda popup: popup.several,
        ),
        Key("down,ctrl+n", "", "Next row", "move(1)"),
        Key("up,ctrl+p", "", "Previous row", "move(-1)"),
        Key("pagedown", "", "A page on", "move(8)"),
        Key("pageup", "", "A page back", "move(-8)"),
        Key("escape", "back to the selection", "Back to the selection", "close", short="back"),
    )

    def __init__(
        self,
        items: Sequence[PickItem],
        *,
        offer: str = "",
        query: str = "",
        hint: str = "part of a name, or of a definition",
        several: bool = False,
        verb: str = "",
        place: Place | None = None,
    ) -> None:
        super().__init__(place)
        first, *more = self.KEYS
        self._keys = (replace(first, word=verb) if verb else first, *more)
        self.several = several
        self._taken: list[str] = []
        self._items = tuple(items)
        self._offer = offer
        self._by_id = {item.id: item for item in items}
        self._field = Field(query, hint=hint)
        self._count = Lines([[]], rows=1, id="count")
        self._list = RowList(self._columns_of(NAME), lead=1, letters=False)
        self._list.can_focus = False
        self._list.looks_focused = True
        self._below = Lines([[]], id="below")
        self._full = False
        self._moved = False
        self._only_defined: frozenset[str] = frozenset()
        names = Counter(folded(item.name) for item in items)
        self._twins = {name for name, often in names.items() if often > 1}

    @property
    def all_keys(self) -> tuple[Key, ...]:
        """Enter under its verb."""
        return self._keys

    @property
    def makes(self) -> str:
        """What enter would do else than take the row one is on: make a new one, take what was
        taken before, or nothing, where that row has what was typed in its definition alone."""
        if self._taken and not self._moved and not self._field.value.strip():
            return TAKEN
        row = self._list.cursor
        if row is not None and row.id == NEW:
            return NEW
        only_defined = row is not None and row.id in self._only_defined
        return NOTHING if only_defined and not self._moved else ""

    def compose_body(self) -> ComposeResult:
        """The query with its count, the rows, and the definition of the row one is on."""
        with Horizontal(id="query"):
            yield self._field
            yield self._count
        yield Lines([[]])
        yield self._list
        yield self._below

    def body_rows(self) -> int:
        """The same for every query, so that nothing jumps while one types."""
        return 2 + min(len(self._items) + bool(self._offer), MOST_ROWS) + 2 + DEFINITION_ROWS

    @staticmethod
    def _columns_of(name: int) -> list[Column]:
        why, count = Column(width=WHY, gap=1), Column(width=COUNT, right=True)
        return [Column(width=name), why, Column(gap=1), count]

    @property
    def _name_width(self) -> int:
        """Letter and name get what the longest of them needs, as long as the rest has its room."""
        longest = max((cell_len(plain(item.name)) + 2 for item in self._items), default=NAME)
        return max(NAME, min(longest, self.text_width - WHY - SNIPPET - COUNT - 6))

    def fit_body(self, rows: int) -> None:
        """Where room is short, rows of the list go before the definition does."""
        below = min(2 + DEFINITION_ROWS, max(0, rows - 2 - 3))
        self._below.styles.height = below
        self._list.styles.height = max(1, rows - 2 - below)

    def on_mount(self) -> None:
        """Show all, or what the given query finds."""
        self.set_focus(self._field)
        self._list.show_columns(self._columns_of(self._name_width))
        self._search(self._field.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search at every letter."""
        event.stop()
        self._full = False
        self._search(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the query line picks."""
        event.stop()
        self.action_apply()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Show the definition of the row one is on, and what enter does there."""
        event.stop()
        self._define()
        self.show_keys()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A double click picks."""
        event.stop()
        self._move()
        self.action_apply()

    def action_move(self, by: int) -> None:
        """Move the cursor of the list; the keys stay in the query."""
        # Where no row has the mark, the first step gives it to the first.
        if self._list.looks_focused:
            self._list.action_move(by)
        self._move()

    def _move(self) -> None:
        self._moved = True
        self._mark()

    def _mark(self) -> None:
        """Mark the row that enter takes, in the list and in the keys."""
        self._list.looks_focused = self.makes not in (TAKEN, NOTHING)
        self._list.refresh()
        self.show_keys()

    def action_full(self) -> None:
        """Show the definition in full in place of the rows, or the rows again."""
        self._full = not self._full
        self._define()

    def action_also(self) -> None:
        """Take the row one is on, or let go of it, and begin a new query."""
        row = self._list.cursor
        if row is None or row.id == NEW:
            return
        if row.id in self._taken:
            self._taken.remove(row.id)
        else:
            self._taken.append(row.id)
        if self._field.value:
            self._field.value = ""
        else:
            self._search("")

    def action_apply(self) -> None:
        """Answer with the row one is on; with an empty query, only with what was taken before."""
        row, taken = self._list.cursor, self._taken
        if self.makes == TAKEN:
            self.dismiss(Picked(id=taken[-1], also=tuple(taken[:-1])))
        elif row is None or self.makes == NOTHING:
            return
        elif row.id == NEW:
            name = " ".join(self._field.value.split())
            self.dismiss(Picked(new_name=name, also=tuple(taken)))
        else:
            also = tuple(id for id in taken if id != row.id)
            self.dismiss(Picked(id=row.id, also=also))

    def _search(self, query: str) -> None:
        matches = rank(query, self._items)
        name = " ".join(query.split())
        rows = [self._row(match) for match in matches if match.sure or not name]
        known = any(folded(item.name) == folded(name) for item in self._items)
        if self._offer and name and not known:
            said = [Ink("+ ", "strong", bold=True), Ink(f"{self._offer} “{name}”")]
            rows.append(Row(NEW, (said,)))
        rows += [self._row(match) for match in matches if name and not match.sure]
        self._moved = False
        self._only_defined = frozenset(m.item.id for m in matches if m.where == "definition")
        self._list.say_when_empty(self._nothing())
        self._list.show(rows, cursor=rows[0].id if rows else "")
        of = thousands(len(self._items))
        said_count = f"{thousands(len(matches))} of {of}" if self._items else ""
        taken = [self._by_id[id] for id in self._taken]
        inks = [Ink(f"{item.letter} ", item.hue, bold=True) for item in taken]
        inks = [*([Ink("+ ", "dim")] if inks else []), *inks, Ink(said_count, "dim")]
        self._count.styles.width = width_of(inks)
        self._count.show([inks])
        self._define()
        self._mark()

    def _nothing(self) -> str:
        """What stands in place of the rows where there are none."""
        if self._items:
            return "Nothing has that in its name or its definition."
        return "No codes yet: type the name of the first." if self._offer else "No codes yet."

    def _row(self, match: Match[PickItem]) -> Row:
        item = match.item
        spans = match.spans if match.where == "name" else ()
        code = [Ink(f"{item.letter:<1} ", item.hue, bold=True), *_marked(item.name, spans, "text")]
        why: str = match.where if self._field.value.strip() else ""
        if item.id in self._taken:
            why = "taken"
        shown: list[Ink] = []
        if match.where == "name" and folded(item.name) in self._twins:
            shown = [Ink(f"in {item.path}" if item.path else "at the top", "dim")]
        elif match.where != "name":
            room = max(8, self.text_width - self._name_width - WHY - COUNT - 6)
            text, span = snippet(match.text, match.spans, room)
            shown = _marked(text, (span,), "dim")
        return Row(item.id, (code, Ink(why, "dim"), shown, Ink(tally(item.count), "dim")))

    def _define(self) -> None:
        """Say below the rows what the code one is on means; or in their place, all of it."""
        row = self._list.cursor
        item = self._by_id.get(row.id) if row is not None else None
        self._list.display = not self._full
        if self._full:
            self._below.styles.height = "1fr"
            self._below.show(self._definition_in_full(item))
        else:
            self._arrange()
            rule = [Ink("─" * (self.text_width - 1), "rule")]
            self._below.show([[], rule, *self._definition_in_short(item)])

    def _definition_in_full(self, item: PickItem | None) -> list[list[Ink]]:
        if item is None:
            return []
        said = paragraph(item.definition or "No definition yet.", self.text_width - 2, "text")
        aliases = [[], [Ink(f"Also: {', '.join(item.aliases)}", "dim")]] if item.aliases else []
        code = code_inks(item.letter, item.hue, item.name)
        return [[*code, Ink(f"   {item.path}", "dim")], [], *said, *aliases]

    def _definition_in_short(self, item: PickItem | None) -> list[list[Ink]]:
        if item is None:
            return []
        width = self.text_width - 4
        lines = wrap(item.definition or "No definition yet.", width)
        if len(lines) > DEFINITION_ROWS:
            last = cut(f"{lines[DEFINITION_ROWS - 1]} {ELLIPSIS}", width)
            lines = [*lines[: DEFINITION_ROWS - 1], last]
        return [[Ink(f"  {line}", "dim")] for line in lines]


def _marked(text: str, spans: Sequence[tuple[int, int]], token: str) -> list[Ink]:
    """`text` with the matched stretches underlined."""
    # Blanks stand in for control characters one for one, so the places stay right.
    text = plain(text)
    inks: list[Ink] = []
    at = 0
    for start, end in spans:
        if start >= at:
            inks += [Ink(text[at:start], token), Ink(text[start:end], "strong", underline=True)]
            at = end
    return [*inks, Ink(text[at:], token)]
