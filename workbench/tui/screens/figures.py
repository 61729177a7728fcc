"""Figures: what was counted, each with its base, what was published, and what became of both."""

from textual import on

from workbench.figures import store
from workbench.figures.behind import behind
from workbench.figures.describe import CODES, THEMES
from workbench.figures.logs import add_challenge, add_lineage, challenge
from workbench.figures.nouns import INTERVIEWS, Frequency
from workbench.tui.destinations import Where
from workbench.tui.ink import Ink, plain
from workbench.tui.keys import Key
from workbench.tui.numbers import counted
from workbench.tui.screens import figures_block as block_rows
from workbench.tui.screens import figures_logs as logs
from workbench.tui.screens.figures_page import (
    CHALLENGES,
    COUNTED,
    LABELS,
    LINEAGE,
    PUBLISHED,
    FiguresPage,
)
from workbench.tui.screens.figures_popups import BehindPopup, Opened
from workbench.tui.widgets.forms import Form
from workbench.tui.widgets.lists import RowList
from workbench.tui.widgets.popups import Choice, Choose


def _on_variables(screen: "FiguresScreen") -> bool:
    return screen.view == COUNTED and screen.block is not None and not screen.values.has_focus


def _on_values(screen: "FiguresScreen") -> bool:
    return screen.view == COUNTED and screen.values.has_focus and screen.values.cursor is not None


def _crossed(screen: "FiguresScreen") -> bool:
    return screen.view == COUNTED and screen.crossing is not None


