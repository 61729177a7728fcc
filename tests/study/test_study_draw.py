"""The double-coding plan: which transcripts are drawn."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.study.rounds import draw_sample

TWENTY = {f"T{n:02}": 100 * n for n in range(20)}


@given(
    lengths=st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 50), min_size=1),
    percent=st.integers(1, 100),
    seed=st.integers(),
    data=st.data(),
)
def test_a_draw_has_its_size_and_comes_again_with_its_seed(
    lengths: dict[str, int], percent: int, seed: int, data: st.DataObject
) -> None:
    strata = {name: data.draw(st.sampled_from("abc")) for name in lengths}
    drawn = draw_sample(lengths, percent, seed, strata)
    assert drawn == sorted(set(drawn)) and set(drawn) <= set(lengths)
    assert len(drawn) == max(1, -(-len(lengths) * percent // 100))
    again = dict(sorted(lengths.items(), reverse=True))
    assert draw_sample(again, percent, seed, strata) == drawn
    exact = Counter(strata.values())
    for group, count in Counter(strata[name] for name in drawn).items():
        assert abs(count - exact[group] * len(drawn) / len(lengths)) < 1


def test_short_and_long_ones_are_drawn_whatever_the_seed() -> None:
    drawn = [draw_sample(TWENTY, 20, seed) for seed in range(60)]
    assert all([TWENTY[name] // 500 for name in one] == [0, 1, 2, 3] for one in drawn)
    assert {name for one in drawn for name in one} == set(TWENTY)


def test_each_group_gives_its_share() -> None:
    strata = {name: "fire" if n < 15 else "police" for n, name in enumerate(TWENTY)}
    for seed in range(20):
        drawn = draw_sample(TWENTY, 20, seed, strata)
        assert Counter(strata[name] for name in drawn) == {"fire": 3, "police": 1}


def test_a_share_lies_above_nothing_and_up_to_all() -> None:
    assert draw_sample(TWENTY, 100, 1) == sorted(TWENTY)
    for percent in (0, 100.5):
        with pytest.raises(WorkbenchError, match="cannot be drawn"):
            draw_sample(TWENTY, percent, 1)
