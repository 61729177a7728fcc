"""Pop-ups over the disagreements: boundaries in bulk, and how everything was settled."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from workbench.consensus.decide import RULES, drawn_by_rule
from workbench.consensus.nouns import LETTERS, Item
from workbench.consensus.queue import KIND_NAMES
from workbench.consensus.resolution import Resolution
from workbench.tui.ink import Ink, Written, wrap
from workbench.tui.keys import Key
from workbench.tui.numbers import coefficient, counted, tally, thousands
from workbench.tui.screens.reconcile_draft import OUTCOME_WORDS, REASON_WORDS
from workbench.tui.screens.reconcile_sitting import Sitting
from workbench.tui.widgets.fields import Field
from workbench.tui.widgets.lines import Lines, paragraph
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Popup

RULE_WORDS = {
    "union": ("union", "all that any of them coded"),
    "intersection": ("intersection", "only what all of them coded"),
}
USUAL_OVERLAP = ".80"
NAME_WIDTH = 29


@dataclass(frozen=True, slots=True)
class Bulk:
    """Which boundaries to settle at once: the rule, the least overlap (0..1), and how many."""

    rule: str
    words: str
    min_overlap: float
    count: int


class BulkPopup(Popup[Bulk]):
    """Choose a rule and an overlap; a sentence says how many boundaries that would settle."""

    WIDTH = 72
    KEYS = (
        Key("enter", "go on", "Settle them; you are asked once more", "keep"),
        Key("down,up", "rule", "Another rule", "move(1)", shown="↑ ↓"),
        Key("up", "", "The rule before", "move(-1)"),
        Key("escape", "leave it", "Settle nothing", "close"),
    )

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        # in masked review a side is another coder on every item: none to rule by
        own = {
            letter: (coder, f"what {coder} coded")
            for letter, coder in zip(LETTERS, sitting.coders, strict=False)
            if not sitting.masked
        }
        self._rules = {**{rule: RULE_WORDS[rule] for rule in RULES}, **own}
        self._list = RowList([Column(width=20), Column()], lead=1, letters=False)
        self._list.can_focus = False
        self._list.looks_focused = True
        self._field = Field(USUAL_OVERLAP)
        self._said = Lines([[]], rows=3)

    def compose_body(self) -> ComposeResult:
        """The rules, the least overlap, and what would come of them."""
        yield Lines([[Ink("Settle boundaries by a rule", "strong", bold=True)], []])
        yield self._list
        yield Lines([[]])
        with Horizontal(id="query"):
            label = Lines([[Ink("overlap at least", "dim")]])
            label.styles.width = 18
            yield label
            yield self._field
        yield Lines([[]])
        yield self._said

    def body_rows(self) -> int:
        """Title, rules, overlap, sentence."""
        return 2 + len(self._rules) + 1 + 1 + 1 + 3

    def fit_body(self, rows: int) -> None:
        """The rules get what is left."""
        self._list.styles.height = max(1, rows - 8)

    def on_mount(self) -> None:
        """Union comes first."""
        self._list.show(
            [Row(rule, (name, Ink(words, "dim"))) for rule, (name, words) in self._rules.items()]
        )
        self._field.focus()
        self._count()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Count at every figure."""
        event.stop()
        self._count()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.action_keep()

    def on_row_list_highlighted(self) -> None:
        """Count for another rule."""
        self._count()

    def action_move(self, by: int) -> None:
        """Another rule; the keys stay in the field."""
        self._list.action_move(by)

    def action_keep(self) -> None:
        """Answer, if there is anything to settle."""
        bulk = self._bulk()
        if bulk is not None and bulk.count:
            self.dismiss(bulk)
        else:
            self._count(warn=True)

    def _bulk(self) -> Bulk | None:
        row = self._list.cursor
        overlap = share_of(self._field.value)
        if row is None or overlap is None:
            return None
        found = drawn_by_rule(self._sitting.everything, row.id, overlap)
        return Bulk(row.id, self._rules[row.id][0], overlap, len(found))

    def _waiting(self) -> list[Item]:
        return [i for i in self._sitting.everything if i.kind == "D2" and i.state == "open"]

    def _count(self, *, warn: bool = False) -> None:
        bulk = self._bulk()
        waiting = len(self._waiting())
        where = f"in all transcripts of {round_words(self._sitting)}"
        if bulk is None:
            said = "Write the overlap as a share from 0 to 1, as .80"
        elif not bulk.count:
            said = (
                f"It would settle none of {counted(waiting, 'open boundary', 'open boundaries')}."
            )
            if waiting:
                greatest = max(item.overlap for item in self._waiting())
                said += f" The greatest overlap among them is {coefficient(greatest)}."
        else:
            said = (
                f"It would settle {thousands(bulk.count)} of"
                f" {counted(waiting, 'open boundary', 'open boundaries')} {where}."
                " The rule is kept with each."
            )
        token = "warn" if warn or bulk is None else "text"
        lines = paragraph(said, self.text_width - 3, token)
        if token == "warn":
            lines[0] = [Ink("! ", "warn", bold=True), *lines[0]]
        self._said.show(lines)


