"""Finding one's way on the coding screen: turns and transcripts."""

from collections import Counter

from workbench.coding.store import codings
from workbench.tui.keys import Key
from workbench.tui.numbers import counted
from workbench.tui.screens.code_page import CodePage
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.picker import Picked, Picker, PickItem


class TranscriptPicker(Picker):
    """The picker with transcripts in it."""

    KEYS = (
        Key("enter", "go there", "Go to the transcript", "apply"),
        *(key for key in Picker.KEYS if key.action.startswith("move")),
        Key("escape", "back", "Back to the text", "close"),
    )


class CodeWays(CodePage):
    """Every way to move about."""

    # ── moving about ─────────────────────────────────────────────────────────────────────────────

    def action_see(self, name: str, *given: object) -> None:
        """Do in the text what one of its own keys does, from wherever the keys are."""
        view = self.text_view
        if view.check_action(name, given):
            view.focus()
            getattr(view, f"action_{name}")(*given)

    def action_uncoded(self, step: int) -> None:
        """To the next or previous turn of a participant in which nothing is coded."""
        if self.text_view.check_action("uncoded", (step,)):
            self.action_see("uncoded", step)
        else:
            self.say(f"no uncoded turn {'after' if step > 0 else 'before'} this one")

    def action_overlap(self) -> None:
        """Take the next of the codings under the caret in hand."""
        if self.text_view.marks_at_caret():
            self.action_see("overlap")
        else:
            self.say("no coding under the caret")

    def action_let_go(self) -> None:
        """Back to the text, then out of selection, coding in hand and search, one at a time."""
        view = self.text_view
        if not view.has_focus:
            view.focus()
        elif view.can_let_go():
            view.action_let_go()
        else:
            self.let_go_of_search()

    def let_go_of_search(self) -> None:
        """Show no hits any more; `code_search` knows of them."""

    def action_number(self) -> None:
        """Ask for a turn by its number."""
        if self.desk is not None and self.desk.turns:
            self.app.push_screen(
                Prompt("Go to turn", place=self.place_at_caret(), verb="go there"), self._to_turn
            )

    def _to_turn(self, typed: str | None) -> None:
        if not typed or self.desk is None:
            return
        numbers = {str(turn.number): turn for turn in self.desk.turns}
        turn = numbers.get(typed)
        if turn is None:
            first, last = self.desk.turns[0].number, self.desk.turns[-1].number
            self.say(f"no turn {typed}: they run from {first} to {last}", warn=True)
        else:
            self.text_view.goto(turn.text_start)

    def action_neighbour(self, step: int) -> None:
        """The next or previous transcript by name."""
        ids = [known.id for known in self._known]
        at = ids.index(self.desk.transcript.id) + step if self.desk else 0
        if 0 <= at < len(ids):
            self.open_transcript(ids[at])
        else:
            self.say(f"this is the {'last' if step > 0 else 'first'} transcript")

    def action_transcripts(self) -> None:
        """Choose a transcript by its name."""
        mine = (
            Counter(c.transcript_id for c in codings(self.study, self.viewer, coder=self.viewer))
            if self.viewer
            else Counter[str]()
        )
        items = [
            PickItem(
                known.id,
                " ",
                "dim",
                known.name,
                definition=f"{counted(known.turns, 'turn')}, "
                f"{counted(mine[known.id], 'coding')} of yours",
                count=mine[known.id],
            )
            for known in self._known
        ]
        self.app.push_screen(TranscriptPicker(items, hint="which transcript"), self._to_transcript)

    def _to_transcript(self, picked: Picked | None) -> None:
        if picked is not None:
            self.open_transcript(picked.id)
