"""Pop-ups in which one types: a line of text, or a form of several fields."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Input

from workbench.tui.ink import Ink, Written, bolded, inks_of
from workbench.tui.keys import Key
from workbench.tui.widgets.fields import Field, FieldSpec, LabelledField
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.popups import Place, Popup


class Form(Popup[dict[str, str]]):
    """Several fields; the answer is their texts by id. A complaint keeps the form open."""

    KEYS = (
        Key("enter", "keep", "Keep", "keep", when=lambda form: not form.has_long_fields),
        Key("ctrl+s", "keep", "Keep", "keep", when=lambda form: form.has_long_fields),
        Key("tab", "next field", "Next field", "app.focus_next"),
        Key("escape", "leave it", "Leave it as it was", "close"),
    )

    def __init__(
        self, title: Written, specs: Sequence[FieldSpec], *, place: Place | None = None
    ) -> None:
        super().__init__(place)
        self._title = title
        self._fields = [LabelledField(spec) for spec in specs]
        self._wrong: LabelledField | None = None
        """The field that the complaint is about, until one leaves it."""

    @property
    def has_long_fields(self) -> bool:
        """Whether enter is a new line somewhere, so that another key has to keep the form."""
        return any(field.spec.rows > 1 for field in self._fields)

    def compose_body(self) -> ComposeResult:
        """Title, fields, and a line for what is wrong with them."""
        yield Lines([bolded(inks_of(self._title, "strong")), []])
        yield from self._fields
        yield Lines([[]], rows=1, id="complaint")

    def on_mount(self) -> None:
        """The first field has the keys at once."""
        self.set_focus(self._fields[0].field)

    def on_descendant_focus(self) -> None:
        """What may stand in the field one is in; an empty one of one line says so itself."""
        here = next((field for field in self._fields if field.field.has_focus), None)
        if here is None or here is self._wrong:
            return
        self._wrong, spec = None, here.spec
        said = spec.hint if spec.value or spec.rows > 1 else ""
        self.query_one("#complaint", Lines).show([[Ink(said, "dim")]])

    def body_rows(self) -> int:
        """Title, each field with a line of air, and the complaint."""
        return 3 + sum(field.spec.rows + 1 for field in self._fields)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field of one line keeps the form."""
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Answer with what was typed, unless a field has something wrong with it."""
        for field in self._fields:
            complaint = field.complaint()
            if complaint:
                self._wrong = field
                inks = [Ink("! ", "warn", bold=True), Ink(complaint, "warn")]
                self.query_one("#complaint", Lines).show([inks])
                self.set_focus(field.field)
                return
        self.dismiss({field.spec.id: field.text for field in self._fields})


class Prompt(Popup[str]):
    """One line of text; the answer is what was typed, without blanks around it."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("enter", "keep", "Keep what was typed", "keep"),
        Key("escape", "leave it", "Leave it as it was", "close"),
    )

    def __init__(
        self,
        title: Written,
        value: str = "",
        *,
        hint: str = "",
        place: Place | None = None,
        anew: bool = False,
        verb: str = "keep",
    ) -> None:
        """``anew``: what stands in the field is selected, so that typing takes its place.

        ``verb`` says in the last line what enter does with it.
        """
        super().__init__(place)
        first, *more = self.KEYS
        self._keys = (replace(first, word=verb), *more)
        self._title = title
        self._field = Field(value, hint=hint)
        # An empty field says its hint itself.
        self._below = hint if value else ""
        self._anew = anew

    def compose_body(self) -> ComposeResult:
        """Title and field, and under it what may stand there."""
        yield Lines([bolded(inks_of(self._title, "strong")), []])
        yield self._field
        if self._below:
            yield Lines([[Ink(self._below, "dim")]])

    @property
    def all_keys(self) -> tuple[Key, ...]:
        """Enter under its verb."""
        return self._keys

    def on_mount(self) -> None:
        """The field has the keys at once; what is to be typed over is marked."""
        self.set_focus(self._field)
        if self._anew:
            self._field.select_all()

    def body_rows(self) -> int:
        """Title, air, field, hint."""
        return 3 + bool(self._below)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps it."""
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Answer with what was typed."""
        self.dismiss(self._field.value.strip())
