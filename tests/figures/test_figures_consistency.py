"""The consistency checker: it finds what cannot hold, and never what was really counted."""

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.figures.consistency import check
from workbench.figures.nouns import GIVEN, PARTICIPANTS, VALID, Reported
from workbench.figures.percent import half_up, shown
from workbench.figures.reported import read_reported
from workbench.shipped import shipped

OPTIONS = "abcd"


@given(st.lists(st.sets(st.sampled_from(OPTIONS)), min_size=1, max_size=40), st.integers(0, 2))
def test_what_was_really_counted_holds(given_answers: list[set[str]], decimals: int) -> None:
    """Figures made from answers of people never contradict each other."""
    asked = len(given_answers)
    answered = [each for each in given_answers if each]
    counts = Counter(option for each in answered for option in each)
    several = sum(len(each) > 1 for each in answered)

    def percent(n: int, base: int) -> str:
        return shown(half_up(n, base, decimals), decimals) if base else ""

    figures = [
        Reported(
            f"option {option}",
            n=counts[option],
            base=counts.total(),
            base_kind=GIVEN,
            percent=percent(counts[option], counts.total()),
            part_of="Q",
            question="Q",
            options=len(OPTIONS),
        )
        for option in OPTIONS
    ]
    figures += [
        Reported(
            "several",
            n=several,
            base=len(answered),
            base_kind=VALID,
            percent=percent(several, len(answered)),
            several=several,
            question="Q",
        ),
        Reported(
            "answered",
            n=len(answered),
            base=asked,
            base_kind=PARTICIPANTS,
            participants=len(answered),
            answers=counts.total(),
            options=len(OPTIONS),
            asked=asked,
            missing=asked - len(answered),
            reasons=(("unsure", asked - len(answered)),),
        ),
    ]
    assert check(figures) == []


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 120))
def test_several_answers_are_impossible_exactly_when_nobody_can_give_them(
    people: int, several: int, answers: int
) -> None:
    """People with several answers may give any number above one."""
    possible = several <= people and (answers >= people + several if several else answers == people)
    found = check([Reported("Q", participants=people, answers=answers, several=several)])
    assert bool(found) is not possible


@given(st.integers(1, 400), st.integers(0, 1100), st.integers(0, 1))
def test_a_percentage_without_its_number_is_impossible_exactly_when_no_number_gives_it(
    base: int, steps: int, decimals: int
) -> None:
    percentage = Fraction(steps, 10**decimals)
    possible = any(half_up(n, base, decimals) == percentage for n in range(base + 1))
    found = check([Reported("f", base=base, percent=shown(percentage, decimals))])
    assert bool(found) is not possible


def test_a_base_of_astronomic_size_takes_no_time() -> None:
    assert check([Reported("f", base=10**17, percent="50 %")]) == []


def test_the_sample_has_the_two_impossible_statements_and_no_other() -> None:
    found = check(read_reported(shipped("corpora", "samples", "reported-figures.csv")))
    assert [finding.figure for finding in found] == ["Q2 ratings", "Q3 several answers"]
    assert "25 x 1 + 1 x 2 makes 27" in found[0].sentence
    assert "16 + 16 = 32 answers; with 31 at most 7 can have several" in found[1].sentence


@pytest.mark.parametrize(
    ("figures", "rule", "says"),
    [
        ([Reported("f", n=8, base=24, percent="33 %")], "", ""),
        ([Reported("f", n=8, base=24, percent="33.4 %")], "percent", "8 / 24 = 33.3 %, not 33.4 %"),
        ([Reported("f", n=1, base=8, percent="12 %")], "percent", "1 / 8 = 13 %"),
        ([Reported("f", base=7, percent="50 %")], "percent", "no whole number of 7"),
        ([Reported("f", base=7, percent="43 %")], "", ""),
        ([Reported("f", percent="43 %")], "base", "without its base"),
        ([Reported("f", n=9, base=8)], "base", "9 > 8"),
        ([Reported("f", n=37, base=26, answers=37)], "", ""),
        ([Reported("f", n=0, base=0, percent="0 %")], "percent", "0 / 0 = – %"),
        (
            [Reported(x, n=2, base=5, part_of="w") for x in "ab"],
            "parts",
            "2 + 2 = 4, not to the base of 5",
        ),
        ([Reported("a", n=2, base=5, part_of="w"), Reported("b", n=3, part_of="w")], "", ""),
        (
            [Reported("a", n=2, base=5, part_of="w"), Reported("b", n=3, base=6, part_of="w")],
            "parts",
            "different bases, 5 and 6",
        ),
        (
            [
                Reported("a", n=5, base=5, part_of="w"),
                Reported("b", n=6, base=6, part_of="w", data_set="panel"),
            ],
            "",
            "",
        ),
        ([Reported("f", participants=10, answers=9)], "answers", "10 x 1 = 10 answers, not 9"),
        ([Reported("f", participants=10, answers=31, options=3)], "answers", "10 x 3 = 30"),
        (
            [Reported("f", participants=10, answers=20, several=4, options=3)],
            "answers",
            "6 x 1 + 4 x 3 = 18",
        ),
        ([Reported("f", base=4, several=5)], "answers", "more than the 4 participants"),
        ([Reported("f", participants=26, answers=37, several=11, each=2)], "", ""),
        (
            [Reported("f", missing=3, reasons=(("unsure", 1), ("depends", 1)))],
            "missing",
            "1 unsure + 1 depends = 2",
        ),
        ([Reported("f", asked=28, participants=26, reasons=(("unsure", 2),))], "", ""),
        ([Reported("f", asked=28, participants=26, missing=1)], "missing", "26 + 1 = 27, not the"),
        (
            [Reported("r", data_set="panel", members=("P1",)), Reported("f", participant="P8")],
            "",
            "",
        ),
        (
            [Reported("r", members=("P1", "P2")), Reported("f", participant="P8")],
            "extract",
            "none of the 2 participants of interviews",
        ),
    ],
)
def test_each_rule_speaks_with_its_arithmetic(
    figures: list[Reported], rule: str, says: str
) -> None:
    found = check(figures)
    assert [finding.rule for finding in found] == ([rule] if rule else [])
    for finding in found:
        assert says in finding.sentence
        assert finding.sentence.endswith(".")


