"""Packs: what goes out, what comes back, and what is refused."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import dump
from packs_scene import Scene

from workbench.codebook import editing
from workbench.codebook.store import add_code, codes, find_code
from workbench.coding.apply import remove, set_memo
from workbench.coding.correcting import correct_text
from workbench.coding.doubts import settle
from workbench.coding.store import codings, open_doubts
from workbench.consensus.reveal import lock
from workbench.corpus.store import transcript
from workbench.errors import WorkbenchError
from workbench.exchange.packs.collecting import collect
from workbench.exchange.packs.making import call_back, give_out
from workbench.study import (
    Person,
    Study,
    create_study,
    history,
    open_study,
    person,
    redo,
    undo,
    verify,
)
from workbench.study.erasure import erasure
from workbench.study.layers import layers, note_reading_opened
from workbench.study.packs import own_pack, packs
from workbench.themes.familiarisation import add_note, mark_read
from workbench.themes.store import notes, read_marks


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    made = Scene(tmp_path_factory.mktemp("model"))
    yield made
    made.study.close()


@pytest.fixture
def scene(model: Scene, tmp_path: Path) -> Iterator[Scene]:
    made = model.twin(tmp_path / "scene")
    yield made
    made.study.close()


def edit_code(study: Study, code: str, by: Person | None, **cells: str) -> None:
    editing.edit_code(study, find_code(study, by, code), by, **cells)


def retire_code(study: Study, code: str, by: Person | None) -> None:
    editing.retire_code(study, find_code(study, by, code), by)


def readable(scene: Scene, who: str) -> set[tuple[str, int, int, str, str]]:
    """What somebody sees of their own codings in the study."""
    me = person(scene.study, who)
    return {(c.transcript, c.start, c.end, c.code, c.memo) for c in codings(scene.study, me)}


# ── out ──────────────────────────────────────────────────────────────────────────────────────────


def test_no_byte_of_the_other_coder_is_in_a_pack(scene: Scene) -> None:
    scene.own_code("Ben", "Bens-own-code")
    scene.own_code("Ben", "Trust/Bens-inner")
    gone = scene.code("Ben", "S1", 0, 9, "Trust", "Bens-memo-gone")
    kept = scene.code("Ben", "S1", 0, 12, "Bens-own-code", "Bens-memo")
    ben, ana = person(scene.study, "Ben"), person(scene.study, "Ana")
    remove(scene.study, ben, [gone])
    add_note(scene.study, ben, "Bens-note", on="S1", position=3)
    add_note(scene.study, ben, "Bens-shared-note", on="S1", position=3, shared=True)
    add_note(scene.study, ana, "Anas-note", on="S1", position=3)
    mark_read(scene.study, ben, "S2")
    scene.code("Ana", "S1", 3, 9, "Fear", "Anas-memo")
    scene.give_out("Ana")
    content = scene.files["Ana"].read_bytes()
    for theirs in ("Bens-", "Ben", "Eva", gone, kept, ben.id):
        assert theirs.encode() not in content, theirs
    for own in ("Anas-note", "Anas-memo", "Trust", "sits at the gauge"):
        assert own.encode() in content, own
    inside = {name.name for name in scene.folder.iterdir()}
    assert not {name for name in inside if name.startswith((".", "Ana.db-"))}


def test_a_pack_is_a_sound_study_of_what_is_left_to_code(scene: Scene) -> None:
    scene.code("Ana", "S1", 3, 9, "Fear", "kept")
    scene.own_code("Ana", "Mine")
    scene.lock("Ana", "S2")
    scene.give_out("Ana")
    with open_study(scene.files["Ana"]) as pack:
        assert verify(pack).problems == []
        assert pack.id == scene.study.id
        own = own_pack(pack)
        assert own is not None and own.transcripts == ("S1",)
        ana = person(pack, "Ana")
        assert [(c.transcript, c.code, c.memo) for c in codings(pack, ana)] == [
            ("S1", "Fear", "kept")
        ]
        seen = [(c.path, c.definition) for c in codes(scene.study, ana)]
        assert [(c.path, c.definition) for c in codes(pack, ana)] == seen
        with pytest.raises(WorkbenchError, match="nothing of Ana's is left to undo"):
            undo(pack, ana)


def test_codes_that_others_made_and_everybody_sees_go_along(scene: Scene) -> None:
    scene.own_code("Ben", "Known")
    scene.own_code("Ben", "Doubt")
    scene.code("Ben", "S1", 0, 9, "Known")
    with open_study(scene.study.path) as study:
        ben = person(study, "Ben")
        own = find_code(study, ben, "Doubt")
        add_code(study, "Doubt", origin="deductive", by=None, shared=True)
    scene.code("Ben", "S1", 0, 8, own.id)
    scene.lock("Ana", "S1")
    scene.lock("Ben", "S1")
    scene.code("Ana", "S2", 0, 8, "Known")
    scene.code("Ana", "S2", 0, 8, own.id)
    scene.give_out("Ana")
    scene.code("Ana", "S2", 4, 8, "Known")
    with open_study(scene.files["Ana"]) as pack:
        assert verify(pack).problems == []
        assert {c.code for c in codings(pack, person(pack, "Ana"))} == {"Known", "Doubt"}
    scene.collect("Ana")
    assert ("S2", 4, 8, "Known", "") in readable(scene, "Ana")
    assert verify(scene.study).problems == []


def test_in_a_pack_its_coder_alone_works_on_what_is_their_own(scene: Scene) -> None:
    scene.give_out("Ana")
    with open_study(scene.files["Ana"]) as pack:
        before = dump(pack)
        ana = person(pack, "Ana")
        for act in (
            lambda: edit_code(pack, "Trust", ana, definition="x"),
            lambda: retire_code(pack, "Fear", ana),
            lambda: edit_code(pack, "Trust", None, definition="x"),
            lambda: correct_text(pack, "S1", "I ring.", by=ana),
            lambda: give_out(pack, "Ana", scene.folder / "more.db", None),
            lambda: collect(pack, [scene.files["Ana"]], None),
        ):
            with pytest.raises(WorkbenchError, match="the pack of Ana"):
                act()
        assert dump(pack) == before
        with pytest.raises(WorkbenchError, match="nobody called Ben"):
            person(pack, "Ben")


def test_what_is_out_is_not_written_here(scene: Scene) -> None:
    coding = scene.code("Ana", "S1", 3, 9, "Fear")
    scene.give_out("Ana")
    ana, before = person(scene.study, "Ana"), dump(scene.study)
    inside = scene.files.pop("Ana")
    for act in (
        lambda: scene.code("Ana", "S2", 3, 9, "Fear"),
        lambda: set_memo(scene.study, ana, [coding], "m"),
        lambda: scene.own_code("Ana", "Mine"),
        lambda: scene.lock("Ana", "S2"),
        lambda: add_note(scene.study, ana, "n", on="S1"),
        lambda: mark_read(scene.study, ana, "S1"),
        lambda: undo(scene.study, ana),
    ):
        with pytest.raises(WorkbenchError, match="out in a pack"):
            act()
    assert dump(scene.study) == before
    scene.code("Ben", "S2", 3, 9, "Fear")
    with pytest.raises(WorkbenchError, match="has been out since"):
        give_out(scene.study, "Ana", scene.folder / "again.db", None)
    assert not (scene.folder / "again.db").exists()
    assert call_back(scene.study, "Ana", None) == ("S1", "S2")
    scene.code("Ana", "S2", 3, 9, "Fear")
    with pytest.raises(WorkbenchError, match="was called back on"):
        collect(scene.study, [inside], None)


# ── back ─────────────────────────────────────────────────────────────────────────────────────────


def test_everything_of_the_coder_comes_back_and_again_later(scene: Scene) -> None:
    first = scene.code("Ana", "S1", 3, 9, "Fear", "before")
    second = scene.code("Ana", "S1", 10, 19, "Fear")
    with open_study(scene.study.path) as study:
        add_note(study, person(study, "Ana"), "to go", on="S1", position=3)
    scene.give_out("Ana")
    scene.own_code("Ana", "Mine")
    third = scene.code("Ana", "S2", 3, 9, "Mine")
    with open_study(scene.files["Ana"]) as pack:
        ana = person(pack, "Ana")
        remove(pack, ana, [first])
        set_memo(pack, ana, [second], "after")
        add_note(pack, ana, "new", on="S2", position=1)
        mark_read(pack, ana, "S2")
        gone = notes(pack, ana)[0]
        with pack.change("take a note away", ana) as write:
            write.delete("notes", gone.id)
    scene.collect("Ana")
    ana = person(scene.study, "Ana")
    expected = {("S1", 10, 19, "Fear", "after"), ("S2", 3, 9, "Mine", "")}
    assert readable(scene, "Ana") == expected
    assert {c.id for c in codings(scene.study, ana)} == {second, third}
    assert [n.text for n in notes(scene.study, ana)] == ["new"]
    assert [m.transcript for m in read_marks(scene.study, ana)] == ["S2"]

    def rows() -> dict[str, object]:
        kept = dump(scene.study)
        return {table: kept[table] for table in kept if table not in ("packs", "pack_states")}

    once = rows()
    scene.collect("Ana")
    assert rows() == once
    with open_study(scene.files["Ana"]) as pack:
        undo(pack, person(pack, "Ana"))  # the note is there again
        edit_code(pack, "Mine", person(pack, "Ana"), name="Ours")
        remove(pack, person(pack, "Ana"), [second])
    seals = scene.lock("Ana", "S2")
    scene.collect("Ana")
    assert readable(scene, "Ana") == {("S2", 3, 9, "Ours", "")}
    assert {n.text for n in notes(scene.study, ana)} == {"new", "to go"}
    (locked,) = [one for one in layers(scene.study, person=ana) if one.locked]
    assert scene.study.value("SELECT sha256 FROM layers WHERE id = ?", (locked.id,)) == seals["S2"]
    assert verify(scene.study).problems == []


def test_spans_that_change_places_come_as_they_are(scene: Scene) -> None:
    ids = [scene.code("Ana", "S1", at, at + 5, "Fear") for at in (0, 10)]
    for path in ("Mine", "Other"):
        scene.own_code("Ana", path)
    scene.give_out("Ana")
    with open_study(scene.files["Ana"]) as pack:
        ana = person(pack, "Ana")
        with pack.change("exchange", ana) as write:
            for id, start in ((ids[0], 30), (ids[1], 0), (ids[0], 10)):
                write.update("codings", id, start=start, end=start + 5)
        for old, new in (("Mine", "Third"), ("Other", "Mine"), ("Third", "Other")):
            edit_code(pack, old, ana, name=new)
        expected = {(c.id, c.start) for c in codings(pack, ana)}
        named = {c.id: c.name for c in codes(pack, ana)}
    scene.collect("Ana")
    ana = person(scene.study, "Ana")
    assert {(c.id, c.start) for c in codings(scene.study, ana)} == expected
    assert {c.id: c.name for c in codes(scene.study, ana)} == named
    assert verify(scene.study).problems == []


def test_a_rehearsal_says_the_same_and_keeps_nothing(scene: Scene) -> None:
    scene.give_out("Ana", "Ben")
    scene.code("Ana", "S1", 3, 9, "Fear")
    for who in ("Ana", "Ben"):
        scene.lock(who, "S1")
    before = dump(scene.study)
    said = scene.collect("Ben", "Ana", rehearse=True)
    assert dump(scene.study) == before
    assert scene.collect("Ana", "Ben") == said
    assert [(one.coder, one.transcripts[0].revealed) for one in said] == [
        ("Ana", True),
        ("Ben", True),
    ]


def test_collecting_is_taken_back_whole_until_it_revealed(scene: Scene) -> None:
    scene.code("Ana", "S1", 3, 9, "Fear")
    scene.give_out("Ana", "Ben")
    scene.own_code("Ana", "Mine")
    scene.code("Ana", "S1", 3, 9, "Mine")
    with open_study(scene.files["Ana"]) as pack:
        ana = person(pack, "Ana")
        set_memo(pack, ana, [c.id for c in codings(pack, ana)], "later")
    scene.lock("Ana", "S1")
    before = dump(scene.study)
    eva = person(scene.study, "Eva")
    collect(scene.study, [scene.files["Ana"]], eva)
    after = dump(scene.study)
    undo(scene.study, eva)
    assert dump(scene.study) == before
    redo(scene.study, eva)
    assert dump(scene.study) == after
    assert verify(scene.study).problems == []
    undo(scene.study, eva)
    scene.lock("Ben", "S1")
    collect(scene.study, list(scene.files.values()), eva)
    with pytest.raises(WorkbenchError, match="revealed stays"):
        undo(scene.study, eva)


def test_doubtful_places_are_settled_in_a_pack_without_the_older_text(scene: Scene) -> None:
    scene.code("Ana", "S1", 3, 9, "Fear")
    moved = scene.code("Ana", "S1", 20, 40, "Fear")
    scene.code("Ben", "S1", 6, 30, "Fear")
    body = scene.study.value("SELECT body FROM texts ORDER BY id LIMIT 1")
    correct_text(scene.study, "S1", body[:5] + "xxxx" + body[8:30] + "yy" + body[31:])
    scene.give_out("Ana")
    content = scene.files["Ana"].read_bytes()
    assert body[:12].encode() not in content
    with open_study(scene.files["Ana"]) as pack:
        ana = person(pack, "Ana")
        waiting = open_doubts(pack, ana, None)
        assert len(waiting) == 2
        with pytest.raises(WorkbenchError, match="doubtful"):
            lock(pack, ana, ["S1"])
        settle(pack, ana, [waiting[0].id], "keep")
        settle(pack, ana, [waiting[1].id], "remove")
        assert verify(pack).problems == []
    scene.lock("Ana", "S1")
    scene.collect("Ana")
    ana = person(scene.study, "Ana")
    assert open_doubts(scene.study, ana, None) == []
    assert moved not in {c.id for c in codings(scene.study, ana)}
    assert len(open_doubts(scene.study, person(scene.study, "Ben"), None)) == 1
    assert verify(scene.study).problems == []


def test_whoever_read_the_other_meanwhile_has_discussed(scene: Scene) -> None:
    scene.lock("Ana", "S1")
    scene.lock("Ben", "S1")
    scene.give_out("Ana")
    ana = person(scene.study, "Ana")
    (first, _) = layers(scene.study, person=ana)
    note_reading_opened(scene.study, ana, first.round_id, first.transcript_id)
    scene.lock("Ana", "S2")
    scene.collect("Ana")
    assert [one.discussed for one in layers(scene.study, person=ana)] == [False, True]


def test_a_participant_who_withdrew_does_not_come_back(scene: Scene) -> None:
    scene.give_out("Ana")
    scene.code("Ana", "S1", 3, 9, "Fear")
    scene.code("Ana", "S2", 3, 9, "Fear")
    with open_study(scene.files["Ana"]) as pack:
        add_note(pack, person(pack, "Ana"), "of S1", on="S1", position=1)
    transcript_id = transcript(scene.study, "S1").id
    with erasure(scene.study, "withdraw", person(scene.study, "Eva")) as erasing:
        texts, originals = erasing.texts_of(transcript_id)
        erasing.delete("transcripts", [transcript_id])
        erasing.blank_texts(texts, originals)
    (said,) = scene.collect("Ana")
    assert [(c.transcript, c.left_out) for c in said.transcripts] == [("S1", True), ("S2", False)]
    assert readable(scene, "Ana") == {("S2", 3, 9, "Fear", "")}
    assert notes(scene.study, person(scene.study, "Ana")) == []
    assert verify(scene.study).problems == []


# ── what is refused ──────────────────────────────────────────────────────────────────────────────


def refused(scene: Scene, match: str, *paths: Path) -> None:
    """Collecting fails with these words and changes nothing."""
    before = dump(scene.study)
    with pytest.raises(WorkbenchError, match=match):
        collect(scene.study, list(paths), None)
    assert dump(scene.study) == before


def test_what_is_no_pack_of_this_study_is_refused(scene: Scene, tmp_path: Path) -> None:
    scene.give_out("Ana", "Ben")
    junk = tmp_path / "junk.db"
    junk.write_bytes(b"no study at all")
    refused(scene, "junk.db is not a study file", junk)
    refused(scene, "nowhere.db does not exist", tmp_path / "nowhere.db")
    refused(scene, "study.db is a study and no pack", scene.study.path)
    other = Scene(tmp_path / "other")
    other.give_out("Ana")
    refused(scene, "a pack of another study", other.files["Ana"])
    undo(other.study, None)
    other.study.close()
    create_study(tmp_path / "plain.db", "Plain").close()
    refused(scene, "is a study and no pack", tmp_path / "plain.db")
    twice = tmp_path / "twice.db"
    shutil.copy(scene.files["Ana"], twice)
    refused(scene, "are both packs of Ana", scene.files["Ana"], twice)
    refused(scene, "junk.db is not a study", scene.files["Ana"], scene.files["Ben"], junk)
    undo(scene.study, None)
    refused(scene, "was not given out by", scene.files["Ben"])


def altered(source: Path, target: Path, *statements: str) -> Path:
    """A copy of a file that somebody wrote in past every trigger."""
    shutil.copy(source, target)
    connection = sqlite3.connect(target)
    kept = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = kept.fetchall()
    for name, _ in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()
    return target


def test_an_altered_pack_is_refused(scene: Scene, tmp_path: Path) -> None:
    scene.give_out("Ana")
    scene.code("Ana", "S1", 3, 9, "Fear", "mine")
    scene.lock("Ana", "S1")
    forged = altered(scene.files["Ana"], tmp_path / "a.db", "UPDATE codings SET memo = 'theirs'")
    refused(scene, "a.db does not verify", forged)
    newer = altered(scene.files["Ana"], tmp_path / "b.db", "PRAGMA user_version = 99")
    refused(scene, "b.db was written by a newer workbench", newer)
    other = altered(scene.files["Ana"], tmp_path / "c.db", "UPDATE packs SET person_id = 'x'")
    with pytest.raises(WorkbenchError):
        collect(scene.study, [other], None)
    damaged = tmp_path / "d.db"
    content = bytearray(scene.files["Ana"].read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4096] = b"\xff" * 4096
    damaged.write_bytes(content)
    refused(scene, "d.db", damaged)


def test_an_older_copy_is_refused(scene: Scene, tmp_path: Path) -> None:
    scene.give_out("Ana")
    scene.code("Ana", "S1", 3, 9, "Fear")
    monday = tmp_path / "monday.db"
    shutil.copy(scene.files["Ana"], monday)
    scene.code("Ana", "S1", 10, 19, "Fear")
    scene.collect("Ana")
    refused(scene, "monday.db is older than what was collected", monday)
    scene.files["Ana"] = monday
    scene.code("Ana", "S2", 10, 19, "Fear")
    refused(scene, "or another copy of it", monday)


def test_a_text_corrected_meanwhile_is_refused_until_that_is_taken_back(scene: Scene) -> None:
    scene.give_out("Ana")
    scene.code("Ana", "S1", 3, 9, "Fear")
    scene.code("Ana", "S2", 3, 9, "Fear")
    body = scene.study.value("SELECT body FROM texts ORDER BY id LIMIT 1")
    correct_text(scene.study, "S1", "Well. " + body)
    refused(scene, "the text of S1 was corrected .* workbench undo", scene.files["Ana"])
    said = collect(scene.study, [scene.files["Ana"]], None, without=["S1"])
    assert [(c.transcript, c.left_out) for c in said[0].transcripts] == [
        ("S1", True),
        ("S2", False),
    ]
    assert readable(scene, "Ana") == {("S2", 3, 9, "Fear", "")}
    undo(scene.study, None)
    undo(scene.study, None)
    scene.collect("Ana")
    assert readable(scene, "Ana") == {("S1", 3, 9, "Fear", ""), ("S2", 3, 9, "Fear", "")}
    with pytest.raises(WorkbenchError, match="S9 is in none of these packs: they hold S1, S2"):
        collect(scene.study, [scene.files["Ana"]], None, without=["S9"])


def test_a_codebook_that_moved_on_is_refused_until_it_is_as_it_was(scene: Scene) -> None:
    scene.give_out("Ana")
    scene.code("Ana", "S1", 3, 9, "Fear")
    edit_code(scene.study, "Trust", None, definition="New.")
    refused(scene, "the codebook moved on .*Trust was changed", scene.files["Ana"])
    edit_code(scene.study, "Trust", None, definition="")
    retire_code(scene.study, "Fear", None)
    refused(scene, "Fear was changed", scene.files["Ana"])
    undo(scene.study, None)
    add_code(scene.study, "Added", origin="deductive", by=None, shared=True)
    (said,) = scene.collect("Ana")
    assert said.codes_since == ("Added",)


def test_what_is_locked_in_the_study_stays(scene: Scene) -> None:
    scene.give_out("Ana")
    coding = scene.code("Ana", "S1", 3, 9, "Fear")
    scene.lock("Ana", "S1")
    scene.collect("Ana")
    with open_study(scene.files["Ana"]) as pack:
        undo(pack, person(pack, "Ana"))
    refused(scene, "S1 came home locked", scene.files["Ana"])
    with open_study(scene.files["Ana"]) as pack:
        redo(pack, person(pack, "Ana"))
    scene.collect("Ana")
    with open_study(scene.files["Ana"]) as pack:
        undo(pack, person(pack, "Ana"))
        remove(pack, person(pack, "Ana"), [coding])
    scene.lock("Ana", "S1")
    refused(scene, "what is locked stays as it is", scene.files["Ana"])
    assert readable(scene, "Ana") == {("S1", 3, 9, "Fear", "")}


# ── a kill in the middle ─────────────────────────────────────────────────────────────────────────

COLLECTOR = """
import os, signal, sys
from pathlib import Path
from workbench.exchange.packs import collecting, store
from workbench.study import open_study
put, left = store.put_rows, [int(sys.argv[3])]
def killed(*words):
    put(*words)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
