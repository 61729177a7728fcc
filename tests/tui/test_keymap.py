"""Keys of one's own: read from a file, taken on by screens and panels, refused where they clash."""

import tomllib
from pathlib import Path

import pytest
from app_study import make_study, press, running, shown
from click.testing import CliRunner
from code_sample import SAID, sitting
from code_sample import make_study as make_river

from workbench.cli import cli
from workbench.errors import WorkbenchError
from workbench.tui.keymap import named, read_keymap, remapped
from workbench.tui.keys import Key

KEYS = (
    Key("j", "", "Down", "down"),
    Key("k,up", "", "Up", "up"),
    Key("1-9", "", "Recent", "recent"),
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    found = tmp_path / "config" / "workbench"
    found.mkdir(parents=True)
    return found


def test_keys_are_moved_and_clashes_named() -> None:
    moved, problems = remapped(KEYS, {"Down": "n, #", "Up": "3", "Recent": "a", "Fly": "f"})
    assert [key.key for key in moved] == ["n,number_sign", "k,up", "1-9"]
    assert problems == [
        "“Recent” is nothing that a key of this screen does by itself",
        "“Fly” is nothing that a key of this screen does by itself",
        "“Up”: 3 is the key of “Recent”",
    ]
    swapped, problems = remapped(KEYS, {"Down": "x", "Up": "j"})
    assert [key.key for key in swapped[:2]] == ["x", "j"]
    assert not problems
    assert named("#") == "number_sign"
    assert named("ctrl+z") == "ctrl+z"


@pytest.mark.parametrize("text", ["[Code\n", "Code = 3", "[Code]\n'Next line' = 3", "\x00"])
def test_a_file_that_is_none_is_refused_by_its_name(folder: Path, text: str) -> None:
    (folder / "keys.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WorkbenchError, match=r"keys\.toml"):
        read_keymap()


async def test_the_screen_and_its_text_take_on_other_keys(folder: Path, tmp_path: Path) -> None:
    (folder / "keys.toml").write_text(
        '[Code]\n"Next turn" = "n"\n"Next turn with nothing coded" = "ctrl+n"\n'
        '[Everywhere]\n"Undo" = "ctrl+z"\n',
        encoding="utf-8",
    )
    with make_river(tmp_path) as river:
        async with sitting(river) as one:
            await one.goto("When the river")
            await one.press("J")
            assert one.screen.text_view.caret == SAID.index("When the river"), "no longer its key"
            await one.press("n")
            assert one.screen.text_view.caret == SAID.index("I ring")
            await one.press("0", "2", "n")
            assert one.screen.text_view.caret == SAID.index("Then I am")
            await one.press("v", "w", "c", *"trust", "enter", "u")
            assert len(one.mine()) == 1, "u is no longer undo"
            await one.press("ctrl+z")
            assert one.mine() == []
            assert "ctrl+z undo" in one.keys
            await one.press("question_mark", *["pagedown"] * 3)
            assert any("ctrl+z" in row for row in one.rows())


async def test_what_cannot_be_done_is_told_once(folder: Path, tmp_path: Path) -> None:
    (folder / "keys.toml").write_text(
        '[Journal]\n"Find by a word" = "n"\n[Everywhere]\n"Fly" = "f"\n', encoding="utf-8"
    )
    path = make_study(tmp_path)
    async with running(path, "Ana", start="journal", size=(160, 50)) as (app, pilot):
        assert "“Fly” is nothing that a key" in shown(app)
        assert "“Find by a word”: n is the key of “Write a note into the journal”" in shown(app)
        await press(pilot, "escape", "ctrl+g", "t")
        assert "Fly" not in shown(app)


def test_a_table_of_no_screen_is_refused(folder: Path, tmp_path: Path) -> None:
    from workbench.study import open_study
    from workbench.tui.app import WorkbenchApp
    from workbench.tui.session import Session

    (folder / "keys.toml").write_text('[Kode]\n"Next line" = "n"\n', encoding="utf-8")
    with (
        open_study(make_study(tmp_path)) as study,
        pytest.raises(WorkbenchError, match=r"\[Kode\]: there is no such screen"),
    ):
        WorkbenchApp(Session(study, None))


def test_the_command_prints_a_file_that_changes_nothing(folder: Path) -> None:
    printed = CliRunner().invoke(cli, ["keys"])
    assert printed.exit_code == 0, printed.stderr
    (folder / "keys.toml").write_text(printed.stdout, encoding="utf-8")
    found = tomllib.loads(printed.stdout)
    assert found == read_keymap()
    assert found["Code"]["Next turn"] == "J"
    for screen in found.values():
        keys = tuple(Key(key, "", what, "x") for what, key in screen.items())
        same, problems = remapped(keys, screen)
        assert [(k.description, k.key) for k in same] == list(screen.items()) or problems
