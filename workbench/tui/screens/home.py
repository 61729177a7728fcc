"""Home: where one was, what to do next, the six phases, and who has locked what."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from workbench.corpus.store import transcript_names, turns
from workbench.guidance import PHASE_ACTIVITY, Step, next_step
from workbench.study.layers import layers
from workbench.themes.phases import OPEN, Phase, override_phase, phases
from workbench.tui.destinations import BY_NAME, DESTINATIONS, Where
from workbench.tui.frame import Divider, Panel
from workbench.tui.ink import Ink, wrap
from workbench.tui.keys import Key
from workbench.tui.numbers import counted
from workbench.tui.screens.home_matrix import Matrix, matrix
from workbench.tui.study_screen import StudyScreen
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList

LEFT_WIDTHS = {"narrow": 44, "medium": 52, "wide": 64}


class HomeScreen(StudyScreen):
    """The screen one starts on."""

    SCREEN_NAME = "Home"
    KEYS = (
        Key("enter", "go there", "Go where the cursor says", "choose", short="go"),
        *(
            Key(place.letter, place.title.lower(), f"Go to {place.title}", f"go('{place.name}')")
            for place in DESTINATIONS
            if place.name != "home"
        ),
        Key(
            "o",
            "go on anyway",
            "Go past the open gates of this phase, with a reason",
            "override",
            when=lambda screen: screen.open_phase is not None,
        ),
    )

    def compose_content(self) -> ComposeResult:
        """Left what to do and the phases, right the matrix."""
        with Horizontal():
            with Vertical(id="left"):
                yield Panel(
                    RowList([Column(), Column(width=6, right=True)], letters=False, id="steps")
                )
                yield Panel(Lines(id="gates"), lower=True, id="below")
            yield Divider()
            yield Panel(
                RowList(
                    letters=False,
                    id="matrix",
                    empty="No round yet: s opens set-up, where rounds are opened.",
                )
            )

    def on_mount(self) -> None:
        """The keys begin at the steps."""
        self._phases: list[Phase] = []
        self._step: Step | None = None
        self._names: Mapping[str, str] = {}
        self._matrix: Matrix | None = None
        self.query_one("#matrix", RowList).visible = False  # it would say that there is no round
        self.query_one("#steps", RowList).focus()

    # ── what is shown ────────────────────────────────────────────────────────────────────────────

    def show_study(self) -> None:
        """Read phases and next step, and the matrix: at first once these can be used, for in an
        archive it is ten thousand rows."""
        self._phases = phases(self.study, self.viewer)
        self._step = next_step(self.study, self.viewer, self._phases)
        self._names = transcript_names(self.study)
        steps = self.query_one("#steps", RowList)
        rows = [*self._going_on(), *self._phase_rows()]
        steps.show(rows, cursor=None if steps.rows else rows[0].id)
        self.head_study(right=((f"{self.study.mode} study", ""),))
        if self._matrix is None:
            self._fit()
            self._tell()
            self.call_after_refresh(self._show_matrix)
        else:
            self._show_matrix()

    def _show_matrix(self) -> None:
        with self.study.snapshot():
            self._matrix = matrix(self.study, self.viewer)
        self.query_one("#matrix", RowList).visible = True
        self._fit()
        self._tell()

    def on_resize(self) -> None:
        """Columns and the left side follow the width."""
        self._fit()

    def _fit(self) -> None:
        left = LEFT_WIDTHS[self.breadth]
        self.query_one("#left").styles.width = left
        if self._matrix is not None:
            listed = self.query_one("#matrix", RowList)
            listed.show_columns(self._matrix.columns(self.size.width - left - 1))
            listed.show(self._matrix.rows)
        height = self.query_one("#content").size.height
        self.query_one("#below").styles.height = max(6, height - 14) if self.tall else 9
        self._show_gates()

    def _going_on(self) -> list[Row]:
        rows = [Row("head go on", (Ink("Go on", "dim"),), selectable=False)]
        last = self._last_place()
        if last:
            rows.append(Row("continue", last))
        if self._step:
            # What is locked is only looked at: the step that is due comes before it.
            rows.insert(
                1 if self._last_is_locked() else len(rows), Row("next", (self._step.words,))
            )
        return rows

    def _last_is_locked(self) -> bool:
        """Whether there is nothing left to code where one was last."""
        last, viewer = self.session.last, self.viewer
        if last is None or viewer is None or last.screen != "code":
            return False
        mine = layers(self.study, person=viewer, transcript_id=last.transcript_id)
        return bool(mine) and all(layer.locked for layer in mine)

    def _last_place(self) -> tuple[str] | None:
        last = self.session.last
        known = self._names
        if last is None or last.transcript_id not in known or last.screen not in BY_NAME:
            return None
        turn = [t.number for t in turns(self.study, last.transcript_id) if t.start <= last.caret]
        at = f" at turn {turn[-1]}" if turn else ""
        word = "Look again at" if self._last_is_locked() else "Continue"
        return (f"{word} {known[last.transcript_id]}{at}",)

    def _phase_rows(self) -> list[Row]:
        air = Row("air", ("",), selectable=False)
        rows = [air, Row("head phases", (Ink("Phases", "dim"),), selectable=False)]
        for phase in self._phases:
            name = [Ink(f"{phase.number} ", "faint"), Ink(phase.name)]
            rows.append(Row(f"phase {phase.number}", (name, _state(phase))))
        return rows

    @on(RowList.Highlighted, "#steps")
    def _follow_cursor(self) -> None:
        self._show_gates()
        self._tell()
        self.refresh_bindings()

    def _show_gates(self) -> None:
        width = LEFT_WIDTHS[self.breadth] - 6
        phase = self._phase_at_cursor() or self._current()
        lines: list[list[Ink]] = []
        if phase is not None:
            lines = [[Ink(f"  {phase.number} {phase.name}", "strong", bold=True)]]
            if self.tall:
                lines.append([])
            for gate in phase.gates:
                lines += _gate_lines(gate.gate, gate.missing, width, self.tall)
            if phase.reason:
                lines += [[Ink(f"  {line}", "dim")] for line in wrap(phase.reason, width)]
        below = self.query_one("#gates", Lines)
        below.styles.height = "1fr"
        below.show(lines)

    def _tell(self) -> None:
        row = self.query_one("#steps", RowList).cursor
        left = []
        if row is not None and row.id == "continue" and self.session.last is not None:
            left = [Piece(f"enter goes to {BY_NAME[self.session.last.screen].title}")]
        elif row is not None and row.id == "next" and self._step is not None:
            left = [Piece(f"enter goes to {BY_NAME[self._step.activity].title}")]
        elif self.open_phase is not None:
            unmet = sum(not gate.met for gate in self.open_phase.gates)
            left = [Piece(f"{counted(unmet, 'gate')} open, of {len(self.open_phase.gates)}")]
        legend = Piece("✓ locked   figures are codings", "✓ locked   figures: codings", token="dim")
        rows = self._matrix.rows if self._matrix is not None else ()
        shown = [legend] if any(row.selectable for row in rows) else []
        self.status("READ", left, [*shown, self.saved_piece])

    # ── the phases ───────────────────────────────────────────────────────────────────────────────

    def _phase_at_cursor(self) -> Phase | None:
        row = self.query_one("#steps", RowList).cursor if self.is_mounted else None
        if row is None or not row.id.startswith("phase "):
            return None
        return self._phases[int(row.id.removeprefix("phase ")) - 1]

    def _current(self) -> Phase | None:
        return next((p for p in self._phases if p.state == OPEN), None)

    @property
    def open_phase(self) -> Phase | None:
        """The phase under the cursor, when it has open gates."""
        phase = self._phase_at_cursor()
        return phase if phase is not None and phase.state == OPEN else None

    def action_override(self) -> None:
        """Ask why one goes on all the same."""
        phase = self.open_phase
        if phase is None:
            return

        def keep(reason: str | None) -> None:
            if reason is not None:
                with self.trying():
                    override_phase(self.study, phase.number, reason, self.actor)
                    self.say(f"phase {phase.number} passed; the reason is kept, u takes it back")

        self.app.push_screen(Prompt(f"Why go past phase {phase.number}?", verb="go on"), keep)

    # ── going there ──────────────────────────────────────────────────────────────────────────────

    @on(RowList.Chosen, "#steps")
    def action_choose(self) -> None:
        """Go where the row says."""
        row = self.query_one("#steps", RowList).cursor
        if row is None:
            return
        last, phase = self.session.last, self._phase_at_cursor()
        if row.id == "continue" and last is not None:
            self.go(last.screen, Where(last.transcript_id, last.caret))
        elif row.id == "next" and self._step is not None:
            step = self._step
            self.go(step.activity, Where(step.transcript_id, section=step.part))
        elif phase is not None:
            part = "export" if phase.number == 6 else ""
            self.go(PHASE_ACTIVITY[phase.number], Where(section=part))

    @on(RowList.Chosen, "#matrix")
    def _open_transcript(self, event: RowList.Chosen) -> None:
        transcript_id = event.row.id.split(" ")[-1]
        assigned = self._matrix is not None and transcript_id in self._matrix.own
        self.go("code" if assigned else "read", Where(transcript_id))


def _state(phase: Phase) -> Ink:
    if phase.state == OPEN:
        met = sum(gate.met for gate in phase.gates)
        return Ink(f"{met} of {len(phase.gates)}", "dim")
    return Ink("✓" if phase.state == "done" else "passed", "dim")


def _gate_lines(gate: str, missing: tuple[str, ...], width: int, in_full: bool) -> list[list[Ink]]:
    """A gate: a tick, or a mark and what is missing; on a low screen in one line each."""
    mark = Ink("! ", "warn", bold=True) if missing else Ink("✓ ", "dim")
    said = wrap(gate, width - 2)
    lines = [[Ink("  "), mark, Ink(said[0], "text" if missing else "dim")]]
    lines += [[Ink(f"    {line}", "text" if missing else "dim")] for line in said[1:]]
    most = 3 if in_full else 1
    rest = wrap("; ".join(missing[: most * width]), width - 2)
    if len(rest) > most:
        rest = [*rest[: most - 1], f"{rest[most - 1]} …"]
    return [*lines, *([Ink(f"    {line}", "dim")] for line in rest)]
