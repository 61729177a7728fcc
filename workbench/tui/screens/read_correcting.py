"""Read: correcting the text under the caret, and settling the codings that this leaves doubtful."""

from workbench.coding.correcting import correct_span
from workbench.coding.doubts import KEEP, MOVE, REMOVE, settle
from workbench.coding.nouns import Doubt
from workbench.coding.reanchor import REASONS
from workbench.errors import WorkbenchError
from workbench.tui.ink import plain
from workbench.tui.keys import Key
from workbench.tui.numbers import counted
from workbench.tui.screens.read_page import ReadPage
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.forms import Form
from workbench.tui.widgets.popups import Choice, Choose

CORRECTING_KEYS = (
    Key(
        "E",
        "correct",
        "Correct the selected words, or the turn",
        "correct",
        when=lambda screen: screen.in_text,
    ),
    Key(
        "D",
        "doubtful",
        "Settle what a correction left doubtful",
        "doubtful",
        when=lambda screen: screen.has_doubts,
    ),
)
MOST = 3000
"""Characters of a turn that are offered at once; of a longer one, those around the caret."""
ROWS = 8
WORDS = 44
WHY = {**REASONS, "joined": "it lay beside another one that is on the same words now"}


class Correcting(ReadPage):
    """What the Read screen can do to a text."""

    @property
    def has_doubts(self) -> bool:
        """Whether the viewer has doubtful places to settle, in whatever transcript."""
        return bool(self.doubtful)

    # ── correcting ───────────────────────────────────────────────────────────────────────────────

    def action_correct(self) -> None:
        """Ask how the words should read."""
        name, body = self.shown_text()
        start, end = self._piece(body)
        was = body[start:end]
        if "\n".join(was.splitlines()) != was or was != was.strip():
            self.complain(
                WorkbenchError(
                    "these words have line breaks that cannot be typed: select others, or use"
                    " workbench correct"
                )
            )
            return

        def keep(answer: dict[str, str] | None) -> None:
            if answer is not None:
                self._correct(name, start, end, was, answer)

        fields = [
            FieldSpec("words", "Text", was, rows=ROWS),
            FieldSpec("reason", "Reason", hint="typing, redaction, …; may be empty"),
        ]
        where = "selected words" if self.view.selection else f"turn {self.view.turn_number or '–'}"
        self.app.push_screen(Form(f"Correct {name}, {where}", fields), keep)

    def _correct(self, name: str, start: int, end: int, was: str, answer: dict[str, str]) -> None:
        with self.trying():
            done = correct_span(
                *(self.study, name, start, end, answer["words"]),
                was=was,
                reason=answer["reason"],
                by=self.actor,
            )
            more = f"; {len(done.doubts)} doubtful: D" if done.doubts else ""
            self.say(f"{name} is version {done.version} now{more}; u takes it back")

    def _piece(self, body: str) -> tuple[int, int]:
        """What to correct: the selection, or the turn, or of a long one the words at the caret."""
        caret = self.view.caret
        selected = self.view.selection
        if selected:
            start, end = selected
        else:
            around = [span for span in self.shown_turns() if span[0] <= caret <= span[1]]
            start, end = around[-1] if around else _paragraph(body, caret)
            if end - start > MOST:
                start = _blank_before(body, max(start, caret - MOST // 2))
                end = _blank_before(body, min(end, caret + MOST // 2))
        piece = body[start:end]
        return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())

    # ── settling ─────────────────────────────────────────────────────────────────────────────────

    def action_doubtful(self) -> None:
        """Choose one of the doubtful places."""
        rows = [
            Choice(doubt.id, "", f"“{_short(doubt.text)}”", f"{doubt.code} · {WHY[doubt.why]}")
            for doubt in self.doubtful
        ]
        rows.append(Choice("all", "k", "keep all of them as they are"))
        title = f"{counted(len(self.doubtful), 'doubtful place')} after a correction"
        self.app.push_screen(Choose(title, rows), self._chosen_doubt)

    def _chosen_doubt(self, doubt_id: str | None) -> None:
        if doubt_id == "all":
            self._settle(self.doubtful, KEEP)
            return
        doubt = next((one for one in self.doubtful if one.id == doubt_id), None)
        if doubt is None:
            return
        # a selection is meant for this coding only where it stands in the same transcript
        here = self.shown_text()[0] == doubt.transcript
        selected = self.view.selection if here else None
        self.show_place(doubt.transcript_id, doubt.start, doubt.end)
        choices = [
            Choice(KEEP, "k", "keep it", "the place is right"),
            *([Choice(MOVE, "m", "put it on the selected words")] if selected else []),
            Choice(REMOVE, "x", "remove it"),
            Choice("go", "g", "go there", "to select the right words, then D again"),
        ]
        title = f"{doubt.code} was on “{_short(doubt.old_text)}”"

        def chosen(how: str | None) -> None:
            if how == "go":
                self.view.focus()
            elif how is not None:
                self._settle([doubt], how, selected)

        self.app.push_screen(Choose(title, choices, at=KEEP), chosen)

    def _settle(self, chosen: list[Doubt], how: str, span: tuple[int, int] | None = None) -> None:
        start, end = span or (None, None)
        with self.trying():
            done = settle(
                self.study, self.actor, [doubt.id for doubt in chosen], how, start=start, end=end
            )
            self.say(f"{counted(len(done), 'doubtful place')} settled; u takes it back")


def _short(words: str) -> str:
    shown = plain(words)
    return shown if len(shown) <= WORDS else f"{shown[: WORDS - 1].rstrip()}…"


def _paragraph(body: str, position: int) -> tuple[int, int]:
    end = body.find("\n", position)
    return body.rfind("\n", 0, position) + 1, len(body) if end < 0 else end


def _blank_before(body: str, position: int) -> int:
    blank = body.rfind(" ", 0, position)
    return blank + 1 if blank >= max(0, position - 200) else position
