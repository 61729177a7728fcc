"""Codes exchanged, and figures without a transcript, against the plain way over characters."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.agreement.bootstrap import Aggregate, Bootstrap
from workbench.agreement.comparison import Comparison, NamedSpan
from workbench.agreement.counted import Counted
from workbench.agreement.exchanges import exchanges
from workbench.agreement.influence import without_each
from workbench.agreement.lone import RESTING_ON_USE, without_lone_intervals
from workbench.agreement.report import compare
from workbench.agreement.sided import only_one_gave
from workbench.agreement.spans import Transcript

LENGTH, CODES = 24, ("a", "b", "c")
TEXTS = ("one", "two", "three")


@st.composite
def spans(draw: st.DrawFn, coders: tuple[str, ...]) -> list[NamedSpan]:
    rows = []
    for _ in range(draw(st.integers(0, 14))):
        start = draw(st.integers(0, LENGTH - 1))
        end = draw(st.integers(start + 1, LENGTH))
        where = (draw(st.sampled_from(TEXTS)), draw(st.sampled_from(CODES)))
        rows.append((*where, draw(st.sampled_from(coders)), start, end))
    return rows


def comparison(rows: list[NamedSpan], coders: tuple[str, ...], texts: tuple[str, ...] = TEXTS):  # type: ignore[no-untyped-def]
    return Comparison.of([Transcript(name, LENGTH) for name in texts], coders, CODES, rows)


@pytest.mark.parametrize("coders", [("A", "B"), ("A", "B", "C")])
@settings(deadline=None)
@given(data=st.data())
def test_exchanges_are_those_of_counting_characters(
    coders: tuple[str, ...], data: st.DataObject
) -> None:
    rows = data.draw(spans(coders))
    sets: dict[tuple[str, str, int], set[str]] = {}
    for text, code, coder, start, end in rows:
        for at in range(start, end):
            sets.setdefault((text, coder, at), set()).add(code)
    matrix = np.zeros((3, 3), dtype=int)
    alone = np.zeros((2, 3), dtype=int)
    for text in TEXTS:
        for at in range(LENGTH):
            for a, b in combinations(coders, 2):
                one, two = (sets.get((text, who, at), set()) for who in (a, b))
                for c, first in enumerate(CODES):
                    matrix[c, c] += first in one and first in two
                    alone[0, c] += first in one and not two
                    alone[1, c] += first in two and not one
                    for k, second in enumerate(CODES):
                        matrix[c, k] += (
                            first in one - two and second in two - one and first != second
                        )
    found = exchanges(Counted.of(comparison(rows, coders)))
    assert found.matrix.tolist() == matrix.tolist()
    assert [found.first_alone.tolist(), found.second_alone.tolist()] == alone.tolist()


def test_where_both_give_both_codes_nothing_is_exchanged() -> None:
    rows = [("one", code, who, 0, 9) for code in ("a", "b") for who in ("A", "B")]
    assert exchanges(Counted.of(comparison(rows, ("A", "B")))).matrix.tolist() == [
        [9, 0, 0],
        [0, 9, 0],
        [0, 0, 0],
    ]


@pytest.mark.parametrize("aggregate", list(Aggregate))
@settings(deadline=None)
@given(rows=spans(("A", "B", "C")))
def test_without_a_transcript_is_the_report_on_the_others(
    aggregate: Aggregate, rows: list[NamedSpan]
) -> None:
    coders = ("A", "B", "C")
    names = ("cohen_kappa", "krippendorff_alpha")
    found = without_each(Counted.of(comparison(rows, coders)).sums, names, aggregate)
    for place, left_out in enumerate(TEXTS):
        rest = tuple(name for name in TEXTS if name != left_out)
        report = compare(
            comparison([row for row in rows if row[0] != left_out], coders, rest),
            bootstrap=Bootstrap(0),
            aggregate=aggregate,
        )
        for name in names:
            for k, code in enumerate(CODES):
                expected = report.codes[code].figures[name].value
                value = float(found[name][place, k])
                if expected is None:
                    assert np.isnan(value)
                else:
                    assert value == pytest.approx(expected, abs=1e-12)


def test_a_code_of_one_transcript_has_no_interval_and_others_keep_theirs() -> None:
    rows = [("one", "a", "A", 0, 9), ("one", "a", "B", 0, 8)]
    rows += [(text, "b", who, 3, 9) for text in TEXTS for who in ("A", "B")]
    before = compare(comparison(rows, ("A", "B")))
    after = without_lone_intervals(before)
    assert after.codes["a"].used_in == 1
    assert after.codes["b"].used_in == 3
    assert after.codes["b"] == before.codes["b"]
    assert after.codes["c"] == before.codes["c"]
    for name, figure in after.codes["a"].figures.items():
        was = before.codes["a"].figures[name]
        assert figure.value == was.value
        if name in RESTING_ON_USE and was.value is not None:
            assert (figure.low, figure.high, str(figure.interval)) == (None, None, "one_transcript")
        else:
            assert figure == was
    for pair in after.codes["a"].pairs.values():
        assert pair["cohen_kappa"].low is None
        assert pair["percent_agreement"].low is not None


def test_who_alone_gave_a_code() -> None:
    rows = [("one", "a", "A", 0, 9), ("one", "b", "A", 0, 9), ("two", "b", "B", 0, 8)]
    codes = compare(comparison(rows, ("A", "B"))).codes
    assert [only_one_gave(codes[code]) for code in CODES] == ["only A gave it", "", ""]
