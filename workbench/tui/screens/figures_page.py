"""What the screen of figures shows: a variable with its values, or one of the lists beside them."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from workbench.codebook.store import codes
from workbench.figures import store
from workbench.figures.blocks import WORDS, Block, Line, blocks
from workbench.figures.describe import describe
from workbench.figures.nouns import OK, Challenge, LineageStep, Replicated
from workbench.figures.replicate import replicate
from workbench.tui.frame import Divider, Panel
from workbench.tui.ink import Ink, fitted, plain, width_of
from workbench.tui.numbers import counted, tally, thousands
from workbench.tui.screens import figures_block as block_rows
from workbench.tui.screens import figures_logs as logs
from workbench.tui.screens.figures_block import Crossing, Names
from workbench.tui.study_screen import StudyScreen
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.lines import Lines, paragraph
from workbench.tui.widgets.lists import Column, Row, RowList

COUNTED, PUBLISHED, LINEAGE, CHALLENGES = 1, 2, 3, 4
LABELS = {
    COUNTED: ("Counted", "each with its base"),
    PUBLISHED: ("Published", "beside computed"),
    LINEAGE: ("Lineage", "what became of categories"),
    CHALLENGES: ("Challenges", "what was objected"),
}
SECTIONS = {words.casefold(): view for view, (words, _) in LABELS.items()}
EMPTY = {
    COUNTED: "Nothing to count yet: attributes, answers and surveys appear here once they are"
    " imported (workbench cases, answers, survey), codes once every coder has locked.",
    PUBLISHED: "No published figures yet: workbench replicate STUDY --published FILE.csv brings"
    " them in, and they appear beside those that the study gives.",
    LINEAGE: "Nothing became of the categories yet: n notes a step, and why.",
    CHALLENGES: "No objection yet: n writes one down, what was done with it, and why.",
}
LEFT_WIDTHS = {"narrow": 26, "medium": 34, "wide": 40}


def block_id(block: Block) -> str:
    """The row of a variable, the same in every group of an attribute."""
    return f"{block.data_set}\n{block.variable}"


class FiguresPage(StudyScreen):
    """What is counted left, its values right; or one list; the words on the row in hand below."""

    SCREEN_NAME = "Figures"

    def compose_content(self) -> ComposeResult:
        """The views; one of them is shown."""
        yield Lines(id="labels", rows=2)
        with Horizontal(id="desk"):
            with Panel(id="left"):
                yield RowList(id="variables")
            yield Divider()
            with Panel(id="right"):
                yield Lines(id="title", rows=1)
                yield RowList(id="values")
                yield Lines(id="words")
        with Panel(id="log"):
            yield RowList(id="rows")
            yield Lines(id="log-words")

    def on_mount(self) -> None:
        """Nothing is read yet; the counted ones come first."""
        self.view = COUNTED
        self.by = ""
        self.base = ""
        self.group = 0
        self._blocks: dict[str, Block] = {}
        self._groups: dict[str, list[Block]] = {}
        self._names = Names({})
        self._published: list[Replicated] = []
        self._steps: list[LineageStep] = []
        self._log: list[Challenge] = []
        self.variables.focus()

    # ── what is in hand ──────────────────────────────────────────────────────────────────────────

    @property
    def variables(self) -> RowList:
        """The list of what is counted."""
        return self.query_one("#variables", RowList)

    @property
    def values(self) -> RowList:
        """The values of the variable in hand."""
        return self.query_one("#values", RowList)

    @property
    def listed(self) -> RowList:
        """The list of the other views."""
        return self.query_one("#rows", RowList)

    @property
    def block(self) -> Block | None:
        """The variable in hand."""
        row = self.variables.cursor
        return self._blocks.get(row.id) if row is not None else None

    @property
    def crossing(self) -> Crossing | None:
        """The variable in hand by groups, where it is crossed and there are any."""
        block = self.block
        if block is None or not self.by:
            return None
        groups = self._groups.get(block_id(block), [])
        return Crossing(block, tuple(groups)) if groups else None

    @property
    def group_block(self) -> Block | None:
        """The block that the words below are about: that of the group in hand, or of all."""
        crossing = self.crossing
        if crossing is None:
            return self.block
        return crossing.blocks[min(self.group, len(crossing.blocks) - 1)]

    @property
    def line(self) -> Line | None:
        """The value in hand, with the figures of the group in hand."""
        row, block = self.values.cursor, self.group_block
        if row is None or block is None:
            return None
        return next((line for line in block.lines if block_rows.row_id(line) == row.id), None)

    @property
    def published(self) -> Replicated | None:
        """The published figure in hand."""
        row = self.listed.cursor
        if row is None or self.view != PUBLISHED:
            return None
        return next((one for one in self._published if one.figure == row.id), None)

    @property
    def unsound(self) -> list[Replicated]:
        """The published figures that do not hold."""
        return [one for one in self._published if one.status != OK]

    @property
    def several_bases(self) -> bool:
        """Whether the percentages in view can be of something else."""
        block = self.block
        return self.view == COUNTED and block is not None and len(block.bases) > 1

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def show_study(self) -> None:
        """Read what the view in hand shows."""
        self.view = SECTIONS.get(self.where.section, self.view)
        if self.view == COUNTED:
            self._read_counted()
        elif self.view == PUBLISHED:
            self._published = replicate(self.study, self.viewer)
        elif self.view == LINEAGE:
            self._steps = store.lineage(self.study)
        else:
            self._log = store.challenges(self.study)
        self.fill()

    def _read_counted(self) -> None:
        found = blocks(describe(self.study, self.viewer))
        self._blocks = {block_id(block): block for block in found}
        known = codes(self.study, self.viewer, retired=True)
        self._names = Names({code.path: code for code in known})
        if self.by and not any(block.variable == self.by for block in found):
            self.by = ""  # it was taken away
        self._groups = {}
        if self.by:
            for block in blocks(describe(self.study, self.viewer, by=self.by)):
                self._groups.setdefault(block_id(block), []).append(block)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """Columns, heights and words follow the size."""
        self.fill()

    def fill(self) -> None:
        """Show the view in hand, as far as there is room."""
        labels = self.query_one("#labels", Lines)
        labels.display = self.tall
        labels.show([label_line(self.view, self.size.width - 4)])
        counting = self.view == COUNTED
        self.query_one("#desk").display = counting
        self.query_one("#log").display = not counting
        if counting:
            self._arrange_counted()
        else:
            self._show_log()
        self.refresh_bindings()

    def _arrange_counted(self) -> None:
        left = LEFT_WIDTHS[self.breadth]
        self.query_one("#left").styles.width = left
        self.query_one("#title").styles.height = 2 if self.tall else 1
        self.query_one("#words").styles.height = 12 if self.tall else 7
        self.variables.say_when_empty(EMPTY[COUNTED])
        empty = not self._blocks
        for name in ("Divider", "#right"):
            self.query_one(name).display = not empty
        if empty:
            self.query_one("#left").styles.width = "1fr"
        self.variables.show_columns([Column("Counted"), Column("n", 6, right=True)])
        self.variables.show(self._variable_rows())
        self.show_values()

    def _variable_rows(self) -> list[Row]:
        rows: list[Row] = []
        over = ""
        titles = list(dict.fromkeys(map(block_rows.set_title, self._blocks.values())))
        for key, block in sorted(
            self._blocks.items(), key=lambda one: titles.index(block_rows.set_title(one[1]))
        ):
            if block_rows.set_title(block) != over:
                over = block_rows.set_title(block)
                people = Ink(f"of {thousands(block_rows.members_of(block))}", "faint")
                cells = (Ink(over, "dim"), people)
                rows.append(Row(f"set {over}", cells, gap=True, selectable=False))
            name = [Ink("  "), Ink(plain(block.variable))]
            rows.append(Row(key, (name, Ink(tally(block_rows.size_of(block)), "dim"))))
        return rows

    @property
    def _room(self) -> int:
        """Cells of a row of values."""
        return self.size.width - LEFT_WIDTHS[self.breadth] - 5

    def show_values(self) -> None:
        """The values of the variable in hand."""
        block, room = self.block, self._room
        if block is None:
            self.tell_counted()
            return
        kind = block_rows.base_of(block, self.base)
        crossing = self.crossing
        if crossing is None:
            columns = block_rows.value_columns(block, self._names, room)
            rows = block_rows.value_rows(block, self._names, kind, columns)
            title, base = self._title(block), block_rows.block_base_words(block, kind)
        else:
            self.group = min(self.group, len(crossing.groups))
            window = block_rows.window_of(crossing, self.group, self._names, room)
            columns = block_rows.crossed_columns(crossing, window)
            rows = block_rows.crossed_rows(crossing, window, self._names, kind)
            title, base = self._title(block), f"of the {WORDS[kind][1]}"
        width = sum(column.width for column in columns) + len(columns) - 1
        width = min(room, max(width, width_of(title) + len(base)))
        title = fitted(title, width - len(base))
        self.query_one("#title", Lines).show([[Ink("  "), *title, Ink(base, "dim")]])
        self.values.show_columns(columns)
        self.values.show(rows)
        self.show_words()

    def _title(self, block: Block) -> list[Ink]:
        title = [Ink(plain(block.variable), "strong", bold=True)]
        if self.crossing is not None:
            title.append(Ink(f" by {plain(self.by)}"))
        elif self.by and self.by != block.variable:
            title.append(Ink(f"  {plain(self.by)} not known", "dim"))
        return [*title, Ink("   ")]

    @on(RowList.Highlighted, "#variables")
    def _follow_variable(self) -> None:
        self.group = 0
        self.show_values()
        self.refresh_bindings()

    @on(RowList.Highlighted, "#values")
    def show_words(self) -> None:
        """The words about the value in hand."""
        block, line, room = self.group_block, self.line, self._room
        lines: list[list[Ink]] = [[Ink("─" * room, "rule")]]
        if block is not None and line is not None:
            name = self._names.of(block.variable, line.value)
            kind = block_rows.base_of(block, self.base)
            lines += block_rows.block_words(block, line, name, kind, room, tall=self.tall)
        elif block is not None and self.values.cursor is not None:
            said = f"Nobody of {block_rows.group_words(block)} is counted here."
            lines += paragraph(said, room, "dim")
        self.query_one("#words", Lines).show([[Ink("  "), *line] for line in lines])
        self.tell_counted()
        self.refresh_bindings()

    # ── the other views ──────────────────────────────────────────────────────────────────────────

    def _show_log(self) -> None:
        breadth = self.breadth
        if self.view == PUBLISHED:
            columns, rows = logs.published_columns(breadth), logs.published_rows(self._published)
        elif self.view == LINEAGE:
            columns, rows = logs.lineage_columns(breadth), logs.lineage_rows(self._steps, breadth)
        else:
            columns = logs.challenge_columns(breadth)
            rows = logs.challenge_rows(self._log, breadth)
        self.listed.say_when_empty(EMPTY[self.view])
        self.listed.show_columns(columns if rows else [Column()])
        self._place(len(rows))
        self.listed.show(rows)
        self.show_log_words()

    def _place(self, rows: int) -> None:
        """The words stand under the rows, and at the bottom where these fill the screen."""
        below = 12 if self.tall else 8
        above = 4 if self.tall else 0
        left = self.size.height - 3 - self.tall - above - below
        self.listed.styles.height = max(3, min(rows + 3, left)) if self.tall else "1fr"
        self.query_one("#log-words").styles.height = "1fr" if self.tall else below

    @on(RowList.Highlighted, "#rows")
    def show_log_words(self) -> None:
        """The row in hand in full."""
        room = self.size.width - 4
        row = self.listed.cursor
        lines: list[list[Ink]] = []
        if self.view == PUBLISHED and self.published is not None:
            lines = logs.published_words(self.published, room)
        elif self.view == LINEAGE and row is not None and self._steps:
            lines = logs.lineage_words(self._steps[int(row.id)], room)
        elif self.view == CHALLENGES and row is not None and self._log:
            lines = logs.challenge_words(self._log[int(row.id)], room)
        if lines:
            air: list[list[Ink]] = [[]] if self.tall else []
            lines = [[Ink("─" * room, "rule")], *air, *lines]
        self.query_one("#log-words", Lines).show([[Ink("  "), *line] for line in lines])
        self._tell_log()
        self.refresh_bindings()

    # ── header and status ────────────────────────────────────────────────────────────────────────

    def tell_counted(self) -> None:
        """Header and status of the counted view."""
        block, line = self.block, self.line
        name, words = LABELS[COUNTED]
        if self.tall and block is not None:
            over = block_rows.set_title(block)
            name, words = plain(block.variable), over[0].lower() + over[1:]
        people = counted(block_rows.members_of(block), "participant") if block else ""
        self.head_study(object=name, description=words, right=[people] if people else [])
        left: list[Piece] = []
        if block is not None:
            base = block_rows.block_base_words(block, block_rows.base_of(block, self.base))
            left.append(Piece(f"percent {base}", keep=8))
            if line is not None and self.values.has_focus:
                left.append(Piece(self._names.of(block.variable, line.value), keep=4))
        self.status("READ", left, [Piece(Ink(self._groups_seen(), "dim")), self.saved_piece])

    def _groups_seen(self) -> str:
        """Which groups are in view, where not all are."""
        crossing = self.crossing
        if crossing is None:
            return ""
        window = block_rows.window_of(crossing, self.group, self._names, self._room)
        if window.last - window.first == len(crossing.blocks):
            return ""
        return f"columns {window.first + 1} to {window.last} of {len(crossing.blocks)}"

    def _tell_log(self) -> None:
        said = {
            PUBLISHED: logs.published_summary(self._published),
            LINEAGE: counted(len(self._steps), "step") if self._steps else "",
            CHALLENGES: logs.challenge_summary(self._log),
        }[self.view]
        name, words = LABELS[self.view]
        self.head_study(object=name, description=words)
        self.status("READ", [Piece(said, keep=8)], [self.saved_piece])


def label_line(view: int, room: int) -> list[Ink]:
    """The four views in a line, that in hand bold; where room is short only it has its words."""
    full = [_label(one, view, in_full=True) for one in LABELS]
    if sum(map(width_of, full)) + 5 * (len(full) - 1) > room:
        full = [_label(one, view, in_full=one == view) for one in LABELS]
    inks = [Ink("  ")]
    for at, label in enumerate(full):
        inks += [Ink(" " * 5), *label] if at else label
    return inks


def _label(one: int, view: int, *, in_full: bool) -> list[Ink]:
    name, words = LABELS[one]
    chosen = one == view
    inks = [Ink(f"{one} {name}", "strong" if chosen else "dim", bold=chosen)]
    if in_full:
        inks.append(Ink(f"  {words}", "dim" if chosen else "faint"))
    return inks
