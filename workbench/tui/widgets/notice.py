"""A pop-up to be read: notices of an import, a long refusal, the result of a check."""

from collections.abc import Sequence

from textual.app import ComposeResult

from workbench.tui.ink import Ink, wrap
from workbench.tui.keys import Key
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Popup


class Notice(Popup[None]):
    """Sentences, one a paragraph, in a list that scrolls when they are many."""

    WIDTH = 76
    KEYS = (Key("escape,enter,q", "back", "Back to the screen", "close", shown="esc"),)

    def __init__(self, title: str, sentences: Sequence[str], *, warn: bool = False) -> None:
        super().__init__()
        self._title, self._sentences, self._warn = title, tuple(sentences), warn
        self._list = RowList([Column()], lead=1)

    def compose_body(self) -> ComposeResult:
        """A title and the sentences."""
        token = "warn" if self._warn else "strong"
        mark = [Ink("! ", "warn", bold=True)] if self._warn else []
        yield Lines([[*mark, Ink(self._title, token, bold=True)], []])
        yield self._list

    def body_rows(self) -> int:
        """As many as the sentences need."""
        return 2 + len(self._rows())

    def on_mount(self) -> None:
        """Fill the list."""
        self._list.show(self._rows())
        self.set_focus(self._list)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter closes it."""
        event.stop()
        self.dismiss(None)

    def _rows(self) -> list[Row]:
        lines = [
            line for sentence in self._sentences for line in _hanging(sentence, self.text_width - 2)
        ]
        return [Row(str(at), (line,)) for at, line in enumerate(lines)]


def _hanging(sentence: str, width: int) -> list[str]:
    """The lines of a sentence, all but the first set in, so that one sees where the next begins."""
    first, *rest = wrap(sentence, width) or [""]
    return [first, *(f"  {line}" for line in wrap(" ".join(rest), width - 2))]
