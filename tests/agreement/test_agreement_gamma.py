"""Gamma: the disorders of pygamma-agreement, a brute-force oracle, and the laws of the figure."""

import csv
import json
import random
import sys
from dataclasses import replace
from functools import cache
from itertools import combinations, product
from pathlib import Path

import agreement_oracle as oracle
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.agreement import alignment, gamma_nway
from workbench.agreement import gamma as gamma_module
from workbench.agreement.alignment import Units, align, disorder
from workbench.agreement.bootstrap import Aggregate, Bootstrap
from workbench.agreement.comparison import Comparison
from workbench.agreement.continua import Continua
from workbench.agreement.errors import AgreementError, MissingExtra, TooMany
from workbench.agreement.gamma import gamma
from workbench.agreement.gamma_nway import align_all
from workbench.agreement.spans import Transcript, prepare

DATA = Path(__file__).parent / "data"
CASES = json.loads((DATA / "gamma_disorders.json").read_text(encoding="utf-8"))
POINT = Bootstrap(0)


def units_of(rows):
    """Units of one continuum from (start, end, code number)."""
    start, end, code = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Units(start, end, code, np.zeros(len(start), dtype=np.int64))


def compared(coders, length=None):
    """A comparison of {coder: [(start, end, code)]} in one transcript."""
    spans = [("t", code, who, s, e) for who, rows in coders.items() for s, e, code in rows]
    codes = sorted({span[1] for span in spans})
    length = length or max(span[4] for span in spans)
    return Comparison.of([Transcript("t", length)], list(coders), codes, spans)


# ── against pygamma-agreement ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_observed_disorder_is_pygammas(case):
    codes = sorted({code for rows in case["coders"].values() for _, _, code in rows})
    coders = [
        units_of([(start, end, codes.index(code)) for start, end, code in rows])
        for rows in case["coders"].values()
    ]
    per_coder = sum(map(len, coders)) / len(coders)
    found = align_all(coders, 1)
    assert found.sums[0] / per_coder == pytest.approx(case["disorder"], abs=2e-5)
    if len(coders) == 2:
        best = align(*coders)
        by_assignment = disorder(*coders, best, 1)[0] / per_coder
        assert by_assignment == pytest.approx(case["disorder"], abs=2e-5)


def test_two_coders_with_a_thousand_units_each():
    coders = {}
    with (DATA / "gamma_2by1000.csv").open(newline="") as rows:
        for who, code, start, end in csv.reader(rows):
            coders.setdefault(who, []).append((int(start), int(end), code))
    (found,) = gamma(compared(coders)).pairs.values()
    assert found.observed_disorder == pytest.approx(0.8844253, abs=1e-7)
    assert found.alignments == 1085
    # its random continua are others, so that gamma agrees as far as both know it
    assert found.gamma.value == pytest.approx(0.410, abs=0.03)
    assert found.samples >= 30


# ── against every alignment there is ─────────────────────────────────────────────────────────────


def dissimilarity(u, v):
    """d as the paper writes it, None for no unit."""
    if u is None or v is None:
        return 1.0
    apart = abs(u[0] - v[0]) + abs(u[1] - v[1])
    return 3 * (apart / (u[1] - u[0] + v[1] - v[0])) ** 2 + (u[2] != v[2])


def least_disorder(coders):
    """The cost of the cheapest alignment, by trying all."""
    count = len(coders) * (len(coders) - 1) / 2

    def cost(chosen):
        return sum(dissimilarity(u, v) for u, v in combinations(chosen, 2)) / count

    @cache
    def rest(left):
        if not any(left):
            return 0.0
        first = next(k for k, rows in enumerate(left) if rows)
        choices = [[left[first][0]] if k == first else [None, *left[k]] for k in range(len(left))]
        return min(
            cost(chosen)
            + rest(
                tuple(
                    tuple(unit for unit in rows if unit != taken)
                    for rows, taken in zip(left, chosen, strict=True)
                )
            )
            for chosen in product(*choices)
        )

    return rest(tuple(tuple(rows) for rows in coders))


