"""What is undefined, and why: never NaN, never a silent 0 or 1."""

import json

import agreement_oracle as oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.agreement.document import json_parts, json_text
from workbench.agreement.errors import AgreementError, SpanError
from workbench.agreement.figures import Figure
from workbench.agreement.report import Bootstrap, Comparison, as_json, compare
from workbench.agreement.results import document
from workbench.agreement.spans import Transcript

CHANCE_CORRECTED = [
    "cohen_kappa",
    "scott_pi",
    "fleiss_kappa",
    "conger_kappa",
    "krippendorff_alpha",
    "u_alpha_binary",
]


def report(spans, *, length=100, coders="AB", codes=None, transcripts=None, **options):
    transcripts = transcripts or [Transcript("t", length)]
    codes = codes if codes is not None else sorted({span[1] for span in spans})
    named = [(span if len(span) == 5 else ("t", *span)) for span in spans]
    return compare(
        Comparison.of(
            transcripts, list(coders), codes, [(t, c, who, s, e) for t, c, who, s, e in named]
        ),
        **options,
    )


def one_code(*spans, **options):
    return report([("t", "x", *span) for span in spans], codes=["x"], **options)


@pytest.mark.parametrize("spans", [(), (("A", 0, 100), ("B", 0, 100))])
@pytest.mark.parametrize("coders", ["AB"])
def test_nothing_varies(spans, coders):
    result = one_code(*spans, coders=coders)
    figures = result.codes["x"].figures
    for name in CHANCE_CORRECTED:
        assert figures[name].value is None and figures[name].undefined == "no_variation"
    for name in ("gwet_ac1", "brennan_prediger"):
        assert figures[name].value == 1 and figures[name].note == "no_variation"
        assert figures[name].as_json()["note"] == "no_variation"
    assert figures["percent_agreement"].value == 1
    assert result.figures["u_alpha"].undefined == "no_variation"
    assert {each.undefined for each in result.sets.values()} == {"no_variation"}


def test_a_code_that_nobody_used_has_no_positive_agreement():
    figures = one_code().codes["x"].figures
    for name in ("positive_agreement", "character_f1"):
        assert figures[name].value is None and figures[name].undefined == "no_units"
    assert figures["negative_agreement"].value == 1
    assert figures["ku_alpha"].undefined == "no_units"


def test_one_coder_coded_nothing():
    result = one_code(("A", 10, 30))
    figures = result.codes["x"].figures
    assert figures["cohen_kappa"].value == 0
    assert figures["krippendorff_alpha"].value < 0
    assert figures["character_f1"].value == 0
    assert result.figures["cu_alpha"].undefined == "no_intersection"
    against_a = result.segments.figures
    assert against_a["precision"].undefined == "no_units"
    assert against_a["recall"].value == 0


def test_identical_coding_is_exactly_one():
    spans = [("t", code, coder, s, s + 7) for s, code in ((0, "x"), (40, "y")) for coder in "AB"]
    result = report(spans)
    for code in "xy":
        for name in [*CHANCE_CORRECTED, "gwet_ac1", "brennan_prediger", "ku_alpha"]:
            assert result.codes[code].figures[name].value == 1
    assert result.figures["u_alpha"].value == result.figures["cu_alpha"].value == 1
    assert {each.value for each in result.sets.values()} == {1}
    assert result.segments.figures["f1"].value == 1


@pytest.mark.parametrize("length", [100_000, 10**9])
def test_one_agreed_character_in_many_is_exactly_one(length):
    figures = one_code(("A", 500, 501), ("B", 500, 501), length=length).codes["x"].figures
    for name in CHANCE_CORRECTED:
        assert figures[name].value == 1.0


def test_equal_amounts_without_overlap():
    result = one_code(("A", 10, 30), ("B", 50, 70))
    figures = result.codes["x"].figures
    assert figures["cohen_kappa"].value < 0 and figures["u_alpha_binary"].value < 0
    assert result.figures["u_alpha"].value < 0
    assert result.figures["cu_alpha"].undefined == "no_intersection"
    assert figures["ku_alpha"].undefined == "no_intersection"
    assert figures["ku_alpha"].coverage == 0


