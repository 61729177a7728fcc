"""Speaker labels at the start of a line, and which of them to believe.

A label is believed if it opens the file, recurs, or is a role word with or without a number; so is
one that a tool wrote between two tabs, as in the chat of a meeting. Where
something else already marks the start of a segment (a time stamp, the cue of a meeting tool), a
single label that is written like a name is believed too. What else has a colon stays text and is
put before a person in a notice.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workbench.corpus.interviewers import ASKING_ROLES, bare_label, role_pattern

_ANSWERING_ROLES = (
    "interviewee",
    "participant",
    "respondent",
    "informant",
    "narrator",
    "speaker",
    "unknown speaker",
    "p",
    "r",
    "interviewé",
    "interviewée",
    "interrogé",
    "interrogée",
    "participante",
    "répondant",
    "répondante",
    "intervenant",
    "intervenante",
    "befragter",
    "befragte",
    "befragte person",
    "teilnehmer",
    "teilnehmerin",
    "sprecher",
    "sprecherin",
    "entrevistado",
    "entrevistada",
    "encuestado",
    "encuestada",
    "hablante",
)
_ROLE = role_pattern((*ASKING_ROLES, *_ANSWERING_ROLES))
_NEVER = frozenset(
    ("note", "notes", "nb", "n.b.", "ps", "p.s.", "e.g.", "i.e.", "http", "https", "mailto")
)
_LONGEST = 60
_STAMP = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_BLANK = r"[^\S\n]"

# [00:01:02] Name [00:01:02] : text; also 00:01:02<TAB>Name:<TAB>text and **Name:** text. Every
# repeat is possessive, so that a line is read once whatever stands in it.
_CANDIDATE = re.compile(
    rf"^{_BLANK}*+"
    rf"(?P<stamp>[\[(<]{_STAMP}[\])>]{_BLANK}*+|{_STAMP}{_BLANK}++)?+"
    r"(?P<mark>\*\*|__)?+"
    rf"(?P<body>(?:[^:：\n\[(]++|[\[(]{_STAMP}[\])]|[\[(])++)"
    r"[:：](?P<mark_out>\*\*|__)?+"
    r"(?![0-9/\\])",
    re.MULTILINE,
)
# A saved chat of Zoom: 10:02:11 From Name to Everyone:, the words indented on the next line; older
# ones have all on one line, with a blank before the colon, and may name no recipient.
_CHAT_HEAD = re.compile(rf"From{_BLANK}++(?P<name>\S.*?)(?:{_BLANK}+to{_BLANK}(?:(?! to ).)++)?")
_CHAT_STAMP = re.compile(rf"\d{{1,2}}:\d{{2}}:\d{{2}}{_BLANK}+")
_CHAT_WORDS = re.compile(rf"{_BLANK}*+\n{_BLANK}")
_LATE_STAMP = re.compile(rf"[\[(]{_STAMP}[\])]\Z")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something before a colon at the start of a line: ``[start, colon_end)`` in the text.

    ``framed`` says that it stands in a tool's own layout: a time, a tab, the name, a tab; or the
    head of a message in a chat.
    """

    label: str
    start: int
    colon_end: int
    stamp: str | None
    opens: bool
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Believed:
    """The verdict on a file's candidates: labels to take, and what to tell about them."""

    labels: frozenset[str]
    notices: tuple[str, ...]


def candidates(text: str) -> list[Candidate]:
    """Every candidate of a running text, at most one a line, in order; only LF ends a line."""
    first_line = text.find("\n", len(text) - len(text.lstrip()))
    found = (_candidate(match, first_line) for match in _CANDIDATE.finditer(text))
    return [candidate for candidate in found if candidate is not None]


def _candidate(match: re.Match[str], first_line: int) -> Candidate | None:
    if match.end("body") - match.start("body") > 2 * _LONGEST:
        return None
    body, mark, mark_out = match["body"].rstrip(), match["mark"], match["mark_out"]
    if mark and body.endswith(mark):
        body = body.removesuffix(mark).rstrip()
    elif mark != mark_out:
        return None
    writer = _chat_writer(match, body)
    if writer is not None:
        body = writer
    stamp = match["stamp"]
    late = _LATE_STAMP.search(body)
    if late:
        body, stamp = body[: late.start()].rstrip(), stamp or late[0]
    label = body.strip()
    if not _may_name(label):
        return None
    start = match.start("stamp" if match["stamp"] else "mark" if mark else "body")
    start += 0 if match["stamp"] or mark else len(match["body"]) - len(match["body"].lstrip())
    end = match.end() if mark_out == mark else match.end() - len(mark_out or "")
    opens = first_line < 0 or start < first_line
    framed = (match["stamp"] or "").endswith("\t") and match.string.startswith("\t", end)
    framed = framed or writer is not None
    return Candidate(label, start, end, stamp.strip() if stamp else None, opens, framed)


