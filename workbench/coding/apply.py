"""A coder's hands: apply, remove, recode, re-span, split, join, write a memo, flag.

Each is one change of the journal, checked inside it, so that two processes cannot pass each other.
"""

from collections.abc import Sequence
from dataclasses import replace

from workbench.codebook.nouns import Code
from workbench.codebook.store import retired_now
from workbench.coding import store
from workbench.coding.nouns import Coding
from workbench.coding.rechecking import confirm_marked
from workbench.corpus.nouns import Transcript
from workbench.corpus.store import text
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, Writer
from workbench.study.layers import open_layer


def apply_code(
    study: Study,
    person: Person,
    transcript: Transcript,
    start: int,
    end: int,
    code: Code,
    memo: str | None = None,
    origin: str = "manual",
) -> str:
    """Put a code on ``[start, end)`` and return the coding's id.

    The same code on the same span once more is the same coding; a memo given then replaces its
    memo. Raises for a span outside the text, a retired code, and a transcript that this person
    may not code now.
    """
    with study.change(_named("apply code", code), person) as write:
        layer = open_layer(study, person, transcript.id, transcript.name)
        _refuse_bad_span(transcript, start, end)
        _refuse_out_of_use(study, person, code)
        known = store.same_coding(study, layer.id, code.id, start, end)
        if known:
            if memo is not None:
                write.update("codings", known, memo=memo)
            return known
        row = {
            "layer_id": layer.id,
            "code_id": code.id,
            "start": start,
            "end": end,
            "memo": memo or "",
            "origin": origin,
        }
        store.insert_codings(write, [row])
        found = store.same_coding(study, layer.id, code.id, start, end)
    if found is None:  # the insert above either made it or raised
        raise RuntimeError("an applied coding is not there")
    return found


def remove(study: Study, person: Person, ids: Sequence[str]) -> list[Coding]:
    """Take codings away; returns what they were. Undo brings them back."""
    with study.change(_several("remove", ids), person) as write:
        found = _own(study, write, person, ids)
        for coding in found:
            write.delete("codings", coding.id)
    return found


def recode(study: Study, person: Person, ids: Sequence[str], code: Code) -> None:
    """Give codings another code; one that this makes equal to another is joined with it.

    Whoever recodes has looked: none of them is left to re-check.
    """
    with study.change(_named("recode as", code), person) as write:
        _refuse_out_of_use(study, person, code)
        recoded = set()
        for coding in _own(study, write, person, ids):
            twin = store.same_coding(study, coding.layer_id, code.id, coding.start, coding.end)
            if twin and twin != coding.id:
                write.delete("codings", coding.id)
            else:
                write.update("codings", coding.id, code_id=code.id)
                recoded.add(coding.id)
        confirm_marked(study, write, person, recoded, code_id=code.id)


def respan(
    study: Study, person: Person, transcript: Transcript, id: str, start: int, end: int
) -> None:
    """Move the boundaries of one coding."""
    with study.change("move a boundary", person) as write:
        (coding,) = _own(study, write, person, [id])
        _refuse_bad_span(transcript, start, end)
        twin = store.same_coding(study, coding.layer_id, coding.code_id, start, end)
        if twin and twin != id:
            raise WorkbenchError(
                f"{coding.code} lies on exactly this span of {transcript.name} already:"
                " remove one of the two instead"
            )
        write.update("codings", id, start=start, end=end)


def apply_several(
    study: Study,
    person: Person,
    transcript: Transcript,
    start: int,
    end: int,
    codes: Sequence[Code],
) -> list[str]:
    """Put several codes on one span in one change; returns their codings' ids in the same order."""
    with study.change("apply several codes", person):
        return [apply_code(study, person, transcript, start, end, code) for code in codes]


def split(study: Study, person: Person, transcript: Transcript, id: str, at: int) -> str:
    """Part a coding in two before position ``at``; returns the id of the second part.

    The first part keeps its id, both keep code, memo and flag. White space beside the cut belongs
    to neither. Raises where one of the parts would hold no text.
    """
    with study.change("split a coding", person) as write:
        (coding,) = _own(study, write, person, [id])
        body = text(study, transcript.id)
        before, after = body[coding.start : at].rstrip(), body[at : coding.end].lstrip()
        if not coding.start < at < coding.end or not before or not after:
            raise WorkbenchError(
                f"position {at} does not part {coding.code} ({coding.start} to {coding.end} of"
                f" {transcript.name}) in two: choose one between words inside it"
            )
        first = coding.start, coding.start + len(before)
        last = coding.end - len(after), coding.end
        for span in (first, last):
            twin = store.same_coding(study, coding.layer_id, coding.code_id, *span)
            if twin:
                raise WorkbenchError(
                    f"{coding.code} lies on {span[0]} to {span[1]} of {transcript.name} already:"
                    " remove one of the two first"
                )
        write.update("codings", id, start=first[0], end=first[1])
        row = {
            "layer_id": coding.layer_id,
            "code_id": coding.code_id,
            "start": last[0],
            "end": last[1],
            "memo": coding.memo,
            "origin": coding.origin,
            "flagged": int(coding.flagged),
            "made_at": coding.made_at,
        }
        store.insert_codings(write, [row])
        second = store.same_coding(study, coding.layer_id, coding.code_id, *last)
    if second is None:  # the insert above either made it or raised
        raise RuntimeError("the second part of a split coding is not there")
    return second


