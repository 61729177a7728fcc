"""Reading before coding: read-marks and notes, private to whoever makes them unless shared."""

from workbench.corpus.store import transcript as find_transcript
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, now
from workbench.themes import store
from workbench.themes.nouns import Note

FIRST, AGAIN = 1, 2


def mark_read(study: Study, person: Person, transcript: str, *, reading: int = FIRST) -> None:
    """Note that the person has read the transcript (``AGAIN``: read it again). Twice is once."""
    with study.change("mark a transcript as read", person) as write:
        found = find_transcript(study, transcript)
        if store.read_mark_row(study, person, found.id, reading) is None:
            write.insert(
                "read_marks",
                **{"pass": reading},
                person_id=person.id,
                transcript_id=found.id,
                at=now(),
            )


def unmark_read(study: Study, person: Person, transcript: str, *, reading: int = FIRST) -> None:
    """Take a read-mark of the person back, if there is one."""
    with study.change("take a read-mark back", person) as write:
        found = find_transcript(study, transcript)
        row = store.read_mark_row(study, person, found.id, reading)
        if row is not None:
            write.delete("read_marks", row)


def add_note(
    study: Study,
    person: Person,
    text: str,
    *,
    on: str | None = None,
    position: int | None = None,
    shared: bool = False,
) -> Note:
    """A note at a position of a transcript, on all of it, or without ``on`` in the journal.

    Raises for an empty note and a position outside the stored text.
    """
    with study.change("write a note", person) as write:
        found = find_transcript(study, on) if on is not None else None
        if position is not None and (found is None or not 0 <= position <= found.characters):
            where = f"{found.name} (0 to {found.characters})" if found else "no transcript"
            raise WorkbenchError(f"the position {position} does not lie in {where}: correct it")
        note_id = write.insert(
            "notes",
            person_id=person.id,
            transcript_id=found.id if found else None,
            position=position,
            body=_checked(text),
            shared=int(shared),
            at=now(),
        )
        return _own(study, person, note_id)


def edit_note(
    study: Study,
    person: Person,
    note_id: str,
    *,
    text: str | None = None,
    shared: bool | None = None,
) -> Note:
    """Change the words of one's own note, or whether others see it; None leaves as it is."""
    with study.change("edit a note", person) as write:
        row = store.own_note(study, person, note_id)
        if text is not None:
            write.update("notes", row, body=_checked(text))
        if shared is not None:
            write.update("notes", row, shared=int(shared))
        return _own(study, person, row)


def remove_note(study: Study, person: Person, note_id: str) -> None:
    """Take one's own note away."""
    with study.change("remove a note", person) as write:
        write.delete("notes", store.own_note(study, person, note_id))


def place(study: Study, where: str) -> tuple[str, int | None]:
    """``TRANSCRIPT:POSITION`` as (name, position); a transcript alone has the position None.

    A name may hold colons itself: what stands behind the last one is a position only if it is a
    number and the whole is not the name of a transcript.
    """
    name, colon, digits = where.rpartition(":")
    if colon and digits.strip().isdecimal():
        try:
            return find_transcript(study, where).name, None
        except WorkbenchError:
            return find_transcript(study, name).name, int(digits)
    return find_transcript(study, where).name, None


def _checked(text: str) -> str:
    if not text.strip():
        raise WorkbenchError("the note is empty: write something, or remove it")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _own(study: Study, person: Person, note_id: str) -> Note:
    return next(note for note in store.notes(study, person) if note.id == note_id)
