"""Decisions on disagreements, one at a time or boundaries in bulk.

A settled item may be decided again: the later decision replaces what the earlier one put into the
third layer, and both stay on record. Only *agree to differ* is final; whoever noted it can take it
back with undo. A noted definition moves no item; an item handed to the supervisor stays open and
leaves nothing in the third layer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.codebook.nouns import Code
from workbench.codebook.store import codes, find_code, freeze_version
from workbench.consensus.nouns import LETTERS, OUTCOMES, REASONS, Item
from workbench.consensus.outcomes import (
    Kept,
    kept_by_rule,
    kept_of,
    kept_of_all,
    who_yielded,
)
from workbench.consensus.queue import in_queue_order
from workbench.consensus.store import (
    code_paths,
    codebook_number,
    insert_decision,
    kept_now,
    read_items,
    replace_kept,
)
from workbench.corpus.store import transcripts
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Person, Round, Study, Writer
from workbench.study.layers import layers

NEEDS_NOTE = ("supervisor", "differ")
RULES = ("union", "intersection")  # besides the letters of the coders
BOUNDARY_KINDS = ("D2", "D6")


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants to decide; `check` looks at it as far as it can without the study."""

    outcome: str
    reason: str
    note: str = ""
    start: int | None = None
    end: int | None = None
    code: str | None = None
    rule: str = ""

    def check(self) -> None:
        """Raise for what no item could be decided by."""
        if self.outcome not in OUTCOMES and self.outcome not in tuple(LETTERS):
            raise UsageError(
                f"{self.outcome} is no outcome: choose a, b (the coders in the order of the"
                f" round), {', '.join(OUTCOMES)}"
            )
        if self.reason not in REASONS:
            raise UsageError(f"{self.reason} is no reason: choose one of {', '.join(REASONS)}")
        if self.outcome in NEEDS_NOTE and not self.note.strip():
            raise UsageError(f"the outcome {self.outcome} needs a word why: give it with --note")
        if (self.start is None) != (self.end is None):
            raise UsageError("a span has two ends: give both --start and --end")
        if self.outcome == "span" and self.start is None:
            raise UsageError("the outcome span needs the new span: give --start and --end")
        if self.outcome == "code" and not self.code:
            raise UsageError("the outcome code needs the code: give it with --code")
        if self.outcome not in ("span", "code") and (self.start is not None or self.code):
            raise UsageError(
                f"the outcome {self.outcome} takes no span and no code:"
                " choose span or code as the outcome to give them"
            )


def resolve(
    study: Study,
    person: Person,
    item_id: str,
    outcome: str,
    reason: str,
    note: str = "",
    start: int | None = None,
    end: int | None = None,
    code: str | None = None,
) -> Item:
    """Decide one disagreement; returns it as it is then.

    ``outcome`` is a coder's letter (their place in the round: a, b, …) or one of ``OUTCOMES``.
    ``span`` takes the code of the item unless ``code`` names one; ``code`` takes the whole extent
    of the item unless a span is given. A code has to be one that everybody sees.
    """
    request = Request(outcome, reason, note.strip(), start, end, code)
    request.check()
    with study.change("settle a disagreement", person) as write:
        item = item_of(study, item_id)
        refuse_stranger(study, person, item)
        if item.decision is not None and item.decision.outcome == "differ":
            raise WorkbenchError(
                f"on this disagreement in {item.transcript} it was agreed to differ, which is"
                f" final: {item.decision.by.name} can take it back with workbench undo"
            )
        chosen = _code(study, person, item, request)
        kept = _kept(study, item, request, chosen)
        before = state_of(study, item, code_paths(study, None))
        store_decision(study, write, person, item, request, kept, before, chosen)
        return item_of(study, item.id)


