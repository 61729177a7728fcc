"""A decision in the making: what is chosen so far, what it lacks, and who gives way by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.codebook.editing import edit_code
from workbench.codebook.nouns import Code
from workbench.codebook.store import add_code
from workbench.coding.spans import covered
from workbench.consensus.decide import NEEDS_NOTE, resolve
from workbench.consensus.nouns import LETTERS, CoderReading, Decision, Item
from workbench.consensus.outcomes import Kept, kept_of, kept_of_all, who_yielded
from workbench.errors import WorkbenchError
from workbench.study import Person, Study
from workbench.tui.numbers import counted
from workbench.tui.screens.code_desk import shown_name

REASON_WORDS = {
    "definition": "definition unclear",
    "overlooked": "overlooked",
    "boundary": "boundary",
    "inference": "level of inference",
    "context": "context knowledge",
    "slip": "slip",
}
OUTCOME_WORDS = {
    "both": "both",
    "neither": "neither",
    "span": "another span",
    "code": "another or new code",
    "definition": "edit a definition",
    "supervisor": "to the supervisor",
    "differ": "agree to differ",
}
OUTCOME_KEYS = {
    "both": "+",
    "neither": "0",
    "span": "r",
    "code": "n",
    "definition": "e",
    "supervisor": "s",
    "differ": "d",
}
_PROPOSED = {"D2": "boundary", "D3": "overlooked", "D4": "overlooked", "D6": "boundary"}
NEW = "+new"
"""Stands for the id of a code that is made with the decision."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is about to decide on an item; everything may still be empty.

    ``outcome`` is the station's: a coder's letter or one of its words. ``proposed`` says that
    nobody chose the reason yet: it is the usual one for this kind. ``code_id`` is `NEW` for a code
    that does not exist yet, whose path and definition are ``new_code``.
    """

    outcome: str = ""
    reason: str = ""
    note: str = ""
    start: int | None = None
    end: int | None = None
    code_id: str = ""
    new_code: tuple[str, str] = ("", "")
    proposed: bool = False


def first_draft(item: Item) -> Draft:
    """What stands there on arrival: how it was decided, else the usual reason of the kind."""
    if item.decision is not None and not item.open:
        return draft_of(item.decision)
    reason = _PROPOSED.get(item.kind, "")
    return Draft(reason=reason, proposed=bool(reason))


def draft_of(decision: Decision) -> Draft:
    """A decision that was made, as one that could be made again."""
    return Draft(
        decision.outcome,
        decision.reason,
        decision.note,
        decision.start,
        decision.end,
        decision.code_id or "",
    )


def like(decision: Decision) -> Draft:
    """What a decision on a like item proposes: outcome and reason, no span and no sentence."""
    code_id = decision.code_id or "" if decision.outcome == "code" else ""
    return Draft(decision.outcome, decision.reason, code_id=code_id)


def lacks(draft: Draft, *, masked: bool = False) -> tuple[str, str]:
    """The first part that is missing, and a sentence that says so; both empty when complete.

    Parts: ``outcome``, ``span``, ``code``, ``reason``, ``sentence``. A ``masked`` decision, a
    supervisor's, always needs a sentence.
    """
    if not draft.outcome:
        return "outcome", "no outcome yet: a, b, +, 0, or another of the list"
    if draft.outcome == "span" and draft.start is None:
        return "span", "another span is still to be chosen"
    if draft.outcome == "code" and not draft.code_id:
        return "code", "another code is still to be chosen"
    if not draft.reason:
        return "reason", "why did they differ? 1 to 6 choose the reason"
    if draft.outcome in NEEDS_NOTE and not draft.note.strip():
        return "sentence", f"{OUTCOME_WORDS[draft.outcome]} needs a sentence that says why"
    if masked and not draft.note.strip():
        return "sentence", "a supervisor's decision needs a sentence"
    return "", ""


def settle(study: Study, person: Person, item: Item, draft: Draft) -> Item:
    """Make the decision, and in the same change the new code where there is one."""
    with study.change("settle a disagreement", person):
        code = draft.code_id or None
        if draft.code_id == NEW:
            path, definition = draft.new_code
            code = add_code(
                study, path, definition=definition, origin="inductive", by=person, shared=True
            ).id
        takes_code = draft.outcome in ("span", "code")
        return resolve(
            study,
            person,
            item.id,
            draft.outcome,
            draft.reason,
            " ".join(draft.note.split()),
            draft.start if takes_code else None,
            draft.end if takes_code else None,
            code if takes_code else None,
        )


def edit_definition(
    study: Study, person: Person, item: Item, code: Code, texts: Mapping[str, str], draft: Draft
) -> None:
    """Change what a code says, and note on the item that this was done; it stays open."""
    reason = draft.reason if draft.reason and not draft.proposed else "definition"
    with study.change("edit a definition", person):
        edit_code(
            study,
            code,
            person,
            definition=texts["definition"],
            when_to_use=texts["when_to_use"],
            when_not_to_use=texts["when_not_to_use"],
        )
        resolve(study, person, item.id, "definition", reason, " ".join(draft.note.split()))


# ── in words ─────────────────────────────────────────────────────────────────────────────────────


def names_of(coders: Sequence[str]) -> str:
    """People in a row: ``Ana``, ``Ana and Ben``, ``Ana, Ben and Cem``."""
    return " and ".join([*([", ".join(coders[:-1])] if coders[:-1] else []), *coders[-1:]])


def extent(reading: CoderReading) -> str:
    """How much a coder has in an item: ``153 characters``, ``3 spans, 105 characters``."""
    if not reading.codings:
        return ""
    size = counted(covered((c.start, c.end) for c in reading.codings), "character")
    spans = len(reading.codings)
    return f"{spans} spans, {size}" if spans > 1 else size


def reading_words(item: Item, reading: CoderReading, known: Mapping[str, Code]) -> str:
    """A coder's reading in short: the names of its codes; where only boundaries differ, how far."""
    if not reading.codings:
        return "nothing here"
    if item.kind in ("D2", "D6"):
        return extent(reading)
    ids = dict.fromkeys(coding.code_id for coding in reading.codings)
    return ", ".join(shown_name(known[code_id]) for code_id in ids)


