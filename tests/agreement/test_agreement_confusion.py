"""The matrix of confused codes, counted character by character."""

from itertools import permutations

import agreement_oracle as oracle
from hypothesis import given, settings

from workbench.agreement.confusion import confusion


@settings(max_examples=80, deadline=None)
@given(oracle.comparisons(bases=True))
def test_each_entry_counts_characters(comparison):
    coded = {
        (coder, code): oracle.coded_positions(comparison, coder, code)
        for coder in comparison.coders
        for code in comparison.codes
    }
    expected = [
        [
            sum(len(coded[a, c] & coded[b, k]) for a, b in permutations(comparison.coders, 2))
            for k in comparison.codes
        ]
        for c in comparison.codes
    ]
    assert confusion(comparison).tolist() == expected
