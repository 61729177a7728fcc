"""Sources as transcripts, with their selections at places of the stored text."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from workbench.corpus import store as corpus
from workbench.corpus.interviewers import guess_interviewers
from workbench.corpus.readers import ENDINGS
from workbench.corpus.readers.decoding import canonical, decode
from workbench.corpus.readers.labels import candidates
from workbench.corpus.readers.plain import find_turns, trimmed
from workbench.corpus.transcript import ReadTranscript, Turn
from workbench.errors import WorkbenchError
from workbench.exchange.refi.coming import Coming, free_name, printable
from workbench.exchange.refi.nouns import Selection, Source
from workbench.exchange.refi.offsets import Chosen, FileText, choose
from workbench.exchange.refi.package import Sources
from workbench.exchange.refi.texts import quote

_LONGEST_NAME = 200
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """A selection at ``[start, end)`` of the stored text; empty ones hold notes alone."""

    selection: Selection
    start: int
    end: int


@dataclass(slots=True)
class SourceIn:
    """A source that became a transcript, or is the same text as one before it."""

    source: Source
    transcript_id: str
    name: str
    text: str
    placed: list[Placed] = field(default_factory=list)


class SourcesIn:
    """Reads the texts of a project one by one and stores them."""

    def __init__(self, coming: Coming, files: Sources) -> None:
        self._coming, self._files = coming, files
        self._known = corpus.names_by_text(coming.study)
        self._taken = {t.name.casefold() for t in corpus.transcripts(coming.study)}
        self._claims = {
            guid: case.name for case in coming.project.cases for guid in case.selections
        }
        self._by_text: dict[str, SourceIn] = {}
        self._rules: dict[str, list[str]] = {}
        self._missing: list[str] = []
        self._outside: list[str] = []
        self._problems: list[str] = []

    def all(self) -> list[SourceIn]:
        """Store every text. Raises where the study has one of them already, naming each."""
        found = [one for s in self._coming.project.sources if (one := self._one(s)) is not None]
        if self._problems:
            raise WorkbenchError(
                f"{len(self._problems)} of the project's texts are in"
                f" {self._coming.study.path} already: import the project into a new study, or take"
                " these transcripts out of one of the two; nothing was imported",
                details=self._problems,
            )
        told = self._coming.told
        told.lost("sources that could not be read, with all that lay on them", self._missing)
        told.lost("selections that do not lie in their text, left out", self._outside)
        for rule, names in self._rules.items():
            shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if names[8:] else "")
            told.notices.append(f"{rule}: {shown}")
        return found

    def _one(self, source: Source) -> SourceIn | None:
        written = source.name or source.path.rpartition("/")[2]
        try:
            file, original, encoding = self._read(source, written)
        except WorkbenchError as error:
            self._missing.append(f"{error} ({len(source.selections)} selections)")
            return None
        digest = hashlib.sha256(file.text.encode()).hexdigest()
        if digest in self._known:
            self._problems.append(f"{written} is the transcript {self._known[digest]}")
            return None
        chosen = choose(file, source.selections, self._coming.project.origin)
        placed = list(self._placed(source.selections, chosen, written))
        same = self._by_text.get(digest)
        if same is not None:
            self._coming.told.notices.append(
                f"{written} is the same text as {same.name}: what lay on it lies there now"
            )
            return SourceIn(source, same.transcript_id, same.name, file.text, placed)
        name = free_name(self._name(written), self._taken, _LONGEST_NAME)
        stored = SourceIn(
            source,
            self._store(source, name, file.text, original, encoding, placed),
            name,
            file.text,
            placed,
        )
        self._by_text[digest] = stored
        self._say_rule(name, chosen)
        return stored

    def _read(self, source: Source, name: str) -> tuple[FileText, bytes, str]:
        """The text, its bytes and encoding. Raises where there is none, naming the source."""
        shown = name or "a source without a name"
        data = self._files.text(source.path) if source.path else None
        if data is not None:
            decoded = decode(data, shown)
            raw = data.decode(decoded.encoding, "replace").removeprefix("\ufeff")
            file = FileText.of(raw)
            if file.text != decoded.text:
                file = FileText(decoded.text)
            self._coming.told.notices.extend(decoded.notices)
            encoding = decoded.encoding
        elif source.inline is not None:
            raw = source.inline.removeprefix("\ufeff")
            canonical(raw, shown)
            file, data, encoding = FileText.of(raw, inline=True), raw.encode(), "utf-8"
        else:
            where = source.path or "the package"
            raise WorkbenchError(f"{shown}: no text is at {where}")
        if not file.text.strip():
            raise WorkbenchError(f"{shown}: holds no words")
        return file, data, encoding

    def _name(self, written: str) -> str:
        name = printable(written, _LONGEST_NAME, "source without a name")
        if not self._coming.project.ours:
            for ending in ENDINGS:
                if name.casefold().endswith(ending) and len(name) > len(ending):
                    return name[: -len(ending)].rstrip()
        return name

    def _store(
        self,
        source: Source,
        name: str,
        text: str,
        original: bytes,
        encoding: str,
        placed: Sequence[Placed],
    ) -> str:
        coming = self._coming
        claimed = [
            (one.start, one.end, self._claims[one.selection.guid])
            for one in placed
            if one.selection.guid in self._claims and one.start < one.end
        ]
        found = find_turns(text, name)
        if not coming.project.ours:
            coming.told.notices.extend(found.notices)
        turns = _turns(text, found.turns, claimed)
        read = ReadTranscript(name, text, turns, encoding, "txt", original)
        text_id = corpus.keep_text(
            coming.study, coming.write, hashlib.sha256(text.encode()).hexdigest(), text
        )
        if text_id is None:
            raise WorkbenchError(
                f"{name}: this text was withdrawn from the study and cannot come back: take it out"
                " of the project, or import into a new study"
            )
        sha = hashlib.sha256(original).hexdigest()
        coming.told.count("transcripts")
        return corpus.add_transcript(
            coming.write,
            read,
            file_name=f"{name}.txt",
            text_id=text_id,
            original_id=corpus.keep_original(coming.study, coming.write, sha, original),
            original_sha256=sha,
            asking=frozenset(guess_interviewers(read.speakers)),
            case_ids={},
            transcript_id=coming.id_for("transcripts", source.guid),
        )

    def _placed(
        self, selections: Iterable[Selection], chosen: Chosen, name: str
    ) -> Iterable[Placed]:
        """The selections at places of the text; what has none is listed, never bent into it."""
        for one in selections:
            start, end = chosen.places.place(one.start), chosen.places.place(one.end)
            empty = one.start == one.end
            why = ""
            if one.start > one.end:
                why = "ends before it begins"
            elif one.start < 0 or one.end > chosen.places.length:
                why = f"the text has {chosen.places.length} characters"
            elif start is None or end is None:
                why = "inside a character"
            elif empty and (one.codings or not (one.notes or one.description)):
                why = "empty"
            if why:
                count = f", {len(one.codings)} codings" if one.codings else ""
                self._outside.append(f"{name} {one.start} to {one.end}, {why}{count}")
            if start is not None and end is not None and (start < end or (start == end and empty)):
                yield Placed(one, start, end)

    def _say_rule(self, name: str, chosen: Chosen) -> None:
        words = chosen.counting.words
        if chosen.repaired:
            self._rules.setdefault(
                f"positions read with {words}, for so names of selections fit", []
            )
            self._rules[f"positions read with {words}, for so names of selections fit"].append(
                f"{name} ({chosen.fit} of {chosen.names} fit, {chosen.usual} otherwise)"
            )
        elif chosen.by_origin:
            origin = quote(self._coming.project.origin, 40)
            rule = f"positions read with {words}, as {origin} counts; no names of selections tell"
            self._rules.setdefault(rule, []).append(name)


def _turns(
    text: str, found: tuple[Turn, ...], claimed: Sequence[tuple[int, int, str]]
) -> tuple[Turn, ...]:
    """The turns found by labels, or those that cases claim where labels do not part the cases."""
    cases = {who for *_, who in claimed}
    labelled = any(turn.speaker for turn in found)
    mixed = any(
        len({who for start, end, who in claimed if start < turn.end and turn.start < end}) > 1
        for turn in found
    )
    if len(cases) < 2 or (labelled and not mixed):
        return found
    turns: list[Turn] = []
    at = 0
    for start, end, who in sorted(claimed):
        if start >= at:
            turns += _between(text, found, at, start)
            turns.append(_claimed_turn(text, start, end, who))
            at = end
    turns += _between(text, found, at, len(text))
    return tuple(replace(turn, number=number) for number, turn in enumerate(turns, 1))


def _between(text: str, found: tuple[Turn, ...], start: int, end: int) -> list[Turn]:
    """What stands between two claims: the turns found there, else all of it as nobody's turn."""
    inside = [turn for turn in found if start <= turn.start and turn.end <= end]
    first, last = trimmed(text, start, end)
    return inside or ([Turn(0, "", first, first, last)] if first < last else [])


def _claimed_turn(text: str, start: int, end: int, who: str) -> Turn:
    """The turn of a case, under the label that it begins with, else under the case's name."""
    label = next((c for c in candidates(text[start:end]) if c.start == 0), None)
    if label is not None:
        speech, last = trimmed(text, start + label.colon_end, end)
        if speech < last:
            return Turn(0, label.label, start, speech, end)
    return Turn(0, who, start, start, end)