store.put_rows = killed
collecting.collect(open_study(Path(sys.argv[1])), [Path(sys.argv[2])], None)
"""


def test_a_kill_in_the_middle_leaves_the_study_as_it_was(scene: Scene) -> None:
    scene.give_out("Ana")
    for at in range(40):
        scene.code("Ana", "S1", at, at + 9, "Fear")
    scene.lock("Ana", "S1", "S2")
    before = dump(scene.study)
    for step in (1, 8):
        words = [str(scene.study.path), str(scene.files["Ana"]), str(step)]
        done = subprocess.run(
            [sys.executable, "-c", COLLECTOR, *words],
            check=False,
            env={**os.environ},
            timeout=60,
        )
        assert done.returncode == -signal.SIGKILL, step
        assert dump(scene.study) == before
    assert verify(scene.study).problems == []
    scene.collect("Ana")
    assert len(readable(scene, "Ana")) == 40


def test_the_history_tells_whose_pack_and_nothing_in_it(scene: Scene) -> None:
    scene.give_out("Ana")
    scene.code("Ana", "S1", 3, 9, "Fear", "hidden")
    scene.collect("Ana")
    told = history(scene.study, person(scene.study, "Ben"))[-1]
    assert told.what == "collect the work of Ana"
    assert {(row.table, row.op) for row in told.rows} == {("packs", "update")}
    (pack,) = packs(scene.study)
    assert pack.collected_at is not None and pack.away == ("S1", "S2")
    assert find_code(scene.study, None, "Fear").path == "Fear"