def resolve_by_rule(
    study: Study,
    person: Person,
    rule: str,
    min_overlap: float,
    kind: str = "D2",
    round: Round | None = None,
) -> int:
    """Settle the open boundaries of a round (default: of every round) by a rule, in one change.

    Takes items of ``kind`` whose overlap is at least ``min_overlap`` (0..1) and that nobody
    decided or handed on. Left open are those on which the rule has nothing to say: no text that
    all coded, or nothing by the coder named. Returns how many were settled.
    """
    logged = f"{rule} where {kind} overlaps by {min_overlap:g} or more"
    with study.change(f"settle boundaries by {rule}", person) as write:
        if round is not None:
            _refuse_outsider(person, round)
        found = read_items(study, None, round_id=round.id if round else None)
        drawn = drawn_by_rule(in_queue_order(study, found), rule, min_overlap, kind)
        paths = code_paths(study, None)
        for item, kept in drawn:
            refuse_stranger(study, person, item)
            outcome = rule if rule in LETTERS else "span"
            start, end = (kept[0].start, kept[0].end) if len(kept) == 1 else (None, None)
            request = Request(outcome, "boundary", start=start, end=end, rule=logged)
            before = state_of(study, item, paths)
            store_decision(study, write, person, item, request, kept, before)
        return len(drawn)


def drawn_by_rule(
    found: Iterable[Item], rule: str, min_overlap: float, kind: str = "D2"
) -> list[tuple[Item, list[Kept]]]:
    """Those of the items that a rule would settle, with the boundaries it draws; see
    `resolve_by_rule`. Raises where there is no such rule, overlap or kind."""
    if rule not in RULES and rule not in tuple(LETTERS):
        raise UsageError(f"{rule} is no rule: choose union, intersection, a or b")
    if not 0 <= min_overlap <= 1:
        raise UsageError(f"the overlap {min_overlap:g} cannot be: give --min-overlap from 0 to 1")
    if kind not in BOUNDARY_KINDS:
        raise UsageError(
            f"{kind} is not settled by a rule: choose {' or '.join(BOUNDARY_KINDS)},"
            " where the code is the same and only the boundaries differ"
        )
    waiting = [
        (item, kept_by_rule(item, rule))
        for item in found
        if item.kind == kind and item.state == "open" and item.overlap >= min_overlap
    ]
    return [(item, kept) for item, kept in waiting if kept]


def may_decide(study: Study, person: Person, item: Item) -> bool:
    """Coders of the round, and supervisors who did not code that transcript themselves."""
    coders = [reading.coder for reading in item.readings]
    return _decides(study, person, coders, item.transcript_id)


def _decides(study: Study, person: Person, coders: Iterable[Person], transcript_id: str) -> bool:
    if any(coder.id == person.id for coder in coders):
        return True
    if person.role != "supervisor":
        return False
    return not layers(study, person=person, transcript_id=transcript_id)


def _refuse_outsider(person: Person, round: Round) -> None:
    if person.role != "supervisor" and all(coder.id != person.id for coder in round.coders):
        raise WorkbenchError(
            f"{person.name} did not code in round {round.name}:"
            f" its coders ({', '.join(c.name for c in round.coders)}) or a supervisor decide"
        )


def refuse_stranger(study: Study, person: Person, item: Item) -> None:
    """Raise where this person does not decide on an item, and say who does."""
    coders = [reading.coder for reading in item.readings]
    refuse_other_people(study, person, coders, item.transcript_id, item.transcript)


def refuse_other_people(
    study: Study, person: Person, coders: Sequence[Person], transcript_id: str, transcript: str
) -> None:
    """Raise where this person does not decide on what these coders read, and say who does."""
    if _decides(study, person, coders, transcript_id):
        return
    if person.role == "supervisor":
        raise WorkbenchError(
            f"{person.name} coded {transcript} and cannot supervise it:"
            " let its coders decide, or another supervisor"
        )
    raise WorkbenchError(
        f"{person.name} did not code {transcript} in this round:"
        f" its coders ({', '.join(coder.name for coder in coders)}) or a supervisor decide"
    )


