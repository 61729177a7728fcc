"""Codebooks as CSV: what is read, what is refused by line, and round trips without loss."""

import csv
import tempfile
from pathlib import Path

import pytest
from codebook_round import lock_all, open_first_round, use
from conftest import dump
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.codebook.columns import COLUMNS, FIELDS, field_text
from workbench.codebook.editing import edit_code, retire_code
from workbench.codebook.exporting import export_codebook
from workbench.codebook.importing import ImportReport, import_codebook
from workbench.codebook.nouns import LEVELS, ORIGINS
from workbench.codebook.paths import checked_name, join_path, same_name, split_path
from workbench.codebook.store import add_code, codes, find_code
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, add_person, create_study, person, redo, undo, verify

FOUR_FORMAT = Path(__file__).parents[2] / "codebooks" / "four-format.csv"


def table(study: Study, content: str, by: Person | None = None) -> ImportReport:
    path = study.path.with_name("codes.csv")
    path.write_text(content, encoding="utf-8", newline="")
    return import_codebook(study, path, by)


def refused(study: Study, content: str) -> list[str]:
    before = dump(study)
    with pytest.raises(WorkbenchError) as caught:
        table(study, content)
    assert dump(study) == before
    return [*caught.value.details] or [str(caught.value)]


def paths(study: Study, viewer: Person | None = None) -> list[str]:
    return [code.path for code in codes(study, viewer)]


def state(study: Study) -> list[tuple[str, ...]]:
    return [
        (code.path, *(field_text(code, field) for field in FIELDS.values()))
        for code in codes(study, None)
    ]


def test_the_shipped_codebook_comes_in_whole(study: Study) -> None:
    report = import_codebook(study, FOUR_FORMAT, None)
    with FOUR_FORMAT.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    listed = codes(study, None)
    assert len(report.new) == len(rows) == len(listed) == 23
    assert report.notices == ["codes read: 23, 23 new, 0 changed, 0 as they were"]
    by_name = {code.name: code for code in listed}
    for row in rows:
        code = by_name[row["Name"]]
        assert code.definition == row["Description"]
        assert (code.origin, code.level) == (row["Origin"], row["Level"])
        parent = by_name[row["Parent"]].id if row["Parent"] else None
        assert code.parent_id == parent and code.shared
    assert by_name["Inform and request"].aliases == ("option a", "Format 1", "notices", "bulletins")


def test_only_a_name_is_needed(study: Study) -> None:
    table(study, "name\nTrust\nBoth/and\n")
    assert paths(study) == ["Trust", "Both\\/and"]
    assert codes(study, None)[0].origin == "deductive"


def test_columns_in_any_order_and_others_named(study: Study) -> None:
    report = table(
        study,
        "\ufeffWeight;ORIGIN;Parent; name ;Files;Level\r\n"
        "1;In-Vivo;Trust;Marta;2;Latent\r\n;;;Trust;;\r\n",
    )
    assert paths(study) == ["Trust", "Trust/Marta"]
    assert (find_code(study, None, "Marta").origin, find_code(study, None, "Marta").level) == (
        "in-vivo",
        "latent",
    )
    assert report.other_columns == ("Weight", "Files")
    assert "columns that are not part of a codebook: Weight, Files" in report.notices


def test_parents_by_bare_name_or_path_before_or_behind(study: Study) -> None:
    table(
        study,
        "Name,Parent\n"
        "Deep,People/Trust\n"
        "Trust,People\n"
        "Trust,Time\n"
        "Now,Time/Trust\n"
        "Yes,Both\\/and\n"
        "People,\nTime,\nBoth/and,\n",
    )
    assert sorted(paths(study)) == sorted(
        [
            "People",
            "People/Trust",
            "People/Trust/Deep",
            "Time",
            "Time/Trust",
            "Time/Trust/Now",
            "Both\\/and",
            "Both\\/and/Yes",
        ]
    )


def test_a_top_code_is_its_own_path_also_where_the_name_repeats(study: Study) -> None:
    table(study, "Name,Parent\nTrust,\nTrust,Trust\nMarta,Trust/Trust\nBen,Trust\n")
    assert paths(study) == ["Trust", "Trust/Trust", "Trust/Trust/Marta", "Trust/Ben"]


def test_the_table_comes_before_the_study_for_a_bare_name(study: Study) -> None:
    table(study, "Name,Parent\nTrust,\nFear,\nBlame,Fear\n")
    table(study, "Name,Parent\nPeople,\nTrust,People\nMarta,Trust\nMore,Blame\n")
    assert "People/Trust/Marta" in paths(study)
    assert "Fear/Blame/More" in paths(study)