def test_statements_of_one_question_are_put_together_and_not_across_data_sets() -> None:
    told = [
        Reported("b", n=16, base=31, base_kind=GIVEN, question="Q3"),
        Reported("several", n=8, base=24, several=8, question="Q3"),
    ]
    assert [finding.figure for finding in check(told)] == ["several"]
    apart = [told[0], Reported("answered", participants=32, question="Q3")]
    assert [(one.figure, one.rule) for one in check(apart)] == [("answered", "answers")]
    whoever = Reported("none", n=4, base=40, base_kind="participants", question="Q3")
    assert check([told[0], whoever]) == [], "40 were asked; how many answered nobody says"
    elsewhere = [told[0], Reported("several", n=8, base=24, several=8, question="Q3", data_set="p")]
    assert check(elsewhere) == []


@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=5).filter(any),
    st.integers(0, 1),
    st.data(),
)
def test_parts_in_percentages_only_are_accepted_where_their_counts_add_up(
    counts: list[int], decimals: int, data: st.DataObject
) -> None:
    base = sum(counts)
    without = data.draw(st.integers(0, len(counts) - 1))

    def parts(told: list[int]) -> list[Reported]:
        return [
            Reported(
                str(at),
                n=n if at > without else None,
                base=base,
                percent=shown(half_up(n, base, decimals), decimals),
                part_of="all",
            )
            for at, n in enumerate(told)
        ]

    assert check(parts(counts)) == []
    if counts[0] + base // 2 + 1 <= base:
        more = [counts[0] + base // 2 + 1, *counts[1:]]
        # one percentage is whole numbers apart, so that no rounding brings it back
        assert [one.rule for one in check(parts(more)) if one.rule == "parts"] == ["parts"]


def test_ids_are_looked_up_in_their_own_data_set() -> None:
    figures = [Reported("f", participant="P8", data_set="Panel")]
    assert check(figures, {"interviews": ["P8"], "panel": ["P1"]})
    assert not check(figures, {"panel": ["P8"]})
    assert not check(figures, {"interviews": []}), "a data set that nobody listed is not judged"


def read(tmp_path: Path, *lines: str) -> list[Reported]:
    path = tmp_path / "list.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_reported(path)


def test_a_list_is_read_with_ranges_and_reasons(tmp_path: Path) -> None:
    (one,) = read(tmp_path, "Figure,members,reasons,n", 'all,P08..P11; X,"unsure 1; 2 it depends",')
    assert one.members == ("P08", "P09", "P10", "P11", "X")
    assert one.reasons == (("unsure", 1), ("it depends", 2))
    assert one.n is None


@pytest.mark.parametrize(
    ("header", "row", "says"),
    [
        ("figure,n", ",1", "line 2, column figure: the cell is empty"),
        ("figure,n", "a,-1", "cannot be counted"),
        ("figure,n", "a,many", "not a whole number"),
        ("figure,percent", "a,most", "no percentage"),
        ("figure,base_kind", "a,people", "no kind of base"),
        ("figure,counts", "a,heads", "nothing that can be counted"),
        ("figure,variable", "a,sector", "which value of sector"),
        ("figure,reasons", "a,unsure", "not a reason and a count"),
        ("figure,members", "a,P9..P1", "no range of ids"),
        ("figure,n", "a,1\na,2", "stands twice"),
        ("figure,n", "", "no figure stands"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(
    tmp_path: Path, header: str, row: str, says: str
) -> None:
    with pytest.raises(WorkbenchError, match=says):
        read(tmp_path, header, row)


def test_all_bad_rows_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="2 figures cannot be read") as caught:
        read(tmp_path, "figure,n", "a,x", "b,2", "c,y")
    assert [line.split(":")[0] for line in caught.value.details] == [
        "list.csv, line 2, column n",
        "list.csv, line 4, column n",
    ]
