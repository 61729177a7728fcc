"""What a theme may have missed: words that participants say outside its extracts."""

from collections.abc import Iterator
from itertools import islice

from workbench.corpus.search import Hit, search
from workbench.corpus.store import participant_ranges, text
from workbench.study import Person, Study
from workbench.themes import store
from workbench.themes.board import Extract
from workbench.themes.evidence import Evidence, Reference, Voices, evidence
from workbench.themes.passages import below

MOST = 500
"""Places that are listed at most."""
AROUND = 140
"""Code points shown on either side of the words found."""
FOUND = "found"


def missed(
    study: Study,
    viewer: Person | None,
    theme: str,
    query: str,
    how: str = "words",
    *,
    found: Evidence | None = None,
) -> list[Extract]:
    """Places where participants say it that are no passage of the theme, in order of transcripts.

    Of the transcripts that count; of each turn the first such place, at most `MOST`. ``how`` is
    that of `corpus.search`. ``code`` of an extract names the codes that the place has already, its
    ``layer`` is `FOUND`, and ``text`` are the words with some of what stands around them. What was
    dropped from the theme is not found again.
    """
    with study.snapshot():
        themes = store.themes(study, viewer)
        about = store.find_theme(study, viewer, theme)
        found = found or evidence(study)
    own = {code.id for one in below(about, themes) for code in one.codes}
    places = _places(study, query, how, found, own)
    return list(islice(places, MOST))


def _places(
    study: Study, query: str, how: str, found: Evidence, own: set[str]
) -> Iterator[Extract]:
    coded: dict[str, list[Reference]] = {}
    for reference in found.references:
        coded.setdefault(reference.transcript_id, []).append(reference)
    counted, voices = frozenset(found.transcripts), Voices(study)
    turns_seen: set[tuple[str, int | None]] = set()
    for hit in search(study, query, how):
        turn = (hit.transcript_id, hit.turn)
        if hit.transcript not in counted or turn in turns_seen:
            continue
        voice = voices.of(hit.transcript_id, hit.start, hit.end)
        there = [
            r for r in coded.get(hit.transcript_id, ()) if r.start < hit.end and hit.start < r.end
        ]
        if not voice.participant or any(r.code_id in own for r in there):
            continue
        turns_seen.add(turn)
        yield Extract(
            id=f"{hit.transcript_id}:{hit.start}",
            transcript_id=hit.transcript_id,
            transcript=hit.transcript,
            participant=voice.participant,
            speaker=voice.speaker,
            turn=voice.turn,
            start=hit.start,
            end=hit.end,
            text=_around(study, hit),
            code_id="",
            code=", ".join(sorted({r.code for r in there})),
            memo="",
            layer=FOUND,
            verdicts=(),
        )


def _around(study: Study, hit: Hit) -> str:
    """The words found with what the same person says around them, in whole words."""
    body = text(study, hit.transcript_id)
    spoken = participant_ranges(study, hit.transcript_id)
    first, last = next(((a, b) for a, b in spoken if a <= hit.start < b), (hit.start, hit.end))
    return shortened(body[first : hit.start], hit.text, body[hit.end : max(last, hit.end)])


def shortened(before: str, words: str, behind: str) -> str:
    """The words between what stands around them, of which `AROUND` code points at most are left.

    >>> shortened("He said, ", "the list", " was old. ")
    'He said, the list was old.'
    """
    if len(before) > AROUND:
        before = f"… {before[-AROUND:].partition(' ')[2]}"
    if len(behind) > AROUND:
        behind = f"{behind[:AROUND].rpartition(' ')[0]} …"
    return f"{before}{words}{behind}".strip()
