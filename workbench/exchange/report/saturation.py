"""Saturation curves: how many codes had been used after so many transcripts of a round."""

from dataclasses import dataclass

from workbench.exchange.report.rounds import Done
from workbench.themes.evidence import Evidence

LEFT, RIGHT, TOP, BOTTOM = 40.0, 630.0, 12.0, 146.0
FEWEST = 3
"""With fewer transcripts than this there is no curve."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The steps: after each transcript by name, the codes used so far, and the picture of it.

    ``last_new`` is the place, from 1, of the last transcript with a code that none before it had.
    """

    round: str
    steps: tuple[tuple[str, int], ...]
    path: str
    total: int
    last_new: int


def curves_of(found: Evidence, done: tuple[Done, ...]) -> tuple[Curve, ...]:
    """A curve for each round but practice, where there are transcripts enough."""
    rounds = [one.round for one in done if not one.round.practice]
    curves = [_curve(found, one.name, one.transcripts) for one in rounds]
    return tuple(one for one in curves if one is not None)


def _curve(found: Evidence, name: str, transcripts: tuple[str, ...]) -> Curve | None:
    """The curve over the transcripts that count, in the order of their names."""
    codes: dict[str, set[str]] = {t: set() for t in transcripts if t in found.transcripts}
    for one in found.references:
        if one.transcript in codes:
            codes[one.transcript].add(one.code_id)
    if len(codes) < FEWEST or not any(codes.values()):
        return None
    seen: set[str] = set()
    steps, last_new = [], 0
    for number, (transcript, given) in enumerate(codes.items(), 1):
        if given - seen:
            last_new = number
        seen |= given
        steps.append((transcript, len(seen)))
    across = (RIGHT - LEFT) / len(steps)
    up = (BOTTOM - TOP) / len(seen)
    path = f"M{LEFT:.1f} {BOTTOM:.1f}"
    for number, (_, count) in enumerate(steps):
        path += f"V{BOTTOM - up * count:.1f}H{LEFT + across * (number + 1):.1f}"
    return Curve(name, tuple(steps), path, len(seen), last_new)
