"""The journal in rows and lines: times as a person reads them, ids by their names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workbench.codebook.store import codes
from workbench.corpus.store import cases, speakers, transcripts
from workbench.study import Person, Study, people
from workbench.study.history import Entry
from workbench.study.journal import Image, Value
from workbench.study.layers import layers
from workbench.study.rounds import rounds
from workbench.themes.nouns import Note
from workbench.themes.store import themes
from workbench.tui.ink import Ink, wrap
from workbench.tui.numbers import counted
from workbench.tui.widgets.lists import Row

MOST_IMAGES = 12
LABEL = 16
NARROW = 48
NOUNS = {
    "case_values": "attribute",
    "cases": "case",
    "codebook_version_codes": "frozen code",
    "codebook_versions": "codebook version",
    "codes": "code",
    "codings": "coding",
    "consensus_codings": "agreed coding",
    "extract_reviews": "reviewed extract",
    "item_codings": "reading in a disagreement",
    "items": "disagreement",
    "layer_paths": "sealed name of a code",
    "layers": "work on a transcript",
    "pack_layers": "transcript in a pack",
    "packs": "pack",
    "parked_codes": "parked code",
    "people": "person",
    "phase_overrides": "gate passed",
    "read_marks": "read-mark",
    "readings_opened": "opened reading",
    "round_coders": "coder of a round",
    "round_transcripts": "transcript of a round",
    "theme_codes": "code in a theme",
    "theme_maps": "kept map",
}
VERBS = {"insert": "new", "update": "changed", "delete": "gone"}
UNTOLD = ("id", "position", "text_id", "original_id", "original_sha256", "made_at", "at", "sha256")


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called, for this viewer."""

    by_id: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, study: Study, viewer: Person | None) -> "Names":
        """The names of everything that has one and that the viewer may see."""
        found = {p.id: p.name for p in people(study)}
        found |= {t.id: t.name for t in transcripts(study)}
        found |= {c.id: c.path for c in codes(study, viewer, retired=True)}
        found |= {r.id: r.name for r in rounds(study)}
        found |= {t.id: t.name for t in themes(study, viewer)}
        found |= {c.id: c.name for c in cases(study)}
        found |= {s.id: f"{s.label} in {s.transcript}" for s in speakers(study)}
        found |= {
            o.id: f"{o.transcript}, {o.person.name}" for o in layers(study, newest_only=False)
        }
        return cls(found)

    def say(self, value: Value) -> str:
        """A cell in words: ids by their names, nothing as a dash."""
        if value is None or value == "":
            return "–"
        if isinstance(value, bytes):
            return counted(len(value), "byte")
        return self.by_id.get(str(value), str(value))


def entry_rows(entries: Sequence[Entry], *, short: bool = False) -> list[Row]:
    """One change a row; ``short`` times are without the year."""
    return [
        Row(e.id, (Ink(_when(e.at, short), "faint"), Ink(e.by, "dim"), e.what)) for e in entries
    ]


def note_rows(seen: Sequence[Note], *, short: bool = False) -> list[Row]:
    """One note a row, with the transcript it hangs on."""
    return [
        Row(
            n.id,
            (
                Ink(_when(n.at, short), "faint"),
                Ink(n.by, "dim"),
                [Ink(f"{n.transcript}  " if n.transcript else "", "dim"), Ink(n.text)],
            ),
            find=f"{n.by} {n.transcript} {n.text}",
        )
        for n in seen
    ]


def entry_lines(
    entry: Entry, names: Names, width: int, *, most: int = MOST_IMAGES
) -> list[list[Ink]]:
    """A change in full: who, when, and each row it touched with what was and what is."""
    lines = [[Ink(line, "strong", bold=True)] for line in wrap(entry.what, width)]
    lines += [[Ink(f"{entry.by}   {_when(entry.at)}", "dim")], []]
    for image in entry.rows[:most]:
        lines += _image_lines(image, names, width)
    if len(entry.rows) > most:
        lines.append([Ink(f"and {counted(len(entry.rows) - most, 'row')} more", "dim")])
    return lines


def _image_lines(image: Image, names: Names, width: int) -> list[list[Ink]]:
    noun = NOUNS.get(image.table, image.table.removesuffix("s").replace("_", " "))
    lines = [[Ink(f"{noun} ", "text"), Ink(VERBS.get(image.op, image.op), "dim")]]
    before, after = image.before or {}, image.after or {}
    if not before and not after:
        return [*lines, [Ink("  erased", "dim", italic=True)], []]
    for column in dict.fromkeys([*before, *after]):
        was, now = before.get(column), after.get(column)
        if was == now or column in UNTOLD:
            continue
        if image.before is None or image.after is None:
            value = now if image.before is None else was
            if value not in (None, "", 0):
                lines += _cell_lines(column, names.say(value), width)
        else:
            lines += _cell_lines(column, f"{names.say(was)} → {names.say(now)}", width)
    return [*lines, []]


def _cell_lines(column: str, said: str, width: int) -> list[list[Ink]]:
    named = column.removesuffix("_id").replace("_", " ")
    if width < NARROW:  # the label in a line of its own, so that the words have room
        return [
            [Ink(f"  {named}", "dim")],
            *([Ink(f"    {line}")] for line in wrap(said, width - 4)),
        ]
    label = named[: LABEL - 3]
    parts = wrap(said, width - LABEL)
    heads = [f"  {label:<{LABEL - 2}}", *[" " * LABEL] * len(parts)]
    return [[Ink(head, "dim"), Ink(part)] for head, part in zip(heads, parts, strict=False)]


def _when(at: str, short: bool = False) -> str:
    """A UTC time as the clock on this machine's wall shows it."""
    try:
        written = f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        written = at[:16]
    return written[5:] if short else written