def _chat_writer(match: re.Match[str], body: str) -> str | None:
    """Who wrote, where the line is the head of a message in a saved chat of Zoom."""
    if _CHAT_STAMP.fullmatch(match["stamp"] or "") is None:
        return None
    apart = match["body"] != match["body"].rstrip()
    if not apart and _CHAT_WORDS.match(match.string, match.end()) is None:
        return None
    head = _CHAT_HEAD.fullmatch(body)
    return head["name"].rstrip() if head else None


def believe(found: Sequence[Candidate], file: str, *, marked: bool = False) -> Believed:
    """Judge the candidates of one file; ``marked`` says that each begins a segment for sure."""
    counts = Counter(bare_label(candidate.label) for candidate in found)
    labels: set[str] = set()
    once: dict[str, None] = {}
    doubtful: dict[str, None] = {}
    recurring = any(count > 1 for key, count in counts.items() if key not in _NEVER)
    for candidate in found:
        key = bare_label(candidate.label)
        if candidate.framed or is_role(key) or (counts[key] > 1 and not _is_remark(key)):
            labels.add(candidate.label)
        elif candidate.opens and not _is_remark(key):
            labels.add(candidate.label)
            if recurring:
                once[candidate.label] = None
        elif (marked or candidate.stamp) and _written_like_a_name(candidate.label):
            labels.add(candidate.label)
            once[candidate.label] = None
        else:
            doubtful[candidate.label] = None
    return Believed(frozenset(labels), tuple(_notices(file, labels, once, doubtful, found)))


def _may_name(label: str) -> bool:
    if not 0 < len(label) <= _LONGEST or len(label.split()) > 8:
        return False
    if any(mark in label for mark in ':?!;"“”«»|=') or "-->" in label:
        return False
    return any(character.isalpha() for character in label)


def is_role(key: str) -> bool:
    """True for a bare label that names a role in an interview, with or without a number."""
    return _ROLE.fullmatch(key) is not None


def _is_remark(key: str) -> bool:
    return key in _NEVER or key.rsplit(" ", 1)[-1] in _NEVER


def _written_like_a_name(label: str) -> bool:
    """Two words or more, each with a capital: a name, where ``Then`` or ``One thing`` is not."""
    words = [word for word in label.split() if word[0].isalpha()]
    return (
        len(words) > 1
        and all(word[0].isupper() or not word[0].islower() for word in words)
        and not _is_remark(bare_label(label))
    )


def _notices(
    file: str,
    labels: set[str],
    once: dict[str, None],
    doubtful: dict[str, None],
    found: Sequence[Candidate],
) -> Iterator[str]:
    if once:
        yield (
            f"{file}: taken as a speaker though the label stands only once: {quoted(once)}. "
            "Please confirm."
        )
    if doubtful:
        yield (
            f"{file}: left as text, because the label stands only once or is a remark: "
            f"{quoted(doubtful)}. Please confirm."
        )
    spellings: dict[str, dict[str, None]] = {}
    for candidate in found:
        if candidate.label in labels:
            key = "".join(candidate.label.casefold().split())
            spellings.setdefault(key, {})[candidate.label] = None
    yield from alike_notices(file, spellings.values())


def alike_notices(file: str, groups: Iterable[dict[str, None]]) -> Iterator[str]:
    """A proposal for each group of labels that differ only in spaces or case."""
    for group in groups:
        if len(group) > 1:
            yield (
                f"{file}: {quoted(group)} differ only in spaces or case and are perhaps one "
                "speaker; they were kept apart (`workbench speakers --rename OLD=NEW --join` "
                "joins them)."
            )


def quoted(labels: Iterable[str], most: int = 12) -> str:
    """The labels in quotes, the first ``most`` of them, and how many more there are."""
    names = list(labels)
    shown = ", ".join(f"“{name}”" for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
