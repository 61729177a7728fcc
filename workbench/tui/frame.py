"""The frame that every screen stands in: header, panels, status, keys.

A screen names its keys once and says what it holds; the frame does the rest. For example::

    class JournalScreen(WorkbenchScreen[None]):
        SCREEN_NAME = "Journal"
        KEYS = (
            Key("enter", "open", "Open the entry", "open", when=has_cursor),
            Key("n", "new entry", "Write a new entry", "write", short="new"),
            Key("J", "month", "Next month", "month(1)", shown="J K"),
            Key("K", "", "Previous month", "month(-1)"),
        )

        def compose_content(self) -> ComposeResult:
            with Horizontal():
                yield Panel(RowList(id="entries", empty="No entries yet: n writes one."))
                yield Divider()
                yield Panel(Lines(id="entry"), title="Entry")

        def on_mount(self) -> None:
            self.head("River warnings", object="28 entries", right=("Ana", ("round 2", "")))
            self.status("READ", [Piece("entry 3 of 28")], [Piece("saved 14:02:11", "saved")])
            self.query_one(RowList).show([Row("e1", ("First reading",))])

        def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
            self.refresh_bindings()

        def on_row_list_chosen(self, event: RowList.Chosen) -> None:
            self.action_open()

        def action_write(self) -> None:
            place = self.place_under(self.query_one(RowList).cursor_y or 2)
            self.app.push_screen(Prompt("New entry", place=place), self.keep)

        def keep(self, text: str | None) -> None:
            if text is not None:
                self.say("entry kept; u takes it back")

Call `refresh_bindings()` when something a ``when`` asks about has changed. ``self.breadth`` is
"narrow", "medium" or "wide" and ``self.tall`` says whether there are 30 rows; the stylesheet knows
the same as the classes ``-narrow -medium -wide`` and ``-low -tall`` of the screen. Undo and redo
are asked of the app: ``app.undo()`` and ``app.redo()`` return the sentence to say.

The widget with the keys sees a key before the screen does. So enter in a list posts ``Chosen``: a
screen that names enter among its keys handles that message too, as above. A list whose screen
wants j and k for itself is made with ``letters=False``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Generic, Literal, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea

from workbench.tui.commands import CommandPopup
from workbench.tui.help import HelpScreen
from workbench.tui.ink import Ink, Written, inks_of, painted
from workbench.tui.keymap import EVERYWHERE, Wanted, parts_of, remapped
from workbench.tui.keys import Key, Keyed, bindings_of, for_bar
from workbench.tui.palette import palette_of
from workbench.tui.shell import ShellApp
from workbench.tui.widgets.bars import HeaderBar, Heading, KeysBar, Piece, Status, StatusBar
from workbench.tui.widgets.popups import LEFT, Place

ResultT = TypeVar("ResultT")
Breadth = Literal["narrow", "medium", "wide"]

MEDIUM, WIDE, TALL = 110, 150, 30
ANSWER_SECONDS = 6.0

COMMON_KEYS = (
    Key("u", "undo", "Undo", "undo", group="Everywhere"),
    Key("ctrl+r", "", "Redo", "redo", group="Everywhere"),
    Key("tab", "", "Next panel", "app.focus_next", group="Everywhere"),
    Key("shift+tab", "", "Previous panel", "app.focus_previous", group="Everywhere"),
    Key("ctrl+p", "", "Commands", "commands", group="Everywhere"),
    Key("question_mark", "", "All keys", "help", group="Everywhere"),
    Key("", "", "Dark colours", "dress('dark')"),
    Key("", "", "Light colours", "dress('light')"),
    Key("", "", "Colours of high contrast", "dress('contrast')"),
    Key("ctrl+q", "", "Leave the workbench", "app.quit", group="Everywhere"),
)


class WorkbenchScreen(Keyed, Screen[ResultT], Generic[ResultT]):
    """A screen in the frame; see the module for how one is built."""

    SCREEN_NAME: ClassVar[str] = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (MEDIUM, "-medium"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of(COMMON_KEYS)]

    _forgetting: Timer | None = None
    _moved_keys: frozenset[str] | set[str] = frozenset()
    common_keys: tuple[Key, ...] = COMMON_KEYS
    """The keys that are the same on every screen."""

    def rebind(self, keymap: Mapping[str, Wanted]) -> list[str]:
        """Take on the keys that a person wants; says in sentences what could not be done.

        To be called before the screen is shown for the first time.
        """
        before = self.all_keys
        self.common_keys, problems = remapped(
            self.common_keys, keymap.get(EVERYWHERE, {}), self.KEYS
        )
        own, more = remapped(self.KEYS, keymap.get(self.SCREEN_NAME, {}), self.common_keys)
        self.KEYS = own  # type: ignore[misc]  # of this screen alone
        self._moved_keys = set()
        for old, new in zip(before, self.all_keys, strict=True):
            if old.key != new.key:
                self._rebind_one(old, new)
        return [*problems, *more]

    def _rebind_one(self, old: Key, new: Key) -> None:
        bound = self._bindings.key_to_bindings
        for part in parts_of(old):
            left = [one for one in bound.get(part, ()) if one.action != old.action]
            bound[part] = left
            if not left:
                del bound[part]
        for binding in bindings_of([new]):
            for part in parts_of(new):
                bound.setdefault(part, []).append(replace(binding, key=part))
        self._moved_keys = {*self._moved_keys, *parts_of(old), *parts_of(new)}

    def compose(self) -> ComposeResult:
        """Header, content, status, keys."""
        # Textual sets these classes after the first layout only, which then shows for a moment.
        columns, rows = self.app.size
        self.add_class(
            "-wide" if columns >= WIDE else "-medium" if columns >= MEDIUM else "-narrow"
        )
        self.add_class("-tall" if rows >= TALL else "-low")
        yield HeaderBar(id="header")
        with Container(id="content"):
            yield from self.compose_content()
        yield StatusBar(id="status")
        yield KeysBar(id="keys")

    def compose_content(self) -> ComposeResult:
        """The panels of the screen; a subclass yields them."""
        yield from ()

    @on(events.Mount)
    def _arrive(self) -> None:
        self.bindings_updated_signal.subscribe(self, lambda _: self.show_keys())
        self._leave_moved_keys_to_the_screen()
        self.show_keys()

    def _leave_moved_keys_to_the_screen(self) -> None:
        """A panel sees a key before its screen does, and may know the old one by itself."""
        for widget in self.query("*"):
            if self._moved_keys and not isinstance(widget, (Input, TextArea)):
                for part in self._moved_keys:
                    widget._bindings.key_to_bindings.pop(part, None)

    @on(events.Resize)
    def _follow(self) -> None:
        self.show_keys()

    @property
    def shell(self) -> ShellApp:
        """The app, as the shell it is."""
        app = self.app
        if not isinstance(app, ShellApp):
            raise TypeError("a workbench screen needs a ShellApp")
        return app

    @property
    def breadth(self) -> Breadth:
        """How wide the screen is."""
        width = self.size.width
        return "wide" if width >= WIDE else "medium" if width >= MEDIUM else "narrow"

    @property
    def tall(self) -> bool:
        """Whether there is room for lines of air."""
        return self.size.height >= TALL

    @property
    def all_keys(self) -> tuple[Key, ...]:
        """The keys of this screen, then those that are the same everywhere."""
        return (*self.KEYS, *self.common_keys)

    @property
    def bar_keys(self) -> Sequence[Key]:
        """The keys of the last line, most used first: all of them, unless a mode has its own."""
        return self.all_keys

    def head(
        self,
        study: str,
        *,
        object: str = "",
        description: str = "",
        right: Sequence[str | tuple[str, str]] = (),
    ) -> None:
        """Fill the header; pairs in ``right`` are a full and a narrow form."""
        heading = Heading(study, self.SCREEN_NAME, object, description, tuple(right))
        self.query_one("#header", HeaderBar).show(heading)

    def status(self, mode: str, left: Sequence[Piece] = (), right: Sequence[Piece] = ()) -> None:
        """Fill the status bar: the mode chip, the place and what lies there, figures and saved."""
        self.query_one("#status", StatusBar).show(Status(mode, tuple(left), tuple(right)))

    def say(self, answer: Written, *, warn: bool = False) -> None:
        """Answer in the status bar for some seconds; ``warn`` puts ``!`` before it."""
        inks = inks_of(answer, "warn" if warn else "strong")
        bar = self.query_one("#status", StatusBar)
        bar.answer_with([Ink("! ", "warn", bold=True), *inks] if warn else inks)
        if self._forgetting is not None:
            self._forgetting.stop()
        self._forgetting = self.set_timer(ANSWER_SECONDS, lambda: bar.answer_with(()))

    def unsay(self) -> None:
        """What was answered last gives its place back."""
        if self._forgetting is not None:
            self._forgetting.stop()
        self.query_one("#status", StatusBar).answer_with(())

    def paint_together(self, *parts: Widget) -> None:
        """Hand over what these parts and the bars want painted, to be painted in one frame.

        Otherwise each hands it over when its own turn comes, some of them a frame or two too late.
        """
        for part in (*parts, *map(self.query_one, ("#header", "#status", "#keys"))):
            part._check_refresh()

    @property
    def popup_columns(self) -> tuple[int, int]:
        """Left column and width of the lines that a pop-up covers whole; width 0: of none."""
        return 0 if self.breadth == "narrow" else LEFT, 0

    def place_under(self, top: int, bottom: int | None = None, left: int | None = None) -> Place:
        """Where a pop-up goes so that the screen rows from ``top`` to ``bottom`` stay visible."""
        left = self.popup_columns[0] if left is None else left
        return Place(top, top if bottom is None else bottom, left)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An action is valid when one of its keys is; undo and redo never from a text field."""
        if action in ("undo", "redo") and isinstance(self.focused, (Input, TextArea)):
            return False
        return super().check_action(action, parameters)

    def action_undo(self) -> None:
        """Take the last step back."""
        self.say(self.shell.undo() or "nothing to undo")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.say(self.shell.redo() or "nothing to redo")

    def action_dress(self, theme: str) -> None:
        """Change the colours."""
        self.app.theme = theme

    def action_help(self) -> None:
        """Show all keys of this screen."""
        carried = getattr(self.focused, "HELP_KEYS", ())
        self.app.push_screen(HelpScreen(self.SCREEN_NAME, (*self.all_keys, *carried), self))

    def action_commands(self) -> None:
        """Show what can be done now, to be found by its name."""
        self.app.push_screen(CommandPopup(self.valid_commands()), self._run)

    def valid_commands(self) -> list[Key]:
        """What the command palette offers: everything valid now that needs no key of its own."""
        return [
            key
            for key in self.all_keys
            if key.action != "commands" and not key.needs_its_key and key.valid(self)
        ]

    async def _run(self, key: Key | None) -> None:
        if key is not None:
            await self.run_action(key.action)

    def show_keys(self) -> None:
        """Fill the last line with the keys that are valid now."""
        narrow = self.breadth == "narrow"
        self.query_one("#keys", KeysBar).show(for_bar(self.bar_keys, self, narrow=narrow))


