"""Agreement: a row a code, how far the coders of a round agree, and what that means."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textual import on

from workbench.consensus.comparison import AGGREGATES, UNITS, Exchanged
from workbench.consensus.comparison_methods import methods_paragraph
from workbench.consensus.comparison_places import exchanged_places
from workbench.consensus.comparison_table import comparison_table, nvivo_table
from workbench.consensus.passages import Passage
from workbench.consensus.queue import items
from workbench.csv_out import write_csv, write_whole
from workbench.study.rounds import rounds
from workbench.tui.comparing import Compared
from workbench.tui.destinations import Where
from workbench.tui.ink import Ink, code_inks
from workbench.tui.keys import Key
from workbench.tui.screens.agreement_exchanged import ExchangedPopup
from workbench.tui.screens.agreement_labels import SEGMENTATION
from workbench.tui.screens.agreement_page import AgreementPage
from workbench.tui.screens.agreement_popups import ChooseSeveral, PassagesPopup
from workbench.tui.screens.agreement_rows import (
    ANY,
    CODE,
    CODES,
    MEAN,
    ORDERS,
    OWN,
    ROUND,
    ROUNDS,
    TRANSCRIPTS,
)
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.lists import RowList
from workbench.tui.widgets.popups import Choice, Choose

UNIT_WORDS = ("every character", "words and marks", "sentences", "turns of speakers")
UNIT_KEYS = ("c", "w", "s", "t")
AGGREGATE_KEYS = {"pooled": "p", "mean": "m", "length": "l"}
TABLE, NVIVO, PARAGRAPH = "table", "nvivo", "paragraph"
EXPORTS = {
    TABLE: ("t", "the table", "every figure of every code, CSV", "agreement.csv"),
    NVIVO: ("n", "NVivo's layout", "a row a code and transcript, CSV", "coding-comparison.csv"),
    PARAGRAPH: ("p", "the paragraph", "for the methods section, text", "methods.txt"),
}


def _has(screen: "AgreementScreen") -> bool:
    return screen.has_figures


class AgreementScreen(AgreementPage):
    """The figures of one round, and the ways into them."""

    KEYS = (
        Key("enter", "passages", "The passages that differ", "passages", when=_has),
        Key("y", "unit", "Choose the unit of analysis", "unit"),
        Key("k", "coefficient", "Choose the coefficient", "coefficient", _has, short="measure"),
        Key("o", "order", "Order by codebook, coefficient or prevalence", "order"),
        Key("1-3", "which agreement", "Choose which agreement", "label", None, "This screen",
            "labels", "1 2 3"),
        Key("w", "what it means", "What the figures mean and do not mean", "meaning", _has,
            short="meaning"),
        Key("t", "by transcript", "The code in each transcript", "by_transcript", short=""),
        Key("x", "confused", "Codes given in place of one another", "confused", _has, short=""),
        Key("h", "over rounds", "How the figure moved over the rounds", "over_rounds", _has,
            short=""),
        Key("v", "show figures", "Show the figures of a reflexive study", "show",
            lambda s: s.hidden),
        Key("M", "methods", "A paragraph for the methods section", "methods", _has, short=""),
        Key("e", "export", "Write the table, NVivo's layout, or the paragraph", "export", _has),
        Key("R", "round", "Choose the round", "round"),
        Key("a", "aggregate", "Pool the transcripts, or take a mean of them", "aggregate"),
        Key("b", "base", "Count the interviewer too, or leave them out", "base"),
        Key("P", "roll up", "Give a parent code what its children have", "roll_up"),
        Key("C", "codes", "Choose codes to compare", "choose_codes", _has),
        Key("T", "transcripts", "Choose transcripts to compare", "choose_transcripts", _has),
        Key("g", "suggestions", "Leave accepted suggestions out, or count them", "suggestions",
            lambda s: s.has_suggestions),
        Key("escape", "", "Back to the codes", "codes", when=lambda s: s.view != CODES),
    )  # fmt: skip

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────

    def action_label(self, label: int) -> None:
        """Show another of the three agreements."""
        self._label = label
        self._view_codes()
        self._ask()

    def action_show(self) -> None:
        """Show the figures of a reflexive study all the same."""
        self._shown_reflexive = True
        self._ask()

    def action_order(self) -> None:
        """The next order."""
        self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
        self._show(self._compared)
        self.say(f"in the order of the {self._order}")

    def action_by_transcript(self) -> None:
        """The code in hand in each transcript, or back to the codes."""
        entry = self.entry
        if self.view == TRANSCRIPTS:
            self.action_codes()
        elif self.view == ROUNDS and not self._of_mean:
            self.view = TRANSCRIPTS
            self._show(self._compared)
        elif entry is not None and entry.kind in (CODE, OWN, ANY):
            self.view, self.of_code = TRANSCRIPTS, entry.key
            self._show(self._compared)

    def action_over_rounds(self) -> None:
        """The row in hand in every round, or back to the codes."""
        entry = self.entry
        if self.view == ROUNDS:
            self.action_codes()
        elif entry is not None:
            self._of_mean = entry.kind == MEAN
            if self.view == CODES:
                self.of_code = entry.key if entry.kind in (CODE, OWN) else ""
            self.view = ROUNDS
            self._show(self._compared)

    def action_codes(self) -> None:
        """From the transcripts or rounds back to the codes."""
        code, mean = self.of_code, self._of_mean
        self._view_codes()
        self._show(self._compared)
        table = self.query_one("#figures", RowList)
        for row in (f"{MEAN} ",) if mean else (f"{CODE} {code}", f"{OWN} {code}", f"{ANY} {code}"):
            if table.go_to(row):
                break

    def _view_codes(self) -> None:
        self.view, self.of_code, self._of_mean = CODES, "", False

    def _change(self, **asked: object) -> None:
        """Ask anew with something of the question changed."""
        self._asked = replace(self._asked, **asked)  # type: ignore[arg-type]
        self._ask()

    def action_unit(self) -> None:
        """Ask for the unit of analysis."""
        choices = [
            Choice(unit, key, unit, words)
            for unit, key, words in zip(UNITS, UNIT_KEYS, UNIT_WORDS, strict=True)
        ]

        def take(unit: str | None) -> None:
            if unit:
                self._change(unit=unit)

        self.app.push_screen(Choose("Unit of analysis", choices, at=self._asked.unit), take)

    def action_coefficient(self) -> None:
        """Ask for the coefficient."""
        from workbench.tui.screens.agreement_words import COEFFICIENTS

        choices = [
            Choice(one.key, str(at), one.name, f"chance: {one.chance}")
            for at, one in enumerate(COEFFICIENTS, 1)
        ]

        def take(key: str | None) -> None:
            if key:
                self._coefficient = key
                self._show(self._compared)

        popup = Choose("Coefficient", choices, at=self._coefficient)
        popup.WIDTH = 92
        self.app.push_screen(popup, take)

    def action_aggregate(self) -> None:
        """Ask how transcripts become one figure."""
        choices = [
            Choice(name, AGGREGATE_KEYS[name], name, words) for name, words in AGGREGATES.items()
        ]

        def take(name: str | None) -> None:
            if name:
                self._change(aggregate=name)

        popup = Choose("Transcripts put together", choices, at=self._asked.aggregate)
        popup.WIDTH = 96
        self.app.push_screen(popup, take)

    def action_base(self) -> None:
        """Count what interviewers say too, or no longer."""
        self._change(base="all" if self._asked.base == "participants" else "participants")

    def action_roll_up(self) -> None:
        """Parents get what their children have, or no longer."""
        self._change(roll_up=not self._asked.roll_up)

    @property
    def has_suggestions(self) -> bool:
        """Whether codings compared began as suggestions."""
        return self._compared is not None and self._compared.found.material.accepted > 0

    def action_suggestions(self) -> None:
        """Leave accepted suggestions out, or count them."""
        self._change(suggested=not self._asked.suggested)

    def action_choose_codes(self) -> None:
        """Ask for the codes that are to be compared."""
        if self._compared is None:
            return
        # all codes of the round, also those left out now
        known = self._known_codes
        known.update(self._compared.found.shown)
        rows = [(name, code_inks(one.letter, one.hue, one.name)) for name, one in known.items()]

        def take(names: tuple[str, ...] | None) -> None:
            if names is not None:
                self._view_codes()
                self._change(codes=names)

        popup = ChooseSeveral("Codes to compare", rows, self._asked.codes)
        self.app.push_screen(popup, take)

    def action_choose_transcripts(self) -> None:
        """Ask for the transcripts that are to be compared."""
        if self._standing is None:
            return
        names = self._standing.transcripts(self.label)

        def take(chosen: tuple[str, ...] | None) -> None:
            if chosen is not None:
                self._change(transcripts=() if len(chosen) == len(names) else chosen)

        rows = [(name, [Ink(name)]) for name in names]
        popup = ChooseSeveral("Transcripts to compare", rows, self._asked.transcripts)
        self.app.push_screen(popup, take)

    def action_round(self) -> None:
        """Ask for the round."""
        known = rounds(self.study)
        choices = [
            Choice(
                one.name,
                str(at) if at < 10 else "",
                one.name,
                f"{' and '.join(coder.name for coder in one.coders)}"
                f"{', practice' if one.practice else ''}",
            )
            for at, one in enumerate(known, 1)
        ]

        def take(name: str | None) -> None:
            if name:
                self._take_round(name)

        at = self._standing.round.name if self._standing else None
        self.app.push_screen(Choose("Round", choices, at=at), take)

    def _take_round(self, name: str) -> None:
        """Show another round; codes and transcripts chosen belonged to the one before."""
        self._round_name, self._label = name, 0
        self._view_codes()
        self._known_codes = {}
        self._asked = replace(self._asked, codes=(), transcripts=())
        self.refill()

    def action_meaning(self) -> None:
        """Say what the figures mean."""
        from workbench.tui.screens.agreement_words import BY_KEY, meaning

        if self._compared is not None:
            label = "segmentation" if self.label == SEGMENTATION else self._compared.found.label
            named = BY_KEY[self._coefficient]
            self.tell(f"What {named.name} means here", meaning(named, self._asked.unit, label))

    def action_methods(self) -> None:
        """Show the paragraph for the methods section; e writes it to a file."""
        if self._compared is not None:
            self.tell("For the methods section", [self._paragraph(self._compared)])

    def _paragraph(self, compared: Compared) -> str:
        return methods_paragraph(self.study, compared.found, self._coefficient)

    def action_export(self) -> None:
        """Ask what to write, and where to."""
        choices = [
            Choice(what, key, name, words) for what, (key, name, words, _) in EXPORTS.items()
        ]
        self.app.push_screen(Choose("Write", choices, at=TABLE), self._ask_where)

    def _ask_where(self, what: str | None) -> None:
        if what is None or self._compared is None:
            return
        path = Path(self.study.path)
        named = str(path.with_name(f"{path.stem}-{EXPORTS[what][3]}"))
        compared = self._compared

        def write(answer: str | None) -> None:
            if answer:
                target = Path(answer).expanduser()
                self.attempt(lambda: self._write(what, compared, target))

        self.app.push_screen(Prompt(f"Write {EXPORTS[what][1]} to", named, verb="write"), write)

    def _write(self, what: str, compared: Compared, path: Path) -> None:
        if what == PARAGRAPH:
            write_whole(path, f"{self._paragraph(compared)}\n".encode())
            self.say(f"written to {path}")
            return
        build = nvivo_table if what == NVIVO else comparison_table
        written = write_csv(path, *build(compared.found))
        self.say(f"{written.rows} rows written to {path}")

    # ── the ways to the passages ─────────────────────────────────────────────────────────────────

    @on(RowList.Chosen, "#figures")
    def action_passages(self) -> None:
        """The passages of this row that the coders read differently; a round is shown itself."""
        entry, compared = self.entry, self._compared
        if entry is None or compared is None:
            return
        if entry.kind == ROUND:
            self._take_round(entry.key)
            return
        said = self._said(entry, compared)
        if not said.differing:
            self.say("all passages are alike" if said.passages else "no passages to open here")
            return
        key = self.of_code or entry.key
        code_id = compared.found.shown[key].id if key in compared.found.shown else ""
        self._list_passages(entry.inks(), said.passages, code_id)

    def action_confused(self) -> None:
        """The matrix of codes given in place of one another, and from there the passages."""
        if self._compared is None:
            return
        found = self._compared.found
        if not found.exchanged:
            self.say("no code was given in place of another")
            return

        def take(pair: Exchanged | None) -> None:
            if pair is None:
                return
            places = exchanged_places(self.study, found, pair)
            first, second = found.shown[pair.first], found.shown[pair.second]
            name = [
                *code_inks(first.letter, first.hue, first.name),
                Ink(" against ", "dim"),
                *code_inks(second.letter, second.hue, second.name),
            ]
            self._list_passages(name, places, first.id)

        self.app.push_screen(ExchangedPopup(found), take)

    def _list_passages(
        self, name: Sequence[Ink], passages: Sequence[Passage], code_id: str
    ) -> None:
        if self._compared is None:
            return
        table = self.query_one("#figures", RowList)
        place = None if table.cursor_y is None else self.place_under(table.cursor_y)
        popup = PassagesPopup(name, passages, self._compared.found.report.coders, place=place)
        self.app.push_screen(popup, lambda passage: self._open(passage, code_id))

    def _open(self, passage: Passage | None, code_id: str) -> None:
        """Go to the disagreement that the passage is part of, else to the text."""
        if passage is None or self._standing is None:
            return
        waiting = [
            item
            for item in items(self.study, self.viewer, self._standing.round)
            if item.transcript_id == passage.transcript_id
            and item.start < passage.end
            and passage.start < item.end
            and (not code_id or code_id in item.code_ids)
        ]
        where = Where(passage.transcript_id, passage.start, code_id)
        if waiting:
            self.go("reconcile", replace(where, item_id=waiting[0].id))
        else:
            self.go("read", where)
