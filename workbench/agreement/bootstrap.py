"""Aggregation over transcripts, and intervals by resampling transcripts.

Transcripts are what was sampled, so transcripts are resampled: characters of one text are not
independent, and errors that treat them so come out far too narrow. A sample is a row of weights,
how often each transcript was drawn; since all sums add over transcripts, a thousand samples are one
matrix product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle
from typing import Any

import numpy as np

from workbench.agreement.errors import AgreementError
from workbench.agreement.figures import Array, Figure, Ints, Reason, ratio

_BATCH = 200  # replicates computed at once
Values = Callable[[Array], Array]  # weights (S, T) -> figures (S, ...)


class Aggregate(StrEnum):
    """How transcripts become one figure: sums first, or the mean of their figures."""

    POOLED = "pooled"
    MEAN = "mean"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """``replicates`` samples of transcripts drawn with ``seed``; none for point estimates alone."""

    replicates: int = 1000
    seed: int = 1

    def __post_init__(self) -> None:
        if self.replicates < 0 or self.seed < 0:
            raise AgreementError("replicates and seed of the bootstrap are whole numbers from 0")

    def weights(self, transcripts: int) -> Array:
        """How often each transcript is drawn in each replicate, (B, T); rows sum to T."""
        if transcripts < 2 or not self.replicates:
            return np.empty((0, transcripts))
        drawn = np.random.default_rng(self.seed).integers(
            transcripts, size=(self.replicates, transcripts)
        )
        row = np.arange(self.replicates)[:, None] * transcripts
        counts = np.bincount((row + drawn).ravel(), minlength=self.replicates * transcripts)
        return counts.reshape(self.replicates, transcripts).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Estimates:
    """Figures of any shape: ``value``, ``low``, ``high`` (...), ``each`` transcript's (T, ...).

    NaN is undefined. ``skipped`` (...) counts the transcripts that a mean left out.
    """

    value: Array
    low: Array
    high: Array
    each: Array
    skipped: Ints

    def scope(self, transcript: int | None) -> Scope:
        """The figures of one transcript, or of all together (None)."""
        if transcript is None:
            alone = Reason.ONE_TRANSCRIPT if len(self.each) == 1 else None
            return Scope(self.value, self.low, self.high, self.skipped, alone)
        value = self.each[transcript]
        nothing = np.full(value.shape, np.nan)
        none_skipped = np.zeros(value.shape, dtype=np.int64)
        return Scope(value, nothing, nothing, none_skipped, Reason.ONE_TRANSCRIPT)


@dataclass(frozen=True, slots=True)
class Scope:
    """Figures of one transcript or of all together; ``alone`` says why there is no interval."""

    value: Array
    low: Array
    high: Array
    skipped: Ints
    alone: Reason | None

    def figures(
        self, reasons: Iterable[Reason], notes: Iterable[Reason | None] | None = None
    ) -> list[Figure]:
        """The figures in the order of the flattened arrays.

        ``reasons`` and ``notes`` go with them; each is repeated when it comes to its end.
        """
        made, alone = tuple.__new__, self.alone  # a report has tens of thousands of figures
        return [
            (
                (nothing._replace(skipped=skipped) if skipped else nothing)
                if value != value  # NaN
                else made(
                    Figure,
                    (
                        value,
                        None,
                        None if low != low else low,
                        None if high != high else high,
                        alone,
                        note,
                        skipped,
                        None,
                    ),
                )
            )
            for value, low, high, skipped, nothing, note in zip(
                self.value.ravel().tolist(),
                self.low.ravel().tolist(),
                self.high.ravel().tolist(),
                self.skipped.ravel().tolist(),
                cycle(map(Figure.none, reasons)),
                cycle(notes or [None]),
                strict=False,
            )
        ]

    def columns(self, low: int, high: int | None) -> Scope:
        """The figures of these places of the last axis."""
        return self._cut(np.s_[..., low:high])

    def row(self, place: int) -> Scope:
        """The figures of this place of the first axis, which stays with this one place."""
        return self._cut(np.s_[place : place + 1])

    def _cut(self, of: Any) -> Scope:
        return Scope(self.value[of], self.low[of], self.high[of], self.skipped[of], self.alone)


@dataclass(frozen=True, slots=True)
class Frame:
    """How the transcripts of a comparison are put together.

    ``lengths`` (T,) in units weigh transcripts for ``Aggregate.LENGTH``; ``replicates`` (B, T) are
    the bootstrap's samples, none for figures without intervals.
    """

    aggregate: Aggregate
    lengths: Ints
    replicates: Array

    @property
    def transcripts(self) -> int:
        """T."""
        return len(self.lengths)

    def estimate(self, values: Values) -> Estimates:
        """The figures of all transcripts together with their interval, and of each one alone."""
        each = values(np.eye(self.transcripts))
        together = values
        if self.aggregate is not Aggregate.POOLED:
            share = self.lengths if self.aggregate is Aggregate.LENGTH else 1

            def together(weights: Array) -> Array:
                return _mean(each, weights * share)

        value = together(np.ones((1, self.transcripts)))[0]
        skipped = np.zeros(value.shape, dtype=np.int64)
        if self.aggregate is not Aggregate.POOLED:
            skipped = np.isnan(each).sum(axis=0)
        low = high = np.full(value.shape, np.nan)
        if len(self.replicates):
            low, high = _points(self._resampled(together))
        return Estimates(value, low, high, each, skipped)

    def _resampled(self, values: Values) -> Array:
        """The figures of every replicate, (..., B): each figure's side by side in memory.

        In batches: what is made on the way then stays in memory that is in use already, and
        asking the system for more would take longer than all the arithmetic.
        """
        samples = np.empty(0)
        for first in range(0, len(self.replicates), _BATCH):
            some = values(self.replicates[first : first + _BATCH])
            if not first:
                samples = np.empty((*some.shape[1:], len(self.replicates)))
            samples[..., first : first + len(some)] = np.moveaxis(some, 0, -1)
        return samples


def interval(samples: Array) -> tuple[Array, Array]:
    """The 2.5 % and 97.5 % points over the first axis, (B, ...) to two (...), NaN left out.

    Linear between neighbouring values, as ``numpy.quantile`` has it by default.

    >>> low, high = interval(np.array([[0.0], [1.0], [2.0], [np.nan], [3.0], [4.0]]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.1], [3.9])
    """
    return _points(np.moveaxis(samples, 0, -1).copy(order="C"))


def _points(samples: Array) -> tuple[Array, Array]:
    """The same over the last axis, (..., B) to two (...); ``samples`` are sorted where they lie."""
    count = samples.shape[-1]
    flat = samples.reshape(-1, count)
    flat.sort(axis=1)  # NaN last
    # nothing of a row is NaN where its last is not
    defined = np.full(len(flat), count)
    some = np.flatnonzero(np.isnan(flat[:, -1]))
    defined[some] -= np.isnan(flat[some]).sum(axis=1)
    row = np.arange(len(flat))
    points = []
    for share in (0.025, 0.975):
        place = share * np.maximum(defined - 1, 0)
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, np.maximum(defined - 1, 0))
        left, right = flat[row, below], flat[row, above]
        points.append((left + (place - below) * (right - left)).reshape(samples.shape[:-1]))
    return points[0], points[1]


def _mean(each: Array, weights: Array) -> Array:
    """Weighted means (S, ...) of figures (T, ...) over the transcripts where they are defined."""
    flat = each.reshape(len(each), -1)
    defined = ~np.isnan(flat)
    total = weights @ np.where(defined, flat, 0.0)
    return ratio(total, weights @ defined.astype(np.float64)).reshape(len(weights), *each.shape[1:])
