"""What lies on a coder's desk: one transcript, what they have coded in it, and the codebook.

Read once from the study; after a change the coder's hands bring it up to date themselves, so that
no key asks the file anything.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from workbench.codebook.nouns import Code
from workbench.codebook.store import codes, joins
from workbench.coding.nouns import Coding
from workbench.coding.spans import covered, shared
from workbench.coding.store import codings, count_by_code
from workbench.coding.suggestions.answering import not_coded_so, waiting
from workbench.coding.suggestions.nouns import Suggestion
from workbench.corpus.nouns import Case, StoredTurn, Transcript
from workbench.corpus.store import cases, text, turns
from workbench.errors import WorkbenchError
from workbench.study import Layer, Person, Round, Study
from workbench.study.layers import layers, open_layer
from workbench.study.rounds import rounds
from workbench.tui.numbers import moment
from workbench.tui.text.nouns import Mark, ShownTurn

RECENT = 9
"""How many codes used last have a digit of their own."""


class Desk:
    """One transcript as one person may see and code it.

    ``refusal`` says why that person can code nothing in it now; empty when they can. ``layer`` is
    the one their codings here are in, None where the transcript was never assigned to them.
    """

    def __init__(self, study: Study, viewer: Person | None, transcript: Transcript) -> None:
        """Raises WorkbenchError where the text was erased."""
        self.viewer = viewer
        self.transcript = transcript
        with study.snapshot():
            self.text = text(study, transcript.id)
            stored = turns(study, transcript.id)
            self.turns = [_shown(turn) for turn in stored]
            asked = {turn.speaker for turn in self.turns if not turn.interviewer}
            self.several_speak = len(asked) > 1
            self.description = described(stored, cases(study))
            self.layer, self.refusal = _standing(study, viewer, transcript)
            self.round = next((r for r in rounds(study) if _is_of(r, self.layer)), None)
            self.may_add_codes = not (
                study.mode == "reliability"
                and self.round is not None
                and self.round.codebook_frozen
                and not self.round.closed
            )
            self.everywhere = Counter(count_by_code(study, viewer))
            self.read_codes(study)
            self.codings = {
                coding.id: coding
                for coding in codings(study, viewer, transcript_id=transcript.id, coder=viewer)
                if self.layer is not None and coding.layer_id == self.layer.id
            }
            self.joins = joins(study)
            self.read_suggestions(study)
        self.here = Counter(coding.code_id for coding in self.codings.values())
        self._answered = [
            (turn.text_start, turn.end)
            for turn in stored
            if not turn.interviewer and turn.text_start < turn.end
        ]

    def read_codes(self, study: Study) -> None:
        """Read the codebook anew, after a code was made."""
        known = codes(study, self.viewer, retired=True)
        self.codes = {code.id: code for code in known}
        self.in_use = [code for code in known if not code.retired]

    def read_suggestions(self, study: Study) -> None:
        """Read anew what this person may still answer here."""
        self.waiting: dict[str, Suggestion] = {}
        if self.viewer is not None and not self.refusal:
            found = waiting(study, self.viewer, transcript_id=self.transcript.id)
            self.waiting = {one.id: one for one in found}

    # ── what it holds ────────────────────────────────────────────────────────────────────────────

    @property
    def locked(self) -> bool:
        """Whether this person has locked the transcript."""
        return self.layer is not None and self.layer.locked

    @property
    def share(self) -> float | None:
        """The share (0 to 1) of what participants say that is coded; None where they say nothing.

        Characters of their turns without labels, each counted once.
        """
        base = covered(self._answered)
        spans = ((coding.start, coding.end) for coding in self.codings.values())
        return covered(shared(self._answered, spans)) / base if base else None

    def blindness(self) -> tuple[str, str]:
        """Who may see this work and when, in a sentence and in a word."""
        if self.layer is None or self.round is None:
            return "in no round of yours", "no round"
        if self.layer.revealed:
            return (
                ("revealed, unlocked again", "revealed") if not self.locked else ("revealed",) * 2
            )
        coders = len(self.round.coders)
        if coders == 1:
            return "one coder", "one coder"
        until = f"blind until {'both' if coders == 2 else f'all {coders}'} have locked"
        return (f"locked, {until}" if self.locked else until), "blind"

    def mark(self, coding: Coding) -> Mark:
        """A coding as it is painted."""
        code = self.codes[coding.code_id]
        return Mark(
            coding.id,
            coding.start,
            coding.end,
            code.letter,
            code.hue,
            shown_name(code),
            memo=bool(coding.memo),
            flagged=coding.flagged,
        )

    def marks(self) -> list[Mark]:
        """All codings of this person here, as they are painted."""
        return [self.mark(coding) for coding in self.codings.values()]

    def suggestions(self) -> list[Suggestion]:
        """What is proposed to this person here, in order, and not across what they coded so."""
        if not self.waiting:
            return []
        return not_coded_so(self.waiting.values(), self.codings.values(), self.joins)

    def suggested(self, one: Suggestion) -> Mark:
        """A suggestion as it is painted."""
        code = self.codes[one.code_id]
        return Mark(
            one.id, one.start, one.end, code.letter, code.hue, shown_name(code), suggestion=True
        )

    def same(self, code: Code, start: int, end: int) -> Coding | None:
        """The coding of this code on exactly this span, if there is one."""
        for coding in self.codings.values():
            if (coding.code_id, coding.start, coding.end) == (code.id, start, end):
                return coding
        return None

    def next_alike(self, coding: Coding) -> Coding | None:
        """The coding of the same code that begins next, or with it and is another one."""
        after = [
            other
            for other in self.codings.values()
            if other.code_id == coding.code_id
            and (other.start, other.end, other.id) > (coding.start, coding.end, coding.id)
        ]
        return min(after, key=lambda other: (other.start, other.end, other.id), default=None)

    def named(self, name: str) -> Code | None:
        """The code in use that has this name or path: a shared one first, then one's own."""
        found = [
            c for c in self.in_use if name.casefold() in (c.name.casefold(), c.path.casefold())
        ]
        own = self.viewer.id if self.viewer else None
        for wanted in ({None}, {own}, {c.maker_id for c in found}):
            for code in found:
                if code.maker_id in wanted:
                    return code
        return None

    # ── bringing it up to date ───────────────────────────────────────────────────────────────────

    def made(self, id: str, code: Code, start: int, end: int, origin: str, at: str) -> Coding:
        """Lay a new coding of this person on the desk and return it."""
        if self.layer is None or self.viewer is None:
            raise ValueError("a coding was made without a layer to be in")
        coding = Coding(
            id=id,
            transcript_id=self.transcript.id,
            transcript=self.transcript.name,
            round_id=self.layer.round_id,
            layer_id=self.layer.id,
            start=start,
            end=end,
            code_id=code.id,
            code=code.path,
            coder_id=self.viewer.id,
            coder=self.viewer.name,
            memo="",
            origin=origin,
            flagged=False,
            made_at=at,
        )
        self.put(coding)
        return coding

    def put(self, coding: Coding) -> None:
        """Lay a coding on the desk, in place of one of the same id."""
        self.take(coding.id)
        self.codings[coding.id] = coding
        self.here[coding.code_id] += 1
        self.everywhere[coding.code_id] += 1

    def take(self, id: str) -> None:
        """Take a coding off the desk; one that is not there is no error."""
        coding = self.codings.pop(id, None)
        if coding is not None:
            self.here[coding.code_id] -= 1
            self.everywhere[coding.code_id] -= 1

    def recoded(self, id: str, code: Code) -> Coding:
        """Give a coding another code and return it as it is now."""
        coding = replace(self.codings[id], code_id=code.id, code=code.path)
        self.put(coding)
        return coding


