"""Second opinions: scikit-learn and krippendorff on characters and on random ratings."""

import agreement_oracle as oracle
import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score

from workbench.agreement.alpha import LEVELS, alpha, alpha_at, paired
from workbench.agreement.ratings import MISSING, Ratings, cohen_kappa, weighted_kappa
from workbench.agreement.report import Bootstrap, compare


def vectors(comparison, code):
    scope = oracle.positions(comparison)
    sets = [oracle.coded_positions(comparison, coder, code) for coder in comparison.coders]
    return [[int(place in each) for place in scope] for each in sets]


@settings(max_examples=60, deadline=None)
@given(oracle.comparisons(max_coders=2))
def test_kappa_on_characters_is_scikit_learns(comparison):
    report = compare(comparison, bootstrap=Bootstrap(0))
    for code in comparison.codes:
        one, two = vectors(comparison, code)
        figures = report.codes[code].figures
        if len({*one, *two}) == 1:
            assert figures["cohen_kappa"].undefined == "no_variation"
            continue
        expected = cohen_kappa_score(one, two)
        assert figures["cohen_kappa"].value == pytest.approx(expected, abs=1e-9)
        assert figures["character_f1"].value == pytest.approx(f1_score(one, two), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(oracle.comparisons())
def test_alpha_on_characters_is_krippendorffs(comparison):
    report = compare(comparison, bootstrap=Bootstrap(0))
    for code in comparison.codes:
        data = np.array(vectors(comparison, code))
        figure = report.codes[code].figures["krippendorff_alpha"]
        if len(np.unique(data)) == 1:
            assert figure.undefined == "no_variation"
            continue
        expected = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
        assert figure.value == pytest.approx(expected, abs=1e-9)


tables = st.integers(2, 4).flatmap(
    lambda m: st.lists(
        st.lists(st.integers(-1, 4), min_size=m, max_size=m), min_size=2, max_size=12
    )
)


@pytest.mark.parametrize("level", list(LEVELS))
@settings(max_examples=60, deadline=None)
@given(table=tables)
def test_alpha_of_ratings_with_missing_values(level, table):
    values = np.array(table)
    scale = np.array([1.0, 2.0, 4.0, 7.0, 11.0])
    count = paired(values, 5)
    mine = alpha_at(values, level, scale)
    place, apart, _ = LEVELS[level]
    at = place(scale, count)
    assert alpha(values, apart(at[:, None], at)) == pytest.approx(mine, abs=1e-12, nan_ok=True)
    if np.count_nonzero(count) < 2:
        assert np.isnan(mine)
        return
    data = np.where(values == MISSING, np.nan, scale[values]).T
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
    assert mine == pytest.approx(expected, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_cohen_plain_and_weighted_is_scikit_learns(table):
    values = np.array(table)
    ratings = Ratings(values, 4)
    one, two = values.T
    if not ratings.varies():
        assert np.isnan(cohen_kappa(ratings))
        return
    assert cohen_kappa(ratings) == pytest.approx(cohen_kappa_score(one, two), abs=1e-9)
    for kind in ("linear", "quadratic"):
        expected = cohen_kappa_score(one, two, labels=range(4), weights=kind)
        assert weighted_kappa(kind)(ratings) == pytest.approx(expected, abs=1e-9)
