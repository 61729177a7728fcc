"""What a comparison may be asked, and which label, warnings and words its figures get."""

from itertools import permutations
from pathlib import Path

import pytest
from conftest import add_transcript
from consensus_base import Coded

from workbench.codebook.store import find_code
from workbench.coding.apply import apply_code
from workbench.coding.rounds import start_round
from workbench.consensus.comparison import AGGREGATES, Question, RoundReport, compare_round
from workbench.consensus.comparison_material import joined_later
from workbench.consensus.comparison_methods import methods_paragraph
from workbench.consensus.comparison_places import exchanged_places
from workbench.consensus.comparison_rounds import over_rounds
from workbench.consensus.comparison_table import comparison_table, nvivo_table
from workbench.consensus.reveal import lock
from workbench.corpus.store import transcript
from workbench.errors import WorkbenchError
from workbench.study import Study, add_person, now, person
from workbench.study.layers import note_reading_opened
from workbench.study.rounds import round_named


@pytest.fixture
def coded(study: Study) -> Coded:
    made = Coded(study)
    for name in ("S1", "S2"):
        made.code("Ana", "Trust", 0, 13, name)
    made.code("Ben", "Trust", 0, 9)
    made.code("Ana", "Procedure", 14, 34)
    made.code("Ben", "Fear", 14, 30)
    made.code("Ben", "Trust", 60, 80, "S2")
    return made


def compared(coded: Coded, **asked: object) -> RoundReport:
    # transcripts put straight into the tables have no turns, so that all of them is the base
    question = Question(**{"base": "all", **asked})  # type: ignore[arg-type]
    return compare_round(coded.study, None, question, replicates=20)


def kappa(found: RoundReport, code: str) -> float | None:
    return found.report.codes[code].figures["cohen_kappa"].value


def join(study: Study, source: str, target: str) -> None:
    """As an alignment records it."""
    ids = [find_code(study, None, name).id for name in (source, target)]
    with study.change("align codes", None) as write:
        write.insert("lineage", kind="merge", from_code_id=ids[0], to_code_id=ids[1], at=now())


# ── what is asked ────────────────────────────────────────────────────────────────────────────────


def test_the_three_aggregations_differ_and_are_named(coded: Coded) -> None:
    coded.lock()
    found = {name: compared(coded, aggregate=name) for name in AGGREGATES}
    values = [kappa(one, "People/Trust") for one in found.values()]
    assert len(set(values)) == 3
    assert [one.as_json()["aggregate"] for one in found.values()] == list(AGGREGATES)
    each = found["pooled"].report.codes["People/Trust"].transcripts
    kappas = [one.figures["cohen_kappa"].value for one in each.values()]
    assert values[1] == pytest.approx(sum(k or 0 for k in kappas) / 2)


def test_chosen_codes_are_all_that_is_compared(coded: Coded) -> None:
    coded.lock()
    found = compared(coded, codes=("Trust", "Fear"))
    assert list(found.shown) == ["People/Trust", "Fear"]
    assert found.as_json()["chosen_codes"] == ["People/Trust", "Fear"]
    assert kappa(found, "Fear") == kappa(compared(coded), "Fear")
    # any code of those chosen: Procedure counts no more
    assert found.report.segmentation != compared(coded).report.segmentation
    with pytest.raises(WorkbenchError, match="no code Nothing"):
        compared(coded, codes=("Nothing",))


def test_a_chosen_parent_has_its_children_when_rolled_up(coded: Coded) -> None:
    coded.lock()
    found = compared(coded, codes=("People",), roll_up=True)
    assert kappa(found, "People") == kappa(compared(coded), "People/Trust")
    assert kappa(compared(coded, codes=("People",)), "People") is None


def test_two_of_three_coders(study: Study) -> None:
    add_person(study, "Cem", "coder")
    made = Coded(study, ("Ana", "Ben", "Cem"))
    for who, end in (("Ana", 13), ("Ben", 9), ("Cem", 30)):
        made.code(who, "Trust", 0, end)
    made.lock()
    found = compared(made, coders=("Cem", "Ana"))
    assert found.report.coders == ("Ana", "Cem")
    assert found.report.codes["People/Trust"].cells is not None
    pair = compared(made).report.codes["People/Trust"].pairs["Ana", "Cem"]
    assert kappa(found, "People/Trust") == pair["cohen_kappa"].value
    with pytest.raises(WorkbenchError, match="Eva does not code in round first"):
        compared(made, coders=("Ana", "Eva"))
    with pytest.raises(WorkbenchError, match="two coders, and there are 3"):
        nvivo_table(compared(made))
    assert nvivo_table(found)[1]