def shown_name(code: Code) -> str:
    """A code's name as it is shown: a participant's own words stand in quotes."""
    if code.origin != "in-vivo" or code.name[:1] in "“„«\"'":
        return code.name
    return f"“{code.name}”"


def who_and_when(coding: Coding) -> str:
    """Who gave a code and when, by the clock of this machine: ``Ana, 24 Nov 2026 15:20``."""
    return f"{coding.coder}, {moment(coding.made_at)}"


def described(stored: Iterable[StoredTurn], known: Sequence[Case]) -> str:
    """Who speaks, in a few words: of one participant what the cases say, of several how many."""
    speaking = dict.fromkeys(turn.case for turn in stored if turn.case and not turn.interviewer)
    if len(speaking) > 1:
        return f"{len(speaking)} participants"
    for case in known:
        if case.name in speaking:
            # Numbers mean nothing without their heading, and there is no room for one.
            said = [v for v in case.values.values() if not any(c.isdigit() for c in v)]
            return ", ".join(said[:3])
    return ""


def used_last(study: Study, person: Person) -> tuple[str, ...]:
    """Ids of the codes that a person gave last, in whatever transcript, the newest first."""
    mine = codings(study, person, coder=person)
    by_age = sorted(mine, key=lambda coding: coding.made_at, reverse=True)
    return tuple(dict.fromkeys(coding.code_id for coding in by_age))[:RECENT]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _shown(turn: StoredTurn) -> ShownTurn:
    return ShownTurn(
        turn.number, turn.speaker, turn.interviewer, turn.start, turn.text_start, turn.end
    )


def _is_of(round_: Round, layer: Layer | None) -> bool:
    return layer is not None and round_.id == layer.round_id


def _standing(
    study: Study, viewer: Person | None, transcript: Transcript
) -> tuple[Layer | None, str]:
    """The layer this person looks at, and why they cannot write in it (empty: they can)."""
    if viewer is None:
        return None, "nobody has said who codes: ctrl+g w asks"
    try:
        return open_layer(study, viewer, transcript.id, transcript.name), ""
    except WorkbenchError:
        mine = layers(study, person=viewer, transcript_id=transcript.id)
    if mine:
        return mine[-1], f"{transcript.name} is locked: it can be read, not coded"
    return None, f"{transcript.name} is in no round of yours: ctrl+g s, Rounds opens one"
