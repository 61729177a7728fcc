"""Set-up: from an empty study to its export, by keys alone. Sections left, their content right."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from workbench.tui.frame import Divider, Panel
from workbench.tui.ink import Ink
from workbench.tui.keys import Key
from workbench.tui.screens.setup_codebook import CodebookSection
from workbench.tui.screens.setup_coding import CodingsSection, RoundsSection
from workbench.tui.screens.setup_material import CasesSection, MaterialSection, SpeakersSection
from workbench.tui.screens.setup_out import CareSection, ExportSection
from workbench.tui.screens.setup_people import PeopleSection
from workbench.tui.screens.setup_section import Section
from workbench.tui.study_screen import StudyScreen
from workbench.tui.widgets.lists import Column, Row, RowList

SECTIONS: tuple[type[Section], ...] = (
    PeopleSection,
    MaterialSection,
    SpeakersSection,
    CasesSection,
    CodebookSection,
    RoundsSection,
    CodingsSection,
    ExportSection,
    CareSection,
)
LEFT_WIDTHS = {"narrow": 22, "medium": 24, "wide": 30}


class SetupScreen(StudyScreen):
    """One list of sections, one list of what is in the chosen one, and its keys."""

    SCREEN_NAME = "Set-up"
    # Bound once for all sections; which of them mean something now, `all_keys` says.
    KEYS: ClassVar[tuple[Key, ...]] = (
        *(
            Key(key, "", "", f"act('{key}')")
            for key in sorted({act.key for section in SECTIONS for act in section.ACTS} - {"enter"})
        ),
        Key("escape", "sections", "Back to the sections", "sections"),
    )

    def compose_content(self) -> ComposeResult:
        """Sections left, the content of the chosen one right."""
        with Horizontal():
            with Panel(id="left"):
                yield RowList([Column("Set-up"), Column(width=4, right=True)], id="sections")
            yield Divider()
            with Panel():
                yield RowList(id="content-list")

    def on_mount(self) -> None:
        """The keys begin at the sections."""
        self._sections = {made.NAME: made for made in (kind(self, self._row) for kind in SECTIONS)}
        self._section: Section = self._sections[SECTIONS[0].NAME]
        self.query_one("#sections", RowList).focus()

    @property
    def all_keys(self) -> tuple[Key, ...]:
        """The keys of the chosen section first."""
        section = getattr(self, "_section", None)
        acts = section.ACTS if section else ()
        own = tuple(act.as_key(lambda: bool(self._row())) for act in acts)
        return (*own, self.KEYS[-1], *self.common_keys)

    def _row(self) -> str:
        row = self.query_one("#content-list", RowList).cursor
        return row.id if row is not None else ""

    # ── what is shown ────────────────────────────────────────────────────────────────────────────

    def show_study(self) -> None:
        """Read the sections; another screen may have asked for one of them."""
        listed = self.query_one("#sections", RowList)
        asked = self.where.section
        rows = [
            Row(name, (section.TITLE, Ink(section.figure(), "dim")))
            for name, section in self._sections.items()
        ]
        fresh = asked in self._sections
        listed.show(rows, cursor=asked if fresh else None)
        if fresh:
            self._section = self._sections[asked]
        self._show_section()
        if fresh:
            self.query_one("#content-list", RowList).focus()
        self.head_study(object=self._section.TITLE)

    def _show_section(self) -> None:
        content = self.query_one("#content-list", RowList)
        content.say_when_empty(self._section.EMPTY)
        content.styles.max_width = self._section.WIDEST
        content.show_columns(self._section.COLUMNS)
        content.show(self._section.rows())
        self.status("SET UP", [], [self.saved_piece])
        self.query_one("#left").styles.width = LEFT_WIDTHS[self.breadth]
        self.refresh_bindings()

    def on_resize(self) -> None:
        """The left side follows the width."""
        self.query_one("#left").styles.width = LEFT_WIDTHS[self.breadth]

    @on(RowList.Highlighted, "#sections")
    def _choose_section(self) -> None:
        self._follow_cursor()

    def _follow_cursor(self) -> None:
        row = self.query_one("#sections", RowList).cursor
        if row is not None and row.id != self._section.NAME:
            self._section = self._sections[row.id]
            self._show_section()
            self.head_study(object=self._section.TITLE)

    @on(RowList.Highlighted, "#content-list")
    def _row_changed(self) -> None:
        self.refresh_bindings()

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────

    @on(RowList.Chosen, "#sections")
    def _enter_section(self) -> None:
        self.query_one("#content-list", RowList).focus()

    @on(RowList.Chosen, "#content-list")
    def _enter_row(self) -> None:
        self.action_act("enter")

    def action_act(self, key: str) -> None:
        """Do what the key means in this section."""
        self._follow_cursor()  # keys typed ahead outrun the message that the cursor has moved
        for act in self._section.ACTS:
            if act.key == key and (not act.needs_row or self._row()):
                getattr(self._section, act.method)()

    def action_sections(self) -> None:
        """Back to the list of sections."""
        self.query_one("#sections", RowList).focus()
