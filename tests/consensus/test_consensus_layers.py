"""Who locks when: at the same moment, with nothing coded, alone, three of them, practice first."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.codebook.store import add_code, find_code
from workbench.coding.apply import apply_code, remove
from workbench.coding.locking import unlock
from workbench.coding.rounds import start_round
from workbench.coding.store import codings
from workbench.consensus.comparison import compare_round
from workbench.consensus.queue import items
from workbench.consensus.reveal import lock
from workbench.consensus.store import consensus_codings
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import transcript
from workbench.errors import WorkbenchError
from workbench.study import Study, add_person, person, verify
from workbench.study.layers import layers
from workbench.study.rounds import close_round, round_named

TEXT = "I ring Marta. She sits at the gauge and picks up at any hour.\n"
LOCKER = """
import sys
from pathlib import Path
from workbench.consensus.reveal import lock
from workbench.study import open_study, person
study = open_study(Path(sys.argv[1]))
me = person(study, sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
print([one.revealed for one in lock(study, me)])
"""


@pytest.fixture
def ready(study: Study, tmp_path: Path) -> Iterator[Study]:
    """A transcript and two codes; at the end the file verifies."""
    (tmp_path / "S1.txt").write_text(TEXT, encoding="utf-8")
    import_transcripts(study, [tmp_path / "S1.txt"], by=None)
    for code in ("Trust", "Fear"):
        add_code(study, code, origin="deductive", by=None, shared=True)
    yield study
    assert verify(study).ok


def apply(study: Study, name: str, start: int, end: int, code: str = "Trust") -> None:
    found = find_code(study, None, code)
    apply_code(study, person(study, name), transcript(study, "S1"), start, end, found)


def third(study: Study, round_name: str) -> list[tuple[int, int, str]]:
    found = consensus_codings(study, round_id=round_named(study, round_name).id)
    return [(c.start, c.end, c.code) for c in found]


def test_two_who_lock_at_the_same_moment_reveal_once(ready: Study) -> None:
    start_round(ready, "first", ["Ana", "Ben"])
    apply(ready, "Ana", 0, 6)
    apply(ready, "Ben", 0, 6)
    apply(ready, "Ben", 7, 12)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", LOCKER, str(ready.path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("Ana", "Ben")
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0].strip() for process in running]
    assert sorted(said) == ["[False]", "[True]"]
    assert [item.kind for item in items(ready, None)] == ["D4"]
    assert third(ready, "first") == [(0, 6, "Trust")]


def test_nothing_coded_can_be_locked_too(ready: Study) -> None:
    start_round(ready, "first", ["Ana", "Ben"])
    (empty,) = lock(ready, person(ready, "Ana"))
    assert not empty.revealed
    apply(ready, "Ben", 0, 6)
    (last,) = lock(ready, person(ready, "Ben"))
    assert last.revealed
    assert [item.kind for item in items(ready, None)] == ["D4"]
    assert third(ready, "first") == []


def test_of_a_single_coder_everything_is_agreed(ready: Study) -> None:
    start_round(ready, "first", ["Ana"])
    for start, end in ((0, 6), (4, 9), (20, 25)):
        apply(ready, "Ana", start, end)
    (done,) = lock(ready, person(ready, "Ana"))
    assert done.revealed
    assert items(ready, None) == []
    assert third(ready, "first") == [(0, 9, "Trust"), (20, 25, "Trust")]


def test_of_three_the_last_one_reveals(ready: Study) -> None:
    add_person(ready, "Cem")
    start_round(ready, "first", ["Ana", "Ben", "Cem"])
    for name in ("Ana", "Ben", "Cem"):
        apply(ready, name, 0, 6)
    apply(ready, "Cem", 7, 12, "Fear")
    for name, reveals in (("Cem", False), ("Ana", False), ("Ben", True)):
        assert codings(ready, None) == []
        (done,) = lock(ready, person(ready, name))
        assert done.revealed == reveals
    assert third(ready, "first") == [(0, 6, "Trust")]
    (item,) = items(ready, None)
    assert (item.kind, item.codes) == ("D3", {"Cem": ["Fear"]})


def test_practice_and_the_real_round_stay_apart(ready: Study) -> None:
    start_round(ready, "practice", ["Ana", "Ben"], practice=True)
    apply(ready, "Ana", 0, 6)
    with pytest.raises(WorkbenchError, match="already in the open round practice"):
        start_round(ready, "real", ["Ana", "Ben"])
    for name in ("Ana", "Ben"):
        lock(ready, person(ready, name))
    close_round(ready, "practice")
    start_round(ready, "real", ["Ana", "Ben"])
    assert [c.round_id for c in codings(ready, None)] == [round_named(ready, "practice").id]
    for name in ("Ana", "Ben"):
        apply(ready, name, 7, 12)
        lock(ready, person(ready, name))
    assert third(ready, "practice") == []
    assert third(ready, "real") == [(7, 12, "Trust")]
    assert [item.round_id for item in items(ready, None)] == [round_named(ready, "practice").id]
    assert compare_round(ready, None, replicates=2).round.name == "real"


def test_a_second_version_changes_no_figure_and_no_consensus(ready: Study) -> None:
    start_round(ready, "first", ["Ana", "Ben"])
    apply(ready, "Ana", 0, 6)
    apply(ready, "Ben", 0, 9)
    ana, ben, eva = (person(ready, name) for name in ("Ana", "Ben", "Eva"))
    for name in (ana, ben):
        lock(ready, name)
    text = transcript(ready, "S1")

    def figures() -> object:
        report = compare_round(ready, None, replicates=2).as_json()
        return report, items(ready, None), consensus_codings(ready)

    before = figures()
    first = [c for c in codings(ready, None, newest=False) if c.coder == "Ana"]
    for version in (2, 3):
        assert unlock(ready, eva, ana, text.id, "S1", "slip") == version
        apply(ready, "Ana", 0, 9)
        apply(ready, "Ana", 20 + version, 30, "Fear")
        assert figures() == before
        (done,) = lock(ready, ana)
        assert not done.revealed
        assert figures() == before
    assert [c for c in codings(ready, None, newest=False) if c.coder == "Ana"] == first
    assert len(codings(ready, None, coder=ana)) == 4
    assert [layer.version for layer in layers(ready, person=ana, newest_only=False)] == [1, 2, 3]


def test_an_own_code_used_once_after_unlocking_stays_with_whoever_took_it_up(ready: Study) -> None:
    """Ana shows a code in a second version, Ben uses it elsewhere, Ana takes it away again."""
    folder = ready.path.parent
    (folder / "S2.txt").write_text(f"{TEXT} Again.", encoding="utf-8")
    import_transcripts(ready, [folder / "S2.txt"], by=None)
    start_round(ready, "first", ["Ana", "Ben"])
    ana, ben, eva = (person(ready, name) for name in ("Ana", "Ben", "Eva"))
    for name in (ana, ben):
        lock(ready, name, ["S1"])
    unlock(ready, eva, ana, transcript(ready, "S1").id, "S1", "slip")
    add_code(ready, "Own", origin="inductive", by=ana, shared=False)
    own = find_code(ready, ana, "Own")
    made = apply_code(ready, ana, transcript(ready, "S1"), 0, 6, own)
    apply_code(ready, ben, transcript(ready, "S2"), 0, 6, find_code(ready, ben, "Own"))
    remove(ready, ana, [made])
    assert [c.code for c in codings(ready, ben)] == ["Own"]
    with pytest.raises(WorkbenchError, match="no code Own"):
        find_code(ready, eva, "Own")
