"""The NVivo folder: every header and rule, counts, blindness, and all or nothing."""

import csv
import io
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from conftest import dump
from openpyxl import load_workbook
from sklearn.metrics import cohen_kappa_score
from themes_base import INTERVIEWS, Scene

from workbench.codebook.store import add_code
from workbench.coding.importing import import_codings
from workbench.coding.store import codings
from workbench.consensus.store import consensus_codings
from workbench.errors import WorkbenchError
from workbench.exchange import folder
from workbench.exchange.codings import export_codings
from workbench.exchange.nvivo import export_nvivo
from workbench.exchange.sheets import letters
from workbench.study import Study, add_person, create_study
from workbench.themes import arrange
from workbench.themes.board import extracts
from workbench.themes.review import review_extracts

HEADERS = {
    "theme_summaries": (
        "Theme,Parent Theme,Hierarchical Name,Central Organising Concept,Definition,Summary,"
        "Codes,Files,References,Cases,Example Reference"
    ),
    "coded_references": (
        "Reference ID,Theme,Code,Hierarchical Name,File,Case,Speaker,Coder,Layer,Start,End,"
        "Coded Text,Memo"
    ),
    "codebook": "Name,Description,Files,References,Hierarchical Name",
    "case_attributes": "Participant,sector,years",
    "coding_comparison": (
        "Code,File,File Folder,File Size,Kappa,Agreement (%),A and B (%),Not A and Not B (%),"
        "Disagreement (%),A and Not B (%),B and Not A (%)"
    ),
    "matrix_codes_by_case": ",A : P1,B : P2",
}


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    return Scene(study, tmp_path)


@pytest.fixture
def themed(scene: Scene) -> Scene:
    """Voices holds Trust and List, Keepers below it Keeper and List as well."""
    scene.coded()
    arrange.add_theme(scene.study, "Voices", concept="=One idea.", summary="It\nis.", by=None)
    arrange.add_theme(scene.study, "Keepers", parent="Voices", by=None)
    arrange.move_codes(scene.study, ["Trust", "List"], "Voices", by=None)
    arrange.move_codes(scene.study, ["Keeper", "List"], "Keepers", also=True, by=None)
    return scene


