"""Set-up by keys alone: from an empty study to the export, every section and its refusals."""

from pathlib import Path

import pytest
from app_study import code_as, make_study, press, running, shown, study_of, write_texts

from workbench.codebook.store import codes, versions
from workbench.coding.rounds import start_round
from workbench.coding.store import codings
from workbench.consensus.reveal import lock
from workbench.corpus.store import cases, speakers, transcripts
from workbench.exchange.refi.exporting import export_qdc, export_refi
from workbench.study import add_person, create_study, open_study, people, person, verify
from workbench.study.history import history
from workbench.study.layers import layers
from workbench.study.rounds import rounds
from workbench.tui.screens.setup import SECTIONS
from workbench.tui.shoot import popup_text
from workbench.tui.widgets.files import FilePicker, completed, meant

TO = {section.NAME: ("home", *("down",) * at, "enter") for at, section in enumerate(SECTIONS)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


async def test_the_whole_set_up_by_keys(tmp_path: Path) -> None:
    path = tmp_path / "flood.db"
    create_study(path, "Flood").close()
    write_texts(tmp_path)
    (tmp_path / "cases.csv").write_text("who,transcript,age\nP1,S1 [MLP],40\nP2,S2,50\n")
    (tmp_path / "book.csv").write_text("Name,Parent,Description\nTrust,,Relying on one.\n")
    (tmp_path / "codings.csv").write_text("transcript,start,end,code\nS2,33,40,Trust\nS2,5,9,Own\n")
    async with running(path, None, keys=("type:Ana", "enter", "s")) as (app, pilot):
        study = study_of(app)
        await press(pilot, *TO["people"], "a", "type:Ben", "enter")
        assert [p.name for p in people(study)] == ["Ana", "Ben"]

        await press(pilot, "escape", *TO["material"], "i", "a", "enter", "enter", "escape")
        assert [t.name for t in transcripts(study)] == ["S1 [MLP]", "S2"]
        assert [s.label for s in speakers(study) if s.interviewer] == ["Interviewer"] * 2

        await press(pilot, "escape", *TO["cases"], "i", "/", "type:cases.csv", "enter")
        assert [(c.name, c.values) for c in cases(study)] == [
            ("P1", {"age": "40"}),
            ("P2", {"age": "50"}),
        ]

        await press(pilot, "escape", *TO["codebook"], "i", "/", "type:book.csv", "enter")
        assert [c.path for c in codes(study, None)] == ["Trust"]

        await press(pilot, "escape", *TO["rounds"], "o", "enter")
        (opened,) = rounds(study)
        assert [coder.name for coder in opened.coders] == ["Ana", "Ben"]
        assert len(versions(study)) == 1

        await press(pilot, "escape", *TO["codings"], "i", "/", "type:codings.csv", "enter", "y")
        mine = codings(study, app.session.viewer)
        assert [c.code for c in mine] == ["Own", "Trust"]
        await press(pilot, "A", "y")
        assert all(one.locked for one in layers(study) if one.person.name == "Ana")

        await press(pilot, "escape", *TO["export"], "enter", "enter", "escape")
        assert (tmp_path / "flood-nvivo" / "theme_summaries.csv").is_file()
        await press(pilot, "down", "enter", "enter", "down", "enter", "enter")
        assert (tmp_path / "flood-codebook.csv").is_file()
        assert (tmp_path / "flood-codings.csv").is_file()
        await press(pilot, "down", "enter", "enter", "escape")
        report = (tmp_path / "flood-report.html").read_text(encoding="utf-8")
        assert "as everybody may see it" in report
        await press(pilot, "down", "enter", "enter")
        assert "flood.qdpx is written" in shown(app) and "REFI-QDA does not carry" in shown(app)
        await press(pilot, "escape", "down", "enter", "enter", "escape")
        assert (tmp_path / "flood.qdpx").is_file() and (tmp_path / "flood.qdc").is_file()
        assert (tmp_path / "flood.workbench.json").is_file()

        await press(pilot, "escape", *TO["care"], "enter", "enter")
        (copy,) = tmp_path.glob("flood-2*.db")
        await press(pilot, "down", "enter")
        assert "The study is sound" in shown(app)
    with open_study(copy) as again:
        assert verify(again).ok


async def test_every_step_of_set_up_is_taken_back(path: Path) -> None:
    async with running(path, start="setup", keys=(*TO["people"], "a", "type:Cem", "enter")) as (
        app,
        pilot,
    ):
        assert len(people(study_of(app))) == 4
        await press(pilot, "u")
        assert len(people(study_of(app))) == 3
        assert "took back: add Cem" in shown(app)
        await press(pilot, "ctrl+r")
        assert len(people(study_of(app))) == 4


@pytest.mark.parametrize("screen", ["setup", "code", "reconcile"])
async def test_a_round_of_an_earlier_day_is_taken_back_only_when_one_says_so(
    tmp_path: Path, screen: str
) -> None:
    path = make_study(tmp_path, round=False)
    with open_study(path) as study:
        start_round(study, "Round 1", ["Ana", "Ben"], by=person(study, "Ana"))
    code_as(path, "Ben", "S2", 5, 9, "Trust")
    async with running(path, start=screen) as (app, pilot):
        study = study_of(app)
        await press(pilot, "u")
        assert "Take back “open round Round 1” of" in " ".join(popup_text(app))
        await press(pilot, "escape")
        assert len(rounds(study)) == 1
        await press(pilot, "u", "y")
        assert rounds(study) == []
        await press(pilot, "ctrl+r")
        assert len(rounds(study)) == 1
        assert len(codings(study, person(study, "Ben"))) == 1
        assert verify(study).ok


async def test_a_yes_takes_back_what_was_asked_about_and_nothing_else(tmp_path: Path) -> None:
    path = make_study(tmp_path, round=False)
    with open_study(path) as study:
        start_round(study, "Round 1", ["Ana", "Ben"], by=person(study, "Ana"))
    async with running(path) as (app, pilot):
        study = study_of(app)
        await press(pilot, "u")
        code_as(path, "Ana", "S2", 5, 9, "Trust")  # in another window, while the question stands
        await press(pilot, "y")
        assert "nothing was taken back" in shown(app)
        assert len(rounds(study)) == len(codings(study, person(study, "Ana"))) == 1
        await press(pilot, "u")
        assert "took back: apply code Trust" in shown(app), "of this sitting: not asked"
        await press(pilot, "u")
        assert "Take back “open round Round 1” of" in " ".join(popup_text(app))


async def test_a_clock_that_goes_wrong_asks_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_study(tmp_path, round=False)
    with monkeypatch.context() as ahead, open_study(path) as study:
        ahead.setattr("workbench.study.journal.now", lambda: "2999-01-01T00:00:00.000Z")
        start_round(study, "Round 1", ["Ana", "Ben"], by=person(study, "Ana"))
    async with running(path) as (app, pilot):
        await press(pilot, "u")
        assert "Take back “open round Round 1” of 1 Jan 2999" in " ".join(popup_text(app))


async def test_people_are_renamed_retired_and_given_roles(path: Path) -> None:
    async with running(path, start="setup", keys=TO["people"]) as (app, pilot):
        await press(pilot, "n", "ctrl+u", "type:Anna", "enter", "o", "s", "down", "x", "y")
        found = {p.name: (p.role, p.retired) for p in people(study_of(app))}
        assert found["Anna"] == ("supervisor", False)
        assert found["Ben"] == ("coder", True)
        assert shown(app).splitlines()[0].endswith("Anna"), "the header follows the new name"


async def test_a_taken_name_is_refused_in_words(path: Path) -> None:
    async with running(path, start="setup", keys=(*TO["people"], "a", "type:ben", "enter")) as (
        app,
        _,
    ):
        assert "Ben is in the study already" in shown(app)
        assert len(people(study_of(app))) == 3


async def test_speakers_ask_here_and_everywhere(path: Path) -> None:
    def asking() -> list[tuple[str, str]]:
        return [(s.transcript, s.label) for s in speakers(study) if s.interviewer]

    async with running(path, start="setup", keys=TO["speakers"]) as (app, pilot):
        study = study_of(app)
        await press(pilot, "t")
        assert asking() == [("S2", "Interviewer")]
        await press(pilot, "u", "T")
        assert asking() == []
        await press(pilot, "u")
        assert len(asking()) == 2
        await press(pilot, "n", "ctrl+u", "type:Chair", "enter", "c", "type:P9", "enter")
        first = speakers(study)[0]
        assert (first.label, first.case) == ("Chair", "P9")


async def test_two_labels_of_one_person_are_joined_by_keys(tmp_path: Path) -> None:
    path = make_study(tmp_path)
    said = "Int 1: Who?\n\nBo: I.\n\nint1: And then?\n\nBo: Then she.\n"
    (tmp_path / "group.txt").write_text(said)

    def present() -> list[tuple[str, int]]:
        return [(s.label, s.turns) for s in speakers(study) if s.transcript == "group"]

    take = ("i", "/", "type:group.txt", "enter", "type:Int 1, int1", "enter")
    async with running(path, start="setup", keys=(*TO["material"], *take)) as (app, pilot):
        study = study_of(app)
        assert "under Speakers: + joins two labels" in " ".join(shown(app).split())
        apart = present()
        assert dict(apart)["int1"] == 1
        to_first = ("down",) * 4  # past the speakers of the two other transcripts
        await press(pilot, "escape", "escape", *TO["speakers"], *to_first)
        await press(pilot, "plus")
        assert "Int 1 is one person with" in shown(app)
        await press(pilot, "enter")
        assert dict(present()) == {"Bo": 2, "int1": 2}, "the likeliest label stood first"
        await press(pilot, "u")
        assert present() == apart
        await press(pilot, "up", "n", "ctrl+u", "type:Bo", "enter")
        assert "Are the two one person?" in shown(app)
        assert present() == apart
        await press(pilot, "y")
        assert dict(present()) == {"Bo": 3, "int1": 1}


async def test_a_label_left_as_it_is_changes_nothing(path: Path) -> None:
    async with running(path, start="setup", keys=TO["speakers"]) as (app, pilot):
        before = history(study_of(app), None)
        await press(pilot, "n", "enter")
        assert history(study_of(app), None) == before


async def test_a_bad_file_is_refused_whole_with_its_lines(path: Path) -> None:
    (path.parent / "bad.csv").write_text("who,transcript\nP1,S9\nP2,S8\n")
    keys = (*TO["cases"], "i", "/", "type:bad.csv", "enter")
    async with running(path, start="setup", keys=keys) as (app, pilot):
        assert "That was not done" in shown(app)
        assert "line 3" in shown(app)
        assert cases(study_of(app)) == []
        await press(pilot, "escape")
        assert app.screen.SCREEN_NAME == "Set-up"


async def test_a_round_takes_a_sample_or_names_and_not_both(tmp_path: Path) -> None:
    path = make_study(tmp_path, round=False)
    form = ("o", "tab", "tab", "type:S2", "tab", "type:50 %", "enter")
    async with running(path, start="setup", keys=(*TO["rounds"], *form)) as (app, pilot):
        assert "not both" in shown(app)
        assert rounds(study_of(app)) == []
        await press(pilot, "escape", *form[:3], *form[4:])
        (opened,) = rounds(study_of(app))
        assert (opened.sample, len(opened.transcripts)) == ("50%", 1)
        await press(pilot, "x", "y")
        assert "not locked yet" in shown(app)


async def test_without_a_name_set_up_acts_and_coding_does_not(path: Path) -> None:
    async with running(path, None, start="setup", keys=("escape", *TO["people"])) as (app, pilot):
        await press(pilot, "a", "type:Cem", "enter")
        assert len(people(study_of(app))) == 4
        codings_file = path.parent / "c.csv"
        codings_file.write_text("transcript,start,end,code\nS2,1,2,Trust\n")
        await press(pilot, "escape", *TO["codings"], "i", "/", "type:c.csv", "enter", "y")
        assert "nobody has said who acts" in shown(app)


async def test_locking_asks_first(path: Path) -> None:
    async with running(path, start="setup", keys=(*TO["codings"], "L")) as (app, pilot):
        assert "Lock S1 [MLP]?" in shown(app)
        assert "What is locked stays" in shown(app)
        await press(pilot, "escape")
        assert not any(one.locked for one in layers(study_of(app)))
        await press(pilot, "L", "y")
        assert [one.transcript for one in layers(study_of(app)) if one.locked] == ["S1 [MLP]"]


# ── the file picker ──────────────────────────────────────────────────────────────────────────────


async def test_files_are_found_marked_and_taken(path: Path) -> None:
    folder = path.parent / "more"
    folder.mkdir()
    (folder / ".hidden.txt").write_text("x")
    (folder / "b.csv").write_text("x")
    for name in ("a [red].txt", "c.txt"):
        (folder / name).write_text(f"A: {name} is new.\n")
    async with running(path, start="setup", keys=(*TO["material"], "i")) as (app, pilot):
        await press(pilot, "home", "down", "enter")
        assert "a [red].txt" in shown(app)
        assert ".hidden" not in shown(app)
        assert "b.csv" not in shown(app)
        await press(pilot, "space", "down", "space", "enter", "enter", "escape")
        names = [t.name for t in transcripts(study_of(app))]
        assert names == ["S1 [MLP]", "S2", "a [red]", "c"]
        await press(pilot, "i", "left", "escape")
        assert app.screen.SCREEN_NAME == "Set-up"


async def test_a_path_is_typed_and_completed(path: Path) -> None:
    async with running(path, start="setup", keys=(*TO["material"], "i", "/")) as (app, pilot):
        assert isinstance(app.screen, FilePicker)
        await press(pilot, "type:S1", "tab")
        assert "S1 [MLP].txt" in shown(app)
        await press(pilot, "type:x", "enter")
        assert "is not there" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, FilePicker), "from the path back to the list"
        await press(pilot, "escape")
        assert not isinstance(app.screen, FilePicker)