def test_hierarchical_names_of_nvivo(study: Study) -> None:
    report = table(
        study,
        "Name,Description,Files,References,Hierarchical Name\n"
        "c. GP's role,what,3,9,Codes\\\\Domain 1\\c. GP's role\n"
        "Domain 1,,3,9,Codes\\\\Domain 1\n"
        "Barbara,,1,1,Nodes\\\\Places\\\\Domain 1\\c. GP's role\\Barbara\n"
        "Trust,,1,1,Domain 1/Trust\n",
    )
    assert paths(study) == [
        "Domain 1",
        "Domain 1/c. GP's role",
        "Domain 1/c. GP's role/Barbara",
        "Domain 1/Trust",
    ]
    assert report.folders == ("Places",)
    assert report.notices[-1] == "folders, which are no codes, left out: Places"


def test_parent_comes_before_hierarchical_name(study: Study) -> None:
    table(study, "Name,Parent,Hierarchical Name\nA,,A\nB,,B\nC,B,Codes\\\\A\\C\nD,,A/D\n")
    assert paths(study) == ["A", "A/D", "B", "B/C"]


@pytest.mark.parametrize(
    ("content", "mistakes"),
    [
        ("Name,Parent\nA,B\n", ["line 2: no code “B” is in the table or in the study"]),
        ("Name,Parent\nA,B/C\nB,\n", ["line 2: no code “B/C”"]),
        ("Name,Parent\nA/B,\nC,A/B\n", ["line 3: no code “A/B”"]),
        ("Name,Parent\nA,A\n", ["line 2: “A” is named as its own parent"]),
        ("Name,Parent\nA,B\nB,A\nC,A\n", ["line 2: the parents go in a circle", "line 3: the"]),
        ("Name,Parent\nA,B/C\nC,A\nB,\n", ["line 2: the parents go in a circle", "line 3: the"]),
        ("Name\nA\nB\nA\n", ["line 4: “A” stands on line 2 already"]),
        ("Name,Parent\nA,\nX,A\nB,X\nC,A/X\nC,X\n", ["line 6: “A/X/C” stands on line 5 already"]),
        (
            "Name,Parent\nA,\nB,\nX,A\nX,B\nY,X\n",
            ["line 6: several codes are called “X” (lines 4, 5)"],
        ),
        ("Name,Parent\nA,\nB,A//C\n", ["line 3, column Parent: the path"]),
        ("Name,Origin\nA,new\n", ["line 2, column Origin: 'new' is no origin"]),
        ("Name,Level\nA,deep\n", ["line 2, column Level: 'deep' is no level"]),
        ("Name,Parent\n,A\n", ["line 2, column Name: the name of the code is empty"]),
        ('Name,Level\n"a\nb",\n', ["line 2, column Name: the name 'a\\nb' holds"]),
        (f"Name\n{'x' * 201}\n", ["line 2, column Name: the name"]),
        (
            "Name,Hierarchical Name\nA,Codes\\\\X\\B\n",
            ["line 2, column Hierarchical Name: “X/B” does not end with"],
        ),
        (
            "Name,Origin,Level\nA,x,y\nB,z,\n",
            ["line 2, column Origin", "line 2, column Level", "line 3, column Origin"],
        ),
        ("Name,Parent\nA,B\nC,D\n", ["line 2: no code “B”", "line 3: no code “D”"]),
        ("Code\nA\n", ["line 1: no column “Name”"]),
    ],
)
def test_what_is_wrong_is_named_by_its_line_and_nothing_comes_in(
    study: Study, content: str, mistakes: list[str]
) -> None:
    found = refused(study, content)
    assert len(found) == len(mistakes)
    for sentence, expected in zip(found, mistakes, strict=True):
        assert sentence.startswith(f"codes.csv, {expected}")


def test_a_bare_name_that_repeats_in_the_study_needs_a_path(study: Study) -> None:
    table(study, "Name,Parent\nA,\nB,\nX,A\nX,B\n")
    (mistake,) = refused(study, "Name,Parent\nY,X\n")
    assert "name the parent as A/X or B/X" in mistake
    table(study, "Name,Parent\nY,B/X\n")
    assert paths(study)[-1] == "B/X/Y"


