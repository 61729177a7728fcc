"""The list of all keys of a screen, grouped, as a pop-up of its own."""

from collections.abc import Sequence

from textual.app import ComposeResult

from workbench.tui.ink import Ink, wrap
from workbench.tui.keys import Key, grouped
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import EDGE, Column, Row, RowList
from workbench.tui.widgets.popups import MARGINS, Popup

LABEL, GAP, LEAD = 20, 2, 1


def help_rows(keys: Sequence[Key], screen: object, width: int) -> list[Row]:
    """A heading for each group and a row for each key; what is not valid now is faint.

    What a key does is told in as many rows of ``width`` cells as it needs.
    """
    rows: list[Row] = []
    for group, members in grouped(keys).items():
        rows.append(
            Row(f"group {group}", (Ink(group, "strong", bold=True),), gap=True, selectable=False)
        )
        for key in members:
            valid = key.valid(screen)
            label = Ink(key.label, "strong" if valid else "dim", bold=valid)
            token = "text" if valid else "dim"
            first, *more = wrap(key.description, width)
            row_id = f"{group} {key.key} {key.action}"
            rows.append(Row(row_id, (label, Ink(first, token))))
            rows += [
                Row(f"{row_id} {at}", ("", Ink(line, token)), selectable=False)
                for at, line in enumerate(more)
            ]
    return rows


class HelpScreen(Popup[None]):
    """All keys of the screen under it."""

    WIDTH = 76
    KEYS = (Key("escape,question_mark,q", "back", "Back to the screen", "close"),)

    def __init__(self, title: str, keys: Sequence[Key], screen: object) -> None:
        super().__init__()
        self._title = title
        self._rows = help_rows(keys, screen, self.WIDTH - MARGINS - LEAD - LABEL - GAP - EDGE)
        self._list = RowList([Column(width=LABEL), Column(gap=GAP)], lead=LEAD)

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