class Panel(Vertical):
    """A part of the screen: a line over it, heavy while it has the keys, and a title if given.

    On a low screen the line is left out of panels at the top; ``lower`` says that a panel stands
    below another one and keeps its line.
    """

    def __init__(
        self,
        *children: Widget,
        title: Written = "",
        figures: Written = "",
        lower: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(*children, id=id, classes=classes)
        self.set_class(lower, "-lower")
        self._title, self._figures = title, figures

    def compose(self) -> ComposeResult:
        """The title, when there is one; children are handed in."""
        if self._title or self._figures:
            yield PanelTitle(self._title, self._figures)

    def on_descendant_focus(self) -> None:
        """The title becomes bold."""
        self._refresh_title()

    def on_descendant_blur(self) -> None:
        """The title becomes dim."""
        self._refresh_title()

    def _refresh_title(self) -> None:
        for title in self.query(PanelTitle):
            title.refresh()


class PanelTitle(Widget):
    """The title of a panel, bold while its panel has the keys, and figures at the right."""

    def __init__(self, title: Written, figures: Written = "") -> None:
        super().__init__()
        self._title, self._figures = title, figures

    def show(self, title: Written, figures: Written = "") -> None:
        """Replace title and figures."""
        self._title, self._figures = title, figures
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The title on the first line, then air."""
        palette = palette_of(self.app)
        width = self.size.width
        if y:
            return painted([], palette, palette.ground, width)
        panel = self.parent
        keys_here = isinstance(panel, Panel) and panel.has_focus_within
        left = inks_of(self._title, "strong" if keys_here else "dim")
        if keys_here:
            left = [Ink(ink.text, ink.token, bold=True, italic=ink.italic) for ink in left]
        right = inks_of(self._figures, "faint")
        air = width - sum(ink.width for ink in (*left, *right))
        return painted([*left, Ink(" " * max(1, air)), *right], palette, palette.ground, width)


class Divider(Widget):
    """A thin rule between panels: one column, from the first line of the content down."""

    def render_line(self, y: int) -> Strip:
        """One cell of the rule; the line over the panels is left out."""
        palette = palette_of(self.app)
        screen = self.screen
        over_panels = isinstance(screen, WorkbenchScreen) and screen.tall and y == 0
        return painted([Ink(" " if over_panels else "│", "rule")], palette, palette.ground, 1)
