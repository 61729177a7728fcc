"""Paragraphs of a word processor file: which layout they have, and the text it makes.

Teams, old and new, and otter.ai are cue layouts: their text is rendered. Everything else keeps
its paragraphs, a blank line between, and has its turns found in them; a bold name at the start of
a paragraph, or a table's first column, counts as a label with a colon.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.corpus.interviewers import bare_label
from workbench.corpus.readers.cues import is_identifier, parse_timing
from workbench.corpus.readers.decoding import canonical
from workbench.corpus.readers.labels import alike_notices, believe, candidates, is_role
from workbench.corpus.readers.plain import find_turns
from workbench.corpus.readers.rendering import Utterance, join_wrapped, merge, render
from workbench.corpus.readers.stamps import StampedName, find_stamped_names, footer_start
from workbench.corpus.transcript import Turn
from workbench.errors import WorkbenchError

_LONGEST_NAME = 60
_TIME_CELL = re.compile(r"[\[(]?\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?")
_HEADING_CELLS = frozenset(
    ("speaker", "name", "who", "text", "transcript", "utterance", "speech", "content", "time")
)
# “Alyssa Moore started transcription”, in the languages meetings are held in.
_TOOL_REMARK = re.compile(r".{1,100}\btrans[ck]ri.{0,60}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Its text (``\\n`` for line breaks), and what of it is bold from the first letter on."""

    text: str
    bold_lead: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a table row, as text."""

    cells: tuple[str, ...]


def read_paragraphs(
    blocks: Sequence[Paragraph | Row], file: str
) -> tuple[str, tuple[Turn, ...], tuple[str, ...]]:
    """Stored text, turns and notices; WorkbenchError if there is no text at all."""
    paragraphs = [block if isinstance(block, Paragraph) else _flat(block) for block in blocks]
    paragraphs = [
        Paragraph(canonical(paragraph.text, file), canonical(paragraph.bold_lead, file))
        for paragraph in paragraphs
        if paragraph.text.strip()
    ]
    if not paragraphs:
        raise WorkbenchError(
            f"{file}: holds no text (only pictures, perhaps); export the transcript as text"
        )
    text = "".join(f"{paragraph.text.strip()}\n\n" for paragraph in paragraphs)
    timed = _timed_utterances(text)
    if timed:
        return _rendered(timed, "", file)
    stamped = find_stamped_names(text) or _single_stamp(text, paragraphs)
    found = candidates(text)
    labelled = [head for head in found if head.label in believe(found, file).labels]
    if stamped and len(stamped) >= len(labelled):
        utterances, left_out = _stamped_utterances(text, stamped, paragraphs)
        return _rendered(utterances, left_out, file)
    names = _bold_names(paragraphs)
    if sum(paragraph.bold_lead.strip() in names for paragraph in paragraphs) > len(labelled):
        text = _with_colons(paragraphs, names)
    turns = find_turns(text, file)
    return text, turns.turns, turns.notices


def _rendered(
    utterances: Sequence[Utterance], left_out: str, file: str
) -> tuple[str, tuple[Turn, ...], tuple[str, ...]]:
    merged = merge(utterances)
    if not merged:
        raise WorkbenchError(f"{file}: has speakers and times but no words; export it again")
    text, turns = render(merged)
    notices = []
    if left_out:
        shown = left_out if len(left_out) <= 200 else left_out[:200] + "…"
        notices.append(f"{file}: left out as header or footer of the tool: “{shown}”.")
    spellings: dict[str, dict[str, None]] = {}
    for turn in turns:
        spellings.setdefault("".join(turn.speaker.casefold().split()), {})[turn.speaker] = None
    return text, turns, (*notices, *alike_notices(file, spellings.values()))


def _flat(row: Row) -> Paragraph:
    """A table row as ``[time] speaker: text``, or its cells apart where it is not like that."""
    cells = [cell.strip() for cell in row.cells if cell.strip()]
    if len(cells) > 1 and all(cell.casefold().rstrip(":") in _HEADING_CELLS for cell in cells):
        return Paragraph("")
    stamp = ""
    if len(cells) > 2 and _TIME_CELL.fullmatch(cells[0]):
        stamp = f"[{cells.pop(0).strip('[]()')}] "
    elif len(cells) > 2 and _TIME_CELL.fullmatch(cells[1]):
        stamp = f"[{cells.pop(1).strip('[]()')}] "
    is_label = len(cells) == 2 and len(cells[0]) <= _LONGEST_NAME and "\n" not in cells[0]
    if not is_label or _TIME_CELL.fullmatch(cells[0]):
        return Paragraph(stamp + "\n".join(cells))
    return Paragraph(f"{stamp}{cells[0].rstrip(': ')}: {cells[1]}")


def _timed_utterances(text: str) -> list[Utterance]:
    """Old Teams and Stream: a line of times, a line with the name, lines of words."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    times = [
        (number, *timing)
        for number, line in enumerate(lines)
        if "-->" in line and (timing := parse_timing(line)) is not None
    ]
    utterances = []
    for index, (number, start, end) in enumerate(times):
        limit = times[index + 1][0] if index + 1 < len(times) else len(lines)
        if limit < len(lines) and is_identifier(lines[limit - 1]):
            limit -= 1
        block = lines[number + 1 : limit]
        speaker = block.pop(0) if len(block) > 1 and len(block[0]) <= _LONGEST_NAME else ""
        utterances.append(Utterance(speaker, join_wrapped(block), start, end))
    return utterances