def test_no_gaps_at_all():
    spans = [("A", "x", 0, 50), ("A", "y", 50, 100), ("B", "x", 0, 40), ("B", "y", 40, 100)]
    result = report([("t", code, coder, s, e) for coder, code, s, e in spans])
    assert result.segmentation.figures["u_alpha_binary"].undefined == "no_variation"
    assert 0 < result.figures["u_alpha"].value < 1
    assert 0 < result.figures["cu_alpha"].value < 1


def test_a_single_value_among_intersections():
    spans = [("t", "x", "A", 0, 50), ("t", "x", "B", 0, 40), ("t", "y", "B", 60, 70)]
    result = report(spans)
    assert result.figures["cu_alpha"].undefined == "no_variation"
    assert result.codes["x"].figures["ku_alpha"].undefined == "no_variation"
    assert result.codes["y"].figures["ku_alpha"].undefined == "no_intersection"


def test_self_overlap_is_merged_and_abutting_units_are_not():
    merged = one_code(("A", 0, 6), ("A", 4, 10), ("A", 2, 8), ("B", 0, 10)).codes["x"]
    assert merged.figures == one_code(("A", 0, 10), ("B", 0, 10)).codes["x"].figures
    assert merged.prevalence["A"] == 0.1
    split = one_code(("A", 0, 5), ("A", 5, 10), ("B", 3, 10)).codes["x"].figures
    whole = one_code(("A", 0, 10), ("B", 3, 10)).codes["x"].figures
    assert split["cohen_kappa"] == whole["cohen_kappa"]
    assert split["u_alpha_binary"] != whole["u_alpha_binary"]


@pytest.mark.parametrize("span", [(5, 5), (6, 5), (-1, 4), (90, 101), (101, 102)])
def test_spans_that_are_none_are_refused(span):
    with pytest.raises(SpanError) as caught:
        one_code(("A", 0, 1), ("B", *span))
    assert caught.value.index == 1


def test_one_coder():
    result = one_code(("A", 0, 10), coders="A")
    figures = {**result.codes["x"].figures, **result.figures, **result.sets}
    assert {each.undefined for each in figures.values()} == {"single_coder"}
    assert result.segments.figures["f1"].undefined == "single_coder"
    assert result.codes["x"].prevalence == {"A": 0.1}


def test_no_transcript_in_common():
    result = compare(Comparison.of([], ["A", "B"], ["x"], []))
    figures = {**result.codes["x"].figures, **result.figures, **result.sets}
    assert {each.undefined for each in figures.values()} == {"no_common_transcripts"}


def test_no_units_in_scope():
    result = one_code(("A", 0, 10), transcripts=[Transcript("t", 100, base=())])
    figures = {**result.codes["x"].figures, **result.figures, **result.sets}
    assert {each.undefined for each in figures.values()} == {"no_units"}
    assert result.codes["x"].prevalence == {"A": None, "B": None}


def test_overlapping_codes_of_one_coder_leave_the_family_undefined():
    spans = [("t", "x", "A", 0, 10), ("t", "y", "A", 5, 15), ("t", "x", "B", 0, 10)]
    result = report(spans)
    assert result.figures["u_alpha"].undefined == "overlapping_codes"
    assert result.figures["cu_alpha"].undefined == "overlapping_codes"
    assert result.codes["x"].figures["ku_alpha"].undefined == "overlapping_codes"
    assert result.codes["x"].figures["u_alpha_binary"].value is not None


def test_groups_are_judged_on_their_own():
    spans = [
        ("t", "x", "A", 0, 10),
        ("t", "y", "A", 20, 30),
        ("t", "z", "A", 5, 15),
        ("t", "x", "B", 0, 12),
        ("t", "y", "B", 18, 30),
    ]
    grouped = compare(
        Comparison.of([Transcript("t", 50)], ["A", "B"], ["x", "y", "z"], spans, {"g": ["x", "y"]})
    )
    assert grouped.figures["u_alpha"].undefined == "overlapping_codes"
    assert grouped.groups["g"]["u_alpha"].value > 0.5
    assert grouped.codes["x"].figures["ku_alpha"].value == 1
    assert grouped.codes["z"].figures["ku_alpha"].undefined == "overlapping_codes"
    without = report([span for span in spans if span[1] != "z"], length=50)
    assert grouped.groups["g"]["u_alpha"] == without.figures["u_alpha"]