def test_completion_goes_as_far_as_it_is_clear(tmp_path: Path) -> None:
    for name in ("inter-1.txt", "inter-2.txt", "notes.md"):
        (tmp_path / name).write_text("")
    (tmp_path / "folder").mkdir()
    begin = f"{tmp_path}/"
    assert completed(f"{begin}in") == f"{begin}inter-"
    assert completed(f"{begin}no") == f"{begin}notes.md"
    assert completed(f"{begin}fo") == f"{begin}folder/"
    assert completed(begin) == begin
    assert completed(f"{begin}zzz") == f"{begin}zzz"
    assert completed("/nowhere/at/all") == "/nowhere/at/all"
    assert completed(f"/elsewhere/{begin}no") == f"{begin}notes.md", "begun anew, as a shell does"


def test_a_path_may_be_begun_anew_behind_the_folder_that_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    file = tmp_path / "it's mine.txt"
    file.write_text("")
    for typed in (f"{file}", f" {file} ", f"/elsewhere/{file}", "/elsewhere/~/it's mine.txt"):
        assert meant(typed) == file
    plain = tmp_path / "notes 2.md"
    plain.write_text("")
    for typed in (f"/x/{plain}", f"/x/'{plain}'", f'/x/"{plain}"', "/x/~/notes 2.md"):
        assert meant(typed) == plain
    assert meant(f"{tmp_path}//notes 2.md") == Path(f"{tmp_path}//notes 2.md"), "it is there"
    assert meant("/x/none.md") == Path("/x/none.md")