class FiguresScreen(FiguresPage):
    """The figures of a study, and the ways into them."""

    KEYS = (
        Key("enter", "values", "Go to the values", "enter", when=_on_variables),
        Key("enter", "who said so", "Who said so, and the words that justify it", "enter",
            when=_on_values, short="who"),
        Key("enter", "computed from", "The answers that it is computed from", "enter",
            when=lambda s: s.published is not None),
        Key("p", "percent of", "Percent of answers, of people: the next base", "base",
            when=lambda s: s.several_bases),
        Key("b", "by", "In each group of an attribute or answer", "by",
            when=lambda s: s.view == COUNTED and s.block is not None),
        Key("left,h", "", "The group to the left", "group(-1)", when=_crossed),
        Key("right,l", "group", "The group to the right", "group(1)", when=_crossed,
            shown="← →"),
        Key("greater_than_sign", "next that fails", "The next figure that does not hold",
            "unsound(1)", when=lambda s: s.view == PUBLISHED and bool(s.unsound), short="failing"),
        Key("less_than_sign", "", "The figure before that does not hold",
            "unsound(-1)", when=lambda s: s.view == PUBLISHED and bool(s.unsound)),
        Key("n", "new step", "Note what became of a category", "new",
            when=lambda s: s.view == LINEAGE),
        Key("n", "new objection", "Write down an objection", "new",
            when=lambda s: s.view == CHALLENGES),
        Key("1-4", "counted, published, lineage, challenges",
            "Counted, published, lineage, challenges", "view", short="views", shown="1 2 3 4"),
        Key("escape", "", "Back to all; to the list of what is counted", "back"),
    )  # fmt: skip

    # ── going about ──────────────────────────────────────────────────────────────────────────────

    def action_view(self, view: int) -> None:
        """Show another of the four views."""
        if view in LABELS and view != self.view:
            self.view = view
            self.refill()
            (self.variables if view == COUNTED else self.listed).focus()
            self.refresh_bindings()

    def action_back(self) -> None:
        """From the values to the variables; there from the groups to all."""
        if self.view != COUNTED:
            self.action_view(COUNTED)
        elif self.values.has_focus:
            self.variables.focus()
        elif self.by:
            self._cross("")

    def on_descendant_focus(self) -> None:
        """Other keys mean something in another list."""
        if self.is_mounted and self.view == COUNTED:
            self.tell_counted()
        self.refresh_bindings()

    @on(RowList.Chosen, "#variables")
    @on(RowList.Chosen, "#values")
    @on(RowList.Chosen, "#rows")
    def action_enter(self) -> None:
        """One step closer to the words: the values, who said so, what it is computed from."""
        if self.view == PUBLISHED:
            self._to_computed()
        elif self.view == COUNTED and self.values.has_focus:
            self._show_behind()
        elif self.view == COUNTED and self.block is not None:
            self.values.focus()

    # ── what is counted ──────────────────────────────────────────────────────────────────────────

    def action_base(self) -> None:
        """The next of the bases that the values are parts of."""
        block = self.block
        if block is None or len(block.bases) < 2:
            return
        now = block.bases.index(block_rows.base_of(block, self.base))
        self.base = block.bases[(now + 1) % len(block.bases)]
        self.show_values()
        self.say(f"percent {block_rows.block_base_words(block, self.base)}")

    def action_group(self, by: int) -> None:
        """Another group in hand."""
        crossing = self.crossing
        if crossing is not None:
            self.group = min(max(self.group + by, 0), len(crossing.blocks) - 1)
            self.show_values()

    def action_by(self) -> None:
        """Ask which groups."""
        block = self.block
        if block is None:
            return
        names = dict.fromkeys(
            one.variable
            for one in self._blocks.values()
            if one.data_set == block.data_set
            and one.variable not in (block.variable, CODES, THEMES)
        )
        choices = [Choice("", "0", "all together", "without groups")]
        choices += [
            Choice(name, str(at) if at < 10 else "", plain(name))
            for at, name in enumerate(names, 1)
        ]
        title = f"{plain(block.variable)} by"
        self.app.push_screen(Choose(title, choices, at=self.by), self._cross)

    def _cross(self, by: str | None) -> None:
        if by is not None and by != self.by:
            self.by, self.group = by, 0
            self.refill()

    def _show_behind(self) -> None:
        figure = self._figure()
        if figure is None:
            return
        found = behind(self.study, self.viewer, figure)
        if not found:
            self.say("nobody said so")
            return
        row = self.values.cursor_y
        title = [
            *(Ink(ink.text, ink.token, bold=True)
              for ink in self._names.of(figure.variable, figure.value)),
            Ink(f"   {plain(figure.variable)}", "dim"),
            Ink(f", {plain(figure.by)} {plain(figure.group) or 'not known'}" if figure.by else "",
                "dim"),
            Ink(f"   {figure.n} {block_rows.base_words(figure)}", "dim"),
            Ink(f", {counted(len(found), 'passage')}" if len(found) != figure.n else "", "dim"),
        ]  # fmt: skip
        place = None if row is None else self.place_under(row)
        self.app.push_screen(BehindPopup(title, found, place=place), self._open)

    def _figure(self) -> Frequency | None:
        """The figure in hand, on the base in view."""
        block, line = self.group_block, self.line
        if block is None or line is None:
            return None
        kind = block_rows.base_of(block, self.base)
        return line.figures.get(kind) or block.shown(line)

    def _open(self, opened: Opened | None) -> None:
        if opened is not None:
            one = opened.saying
            self.go(opened.screen, Where(one.transcript_id, one.start))

    # ── published ────────────────────────────────────────────────────────────────────────────────

    def action_unsound(self, by: int) -> None:
        """The next figure that does not hold, round and round."""
        order = [one.figure for one in self._published]
        wrong = [order.index(one.figure) for one in self.unsound]
        row = self.listed.cursor
        if not wrong or row is None:
            return
        here = order.index(row.id)
        ahead = [at for at in wrong if (at > here if by > 0 else at < here)]
        at = (ahead or wrong)[0 if by > 0 else -1]
        self.listed.go_to(order[at])

    def _to_computed(self) -> None:
        """The values that the published figure in hand is computed from."""
        one = self.published
        known = {each.figure: each for each in store.published(self.study)}
        if one is None or one.figure not in known:
            return
        told = known[one.figure]
        data_set = (told.data_set or INTERVIEWS).casefold()
        self.view = COUNTED
        self.refill()
        for key, block in self._blocks.items():
            wanted = (data_set, told.variable.casefold())
            if (block.data_set.casefold(), block.variable.casefold()) == wanted:
                self._go_to_value(key, told.base_kind, told.value)
                return
        self.action_view(PUBLISHED)
        self.say("nothing in the study says how it is computed")

    def _go_to_value(self, key: str, base: str, value: str) -> None:
        self.base = base or self.base
        self.variables.go_to(key)
        self.show_values()
        for row in self.values.rows:
            if row.selectable and row.id.split(" ", 1)[-1].casefold() == value.casefold():
                self.values.go_to(row.id)
        self.values.focus()

    # ── the two logs ─────────────────────────────────────────────────────────────────────────────

    def action_new(self) -> None:
        """Ask for a step of the lineage, or for an objection."""
        if self.view == LINEAGE:
            form = Form("What became of a category", logs.lineage_fields())
            self.app.push_screen(form, self._keep_step)
        elif self.view == CHALLENGES:
            form = Form("An objection", logs.challenge_fields())
            self.app.push_screen(form, self._keep_challenge)

    def _keep_step(self, answer: dict[str, str] | None) -> None:
        if answer is not None:
            with self.trying():
                add_lineage(
                    self.study, answer["from"], answer["to"], answer["rationale"], self.actor
                )
                self.say("step noted; u takes it back")

    def _keep_challenge(self, answer: dict[str, str] | None) -> None:
        if answer is not None:
            with self.trying():
                made = challenge(
                    answer["objection"],
                    answer["disposition"],
                    answer["reason"],
                    worked=answer["worked"] == "yes",
                    source=answer["source"],
                )
                add_challenge(self.study, made, self.actor)
                self.say("objection noted; u takes it back")