def test_names_that_do_not_fit():
    with pytest.raises(AgreementError, match="“A” is named twice"):
        Comparison.of([], ["A", "A"], [], [])
    with pytest.raises(AgreementError, match="unknown code “q”"):
        Comparison.of([], ["A"], ["x"], [], {"g": ["q"]})
    with pytest.raises(AgreementError, match="'C', which is not compared"):
        Comparison.of([Transcript("t", 9)], ["A"], ["x"], [("t", "x", "C", 0, 1)])
    with pytest.raises(AgreementError, match="the reference “C”"):
        one_code(reference="C")


@pytest.mark.parametrize("base", [((0, 10), (5, 20)), ((10, 10),), ((90, 101),), ((-1, 3),)])
def test_ranges_that_are_none_are_refused(base):
    with pytest.raises(SpanError, match="empty, overlaps another, or lies outside"):
        one_code(transcripts=[Transcript("t", 100, base=base)])


@pytest.mark.parametrize("coders", ["A", "AB", "ABC"])
def test_without_codes_there_is_nothing_to_average(coders):
    result = report([], coders=coders)
    assert result.codes == {}
    assert {each.undefined for each in result.means.values()} == {
        "single_coder" if coders == "A" else "no_units"
    }


def test_what_cannot_be_compared_says_so_transcript_by_transcript():
    texts = [Transcript("one", 10), Transcript("two", 20)]
    result = report([("one", "x", "A", 0, 5)], coders="A", transcripts=texts)
    each = result.codes["x"].transcripts
    assert list(each) == ["one", "two"]
    assert each["one"].prevalence == {"A": 0.5} and each["two"].prevalence == {"A": 0.0}
    assert each["two"].figures["cohen_kappa"].undefined == "single_coder"
    assert as_json(result)["codes"]["x"]["transcripts"]["one"]["prevalence"] == {"A": 0.5}


def test_segments_stay_on_characters_where_there_are_no_units():
    result = one_code(("A", 0, 10), ("B", 0, 10), transcripts=[Transcript("t", 100, units=())])
    assert result.codes["x"].figures["cohen_kappa"].undefined == "no_units"
    assert result.segments.figures["f1"].value == 1


def test_texts_too_long_to_count_are_refused():
    assert one_code(length=2**45).codes["x"].figures["percent_agreement"].value == 1
    with pytest.raises(SpanError, match="longer than"):
        one_code(length=2**45 + 1)


@pytest.mark.parametrize("coders", ["A", "AB", "ABC"])
@pytest.mark.parametrize("spans", [(), (("A", 3, 9),), (("A", 3, 9), ("A", 50, 100))])
def test_json_has_a_reason_for_every_missing_value(coders, spans):
    result = one_code(*spans, coders=coders, bootstrap=Bootstrap(20))
    document = json.loads(json.dumps(as_json(result), allow_nan=False))

    def figures(node):
        if isinstance(node, dict):
            if "value" in node:
                yield node
            for each in node.values():
                yield from figures(each)

    found = list(figures(document))
    assert len(found) > 30
    for figure in found:
        if figure["value"] is None:
            assert isinstance(figure["undefined"], str) and "low" not in figure
        else:
            assert figure["undefined"] is None and {"low", "high"} <= figure.keys()
            assert figure["interval"] == "one_transcript"


@settings(max_examples=60, deadline=None)
@given(oracle.comparisons(), st.sampled_from([0, 20]))
def test_the_text_of_a_report_is_what_the_standard_library_writes(comparison, replicates):
    report = compare(comparison, bootstrap=Bootstrap(replicates))
    text = json_text({**document(report), "of": ["“ä”", 0.1], "none": None, "yes": True})
    plainly = {**as_json(report), "of": ["“ä”", 0.1], "none": None, "yes": True}
    assert text == json.dumps(plainly, ensure_ascii=False, allow_nan=False)
    for depth in range(4):
        assert "".join(json_parts({"a": {}, "report": document(report)}, depth)) == json_text(
            {"a": {}, "report": document(report)}
        )


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_cannot_say_is_no_text(number):
    for shown in (number, Figure(number), Figure(0.5, low=number, high=1.0)):
        with pytest.raises(ValueError, match="not JSON compliant"):
            json_text({"here": shown})
