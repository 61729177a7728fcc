"""Codings from a table: all of them or none."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from workbench.codebook.nouns import Code
from workbench.codebook.paths import split_path
from workbench.codebook.store import add_code, find_code
from workbench.coding import store
from workbench.corpus.nouns import Transcript
from workbench.corpus.store import transcripts
from workbench.csv_out import without_guard
from workbench.errors import WorkbenchError
from workbench.study import Person, Study
from workbench.study.layers import open_layer
from workbench.tables import Row, Table, read_table


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: codings made, rows that repeated one, codes made for it (paths)."""

    codings: int
    repeats: int
    codes: tuple[str, ...]


def import_codings(
    study: Study, person: Person, path: Path, *, create_codes: bool = False
) -> Imported:
    """Read ``transcript,start,end,code[,memo]`` as codings of this person.

    Unknown codes are errors, or become inductive codes of the person with ``create_codes``.
    Raises with every bad row named by its line, and then changes nothing.
    """
    table = read_table(path, required=["transcript", "start", "end", "code"], optional=["memo"])
    with study.change(f"import codings from {path.name}", person) as write:
        reading = _Reading(study, person, table, create_codes)
        rows = [row for line in table.rows if (row := reading.coding(line)) is not None]
        if reading.problems:
            count = len(reading.problems)
            raise WorkbenchError(
                f"{path.name} has {count} bad row{'s' if count > 1 else ''}, the first in line"
                f" {reading.first_line}: mend each row that is named; nothing was imported",
                details=reading.problems,
            )
        store.insert_codings(write, rows)
    return Imported(len(rows), reading.repeats, tuple(reading.made))


def _composed(name: str) -> str:
    """A name as the workbench compares it: however its accents are composed."""
    return unicodedata.normalize("NFC", name)


class _Reading:
    """The rows of one table, checked one by one; problems are gathered, not raised."""

    def __init__(self, study: Study, person: Person, table: Table, create: bool) -> None:
        self.study = study
        self.person = person
        self.table = table
        self.create = create
        self.problems: list[str] = []
        self.first_line = 0
        self.repeats = 0
        self.made: list[str] = []
        # a table that export codings wrote: its formula guard is taken off again
        self._written_here = {"coder", "layer"} <= set(table.others)
        self._transcripts = {_composed(t.name): t for t in transcripts(study)}
        self._layers: dict[str, str | WorkbenchError] = {}
        self._codes: dict[str, Code | WorkbenchError] = {}
        self._seen: dict[tuple[str, str, int, int], dict[str, object]] = {}

    def coding(self, row: Row) -> dict[str, object] | None:
        """The cells of a new coding; None for a bad row and for a repeat."""
        try:
            transcript = self._transcript(row)
            start = self.table.whole_number(row, "start")
            end = self.table.whole_number(row, "end")
            if not 0 <= start < end <= transcript.characters:
                raise WorkbenchError(
                    f"the span {start} to {end} does not lie in {transcript.name}"
                    f" (0 to {transcript.characters}, END after START)"
                )
            layer_id = self._layer(transcript)
            code = self._code(self._cell(row["code"]))
        except WorkbenchError as error:
            said, place = str(error), f"line {row.line}"
            self.problems.append(said if place in said else f"{place}: {said}")
            self.first_line = self.first_line or row.line
            return None
        key = (layer_id, code.id, start, end)
        if key in self._seen or store.same_coding(self.study, *key):
            self.repeats += 1
            return None
        cells: dict[str, object] = {
            "layer_id": layer_id,
            "code_id": code.id,
            "start": start,
            "end": end,
            "memo": self._cell(row.raw("memo")),
            "origin": "imported",
        }
        self._seen[key] = cells
        return cells

    def _cell(self, text: str) -> str:
        return without_guard(text) if self._written_here else text

    def _transcript(self, row: Row) -> Transcript:
        name = self._cell(row["transcript"])
        if _composed(name) not in self._transcripts:
            raise WorkbenchError(f"no transcript is called {name!r}: see workbench transcripts")
        return self._transcripts[_composed(name)]

    def _layer(self, transcript: Transcript) -> str:
        if transcript.id not in self._layers:
            try:
                layer = open_layer(self.study, self.person, transcript.id, transcript.name)
                self._layers[transcript.id] = layer.id
            except WorkbenchError as error:
                self._layers[transcript.id] = error
        found = self._layers[transcript.id]
        if isinstance(found, WorkbenchError):
            raise found
        return found

    def _code(self, name: str) -> Code:
        if not name:
            raise WorkbenchError("the code is empty: name a code")
        if name not in self._codes:
            try:
                self._codes[name] = self._find_or_make(name)
            except WorkbenchError as error:
                self._codes[name] = error
        found = self._codes[name]
        if isinstance(found, WorkbenchError):
            raise found
        return found

    def _find_or_make(self, name: str) -> Code:
        try:
            code = find_code(self.study, self.person, name)
        except WorkbenchError:
            if not self.create:
                raise
            code = self._make(name)
        if code.retired:
            raise WorkbenchError(f"the code {code.path} is retired: choose another one")
        return code

    def _make(self, name: str) -> Code:
        parts = split_path(name)
        for depth in range(1, len(parts)):
            self._find_or_make("/".join(part.replace("/", "\\/") for part in parts[:depth]))
        code = add_code(self.study, name, origin="inductive", by=self.person, shared=False)
        self.made.append(code.path)
        return code
