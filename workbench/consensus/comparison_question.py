"""What is asked of a comparison: of which round, on which unit and base, put together how."""

from dataclasses import dataclass

UNITS = ("character", "token", "sentence", "turn")
BASES = {
    "participants": "participants: interviewer turns and speaker labels are left out",
    "all": "all: nothing is left out, interviewer turns and speaker labels count too",
}
AGGREGATES = {
    "pooled": "counts of all transcripts summed first",
    "mean": "mean of the transcripts' figures, undefined ones left out",
    "length": "length-weighted mean of the transcripts' figures, undefined ones left out",
}
IN_WORDS = {
    "pooled": "pooled over transcripts",
    "mean": "mean over transcripts",
    "length": "length-weighted mean over transcripts",
}
PRACTICE, ALIGNED, INDEPENDENT = "practice", "after alignment", "independent"


@dataclass(frozen=True, slots=True)
class Question:
    """A comparison as it is asked for; what is empty means all there is, no round the newest.

    ``round_name`` (default: the newest round that is not practice), ``transcripts``, ``coders`` and
    ``codes`` by name. With ``half`` a unit larger than a character has a code only if half of it
    was coded. ``independent`` asks for what may be called so: transcripts locked blind,
    codes as they were given, unjoined. Without ``suggested``, codings that began as accepted
    suggestions are left out.
    """

    round_name: str = ""
    unit: str = "character"
    base: str = "participants"
    transcripts: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    roll_up: bool = False
    half: bool = False
    aggregate: str = "pooled"
    independent: bool = False
    suggested: bool = True