def test_importing_again_updates_the_codes_of_the_same_path(study: Study) -> None:
    table(study, "Name,Parent,Description,Level\nA,,one,latent\nB,A,two,\nC,,three,\n")
    ids = {code.path: code.id for code in codes(study, None)}
    report = table(
        study, "Name,Parent,Description,Origin\nB,A,new,\nC,,three,inductive\nA,,one,\nD,,,\n"
    )
    assert (report.new, report.changed, report.unchanged) == (("D",), ("A/B", "C"), 1)
    assert report.notices == ["codes read: 4, 1 new, 2 changed, 1 as they were"]
    present = {code.path: code for code in codes(study, None)}
    assert {path: present[path].id for path in ids} == ids
    assert present["A/B"].definition == "new"
    assert present["A"].level == "latent"  # no such column in the second table
    assert (present["A"].origin, present["C"].origin) == ("deductive", "inductive")


def test_an_import_neither_sees_nor_touches_private_codes(study: Study) -> None:
    ana, ben = person(study, "Ana"), person(study, "Ben")
    hidden = add_code(study, "Trust", definition="mine", origin="inductive", by=ana, shared=False)
    report = table(study, "Name,Parent,Description\nTrust,,ours\nMarta,Trust,\n", by=ben)
    assert report.new == ("Trust", "Trust/Marta")
    assert all(code.shared for code in codes(study, ben))
    assert next(c for c in codes(study, ana) if c.id == hidden.id).definition == "mine"
    assert "no code “Fear”" in refused(study, "Name,Parent\nBlame,Fear\n")[0]


def test_a_frozen_codebook_takes_definitions_but_no_codes(tmp_path: Path) -> None:
    with create_study(tmp_path / "strict.db", "Strict", "reliability") as study:
        add_person(study, "Ana")
        add_person(study, "Ben")
        table(study, "Name,Description\nA,one\n")
        open_first_round(study, frozen=True)
        assert "frozen for round first" in refused(study, "Name,Description\nA,two\nB,\n")[0]
        assert table(study, "Name,Description\nA,two\n").changed == ("A",)


def test_an_import_is_one_change_that_undo_takes_back(study: Study) -> None:
    ana = person(study, "Ana")
    table(study, "Name,Description\nA,one\n")
    before = dump(study)
    table(study, "Name,Parent,Description\nC,B,\nB,A,\nA,,two\n", by=ana)
    after = dump(study)
    assert undo(study, ana) == "import a codebook"
    assert dump(study) == before
    redo(study, ana)
    assert dump(study) == after
    assert verify(study).ok


def exported(study: Study, viewer: Person | None = None) -> list[dict[str, str]]:
    path = study.path.with_name("out.csv")
    export_codebook(study, path, viewer)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_what_is_exported_is_the_table_that_was_imported(study: Study, tmp_path: Path) -> None:
    import_codebook(study, FOUR_FORMAT, None)
    report = export_codebook(study, tmp_path / "out.csv", None)
    written = (tmp_path / "out.csv").read_bytes()
    assert written[3:].decode().replace("\r\n", "\n") == FOUR_FORMAT.read_text(encoding="utf-8")
    assert report.notices == ["codes written: 23"]
    export_codebook(study, tmp_path / "out.csv", None)
    assert (tmp_path / "out.csv").read_bytes() == written


def test_parents_are_paths_where_the_bare_name_repeats(study: Study) -> None:
    table(study, "Name,Parent\nA,\nX,A\nB,\nX,B\nY,B/X\nZ,Y\na/b,\nc,a\\/b\n")
    rows = exported(study)
    assert [row["Parent"] for row in rows] == ["", "A", "", "B", "B/X", "Y", "", "a\\/b"]
    assert tuple(rows[0]) == COLUMNS


def test_an_export_shows_what_the_viewer_may_see(study: Study) -> None:
    ana, ben = person(study, "Ana"), person(study, "Ben")
    open_first_round(study)
    for somebody in (ana, ben):
        made = add_code(study, "Trust", origin="inductive", by=somebody, shared=False)
        below = add_code(study, "Trust/Marta", origin="inductive", by=somebody, shared=False)
        use(study, somebody, made)
        use(study, somebody, below) if somebody is ben else None
    assert exported(study) == []
    assert [row["Name"] for row in exported(study, ben)] == ["Trust", "Marta"]
    lock_all(study)
    report = export_codebook(study, study.path.with_name("out.csv"), None)
    assert report.renamed == (("Trust", "Trust (Ben)"),)
    assert "not carried by a table of codes: makers of inductive codes (3)" in report.notices
    with create_study(study.path.with_name("other.db"), "Other") as other:
        import_codebook(other, study.path.with_name("out.csv"), None)
        assert paths(other) == ["Trust", "Trust (Ben)", "Trust (Ben)/Marta"]


