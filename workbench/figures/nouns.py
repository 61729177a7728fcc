"""The nouns of the figures station: data sets, variables, answers, and figures with their bases."""

from dataclasses import dataclass

INTERVIEWS = "interviews"
"""What the data set is called whose cases come with transcripts; the others have names given."""

PARTICIPANTS, VALID, GIVEN, UNITS = "participants", "valid answers", "answers given", "units"
BASE_KINDS = (PARTICIPANTS, VALID, GIVEN, UNITS)
ON_SCALE, OFF_SCALE, MISSING = "value", "off-scale", "missing"
REASONS = ("none", "unsure", "depends")
NO_ANSWER = "no answer"
"""The value under which participants are counted of whom no answer and no reason is known."""


@dataclass(frozen=True, slots=True)
class Member:
    """A case in its data set: ``case`` is its name in the study, ``name`` the id given to it there.

    The two differ in every data set but the interviews: ``Survey/P8`` and ``P8``.
    """

    id: str
    case: str
    name: str
    data_set: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Where something was said: code points of the stored text, end exclusive."""

    transcript_id: str
    transcript: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of one participant: a ``value``, or the reason why there is none (``missing``).

    ``qualifier`` is what was said to it ("on paper"), ``passage`` the words that justify it, where
    they are known.
    """

    value: str
    missing: str = ""
    qualifier: str = ""
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that is counted: an attribute of cases or a question with answers.

    ``level`` is ``nominal`` or ``ordinal``, ``scale`` the values offered in their order (empty:
    those that occur), ``several`` whether a participant may give more than one answer. ``answers``
    are by case id, in the order given; a case that is not in it has no answer. ``id`` is empty
    for an attribute.
    """

    name: str
    data_set: str
    level: str
    scale: tuple[str, ...]
    several: bool
    answers: dict[str, tuple[Answer, ...]]
    id: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Frequency:
    """One figure of a distribution; there is none without its base.

    ``n`` counts participants, or answers where ``base_kind`` is ``answers given``, or coded
    passages where it is ``units``. ``kind`` tells values from those off the scale and from missing
    reasons. ``by`` and ``group`` are the attribute and its value in a cross-tabulation.
    """

    data_set: str
    variable: str
    value: str
    kind: str
    n: int
    base: int
    base_kind: str
    by: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class LineageStep:
    """What became of a category, and why; ``from_name`` is empty for one new from the data."""

    kind: str
    from_name: str
    to_name: str
    rationale: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """An objection to the analysis and what was done with it.

    ``worked`` says whether the analysis was changed by it, ``source`` who or what raised it.
    """

    objection: str
    disposition: str
    reason: str
    worked: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure as somebody reports it; what is not said is None or empty.

    Besides ``n`` of ``base`` and the percent as printed: ``part_of`` names a whole whose parts
    add up to the base; what is said of one ``question`` has to fit together. ``participants`` gave
    ``answers``, out of so many ``options``; ``several`` of them gave more than one, namely
    ``each``. Of those ``asked``, ``missing`` gave none, for the ``reasons`` (name and count).
    ``members`` are the ids of ``data_set``, ``participant`` is one whose words are shown.
    ``variable``, ``value`` and ``counts`` say how a study computes it.
    """

    figure: str
    n: int | None = None
    base: int | None = None
    base_kind: str = ""
    percent: str = ""
    part_of: str = ""
    question: str = ""
    participants: int | None = None
    answers: int | None = None
    several: int | None = None
    each: int | None = None
    options: int | None = None
    asked: int | None = None
    missing: int | None = None
    reasons: tuple[tuple[str, int], ...] = ()
    data_set: str = ""
    members: tuple[str, ...] = ()
    participant: str = ""
    variable: str = ""
    value: str = ""
    counts: str = ""

    @property
    def published(self) -> str:
        """The figure as one reads it: ``26 of 28 = 93 %``.

        >>> Reported("Q1", n=26, base=28, percent="93 %").published
        '26 of 28 = 93 %'
        """
        counted = "" if self.n is None else str(self.n)
        if self.base is not None:
            counted = f"{counted} of {self.base}".strip()
        return " = ".join(part for part in (counted, self.percent) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that cannot hold, in one sentence with its arithmetic, and by which rule."""

    figure: str
    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Replicated:
    """A published figure beside the computed one. ``status`` is one of ``STATUSES``."""

    figure: str
    published: str
    n: int | None
    base: int | None
    exact: float | None
    status: str
    why: str = ""


OK, DIFFERS, CONTRADICTION, NOT_THERE = "ok", "differs", "contradiction", "not there"
STATUSES = (OK, DIFFERS, CONTRADICTION, NOT_THERE)
