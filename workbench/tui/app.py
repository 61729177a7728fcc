"""The workbench on a terminal: one study, one person, and the screens between which one goes.

The app knows no rule of the field. It opens screens by their names in `destinations`, asks who
looks, hears what others write, and remembers colours and places. A screen is built like this, and
entered in `DESTINATIONS`::

    class FiguresScreen(StudyScreen):
        SCREEN_NAME = "Figures"
        KEYS = (
            Key("enter", "open", "Open the passages", "open"),
            Key("x", "remove", "Remove the figure", "remove"),
        )

        def compose_content(self) -> ComposeResult:
            yield Panel(RowList(id="figures", empty="Nothing yet: n makes a figure."))

        def show_study(self) -> None:
            wanted = self.where.code_id                       # asked by another screen, once
            figures = read_figures(self.study, self.viewer)   # always through the door
            self.query_one(RowList).show([...])
            self.head_study(object=f"{len(figures)} figures", right=("round 2",))
            self.status("READ", [Piece("figure 3 of 28")], [self.saved_piece])

        def action_remove(self) -> None:
            with self.trying():                               # errors are said, nothing happens
                remove_figure(self.study, self.actor, figure_id)
                self.say("figure removed; u takes it back")   # only when it was

        def action_open(self) -> None:
            self.go("code", Where(transcript_id=..., position=...))

        def leave(self) -> None:
            self.session.remember("figures", transcript_id, caret)

- **The study, the person.** ``self.study``, ``self.viewer`` (a `Person` or None: pass it on to
  every reading function) and ``self.actor`` (the person, or an error that says to choose one).
- **Changes** are made in ``with self.trying():``. Afterwards the screen is filled anew by
  `show_study`; ``trying(refill=False)`` leaves that to a screen that is cheaper at it itself.
- **Going elsewhere**: ``self.go(name, Where(...))``. For people it is ctrl+g and a letter on every
  screen (ctrl+g c: Code), the letter alone on Home. Screens stay alive between visits; on arrival
  `show_study` is called when ``where`` or the study has changed since.
- **Others.** The file is asked four times a second whether another process wrote. Only where that
  touched something this viewer may see does the screen get `StudyChanged`, and so `show_study`;
  hidden work stirs nothing.
- **Undo and redo** (u, ctrl+r) are there already: the last change of this person, of any kind,
  then `show_study`.
- **Places.** ``self.session.caret(transcript_id)`` and ``self.session.remember(screen,
  transcript_id, caret)``; they lie beside the study, a person each, and survive a crash.
"""

from importlib import import_module

from workbench.errors import WorkbenchError
from workbench.study import Person, add_person, people
from workbench.tui.destinations import BY_NAME, DESTINATIONS, Where
from workbench.tui.keymap import keymap_path, read_keymap, refuse_unknown_screens
from workbench.tui.memory import Tidying, settle_memory
from workbench.tui.session import Session, keep_theme, kept_theme
from workbench.tui.shell import ShellApp
from workbench.tui.study_screen import Go, StudyChanged, StudyScreen
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.forms import Form
from workbench.tui.widgets.popups import Choice, Choose

LISTEN_SECONDS = 0.25
SETTLE_SECONDS = 0.5  # by when the first screen stands
KEEP_SECONDS = 2.0