# ── packs ────────────────────────────────────────────────────────────────────────────────────────


async def test_a_pack_goes_out_and_comes_back_by_keys(path: Path) -> None:
    async with running(path, start="setup", keys=(*TO["people"], "p", "enter")) as (app, pilot):
        study = study_of(app)
        pack = path.with_name(f"{path.stem}-ana.db")
        assert pack.is_file()
        assert "Ana codes in it now" in shown(app)
        assert "pack out" in shown(app)
        with open_study(pack) as own:
            lock(own, person(own, "Ana"))
        await press(pilot, "c")
        assert pack.name in shown(app)
        assert path.name not in shown(app), "the study is no pack"
        assert " kB" not in shown(app), "the size of a study file grows with hidden work"
        await press(pilot, "/", f"type:{pack.name}", "enter")
        assert "Ana has locked 2 of 2 transcripts." in shown(app)
        assert not any(one.locked for one in layers(study))
        await press(pilot, "y")
        assert [one.person.name for one in layers(study) if one.locked] == ["Ana", "Ana"]
        assert "pack out" not in shown(app)
        await press(pilot, "u")
        assert not any(one.locked for one in layers(study))


async def test_a_pack_is_called_back_and_then_refused_in_words(path: Path) -> None:
    async with running(path, start="setup", keys=(*TO["people"], "p", "enter")) as (app, pilot):
        pack = path.with_name(f"{path.stem}-ana.db")
        await press(pilot, "b", "y")
        assert "Ana codes in this study again" in shown(app)
        assert "pack out" not in shown(app)
        await press(pilot, "c", "/", f"type:{pack.name}", "enter")
        assert "was called back on" in shown(app)


