"""Continua for gamma: the units of each coder on the base alone, and random ones beside them.

A random continuum keeps what each coder did and takes away where: in every transcript all units of
a coder are shifted by one random distance, round the end to the beginning (Mathet, Widlöcher &
Métivier 2015, section 5.2). A unit keeps its length and may then reach beyond the end. The shifts
of two coders differ by at least the mean length of a unit where the transcript is long enough for
that. Since every transcript is shifted within itself, sums of disorder add over transcripts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from workbench.agreement.alignment import Units
from workbench.agreement.figures import Array, Ints
from workbench.agreement.spans import Prepared, Transcript

_REDRAWN = 50  # times that shifts too close to one another are drawn anew


@dataclass(frozen=True, slots=True)
class Continua:
    """T transcripts as continua of their base: ``lengths`` (T,), ``units`` of each coder with
    positions within the transcript and the transcript as their slot."""

    lengths: Ints
    units: tuple[Units, ...]

    @classmethod
    def of(cls, prepared: Prepared, transcripts: Sequence[Transcript]) -> Continua:
        """From spans in characters; what is not in the base is cut out of the axis."""
        spans = prepared.spans
        start = spans.start - prepared.axis.offset[spans.transcript]
        shifted = np.zeros_like(start)
        for number, each in enumerate(transcripts):
            if each.base is None:
                continue
            base = np.array(sorted(each.base), dtype=np.int64).reshape(-1, 2)
            width = base[:, 1] - base[:, 0]
            cut = base[:, 0] - (np.cumsum(width) - width)
            mine = spans.transcript == number
            shifted[mine] = cut[np.searchsorted(base[:, 0], start[mine], side="right") - 1]
        start = start - shifted
        every = Units(start, start + (spans.end - spans.start), spans.code, spans.transcript)
        units = tuple(every.take(spans.coder == coder) for coder in range(prepared.coders))
        return cls(prepared.axis.units, units)

    @property
    def transcripts(self) -> int:
        """T."""
        return len(self.lengths)

    def observed(self) -> tuple[Units, ...]:
        """The units as they are, on one axis."""
        return tuple(self._laid_out(each, each.start, each.slot) for each in self.units)

    def of_coders(self, coders: Sequence[int]) -> Continua:
        """The continua of some coders alone."""
        return replace(self, units=tuple(self.units[coder] for coder in coders))

    def counts(self) -> Ints:
        """Units by transcript and coder, (T, m)."""
        return np.stack(
            [np.bincount(each.slot, minlength=self.transcripts) for each in self.units], axis=1
        )

    def random(self, samples: int, generator: np.random.Generator) -> tuple[Units, ...]:
        """Random continua; the slot of a unit is its sample times T plus its transcript."""
        shifts = self._shifts(samples, generator)
        drawn = []
        for coder, units in enumerate(self.units):
            transcript = np.tile(units.slot, samples)
            sample = np.repeat(np.arange(samples), len(units))
            moved = np.tile(units.start, samples) + shifts[sample, transcript, coder]
            moved %= self.lengths[transcript]
            every = units.take(np.tile(np.arange(len(units)), samples))
            drawn.append(self._laid_out(every, moved, sample * self.transcripts + transcript))
        return tuple(drawn)

    def _laid_out(self, units: Units, start: Ints, slot: Ints) -> Units:
        """Each slot in a place of its own, wide enough for units that reach beyond the end."""
        stride = 2 * int(self.lengths.max(initial=0)) + 1
        start = start + slot * stride
        return Units(start, start + (units.end - units.start), units.code, slot)

    def _shifts(self, samples: int, generator: np.random.Generator) -> Ints:
        """How far each coder's units move in each transcript, (S, T, m)."""
        m, count = len(self.units), self.counts().sum(axis=1)
        length = np.zeros(self.transcripts)
        for each in self.units:
            length += np.bincount(each.slot, each.end - each.start, minlength=self.transcripts)
        apart = np.minimum(length / np.maximum(count, 1), self.lengths / (2 * m))
        high = np.broadcast_to(np.maximum(self.lengths, 1)[:, None], (samples, self.transcripts, m))
        shifts = generator.integers(high)
        for _ in range(_REDRAWN):
            close = self._nearest(shifts) < apart
            if not close.any():
                break
            shifts[close] = generator.integers(high[close])
        return shifts

    def _nearest(self, shifts: Ints) -> Array:
        """The smallest distance of two shifts round the end, (S, T)."""
        ordered = np.sort(shifts, axis=-1)
        round_the_end = ordered[..., :1] + self.lengths[:, None]
        apart = np.diff(np.concatenate([ordered, round_the_end], axis=-1), axis=-1)
        return np.asarray(apart.min(axis=-1))
