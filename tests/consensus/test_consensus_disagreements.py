"""Typing of disagreements: each kind by example, and laws over any readings."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.consensus.disagreements import (
    CodeFacts,
    Comparison,
    Disagreement,
    Reading,
    compare,
    unite,
)

A, B, C = 0, 1, 2
CODES = {
    "people": CodeFacts(0),
    "trust": CodeFacts(1, ancestors=frozenset({"people"})),
    "fear": CodeFacts(2),
    "none": CodeFacts(3, exclusive=True),
    "by ana": CodeFacts(4, maker="ana"),
    "ana's other": CodeFacts(5, maker="ana"),
    "by ben": CodeFacts(6, maker="ben"),
}


def found(*readings: tuple[int, str, int, int], coders: int = 2) -> Comparison:
    return compare((Reading(*reading) for reading in readings), coders, CODES)


def only(comparison: Comparison) -> Disagreement:
    (item,) = comparison.items
    return item


def kinds(comparison: Comparison) -> list[str]:
    return [item.kind for item in comparison.items]


def test_the_same_code_on_the_same_span_is_agreement() -> None:
    both = found((A, "trust", 3, 9), (B, "trust", 3, 9))
    assert [(a.code, a.start, a.end) for a in both.agreed] == [("trust", 3, 9)]
    assert both.items == ()


def test_united_spans_are_compared_and_memos_kept() -> None:
    readings = [
        Reading(A, "trust", 0, 6, "one"),
        Reading(A, "trust", 4, 9, "two"),
        Reading(B, "trust", 0, 9, "two"),
    ]
    both = compare(readings, 2, CODES)
    assert [(a.start, a.end, a.memo) for a in both.agreed] == [(0, 9, "one\ntwo")]


def test_other_boundaries_with_their_overlap() -> None:
    item = only(found((A, "trust", 0, 10), (B, "trust", 5, 20)))
    assert (item.kind, item.start, item.end, item.overlap) == ("D2", 0, 20, 0.25)


def test_one_long_against_several_short() -> None:
    item = only(found((A, "trust", 0, 20), (B, "trust", 0, 5), (B, "trust", 10, 15)))
    assert (item.kind, item.overlap, len(item.readings)) == ("D6", 0.5, 3)


def test_abutting_spans_stay_two_units() -> None:
    item = only(found((A, "trust", 0, 10), (B, "trust", 0, 5), (B, "trust", 5, 10)))
    assert (item.kind, item.overlap) == ("D6", 1.0)


def test_several_against_several_in_one_chain_is_about_boundaries() -> None:
    item = only(
        found((A, "trust", 0, 6), (A, "trust", 8, 14), (B, "trust", 4, 10), (B, "trust", 12, 20))
    )
    assert item.kind == "D2"
    assert item.overlap == pytest.approx((2 + 2 + 2) / 20)


def test_touching_spans_of_two_coders_do_not_overlap() -> None:
    assert kinds(found((A, "trust", 0, 5), (B, "trust", 5, 10))) == ["D3", "D4"]


def test_same_place_other_code() -> None:
    item = only(found((A, "trust", 0, 10), (B, "fear", 0, 10)))
    assert (item.kind, item.overlap, item.related) == ("D1", 1.0, False)


def test_half_is_enough_and_less_is_not() -> None:
    assert kinds(found((A, "trust", 0, 10), (B, "fear", 0, 5))) == ["D1"]
    assert sorted(kinds(found((A, "trust", 0, 11), (B, "fear", 0, 5)))) == ["D3", "D4"]


def test_parent_against_child_is_marked() -> None:
    assert only(found((A, "people", 0, 10), (B, "trust", 0, 9))).related
    assert only(found((A, "trust", 0, 10), (B, "people", 0, 9))).related


def test_an_exclusive_code_is_d7_before_anything_else() -> None:
    assert only(found((A, "none", 0, 10), (B, "trust", 0, 10))).kind == "D7"
    assert only(found((A, "by ana", 0, 10), (B, "none", 0, 10))).kind == "D7"


def test_names_differ_only_between_inductive_codes_of_different_makers() -> None:
    assert only(found((A, "by ana", 0, 10), (B, "by ben", 0, 10))).kind == "D5"
    assert only(found((A, "by ana", 0, 10), (B, "ana's other", 0, 10))).kind == "D1"
    assert only(found((A, "by ana", 0, 10), (B, "fear", 0, 10))).kind == "D1"


def test_the_best_pair_comes_first_and_each_coding_once() -> None:
    both = found((A, "trust", 0, 10), (B, "fear", 0, 6), (B, "by ben", 0, 9))
    pair = next(item for item in both.items if item.kind == "D1")
    assert {r.code for r in pair.readings} == {"trust", "by ben"}
    assert kinds(both) == ["D4", "D1"]


def test_ties_go_by_codebook_order() -> None:
    both = found((A, "by ana", 0, 10), (B, "fear", 0, 10), (B, "trust", 0, 10))
    pair = next(item for item in both.items if item.kind == "D1")
    assert {r.code for r in pair.readings} == {"by ana", "trust"}


def test_what_overlaps_with_the_same_code_is_not_paired_again() -> None:
    both = found((A, "trust", 0, 10), (B, "trust", 0, 9), (B, "fear", 0, 10))
    assert sorted(kinds(both)) == ["D2", "D4"]


def test_codings_of_one_coder_are_never_a_pair() -> None:
    assert sorted(kinds(found((A, "trust", 0, 10), (A, "fear", 0, 10)))) == ["D3", "D3"]


def test_only_one_coder_coded_it() -> None:
    assert only(found((A, "trust", 0, 10))).kind == "D3"
    item = only(found((B, "trust", 0, 10)))
    assert (item.kind, item.overlap) == ("D4", 0.0)


def test_one_coder_alone_agrees_with_everybody() -> None:
    alone = found((A, "trust", 0, 10), (A, "fear", 2, 5), coders=1)
    assert len(alone.agreed) == 2
    assert alone.items == ()


def test_three_coders_must_all_code_alike() -> None:
    everybody = [(coder, "trust", 0, 10) for coder in (A, B, C)]
    assert found(*everybody, coders=3).items == ()
    some = only(found(*everybody[:2], coders=3))
    assert some.kind == "D3"
    assert [r.coder for r in some.readings] == [A, B]


def test_three_coders_what_is_left_is_always_some_but_not_all() -> None:
    assert only(found((C, "trust", 0, 10), coders=3)).kind == "D3"
    assert only(found((B, "trust", 0, 10), coders=3)).kind == "D3"


def test_two_of_three_stand_together_against_the_third() -> None:
    item = only(found((A, "trust", 0, 10), (B, "trust", 0, 10), (C, "fear", 0, 9), coders=3))
    assert item.kind == "D1"
    assert [(r.coder, r.code) for r in item.readings] == [(A, "trust"), (B, "trust"), (C, "fear")]


def test_three_boundaries_share_what_all_three_coded() -> None:
    item = only(found((A, "trust", 0, 10), (B, "trust", 0, 10), (C, "trust", 5, 20), coders=3))
    assert (item.kind, item.overlap) == ("D2", 0.25)


readings = st.lists(
    st.builds(
        lambda coder, code, start, length: Reading(coder, code, start, start + length),
        st.integers(0, 2),
        st.sampled_from(sorted(CODES)),
        st.integers(0, 30),
        st.integers(1, 12),
    ),
    max_size=24,
)


def of_two(drawn: list[Reading]) -> list[Reading]:
    return [reading for reading in drawn if reading.coder < 2]


@given(readings, st.sampled_from([2, 3]))
def test_every_united_coding_is_agreed_or_in_exactly_one_item(
    drawn: list[Reading], coders: int
) -> None:
    drawn = drawn if coders == 3 else of_two(drawn)
    both = compare(drawn, coders, CODES)
    placed = [r for item in both.items for r in item.readings]
    placed += [
        Reading(coder, agreed.code, agreed.start, agreed.end)
        for agreed in both.agreed
        for coder in range(coders)
    ]
    assert Counter(placed) == Counter(unite(drawn))


@given(readings, st.randoms(use_true_random=False))
def test_the_order_of_the_codings_does_not_matter(drawn: list[Reading], random: Random) -> None:
    shuffled = list(drawn)
    random.shuffle(shuffled)
    assert compare(shuffled, 3, CODES) == compare(drawn, 3, CODES)


@given(readings)
def test_swapping_the_coders_swaps_d3_and_d4_and_nothing_else(drawn: list[Reading]) -> None:
    drawn = of_two(drawn)
    swapped = [Reading(1 - r.coder, r.code, r.start, r.end) for r in drawn]
    other = {"D3": "D4", "D4": "D3"}

    def shape(comparison: Comparison, turn: bool) -> Counter[object]:
        return Counter(
            (
                other.get(item.kind, item.kind) if turn else item.kind,
                item.start,
                item.end,
                item.overlap,
                item.related,
                frozenset(
                    (1 - r.coder if turn else r.coder, r.code, r.start, r.end)
                    for r in item.readings
                ),
            )
            for item in comparison.items
        )

    one, two = compare(drawn, 2, CODES), compare(swapped, 2, CODES)
    assert one.agreed == two.agreed
    assert shape(one, turn=False) == shape(two, turn=True)


@given(readings, st.sampled_from([2, 3]))
def test_what_an_item_says_of_itself_holds(drawn: list[Reading], coders: int) -> None:
    drawn = drawn if coders == 3 else of_two(drawn)
    for item in compare(drawn, coders, CODES).items:
        codes = {r.code for r in item.readings}
        whose = {r.coder for r in item.readings}
        assert (item.start, item.end) == (
            min(r.start for r in item.readings),
            max(r.end for r in item.readings),
        )
        assert 0 <= item.overlap <= 1
        if item.kind in ("D2", "D6"):
            assert len(codes) == 1 and len(whose) > 1
        elif item.kind in ("D1", "D5", "D7"):
            assert len(codes) == 2 and len(whose) > 1
            assert item.overlap >= 0.5
        else:
            assert len(codes) == 1 and len(whose) < coders
            assert item.overlap == 0


@given(readings)
def test_no_two_left_alone_could_have_been_a_pair(drawn: list[Reading]) -> None:
    """Step 3 leaves nothing over: of any fitting pair at least one coding has a better place."""
    alone = [i.readings[0] for i in compare(of_two(drawn), 2, CODES).items if i.kind in "D3 D4"]
    for one in alone:
        for other in alone:
            if one.coder == other.coder or one.code == other.code:
                continue
            common = min(one.end, other.end) - max(one.start, other.start)
            either = max(one.end, other.end) - min(one.start, other.start)
            assert 2 * common < either
