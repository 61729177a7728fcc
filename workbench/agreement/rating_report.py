"""From a table of ratings to its figures: ``rate`` for one value a unit, ``rate_sets`` for sets.

    >>> table = RatingTable(("Ana", "Ben"), (("yes", "yes"), ("no", "yes"), ("no", "no")))
    >>> report = rate(table, "nominal")
    >>> report.categories, round(report.figures["cohen_kappa"].value, 3)
    (('no', 'yes'), 0.4)

Rows are single units of which nothing says how they were sampled, so there are no intervals.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbench.agreement import against_rest
from workbench.agreement import ratings as coefficients
from workbench.agreement.alpha import LEVELS, alpha, alpha_at
from workbench.agreement.errors import RatingError
from workbench.agreement.figures import Array, Figure, Ints, Reason
from workbench.agreement.ratings import MISSING, Ratings, over_pairs
from workbench.agreement.sets import DISTANCES, distances
from workbench.agreement.sweep import pairs

MOST_CATEGORIES = 1000
"""With more categories than this, values are measurements, and none is set against the rest."""
LARGEST = 1e150
"""Of numbers: the square of the difference of two has to be a number still."""

Cell = str | None
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RatingTable:
    """Values by unit and coder, None where a coder gave none."""

    coders: tuple[str, ...]
    units: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class RatingReport:
    """Figures by name; those of each pair of coders; of each category against the rest, or at
    level ``set`` of each code; and at that level alpha by set distance. ``compared`` of the
    ``units`` have two ratings or more: all that agreement is about."""

    level: str
    units: int
    compared: int
    coders: tuple[str, ...]
    categories: tuple[str, ...]
    figures: Mapping[str, Figure]
    pairs: Mapping[Pair, Mapping[str, Figure]]
    one_vs_rest: Mapping[str, Mapping[str, Figure]]
    sets: Mapping[str, Figure]

    def as_json(self) -> dict[str, Any]:
        """The report as the command prints it."""
        shown: dict[str, Any] = {
            "level": self.level,
            "units": self.units,
            "coders": list(self.coders),
            "categories": list(self.categories),
            **_json(self.figures),
            "pairs": {",".join(pair): _json(each) for pair, each in self.pairs.items()},
        }
        by_category = {name: _json(each) for name, each in self.one_vs_rest.items()}
        if self.level == "set":
            return {**shown, "krippendorff_alpha_sets": _json(self.sets), "codes": by_category}
        if len(self.one_vs_rest) < len(self.categories):
            shown["one_vs_rest_left_out"] = len(self.categories)
        return {**shown, "one_vs_rest": by_category}


def rate(
    table: RatingTable,
    level: str,
    categories: Sequence[str] | None = None,
    weights: str | None = None,
) -> RatingReport:
    """All coefficients of one value a unit.

    ``level`` is nominal, ordinal, interval or ratio and concerns alpha; ``categories`` are those
    offered, in their order (None: those used, by number, else by alphabet); ``weights`` linear or
    quadratic adds Cohen's weighted kappa. Cohen and Scott are means over pairs of coders.

    Raises RatingError for a value that was not offered, or that is no number where one is needed.
    """
    if level not in LEVELS:
        raise RatingError(f"“{level}” is no level; there are {', '.join(LEVELS)}, and set")
    offered = tuple(categories) if categories is not None else _used(table)
    ratings = Ratings(_places(table, offered), len(offered))
    scale = _numbers(offered) if level in ("interval", "ratio") else np.arange(1.0 * len(offered))
    why = _incomparable(ratings)
    of_pairs: dict[str, Callable[[Ratings], float]] = {
        "percent_agreement": coefficients.percent_agreement,
        "cohen_kappa": coefficients.cohen_kappa,
        "scott_pi": coefficients.scott_pi,
    }
    if weights is not None:
        of_pairs["cohen_kappa_weighted"] = coefficients.weighted_kappa(weights)
    of_all = alpha_at(ratings.values, level, scale)
    means = {
        name: _mean(ratings, each, why)
        for name, each in of_pairs.items()
        if name != "percent_agreement"
    }
    figures = {
        "percent_agreement": _figure(coefficients.percent_agreement(ratings), why),
        "cohen_kappa": means["cohen_kappa"],
        "scott_pi": means["scott_pi"],
        "fleiss_kappa": _figure(coefficients.fleiss_kappa(ratings), why),
        "conger_kappa": _figure(coefficients.conger_kappa(ratings), why),
        "brennan_prediger": _flagged(coefficients.brennan_prediger(ratings), ratings, why),
        "gwet_ac1": _flagged(coefficients.gwet_ac1(ratings), ratings, why),
        "krippendorff_alpha": _figure(of_all, why),
        **{name: each for name, each in means.items() if name == "cohen_kappa_weighted"},
    }
    return RatingReport(
        level,
        len(table.units),
        ratings.pairable,
        table.coders,
        offered,
        figures,
        _pairs(table.coders, ratings, of_pairs),
        _against_rest(offered, ratings, why) if len(offered) <= MOST_CATEGORIES else {},
        {},
    )


def rate_sets(
    table: RatingTable, codes: Sequence[str] | None = None, weights: str | None = None
) -> RatingReport:
    """Alpha with three set distances, and the coefficients of each code, coded or not.

    Values are sets written as codes between semicolons, ``-`` for the empty set. ``codes`` are
    those offered, in their order (None: those used, by number, else by alphabet). ``weights`` adds
    Cohen's weighted kappa: sets stand in the order of their codes, as words stand in a dictionary,
    which says little about how far two of them are apart.

    >>> table = RatingTable(("Ana", "Ben"), (("a;b", "a"), ("-", "-"), ("b", None)))
    >>> report = rate_sets(table)
    >>> {name: round(each.value, 3) for name, each in report.sets.items()}
    {'nominal': 0.4, 'jaccard': 0.667, 'masi': 0.571}
    """
    sets = [[None if cell is None else parse_set(cell) for cell in row] for row in table.units]
    used = {code for row in sets for each in row if each is not None for code in each}
    offered = tuple(codes) if codes is not None else _sorted(used)
    strange = sorted(used - set(offered))
    if strange:
        raise RatingError(f"“{strange[0]}” is none of the codes offered")
    rank = {code: number for number, code in enumerate(offered)}
    distinct = sorted(
        {each for row in sets for each in row if each is not None},
        key=lambda each: sorted(rank[code] for code in each),
    )
    place = {each: number for number, each in enumerate(distinct)}
    values = np.array(
        [[MISSING if each is None else place[each] for each in row] for row in sets],
        dtype=np.int64,
    ).reshape(-1, len(table.coders))
    ratings = Ratings(values, len(distinct))
    why = _incomparable(ratings)
    masks = _masks(distinct, offered)
    of_sets = [alpha(values, each) for each in distances(masks[:, None], masks[None])]
    member = np.array([[code in each for each in distinct] for code in offered], dtype=np.int64)
    by_code = {}
    for code, row in zip(offered, member.reshape(len(offered), len(distinct)), strict=True):
        coded = np.append(row, MISSING)[values]  # -1 picks the last, the missing value
        by_code[code] = _coded_or_not(Ratings(coded, 2), why)
    of_pairs: dict[str, Callable[[Ratings], float]] = {
        "percent_agreement": coefficients.percent_agreement
    }
    figures = {"percent_agreement": _figure(coefficients.percent_agreement(ratings), why)}
    if weights is not None:
        weighted = coefficients.weighted_kappa(weights)
        of_pairs["cohen_kappa_weighted"] = weighted
        figures["cohen_kappa_weighted"] = _mean(ratings, weighted, why)
    return RatingReport(
        "set",
        len(table.units),
        ratings.pairable,
        table.coders,
        offered,
        figures,
        _pairs(table.coders, ratings, of_pairs),
        by_code,
        {name: _figure(each, why) for name, each in zip(DISTANCES, of_sets, strict=True)},
    )


def parse_set(cell: str) -> frozenset[str]:
    """The codes of a cell; RatingError for one that names none and is not ``-``."""
    if cell.strip() == "-":
        return frozenset()
    codes = frozenset(part.strip() for part in cell.split(";") if part.strip())
    if not codes:
        raise RatingError(f"“{cell}” names no code; write - for the empty set")
    if "-" in codes:
        raise RatingError(f"“{cell}” has - beside codes, and - is the empty set")
    return codes


def _used(table: RatingTable) -> tuple[str, ...]:
    return _sorted({cell for row in table.units for cell in row if cell is not None})


def _sorted(values: set[str]) -> tuple[str, ...]:
    """By number where all are numbers, else by alphabet."""
    try:
        return tuple(sorted(values, key=lambda value: (number(value), value)))
    except RatingError:
        return tuple(sorted(values))


def ordered_by_alphabet(categories: Sequence[str]) -> bool:
    """Whether these are words, which have no order but that of the alphabet unless it is given."""
    try:
        _numbers(categories)
    except RatingError:
        return True
    return False


def number(value: str) -> float:
    """A value as a finite number; RatingError for any other."""
    try:
        parsed = float(value)
    except ValueError:
        parsed = math.nan
    if math.isnan(parsed):
        raise RatingError(f"“{value}” is not a number{_with_a_point(value)}")
    if abs(parsed) > LARGEST:
        raise RatingError(f"“{value}” is too large a number, or none; at most {LARGEST:g} counts")
    return parsed


def _with_a_point(value: str) -> str:
    """How a number with a decimal comma is to be written; empty for anything else."""
    point = value.replace(",", ".")
    try:
        float(point)
    except ValueError:
        return ""
    return f": write {point}, with a decimal point" if value.count(",") == 1 else ""


def _numbers(categories: Sequence[str]) -> Array:
    return np.array([number(value) for value in categories], dtype=np.float64)


def _places(table: RatingTable, categories: Sequence[str]) -> Ints:
    place = {name: number for number, name in enumerate(categories)}
    try:
        rows = [[MISSING if cell is None else place[cell] for cell in row] for row in table.units]
    except KeyError as error:
        raise RatingError(f"“{error.args[0]}” is none of the categories offered") from None
    return np.array(rows, dtype=np.int64).reshape(-1, len(table.coders))


def _masks(sets: Sequence[frozenset[str]], codes: Sequence[str]) -> np.ndarray[Any, Any]:
    words = max((len(codes) + 63) // 64, 1)
    masks = np.zeros((len(sets), words), dtype=np.uint64)
    bit = {code: divmod(number, 64) for number, code in enumerate(codes)}
    for row, each in zip(masks, sets, strict=True):
        for code in each:
            word, shift = bit[code]
            row[word] |= np.uint64(1) << np.uint64(shift)
    return masks


def _incomparable(ratings: Ratings) -> Reason | None:
    if ratings.coders < 2:
        return Reason.SINGLE_CODER
    return None if ratings.pairable else Reason.NO_UNITS


def _figure(value: float, why: Reason | None, note: Reason | None = None) -> Figure:
    if why is not None or math.isnan(value):
        return Figure.none(why or Reason.NO_VARIATION)
    return Figure(value, interval=Reason.ONE_TRANSCRIPT, note=note)


def _flagged(value: float, ratings: Ratings, why: Reason | None) -> Figure:
    return _figure(value, why, None if ratings.varies() else Reason.NO_VARIATION)


def _mean(ratings: Ratings, coefficient: Callable[[Ratings], float], why: Reason | None) -> Figure:
    """The mean over the pairs in which the coefficient is defined."""
    return _mean_of(over_pairs(ratings, coefficient) if why is None else [], why)


def _mean_of(each: Sequence[float], why: Reason | None) -> Figure:
    defined = [value for value in each if not math.isnan(value)]
    mean = math.fsum(defined) / len(defined) if defined else math.nan
    skipped = 0 if why else len(each) - len(defined)
    return _figure(mean, why)._replace(skipped=skipped)


def _pairs(
    coders: Sequence[str], ratings: Ratings, functions: Mapping[str, Callable[[Ratings], float]]
) -> dict[Pair, dict[str, Figure]]:
    shown = {}
    for a, b in pairs(len(coders)):
        both = ratings.pair(a, b)
        why = _incomparable(both)
        shown[coders[a], coders[b]] = {
            name: _figure(math.nan if why else function(both), why)
            for name, function in functions.items()
        }
    return shown


def _against_rest(
    names: Sequence[str], ratings: Ratings, why: Reason | None
) -> dict[str, dict[str, Figure]]:
    """The coefficients of each category against the rest."""
    cohen, scott = against_rest.cohen_and_scott(ratings)
    fleiss, nominal = against_rest.fleiss_and_alpha(ratings)
    columns = zip(names, cohen.T, scott.T, fleiss.tolist(), nominal.tolist(), strict=True)
    return {
        name: {
            "cohen_kappa": _mean_of(one.tolist(), why),
            "scott_pi": _mean_of(two.tolist(), why),
            "fleiss_kappa": _figure(three, why),
            "krippendorff_alpha": _figure(four, why),
        }
        for name, one, two, three, four in columns
    }


def _coded_or_not(ratings: Ratings, why: Reason | None) -> dict[str, Figure]:
    """The coefficients of one code, in a table of 0 and 1."""
    return _against_rest(["", "coded"], ratings, why)["coded"]


def _json(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {name: figure.as_json() for name, figure in figures.items()}
