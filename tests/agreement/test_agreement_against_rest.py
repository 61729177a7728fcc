"""Every category against the rest, all at once: as each would come out in a table of its own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from workbench.agreement import ratings as one_by_one
from workbench.agreement.against_rest import cohen_and_scott, fleiss_and_alpha
from workbench.agreement.alpha import alpha
from workbench.agreement.ratings import MISSING, Ratings

tables = st.integers(2, 4).flatmap(
    lambda m: st.lists(
        st.lists(st.integers(-1, 3), min_size=m, max_size=m), min_size=1, max_size=12
    )
)


@settings(max_examples=100, deadline=None)
@given(tables)
def test_as_in_a_table_of_its_own(table):
    values = np.array(table)
    cohen, scott = cohen_and_scott(Ratings(values, 4))
    fleiss, nominal = fleiss_and_alpha(Ratings(values, 4))
    for category in range(4):
        binary = Ratings(np.where(values == MISSING, MISSING, values == category), 2)
        for mine, theirs in (
            (cohen[:, category], one_by_one.over_pairs(binary, one_by_one.cohen_kappa)),
            (scott[:, category], one_by_one.over_pairs(binary, one_by_one.scott_pi)),
            (fleiss[category], one_by_one.fleiss_kappa(binary)),
            (nominal[category], alpha(binary.values, 1.0 - np.eye(2))),
        ):
            assert mine == pytest.approx(theirs, abs=1e-12, nan_ok=True)


def test_kappa_of_many_categories_is_scikit_learns():
    values = np.random.default_rng(4).integers(0, 12, size=(300, 2))
    cohen, _ = cohen_and_scott(Ratings(values, 12))
    for category in range(12):
        one, two = (values == category).T
        assert cohen[0, category] == pytest.approx(cohen_kappa_score(one, two), abs=1e-12)
