"""What the Themes screen asks: the texts of a theme, and what a phase still wants."""

from collections.abc import Sequence

from textual.app import ComposeResult

from workbench.themes.board import Column
from workbench.themes.phases import Phase
from workbench.tui.ink import Ink, wrap
from workbench.tui.widgets.fields import Field, FieldSpec
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.lines import Lines

_LABELS = {
    "concept": ("Its idea", 2),
    "definition": ("Definition", 3),
    "summary": ("Summary", 3),
}


def name_field(name: str = "") -> FieldSpec:
    """The name of a theme, which it cannot do without."""
    return FieldSpec("name", "Name", name, check=lambda text: "" if text else "a name is needed")


def theme_fields(
    names: Sequence[str] = tuple(_LABELS), theme: Column | None = None
) -> list[FieldSpec]:
    """Fields for the texts of a theme, filled from one that is there."""
    return [
        FieldSpec(
            name,
            _LABELS[name][0],
            str(getattr(theme, name)) if theme else "",
            rows=_LABELS[name][1] if theme else 1,
            hint="the one idea that holds it together, in a sentence" if name == "concept" else "",
        )
        for name in names
    ]


MOST_MORE = 3
"""Lines that a gate may take after its first."""


class PhasePopup(Prompt):
    """The gates of a phase, and a line for the reason to go on although some are open."""

    def __init__(self, phase: Phase) -> None:
        super().__init__("", verb="go on")
        self._phase = phase
        self._field = Field("", hint="go on all the same, with a reason")

    def compose_body(self) -> ComposeResult:
        """The gates, then the field."""
        yield Lines(self._said())
        yield self._field

    def body_rows(self) -> int:
        """The gates and the field."""
        return len(self._said()) + 1

    def _said(self) -> list[list[Ink]]:
        phase = self._phase
        lines = [[Ink(f"{phase.number} {phase.name}", "strong", bold=True)], []]
        for gate in phase.gates:
            mark = Ink("✓ ", "dim") if gate.met else Ink("! ", "warn", bold=True)
            words = gate.gate if gate.met else f"{gate.gate}: {', '.join(gate.missing)}"
            first, *rest = wrap(words, self.text_width - 5) or [""]
            if len(rest) > MOST_MORE:
                rest = [*rest[: MOST_MORE - 1], f"{rest[MOST_MORE - 1]} …"]
            lines.append([mark, Ink(first, "dim" if gate.met else "text")])
            lines += [[Ink("  "), Ink(line, "dim")] for line in rest]
        if phase.reason:
            lines += [[Ink(f"gone past: {phase.reason}", "dim", italic=True)]]
        return [*lines, []]
