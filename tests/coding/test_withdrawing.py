"""A participant withdraws: nothing they said is left in the file, and the chain still holds."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from workbench.cli import cli
from workbench.coding.store import codings
from workbench.coding.withdrawing import withdraw
from workbench.consensus.store import consensus_codings, read_items
from workbench.corpus import store as corpus
from workbench.errors import WorkbenchError
from workbench.study import (
    Study,
    backup,
    can_undo,
    create_study,
    history,
    open_study,
    person,
    undo,
    verify,
)
from workbench.study.erasure import copies_beside

ALONE = """Interviewer: Whom do you ring?

P1: I ring Zacharias at the gauge.

Interviewer: And then?

P1: Then Zacharias rings everybody.
"""
TOGETHER = """Interviewer: Who warns you?

P1: Zacharias warns me, always.

P2: Nobody warns me. The river does.

P1: He warns the herons, too.

P2: The herons know before him.
"""


def run(*words: object) -> str:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == 0, (words, result.stderr)
    return result.stdout


def apply(path: Path, name: str, body: str, words: str, who: str, memo: str = "") -> None:
    start = body.index(words)
    end = start + len(words)
    run("apply", path, name, start, end, "Trust", "--as", who, *(["--memo", memo] if memo else []))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """P1 speaks alone in S1 and with P2 in S2; both are coded, locked and compared."""
    study = tmp_path / "flood.db"
    for name, body in (("S1", ALONE), ("S2", TOGETHER), ("S3", ALONE.replace("P1", "P3"))):
        (tmp_path / f"{name}.txt").write_text(body, encoding="utf-8")
    (tmp_path / "cases.csv").write_text("case,trade\nP1,ferrywoman\nP2,x\n", encoding="utf-8")
    run("new", study, "--title", "River")
    run("import", study, *(tmp_path / f"{name}.txt" for name in ("S1", "S2", "S3")))
    run("cases", study, tmp_path / "cases.csv")
    for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Eva", "supervisor")):
        run("people", "add", study, name, "--role", role)
    run("code", "add", study, "Trust")
    run("round", "open", study, "first", "--coders", "Ana,Ben", "--transcripts", "S1,S2")
    for who in ("Ana", "Ben"):
        apply(study, "S1", ALONE, "I ring Zacharias", who, "Zacharias again")
        apply(study, "S2", TOGETHER, "Zacharias warns me", who)
        apply(study, "S2", TOGETHER, "The river does", who)
    apply(study, "S2", TOGETHER, "The herons know", "Ana")
    apply(study, "S1", ALONE, "Then Zacharias", "Ana", "a slip about Zacharias")
    run("undo", study, "--as", "Ana")
    run("note", study, "he is called Zacharias", "--on", "S1:40", "--as", "Ana")
    run("correct", study, "S2", TOGETHER.index(", always"), TOGETHER.index(", always") + 8, "")
    run("doubtful", "settle", study, "--all", "--keep", "--as", "Ana")
    for who in ("Ana", "Ben"):
        run("lock", study, "--as", who)
    return study


def test_nothing_that_was_said_is_left_in_the_file(path: Path) -> None:
    assert b"ferrywoman" in path.read_bytes()
    run("withdraw", path, "P1", "--as", "Eva", "--reason", "asked to")
    content = b"".join(
        file.read_bytes() for file in path.parent.glob("flood.db*") if file.is_file()
    )
    with open_study(path) as study:
        others = corpus.text(study, corpus.transcript(study, "S3").id)
    assert "Zacharias" in others  # said by somebody else: it stays, and its words are in the file
    for gone in ("rings everybody.\n\nP1", "warns the herons", "ferrywoman", "a slip about"):
        assert gone.encode() not in content
    assert b"he is called Zacharias" not in content
    assert b"Zacharias again" not in content
    assert b"Zacharias warns me" not in content


def test_a_case_without_words_is_told_of(path: Path, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("case,trade\nP7,baker\n", encoding="utf-8")
    assert (
        "1 case is in"
        in CliRunner().invoke(cli, ["cases", str(path), f"{tmp_path}/more.csv"]).stderr
    )
    words = ["withdraw", str(path), "P7", "--as", "Eva", "--reason", "asked to"]
    assert "no words belonged to P7" in CliRunner().invoke(cli, words).stderr
    assert b"baker" not in path.read_bytes()


def test_a_coding_with_the_question_before_the_answer_goes_and_the_base_shrinks(
    tmp_path: Path,
) -> None:
    path, file = tmp_path / "flood.db", tmp_path / "S2.txt"
    file.write_text(TOGETHER, encoding="utf-8")
    run("new", path, "--title", "River")
    run("import", path, file)
    for name in ("P1", "P2"):
        run("speakers", path, "S2", "--case", f"{name}={name}")
    for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Eva", "supervisor")):
        run("people", "add", path, name, "--role", role)
    run("code", "add", path, "Trust")
    run("round", "open", path, "first", "--coders", "Ana,Ben")
    asked = TOGETHER[TOGETHER.index("Who warns") : TOGETHER.index(" always")]
    apply(path, "S2", TOGETHER, asked, "Ana", "memo on question and answer")
    across = TOGETHER[TOGETHER.index("herons, too") : TOGETHER.index(" know")]
    apply(path, "S2", TOGETHER, across, "Ana", "memo on both")
    for who in ("Ana", "Ben"):
        run("lock", path, "--as", who)
    run("withdraw", path, "P1", "--as", "Eva", "--reason", "asked to")
    assert b"memo on question" not in path.read_bytes()
    with open_study(path) as study:
        assert [c.memo for c in codings(study, None)] == ["memo on both"]
        turns = corpus.turns(study, corpus.transcript(study, "S2").id)
        assert {t.speaker for t in turns if not t.interviewer} == {"P2"}, "only P2 is counted"
        assert verify(study).ok
        done = withdraw(study, person(study, "Eva"), "P2", "asked to, too")
        assert done.transcripts == ("S2",), "nobody is left who answers"
    assert b"memo on both" not in path.read_bytes()


@pytest.mark.parametrize("corrected", [False, True])
def test_what_was_taken_away_before_is_erased_as_well(tmp_path: Path, corrected: bool) -> None:
    """A removed coding and an undone note in a shared transcript, and an undone import."""
    path, wrong = tmp_path / "flood.db", tmp_path / "S1.txt"
    shared = tmp_path / "S2.txt"
    shared.write_text(TOGETHER, encoding="utf-8")
    run("new", path, "--title", "River")
    for body in ("P1: The wrong file about glorp.\n", "P1: The right file.\n"):
        wrong.write_text(body, encoding="utf-8")
        run("import", path, wrong)
        if "glorp" in body:
            run("undo", path, "--set-up")
    run("import", path, shared)
    (tmp_path / "cases.csv").write_text("case,transcript\nP1,S1\n", encoding="utf-8")
    run("cases", path, tmp_path / "cases.csv")
    run("speakers", path, "S2", "--case", "P1=P1")
    for name, role in (("Ana", "coder"), ("Eva", "supervisor")):
        run("people", "add", path, name, "--role", role)
    run("code", "add", path, "Trust")
    run("round", "open", path, "first", "--coders", "Ana")
    apply(path, "S2", TOGETHER, "He warns", "Ana", "memo on what P1 says")
    run("undo", path, "--as", "Ana")
    apply(path, "S2", TOGETHER, "The river", "Ana", "memo on what P2 says")
    run("undo", path, "--as", "Ana")
    place = TOGETHER.index("warns me")
    run("note", path, "note on P1", "--on", f"S2:{place}", "--as", "Ana")
    run("undo", path, "--as", "Ana")
    if corrected:
        run("correct", path, "S2", 0, 0, "x", "--as", "Ana")
    run("withdraw", path, "P1", "--as", "Eva", "--reason", "asked to")
    content = path.read_bytes()
    for gone in (b"glorp", b"The right file", b"memo on what P1 says", b"note on P1"):
        assert gone not in content
    assert (b"memo on what P2 says" in content) is not corrected  # old places cannot be told apart
    with open_study(path) as study:
        assert verify(study).ok and not can_undo(study, person(study, "Ana"))


def test_what_others_said_stays_coded_and_everything_verifies(path: Path) -> None:
    with open_study(path) as study:
        done = withdraw(study, person(study, "Eva"), "P1", "asked to")
        assert (done.transcripts, done.shared, done.copies) == (("S1",), ("S2",), ())
        assert [t.name for t in corpus.transcripts(study)] == ["S2", "S3"]
        assert [case.name for case in corpus.cases(study)] == ["P2"]
        body = corpus.text(study, corpus.transcript(study, "S2").id)
        assert body == (
            "Interviewer: Who warns you?\n\n[withdrawn]\n\nP2: Nobody warns me. The river does.\n\n"
            "[withdrawn]\n\nP2: The herons know before him.\n"
        )
        ana = person(study, "Ana")
        assert [body[c.start : c.end] for c in codings(study, ana, coder=ana)] == [
            "The river does",
            "The herons know",
        ]
        assert [body[c.start : c.end] for c in consensus_codings(study)] == ["The river does"]
        assert [body[i.start : i.end] for i in read_items(study, ana)] == ["The herons know"]
        labels = [s.label for s in corpus.speakers(study, corpus.transcript(study, "S2").id)]
        assert sorted(labels) == ["Interviewer", "P2", "[withdrawn]"]
        assert verify(study).problems == []


def test_the_journal_says_that_something_was_erased_and_why(path: Path) -> None:
    with open_study(path) as study:
        withdraw(study, person(study, "Eva"), "P1", "asked to")
        for viewer in (person(study, "Ana"), None):
            last = history(study, viewer)[-1]
            assert (last.what, last.by) == ("withdraw a participant: asked to", "Eva")
        told = repr(history(study, person(study, "Ana")))
        assert "ferrywoman" not in told
        assert "Zacharias again" not in told


def test_undo_does_not_reach_behind_a_withdrawal(path: Path) -> None:
    with open_study(path) as study:
        ana = person(study, "Ana")
        assert can_undo(study, ana)
        withdraw(study, person(study, "Eva"), "P1", "asked to")
        assert not can_undo(study, ana)
        with pytest.raises(WorkbenchError, match="left to undo"):
            undo(study, person(study, "Eva"))


def test_an_erased_text_cannot_come_back(path: Path) -> None:
    run("withdraw", path, "P1", "--as", "Eva", "--reason", "asked to")
    result = CliRunner().invoke(cli, ["import", str(path), str(path.parent / "S1.txt")])
    assert result.exit_code == 1
    assert "withdrawn" in result.stderr
    assert CliRunner().invoke(cli, ["search", str(path), "ferry"]).stdout == ""
    with open_study(path) as study:
        erased = corpus.versions(study, corpus.transcript(study, "S2").id)
        assert [version.erased for version in erased] == [True, True, False]


def test_copies_of_older_versions_are_named(path: Path) -> None:
    copy = path.with_name("flood-before-3-1.db")
    copy.write_bytes(b"x")
    with open_study(path) as study:
        assert withdraw(study, person(study, "Eva"), "P1", "r").copies == (copy,)


def test_a_reader_who_keeps_the_file_open_is_told_of(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.study.file.BUSY_SECONDS", 0.05)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM texts").fetchone()
    with open_study(path) as study:
        assert withdraw(study, person(study, "Eva"), "P1", "r").lingers
    reader.execute("ROLLBACK")
    reader.close()
    assert not path.with_name("flood.db-wal").exists()
    assert b"ferrywoman" not in path.read_bytes()
    with open_study(path) as study:
        assert verify(study).ok
        assert not withdraw(study, person(study, "Eva"), "P2", "r").lingers


def test_backups_beside_are_named_and_left_as_they_are(path: Path) -> None:
    kept, other = path.with_name("monday.sqlite"), path.with_name("other.db")
    create_study(other, "Another").close()
    with open_study(path) as study:
        backup(study, kept)
        content = kept.read_bytes()
        assert withdraw(study, person(study, "Eva"), "P1", "r").copies == (kept,)
        backup(study, path.with_name("after.db"))
        assert copies_beside(study) == [kept]
    assert kept.read_bytes() == content and not list(path.parent.glob("monday.sqlite-*"))


@pytest.mark.parametrize(
    ("who", "case", "reason", "told"),
    [
        ("Ana", "P1", "r", "Ana is not a supervisor"),
        ("Eva", "P1", " ", "needs a reason"),
        ("Eva", "P9", "r", "no case is called P9 .* its cases are P1, P2"),
    ],
)
def test_who_may_and_what_must_be_said(
    path: Path, who: str, case: str, reason: str, told: str
) -> None:
    with open_study(path) as study:
        with pytest.raises(WorkbenchError, match=told):
            withdraw(study, person(study, who), case, reason)
        assert verify(study).problems == []
        assert len(corpus.transcripts(study)) == 3


def test_a_forged_blank_is_found(study: Study) -> None:
    """An image that lost its content behind the last erasure is no erasure."""
    with study.change("add a case", None) as write:
        write.insert("cases", name="P1", position=1)
    with study.change("forge", None) as write:
        write.execute("UPDATE journal_open SET erasing = 1")
        write.execute("UPDATE journal_cases SET salt = NULL, new_name = NULL")
        write.insert("cases", name="P2", position=2)
    assert "an image of cases was blanked without an erasure on record" in verify(study).problems
