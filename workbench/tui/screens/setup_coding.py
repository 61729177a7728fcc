"""Set-up, coding: rounds, and what one has coded oneself."""

import secrets
from collections import Counter
from pathlib import Path

from workbench.coding.importing import import_codings
from workbench.coding.rounds import start_round
from workbench.coding.store import codings
from workbench.consensus.reveal import lock
from workbench.errors import WorkbenchError
from workbench.study import Layer, people
from workbench.study.layers import layers
from workbench.study.rounds import close_round, rounds
from workbench.tui.destinations import Where
from workbench.tui.ink import Ink
from workbench.tui.numbers import counted, tally
from workbench.tui.screens.setup_section import Act, Section
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.forms import Form
from workbench.tui.widgets.lists import Column, Row
from workbench.tui.widgets.popups import Confirm


class RoundsSection(Section):
    """Who codes what, blind to each other."""

    NAME, TITLE = "rounds", "Rounds"
    EMPTY = "No round yet: o opens one. It says who codes which transcripts."
    COLUMNS = (
        Column("Round", 16),
        Column("coders"),
        Column("revealed", 9, right=True),
        Column("", 15, gap=2),
    )
    ACTS = (
        Act("o", "open a round", "Open a round", "open"),
        Act("x", "close", "Close the round: nothing more can be coded in it", "close", True),
    )

    def figure(self) -> str:
        """How many there are."""
        return str(len(rounds(self.study)))

    def rows(self) -> list[Row]:
        """One round a row, by name as id."""
        rows = []
        for one in rounds(self.study):
            states = layers(self.study, round_id=one.id)
            revealed = len({s.transcript_id for s in states if s.revealed})
            words = [
                f"sample {one.sample}, seed {one.seed}" if one.sample else "",
                "practice" if one.practice else "",
                "closed" if one.closed else "",
            ]
            rows.append(
                Row(
                    one.name,
                    (
                        one.name,
                        Ink(", ".join(coder.name for coder in one.coders), "dim"),
                        f"{revealed} of {len(one.transcripts)}",
                        Ink(", ".join(word for word in words if word), "dim"),
                    ),
                )
            )
        return rows

    def open(self) -> None:
        """Ask who codes what."""
        coders = [p.name for p in people(self.study) if p.role == "coder" and not p.retired]
        seed = str(secrets.randbelow(10_000))
        fields = [
            FieldSpec("name", "Name", f"Round {len(rounds(self.study)) + 1}"),
            FieldSpec("coders", "Coders", ", ".join(coders), hint="in this order: A, B"),
            FieldSpec("transcripts", "Transcripts", hint="all; or names, parted by commas"),
            FieldSpec(
                "sample",
                "Or a sample",
                hint="none; or a share, such as 20 %",
                check=_share_complaint,
            ),
            FieldSpec("seed", "Seed", seed, hint="a number", check=_number_complaint),
            FieldSpec("practice", "Practice", "no", hint="yes: never reported", check=_yes_or_no),
        ]
        self.screen.app.push_screen(Form("A round: who codes what", fields), self._opened)

    def _opened(self, answer: dict[str, str] | None) -> None:
        if answer is None:
            return
        with self.screen.trying():
            sample = _share(answer["sample"])
            named = [answer["transcripts"]] if answer["transcripts"] else None
            if sample is not None and named:
                raise WorkbenchError("a round takes either named transcripts or a sample, not both")
            done = start_round(
                self.study,
                answer["name"],
                _parted(answer["coders"]),
                transcripts=named,
                sample=sample,
                seed=int(answer["seed"]) if answer["seed"] else None,
                practice=answer["practice"] == "yes",
                by=self.by,
            )
            count = counted(len(done.transcripts), "transcript")
            self.screen.say(f"{done.name} is open: {count}, codebook {done.codebook_version}")

    def close(self) -> None:
        """Ask first."""
        name = self.picked()

        def keep(sure: bool | None) -> None:
            if sure:
                with self.screen.trying():
                    close_round(self.study, name, by=self.by)
                    self.screen.say(f"{name} is closed")

        more = "Its codings stay and are compared; nothing more can be coded in it."
        self.screen.app.push_screen(Confirm(f"Close {name}?", more=more), keep)


