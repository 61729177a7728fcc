"""The slow truth: every character written out, every formula with exact fractions.

Nothing here shares a line with the station: coefficients are built from their definitions, (A - E)
over (1 - E) and observed over expected coincidences, not from the multiplied-out forms.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise, permutations

from hypothesis import strategies as st

from workbench.agreement.comparison import Comparison
from workbench.agreement.spans import Transcript

CODERS = ("A", "B", "C", "D")
CODES = ("w", "x", "y", "z")


@st.composite
def comparisons(draw, *, exclusive=False, max_coders=4, bases=False, min_coders=2):
    """A few short transcripts, coded freely or, ``exclusive``, with at most one code a place."""
    lengths = draw(st.lists(st.integers(1, 25), min_size=1, max_size=3))
    coders = CODERS[: draw(st.integers(min_coders, max_coders))]
    codes = CODES[: draw(st.integers(1, len(CODES)))]
    texts = []
    for number, length in enumerate(lengths):
        base = None
        if bases and draw(st.booleans()):
            base = tuple(ranges(draw, length))
        texts.append(Transcript(f"t{number}", length, base))
    spans = []
    for text in texts:
        for coder in coders:
            if exclusive:
                spans += [
                    (text.name, draw(st.sampled_from(codes)), coder, start, end)
                    for start, end in ranges(draw, text.length)
                ]
                continue
            for _ in range(draw(st.integers(0, 4))):
                start = draw(st.integers(0, text.length - 1))
                end = draw(st.integers(start + 1, text.length))
                spans.append((text.name, draw(st.sampled_from(codes)), coder, start, end))
    return Comparison.of(texts, coders, codes, spans)


def ranges(draw, length):
    """Disjoint ranges, some of them abutting."""
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
    return [pair for pair in pairwise(cuts) if draw(st.booleans())]


def units_of(comparison):
    """{(transcript, coder, code): merged spans clipped to the base}, by walking characters."""
    named = {}
    rows = comparison.spans
    for k in range(len(rows)):
        text = comparison.transcripts[int(rows.transcript[k])]
        key = (text.name, comparison.coders[rows.coder[k]], comparison.codes[rows.code[k]])
        base = text.base if text.base is not None else ((0, text.length),)
        for low, high in base:
            start, end = max(int(rows.start[k]), low), min(int(rows.end[k]), high)
            if start < end:
                named.setdefault(key, []).append((start, end))
    return {key: merge(spans) for key, spans in named.items()}


def merge(spans):
    """Overlapping spans become one, abutting ones stay two."""
    merged = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def positions(comparison):
    """All characters in scope as (transcript, position)."""
    return [
        (text.name, place)
        for text in comparison.transcripts
        for low, high in (text.base if text.base is not None else ((0, text.length),))
        for place in range(low, high)
    ]


def coded_positions(comparison, coder, code):
    """The characters to which a coder gave a code."""
    return {
        (name, place)
        for (name, who, what), spans in units_of(comparison).items()
        if who == coder and what == code
        for start, end in spans
        for place in range(start, end)
    }


def over(agreement, chance):
    return None if chance == 1 else (agreement - chance) / (1 - chance)


def binary(comparison, code):
    """Every coefficient of one code, as fractions, None where undefined."""
    scope = positions(comparison)
    n = len(scope)
    sets = [coded_positions(comparison, coder, code) for coder in comparison.coders]
    return binary_of([[place in one for place in scope] for one in sets], n)


def binary_of(vectors, n):
    """The coefficients of 0/1 vectors, a vector a coder."""
    if not n:
        return None
    m = len(vectors)
    pair_list = list(combinations(vectors, 2))
    agree = [Fraction(sum(a == b for a, b in zip(*pair, strict=True)), n) for pair in pair_list]
    share = [Fraction(sum(vector), n) for vector in vectors]
    mean = sum(share) / m
    chance = [p * q + (1 - p) * (1 - q) for p, q in combinations(share, 2)]
    observed = sum(agree) / len(agree)
    kappas = [over(a, e) for a, e in zip(agree, chance, strict=True)]
    defined = [kappa for kappa in kappas if kappa is not None]
    both = sum(2 * sum(a and b for a, b in zip(*pair, strict=True)) for pair in pair_list)
    neither = sum(
        2 * sum(not a and not b for a, b in zip(*pair, strict=True)) for pair in pair_list
    )
    either = sum(sum(a) + sum(b) for a, b in pair_list)
    empty = sum(2 * n - sum(a) - sum(b) for a, b in pair_list)
    ones = sum(map(sum, vectors))
    zeros = m * n - ones
    return {
        "percent_agreement": observed,
        "expected_agreement": sum(chance) / len(chance),
        "positive_agreement": Fraction(both, either) if either else None,
        "negative_agreement": Fraction(neither, empty) if empty else None,
        "character_f1": Fraction(both, either) if either else None,
        "cohen_kappa": sum(defined) / len(defined) if defined else None,
        "scott_pi": over(observed, mean**2 + (1 - mean) ** 2),
        "fleiss_kappa": over(observed, mean**2 + (1 - mean) ** 2),
        "conger_kappa": over(observed, sum(chance) / len(chance)),
        "brennan_prediger": over(observed, Fraction(1, 2)),
        "gwet_ac1": over(observed, 2 * mean * (1 - mean)),
        "krippendorff_alpha": (
            1 - (1 - observed) / Fraction(2 * ones * zeros, m * n * (m * n - 1))
            if ones and zeros
            else None
        ),
    }


def partition(comparison, coder, codes):
    """[(transcript, value, positions)] of a coder: units with their code, gaps with None."""
    scope = positions(comparison)
    pieces, taken = [], set()
    for (name, who, what), spans in units_of(comparison).items():
        if who == coder and what in codes:
            for start, end in spans:
                piece = frozenset((name, place) for place in range(start, end))
                pieces.append((what, piece))
                taken |= piece
    # a gap counts with its plain length, so that one piece for all gaps does
    pieces.append((None, frozenset(scope) - taken))
    return pieces


def unitizing(comparison, codes):
    """u, |u, cu and (k)u alpha of exclusive codes, straight from the coincidence matrices."""
    m, length = len(comparison.coders), len(positions(comparison))
    parts = [partition(comparison, coder, codes) for coder in comparison.coders]
    values = [None, *codes]
    length_of = {(c, k): Fraction(0) for c in values for k in values}
    for one, two in permutations(parts, 2):
        for c, g in one:
            for k, h in two:
                length_of[c, k] += Fraction(len(g & h), m - 1)
    weight = dict.fromkeys(values, 0)
    for part in parts:
        for c, g in part:
            weight[c] += len(g) if c is None else len(g) ** 2
    total = m * length
    margin = {c: sum(length_of[c, k] for k in values) for c in values}
    out = {"u_alpha": None, "u_alpha_binary": None, "cu_alpha": None, "ku": {}}
    if total:
        below = total - Fraction(sum(weight.values()), total)
        if below:
            e = {
                (c, k): (margin[c] * margin[k] - (weight[c] if c == k else 0)) / below
                for c in values
                for k in values
            }
            expected = total - sum(e[c, c] for c in values)
            if expected:
                out["u_alpha"] = 1 - (total - sum(length_of[c, c] for c in values)) / expected
            between = sum(e[None, k] for k in codes)
            if between:
                out["u_alpha_binary"] = 1 - sum(length_of[None, k] for k in codes) / between
    out.update(_coding(parts, length_of, margin, codes, m))
    return out


def _coding(parts, length_of, margin, codes, m):
    """cu and (k)u alpha."""
    star = {c: sum(length_of[c, k] for k in codes) for c in codes}
    w = dict.fromkeys(codes, Fraction(0))
    for i, part in enumerate(parts):
        for c, g in part:
            if c is None:
                continue
            met = sum(len(g & h) for j, other in enumerate(parts) if j != i for k, h in other if k)
            w[c] += Fraction(met, m - 1) ** 2
    total = sum(star.values())
    if not total:
        return {"cu_alpha": None, "ku": dict.fromkeys(codes)}
    below = total - sum(w.values()) / total
    ku, cu = dict.fromkeys(codes), None
    if below:
        e = {
            (c, k): (star[c] * star[k] - (w[c] if c == k else 0)) / below
            for c in codes
            for k in codes
        }
        expected = total - sum(e[c, c] for c in codes)
        if expected:
            cu = 1 - (total - sum(length_of[c, c] for c in codes)) / expected
        for k in codes:
            e_margin = sum(e[k, c] for c in codes)
            if star[k] and e_margin - e[k, k]:
                ku[k] = 1 - e_margin / star[k] * (star[k] - length_of[k, k]) / (e_margin - e[k, k])
    return {"cu_alpha": cu, "ku": ku}


def set_distance(kind, one, two):
    if one == two:
        return Fraction(0)
    if kind == "nominal":
        return Fraction(1)
    jaccard = Fraction(len(one & two), len(one | two))
    if kind == "jaccard":
        return 1 - jaccard
    if one <= two or two <= one:
        return 1 - jaccard * Fraction(2, 3)
    return 1 - jaccard * Fraction(1, 3)


def alpha_over(units, distance):
    """Krippendorff's alpha of units, each a list of the values it was given."""
    units = [values for values in units if len(values) >= 2]
    pooled = [value for values in units for value in values]
    n = len(pooled)
    observed = sum(
        (
            Fraction(sum(distance(a, b) for a, b in permutations(values, 2)), len(values) - 1)
            for values in units
        ),
        Fraction(0),
    )
    expected = sum((distance(a, b) for a, b in permutations(pooled, 2)), Fraction(0))
    return None if not expected else 1 - observed * (n - 1) / expected


def alpha_of_sets(comparison, kind):
    """Alpha with a set distance, character by character."""
    coded = {
        (coder, code): coded_positions(comparison, coder, code)
        for coder in comparison.coders
        for code in comparison.codes
    }
    units = [
        [
            frozenset(code for code in comparison.codes if place in coded[coder, code])
            for coder in comparison.coders
        ]
        for place in positions(comparison)
    ]
    return alpha_over(units, lambda a, b: set_distance(kind, a, b))
