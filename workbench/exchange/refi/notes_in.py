"""Notes, descriptions and links of a project: memos of codings, and shared notes of people.

What is said about a coding by its own coder is that coding's memo. Everything else becomes a note:
at its place in a transcript, on a transcript, or in the journal with a word on what it is about.
"""

from dataclasses import dataclass

from workbench.corpus.readers.decoding import decode
from workbench.errors import WorkbenchError
from workbench.exchange.refi import store
from workbench.exchange.refi.codes_in import TreeIn
from workbench.exchange.refi.coming import Coming
from workbench.exchange.refi.nouns import Coding, Note
from workbench.exchange.refi.package import Sources
from workbench.exchange.refi.people_in import PeopleIn
from workbench.exchange.refi.sources_in import Placed, SourceIn
from workbench.exchange.refi.texts import quote
from workbench.study import Person, new_id, now


@dataclass(frozen=True, slots=True)
class _Said:
    """A text to become a note: by whom (a user's GUID), when, and where."""

    text: str
    user: str
    at: str
    guid: str = ""
    transcript_id: str | None = None
    position: int | None = None


class NotesIn:
    """Gathers what is said about what, and writes it at the end."""

    def __init__(self, coming: Coming, people: PeopleIn, files: Sources) -> None:
        self._coming, self._people, self._files = coming, people, files
        self._notes = coming.notes_by_guid()
        self._used: set[str] = set()
        self._said: list[_Said] = []
        self._linked: dict[str, list[str]] = {}
        self._dangling: list[str] = []
        for link in coming.project.links:
            ends = (link.origin, link.target)
            for note, other in (ends, ends[::-1]):
                if note in self._notes and other not in self._notes:
                    self._linked.setdefault(other, []).append(note)
                    break
            else:
                self._dangling.append(link.name or "a link without a name")

    def memo(self, coding: Coding, placed: Placed | None, source: SourceIn) -> str:
        """The memo of a coding; what others say about it becomes notes at its place."""
        notes = [*coding.notes, *self._linked.get(coding.guid, ())]
        said = []
        if placed is not None and len(placed.selection.codings) == 1:
            selection = placed.selection
            notes += [*selection.notes, *self._linked.get(selection.guid, ())]
            said.append(selection.description.strip())
        start = placed.start if placed is not None else None
        for guid in dict.fromkeys(notes):
            note = self._notes.get(guid)
            if note is None:
                continue
            if note.user in ("", coding.user):
                self._used.add(guid)
                text = self._text(note)
                said.append(text if self._coming.project.ours else text.strip())
            else:
                self._add(guid, source.transcript_id, start)
        return "\n\n".join(dict.fromkeys(text for text in said if text.strip()))

    def of_source(self, source: SourceIn, claimed: frozenset[str]) -> None:
        """What is said on a source, and at its selections; ``claimed`` are those of cases."""
        for guid in (*source.source.notes, *self._linked.get(source.source.guid, ())):
            self._add(guid, source.transcript_id, None)
        self._text_on(source, source.source.description, source.source.user, None)
        for placed in source.placed:
            selection = placed.selection
            if len(selection.codings) == 1 and placed.start < placed.end:
                continue  # said in the memo of its coding
            notes = (*selection.notes, *self._linked.get(selection.guid, ()))
            for guid in notes:
                self._add(guid, source.transcript_id, placed.start)
            self._text_on(source, selection.description, selection.user, placed.start)
            bare = not (notes or selection.description.strip() or selection.codings)
            if bare and selection.guid not in claimed:
                words = quote(source.text[placed.start : placed.end])
                self._text_on(source, f"“{words}”", selection.user, placed.start)
                self._coming.told.count("annotations")

    def of_the_rest(self, tree: TreeIn, part_of_themes: set[str]) -> None:
        """What is said about codes, themes, cases and the project; then what nothing points at."""
        project = self._coming.project
        self._used |= part_of_themes & self._notes.keys()
        for code in tree.codes:
            notes = (*code.code.notes, *self._linked.get(code.code.guid, ()))
            for guid in notes:
                self._add(guid, about=f"On the code {code.name}: ")
        for one in project.sets:
            for guid in (*one.notes, *self._linked.get(one.guid, ())):
                if guid not in part_of_themes:
                    self._add(guid, about=f"On the set {one.name}: ")
        for case in project.cases:
            for guid in self._linked.get(case.guid, ()):
                self._add(guid, about=f"On the case {case.name}: ")
            if case.description.strip():
                self._said.append(_Said(f"On the case {case.name}: {case.description}", "", ""))
        if project.description.strip():
            self._said.append(_Said(project.description, "", project.at))
        for guid in project.noted:
            self._add(guid)
        for guid in self._notes:
            if guid not in self._used:
                self._add(guid)
        self._coming.told.lost("links between things that are no notes", self._dangling)

    def write(self) -> None:
        """Store the notes, oldest first; those of no known moment are of now."""
        coming, moment = self._coming, now()
        said = [one for one in dict.fromkeys(self._said) if one.text.strip()]
        wanted = [one.guid or new_id() for one in said]
        ids = coming.ids_for("notes", wanted)
        rows = [
            {
                "id": id,
                "person_id": self._author(one.user).id,
                "transcript_id": one.transcript_id,
                "position": one.position,
                "body": one.text.replace("\r\n", "\n").replace("\r", "\n").strip(),
                "at": one.at or moment,
            }
            for id, one in zip(ids, said, strict=True)
        ]
        store.insert_notes(coming.write, rows)
        coming.told.count("notes", len(rows))

    def _author(self, user: str) -> Person:
        if user in self._people.consensus:
            return self._people.stand_in()
        return self._people.person(user)

    def _add(
        self,
        guid: str,
        transcript_id: str | None = None,
        position: int | None = None,
        about: str = "",
    ) -> None:
        note = self._notes.get(guid)
        if note is None:
            return
        self._used.add(guid)
        text = self._text(note)
        title = note.name.strip()
        told = " ".join(text.split()).startswith(title.removesuffix("…").rstrip())
        if title and not self._coming.project.ours and not told:
            text = f"{title}\n\n{text}" if text.strip() else title
        self._said.append(_Said(about + text, note.user, note.at, guid, transcript_id, position))

    def _text_on(self, source: SourceIn, text: str, user: str, position: int | None) -> None:
        if text.strip():
            self._said.append(_Said(text, user, "", "", source.transcript_id, position))

    def _text(self, note: Note) -> str:
        if not note.path:
            return note.text
        data = self._files.text(note.path)
        try:
            return decode(data, note.name or "a note").text if data else note.text
        except WorkbenchError as error:
            self._coming.told.losses.append(str(error))
            return note.text