def test_retired_codes_stay_behind_but_for_those_that_paths_need(study: Study) -> None:
    ana = person(study, "Ana")
    table(study, "Name,Parent\nA,\nB,A\nC,\n")
    add_code(study, "A/B/Mine", origin="inductive", by=ana, shared=False)
    for name in ("B", "C"):
        retire_code(study, find_code(study, None, name), None)
    assert [row["Name"] for row in exported(study)] == ["A"]
    assert [row["Name"] for row in exported(study, ana)] == ["A", "B", "Mine"]


def test_what_a_table_cannot_carry_is_said(study: Study) -> None:
    table(study, "Name\nA\nB\n=C\n")
    edit_code(study, find_code(study, None, "A"), None, letter="Z", exclusive=True)
    notices = export_codebook(study, study.path.with_name("out.csv"), None).notices
    assert "marks of exclusive codes (1), chosen letters (1)" in notices[-1]
    assert "apostrophe: 1" in notices[1]
    for name in ("codes.qdc", "codes.xlsx", "flood.db"):
        with pytest.raises(WorkbenchError, match="no name for a CSV table"):
            export_codebook(study, study.path.with_name(name), None)


def test_an_apostrophe_is_taken_off_in_our_own_tables_only(study: Study) -> None:
    table(study, "Name,Description\nA,'=x\n")
    assert find_code(study, None, "A").definition == "'=x"
    assert exported(study)[0]["Description"] == "''=x"
    import_codebook(study, study.path.with_name("out.csv"), None)
    assert find_code(study, None, "A").definition == "'=x"


AWKWARD = st.text(
    alphabet=st.sampled_from("ab,;\"'/\\=+-@ \u00e9e\u0301信\U0001f469\u200d"), max_size=8
)
NAMES = AWKWARD.map(str.strip).filter(bool).map(checked_name)
TEXTS = st.text(alphabet=st.sampled_from("ab,;\"'=+-@\n\r\t \u2028\u0085é\U0001f469"), max_size=10)


@st.composite
def forests(draw: st.DrawFn) -> list[tuple[str, int | None, dict[str, str]]]:
    """Codes as (name, index of an earlier one as parent, cells)."""
    rows = []
    for index in range(draw(st.integers(0, 9))):
        parent = draw(st.none() | st.integers(0, index - 1)) if index else None
        cells = {
            "definition": draw(TEXTS),
            "when_to_use": draw(TEXTS),
            "example": draw(TEXTS),
            "question": draw(TEXTS),
            "origin": draw(st.sampled_from(ORIGINS)),
            "level": draw(st.sampled_from(("", *LEVELS))),
        }
        rows.append((draw(NAMES), parent, cells))
    return rows


def grow(study: Study, forest, aliases: list[str]) -> None:  # type: ignore[no-untyped-def]
    """Make the codes of a forest; one whose name is taken gets a number."""
    made: list[str] = []
    for label, parent, cells in forest:
        names = ([*split_path(made[parent])] if parent is not None else []) + [label]
        if join_path(names) in paths(study) or same_name(label) in {
            same_name(code.name)
            for code in codes(study, None)
            if split_path(code.path)[:-1] == tuple(names[:-1])
        }:
            names[-1] = f"{label} {len(made)}x"
        code = add_code(study, join_path(names), origin=cells["origin"], by=None, shared=True)
        texts = {name: text for name, text in cells.items() if name != "origin"}
        code = edit_code(study, code, None, aliases=aliases, **texts)
        made.append(code.path)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(forests(), st.booleans(), st.lists(AWKWARD, max_size=3))
def test_a_round_trip_loses_nothing(forest, guard, aliases) -> None:
    """Export, import into an empty study, and every code stands there as it was."""
    # no fsync: thousands of small commits would only test the disk
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        with (
            create_study(folder / "one.db", "One") as one,
            create_study(folder / "two.db", "Two") as two,
        ):
            with one.change("codes", None):
                grow(one, forest, aliases)
            export_codebook(one, folder / "codes.csv", None, guard=guard)
            if guard:
                import_codebook(two, folder / "codes.csv", None)
                assert state(two) == state(one)
            again = import_codebook(one, folder / "codes.csv", None) if guard else None
            assert again is None or (again.new, again.changed) == ((), ())