class CodingsSection(Section):
    """What is assigned to whoever looks, and codings from a table."""

    NAME, TITLE = "codings", "My codings"
    EMPTY = "Nothing is assigned to you: o under Rounds opens a round with you in it."
    COLUMNS = (
        Column("Transcript"),
        Column("round", 16),
        Column("codings", 8, right=True),
        Column("", 10, gap=2),
    )
    ACTS = (
        Act("i", "import", "Bring in your codings from a CSV file", "take"),
        Act("L", "lock", "Lock this transcript", "lock_one", needs_row=True),
        Act("A", "lock all", "Lock all that is assigned to you", "lock_all", needs_row=True),
        Act("enter", "code", "Open it on the coding screen", "code", needs_row=True),
    )

    def _layers(self) -> list[Layer]:
        return layers(self.study, person=self.by) if self.by else []

    def figure(self) -> str:
        """How many transcripts one still has to lock, of how many."""
        return str(len(self._layers())) if self.by else ""

    def rows(self) -> list[Row]:
        """One layer of one's own a row."""
        mine = codings(self.study, self.by, coder=self.by) if self.by else []
        count = Counter(coding.layer_id for coding in mine)
        return [
            Row(
                layer.id,
                (
                    layer.transcript,
                    Ink(layer.round_name, "dim"),
                    tally(count[layer.id]),
                    Ink("locked" if layer.locked else "", "dim"),
                ),
            )
            for layer in self._layers()
        ]

    def take(self) -> None:
        """Ask for the file, then what to do with codes that are not in the codebook."""

        def ask(paths: tuple[Path, ...]) -> None:
            question = Confirm(
                "Make codes that are not in the codebook?",
                more="They become inductive codes of yours. Without that an unknown code is an"
                " error, and nothing is brought in.",
            )
            self.screen.app.push_screen(
                question, lambda create: self._import(paths[0], bool(create))
            )

        self.pick_files("Codings: transcript, start, end, code, memo", (".csv", ".tsv"), ask)

    def _import(self, path: Path, create: bool) -> None:
        with self.screen.trying():
            done = import_codings(self.study, self.screen.actor, path, create_codes=create)
            said = f"{counted(done.codings, 'coding')} brought in"
            if done.codes:
                said += f", {counted(len(done.codes), 'new code')}"
            if done.repeats:
                said += f"; {counted(done.repeats, 'row')} repeated one"
            self.screen.say(said)

    def lock_one(self) -> None:
        """Lock the transcript under the cursor."""
        layer = next(one for one in self._layers() if one.id == self.picked())
        self._ask_lock([layer.transcript])

    def lock_all(self) -> None:
        """Lock all that is not locked yet."""
        self._ask_lock([layer.transcript for layer in self._layers() if not layer.locked])

    def _ask_lock(self, names: list[str]) -> None:
        def keep(sure: bool | None) -> None:
            if sure:
                with self.screen.trying():
                    done = lock(self.study, self.screen.actor, names)
                    self.screen.say(f"{counted(len(done), 'transcript')} locked")

        what = names[0] if len(names) == 1 else counted(len(names), "transcript")
        question = Confirm(
            f"Lock {what}?",
            "What is locked stays as it is. You can take the lock back only until every coder of"
            " the transcript has locked; then only a supervisor can open a second version.",
            more="Agreement is computed on what is locked.",
        )
        self.screen.app.push_screen(question, keep)

    def code(self) -> None:
        """Open the coding screen."""
        layer = next(one for one in self._layers() if one.id == self.picked())
        self.screen.go("code", Where(layer.transcript_id))


def _parted(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _share(text: str) -> float | None:
    digits = text.replace("%", "").replace(",", ".").strip()
    return float(digits) if digits else None


def _share_complaint(text: str) -> str:
    try:
        _share(text)
    except ValueError:
        return "write a share, such as 20 %"
    return ""


def _number_complaint(text: str) -> str:
    return "" if not text or text.isdecimal() else "write a whole number"


def _yes_or_no(text: str) -> str:
    return "" if text in ("yes", "no", "") else "write yes or no"
