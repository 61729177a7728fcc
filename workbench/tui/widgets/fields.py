"""Places to type in: one line, several lines, and either with its label."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Input, TextArea

from workbench.tui.ink import Ink
from workbench.tui.widgets.lines import Lines


class Field(Input):
    """One line of text: no frame, a block for the caret, and nothing that blinks."""

    def __init__(self, value: str = "", *, hint: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder=hint, id=id, select_on_focus=False, compact=True)
        self.cursor_blink = False


class LongField(TextArea):
    """Several lines of text, with the caret at their end; tab leaves it."""

    def __init__(self, text: str = "", *, rows: int = 4, id: str | None = None) -> None:
        super().__init__(
            text,
            id=id,
            theme="css",
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            compact=True,
        )
        self.cursor_blink = False
        self.styles.height = rows
        self.move_cursor(self.document.end)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of a form: its id in the answer, its label, what stands in it, and its rows.

    ``check`` gets the text and returns what is wrong with it, or nothing.
    """

    id: str
    label: str
    value: str = ""
    rows: int = 1
    hint: str = ""
    check: Callable[[str], str] | None = None


class LabelledField(Container):
    """A label and its field beside it."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        self.field: Field | LongField = (
            Field(spec.value, hint=spec.hint)
            if spec.rows == 1
            else LongField(spec.value, rows=spec.rows)
        )

    def compose(self) -> ComposeResult:
        """The label, then the field."""
        yield Lines([[Ink(self.spec.label, "dim")]], classes="label")
        yield self.field

    @property
    def text(self) -> str:
        """What was typed, without blanks around it."""
        typed = self.field.value if isinstance(self.field, Field) else self.field.text
        return typed.strip()

    def complaint(self) -> str:
        """What is wrong with what was typed, or nothing."""
        return self.spec.check(self.text) if self.spec.check else ""