@pytest.fixture
def theirs(path: Path) -> Path:
    """A folder with what another program might have written: a project, and its codebook."""
    folder = path.parent / "theirs"
    folder.mkdir()
    code_as(path, "Ana", "S2", 32, 38, "People [red]/Trust")
    with open_study(path) as study:
        for name in ("Ana", "Ben"):
            lock(study, person(study, name))
        export_refi(study, None, folder / "old.qdpx")
        export_qdc(study, None, folder / "old.qdc")
    (folder / "bad.qdpx").write_text("nothing of the kind")
    (folder / "bad.qdc").write_text("<CodeBook")
    with create_study(folder / "new.db", "New") as study:
        add_person(study, "Zoe", "coder")
    return folder


@pytest.mark.parametrize(("kind", "locked"), [("f", True), ("o", False)])
async def test_a_project_of_another_program_comes_in_by_keys(
    theirs: Path, kind: str, locked: bool
) -> None:
    keys = (*TO["material"], "p", "/", "type:old.qdpx", "enter")
    async with running(theirs / "new.db", "Zoe", start="setup", keys=keys) as (
        app,
        pilot,
    ):
        assert "The codings in old.qdpx are" in shown(app)
        await press(pilot, "escape")
        assert transcripts(study_of(app)) == []
        await press(pilot, "p", "/", "type:old.qdpx", "enter", kind)
        assert "old.qdpx is brought in" in shown(app) and "transcripts: 2" in shown(app)
        study = study_of(app)
        assert [t.name for t in transcripts(study)] == ["S1 [MLP]", "S2"]
        assert {one.locked for one in layers(study)} == {locked}
        assert "Obstacles" in [code.path for code in codes(study, None)]
        await press(pilot, "escape", "u")
        assert transcripts(study) == [] and codes(study, None) == []
        assert verify(study).ok


