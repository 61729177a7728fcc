"""WebVTT and SubRip as meeting and subtitle tools write them.

Names stand in voice tags (Teams) or before a colon (Zoom, ``.srt``). In the second layout a cue
without a name belongs to the speaker before it; in the first it is speech of nobody known.
"""

import html
import re
from collections.abc import Iterator

from workbench.corpus.readers.cues import Cue, parse_cues
from workbench.corpus.readers.labels import Candidate, alike_notices, believe, candidates
from workbench.corpus.readers.rendering import Utterance, join_wrapped, merge, render
from workbench.corpus.transcript import Turn
from workbench.errors import WorkbenchError

_VOICE = re.compile(r"<v(?:\.[^\s<>]*+)?+(?:\s++([^<>]*+))?+>")
_VOICE_END = re.compile(r"</v(?:\.[^\s<>]*+)?+\s*+>")
# Only what the formats define is markup: “<laughs>” was put there by a person.
_TAG = re.compile(
    r"</?+(?:[bciu]|ruby|rt|lang|font|em|strong)(?:[.\s][^<>]*+)?+>"
    r"|<(?:\d++:)?+\d\d:\d\d\.\d{3}>"
    r"|\{\\[^{}\n]*+\}",
    re.IGNORECASE,
)
# What subtitles put before each of two voices in a cue.
_DASHES = ("-", "\u2013", "\u2014")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def read_cue_format(text: str, file: str) -> tuple[str, tuple[Turn, ...], tuple[str, ...]]:
    """Stored text, turns and notices of a decoded ``.vtt`` or ``.srt`` file."""
    cues = parse_cues(text, file)
    if any(_VOICE.search(line) for cue in cues for line in cue.lines):
        utterances, notices = _voiced(cues, file)
    else:
        utterances, notices = _named(cues, file)
    merged = merge(utterances)
    if not merged:
        raise WorkbenchError(f"{file}: its cues hold no words; export the transcript again")
    stored, turns = render(merged)
    return stored, turns, notices


def _voiced(cues: list[Cue], file: str) -> tuple[list[Utterance], tuple[str, ...]]:
    utterances = []
    nameless = 0
    for cue in cues:
        for name, speech in _voices("\n".join(cue.lines)):
            words = _plain(speech)
            if words and (name or words not in _DASHES):
                nameless += not name
                utterances.append(Utterance(name, words, cue.start, cue.end))
    notices = []
    if nameless:
        notices.append(
            f"{file}: {nameless} cue(s) have no voice tag; they are turns without a speaker."
        )
    spellings: dict[str, dict[str, None]] = {}
    for utterance in utterances:
        key = "".join(utterance.speaker.casefold().split())
        spellings.setdefault(key, {})[utterance.speaker] = None
    return utterances, (*notices, *alike_notices(file, spellings.values()))


def _voices(payload: str) -> Iterator[tuple[str, str]]:
    """Pieces of a cue with their speaker; what stands outside every tag has none."""
    name, position = "", 0
    marks = sorted(
        [*_VOICE.finditer(payload), *_VOICE_END.finditer(payload)], key=lambda mark: mark.start()
    )
    for mark in marks:
        yield name, payload[position : mark.start()]
        opening = mark.re is _VOICE
        name = _plain(mark[1] or "") if opening else ""
        position = mark.end()
    yield name, payload[position:]


def _named(cues: list[Cue], file: str) -> tuple[list[Utterance], tuple[str, ...]]:
    lines = [(cue, _markup_free(line)) for cue in cues for line in cue.lines]
    found: list[list[Candidate]] = [candidates(line) for _, line in lines]
    heads = [
        Candidate(head.label, head.start, head.colon_end, head.stamp, number == 0)
        for number, line in enumerate(found)
        for head in line
    ]
    # Where most cues carry a name, the tool wrote it: one that stands once is a guest.
    believed = believe(heads, file, marked=len(heads) * 2 >= len(cues))
    utterances = []
    speaker = ""
    for (cue, line), head in zip(lines, found, strict=True):
        words = line
        if head and head[0].label in believed.labels:
            speaker, words = head[0].label, line[head[0].colon_end :]
        utterances.append(Utterance(speaker, " ".join(words.split("\n")), cue.start, cue.end))
    notices = list(believed.notices)
    if utterances and not utterances[0].speaker:
        notices.append(f"{file}: what is said before the first name is a turn without a speaker.")
    return utterances, tuple(notices)


def _plain(markup: str) -> str:
    """Markup away, references decoded, the lines of a cue joined by a blank."""
    lines = (line.strip() for line in _markup_free(markup).split("\n"))
    return join_wrapped(line for line in lines if line)


def _markup_free(markup: str) -> str:
    return _REFERENCE.sub(_decoded, _TAG.sub("", markup))


def _decoded(reference: re.Match[str]) -> str:
    """The character a reference stands for; one that stands for none stays as it is written."""
    character = html.unescape(reference[0])
    if not character or "\ufffd" in character or character in "\n\r\0":
        return reference[0]
    return character