def item_of(study: Study, item_id: str) -> Item:
    """The item of an id. Raises where there is none."""
    found = read_items(study, None, item_id=item_id)
    if not found:
        # hidden and unknown are told apart by nothing
        raise WorkbenchError(
            f"there is no disagreement {item_id}: take an id from workbench disagreements"
        )
    return found[0]


def _code(study: Study, person: Person, item: Item, request: Request) -> Code | None:
    """The code that a new span or a new code is about; None for the other outcomes."""
    if request.outcome not in ("span", "code"):
        return None
    if request.code is None:
        if len(item.code_ids) > 1:
            raise WorkbenchError(
                f"this disagreement in {item.transcript} is about several codes:"
                " say with --code which one the new span gets"
            )
        known = codes(study, None, retired=True)
        return next(code for code in known if code.id == item.code_ids[0])
    return shared_code(study, person, request.code)


def shared_code(study: Study, person: Person, name: str) -> Code:
    """The code of that path, name or id, one that everybody sees. Raises for any other."""
    try:
        return find_code(study, None, name)
    except WorkbenchError:
        own = find_code(study, person, name)
    raise WorkbenchError(
        f"{own.path} is a code of {person.name}'s own that nobody else sees yet:"
        " choose a shared code, or add one to the codebook"
    )


def _kept(study: Study, item: Item, request: Request, code: Code | None) -> list[Kept]:
    if request.outcome == "both":
        return kept_of_all(item.readings)
    if request.outcome in LETTERS:
        place = LETTERS.index(request.outcome)
        if place >= len(item.readings):
            raise WorkbenchError(
                f"the round of this disagreement has {len(item.readings)} coders,"
                f" so that nobody is {request.outcome}: choose one of"
                f" {', '.join(LETTERS[: len(item.readings)])}"
            )
        return kept_of(item.readings[place])
    if code is None:
        return []
    start = item.start if request.start is None else request.start
    end = item.end if request.end is None else request.end
    length = next(t.characters for t in transcripts(study) if t.id == item.transcript_id)
    if not 0 <= start < end <= length:
        raise WorkbenchError(
            f"the span {start} to {end} does not lie in {item.transcript}, which has {length}"
            " characters: give --start below --end, both inside the text"
        )
    return [Kept(code.id, start, end)]


def store_decision(
    study: Study,
    write: Writer,
    person: Person,
    item: Item,
    request: Request,
    kept: Sequence[Kept],
    state_before: dict[str, Any],
    code: Code | None = None,
) -> None:
    """Write a decision that was checked: ``kept`` into the third layer, and who gave way."""
    before = codebook_number(study)
    if request.outcome in ("definition", "code"):
        freeze_version(study, f"decision on {item.transcript}", person)
    if request.outcome != "definition":
        replace_kept(study, write, item, kept)
    start, end = request.start, request.end
    if start is None and code is not None and kept:
        start, end = kept[0].start, kept[0].end
    insert_decision(
        write,
        item,
        person,
        outcome=request.outcome,
        reason=request.reason,
        note=request.note,
        start=start,
        end=end,
        code_id=code.id if code is not None else None,
        yielded=who_yielded(item.readings, request.outcome, kept),
        rule=request.rule,
        state_before=state_before,
        codebook_before=before,
        codebook_after=codebook_number(study),
    )


def state_of(study: Study, item: Item, paths: Mapping[str, str]) -> dict[str, Any]:
    """The item as it stood: its state, each coder's reading, and what the third layer had of it."""
    return {
        "state": item.state,
        "kind": item.kind,
        "readings": {
            letter: [[coding.start, coding.end, coding.code] for coding in reading.codings]
            for letter, reading in zip(LETTERS, item.readings, strict=False)
        },
        "consensus": [
            [one.start, one.end, paths[one.code_id]] for one in kept_now(study, item).values()
        ],
        "decision": item.decision.id if item.decision is not None else None,
    }
