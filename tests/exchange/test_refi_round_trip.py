"""What goes out as REFI-QDA is valid, always the same, nothing hidden, and comes back as it was."""

import json
import tempfile
import zipfile
from pathlib import Path

import pytest
from conftest import dump
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from themes_base import Scene

from workbench.codebook.editing import edit_code
from workbench.codebook.exporting import export_codebook
from workbench.codebook.store import add_code, codes, find_code
from workbench.coding.apply import apply_code
from workbench.coding.rounds import start_round
from workbench.coding.store import codings
from workbench.consensus.reveal import lock
from workbench.consensus.store import consensus_codings
from workbench.corpus.cases import import_cases
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import cases, text, transcript, transcripts
from workbench.errors import WorkbenchError
from workbench.exchange.refi import exporting
from workbench.exchange.refi.exporting import export_qdc, export_refi
from workbench.exchange.refi.guidance import compose, parse
from workbench.exchange.refi.importing import import_qdc, import_refi
from workbench.exchange.refi.labels import CODE_LABELS
from workbench.exchange.refi.nouns import Project, User
from workbench.exchange.refi.xml_out import project_xml
from workbench.study import Study, add_person, create_study, people, verify
from workbench.study.rounds import close_round
from workbench.themes import arrange
from workbench.themes.familiarisation import add_note
from workbench.themes.store import notes, themes

FIELDS = (
    *("definition", "when_to_use", "when_not_to_use", "example", "origin", "level"),
    *("colour", "question", "aliases"),
)
SCHEMAS = Path(exporting.__file__).with_name("schemas")


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    """Themes in themes, a code in two, memos, notes, colours and guidance."""
    made = Scene(study, tmp_path).coded()
    arrange.add_theme(study, "Voices", concept="=One idea.", summary="It\nis.", by=None)
    arrange.add_theme(study, "Keepers", parent="Voices", definition="Who keeps.", by=None)
    arrange.move_codes(study, ["Trust", "List"], "Voices", by=None)
    arrange.move_codes(study, ["Keeper", "List"], "Keepers", also=True, by=None)
    edit_code(
        study,
        find_code(study, None, "List"),
        None,
        when_to_use="for lists\nand tables",
        example="Example: a list",
        definition="About List.\n\nExample: not a field",
        colour="#0072B2",
    )
    add_note(study, made.ana, "A thought", shared=True)
    add_note(study, made.ben, "Here\nand now", on="P1", position=26, shared=True)
    add_note(study, made.eva, "On all of it", on="P2", shared=True)
    return made


def known(study: Study) -> dict[str, object]:
    """Everything that REFI carries of a study, without ids and times."""
    names = {p.id: p.name for p in people(study)}
    return {
        "people": sorted(names.values()),
        "texts": {t.name: text(study, t.id) for t in transcripts(study)},
        "codes": {
            (c.path, *(getattr(c, field) for field in FIELDS), c.exclusive)
            for c in codes(study, None)
        },
        "codings": [
            (c.transcript, c.start, c.end, c.code, c.coder, c.memo) for c in codings(study, None)
        ],
        "consensus": [
            (c.transcript, c.start, c.end, c.code, c.memo) for c in consensus_codings(study)
        ],
        "cases": {(c.name, tuple(c.values.items()), c.speakers) for c in cases(study)},
        "themes": {
            (t.name, t.parent, t.concept, t.definition, t.summary, *sorted(c.path for c in t.codes))
            for t in themes(study, None)
        },
        "notes": {(n.by, n.transcript, n.position, n.text) for n in notes(study, None)},
    }


def qde(path: Path) -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read("project.qde")


def test_out_and_in_and_out_again(scene: Scene) -> None:
    first, second = scene.folder / "one.qdpx", scene.folder / "two.qdpx"
    export_refi(scene.study, None, first)
    with create_study(scene.folder / "again.db", scene.study.title) as again:
        done = import_refi(again, first, None)
        assert done.losses == ()
        assert known(again) == known(scene.study)
        assert verify(again).ok
        export_refi(again, None, second)
    made = b'creationDateTime="'
    one, two = (qde(path).split(made, 2) for path in (first, second))
    assert one[0] == two[0] and one[2] == two[2]  # all but the date of the study itself