def test_a_unit_half_covered(coded: Coded) -> None:
    coded.lock()
    touched, half = (compared(coded, unit="sentence", half=half) for half in (False, True))
    cells = [one.report.codes["Procedure"].prevalence["Ana"] for one in (touched, half)]
    assert cells[0] != cells[1]


def test_suggestions_are_counted_or_left_out(coded: Coded) -> None:
    where = transcript(coded.study, "S1")
    code = find_code(coded.study, None, "Fear")
    for who, origin in (("Ana", "suggested:phrase"), ("Ben", "suggested:phrase")):
        apply_code(coded.study, coded.people[who], where, 40, 50, code, origin=origin)
    coded.lock()
    found, without = compared(coded), compared(coded, suggested=False)
    assert (found.material.accepted, found.material.given) == (2, 8)
    assert kappa(found, "Fear") != kappa(without, "Fear")
    assert found.unsuggested is not None
    beside = found.unsuggested.codes["Fear"].figures["cohen_kappa"].value
    assert beside == kappa(without, "Fear")
    shown = found.as_json()
    assert shown["suggestions"] == {"accepted": 2, "of": 8, "counted": True}
    assert shown["without_suggestions"]["codes"]["Fear"]["cohen_kappa"]["value"] == beside
    assert "without_suggestions" not in without.as_json()
    assert without.as_json()["suggestions"]["counted"] is False
    assert "Of eight codings, two began as suggestions" in methods_paragraph(coded.study, found)
    assert "are left out" in methods_paragraph(coded.study, without)


# ── labels ───────────────────────────────────────────────────────────────────────────────────────


def test_a_transcript_locked_after_a_talk_is_not_independent(coded: Coded) -> None:
    coded.lock("S1")
    where = transcript(coded.study, "S1")
    note_reading_opened(coded.study, coded.people["Ana"], coded.round.id, where.id)
    coded.lock("S2")
    found = compared(coded)
    assert (found.label, found.material.discussed) == ("after alignment", ("S2",))
    alone = compared(coded, independent=True)
    assert (alone.label, alone.compared) == ("independent", ("S1",))
    assert compared(coded, transcripts=("S1",)).label == "independent"
    with pytest.raises(WorkbenchError, match="nothing in round first is independent"):
        compared(coded, transcripts=("S2",), independent=True)
    assert "one transcript had been locked after" in methods_paragraph(coded.study, found)
    said = methods_paragraph(coded.study, alone)
    assert "of the two that all of them had locked, those locked before a coder had opened" in said


def test_joining_codes_makes_it_after_alignment(coded: Coded) -> None:
    coded.lock()
    before = compared(coded)
    assert not joined_later(coded.study, None, coded.round)
    join(coded.study, "Procedure", "Fear")
    assert joined_later(coded.study, None, coded.round)
    found = compared(coded)
    assert (found.label, found.material.joined) == ("after alignment", 1)
    assert "Procedure" not in found.shown
    cells = found.report.codes["Fear"].cells
    assert cells is not None
    assert (cells.both, cells.only_a, cells.only_b) == (16, 4, 0)
    # as they were given, nothing has moved
    alone = compared(coded, independent=True)
    assert alone.label == "independent"
    assert alone.report == before.report
    assert "one code had been joined" in methods_paragraph(coded.study, found)


def test_a_join_before_any_lock_is_housekeeping(coded: Coded) -> None:
    join(coded.study, "Procedure", "Fear")
    coded.lock()
    found = compared(coded)
    assert (found.label, found.material.joined) == ("independent", 0)
    assert found.report == compared(coded, independent=True).report
    assert "Procedure" not in found.shown


def test_practice_is_never_independent(study: Study) -> None:
    add_transcript(study, "T", "A text of some length.")
    start_round(study, "try", ["Ana", "Ben"], practice=True)
    for name in ("Ana", "Ben"):
        lock(study, person(study, name))
    found = compare_round(study, None, Question(round_name="try"), replicates=2)
    assert found.label == "practice"
    assert "not to be reported" in methods_paragraph(study, found)
    with pytest.raises(WorkbenchError, match="practice, and its figures are never independent"):
        compare_round(study, None, Question(round_name="try", independent=True))


