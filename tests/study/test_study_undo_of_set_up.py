"""What was set up without a name is taken back without a name."""

from pathlib import Path

from click.testing import CliRunner

from workbench.cli import cli


def run(*words: str | Path, refused: int = 0) -> str:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == refused, (words, result.output)
    return result.stdout if not refused else result.stderr


def test_set_up_is_taken_back_and_made_again(tmp_path: Path) -> None:
    study, text = tmp_path / "s.db", tmp_path / "one.txt"
    text.write_text("Ann: hello there\n", encoding="utf-8")
    run("new", study, "--title", "S")
    run("people", "add", study, "Ana")
    run("people", "add", study, "Ben")
    run("code", "add", study, "Trust", "--as", "Ana")
    run("code", "add", study, "Order")
    run("import", study, text)
    assert "one" in run("undo", study, "--set-up")
    assert run("transcripts", study, "--json").strip() == "[]"
    run("undo", study, "--set-up")
    assert [line for line in ("Order", "Trust") if line in run("codebook", "list", study)] == []
    run("redo", study, "--set-up")
    run("redo", study, "--set-up")
    assert "Order" in run("codebook", "list", study)
    assert '"one"' in run("transcripts", study, "--json")
    run("verify", study)


def test_whose_work_is_said_or_refused(tmp_path: Path) -> None:
    study = tmp_path / "s.db"
    run("new", study, "--title", "S")
    run("people", "add", study, "Ana")
    run("code", "add", study, "Trust", "--as", "Ana")
    assert "--as NAME" in run("undo", study, refused=2)
    run("undo", study, "--set-up")  # Ana goes, for nobody may see what she made
    assert "left to undo" in run("undo", study, "--set-up", refused=1)  # a study is not unmade
    run("redo", study, "--set-up")
    assert "Trust" in run("codebook", "list", study, "--as", "Ana")


def test_taking_a_round_back_tells_nothing_of_what_was_coded_in_it(tmp_path: Path) -> None:
    told = []
    for number, coded in enumerate((True, False)):
        study, text = tmp_path / f"{number}.db", tmp_path / "one.txt"
        text.write_text("Ann: hello there\n", encoding="utf-8")
        run("new", study, "--title", "S")
        run("code", "add", study, "Trust")
        run("people", "add", study, "Ana")
        run("people", "add", study, "Ben")
        run("import", study, text)
        run("round", "open", study, "first", "--coders", "Ana,Ben")
        if coded:
            run("apply", study, "one", "5", "10", "Trust", "--as", "Ana")
        told.append(run("undo", study, "--set-up"))
        run("redo", study, "--set-up")
        held = run("codings", "list", study, "--as", "Ana", "--json")
        assert ("Trust" in held) == coded
        run("verify", study)
    assert told[0] == told[1]