@st.composite
def continua(draw, coders, most):
    """Units of each coder, all different."""
    units = st.tuples(st.integers(0, 20), st.integers(1, 8), st.integers(0, 2))
    return [
        [
            (start, start + length, code)
            for start, length, code in draw(st.lists(units, max_size=most, unique=True))
        ]
        for _ in range(coders)
    ]


@settings(max_examples=150, deadline=None)
@given(continua(coders=2, most=5))
def test_two_coders_are_aligned_as_cheaply_as_can_be(rows):
    one, two = map(units_of, rows)
    best = align(one, two)
    assert len(set(best.first.tolist())) == len(set(best.second.tolist())) == len(best)
    assert disorder(one, two, best, 1)[0] == pytest.approx(least_disorder(rows), abs=1e-9)


@pytest.mark.parametrize(("coders", "most"), [(3, 3), (4, 2)])
def test_more_coders_are_aligned_as_cheaply_as_can_be(coders, most):
    @settings(max_examples=60, deadline=None)
    @given(continua(coders=coders, most=most))
    def law(rows):
        if any(rows):
            found = align_all([units_of(each) for each in rows], 1)
            assert found.sums[0] == pytest.approx(least_disorder(rows), abs=1e-9)

    law()


@settings(max_examples=60, deadline=None)
@given(continua(coders=2, most=12))
def test_the_solver_for_large_groups_finds_the_same(rows):
    one, two = map(units_of, rows)
    usual = disorder(one, two, align(one, two), 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "_DENSE", 0)
        assert disorder(one, two, align(one, two), 1) == pytest.approx(usual, abs=1e-9)


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────


def figures(report, renamed=None):
    """The figures that have nothing to do with names, the codes' by their old names."""
    old = {new: name for name, new in (renamed or {}).items()}
    return {
        "gamma": report.gamma.value,
        "cat": report.gamma_cat.value,
        "low": report.gamma.low,
        **{old.get(code, code): each.value for code, each in report.gamma_k.items()},
    }