async def test_a_codebook_of_another_program_comes_in_where_tables_do(theirs: Path) -> None:
    keys = (*TO["codebook"], "i", "/", "type:old.qdc", "enter")
    async with running(theirs / "new.db", "Zoe", start="setup", keys=keys) as (app, pilot):
        assert "old.qdc is brought in" in shown(app)
        found = [code.path for code in codes(study_of(app), None)]
        assert found == ["People [red]", "People [red]/Trust", "Obstacles"]
        await press(pilot, "escape", "i", "/", "type:old.qdc", "enter")
        assert "3 codes as they were" in shown(app)


@pytest.mark.parametrize(
    ("section", "key", "file", "said"),
    [
        ("material", "p", "bad.qdpx", "bad.qdpx"),
        ("codebook", "i", "bad.qdc", "bad.qdc"),
        ("codebook", "i", "old.qdpx", "is a whole project"),
        ("material", "p", "gone.qdpx", "gone.qdpx"),
    ],
)
async def test_a_file_that_is_none_of_theirs_is_refused_in_words(
    theirs: Path, section: str, key: str, file: str, said: str
) -> None:
    keys = (*TO[section], key, "/", f"type:{file}", "enter")
    keys += ("enter",) if section == "material" else ()
    async with running(theirs / "new.db", "Zoe", start="setup", size=(160, 50), keys=keys) as (
        app,
        _,
    ):
        assert said in shown(app) and "Traceback" not in shown(app)
        assert transcripts(study_of(app)) == [] and codes(study_of(app), None) == []