def rows(target: Path, name: str) -> list[dict[str, str]]:
    text = (target / f"{name}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def exported(scene: Scene, name: str, viewer: str | None = None) -> list[dict[str, str]]:
    target = scene.folder / f"out-{viewer}"
    if not target.exists():
        export_nvivo(scene.study, getattr(scene, viewer) if viewer else None, target)
    return rows(target, name)


def test_headers_marks_and_line_ends(themed: Scene) -> None:
    done = export_nvivo(themed.study, None, themed.folder / "out")
    assert sorted(name for name, _ in done.files) == sorted(
        [f"{name}{end}" for name in HEADERS for end in (".csv", ".xlsx")]
        + ["README.txt", "codebook.qdc", "project.qdpx", "workbench.json"]
    )
    for name, header in HEADERS.items():
        content = (themed.folder / "out" / f"{name}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf" + header.encode() + b"\r\n")
        text = content.decode("utf-8-sig")
        assert len(text.splitlines()) == text.count("\r\n")
        assert text.count("\n") == text.count("\r\n") == dict(done.files)[f"{name}.csv"] + 1


def test_every_table_has_a_twin_with_the_same_cells(themed: Scene) -> None:
    export_nvivo(themed.study, None, themed.folder / "out", guard=False)
    for name in HEADERS:
        text = (themed.folder / "out" / f"{name}.csv").read_bytes().decode("utf-8-sig")
        book = load_workbook(themed.folder / "out" / f"{name}.xlsx")
        twin = list(book["Sheet1"].iter_rows(values_only=True))
        table = list(csv.reader(io.StringIO(text, newline="")))
        assert len(table) == len(twin)
        for written, row in zip(table, twin, strict=True):
            for cell, value in zip(written, row, strict=True):
                if isinstance(value, int | float):
                    assert float(cell) == pytest.approx(value, abs=1e-12)
                else:
                    assert cell == (value or "").replace("\n", " | ")
    numbers = load_workbook(themed.folder / "out" / "coded_references.xlsx")["Sheet1"]["J"]
    assert {cell.data_type for cell in numbers[1:]} == {"n"}


def test_themes_count_their_descendants_once(themed: Scene) -> None:
    keepers, voices = sorted(exported(themed, "theme_summaries"), key=lambda r: r["Theme"])
    assert voices["Hierarchical Name"] == "Codes\\\\Voices"
    assert keepers["Hierarchical Name"] == "Codes\\\\Voices\\Keepers"
    assert (voices["Parent Theme"], keepers["Parent Theme"]) == ("", "Voices")
    assert (voices["Codes"], keepers["Codes"]) == ("Trust; List", "List; People/Keeper")
    figures = [(r["Files"], r["References"], r["Cases"]) for r in (voices, keepers)]
    assert figures == [("3", "5", "2"), ("3", "4", "2")]
    assert (voices["Summary"], voices["Central Organising Concept"]) == ("It | is.", "'=One idea.")
    assert voices["Example Reference"] == "'=Marta rang me. | I trust her voice."


def test_the_example_is_the_chosen_extract(themed: Scene) -> None:
    second = extracts(themed.study, None, theme="Keepers")[1]
    review_extracts(themed.study, "Keepers", [second.id], "chosen", by=themed.ana)
    (keepers,) = [r for r in exported(themed, "theme_summaries") if r["Theme"] == "Keepers"]
    assert keepers["Example Reference"] == second.text


def test_coded_references_hold_every_reading(themed: Scene) -> None:
    found = exported(themed, "coded_references")
    expected = Counter(
        (c.transcript, c.start, c.end, c.code, c.coder, "coder")
        for c in codings(themed.study, None)
    ) + Counter(
        (c.transcript, c.start, c.end, c.code, "Consensus", "consensus")
        for c in consensus_codings(themed.study)
    )
    by_id = {r["Reference ID"]: r for r in found}
    assert expected == Counter(
        (r["File"], int(r["Start"]), int(r["End"]), r["Code"], r["Coder"], r["Layer"])
        for r in by_id.values()
    )
    for r in found:
        quote = INTERVIEWS[r["File"]][int(r["Start"]) : int(r["End"])]
        assert r["Coded Text"].removeprefix("'") == quote.replace("\n", " | ")
        assert (r["Speaker"], r["Case"]) == (r["File"], "" if r["File"] == "P3" else r["File"])
    (memo,) = [r["Memo"] for r in found if r["Memo"]]
    assert memo == "'-> ask again | soon"


def test_a_code_in_two_themes_has_a_row_for_each(themed: Scene) -> None:
    listed = [r for r in exported(themed, "coded_references") if r["Code"] == "List"]
    places = Counter((r["Theme"], r["Hierarchical Name"]) for r in listed)
    assert places == {
        ("Voices", "Codes\\\\Voices\\List"): 9,
        ("Keepers", "Codes\\\\Voices\\Keepers\\List"): 9,
    }
    assert set(Counter(r["Reference ID"] for r in listed).values()) == {2}
    (time, *_) = [r for r in exported(themed, "coded_references") if r["Code"] == "Time"]
    assert (time["Theme"], time["Hierarchical Name"]) == ("", "Codes\\\\Time")


def test_a_dropped_extract_leaves_the_theme_and_stays_a_reference(themed: Scene) -> None:
    one = extracts(themed.study, None, code="Trust")[0]
    review_extracts(themed.study, "Voices", [one.id], "drop", by=themed.ana)
    (row,) = [r for r in exported(themed, "coded_references") if r["Reference ID"] == one.id]
    assert (row["Theme"], row["Hierarchical Name"]) == ("", "Codes\\\\Trust")
    (voices,) = [r for r in exported(themed, "theme_summaries") if r["Theme"] == "Voices"]
    assert voices["References"] == "4"


def test_rows_are_sorted_by_name_file_and_start(themed: Scene) -> None:
    for name in ("theme_summaries", "coded_references", "codebook"):
        keys = [
            (r["Hierarchical Name"], r.get("File", ""), int(r.get("Start", 0)))
            for r in exported(themed, name)
        ]
        assert all(a <= b for a, b in pairwise(keys)) and len(set(keys)) > 1


def test_the_codebook_counts_what_counts(themed: Scene) -> None:
    found = {(r["Hierarchical Name"], r["Name"]): r for r in exported(themed, "codebook")}
    assert set(found) == {
        ("Codes\\\\Voices\\Trust", "Trust"),
        ("Codes\\\\Voices\\List", "List"),
        ("Codes\\\\Voices\\Keepers\\List", "List"),
        ("Codes\\\\Voices\\Keepers\\People\\Keeper", "Keeper"),
        ("Codes\\\\People", "People"),
        ("Codes\\\\Time", "Time"),
    }
    listed = found["Codes\\\\Voices\\List", "List"]
    assert (listed["Description"], listed["Files"], listed["References"]) == (
        "About List.",
        "3",
        "3",
    )


def test_backslashes_in_names_become_slashes_and_are_reported(scene: Scene) -> None:
    add_code(scene.study, "up\\down", origin="deductive", by=None, shared=True)
    arrange.add_theme(scene.study, "a\\b", by=None)
    arrange.move_codes(scene.study, ["up\\down"], "a\\b", by=None)
    done = export_nvivo(scene.study, None, scene.folder / "out")
    (theme,) = rows(scene.folder / "out", "theme_summaries")
    assert (theme["Theme"], theme["Codes"]) == ("a/b", "up/down")
    names = [r["Hierarchical Name"] for r in rows(scene.folder / "out", "codebook")]
    assert "Codes\\\\a/b\\up/down" in names
    assert any("a\\b, up\\down" in loss for loss in done.losses)


def test_cases_keep_their_values_and_numbers_their_sign(themed: Scene) -> None:
    assert exported(themed, "case_attributes") == [
        {"Participant": "P1", "sector": "'=water", "years": "31"},
        {"Participant": "P2", "sector": "fire", "years": "-4"},
    ]


def test_the_matrix_counts_references_by_case(themed: Scene) -> None:
    found = {
        r[""].split(" : ")[1]: (r["A : P1"], r["B : P2"])
        for r in exported(themed, "matrix_codes_by_case")
    }
    assert found == {
        "Trust": ("1", "0"),
        "List": ("1", "1"),
        "People/Keeper": ("0", "1"),
        "People": ("0", "0"),
        "Time": ("1", "0"),
    }
    assert [r[""].split(" : ")[0] for r in exported(themed, "matrix_codes_by_case")] == list(
        "12345"
    )
    assert [letters(n) for n in (1, 26, 27, 52, 53, 702, 703)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_coding_comparison_is_cohens_kappa_on_whole_files(themed: Scene) -> None:
    found = exported(themed, "coding_comparison")
    assert len(found) == 5 * 3
    readings = codings(themed.study, None)
    partly = 0
    for row in found:
        size = len(INTERVIEWS[row["File"]])
        assert int(row["File Size"]) == size
        vectors = []
        for coder in ("Ana", "Ben"):
            coded = np.zeros(size, dtype=int)
            for c in readings:
                if (c.coder, c.transcript, c.code) == (coder, row["File"], row["Code"]):
                    coded[c.start : c.end] = 1
            vectors.append(coded)
        a, b = vectors
        if len(set(a) | set(b)) > 1:
            assert float(row["Kappa"]) == pytest.approx(cohen_kappa_score(a, b), abs=1e-9)
            partly += float(row["Kappa"]) < 1
        else:
            assert float(row["Kappa"]) == 1
        expected = {
            "A and B (%)": (a & b).sum(),
            "Not A and Not B (%)": ((1 - a) & (1 - b)).sum(),
            "A and Not B (%)": (a & (1 - b)).sum(),
            "B and Not A (%)": (b & (1 - a)).sum(),
            "Agreement (%)": (a == b).sum(),
            "Disagreement (%)": (a != b).sum(),
        }
        for column, count in expected.items():
            assert float(row[column]) == pytest.approx(100 * count / size, abs=1e-9)
    assert partly == 1


def test_the_same_bytes_on_every_run(themed: Scene) -> None:
    for name in ("one", "two"):
        export_nvivo(themed.study, None, themed.folder / name)
    first, second = (
        {path.name: path.read_bytes() for path in (themed.folder / name).iterdir()}
        for name in ("one", "two")
    )
    assert first == second and len(first) == 16


def test_exporting_changes_nothing(themed: Scene) -> None:
    before = dump(themed.study)
    export_nvivo(themed.study, themed.eva, themed.folder / "out")
    export_codings(themed.study, themed.eva, themed.folder / "out.csv")
    assert dump(themed.study) == before


def test_the_readme_names_the_steps_and_the_limits(themed: Scene) -> None:
    export_nvivo(themed.study, None, themed.folder / "out")
    text = (themed.folder / "out" / "README.txt").read_bytes().decode("utf-8-sig")
    assert text.count("\n") == text.count("\r\n")
    for wanted in (
        "classification sheet",
        "Coded Text, Memo",
        "Autocode",
        "copies",
        "A is Ana and B is Ben",
        "agreed codings of 3 transcripts",
        "begin with an apostrophe",
        "belong to no case",
    ):
        assert wanted.casefold() in " ".join(text.split()).casefold()
    assert "Open project.qdpx" in text and "import codebook.qdc" in text


def test_nothing_hidden_goes_out(scene: Scene) -> None:
    scene.open()
    add_code(scene.study, "Whisper", origin="inductive", by=scene.ana, shared=False)
    arrange.add_theme(scene.study, "A", by=None)
    arrange.move_codes(scene.study, ["Whisper"], "A", by=scene.ana)
    export_nvivo(scene.study, None, scene.folder / "before")
    scene.code(scene.ana, "P1", "Marta", "Whisper", "secret")
    scene.lock(scene.ana)
    for viewer, name in ((None, "nobody"), (scene.ben, "ben"), (scene.eva, "eva")):
        export_nvivo(scene.study, viewer, scene.folder / name)
        for path in (scene.folder / "before").iterdir():
            assert (scene.folder / name / path.name).read_bytes() == path.read_bytes()
    own = exported(scene, "coded_references", "ana")
    assert [(r["Coded Text"], r["Memo"], r["Theme"]) for r in own] == [("Marta", "secret", "A")]


def test_practice_rounds_stay_inside(scene: Scene) -> None:
    scene.open(practice=True)
    scene.agree("P1", "Marta", "Trust")
    scene.lock()
    done = export_nvivo(scene.study, None, scene.folder / "out")
    assert rows(scene.folder / "out", "coded_references") == []
    assert rows(scene.folder / "out", "coding_comparison") == []
    assert any("coding_comparison is empty" in loss for loss in done.losses)


def test_with_three_coders_the_first_two_are_compared(scene: Scene) -> None:
    add_person(scene.study, "Cleo")
    scene.open("Ben", "Ana", "Eva")
    scene.agree("P1", "Marta", "Trust")
    scene.lock(scene.ana, scene.ben, scene.eva)
    done = export_nvivo(scene.study, None, scene.folder / "out")
    assert "coding_comparison compares Ben with Ana only, not Eva" in done.losses


def test_a_folder_with_something_in_it_is_left_alone(themed: Scene) -> None:
    full = themed.folder / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    with pytest.raises(WorkbenchError, match="not empty"):
        export_nvivo(themed.study, None, full)
    assert [p.name for p in full.iterdir()] == ["mine.txt"]
    with pytest.raises(WorkbenchError, match="is a file"):
        export_nvivo(themed.study, None, full / "mine.txt")
    with pytest.raises(WorkbenchError, match="is no folder"):
        export_nvivo(themed.study, None, themed.folder / "no" / "out")
    (themed.folder / "empty").mkdir()
    export_nvivo(themed.study, None, themed.folder / "empty")
    assert len(list((themed.folder / "empty").iterdir())) == 16


def test_a_failed_export_leaves_nothing(themed: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    written = 0

    def full_disk(descriptor: int) -> None:
        nonlocal written
        written += 1
        if written == 4:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder.os, "fsync", full_disk)
    before = sorted(themed.folder.iterdir())
    with pytest.raises(WorkbenchError, match="No space left"):
        export_nvivo(themed.study, None, themed.folder / "out")
    assert sorted(themed.folder.iterdir()) == before


def test_codings_come_back_as_they_were(themed: Scene, tmp_path: Path) -> None:
    table = tmp_path / "codings.csv"
    done = export_codings(themed.study, None, table, layer="Ana")
    assert (done.rows, done.guarded) == (7, 1)
    (tmp_path / "second").mkdir()
    with create_study(tmp_path / "second.db", "Again") as study:
        for name in ("Ana", "Ben", "Eva"):
            add_person(study, name)
        again = Scene(study, tmp_path / "second")
        again.open()
        assert import_codings(study, again.ana, table).codings == 7
        theirs, ours = (
            [(c.transcript, c.start, c.end, c.code, c.memo) for c in codings(s, a, coder=a)]
            for s, a in ((study, again.ana), (themed.study, themed.ana))
        )
    assert theirs == ours


def test_codings_name_coder_and_layer(themed: Scene, tmp_path: Path) -> None:
    export_codings(themed.study, None, tmp_path / "all.csv")
    found = rows(tmp_path, "all")
    assert list(found[0]) == ["transcript", "start", "end", "code", "memo", "coder", "layer"]
    assert Counter((r["coder"], r["layer"]) for r in found) == {
        ("Ana", "coder"): 7,
        ("Ben", "coder"): 6,
        ("Consensus", "consensus"): 6,
    }
