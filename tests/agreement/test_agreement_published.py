"""Figures that others have printed."""

import pytest

from workbench.agreement.rating_report import RatingTable, rate
from workbench.agreement.report import Bootstrap, Comparison, compare
from workbench.agreement.spans import Transcript

# Krippendorff (2019), Content Analysis, figure 12.11: three observers, a continuum of 60
BOOK = {
    "Alex": [(1, 0, 7), (2, 7, 13), (5, 30, 32), (6, 32, 37), (6, 37, 44), (7, 44, 60)],
    "Paul": [(1, 0, 7), (3, 7, 13), (5, 13, 21), (6, 32, 44)],
    "Suzan": [(1, 0, 7), (4, 7, 13), (5, 13, 21), (6, 32, 37), (6, 37, 41), (6, 41, 44)],
}


@pytest.fixture(scope="module")
def book():
    spans = [
        ("book", str(code), coder, start, end)
        for coder, units in BOOK.items()
        for code, start, end in units
    ]
    codes = [str(code) for code in range(1, 8)]
    return compare(
        Comparison.of([Transcript("book", 60)], list(BOOK), codes, spans), bootstrap=Bootstrap(0)
    )


def test_the_unitizing_family_of_the_2019_book(book):
    assert book.figures["u_alpha"].value == pytest.approx(0.510, abs=5e-4)
    assert book.figures["cu_alpha"].value == pytest.approx(0.724, abs=5e-4)
    assert book.figures["cu_alpha"].value == pytest.approx(0.7242, abs=5e-5)
    relevant = book.segmentation.figures["u_alpha_binary"]
    assert relevant.value == pytest.approx(0.4136, abs=5e-5)
    by_value = [book.codes[str(code)].figures["ku_alpha"] for code in range(1, 8)]
    assert [round(each.value, 9) for each in by_value[:6]] == [1, 0, 0, 0, 1, 1]
    assert by_value[6].value is None and by_value[6].undefined == "no_intersection"
    assert by_value[6].coverage == 0


# Krippendorff (2011), section C; the same table with other coefficients in Gwet (2014)
FOUR_RATERS = """1 1 * 1
2 2 3 2
3 3 3 3
3 3 3 3
2 2 2 2
1 2 3 4
4 4 4 4
1 1 2 1
2 2 2 2
* 5 5 5
* * 1 1
* * 3 *"""


def table_of(text, coders):
    rows = [
        tuple(None if cell == "*" else cell for cell in line.split()) for line in text.splitlines()
    ]
    return RatingTable(tuple(coders), tuple(rows))


@pytest.mark.parametrize(
    ("level", "value"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_krippendorff_2011(level, value):
    report = rate(table_of(FOUR_RATERS, "ABCD"), level)
    assert report.figures["krippendorff_alpha"].value == pytest.approx(value, abs=5e-4)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("percent_agreement", 0.81818),
        ("gwet_ac1", 0.77544),
        ("fleiss_kappa", 0.76117),
        ("conger_kappa", 0.76282),
        ("brennan_prediger", 0.77273),
        ("krippendorff_alpha", 0.74342),
    ],
)
def test_gwet_four_raters_with_missing_ratings(name, value):
    report = rate(table_of(FOUR_RATERS, "ABCD"), "nominal")
    assert report.figures[name].value == pytest.approx(value, abs=5e-6)


def test_cohen_1960_table_1():
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    rows = [("abc"[a], "abc"[b]) for a in range(3) for b in range(3) for _ in range(table[a][b])]
    report = rate(RatingTable(("A", "B"), tuple(rows)), "nominal")
    assert report.figures["percent_agreement"].value == pytest.approx(0.70)
    assert report.figures["cohen_kappa"].value == pytest.approx(0.492, abs=5e-4)


def test_fleiss_1971_table_1():
    """Thirty patients, five categories, six psychiatrists: kappa 0.430."""
    counts = """0 0 0 6 0|0 3 0 0 3|0 1 4 0 1|0 0 0 0 6|0 3 0 3 0|2 0 4 0 0|0 0 4 0 2|2 0 3 1 0
2 0 0 4 0|0 0 0 0 6|1 0 0 5 0|1 1 0 4 0|0 3 3 0 0|1 0 0 5 0|0 2 0 3 1|0 0 5 0 1|3 0 0 1 2
5 1 0 0 0|0 2 0 4 0|1 0 2 0 3|0 0 0 0 6|0 1 0 5 0|0 2 0 1 3|2 0 0 4 0|1 0 0 4 1|0 5 0 1 0
4 0 0 0 2|0 2 0 4 0|1 0 5 0 0|0 0 0 0 6""".replace("\n", "|")
    rows = []
    for line in counts.split("|"):
        numbers = [int(cell) for cell in line.split()]
        rows.append(tuple(str(k) for k, count in enumerate(numbers) for _ in range(count)))
    assert {len(row) for row in rows} == {6} and len(rows) == 30
    report = rate(RatingTable(tuple("ABCDEF"), tuple(rows)), "nominal")
    assert report.figures["fleiss_kappa"].value == pytest.approx(0.430, abs=5e-4)


def test_krippendorff_2011_binary_data():
    """Section A: ten articles, two observers, 0/1: alpha 0.095."""
    one, two = "0100000010", "1110010000"
    report = rate(RatingTable(("Meg", "Owen"), tuple(zip(one, two, strict=True))), "nominal")
    assert report.figures["krippendorff_alpha"].value == pytest.approx(0.095, abs=5e-4)
