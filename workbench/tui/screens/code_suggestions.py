"""Suggestions on the coding screen: going to them, answering them, looking for new ones.

They lie beside the text in dotted lanes. Each coder answers for themselves; a run is for all coders
of the round, and reads in a process of its own while one goes on coding.
"""

from functools import partial

from textual.message import Message

from workbench.coding.suggestions.answering import accept, accept_all, offered, refuse, refuse_all
from workbench.coding.suggestions.nouns import Suggestion
from workbench.coding.suggestions.running import keep_run, plan_run
from workbench.study import now
from workbench.tui.ink import Ink
from workbench.tui.numbers import counted, thousands
from workbench.tui.screens.code_desk import Desk, shown_name
from workbench.tui.screens.code_hands import TAKES_BACK
from workbench.tui.screens.code_rules import CodeRules
from workbench.tui.suggesting import Looking, Progress
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.popups import Choice, Choose


class CodeSuggestions(CodeRules):
    """What rules propose, and what a coder says to it."""

    class Read(Message):
        """A run under way has read another text, or is at its end."""

        def __init__(self, looking: Looking, progress: Progress) -> None:
            super().__init__()
            self.looking, self.progress = looking, progress

    _looking: Looking | None = None
    _elsewhere: tuple[Suggestion, ...] = ()
    """What is proposed to this person in any transcript, as it was when the study was read last."""

    @property
    def has_suggestions(self) -> bool:
        """Whether something is proposed to this person, here or elsewhere."""
        return bool(self._elsewhere) or (self.desk is not None and bool(self.desk.waiting))

    @property
    def on_suggestion(self) -> bool:
        """Whether the keys are about a suggestion."""
        return self.is_mounted and self.suggestion_at_caret() is not None

    def show_study(self) -> None:
        """Also what is proposed in other transcripts."""
        super().show_study()
        person = self.viewer
        self._elsewhere = tuple(offered(self.study, person)) if person is not None else ()

    def on_unmount(self) -> None:
        """Nobody waits for the run any more."""
        self._stop_looking()

    # ── going to them ────────────────────────────────────────────────────────────────────────────

    def action_suggestion(self, step: int) -> None:
        """To the next or previous suggestion, into other transcripts and round the last one."""
        desk = self.desk
        if desk is None:
            return
        places = self._places
        here = [one for one in self._elsewhere if one.transcript_id != desk.transcript.id]
        found = sorted([*here, *desk.suggestions()], key=lambda one: _order(one, places))
        if not found:
            self.say("nothing is proposed to you any more")
            return
        at = self.suggestion_at_caret()
        if at is not None:
            now_at = _order(at, places)
        else:
            now_at = (places[desk.transcript.id], self.text_view.caret, -1, "")
        ahead = [one for one in found if _order(one, places) > now_at]
        behind = [one for one in found if _order(one, places) < now_at]
        self._go_to_suggestion(
            ([*ahead, found[0]] if step > 0 else [found[-1], *behind])[0 if step > 0 else -1]
        )

    def _go_to_suggestion(self, one: Suggestion) -> None:
        desk = self.desk
        if desk is not None and one.transcript_id != desk.transcript.id:
            self.open_transcript(one.transcript_id, one.start)
        else:
            self.text_view.drop_selection()
            self.text_view.goto(one.start)
        self.text_view.in_hand = one.id
        self.text_view.focus()
        self.show_caret()
        self.refresh_bindings()

    # ── answering one ────────────────────────────────────────────────────────────────────────────

    def action_accept(self) -> None:
        """Make a coding of the suggestion."""
        desk, one = self._ready(), self.suggestion_at_caret()
        if desk is None or one is None:
            return
        with self.writing():
            made = accept(self.study, self.actor, [one.id])[one.id]
            code = desk.codes[one.code_id]
            self._answered(desk, one)
            coding = desk.made(made, code, one.start, one.end, one.origin, now())
            self._fresh = coding.id, self.text_view.caret
            self.repaint(coding)
            self.say([Ink("coded as "), *self.written(code), Ink(TAKES_BACK)])
        self.refresh_bindings()

    def action_refuse(self) -> None:
        """Have the suggestion proposed no more."""
        desk, one = self._ready(), self.suggestion_at_caret()
        if desk is None or one is None:
            return
        with self.writing():
            refuse(self.study, self.actor, [one.id])
            self._answered(desk, one)
            self.show_codings()
            self.say([Ink("not "), *self.written(desk.codes[one.code_id]), Ink(TAKES_BACK)])
        self.refresh_bindings()

    def _answered(self, desk: Desk, one: Suggestion) -> None:
        desk.waiting.pop(one.id, None)
        self._elsewhere = tuple(other for other in self._elsewhere if other.id != one.id)

    # ── several, and looking for them ────────────────────────────────────────────────────────────

    def action_suggestions(self) -> None:
        """Several suggestions at once, the rules, a run."""
        desk = self.desk
        if desk is None:
            self.say("there is no transcript to code", warn=True)
            return
        here, one = desk.suggestions(), self.suggestion_at_caret()
        choices = []
        if here:
            number = counted(len(here), "suggestion")
            choices.append(Choice("here", "a", "Accept all here", number))
        if one is not None:
            alike = [other for other in self._elsewhere if other.code_id == one.code_id]
            name = shown_name(desk.codes[one.code_id])
            words = f"{thousands(len(alike))} in all transcripts"
            choices.append(Choice("code", "c", [Ink(f"Accept all of {name}")], words))
        if self._elsewhere:
            words = f"{thousands(len(self._elsewhere))} in all transcripts"
            choices.append(Choice("all", "e", "Accept everything", words))
        if here:
            choices.append(Choice("refuse", "x", "Refuse all here", "proposed to you no more"))
        choices.append(Choice("rules", "r", "Rules", "by which words it looks"))
        if self._looking is None:
            choices.append(Choice("run", "l", "Look by the rules", "for all coders alike"))
        else:
            choices.append(Choice("stop", "s", "Look no further", "nothing is proposed by it"))
        popup = Choose("Suggestions", choices, place=self.place_at_caret())
        self.app.push_screen(popup, partial(self._do, code_id=one.code_id if one else None))

    def _do(self, what: str | None, *, code_id: str | None) -> None:
        desk = self.desk
        if what is None or desk is None:
            return
        if what == "rules":
            self.show_rules()
        elif what == "run":
            self._ask_language()
        elif what == "stop":
            self._stop_looking()
            self.say("looked no further: nothing is proposed by it")
        else:
            self._answer_all(what, desk.transcript.id, code_id)

    def _answer_all(self, what: str, transcript_id: str, code_id: str | None) -> None:
        here = transcript_id if what in ("here", "refuse") else None
        code = code_id if what == "code" else None
        with self.trying():
            if what == "refuse":
                done, word = len(refuse_all(self.study, self.actor, transcript_id=here)), "refused"
            else:
                made = accept_all(self.study, self.actor, transcript_id=here, code_id=code)
                done, word = len(made), "accepted"
            self.say(f"{counted(done, 'suggestion')} {word}{TAKES_BACK}")

    def _ask_language(self) -> None:
        self.attempt(self._offer_language)

    def _offer_language(self) -> None:
        plan = plan_run(self.study, self._round_name(), None, self.viewer)
        prompt = Prompt(
            "Language of the texts",
            plan.language,
            hint="en, fr, de … or xx for any",
            place=self.place_at_caret(),
            verb="look",
        )
        self.app.push_screen(prompt, self._look)

    def _round_name(self) -> str | None:
        here = self.desk.round if self.desk is not None else None
        return here.name if here is not None and not here.closed else None

    def _look(self, language: str | None) -> None:
        if language:
            self.attempt(partial(self._begin, language))

    def _begin(self, language: str) -> None:
        plan = plan_run(self.study, self._round_name(), language, self.viewer)
        self._stop_looking()
        looking = self._looking = Looking(self.study.path, plan)

        def tell(progress: Progress) -> None:
            self.post_message(self.Read(looking, progress))

        self.run_worker(partial(looking.look, tell), thread=True, group="suggestions")
        self.say(f"looking in {counted(len(plan.texts), 'transcript')}; Y stops it")

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.stop()
            self._looking = None

    def on_code_suggestions_read(self, event: "CodeSuggestions.Read") -> None:
        """Say how far it is; at the end keep what was found."""
        event.stop()
        looking, progress = event.looking, event.progress
        if looking is not self._looking:
            return
        if progress.error is not None:
            self._looking = None
            self.complain(progress.error)
        elif progress.found is None:
            self.say(f"looked in {progress.done} of {counted(progress.total, 'transcript')}; Y"
                     " stops it")  # fmt: skip
        else:
            self._looking = None
            with self.trying():
                kept = keep_run(self.study, looking.plan, progress.found, self.viewer)
                said = f"{counted(kept.new, 'passage')} newly proposed to all coders"
                self.say(f"{said}; a goes to the next" if self._elsewhere else said)
            if looking.plan.notices:
                self.tell("Suggestions", looking.plan.notices)


def _order(one: Suggestion, places: dict[str, int]) -> tuple[int, int, int, str]:
    return places[one.transcript_id], one.start, one.end, one.code