def test_the_same_bytes_on_every_run_and_nothing_changed(scene: Scene) -> None:
    before = dump(scene.study)
    files = []
    for name in ("one", "two"):
        export_refi(scene.study, scene.eva, scene.folder / f"{name}.qdpx")
        export_qdc(scene.study, scene.eva, scene.folder / f"{name}.qdc")
        ends = (".qdpx", ".workbench.json", ".qdc")
        files.append([(scene.folder / f"{name}{end}").read_bytes() for end in ends])
    assert files[0] == files[1] and dump(scene.study) == before


def test_what_goes_out_is_valid_and_says_what_is_lost(scene: Scene) -> None:
    done = export_refi(scene.study, None, scene.folder / "one.qdpx")
    export_qdc(scene.study, None, scene.folder / "one.qdc")
    root = etree.fromstring(qde(scene.folder / "one.qdpx"))
    etree.XMLSchema(file=str(SCHEMAS / "Project.xsd")).assertValid(root)
    book = etree.parse(scene.folder / "one.qdc")
    etree.XMLSchema(file=str(SCHEMAS / "Codebook.xsd")).assertValid(book)
    assert "basePath" not in root.attrib
    given = [s for s in root.iter("{*}PlainTextSelection") if s.find("{*}Coding") is not None]
    assert len(given) == len(codings(scene.study, None)) + len(consensus_codings(scene.study))
    for selection in given:
        (coding,) = selection.findall("{*}Coding")
        assert coding.get("creatingUser") == selection.get("creatingUser") is not None
    beside = json.loads((scene.folder / "one.workbench.json").read_text(encoding="utf-8"))
    assert beside["not_in_the_project"] == list(done.losses)
    assert any("disagreements" in loss for loss in done.losses)
    with zipfile.ZipFile(scene.folder / "one.qdpx") as package:
        assert not [name for name in package.namelist() if "workbench" in name]


def test_an_empty_study_has_no_empty_container(study: Study, tmp_path: Path) -> None:
    export_refi(study, None, tmp_path / "one.qdpx")
    root = etree.fromstring(qde(tmp_path / "one.qdpx"))
    assert [etree.QName(child).localname for child in root] == ["Users"]
    with pytest.raises(WorkbenchError, match="no code yet"):
        export_qdc(study, None, tmp_path / "one.qdc")


def test_what_the_schema_refuses_is_not_written() -> None:
    with pytest.raises(WorkbenchError, match="nothing was written") as refused:
        project_xml(Project("P", users=(User("no guid", "Ana"),)))
    assert any("no guid" in line for line in refused.value.details)


def test_nothing_hidden_goes_out(study: Study, tmp_path: Path) -> None:
    scene = Scene(study, tmp_path)
    scene.open()
    add_code(study, "Whisper", origin="inductive", by=scene.ana, shared=False)
    export_refi(study, None, tmp_path / "before.qdpx")
    scene.code(scene.ana, "P1", "Marta", "Whisper", "secret")
    add_note(study, scene.ana, "secret")
    scene.lock(scene.ana)
    for viewer in (None, scene.ben, scene.eva):
        export_refi(study, viewer, tmp_path / "now.qdpx")
        for end in (".qdpx", ".workbench.json"):
            now, before = (tmp_path / f"{name}{end}" for name in ("now", "before"))
            assert now.read_bytes() == before.read_bytes()
    export_refi(study, scene.ana, tmp_path / "own.qdpx")
    assert b"secret" in qde(tmp_path / "own.qdpx") and b"Whisper" in qde(tmp_path / "own.qdpx")