# ── what stands beside the figures ───────────────────────────────────────────────────────────────


def test_exchanged_codes_and_their_places(coded: Coded) -> None:
    coded.lock()
    found = compared(coded)
    (pair,) = found.exchanged
    assert (pair.first, pair.second, pair.units) == ("Procedure", "Fear", 16)
    assert (pair.first_coder, pair.second_coder) == ("Ana", "Ben")
    places = exchanged_places(coded.study, found, pair)
    assert sum(place.end - place.start for place in places) == 16
    assert {place.transcript for place in places} == {"S1"}
    assert found.as_json()["exchanged"][0]["codes"] == ["Procedure", "Fear"]


def test_places_of_three_coders_are_those_of_the_matrix(study: Study) -> None:
    add_person(study, "Cem", "coder")
    made = Coded(study, ("Ana", "Ben", "Cem"))
    for who, code, start, end in (
        ("Ana", "Fear", 0, 20),
        ("Ben", "Trust", 5, 30),
        ("Ben", "Fear", 18, 30),
        ("Cem", "Trust", 2, 10),
        ("Cem", "Fear", 8, 12),
    ):
        made.code(who, code, start, end)
    made.lock()
    found = compared(made)
    (pair,) = found.exchanged
    places = exchanged_places(study, found, pair)
    assert pair.units == sum(place.end - place.start for place in places)
    assert {place.coders for place in places} <= set(permutations(("Ana", "Ben", "Cem"), 2))


def test_influence_is_the_figure_of_the_others(coded: Coded) -> None:
    coded.lock()
    found = compared(coded)
    for left_out, rest in (("S1", "S2"), ("S2", "S1")):
        value = kappa(compared(coded, transcripts=(rest,)), "People/Trust")
        assert found.influence["People/Trust"][left_out] == pytest.approx(value)
    assert set(found.as_json()["kappa_without"]) == set(found.shown)


def test_codes_of_one_transcript_have_no_interval(coded: Coded) -> None:
    coded.lock()
    found = compared(coded)
    figure = found.as_json()["codes"]["Fear"]["cohen_kappa"]
    assert (figure["low"], figure["high"], figure["interval"]) == (None, None, "one_transcript")
    assert found.as_json()["codes"]["People/Trust"]["cohen_kappa"]["low"] is not None


def test_few_transcripts_and_few_units_are_warned_of(coded: Coded) -> None:
    coded.lock()
    assert any("rest on 2 transcripts" in one for one in compared(coded).warnings)
    assert compared(coded).few_units == []
    found = compared(coded, unit="sentence")
    assert found.few_units == ["People/Trust", "Procedure", "Fear"]
    assert any("fewer than 10 sentences" in one for one in found.as_json()["warnings"])


def test_the_paragraph_has_every_fact(coded: Coded) -> None:
    coded.lock()
    said = methods_paragraph(coded.study, compared(coded, unit="sentence", aggregate="mean"))
    for fact in (
        "Ana and Ben were each assigned two transcripts of the two in the study (round “first”)",
        "version 1 of the codebook",
        "three shared codes were compared",
        "with six codings",
        "The unit of analysis is the sentence",
        "A unit has a code where a coding touches it.",
        "20 bootstrap samples of the two transcripts (seed 1)",
        "Cohen's kappa, mean over transcripts, has a mean of",
        "over the three codes for which it is defined: People/Trust",
        "two codes of these were given by one of the two only".capitalize(),
        "This is independent agreement",
    ):
        assert fact in said
    alpha = methods_paragraph(coded.study, compared(coded), "krippendorff_alpha")
    assert "Krippendorff's alpha, pooled over transcripts" in alpha
    assert "kappa" not in alpha


def test_the_paragraph_names_every_choice(coded: Coded) -> None:
    coded.lock()
    whole = compared(coded)
    assert not whole.chosen
    assert "chosen" not in methods_paragraph(coded.study, whole)
    some = compared(coded, transcripts=("S1",), codes=("Fear",))
    assert some.as_json()["chosen_transcripts"] == ["S1"]
    said = methods_paragraph(coded.study, some)
    for fact in (
        "one shared code, chosen among the codes of the round, was compared",
        "one of these transcripts, chosen among the two that all of them had locked",
        "of these codes.",
        "For any of the codes chosen against none",
    ):
        assert fact in said
    # all that there are, by name, is no choice
    everything = compared(coded, transcripts=("S1", "S2"))
    assert everything.as_json()["chosen_transcripts"] is None
    assert methods_paragraph(coded.study, everything) == methods_paragraph(coded.study, whole)


