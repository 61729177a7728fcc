"""A transcript's text in another version: its turns and the labels of its speakers follow."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from workbench.corpus import store
from workbench.corpus.nouns import StoredTurn, Transcript
from workbench.errors import WorkbenchError
from workbench.study import Study, Writer


class Places(Protocol):
    """An alignment of the old text with the new one."""

    old: str
    new: str

    def first(self, position: int) -> int: ...
    def last(self, position: int) -> int: ...


@dataclass(frozen=True, slots=True)
class PlacedTurn:
    """Where a turn lies in the new text, and the label it has there (``""``: not told)."""

    start: int
    text_start: int
    end: int
    label: str


def refuse_bad_text(study: Study, transcript: Transcript, old: str, new: str) -> None:
    """Raise for a text that cannot be the next version of a transcript."""
    what = f"the corrected text of {transcript.name}"
    if new == old:
        raise WorkbenchError(f"{what} is the text as it stands: change something in it first")
    if not new.strip():
        raise WorkbenchError(f"{what} is empty: leave words in it, or withdraw the participant")
    try:
        digest = hashlib.sha256(new.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise WorkbenchError(
            f"{what} has half a character at position {error.start}: type it again"
        ) from None
    holder = store.names_by_text(study).get(digest)
    if holder is not None:
        raise WorkbenchError(f"{what} is the text of {holder}: two transcripts cannot be the same")


def put_text(study: Study, write: Writer, transcript: Transcript, new: str) -> int:
    """Store the new text and make it the transcript's; returns the key of the text."""
    text_id = store.keep_text(study, write, hashlib.sha256(new.encode()).hexdigest(), new)
    if text_id is None:
        raise WorkbenchError(
            f"the corrected text of {transcript.name} was withdrawn from the study and cannot come"
            " back: correct it otherwise"
        )
    store.set_text(write, transcript.id, text_id, len(new), len(new.split()))
    return text_id


def carry_turns(study: Study, write: Writer, transcript_id: str, places: Places) -> None:
    """Move the turns to the new text. One of which nothing is left goes; a label written
    otherwise now is another speaker's, or the same one's where all of them changed alike."""
    present = store.turns(study, transcript_id)
    placed = placed_turns(present, places)
    kept = [(turn, at) for turn, at in zip(present, placed, strict=True) if at is not None]
    ids = store.turn_ids(study, transcript_id)
    for turn, at in zip(present, placed, strict=True):
        if at is None:
            write.delete("turns", ids[turn.number])
    for number, (turn, at) in enumerate(kept, 1):
        write.update(
            "turns",
            ids[turn.number],
            number=number,
            start=at.start,
            text_start=at.text_start,
            end=at.end,
        )
    _carry_labels(study, write, transcript_id, [(ids[t.number], t, at.label) for t, at in kept])


def placed_turns(turns: Sequence[StoredTurn], places: Places) -> list[PlacedTurn | None]:
    """Where each turn lies in the new text; None where nothing of it is left."""
    old, new = places.old, places.new
    starts = [_begin(places, turn.start) for turn in turns]
    found: list[PlacedTurn | None] = []
    for at, turn in enumerate(turns):
        start = starts[at]
        text_start = max(start, _begin(places, turn.text_start))
        follows = turns[at + 1].start if at + 1 < len(turns) else len(old)
        if old[turn.end : follows].strip():
            end = places.last(turn.end)
        else:  # only white space stands behind it: what was put in there is said by this speaker
            end = starts[at + 1] if at + 1 < len(turns) else len(new)
        end = max(text_start, end)
        end = max(text_start, text_start + len(new[text_start:end].rstrip()))
        text_start = end - len(new[text_start:end].lstrip())
        if start == end:
            found.append(None)
            continue
        written = old[turn.start : turn.text_start], new[start:text_start]
        found.append(PlacedTurn(start, text_start, end, _label(turn.speaker, *written)))
    return found


def _begin(places: Places, position: int) -> int:
    """Where a turn or its speech begins: with what was put in before it on the same line."""
    behind, before = places.first(position), places.last(position)
    return behind if "\n" in places.new[before:behind] else min(before, behind)


def _label(label: str, old: str, new: str) -> str:
    """The label in a stretch that was ``old`` and is ``new``, if it still has the same shape.

    >>> _label("Marta", "[00:10] Marta: ", "[00:10] P1: ")
    'P1'
    >>> _label("Marta", "Marta: ", "Note: Marta: ")
    'Marta'
    """
    before, found, after = old.partition(label)
    if not label or not found or old == new:
        return label
    fits = new.startswith(before) and new.endswith(after) and len(new) > len(before + after)
    inner = new[len(before) : len(new) - len(after)].strip() if fits else ""
    # words put in before a label, with a colon of their own, are no part of it
    return inner if inner.isprintable() and inner and ":" not in inner else label


def _carry_labels(
    study: Study,
    write: Writer,
    transcript_id: str,
    labelled: Sequence[tuple[str, StoredTurn, str]],
) -> None:
    speakers = {s.label: s for s in store.speakers(study, transcript_id)}
    wanted: dict[str, set[str]] = {}
    for _, turn, label in labelled:
        wanted.setdefault(turn.speaker, set()).add(label)
    for old, labels in wanted.items():
        (label, *others) = sorted(labels)
        if not others and label != old and label not in speakers:
            write.update("speakers", speakers[old].id, label=label)
            speakers[label] = speakers.pop(old)
    for turn_id, turn, label in labelled:
        if label == turn.speaker:
            continue
        if label not in speakers:
            store.copy_speaker(study, write, turn.speaker_id, label)
            speakers = {s.label: s for s in store.speakers(study, transcript_id)}
        write.update("turns", turn_id, speaker_id=speakers[label].id)
    store.drop_silent_speakers(study, write, {turn.speaker_id for _, turn, _ in labelled})