def share_of(typed: str) -> float | None:
    """A share from 0 to 1 as people type it (``.8``, ``0,8``); None when it is none."""
    try:
        share = float(typed.strip().replace(",", "."))
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None


def round_words(sitting: Sitting) -> str:
    """The round as it is spoken of: ``round 2``, whatever it is called."""
    name = sitting.round.name
    return name if name.casefold().startswith("round") else f"round {name}"


class ResolutionPopup(Popup[None]):
    """The resolution table of a round: what is reported where agreement would be 100 %."""

    WIDTH = 76
    KEYS = (Key("escape,enter,q,t", "back", "Back to the disagreements", "close", shown="esc"),)

    def __init__(self, table: Resolution, coders: list[str]) -> None:
        super().__init__()
        self._table, self._coders = table, coders
        columns = [
            Column(width=NAME_WIDTH),
            Column(Ink("all", "faint"), 5, right=True),
            Column(Ink("open", "faint"), 5, right=True),
            Column(gap=2),
        ]
        self._list = RowList(columns, lead=1)

    def compose_body(self) -> ComposeResult:
        """A title and the table."""
        title = [Ink("How they were settled", "strong", bold=True)]
        yield Lines([[*title, Ink(f"   {self._table.round}", "dim")], []])
        yield self._list

    def body_rows(self) -> int:
        """All of it, its air included."""
        return 4 + len(self._rows()) + 2

    def on_mount(self) -> None:
        """Fill the table."""
        self._list.show(self._rows())
        self._list.focus()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter closes it."""
        event.stop()
        self.dismiss(None)

    def _rows(self) -> list[Row]:
        table = self._table
        names = dict(zip(LETTERS, self._coders, strict=False)) | OUTCOME_WORDS
        rows = []
        for kind, counts in table.kinds.items():
            settled = {names[k]: n for k, n in counts.items() if k not in ("items", "open")}
            figures = (tally(counts["items"]), tally(counts["open"]))
            rows += self._row(self._kind(kind), figures, _listed(settled), kind)
        gave_way = dict(table.yielded)
        gave_way["both, nothing is left"] = gave_way.pop("both")
        gave_way["both, to a new reading"] = gave_way.pop("third")
        gave_way["nobody"] = gave_way.pop("nobody")
        reasons = {REASON_WORDS[reason]: n for reason, n in table.reasons.items()}
        done = table.items - table.open
        rows += self._row("All", (tally(table.items), tally(table.open)), "", "all", gap=True)
        rows += self._row("Why they differed", ("", ""), _listed(reasons), "why", gap=True)
        rows += self._row("Who gave way", ("", ""), _listed(gave_way), "way")
        handed_on = f"; {thousands(table.supervisor)} with the supervisor" * bool(table.supervisor)
        said = (
            f"{counted(done, 'item')} settled, {thousands(table.by_rule)} of them by rule"
            f"{handed_on}. All coders alike:"
            f" {counted(table.agreed, 'coding')}; the third layer holds"
            f" {thousands(table.consensus)}."
        )
        for at, line in enumerate(wrap(said, self.text_width - 4)):
            rows.append(Row(f"said {at}", (Ink(line, "dim"),), gap=not at))
        return rows

    def _kind(self, kind: str) -> str:
        if kind in ("D3", "D4") and len(self._coders) == 2:
            return f"only {self._coders[kind == 'D4']} coded it"
        return KIND_NAMES[kind]

    def _row(
        self, name: str, figures: tuple[Written, Written], words: str, id: str, gap: bool = False
    ) -> list[Row]:
        lines = wrap(words, max(12, self.text_width - NAME_WIDTH - 5 - 5 - 2 - 6)) or [""]
        first = Row(id, (name, *figures, Ink(lines[0], "dim")), gap=gap)
        blank = ("", "", "")
        more = [Row(f"{id} {at}", (*blank, Ink(line, "dim"))) for at, line in enumerate(lines[1:])]
        return [first, *more]


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {thousands(count)}" for name, count in counts.items() if count)