def test_codebooks_come_back_whole_and_again_without_change(scene: Scene) -> None:
    export_qdc(scene.study, None, scene.folder / "one.qdc")
    export_codebook(scene.study, scene.folder / "one.csv", None)
    with create_study(scene.folder / "again.db", "Again") as again:
        import_qdc(again, scene.folder / "one.qdc", None)
        assert {k: known(again)[k] for k in ("codes", "themes")} == {
            k: known(scene.study)[k] for k in ("codes", "themes")
        }
        done = import_qdc(again, scene.folder / "one.qdc", None)
        assert (done.new, done.changed, done.unchanged) == ((), (), 5)
        edit_code(again, find_code(again, None, "Time"), None, definition="Other.")
        assert import_qdc(again, scene.folder / "one.qdc", None).changed == ("Time",)
        assert find_code(again, None, "Time").definition == "About Time."


def test_two_codes_of_one_path_are_told_apart(scene: Scene) -> None:
    study = scene.study
    close_round(study, "Round 1")
    scene.open(name="Round 2")
    for who in (scene.ana, scene.ben):
        add_code(study, "Own", origin="inductive", by=who, shared=False)
        scene.code(who, "P3", "Nobody rang.", "Own")
    scene.lock()
    done = export_refi(study, None, scene.folder / "one.qdpx")
    content = qde(scene.folder / "one.qdpx")
    assert b'name="Own"' in content and b'name="Own (Ben)"' in content
    assert any("Own goes out as Own (Ben)" in loss for loss in done.losses)


labels = st.sampled_from([*CODE_LABELS, "Other"])
lines = st.one_of(
    st.text("ab \\:", max_size=5),
    st.builds(lambda label, rest: f"{label}: {rest}", labels, st.text("a\\ ", max_size=2)),
)
texts = st.lists(lines, max_size=4).map("\n".join)


@given(texts, st.dictionaries(st.sampled_from(CODE_LABELS), texts))
def test_descriptions_come_apart_as_they_were_put_together(
    definition: str, fields: dict[str, str]
) -> None:
    whole = compose(definition, fields.items(), CODE_LABELS)
    assert parse(whole, CODE_LABELS) == (definition, {k: v for k, v in fields.items() if v})


words = st.text(st.sampled_from("ab .\n\r\t\U0001f30a\u0301\u2028é"), min_size=1, max_size=25)
spans = st.lists(
    st.tuples(
        st.sampled_from(["Ana", "Ben"]),
        st.sampled_from(["A", "B", "B/C\\/D"]),
        st.integers(0, 30),
        st.integers(1, 20),
        st.sampled_from(["", "why\n <&>\U0001f600", "  spaced "]),
    ),
    max_size=6,
)


@settings(max_examples=8, deadline=None)
@given(st.lists(words, min_size=1, max_size=3), spans, st.sampled_from(["\n", "\r\n"]))
def test_any_study_comes_back_to_the_character(
    said: list[str], given_spans: list[tuple[str, str, int, int, str]], line_end: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        speech = "".join(f"I: Hm?\nP{n % 2}: {one} x\n" for n, one in enumerate(said))
        (folder / "T.txt").write_bytes(speech.replace("\n", line_end).encode())
        (folder / "cases.csv").write_text("name,age\nP0,4.50\nP1,\n")
        with create_study(folder / "a.db", "A") as study:
            everybody = [add_person(study, who) for who in ("Ana", "Ben")]
            import_transcripts(study, [folder / "T.txt"])
            import_cases(study, folder / "cases.csv")
            for path in ("A", "B", "B/C\\/D"):
                add_code(study, path, origin="deductive", by=None, shared=True)
            arrange.add_theme(study, "T", by=None)
            arrange.move_codes(study, ["B/C\\/D"], "T", by=None)
            start_round(study, "R", ["Ana", "Ben"])
            found = transcript(study, "T")
            for who, code, start, length, memo in given_spans:
                start = min(start, found.characters - 1)
                end = min(start + length, found.characters)
                coder = next(p for p in everybody if p.name == who)
                apply_code(study, coder, found, start, end, find_code(study, coder, code), memo)
            for coder in everybody:
                lock(study, coder)
            export_refi(study, None, folder / "a.qdpx")
            with create_study(folder / "b.db", "B") as again:
                import_refi(again, folder / "a.qdpx", None)
                assert known(again) == known(study)
                assert verify(again).ok
