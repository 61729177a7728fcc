"""Codebook: what is on the screen, the tree left and the code one is on right."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from workbench.codebook.nouns import Code, FrozenCode, Joins, LineageStep, Version
from workbench.codebook.store import (
    codes,
    frozen_codes,
    joins,
    lineage,
    present_codes,
    versions,
)
from workbench.coding.rechecking import Recheck, to_recheck
from workbench.coding.store import count_by_code
from workbench.tui.frame import Divider, Panel
from workbench.tui.ink import Ink
from workbench.tui.numbers import counted, thousands
from workbench.tui.screens.codebook_page import code_lines, code_rows, story
from workbench.tui.screens.pickable import pickable
from workbench.tui.study_screen import StudyScreen
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, RowList
from workbench.tui.widgets.picker import PickItem

LEFT_WIDTHS = {"narrow": 41, "medium": 46, "wide": 56}


class CodebookBase(StudyScreen):
    """The tree with its counts, and all about the code under the cursor."""

    def compose_content(self) -> ComposeResult:
        """The tree and the page of a code."""
        with Horizontal():
            with Panel(id="left"):
                yield RowList(
                    [
                        Column("Codebook"),
                        Column("?", 3, right=True, gap=1),
                        Column("all", 5, right=True, gap=1),
                    ],
                    id="codes",
                    empty="No codes yet: A adds one; ctrl+g s brings a codebook in.",
                    markable=True,
                )
            yield Divider()
            with Panel():
                yield Lines(id="page")

    def on_mount(self) -> None:
        """Nothing is read yet."""
        self.codes: dict[str, Code] = {}
        self.counts: dict[str, int] = {}
        self.rechecks: dict[str, list[Recheck]] = {}
        self.steps: list[LineageStep] = []
        self.joins = Joins({}, {})
        self.frozen: list[tuple[Version, dict[str, FrozenCode]]] = []
        self.with_retired = False
        page = self.query_one("#page")
        page.styles.height = "1fr"
        page.styles.padding = (0, 2)
        self.query_one("#codes", RowList).focus()

    @property
    def code(self) -> Code | None:
        """The code under the cursor."""
        row = self.query_one("#codes", RowList).cursor
        return self.codes.get(row.id) if row is not None else None

    @property
    def picked(self) -> list[Code]:
        """The codes picked with space, in codebook order; else the one under the cursor."""
        marked = self.query_one("#codes", RowList).marked
        found = [code for code in self.codes.values() if code.id in marked]
        return found or ([self.code] if self.code is not None else [])

    def pick_items(self, besides: set[str]) -> list[PickItem]:
        """The codes in use to pick one from."""
        listed = [c for c in self.codes.values() if c.id not in besides and not c.retired]
        return pickable(listed, self.codes.values(), self.counts)

    # ── what is shown ────────────────────────────────────────────────────────────────────────────

    def show_study(self) -> None:
        """Read codes, counts, lineage and versions."""
        study, viewer = self.study, self.viewer
        with study.snapshot():
            listed = codes(study, viewer, retired=True)
            self.counts = count_by_code(study, viewer)
            marks = to_recheck(study, viewer) if viewer else []
            self.steps = lineage(study, viewer)
            self.joins = joins(study)
            self.frozen = [
                (version, {code.code_id: code for code in frozen_codes(study, version.id)})
                for version in versions(study)
            ]
            self.present = {code.code_id: code for code in present_codes(study)}
        self.paths = {code.id: code.path for code in listed}
        self.rechecks = {}
        for mark in marks:
            self.rechecks.setdefault(mark.coding.code_id, []).append(mark)
        # a retired code whose passages are still to be gone through stays in view
        shown = [c for c in listed if self.with_retired or not c.retired or c.id in self.rechecks]
        self.codes = {code.id: code for code in shown}
        rows = self.query_one("#codes", RowList)
        rows.mark(rows.marked & self.codes.keys())
        marked = {code_id: len(found) for code_id, found in self.rechecks.items()}
        rows.show(code_rows(shown, self.counts, marked), cursor=self.where.code_id or None)
        version = f"version {self.frozen[-1][0].number}" if self.frozen else "no version yet"
        in_use = sum(not code.retired for code in shown)
        self.head_study(object=counted(in_use, "code"), right=((version, ""),))
        self._show_page()

    def on_resize(self) -> None:
        """The left side follows the width."""
        self.query_one("#left").styles.width = LEFT_WIDTHS[self.breadth]
        self._show_page()

    def lines_of(self, code: Code, width: int, *, roomy: bool) -> list[list[Ink]]:
        """All about a code."""
        more = story(code, self.steps, self.joins, self.paths, self.frozen, self.present)
        waiting = len(self.rechecks.get(code.id, ()))
        if waiting:
            more.insert(0, ("To re-check", f"{counted(waiting, 'coding')} of yours: w lists them"))
        return code_lines(code, width, roomy=roomy, more=more)

    @on(RowList.Highlighted, "#codes")
    def _show_page(self) -> None:
        width = self.size.width - LEFT_WIDTHS[self.breadth] - 6
        page = self.query_one("#page", Lines)
        code = self.code
        lines = self.lines_of(code, min(72, width), roomy=self.tall) if code else []
        page.show([[], *lines] if self.tall else lines)
        left = []
        if code is not None:
            left.append(Piece([Ink(code.letter, code.hue, bold=True), Ink(f" {code.path}")]))
            own = self.counts.get(code.id, 0)
            below = f"{code.path}/"
            branch = own + sum(
                count for key, count in self.counts.items() if self.paths[key].startswith(below)
            )
            said = counted(own, "coding")
            with_those = f"{said} itself, {thousands(branch)} with the codes below it"
            left.append(Piece(Ink(with_those if branch > own else said, "dim")))
        total = counted(sum(self.counts.values()), "coding")
        base = Piece(f"{total} that you may see", total, token="dim")
        self.status("READ", left, [base, self.saved_piece])
        self.refresh_bindings()

    @on(RowList.Chosen, "#codes")
    def action_in_full(self) -> None:
        """All about the code, where the page has no room for it."""
        if self.code is not None:
            lines = self.lines_of(self.code, 68, roomy=False)
            self.tell(self.code.path, ["".join(ink.text for ink in line) for line in lines[2:]])
