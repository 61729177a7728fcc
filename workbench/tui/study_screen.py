"""A screen over a study: what every screen of the workbench derives from; `app` has an example."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.message import Message

from workbench.errors import WorkbenchError
from workbench.study import Person, Standing, Study, explain, redo, standing, undo
from workbench.tui.destinations import DESTINATIONS, Where
from workbench.tui.frame import COMMON_KEYS, WorkbenchScreen
from workbench.tui.ink import Ink
from workbench.tui.keys import Key, bindings_of
from workbench.tui.numbers import moment
from workbench.tui.session import Session
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.notice import Notice
from workbench.tui.widgets.popups import Choice, Choose, Confirm

STUDY_KEYS = (Key("ctrl+g", "go to", "Go to another screen", "go_to", group="Everywhere"),)


class Go(Message):
    """Asks the app for a screen by its name in `DESTINATIONS`, or ``who`` for another person."""

    def __init__(self, name: str, where: Where | None = None) -> None:
        super().__init__()
        self.name, self.where = name, where


class StudyChanged(Message):
    """Somebody else has written something that the viewer may see."""


class StudyScreen(WorkbenchScreen[None]):
    """A screen that shows the study to one person.

    A subclass fills itself in `show_study`, which is called whenever what it shows may have
    changed: on arrival, after a `trying` block, undo and redo, and when somebody else has written.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of(STUDY_KEYS)]

    common_keys = (*STUDY_KEYS, *COMMON_KEYS)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.where = Where()
        self._shown: tuple[int, Where] | None = None

    @property
    def study(self) -> Study:
        """The open study."""
        return self.session.study

    @property
    def viewer(self) -> Person | None:
        """Who looks; what they may see depends on it."""
        return self.session.viewer

    @property
    def actor(self) -> Person:
        """Who acts. Raises WorkbenchError where nobody has said who they are."""
        return self.session.actor

    @property
    def all_keys(self) -> tuple[Key, ...]:
        """The keys of this screen, going elsewhere, and those that are the same everywhere."""
        return (*self.KEYS, *self.common_keys)

    def show_study(self) -> None:
        """Fill the screen from the study; a subclass says how."""

    def leave(self) -> None:
        """Called when another screen comes in place of this one, and at the end."""

    # ── being shown ──────────────────────────────────────────────────────────────────────────────

    @on(events.ScreenResume)
    def _come(self) -> None:
        self.catch_up()

    @on(events.ScreenSuspend)
    def _go(self) -> None:
        self.leave()

    def catch_up(self) -> None:
        """Fill the screen, unless it shows all there is."""
        if self._shown != (self.session.changes, self.where):
            self.refill()

    def refill(self) -> None:
        """Fill the screen anew; what was asked of it is asked once."""
        try:
            self.show_study()
        except WorkbenchError as error:
            self.complain(error)
        self.where = Where()
        self._shown = (self.session.changes, self.where)
        self.refresh_bindings()

    @on(StudyChanged)
    def _hear(self) -> None:
        self.catch_up()

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def trying(self, *, refill: bool = True) -> Iterator[None]:
        """Around a change of the study: what a person can mend is said, and nothing has happened.

        What follows in the block runs only when the change was made. Then the screen is filled
        anew, unless (``refill=False``) it has brought itself up to date.
        """
        try:
            yield
        except WorkbenchError as error:
            self.complain(error)
        except sqlite3.Error as error:
            self.complain(explain(error, self.study.path))
        else:
            self.session.note_change()
            self._shown = (self.session.changes, self.where)
            if refill:
                self.refill()

    def attempt(self, do: Callable[[], object]) -> None:
        """Do what changes nothing in the study, an export say; errors are said as in `trying`."""
        try:
            do()
        except WorkbenchError as error:
            self.complain(error)
        except sqlite3.Error as error:
            self.complain(explain(error, self.study.path))

    def complain(self, error: WorkbenchError) -> None:
        """Say an error: in the status bar, or where it is long, in a pop-up to be read."""
        message = str(error)
        if error.details or len(message) > self.size.width - 16:
            lines = [message, *([""] if error.details else []), *error.details]
            self.app.push_screen(Notice("That was not done", lines, warn=True))
        else:
            self.say(message, warn=True)

    def tell(self, title: str, lines: Sequence[str]) -> None:
        """Show sentences in a pop-up to be read: notices of an import, say."""
        self.app.push_screen(Notice(title, lines))

    def action_undo(self) -> None:
        """Take the last change of this person back, of whatever kind.

        Asks first where it was made before this session and others may have built on it.
        """
        self.attempt(self._ask_or_take_back)

    def _ask_or_take_back(self) -> None:
        last = standing(self.study, self.actor)
        if last is None or not last.founds or last.number > self.session.began:
            self.take_back()
            return
        question = Confirm(
            f"Take back “{last.what}” of {moment(last.at)}?",
            "That was before you opened the workbench, and others may have worked on it since:"
            " what they did goes along with it.",
            more="ctrl+r makes it again, and brings their work back.",
        )
        self.app.push_screen(question, partial(self._take_back_what_was_asked, last))

    def _take_back_what_was_asked(self, asked: Standing, agreed: bool | None) -> None:
        if not agreed:
            return
        if standing(self.study, self.actor) == asked:
            self.take_back()
        else:  # from another window
            self.say("your last change is another one by now: nothing was taken back", warn=True)

    def take_back(self) -> None:
        """Take the last change of this person back."""
        with self.trying():
            self.say(f"took back: {undo(self.study, self.actor)}")

    def action_redo(self) -> None:
        """Make the change again that was taken back last."""
        with self.trying():
            self.say(f"made again: {redo(self.study, self.actor)}")

    # ── going elsewhere ──────────────────────────────────────────────────────────────────────────

    def go(self, name: str, where: Where | None = None) -> None:
        """Go to another screen, with something to show there."""
        self.post_message(Go(name, where))

    def action_go(self, name: str) -> None:
        """Go to a screen by its name."""
        self.go(name)

    def action_go_to(self) -> None:
        """Ask where to."""
        choices = [
            Choice(place.name, place.letter, place.title, place.words) for place in DESTINATIONS
        ]
        choices.append(Choice("who", "w", "Somebody else", "choose who looks and acts"))
        self.app.push_screen(Choose("Go to", choices), self._go_there)

    def _go_there(self, name: str | None) -> None:
        if name:
            self.go(name)

    # ── bars ─────────────────────────────────────────────────────────────────────────────────────

    def head_study(
        self,
        *,
        object: str = "",
        description: str = "",
        right: Sequence[str | tuple[str, str]] = (),
    ) -> None:
        """Fill the header: the study's title, and at the right who looks before ``right``."""
        who = self.viewer.name if self.viewer else ("nobody named", "no name")
        self.head(self.study.title, object=object, description=description, right=(who, *right))

    @property
    def saved_piece(self) -> Piece:
        """The last piece of the status bar: when this session saved last."""
        saved = self.session.saved
        return Piece(Ink(saved, "dim"), Ink("saved" if saved else "", "dim"), keep=6)