class WorkbenchApp(ShellApp):
    """The screens over one open study; the study is closed by whoever opened it."""

    def __init__(
        self, session: Session, *, start: str = "home", where: Where | None = None, name: str = ""
    ) -> None:
        """``name`` is proposed for the first person of a study that has none yet."""
        super().__init__(theme=kept_theme())
        self.session = session
        self.failure: Exception | None = None
        self.title = "workbench"
        self._first, self._first_where, self._proposed = start, where or Where(), name
        self._kept: dict[str, StudyScreen] = {}
        self._here = ""
        self._own_keys = read_keymap()
        refuse_unknown_screens(self._own_keys, [place.title for place in DESTINATIONS])
        self._told: set[str] = set()
        self._tidying = Tidying()

    def on_mount(self) -> None:
        """The first screen; over it, where nobody is named yet, the question who looks."""
        self.theme_changed_signal.subscribe(self, lambda theme: keep_theme(theme.name))
        self.set_interval(LISTEN_SECONDS, self.listen)
        self.set_interval(KEEP_SECONDS, self.session.keep_places)
        self.set_interval(KEEP_SECONDS, self.tidy)
        self.show(self._first, self._first_where)
        if self.session.viewer is None:
            self.ask_who()
        self.set_timer(SETTLE_SECONDS, settle_memory)

    def tidy(self) -> None:
        """Let memory be looked through when nobody types."""
        if self.keys_done:
            self._tidying.when_at_rest(self.last_key)

    def on_unmount(self) -> None:
        """Places outlive the program."""
        self.session.keep_places()

    def _handle_exception(self, error: Exception) -> None:
        """Keep what went wrong for whoever runs the app, who says it in one line."""
        self.failure = self.failure or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leave the terminal as it was: Textual's report would print the study's own text."""
        self._close_messages_no_wait()

    # ── screens ──────────────────────────────────────────────────────────────────────────────────

    def screen_named(self, name: str) -> StudyScreen:
        """The screen of that name; its module is loaded at the first visit."""
        if name not in self._kept:
            place = BY_NAME[name]
            module = import_module(f"workbench.tui.screens.{place.module}")
            screen: StudyScreen = getattr(module, place.class_name)(self.session)
            problems = [p for p in screen.rebind(self._own_keys) if p not in self._told]
            if problems:
                self._told.update(problems)
                self.call_after_refresh(screen.tell, str(keymap_path()), problems)
            self.install_screen(screen, name)
            self._kept[name] = screen
        return self._kept[name]

    def show(self, name: str, where: Where | None = None) -> None:
        """Put a screen in place of the one that is shown, with something to show there."""
        screen = self.screen_named(name)
        if where is not None:
            screen.where = where
        if name == self._here:
            screen.catch_up()
        elif not self._here:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)
        self._here = name

    def on_go(self, message: Go) -> None:
        """A screen asks for another one, or for another person."""
        message.stop()
        if message.name == "who":
            self.ask_who()
        else:
            self.show(message.name, message.where)

    # ── others ───────────────────────────────────────────────────────────────────────────────────

    def listen(self) -> None:
        """Tell the screen when somebody else has written what this viewer may see."""
        if self.session.hear():
            self._tell_shown()

    def _tell_shown(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, StudyScreen):
                screen.post_message(StudyChanged())

    # ── who ──────────────────────────────────────────────────────────────────────────────────────

    def ask_who(self) -> None:
        """Ask who looks: one of the people, or the first one of a study that has nobody."""
        everybody = [person for person in people(self.session.study) if not person.retired]
        if not everybody:
            self._ask_first()
            return
        choices = [
            Choice(person.id, str(at) if at < 10 else "", person.name, person.role)
            for at, person in enumerate(everybody, 1)
        ]
        now = self.session.viewer.id if self.session.viewer else None
        self.push_screen(Choose("Who are you?", choices, at=now), self._became)

    def _ask_first(self) -> None:
        fields = [
            FieldSpec("name", "Your name", self._proposed, check=_name_needed),
            FieldSpec("role", "Role", "coder", hint="coder or supervisor", check=_role_needed),
        ]
        self.push_screen(Form("Nobody is in this study yet. Who are you?", fields), self._add_first)

    def _add_first(self, answer: dict[str, str] | None) -> None:
        screen = self.screen_named(self._here)
        if answer is None:
            screen.say("nobody was added: ctrl+g w asks again")
            return
        try:
            added = add_person(self.session.study, answer["name"], answer["role"])
        except WorkbenchError as error:
            screen.complain(error)
            return
        self._look_as(added)
        screen.say(f"welcome, {added.name}: you are in the study as {added.role}")

    def _became(self, person_id: str | None) -> None:
        for person in people(self.session.study):
            if person.id == person_id:
                self._look_as(person)

    def _look_as(self, person: Person) -> None:
        for screen in self._kept.values():
            screen.leave()
        self.session.look_as(person)
        self._tell_shown()


def _name_needed(text: str) -> str:
    return "" if text else "a name is needed"


def _role_needed(text: str) -> str:
    return "" if text in ("coder", "supervisor") else "write coder or supervisor"