def test_percent_agreement_goes_with_positive_agreement_and_what_nobody_gave(coded: Coded) -> None:
    coded.lock()
    found = compared(coded, transcripts=("S2",))
    said = methods_paragraph(coded.study, found, "percent_agreement")
    positive = found.report.means["positive_agreement"].value
    assert positive is not None
    assert f"positive agreement, which does not, has a mean of {100 * positive:.1f}" in said
    assert "Two codes of these were given by nobody and count as full agreement (Proc" in said


def test_means_leave_out_headings_and_say_what_one_coder_alone_gave(coded: Coded) -> None:
    coded.lock()
    found = compared(coded)
    assert found.headings == {"People"}
    assert found.averaged == ["People/Trust", "Procedure", "Fear"]
    assert found.lopsided == ["Procedure", "Fear"]
    said = methods_paragraph(coded.study, compared(coded, transcripts=("S1", "S2")))
    assert "; Procedure .00; Fear .00." in said
    assert found.report.means["cohen_kappa"].skipped == 0
    for name in ("percent_agreement", "gwet_ac1"):
        each = [found.report.codes[code].figures[name].value or 0.0 for code in found.averaged]
        assert found.report.means[name].value == pytest.approx(sum(each) / 3)


def test_a_row_of_the_table_stands_alone(coded: Coded) -> None:
    coded.lock()

    def row_of(code: str, found: RoundReport) -> dict[str, object]:
        header, rows = comparison_table(found)
        (row,) = [row for row in rows if row[0] == code]
        return dict(zip(header, row, strict=True))

    half = row_of("Fear", compared(coded, unit="sentence", half=True, roll_up=True))
    assert (half["unit"], half["half"], half["roll_up"]) == ("sentence", "true", "true")
    assert (half["codebook_version"], half["codebook_frozen"]) == (1, "false")
    fear = row_of("Fear", compared(coded))
    assert (fear["replicates"], fear["seed"], fear["interval"]) == (20, 1, "one_transcript")
    assert row_of("People/Trust", compared(coded))["interval"] is None
    unasked = compare_round(coded.study, None, Question(base="all"), replicates=0)
    assert row_of("People/Trust", unasked)["interval"] == "not_asked"


def test_nvivo_has_its_columns_and_its_shares_add_up(coded: Coded) -> None:
    coded.lock()
    header, rows = nvivo_table(compared(coded))
    assert header[:5] == ["Code", "File", "File Folder", "File Size", "Kappa"]
    for row in rows:
        agreed, both, neither, apart, only_a, only_b = (float(str(cell)) for cell in row[5:])
        assert agreed == pytest.approx(both + neither)
        assert apart == pytest.approx(only_a + only_b)
        assert agreed + apart == pytest.approx(100)
    (fear,) = [row for row in rows if row[:2] == ["Fear", "S2"]]
    assert fear[4] is None
    header, rows = comparison_table(compared(coded, aggregate="mean"))
    assert {row[header.index("aggregate")] for row in rows} == {"mean"}


def test_rounds_stand_under_the_labels_they_earned(coded: Coded, tmp_path: Path) -> None:
    assert over_rounds(coded.study, None, replicates=2) == []
    coded.lock()
    add_transcript(coded.study, "S3", "Another text. It is long enough to be coded.")
    start_round(coded.study, "second", ["Ana", "Ben"], transcripts=["S3"])
    assert [one.name for one in over_rounds(coded.study, None, replicates=2)] == ["first"]
    coded.code("Ana", "Trust", 0, 7, "S3")
    coded.code("Ben", "Trust", 0, 7, "S3")
    where = transcript(coded.study, "S1")
    second = round_named(coded.study, "second")
    note_reading_opened(coded.study, coded.people["Ana"], second.id, where.id)
    coded.lock("S3")
    points = over_rounds(coded.study, None, Question(unit="sentence", base="all"), replicates=2)
    assert [point.titled for point in points] == ["first, independent", "second, after alignment"]
    trust = find_code(coded.study, None, "Trust").id
    assert [point.codes[trust].figures["cohen_kappa"].value == 1 for point in points] == [
        False,
        True,
    ]
    assert points[1].as_json()["compared"] == {"transcripts": 1, "of": 1}
