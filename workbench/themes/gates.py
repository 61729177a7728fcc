"""The gates of the six phases, each a pure function of the facts of a study.

A gate with nothing to look at yet is open and says what is not there: nothing found in no codings
at all is no finding.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.codebook.nouns import Code
from workbench.codebook.store import codes
from workbench.coding.spans import covered, shared
from workbench.corpus.store import participant_ranges, transcript_names
from workbench.study import Layer, Person, Study
from workbench.study.layers import layers
from workbench.themes import store
from workbench.themes.evidence import Evidence, evidence
from workbench.themes.familiarisation import AGAIN, FIRST
from workbench.themes.nouns import CHOSEN, Note, ReadMark, Review, Theme
from workbench.themes.passages import base_of, dropped_places, leaning, passages_of

OUTLYING = 2.0  # times more or less coded than the middle transcript
FEWEST_FOR_MIDDLE = 3
PRIVATE = ("private: say who looks, with --as NAME (on the screens with ctrl+g, w)",)
NO_CODING, NO_THEME = ("no agreed coding yet",), ("no theme yet",)
NO_EXTRACT = ("no extract yet: no theme has a code with an agreed coding",)
NO_SUMMARY, NO_CONCEPT = ("no theme has a summary yet",), ("no theme has a concept yet",)
_SHARE = re.compile(r"\d\s?(?:%|per ?cent\b)", re.IGNORECASE)
_BASE = re.compile(r"\bof\s+(?:the\s+|all\s+)?\d|\d\s*/\s*\d|\bn\s*=\s*\d", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Gate:
    """One line of a checklist: what is asked, and what is missing from it. Met without any.

    ``summary`` says in one sentence what is missing, where the beginning of a list says too little.
    """

    gate: str
    missing: tuple[str, ...] = ()
    summary: str = ""

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Facts:
    """What gates look at. ``themes`` are those worked on; ``coverage`` is per counted transcript
    the share of what participants say that carries a code, 0 to 1."""

    viewer: Person | None
    transcripts: tuple[str, ...]
    marks: tuple[ReadMark, ...]
    notes: tuple[Note, ...]
    layers: tuple[Layer, ...]
    codes: tuple[Code, ...]
    themes: tuple[Theme, ...]
    all_themes: tuple[Theme, ...]
    parked: dict[str, str]
    evidence: Evidence
    reviews: tuple[Review, ...]
    base: tuple[str, ...]
    coverage: dict[str, float]


Check = Callable[[Facts], list[Gate]]


def gather(study: Study, viewer: Person | None, found: Evidence | None = None) -> Facts:
    """The facts as this viewer may see them; ``found`` where the evidence has been read before."""
    found = found or evidence(study)
    listed = store.themes(study, viewer)
    return Facts(
        viewer=viewer,
        transcripts=tuple(transcript_names(study).values()),
        marks=tuple(store.read_marks(study, viewer)),
        notes=tuple(store.notes(study, viewer)),
        layers=tuple(layer for layer in layers(study) if not layer.practice),
        codes=tuple(codes(study, viewer)),
        themes=tuple(theme for theme in listed if theme.parked is None),
        all_themes=tuple(listed),
        parked={code.id: why for code, why in store.parked_codes(study, viewer)},
        evidence=found,
        reviews=tuple(store.reviews(study)),
        base=base_of(listed, found, store.data_sets(study)),
        coverage=_coverage(study, found),
    )


def reading(facts: Facts) -> list[Gate]:
    """Phase 1: every transcript read; a note, or an explicit “none”."""
    if facts.viewer is None:
        shared = any(note.shared for note in facts.notes)
        return [
            Gate("every transcript read", PRIVATE),
            Gate("a note, or the word none as one", () if shared else PRIVATE),
        ]
    own = any(note.by == facts.viewer.name for note in facts.notes)
    return [
        Gate("every transcript read", _unread(facts, FIRST)),
        Gate("a note, or the word none as one", () if own else ("no note yet",)),
    ]


def coding(facts: Facts) -> list[Gate]:
    """Phase 2: all locked; no code without a definition; rare codes and odd coverage listed."""
    waiting = tuple(
        f"{layer.transcript} ({layer.person.name})" for layer in facts.layers if not layer.locked
    )
    if not facts.layers:
        waiting = ("no round yet",)
    bare = tuple(code.path for code in facts.codes if not code.definition.strip())
    if not facts.codes:
        bare = ("no code yet",)
    used = Counter(reference.code for reference in facts.evidence.references)
    single = sorted(path for path, times in used.items() if times == 1)
    return [
        Gate("every assigned transcript locked", waiting),
        Gate("no code without a definition", bare),
        _found("codes used once", _named(single), () if used else NO_CODING),
        _found(
            "transcripts coded far more or less than the others",
            _named(_outliers(facts)),
            () if used else NO_CODING,
        ),
    ]


def placing(facts: Facts) -> list[Gate]:
    """Phase 3: every agreed code in a theme, or parked with a word why."""
    placed = {code.id for theme in facts.all_themes for code in theme.codes}
    placed |= {code_id for code_id, why in facts.parked.items() if why}
    missing = {r.code for r in facts.evidence.references if r.code_id not in placed}
    listed = tuple(sorted(missing)) if facts.evidence.references else NO_CODING
    return [Gate("every agreed code in a theme, or parked with a word why", listed)]


def reviewing(facts: Facts) -> list[Gate]:
    """Phase 4: extracts ticked, transcripts re-read; shared extracts and one voice listed."""
    reviewed = {(review.theme_id, review.coding_id) for review in facts.reviews}
    unticked: list[tuple[str, str]] = []
    listed = done = 0
    holders: dict[str, set[str]] = {}
    resting = []
    dropped = dropped_places(facts.reviews)
    for theme in facts.themes:
        own = {code.id for code in theme.codes}
        # single readings count and can bear no tick, so they stay missing
        extracts = [r.id for r in facts.evidence.references if r.code_id in own]
        listed += len(extracts)
        waiting = sum((theme.id, one) not in reviewed for one in extracts)
        done += len(extracts) - waiting
        if waiting:
            unticked.append((f"{waiting} extract{'s' if waiting > 1 else ''}", theme.name))
        held = passages_of(theme, facts.all_themes, facts.evidence.references, dropped)
        for reference in held:
            if reference.code_id in own:
                holders.setdefault(reference.id, set()).add(theme.name)
        voices = Counter(r.voice.participant for r in held if r.voice.participant)
        if leaning(voices, len(held), len(facts.base)):
            resting.append(theme.name)
    nothing = NO_THEME if not facts.themes else () if listed else NO_EXTRACT
    ticked = Gate("every extract ticked", nothing)
    if not nothing:
        missing = tuple(f"{count} of {name}" for count, name in unticked)
        ticked = Gate("every extract ticked", missing, _waiting(unticked, done, listed))
    shared = sum(len(names) > 1 for names in holders.values())
    pairs = sorted({" and ".join(sorted(names)) for names in holders.values() if len(names) > 1})
    again = PRIVATE if facts.viewer is None else None
    return [
        ticked,
        Gate("every transcript read again", again or _unread(facts, AGAIN)),
        _found("extracts in two themes", f"{shared or 'none'}{_in(pairs)}", nothing),
        _found("themes that rest on one participant", _named(resting), nothing),
    ]


def defining(facts: Facts) -> list[Gate]:
    """Phase 5: every theme defined; no two share a concept."""
    bare = tuple(theme.name for theme in facts.themes if not theme.definition.strip())
    ideas: dict[str, list[str]] = {}
    for theme in facts.themes:
        idea = " ".join(theme.concept.casefold().split()).rstrip(".")
        if idea:
            ideas.setdefault(idea, []).append(theme.name)
    same = tuple(" and ".join(names) for names in ideas.values() if len(names) > 1)
    nothing = NO_THEME if not facts.themes else () if ideas else NO_CONCEPT
    return [
        Gate("every theme defined", bare if facts.themes else NO_THEME),
        Gate("no two themes share a concept", same or nothing),
    ]


def writing(facts: Facts) -> list[Gate]:
    """Phase 6: each claim has an extract; no identifying name left; every number has a base."""
    chosen = {review.theme_id for review in facts.reviews if review.verdict == CHOSEN}
    unsupported = tuple(
        theme.name for theme in facts.themes if theme.summary.strip() and theme.id not in chosen
    )
    nothing = () if any(theme.summary.strip() for theme in facts.themes) else NO_SUMMARY
    baseless = tuple(
        theme.name
        for theme in facts.themes
        if any(map(_share_without_base, (theme.summary, theme.definition)))
    )
    return [
        Gate("each theme's summary has a chosen extract", unsupported or nothing),
        Gate(
            "no identifying name left",
            ("only a person can tell: look through the extracts, then go on with a reason",),
        ),
        Gate("every share in a summary has its base", baseless or nothing),
    ]


GATES: tuple[Check, ...] = (reading, coding, placing, reviewing, defining, writing)


def _unread(facts: Facts, reading_: int) -> tuple[str, ...]:
    read = {mark.transcript for mark in facts.marks if mark.reading == reading_}
    if not facts.transcripts:
        return ("no transcript yet",)
    return tuple(name for name in facts.transcripts if name not in read)


def _found(gate: str, found: str, nothing: tuple[str, ...]) -> Gate:
    """A gate that only lists what was found: met by being read, once there is something to read."""
    return Gate(gate, nothing) if nothing else Gate(f"{gate}: {found}")


def _named(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


def _in(pairs: Sequence[str]) -> str:
    return f" ({'; '.join(pairs)})" if pairs else ""


def _waiting(unticked: Sequence[tuple[str, str]], done: int, listed: int) -> str:
    """How far the ticks are, and where they wait.

    >>> _waiting([("98 extracts", "Voices"), ("1 extract", "Lists")], 12, 111)
    '12 of 111; 98 extracts of Voices, and those of 1 more theme, wait'
    """
    if not unticked:
        return ""
    (count, name), *others = unticked
    said = f"{done} of {listed}; {count} of {name}"
    if others:
        more = f"{len(others)} more theme{'s' if len(others) > 1 else ''}"
        return f"{said}, and those of {more}, wait"
    return f"{said} {'waits' if count.startswith('1 ') else 'wait'}"


def _share_without_base(text: str) -> bool:
    """Whether a sentence names a share and not out of how many.

    >>> _share_without_base("Most, 60 %, said so."), _share_without_base("60 % (6 of 10).")
    (True, False)
    """
    return any(_SHARE.search(s) and not _BASE.search(s) for s in _SENTENCE.split(text))


def _outliers(facts: Facts) -> list[str]:
    shares = sorted(facts.coverage.values())
    if len(shares) < FEWEST_FOR_MIDDLE:
        return []
    middle = shares[len(shares) // 2]
    return [
        name
        for name, share in sorted(facts.coverage.items())
        if share > middle * OUTLYING or share * OUTLYING < middle
    ]


def _coverage(study: Study, found: Evidence) -> dict[str, float]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for reference in found.references:
        spans.setdefault(reference.transcript, []).append((reference.start, reference.end))
    shares = {}
    compared = frozenset(found.transcripts)
    for transcript_id, name in transcript_names(study).items():
        if name in compared:
            said = participant_ranges(study, transcript_id)
            length = covered(said)
            if length:
                coded = covered(shared(said, spans.get(name, ())))
                shares[name] = coded / length
    return shares
