"""Which codings and suggestions are on the page of the coding screen, and which under the caret.

What the desk holds and what the page shows are brought together here, by the fewest steps.
"""

from workbench.coding.nouns import Coding
from workbench.coding.suggestions.nouns import Suggestion
from workbench.tui.screens.code_desk import Desk
from workbench.tui.study_screen import StudyScreen
from workbench.tui.text.nouns import Mark
from workbench.tui.widgets.coding_view import CodingView

FEW = 8
"""Codings up to which it is quicker to bring them to the page one by one than all anew."""


class CodeMarks(StudyScreen):
    """What lies beside the text."""

    desk: Desk | None = None
    only: str | None = None
    """The code whose codings alone are shown, by its id."""

    @property
    def text_view(self) -> CodingView:
        """The text with caret and codings."""
        return self.query_one("#text", CodingView)

    def marks_to_show(self, desk: Desk) -> list[Mark]:
        """Codings and suggestions on the page: all of them, or those of one code."""
        if self.only is not None and self.only not in desk.codes:
            self.only = None
        return [
            *(
                desk.mark(coding)
                for coding in desk.codings.values()
                if self.only in (None, coding.code_id)
            ),
            *self._suggestions_to_show(desk),
        ]

    def _suggestions_to_show(self, desk: Desk) -> list[Mark]:
        return [
            desk.suggested(one) for one in desk.suggestions() if self.only in (None, one.code_id)
        ]

    def bring_marks(self, marks: list[Mark]) -> None:
        """Show these codings; caret, selection and page stay where they are."""
        view = self.text_view
        shown = {mark.id: mark for mark in view.marks}
        gone = shown.keys() - {mark.id for mark in marks}
        changed = [mark for mark in marks if shown.get(mark.id) != mark]
        if len(gone) + len(changed) > FEW:
            view.set_marks(marks)
            return
        for key in gone:
            view.remove_mark(key)
        for mark in changed:
            view.add_mark(mark)

    def bring_suggestions(self, desk: Desk) -> None:
        """A passage that was coded so is proposed no more, and again when that is taken away."""
        view = self.text_view
        wanted = self._suggestions_to_show(desk)
        ids = {mark.id for mark in wanted}
        shown = {mark.id for mark in view.marks if mark.suggestion}
        gone, new = shown - ids, [mark for mark in wanted if mark.id not in shown]
        if len(gone) + len(new) > FEW:
            view.set_marks(self.marks_to_show(desk))
            return
        for key in gone:
            view.remove_mark(key)
        for mark in new:
            view.add_mark(mark)

    def codings_at_caret(self) -> list[Coding]:
        """The codings under the caret, in the order of the lanes."""
        desk = self.desk
        if desk is None:
            return []
        return [
            desk.codings[mark.id] for mark in self.text_view.marks_at_caret() if not mark.suggestion
        ]

    def suggestion_at_caret(self) -> Suggestion | None:
        """The suggestion in hand, else the first under the caret."""
        desk, view = self.desk, self.text_view
        if desk is None:
            return None
        if view.in_hand in desk.waiting:
            return desk.waiting[view.in_hand]
        under = [mark.id for mark in view.marks_at_caret() if mark.id in desk.waiting]
        return desk.waiting[under[0]] if under and view.in_hand is None else None
