"""The list of all keys of a screen, grouped, as a pop-up of its own."""

from collections.abc import Sequence

from textual.app import ComposeResult

from workbench.tui.ink import Ink
from workbench.tui.keys import Key, grouped
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Popup


def help_rows(keys: Sequence[Key], screen: object) -> list[Row]:
    """A heading for each group and a row for each key; what is not valid now is faint."""
    rows: list[Row] = []
    for group, members in grouped(keys).items():
        rows.append(
            Row(f"group {group}", (Ink(group, "strong", bold=True),), gap=True, selectable=False)
        )
        for key in members:
            valid = key.valid(screen)
            label = Ink(key.label, "strong" if valid else "dim", bold=valid)
            said = Ink(key.description, "text" if valid else "dim")
            rows.append(Row(f"{group} {key.key} {key.action}", (label, said)))
    return rows


class HelpScreen(Popup[None]):
    """All keys of the screen under it."""

    WIDTH = 72
    KEYS = (Key("escape,question_mark,q", "back", "Back to the screen", "close"),)

    def __init__(self, title: str, keys: Sequence[Key], screen: object) -> None:
        super().__init__()
        self._title = title
        self._rows = help_rows(keys, screen)
        self._list = RowList([Column(width=20), Column()], lead=1)

    def compose_body(self) -> ComposeResult:
        """A title and the list of keys."""
        yield Lines([[Ink("Keys", "strong", bold=True), Ink(f"   {self._title}", "dim")], []])
        yield self._list

    def body_rows(self) -> int:
        """All of them, with air between the groups, as far as there is room."""
        return 2 + len(self._rows) + sum(row.gap for row in self._rows) - 1

    def on_mount(self) -> None:
        """Fill the list."""
        self._list.show(self._rows)
        self._list.focus()
