"""Agreement: a row a code, how far the coders of a round agree, and what that means."""

from pathlib import Path

from textual import on

from workbench.consensus.comparison import UNITS, RoundReport
from workbench.consensus.comparison_table import comparison_table
from workbench.consensus.passages import Passage
from workbench.consensus.queue import items
from workbench.csv_out import write_csv
from workbench.errors import WorkbenchError
from workbench.study.rounds import rounds
from workbench.tui.destinations import Where
from workbench.tui.keys import Key
from workbench.tui.screens.agreement_labels import (
    SEGMENTATION,
)
from workbench.tui.screens.agreement_page import AgreementPage
from workbench.tui.screens.agreement_popups import PassagesPopup
from workbench.tui.screens.agreement_rows import (
    CODE,
    ORDERS,
    OWN,
)
from workbench.tui.widgets.lists import RowList
from workbench.tui.widgets.popups import Choice, Choose, Prompt

UNIT_WORDS = ("every character", "words and marks", "sentences", "turns of speakers")
UNIT_KEYS = ("c", "w", "s", "t")


class AgreementScreen(AgreementPage):
    """The figures of one round, and the ways into them."""

    KEYS = (
        Key(
            "enter",
            "passages",
            "The passages that differ",
            "passages",
            when=lambda s: s.has_figures,
        ),
        Key("y", "unit", "Choose the unit of analysis", "unit"),
        Key("k", "coefficient", "Choose the coefficient", "coefficient", lambda s: s.has_figures),
        Key("o", "order", "Order by codebook, coefficient or prevalence", "order"),
        Key("t", "by transcript", "The code in each transcript", "by_transcript", short=""),
        Key(
            "1-3",
            "which agreement",
            "Choose which agreement",
            "label",
            None,
            "This screen",
            "labels",
            "1 2 3",
        ),
        Key(
            "w",
            "what it means",
            "What the figures mean and do not mean",
            "meaning",
            lambda s: s.has_figures,
            short="meaning",
        ),
        Key(
            "v", "show figures", "Show the figures of a reflexive study", "show", lambda s: s.hidden
        ),
        Key("e", "export", "Write the table as CSV", "export", lambda s: s.has_figures),
        Key("R", "round", "Choose the round", "round"),
        Key("b", "base", "Count the interviewer too, or leave them out", "base"),
        Key("P", "roll up", "Give a parent code what its children have", "roll_up"),
        Key("escape", "", "Back to the codes", "codes", when=lambda s: s.of_code != ""),
    )

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────

    def action_label(self, label: int) -> None:
        """Show another of the three agreements."""
        self._label, self.of_code = label, ""
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
        if self.of_code:
            self.action_codes()
        elif entry is not None and entry.kind in (CODE, OWN):
            self.of_code = entry.key
            self._show(self._compared)

    def action_codes(self) -> None:
        """From the transcripts back to the codes."""
        code, self.of_code = self.of_code, ""
        self._show(self._compared)
        table = self.query_one("#figures", RowList)
        if not table.go_to(f"{CODE} {code}"):
            table.go_to(f"{OWN} {code}")

    def action_unit(self) -> None:
        """Ask for the unit of analysis."""
        choices = [
            Choice(unit, key, unit, words)
            for unit, key, words in zip(UNITS, UNIT_KEYS, UNIT_WORDS, strict=True)
        ]

        def take(unit: str | None) -> None:
            if unit:
                self._unit = unit
                self._ask()

        self.app.push_screen(Choose("Unit of analysis", choices, at=self._unit), take)

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

    def action_base(self) -> None:
        """Count what interviewers say too, or no longer."""
        self._base = "all" if self._base == "participants" else "participants"
        self._ask()

    def action_roll_up(self) -> None:
        """Parents get what their children have, or no longer."""
        self._roll_up = not self._roll_up
        self._ask()

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
                self._round_name, self._label, self.of_code = name, 0, ""
                self.refill()

        at = self._standing.round.name if self._standing else None
        self.app.push_screen(Choose("Round", choices, at=at), take)

    def action_meaning(self) -> None:
        """Say what the figures mean."""
        from workbench.tui.screens.agreement_words import BY_KEY, meaning

        if self._compared is not None:
            label = "segmentation" if self.label == SEGMENTATION else self._compared.found.label
            named = BY_KEY[self._coefficient]
            self.tell(f"What {named.name} means here", meaning(named, self._unit, label))

    def action_export(self) -> None:
        """Ask where to, and write the table."""
        if self._compared is None:
            return
        found = self._compared.found
        path = Path(self.study.path)
        name = str(path.with_name(f"{path.stem}-agreement.csv"))

        def write(answer: str | None) -> None:
            if answer:
                self._write(found, Path(answer).expanduser())

        self.app.push_screen(Prompt("Write the figures as CSV to", name), write)

    def _write(self, found: RoundReport, path: Path) -> None:
        try:
            written = write_csv(path, *comparison_table(found))
        except WorkbenchError as error:
            self.complain(error)
        else:
            self.say(f"{written.rows} rows written to {path}")

    @on(RowList.Chosen, "#figures")
    def action_passages(self) -> None:
        """The passages of this row that the coders read differently."""
        entry, compared = self.entry, self._compared
        if entry is None or compared is None:
            return
        said = self._said(entry, compared)
        if not said.differing:
            self.say("all passages are alike" if said.passages else "no passages to open here")
            return
        table = self.query_one("#figures", RowList)
        place = None if table.cursor_y is None else self.place_under(table.cursor_y)
        coders = compared.found.report.coders
        popup = PassagesPopup(entry.inks(), said.passages, coders, place=place)
        self.app.push_screen(popup, self._open)

    def _open(self, passage: Passage | None) -> None:
        """Go to the disagreement that the passage is part of, else to the text."""
        if passage is None or self._compared is None or self._standing is None:
            return
        shown = self._compared.found.shown
        code_id = shown[self.of_code or (self.entry.key if self.entry else "")].id
        waiting = [
            item
            for item in items(self.study, self.viewer, self._standing.round)
            if item.transcript_id == passage.transcript_id
            and item.start < passage.end
            and passage.start < item.end
            and code_id in item.code_ids
        ]
        where = Where(passage.transcript_id, passage.start, code_id)
        if waiting:
            where = Where(passage.transcript_id, passage.start, code_id, waiting[0].id)
            self.go("reconcile", where)
        else:
            self.go("read", where)
