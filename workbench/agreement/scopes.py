"""The results of all codes in one scope: in one transcript, or in all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from workbench.agreement import binary
from workbench.agreement.bootstrap import Estimates, Scope
from workbench.agreement.figures import Array, Figure, Reason, optional
from workbench.agreement.results import Cells, CodeResult, Pair
from workbench.agreement.sweep import Sums, pairs

# Where these are 0/0 there was nothing to count; elsewhere nothing varied.
_COUNTING = frozenset(
    {
        "percent_agreement",
        "expected_agreement",
        "positive_agreement",
        "negative_agreement",
        "character_f1",
        "brennan_prediger",
        "gwet_ac1",
    }
)
# These come out as 1 where nothing varied, which is to be said beside them.
_FLAGGED = frozenset({"brennan_prediger", "gwet_ac1"})
# A coefficient that goes by two names is computed once, under the last of them.
ONCE = {function: name for name, function in binary.COEFFICIENTS.items()}
"""The functions of the coefficients in the order of the arrays, each with a name of its own."""
COLUMN = {name: [*ONCE].index(each) for name, each in binary.COEFFICIENTS.items()}
"""In which column of the arrays each named coefficient stands."""
OF_PAIRS = {name: column for column, name in enumerate(binary.PAIR_COEFFICIENTS)}
"""The same of the coefficients of a pair, among those of that pair."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names that results are given by."""

    transcripts: tuple[str, ...]
    coders: tuple[str, ...]

    @property
    def pairs(self) -> list[Pair]:
        """Pairs of coders, in the order of every array."""
        return [(self.coders[a], self.coders[b]) for a, b in pairs(len(self.coders))]


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """(k)u-alpha of K codes, which needs to know of other codes than its own.

    ``reasons`` say why it is NaN, by transcript (None: all of them) and code; ``coverage``
    (1 + T, K) is that of all transcripts, then of each, NaN where the code is unused.
    """

    ku_alpha: Estimates
    reasons: Mapping[tuple[int | None, int], Reason]
    coverage: Array

    def figures(self, transcript: int | None) -> list[Figure]:
        """Those of all codes, in one transcript or (None) in all."""
        covered = self.coverage[0 if transcript is None else transcript + 1].tolist()
        # the reason of a figure that is there is not looked at
        reasons = [
            self.reasons.get((transcript, code), Reason.NO_UNITS) for code in range(len(covered))
        ]
        found = self.ku_alpha.scope(transcript).figures(reasons)
        return [
            figure._replace(coverage=optional(share))
            for figure, share in zip(found, covered, strict=True)
        ]


def scope_results(
    at: tuple[Sums, int], estimates: Scope, names: Names, ku_alpha: list[Figure]
) -> list[CodeResult]:
    """Results of all codes in one scope: the sums ``at`` a sample, and their figures."""
    sums, sample = at
    units = int(sums.units[sample, 0])
    coded, shared = sums.coded[sample].tolist(), sums.shared[sample].tolist()
    uniform = [sum(each) in (0, len(each) * units) for each in coded]
    notes = [
        Reason.NO_VARIATION if nothing_varied and name in _FLAGGED else None
        for nothing_varied in uniform
        for name in ONCE.values()
    ]
    whole = estimates.columns(0, len(ONCE)).figures(_reasons(ONCE.values(), units), notes)
    of_pairs = estimates.columns(len(ONCE), None).figures(_reasons(OF_PAIRS, units))
    figures = _by_name(COLUMN, len(ONCE), whole)
    for found, figure in zip(figures, ku_alpha, strict=False):
        found["ku_alpha"] = figure
    pair_figures = iter(_by_name(OF_PAIRS, len(OF_PAIRS), of_pairs))
    pairs, two = names.pairs, len(names.coders) == 2
    return [
        CodeResult(
            figures[k],
            prevalence_of(coded[k], units, names),
            _cells(coded[k], shared[k], units) if two else None,
            dict(zip(pairs, pair_figures, strict=False)),
            int(any(coded[k])),
            {},
        )
        for k in range(len(coded))
    ]


def prevalence_of(coded: Sequence[float], units: int, names: Names) -> dict[str, float | None]:
    """The share of the units that each coder gave a code, None where there are none."""
    return {
        name: each / units if units else None
        for name, each in zip(names.coders, coded, strict=True)
    }


def _by_name(
    columns: Mapping[str, int], width: int, figures: list[Figure]
) -> list[dict[str, Figure]]:
    """The figures of one code (or pair) after the other, in dictionaries by name."""
    pick = itemgetter(*columns.values())
    return [
        dict(zip(columns, pick(figures[first : first + width]), strict=True))
        for first in range(0, len(figures), width)
    ]


def _reasons(names: Iterable[str], units: int) -> list[Reason]:
    return [
        Reason.NO_UNITS if not units or name in _COUNTING else Reason.NO_VARIATION for name in names
    ]


def _cells(coded: Sequence[float], shared: Sequence[float], units: int) -> Cells:
    first, second, both = int(coded[0]), int(coded[1]), int(shared[0])
    return Cells(both, first - both, second - both, units - first - second + both)
