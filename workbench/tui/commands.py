"""The command palette: what can be done on this screen now, found by a few letters."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.widgets import Input

from workbench.codebook.matching import rank
from workbench.tui.ink import Ink
from workbench.tui.keys import Key
from workbench.tui.widgets.fields import Field
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Popup

MOST_ROWS = 14


@dataclass(frozen=True, slots=True)
class _Command:
    """A key as something that can be ranked by its description."""

    key: Key
    name: str
    letter: str = ""
    definition: str = ""
    aliases: tuple[str, ...] = ()
    count: int = 0


class CommandPopup(Popup[Key]):
    """Choose a command by its name; the answer is its `Key`."""

    WIDTH = 76
    KEYS = (
        Key("enter", "do it", "Do it", "apply"),
        Key("down,ctrl+n", "", "Next row", "move(1)"),
        Key("up,ctrl+p", "", "Previous row", "move(-1)"),
        Key("escape", "back", "Back", "close"),
    )

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self._commands = [
            _Command(key, key.description, aliases=(key.word,) if key.word else ()) for key in keys
        ]
        self._found: list[Key] = list(keys)
        self._field = Field(hint="what shall be done")
        self._list = RowList([Column(), Column(width=12, right=True)], lead=1, letters=False)
        self._list.can_focus = False
        self._list.looks_focused = True

    def compose_body(self) -> ComposeResult:
        """The query and what it finds."""
        yield self._field
        yield Lines([[]])
        yield self._list

    def body_rows(self) -> int:
        """The same for every query."""
        return 2 + min(len(self._commands), MOST_ROWS)

    def on_mount(self) -> None:
        """Show everything."""
        self._field.focus()
        self._search("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search at every letter."""
        event.stop()
        self._search(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter does it."""
        event.stop()
        self.action_apply()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """So does a double click."""
        event.stop()
        self.action_apply()

    def action_move(self, by: int) -> None:
        """Move the cursor of the list."""
        self._list.action_move(by)

    def action_apply(self) -> None:
        """Answer with the command one is on."""
        row = self._list.cursor
        if row is not None:
            self.dismiss(self._found[int(row.id)])

    def _search(self, query: str) -> None:
        self._found = [match.item.key for match in rank(query, self._commands)]
        rows = [
            Row(str(at), (key.description, Ink(key.label, "dim")))
            for at, key in enumerate(self._found)
        ]
        self._list.show(rows, cursor="0")