def join(study: Study, person: Person, ids: Sequence[str]) -> str:
    """Make one coding of several of the same code in one transcript; returns its id.

    It reaches from the first start to the last end, what lies between included; memos are put one
    below the other, and it is flagged if one of them was. One that has just this extent already
    takes the others in.
    """
    with study.change("join codings", person) as write:
        found = sorted(_own(study, write, person, ids), key=lambda c: (c.start, c.end))
        first = found[0]
        if len(found) < 2:
            raise WorkbenchError("joining takes two codings or more: name another one")
        for other in found[1:]:
            if other.transcript_id != first.transcript_id:
                raise WorkbenchError(
                    f"codings of {first.transcript} and of {other.transcript} cannot be joined:"
                    " a coding lies in one transcript"
                )
            if other.code_id != first.code_id:
                raise WorkbenchError(
                    f"codings of {first.code} and of {other.code} cannot be joined:"
                    " recode one of them first"
                )
        start, end = first.start, max(coding.end for coding in found)
        twin = store.same_coding(study, first.layer_id, first.code_id, start, end)
        kept = twin or first.id
        if twin and all(coding.id != twin for coding in found):
            found += _own(study, write, person, [twin])
        for coding in found:
            if coding.id != kept:
                write.delete("codings", coding.id)
        write.update(
            "codings",
            kept,
            start=start,
            end=end,
            memo="\n".join(dict.fromkeys(coding.memo for coding in found if coding.memo)),
            flagged=int(any(coding.flagged for coding in found)),
        )
    return kept


def set_memo(study: Study, person: Person, ids: Sequence[str], memo: str) -> None:
    """Write or replace the memo of codings; an empty memo removes it."""
    with study.change("write a memo", person) as write:
        for coding in _own(study, write, person, ids):
            write.update("codings", coding.id, memo=memo)


def set_flag(study: Study, person: Person, ids: Sequence[str], flagged: bool) -> None:
    """Flag codings for a second look, or take the flag away."""
    with study.change("flag" if flagged else "take a flag away", person) as write:
        for coding in _own(study, write, person, ids):
            write.update("codings", coding.id, flagged=int(flagged))


def not_there(person: Person, id: str) -> WorkbenchError:
    """The error that says that a person has no coding of this id."""
    return WorkbenchError(
        f"{person.name} has no coding {id}: list them with workbench codings list"
    )


def _own(study: Study, write: Writer, person: Person, ids: Sequence[str]) -> list[Coding]:
    """The person's own codings with these ids, in layers that are open to them now.

    What merges of codes make them be read as is what the hands take hold of: those read as one are
    made one, with the code they are read as.
    """
    read = store.own_codings(study, person, ids)
    found = {id: coding for coding in read for id in (coding.id, *coding.also)}
    missing = [id for id in ids if id not in found]
    if missing:
        raise not_there(person, missing[0])
    for transcript_id, transcript in {(c.transcript_id, c.transcript) for c in found.values()}:
        layer = open_layer(study, person, transcript_id, transcript)
        if any(c.layer_id != layer.id for c in found.values() if c.transcript_id == transcript_id):
            raise WorkbenchError(
                f"a coding named lies in a closed round of {transcript}: it stays as it is"
            )
    return [_made_so(write, coding) for coding in dict.fromkeys(found[id] for id in ids)]


def _made_so(write: Writer, coding: Coding) -> Coding:
    """Make a coding in the file what it is read as."""
    for id in coding.also:
        write.delete("codings", id)
    if coding.also:
        write.update(
            "codings",
            coding.id,
            code_id=coding.code_id,
            start=coding.start,
            end=coding.end,
            memo=coding.memo,
            flagged=int(coding.flagged),
        )
    return replace(coding, also=())


def _refuse_bad_span(transcript: Transcript, start: int, end: int) -> None:
    if start < 0:
        raise WorkbenchError(f"the span starts at {start}: positions in a text start at 0")
    if start >= end:
        raise WorkbenchError(
            f"the span {start} to {end} of {transcript.name} is empty: END must be after START"
        )
    if end > transcript.characters:
        raise WorkbenchError(
            f"the span {start} to {end} goes beyond {transcript.name}, which has"
            f" {transcript.characters} characters: choose an END up to that"
        )


def _refuse_out_of_use(study: Study, person: Person, code: Code) -> None:
    """The code may have been read some time ago: what counts is how it stands now."""
    retired = retired_now(study, person, code.id)
    if retired is None:
        raise WorkbenchError(
            f"the code {code.path} is no longer there: somebody took it back; choose another one"
        )
    if retired:
        raise WorkbenchError(f"the code {code.path} is retired: choose another one")


def _named(verb: str, code: Code) -> str:
    """What a change is called. It is read once its transcript is revealed, when a coder's own code
    may still be nobody else's business."""
    return f"{verb} {code.name}" if code.shared else f"{verb} (one's own)"


def _several(verb: str, ids: Sequence[str]) -> str:
    # no number: some of them may lie in transcripts that are not revealed yet
    return f"{verb} a coding" if len(ids) == 1 else f"{verb} several codings"