def coded_at_random(seed, coders=2, transcripts=3):
    """Units that nobody draws twice, so that the best alignment is the only one."""
    source = random.Random(seed)
    texts = [Transcript(f"t{k}", 40_000 + 1000 * k) for k in range(transcripts)]
    spans = []
    for text in texts:
        for who in "ABCD"[:coders]:
            for _ in range(source.randint(1, 12)):
                start = source.randrange(text.length - 9000)
                end = start + source.randint(500, 9000)
                spans.append((text.name, source.choice("xyz"), who, start, end))
    return texts, spans


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("coders", [2, 3])
def test_order_and_names_change_nothing(seed, coders):
    texts, spans = coded_at_random(seed, coders)
    names = "ABCD"[:coders]
    expected = figures(gamma(Comparison.of(texts, names, "xyz", spans)))
    assert expected["gamma"] is not None
    backwards = Comparison.of(texts, names[::-1], "xyz", spans[::-1])
    assert figures(gamma(backwards)) == pytest.approx(expected, abs=1e-9)
    renamed = dict(zip("xyz", ("three", "one", "two"), strict=True))
    others = [(t, renamed[code], who, s, e) for t, code, who, s, e in spans]
    as_one = Comparison.of(texts, names, ["one", "two", "three"], others)
    assert figures(gamma(as_one), renamed) == pytest.approx(expected, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(oracle.comparisons(), st.sampled_from(list(Aggregate)))
def test_the_same_coding_twice_is_one(comparison, aggregate):
    mine = comparison.spans.take(comparison.spans.coder == 0)
    two = replace(mine, coder=np.ones_like(mine.coder))
    both = replace(
        comparison,
        coders=("A", "B"),
        spans=type(mine)(
            *(
                np.concatenate([getattr(mine, name), getattr(two, name)])
                for name in ("transcript", "code", "coder", "start", "end")
            )
        ),
    )
    found = gamma(both, bootstrap=POINT, aggregate=aggregate)
    (pair,) = found.pairs.values()
    if not len(mine):
        assert found.gamma.undefined == found.gamma_cat.undefined == "no_units"
        return
    assert pair.observed_disorder == 0
    # in a text of one character, or of one whole unit, no shift is another continuum
    assert found.gamma.value in (1, None)
    assert found.gamma.value == 1 or found.gamma.undefined == "no_variation"


@settings(max_examples=25, deadline=None)
@given(oracle.comparisons())
def test_every_figure_has_a_value_or_a_reason(comparison):
    shown = json.dumps(gamma(comparison, bootstrap=Bootstrap(20)).as_json(), allow_nan=False)

    def walk(node):
        if isinstance(node, dict):
            if "undefined" in node:
                assert (node["value"] is None) == (node["undefined"] is not None)
            for each in node.values():
                walk(each)

    walk(json.loads(shown))


def test_splitting_a_unit_into_overlapping_parts_changes_nothing():
    whole = {"A": [(10, 60, "x"), (70, 80, "y")], "B": [(12, 55, "x")]}
    parts = {**whole, "A": [(10, 40, "x"), (30, 60, "x"), (70, 80, "y")]}
    assert gamma(compared(parts, 100)) == gamma(compared(whole, 100))


def test_what_is_not_in_the_base_is_cut_out_of_the_axis():
    inside = Comparison.of(
        [Transcript("t", 100)],
        "AB",
        "xy",
        [("t", "x", "A", 10, 30), ("t", "y", "A", 60, 75), ("t", "x", "B", 12, 30)],
    )
    # a question of 25 characters stands before position 40, another at the end
    around = Comparison.of(
        [Transcript("t", 145, base=((0, 40), (65, 125)))],
        "AB",
        "xy",
        [("t", "x", "A", 10, 30), ("t", "y", "A", 85, 100), ("t", "x", "B", 12, 30)],
    )
    assert gamma(around) == gamma(inside)


def test_random_continua_keep_what_each_did_but_not_where():
    texts, spans = coded_at_random(3)
    prepared = prepare(Comparison.of(texts, "AB", "xyz", spans).spans, texts, 3, 2)
    real = Continua.of(prepared, texts)
    drawn = real.random(5, np.random.default_rng(1))
    for units, moved in zip(real.units, drawn, strict=True):
        assert len(moved) == 5 * len(units)
        for sample in range(5):
            for text in range(3):
                before = units.take(units.slot == text)
                after = moved.take(moved.slot == sample * 3 + text)
                assert sorted((before.end - before.start).tolist()) == sorted(
                    (after.end - after.start).tolist()
                )
                length = texts[text].length
                origin = np.subtract.outer(after.start, before.start) % length
                stride = 2 * texts[-1].length + 1
                shifts = (origin - (sample * 3 + text) * stride) % length
                # one shift takes each unit to its place
                assert len(set(np.diagonal(shifts).tolist())) == 1


# ── the figures themselves ───────────────────────────────────────────────────────────────────────


def test_one_coder_coded_nothing():
    found = gamma(
        Comparison.of([Transcript("t", 50)], "AB", "x", [("t", "x", "A", 1, 9)]), bootstrap=POINT
    )
    assert found.gamma.value == 0
    assert found.gamma_cat.undefined == found.gamma_k["x"].undefined == "no_intersection"


def test_gamma_cat_is_the_weighted_disagreement_of_aligned_units():
    """Three aligned pairs of one place each, one of them under two codes."""
    rows = {
        "A": [(0, 10, "x"), (40, 50, "y"), (80, 90, "x")],
        "B": [(0, 10, "x"), (40, 50, "y"), (80, 90, "y")],
    }
    found = gamma(compared(rows, 120))
    (pair,) = found.pairs.values()
    # (0 + 0 + 1) over the mean of the units of a coder
    assert pair.observed_disorder == pytest.approx(1 / 3)
    one, two = (units_of([(s, e, "xy".index(c)) for s, e, c in each]) for each in rows.values())
    zeros = np.zeros(3, dtype=np.int64)
    sums = gamma_module._categories(one, two, align(one, two), zeros, 1, 2)[0]
    # all pairs; those with an x; those with a y
    assert sums.tolist() == [[1, 1, 1], [3, 2, 2]]


def test_three_coders_are_the_mean_of_pairs_and_say_so():
    texts, spans = coded_at_random(5, coders=3)
    found = gamma(Comparison.of(texts, "ABC", "xyz", spans))
    assert found.method == "mean of pairs" and list(found.pairs) == [
        ("A", "B"),
        ("A", "C"),
        ("B", "C"),
    ]
    alone = []
    for pair in found.pairs:
        own = [span for span in spans if span[2] in pair]
        report = gamma(Comparison.of(texts, pair, "xyz", own))
        assert report.method == "exact"
        assert report.pairs[pair] == found.pairs[pair]
        alone.append(report.gamma.value)
    assert found.gamma.value == pytest.approx(np.mean(alone))
    shown = found.as_json()
    assert shown["method"] == "mean of pairs" and set(shown["pairs"]) == {"A,B", "A,C", "B,C"}
    assert shown["n_way"]["gamma"]["value"] == found.n_way.gamma.value


def test_all_coders_at_once_only_as_long_as_it_is_small(monkeypatch):
    texts, spans = coded_at_random(5, coders=3)
    monkeypatch.setattr(gamma_nway, "LARGEST", 5)
    found = gamma(Comparison.of(texts, "ABC", "xyz", spans))
    assert found.n_way is None and found.gamma.value is not None
    assert "more than 5 possible alignments" in found.as_json()["n_way_missing"]


def test_a_pair_without_units_is_left_out_of_the_mean_and_counted():
    spans = [("t", "x", "A", 10, 30), ("t", "y", "A", 60, 75)]
    found = gamma(Comparison.of([Transcript("t", 100)], "ABC", "xy", spans), bootstrap=POINT)
    assert found.pairs["B", "C"].gamma.undefined == "no_units"
    assert (found.gamma.value, found.gamma.skipped) == (0, 1)


@pytest.mark.parametrize(
    ("texts", "coders", "reason"),
    [
        ([Transcript("t", 9)], "A", "single_coder"),
        ([], "AB", "no_common_transcripts"),
        ([Transcript("t", 9)], "AB", "no_units"),
        ([Transcript("t", 9)], "ABC", "no_units"),
    ],
)
def test_what_cannot_be_compared(texts, coders, reason):
    found = gamma(Comparison.of(texts, coders, "x", []))
    assert found.gamma.undefined == found.gamma_cat.undefined == reason
    assert found.gamma_k["x"].undefined == reason
    assert all(pair.gamma.undefined == reason for pair in found.pairs.values())
    json.dumps(found.as_json(), allow_nan=False)


def test_the_interval_is_over_transcripts_and_comes_back_with_the_seed():
    texts, spans = coded_at_random(2, transcripts=6)
    comparison = Comparison.of(texts, "AB", "xyz", spans)
    found = gamma(comparison, bootstrap=Bootstrap(200, seed=3))
    assert found.gamma.low < found.gamma.value < found.gamma.high
    assert gamma(comparison, bootstrap=Bootstrap(200, seed=3)) == found
    assert gamma(comparison, bootstrap=Bootstrap(200, seed=4)) != found
    rough = gamma(comparison, precision=0.2)
    assert rough.as_json()["samples"] == 30 <= found.as_json()["samples"]


@pytest.mark.parametrize("precision", [0, 1, -0.1])
def test_a_precision_of_nonsense_is_refused(precision):
    with pytest.raises(AgreementError, match="between 0 and 1"):
        gamma(compared({"A": [(0, 1, "x")], "B": []}), precision=precision)


def test_what_would_take_hours_is_refused(monkeypatch):
    many = Comparison.of(
        [Transcript("t", 10_000)],
        [f"coder {k}" for k in range(200)],
        "x",
        [("t", "x", f"coder {k}", 10 * n, 10 * n + 5) for k in range(200) for n in range(50)],
    )
    with pytest.raises(TooMany, match="compare fewer coders"):
        gamma(many)
    monkeypatch.setattr(alignment, "MOST_OVERLAPS", 3)
    with pytest.raises(TooMany, match="4 overlaps"):
        gamma(compared({"A": [(0, 9, "x"), (0, 9, "y")], "B": [(0, 9, "x"), (0, 9, "y")]}))


def test_without_scipy_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.sparse", None)
    with pytest.raises(MissingExtra, match=r"pip install 'thematic-workbench\[gamma\]'"):
        gamma(compared({"A": [(0, 9, "x")], "B": [(0, 9, "x")]}))