def outcome_words(item: Item, outcome: str) -> str:
    """An outcome as it is listed and counted: a coder's name, or its words."""
    if outcome in LETTERS and LETTERS.index(outcome) < len(item.readings):
        return item.readings[LETTERS.index(outcome)].coder.name
    if outcome == "both" and len(item.readings) > 2:
        return "all"
    return OUTCOME_WORDS.get(outcome, outcome)


def way_words(item: Item, draft: Draft) -> str:
    """What the chosen outcome does: who gives way, or that it settles nothing yet."""
    if draft.outcome == "supervisor":
        return "It stays open for a supervisor."
    if draft.outcome == "differ":
        return "Nobody gives way; it is final."
    if lacks(draft)[0] in ("outcome", "span", "code"):
        return ""
    return yielded_words(item, who_yielded(item.readings, draft.outcome, _kept(item, draft)), "s")


def yielded_words(item: Item, yielded: str, now: str = "") -> str:
    """Who gave way, in words; with ``now="s"`` of a decision that is not made yet."""
    everybody = "Both" if len(item.readings) == 2 else "All"
    one, many = ("gives way", "give way") if now else ("gave way", "gave way")
    if not yielded:
        return "Nobody gave way."
    if yielded == "both":
        return f"{everybody} {many}: nothing is left."
    if yielded == "third":
        return f"{everybody} {many} to a new reading."
    names = [
        item.readings[LETTERS.index(letter.lower())].coder.name for letter in yielded.split("+")
    ]
    return f"{names_of(names)} {one if len(names) == 1 else many}."


def _kept(item: Item, draft: Draft) -> list[Kept]:
    if draft.outcome in LETTERS:
        place = LETTERS.index(draft.outcome)
        if place >= len(item.readings):
            raise WorkbenchError(f"nobody is {draft.outcome} here: choose another outcome")
        return kept_of(item.readings[place])
    if draft.outcome == "both":
        return kept_of_all(item.readings)
    if draft.outcome not in ("span", "code"):
        return []
    code_id = draft.code_id or item.code_ids[0]
    start = item.start if draft.start is None else draft.start
    end = item.end if draft.end is None else draft.end
    return [Kept(code_id, start, end)]
