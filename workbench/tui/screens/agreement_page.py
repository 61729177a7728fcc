"""What the agreement screen shows: the table of one round and, below, what a row means."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from workbench.codebook.nouns import Code
from workbench.consensus.comparison import Question
from workbench.consensus.comparison_question import IN_WORDS
from workbench.errors import WorkbenchError
from workbench.study import Round
from workbench.study.rounds import rounds
from workbench.tui.comparing import Compared, Request, compare_apart
from workbench.tui.ink import Ink
from workbench.tui.numbers import counted
from workbench.tui.screens.agreement_below import Said, narrow_lines, wide_lines
from workbench.tui.screens.agreement_labels import (
    INDEPENDENT,
    NO_ROUND,
    NOTHING_YET,
    REFLEXIVE,
    REFLEXIVE_SHOWN,
    SEGMENTATION,
    Standing,
    label_lines,
    standing,
)
from workbench.tui.screens.agreement_rows import (
    CODES,
    ORDERS,
    ROUND,
    ROUNDS,
    TRANSCRIPTS,
    Entry,
    Layout,
    code_entries,
    round_entries,
    segmentation_entries,
    table_rows,
    transcript_entries,
)
from workbench.tui.study_screen import StudyScreen
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.lines import Lines, paragraph
from workbench.tui.widgets.lists import RowList


class AgreementPage(StudyScreen):
    """The figures of one round, and what they mean; the keys are `AgreementScreen`'s."""

    SCREEN_NAME = "Agreement"
    DEFAULT_CSS = """
    AgreementPage #agreement { padding: 0 0 0 3; }
    AgreementPage #labels, AgreementPage #said, AgreementPage #groups, AgreementPage #below {
        padding: 0 0 0 1;
    }
    AgreementPage.-narrow #agreement { padding: 0 0 0 1; }
    """

    def compose_content(self) -> ComposeResult:
        """Labels, the table, and under it what the chosen row means."""
        with Container(id="agreement"):
            yield Lines(id="labels")
            yield Lines(id="said")
            yield Lines(id="groups")
            yield RowList(lead=1, letters=False, id="figures")
            yield Lines(id="below")

    def on_mount(self) -> None:
        """The keys are in the table from the beginning."""
        self.of_code, self.view = "", CODES
        self._standing: Standing | None = None
        self._round_name, self._label, self._shown_reflexive = "", 0, False
        self._asked, self._of_mean = Question(), False
        self._known_codes: dict[str, Code] = {}
        self._filled: tuple[str, str, bool] | None = None
        self._coefficient, self._order = "cohen_kappa", ORDERS[0]
        self._known: dict[tuple[int, Request], Compared] = {}
        self._compared: Compared | None = None
        self._entries: dict[str, Entry] = {}
        self._answer: dict[str, Said] = {}
        self.query_one("#figures", RowList).focus()

    # ── what is to be shown ──────────────────────────────────────────────────────────────────────

    @property
    def has_figures(self) -> bool:
        """Whether figures are on the screen."""
        return self._compared is not None

    @property
    def hidden(self) -> bool:
        """Whether figures are there but not shown, as in a reflexive study."""
        return (
            self.study.mode == "reflexive"
            and not self._shown_reflexive
            and self._standing is not None
            and bool(self._standing.revealed)
        )

    @property
    def label(self) -> int:
        """The label that is shown: the one chosen, or the one the round has earned."""
        return self._label or (self._standing.earned if self._standing else INDEPENDENT)

    def show_study(self) -> None:
        """Find the round, what of it is revealed, and have its figures computed."""
        one = self._round()
        self._standing = standing(self.study, self.viewer, one) if one else None
        self._ask()

    def _round(self) -> Round | None:
        known = rounds(self.study)
        named = [one for one in known if one.name == self._round_name]
        real = [one for one in known if not one.practice]
        return next(reversed(named or real or known), None)

    def _ask(self) -> None:
        """Show what can be shown at once; ask for the rest."""
        request = self._request()
        if request is None:
            self._show(None)
            return
        known = self._known.get((self.session.changes, request))
        if known is not None:
            self._show(known)
            return
        # another round or unit must not stand under these words while the new figures come
        if self._compared is not None and not self._same_question(request):
            self._compared = None
        self._show(self._compared)
        self.run_worker(self._compute(self.session.changes, request), exclusive=True)

    def _same_question(self, request: Request) -> bool:
        return any(
            asked == request for (_, asked), of in self._known.items() if of is self._compared
        )

    def _request(self) -> Request | None:
        stands = self._standing
        if stands is None or self.hidden:
            return None
        names = stands.transcripts(self.label)
        chosen = tuple(name for name in names if name in self._asked.transcripts)
        if not names:
            return None
        return Request(
            path=str(Path(self.study.path).resolve()),
            viewer_id=self.viewer.id if self.viewer else "",
            question=replace(
                self._asked,
                round_name=stands.round.name,
                transcripts=chosen or names,
                independent=stands.independent(self.label),
            ),
        )

    async def _compute(self, changes: int, request: Request) -> None:
        try:
            compared = await compare_apart(request)
        except WorkbenchError as error:
            self.complain(error)
            return
        self._known = {key: one for key, one in self._known.items() if key[0] == changes}
        self._known[changes, request] = compared
        if request == self._request():
            self._show(compared)

    def _empty_words(self) -> str:
        stands = self._standing
        if stands is None:
            return NO_ROUND
        if not stands.revealed:
            return NOTHING_YET
        if self.hidden:
            return REFLEXIVE
        if not stands.transcripts(self.label):
            return stands.why_empty(self.label)
        count = len(stands.transcripts(self.label))
        return f"Computing the figures of {count} transcript{'' if count == 1 else 's'} …"

    # ── showing it ───────────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """Columns, heights and words follow the size."""
        self._show(self._compared)

    def _show(self, compared: Compared | None) -> None:
        self._compared = compared
        room = self._room
        labels = self.query_one("#labels", Lines)
        labels.display = self.tall and self._standing is not None
        if self._standing is not None:
            labels.show(label_lines(self._standing, self.label, room))
        said = self.query_one("#said", Lines)
        said.display = compared is None
        for name in ("#groups", "#figures", "#below"):
            self.query_one(name).display = compared is not None
        if compared is None:
            lines = paragraph(self._empty_words(), min(72, room), "dim")
            said.styles.height = len(lines) + 2
            said.show(lines if self.tall else [[], *lines])
            self._entries = {}
        else:
            self._fill(compared)
        self._tell()
        self.refresh_bindings()

    @property
    def _room(self) -> int:
        return self.size.width - (4 if self.breadth == "narrow" else 6)

    def _fill(self, compared: Compared) -> None:
        # numpy loads with the first figures
        from workbench.tui.screens.agreement_words import BY_KEY, why_missing

        named = BY_KEY[self._coefficient]
        if self.of_code and self.of_code not in compared.found.shown:
            self.of_code, self.view = "", CODES
        if self.view == TRANSCRIPTS:
            entries = transcript_entries(compared, self.of_code, self._order)
        elif self.view == ROUNDS:
            entries = round_entries(compared, self.of_code, mean=self._of_mean)
        elif self.label == SEGMENTATION:
            entries = segmentation_entries(compared)
        else:
            entries = code_entries(compared, named, self._order)
        self._entries = {entry.id: entry for entry in entries}
        self._answer = {}
        table = self.query_one("#figures", RowList)
        layout = Layout.of(self._room, self.breadth, compared.found.report.coders)
        table.show_columns(layout.columns(self._first_head(compared), named.short))
        rows = table_rows(
            entries,
            layout,
            named,
            why_missing(entries, compared, named),
            air=self.tall,
            branches=self._order == ORDERS[0],
        )
        self._place(len(rows) + (2 if self.tall else 1))
        groups = self.query_one("#groups", Lines)
        groups.display = self.tall
        groups.show([layout.groups(self._asked.unit)])
        table.show(rows, cursor=self._wanted(entries))
        self._show_below()

    def _first_head(self, compared: Compared) -> str | list[Ink]:
        if self.view == ROUNDS and self._of_mean:
            return "Mean of the shared codes"
        if not self.of_code:
            return "Any code" if self.label == SEGMENTATION or self.view == ROUNDS else "Code"
        code = compared.found.shown[self.of_code]
        return [Ink(f"{code.letter} ", code.hue, bold=True), Ink(code.name, "strong", bold=True)]

    def _wanted(self, entries: Sequence[Entry]) -> str | None:
        """Where the cursor goes: to the top of other rows than before, to what was asked for."""
        table = self.query_one("#figures", RowList)
        before, self._filled = self._filled, (self.view, self.of_code, self.label == SEGMENTATION)
        if table.rows and before != self._filled and self._standing is not None:
            name = self._standing.round.name
            here = [e.id for e in entries if e.kind == ROUND and e.key == name]
            return next(iter([*here, *(e.id for e in entries)]), None)
        if table.rows or not self.where.code_id or self._compared is None:
            return None
        shown = self._compared.found.shown
        return next(
            (e.id for e in entries if e.key in shown and shown[e.key].id == self.where.code_id),
            None,
        )

    def _place(self, needed: int) -> None:
        """Divide the rows between the table and the words under it."""
        height = self.size.height - 3 - self.tall
        above = 4 if self.tall else 0
        if not self.tall:
            below = 7
        else:
            below = 17 if height >= 44 else 15
            if self.breadth == "medium":  # the words run over more lines
                below = 19 if height >= 36 else 17
        table = min(needed + self.tall, max(3, height - above - below))
        self.query_one("#figures").styles.height = table
        self.query_one("#below").styles.height = max(1, height - above - table)
        self.query_one("#labels").styles.height = 3
        self.query_one("#groups").styles.height = 1

    @on(RowList.Highlighted, "#figures")
    def _follow_cursor(self) -> None:
        self._show_below()
        self._tell()
        self.refresh_bindings()

    @property
    def entry(self) -> Entry | None:
        """The row of figures that the cursor is on."""
        row = self.query_one("#figures", RowList).cursor
        return self._entries.get(row.id) if row is not None else None

    def _said(self, entry: Entry, compared: Compared) -> Said:
        from workbench.tui.screens.agreement_words import BY_KEY, said_of

        if entry.id not in self._answer:
            self._answer[entry.id] = said_of(
                entry, compared, BY_KEY[self._coefficient], self.of_code
            )
        return self._answer[entry.id]

    def _show_below(self) -> None:
        from workbench.tui.screens.agreement_words import BY_KEY

        entry, compared = self.entry, self._compared
        if entry is None or compared is None:
            return
        named, said = BY_KEY[self._coefficient], self._said(entry, compared)
        notes = [*said.warnings, *([REFLEXIVE_SHOWN] if self.study.mode == "reflexive" else [])]
        if self.breadth != "narrow" and self.tall:
            lines = wide_lines(entry, said, compared, named, notes, self._room)
        else:
            lines = narrow_lines(
                entry, said, named, compared.found.report.coders, notes, self._room, tall=self.tall
            )
        self.query_one("#below", Lines).show(lines)

    # ── header and status ────────────────────────────────────────────────────────────────────────

    def _tell(self) -> None:
        stands = self._standing
        if stands is None:
            self.head(self.study.title)
            self.status("READ")
            return
        one, narrow = stands.round, self.breadth == "narrow"
        frozen = "frozen" if one.codebook_frozen else "growing"
        names = " and ".join(coder.name for coder in one.coders)
        every = len(one.transcripts)
        right: list[str | tuple[str, str]] = [names]
        count = 0
        if self._compared is not None:
            count = len(self._compared.found.compared)
            all_locked = ", all locked" if len(stands.revealed) == every else " locked by all"
            full = f"{count} of {every} transcripts{all_locked if not self._chosen else ' chosen'}"
            right += [(full, f"{count} of {every}"), ("", f"{self._asked.unit}s")]
        # a label is said of figures only, never of a round that has none yet
        shown = stands.name(self.label) if self._compared is not None else one.name
        self.head(
            self.study.title,
            object=shown if narrow else one.name,
            description="" if narrow else f"codebook {one.codebook_version}, {frozen}",
            right=right,
        )
        self._tell_status(stands, count)

    def _tell_status(self, stands: Standing, count: int) -> None:
        if self._compared is None:
            what = stands.name(self.label) if stands.revealed else "nothing revealed yet"
            self.status("READ", [Piece(Ink(what, "dim"))])
            return
        from workbench.tui.screens.agreement_words import BY_KEY

        name = BY_KEY[self._coefficient].name
        row = self.query_one("#figures", RowList).cursor
        ids = list(self._entries)
        place = f"{ids.index(row.id) + 1} of {len(ids)}" if row and row.id in ids else ""
        way = {"pooled": "pooled", "mean": "mean", "length": "by length"}[self._asked.aggregate]
        full, short = stands.origin(self.label)
        transcripts = f"{IN_WORDS[self._asked.aggregate].rsplit(' ', 1)[0]}"
        transcripts += f" {count} transcript{'' if count == 1 else 's'}"
        self.status(
            "READ",
            [
                Piece("", short=place, keep=4),
                Piece(name, short=f"{name}, {way}", keep=8),
                Piece(Ink(transcripts, "dim"), short=""),
                Piece(Ink(f"unit: {self._asked.unit}", "dim"), short=""),
                *self._pieces_asked(),
            ],
            [Piece(full, short=short, token="dim", keep=6)],
        )

    @property
    def _chosen(self) -> bool:
        return bool(self._asked.transcripts)

    def _pieces_asked(self) -> list[Piece]:
        """What is not as it is by itself: base, roll-up, codes chosen, suggestions."""
        asked, compared = self._asked, self._compared
        base = "participants’ text" if asked.base == "participants" else "all text"
        wide = ["" if asked.base == "participants" else base]
        if asked.roll_up:
            wide.append("rolled up")
        if asked.codes and compared is not None:
            wide.append(counted(len(compared.found.shown), "code") + " chosen")
        if compared is not None and compared.found.material.accepted:
            wide.append("with suggestions" if asked.suggested else "without suggestions")
        said = ", ".join(word for word in wide if word)
        rest = ", ".join(word for word in wide[1:] if word)
        narrow = f"{base}, {rest}" if rest else base
        return [Piece(Ink(said, "dim"), short=Ink(narrow, "dim"), keep=3)]
