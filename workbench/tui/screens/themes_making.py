"""What is done to themes: they are made, split, edited, merged, put aside, kept as a map."""

from collections.abc import Callable, Sequence

from workbench.themes.arrange import (
    add_theme,
    edit_theme,
    merge_themes,
    move_codes,
    park_codes,
    park_theme,
    remove_theme,
)
from workbench.themes.board import Column
from workbench.themes.maps import MAPPED_PHASES, keep_map
from workbench.themes.phases import override_phase
from workbench.tui.numbers import counted
from workbench.tui.screens.themes_page import ThemesPage
from workbench.tui.screens.themes_popups import PhasePopup, name_field, theme_fields
from workbench.tui.widgets.forms import Form, Prompt
from workbench.tui.widgets.popups import Choice, Choose, Confirm, Place


class ThemesMaking(ThemesPage):
    """The ways to change a theme itself; `ThemesScreen` moves codes between them."""

    def _choose_theme(
        self, title: str, then: Callable[[Column], None], besides: Column | None = None
    ) -> None:
        found = self._board
        themes = [column for column in (found.columns if found else ()) if column is not besides]
        if not themes:
            self.say("there is no other theme; N makes one", warn=True)
            return
        choices = [Choice(c.id, str(c.number) if c.number < 10 else "", c.name, "") for c in themes]

        def keep(theme_id: str | None) -> None:
            chosen = next((c for c in themes if c.id == theme_id), None)
            if chosen is not None:
                then(chosen)

        self.app.push_screen(Choose(title, choices, place=self._place()), keep)

    def _place(self) -> Place:
        return self.place_under(self.view.cursor_y)

    # ── themes ───────────────────────────────────────────────────────────────────────────────────

    def action_new(self, codes: Sequence[str] = ()) -> None:
        """Ask for a new theme; ``codes`` go into it."""

        def keep(answer: dict[str, str] | None) -> None:
            if answer is None:
                return
            with self.trying(), self.study.change(what, self.actor):
                made = add_theme(self.study, by=self.actor, **answer)
                if codes:
                    move_codes(self.study, codes, made.id, by=self.actor)
                    self.view.let_go()
                self.say(f"theme {made.name} made; u takes it back")

        what = "split a theme" if codes else "add a theme"
        title = "Split off as a theme" if codes else "A new theme"
        self.app.push_screen(Form(title, [name_field(), *theme_fields(("concept",))]), keep)

    def action_split(self) -> None:
        """The codes picked become a theme of their own."""
        self.action_new([code.id for code in self.view.chosen])

    def action_edit(self) -> None:
        """Ask for what the theme says."""
        theme = self.column
        if theme is None:
            return

        def keep(answer: dict[str, str] | None) -> None:
            if answer is not None:
                with self.trying():
                    edit_theme(self.study, theme.id, by=self.actor, **answer)
                    self.say(f"theme {answer['name']} is changed; u takes it back")

        fields = [name_field(theme.name), *theme_fields(theme=theme)]
        self.app.push_screen(Form(f"Theme {theme.number}", fields), keep)

    def action_merge(self) -> None:
        """Ask into which theme this one goes."""
        theme = self.column
        if theme is None:
            return

        def then(target: Column) -> None:
            with self.trying():
                merge_themes(self.study, [theme.id], target.id, by=self.actor)
                self.say(f"{theme.name} is part of {target.name} now; u takes it back")

        self._choose_theme(f"Merge {theme.name} into …", then, besides=theme)

    def action_under(self) -> None:
        """Ask under which theme this one belongs."""
        theme = self.column
        if theme is None:
            return
        if theme.parent:
            with self.trying():
                edit_theme(self.study, theme.id, parent="", by=self.actor)
                self.say(f"{theme.name} stands by itself again")
            return

        def then(parent: Column) -> None:
            with self.trying():
                edit_theme(self.study, theme.id, parent=parent.id, by=self.actor)
                self.say(f"{theme.name} is under {parent.name} now")

        self._choose_theme(f"Put {theme.name} under …", then, besides=theme)

    def action_park(self) -> None:
        """Put the theme aside with a word why, or take it up again."""
        theme = self.column
        if theme is None:
            return
        if theme.parked:
            with self.trying():
                park_theme(self.study, theme.id, None, by=self.actor)
                self.say(f"{theme.name} is worked on again")
            return

        def keep(why: str | None) -> None:
            if why:
                with self.trying():
                    park_theme(self.study, theme.id, why, by=self.actor)
                    self.say(f"{theme.name} is put aside; W takes it up again")

        self.app.push_screen(Prompt(f"Why is {theme.name} put aside?"), keep)

    def action_remove(self) -> None:
        """Remove the theme after asking."""
        theme = self.column
        if theme is None:
            return

        def keep(sure: bool | None) -> None:
            if sure:
                with self.trying(), self.study.change("remove a theme", self.actor):
                    if theme.codes:
                        park_codes(self.study, [c.id for c in theme.codes], by=self.actor)
                    remove_theme(self.study, theme.id, by=self.actor)
                    self.say(f"{theme.name} is removed; u takes it back")

        more = (
            f"Its {counted(len(theme.codes), 'code')} go back to the tray." if theme.codes else ""
        )
        self.app.push_screen(Confirm(f"Remove the theme {theme.name}?", more=more), keep)

    # ── the phase ────────────────────────────────────────────────────────────────────────────────

    def action_phase(self) -> None:
        """What the phase asks for; going on with a reason."""
        phase = self._phase()

        def keep(reason: str | None) -> None:
            if reason:
                with self.trying():
                    override_phase(self.study, phase.number, reason, self.actor)
                    self.say(f"past phase {phase.number}; the reason is kept")

        self.app.push_screen(PhasePopup(phase), keep)

    def action_keep(self) -> None:
        """Keep a snapshot of the thematic map."""
        phase = min(self._phase().number, max(MAPPED_PHASES))
        with self.trying():
            keep_map(self.study, phase, self.actor)
            self.say(f"the map is kept for phase {phase}")