def _single_stamp(text: str, paragraphs: Sequence[Paragraph]) -> list[StampedName]:
    """A meeting in which one person speaks once: the name must be bold to be believed."""
    bold = {paragraph.bold_lead.strip() for paragraph in paragraphs}
    return [name for name in find_stamped_names(text, fewest=1) if name.name in bold]


def _stamped_utterances(
    text: str, stamped: Sequence[StampedName], paragraphs: Sequence[Paragraph]
) -> tuple[list[Utterance], str]:
    """Teams and otter.ai: the words between one name and the next; and what is left out."""
    remarks = {
        paragraph.text.strip()
        for paragraph in paragraphs
        if paragraph.bold_lead.strip() != paragraph.text.strip()
        and paragraph.bold_lead.strip()
        and _TOOL_REMARK.fullmatch(paragraph.text.strip())
    }
    footer = footer_start(text)
    left_out = [text[: stamped[0].start], text[footer:]]
    utterances = []
    for index, name in enumerate(stamped):
        limit = stamped[index + 1].start if index + 1 < len(stamped) else footer
        pieces = [piece.strip() for piece in text[name.end : limit].split("\n\n")]
        left_out[1:1] = [piece for piece in pieces if piece in remarks]
        words = "\n\n".join(piece for piece in pieces if piece and piece not in remarks)
        utterances.append(Utterance(name.name, words, name.time))
    return utterances, " / ".join(" ".join(part.split()) for part in left_out if part.strip())


def _bold_names(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """Bold leads without a colon that are names: they recur, or are a role word."""
    leads = [paragraph.bold_lead.strip() for paragraph in paragraphs]
    likely = [
        lead
        for lead in leads
        if 0 < len(lead) <= _LONGEST_NAME
        and not any(mark in lead for mark in ":：?!.\n")
        and any(character.isalpha() for character in lead)
    ]
    counts = Counter(likely)
    return frozenset(lead for lead in likely if counts[lead] > 1 or is_role(bare_label(lead)))


def _with_colons(paragraphs: Sequence[Paragraph], names: frozenset[str]) -> str:
    """The paragraphs, with a colon behind every bold name; a name alone joins the next one."""
    parts = []
    for paragraph in paragraphs:
        lead, words = paragraph.bold_lead.strip(), paragraph.text.strip()
        if lead in names:
            rest = words.removeprefix(lead).strip()
            parts.append(f"{lead}: {rest}\n\n" if rest else f"{lead}: ")
        else:
            parts.append(f"{words}\n\n")
    return "".join(parts)
