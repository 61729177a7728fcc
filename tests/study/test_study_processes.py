"""Several processes on one file, one of them killed in the middle of writing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from base import small

from workbench.study import Study, verify

CODER = """
import sys
from pathlib import Path
from workbench.study import now, open_study, person
path, name = Path(sys.argv[1]), sys.argv[2]
study = open_study(path)
me = person(study, name)
layer = study.value("SELECT id FROM layers WHERE person_id = ?", (me.id,))
code = study.value("SELECT id FROM codes")
taken = {row[0] for row in study.query("SELECT start FROM codings WHERE layer_id = ?", (layer,))}
for start in range(int(sys.argv[3])):
    if start in taken:
        continue
    with study.change("apply code", me) as write:
        write.insert("codings", layer_id=layer, code_id=code, start=start, end=start + 1,
                     made_at=now())
    print(start, flush=True)
"""
KILLS = int(os.environ.get("WORKBENCH_KILLS", "4"))


def coder(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CODER, str(path), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_coders_at_once_lose_nothing(study: Study) -> None:
    base = small(study)
    running = [coder(study.path, name, 30) for name in ("Ana", "Ben")]
    said = [set(map(int, process.communicate(timeout=60)[0].split())) for process in running]
    assert said == [set(range(30)), set(range(30))]
    for somebody, expected in zip((base.ana, base.ben), said, strict=True):
        stored = {
            row[0]
            for row in study.query(
                "SELECT start FROM codings WHERE layer_id = ?", (base.layer(somebody),)
            )
        }
        assert stored == expected
    assert verify(study).ok


def test_what_was_acknowledged_survives_a_kill(study: Study) -> None:
    """``WORKBENCH_KILLS`` sets how often a coder is killed in the middle (4 by default)."""
    never_done = 50 * KILLS  # so that each is killed at work, and none after it
    base = small(study, "m" * (never_done + 1))
    acknowledged: set[int] = set()
    steady = coder(study.path, "Ben", 40 * KILLS)
    for round_number in range(KILLS):
        victim = coder(study.path, "Ana", never_done)
        assert victim.stdout is not None
        for _ in range(1 + round_number % 5):
            line = victim.stdout.readline()
            if not line:
                break
            acknowledged.add(int(line))
        time.sleep(0.0007 * (round_number % 7))
        victim.send_signal(signal.SIGKILL)
        assert victim.wait(timeout=60) == -signal.SIGKILL
        acknowledged |= {int(line) for line in victim.communicate()[0].split("\n")[:-1] if line}
        stored = {
            row[0]
            for row in study.query(
                "SELECT start FROM codings WHERE layer_id = ?", (base.layer(base.ana),)
            )
        }
        assert acknowledged <= stored
        if round_number % 10 == 0:
            assert verify(study).ok
    ben = set(map(int, steady.communicate(timeout=120)[0].split()))
    assert ben == set(range(40 * KILLS))
    assert verify(study).ok


def test_many_at_once_are_all_written(study: Study) -> None:
    """Four processes that read, then write; a deferred transaction would lose most of them."""
    adding = """
import sys
from pathlib import Path
from workbench.study import open_study, person
study = open_study(Path(sys.argv[1]))
me = person(study, sys.argv[2])
for number in range(int(sys.argv[4])):
    with study.change("add a case", me) as write:
        last = study.value("SELECT ifnull(max(position), 0) FROM cases")
        write.insert("cases", name=f"{sys.argv[3]}-{number}", position=last + 1)
"""
    running = [
        subprocess.Popen([sys.executable, "-c", adding, str(study.path), "Ana", str(n), "300"])
        for n in range(4)
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0, 0]
    positions = [row[0] for row in study.query("SELECT position FROM cases ORDER BY position")]
    assert positions == list(range(1, 1201))
    assert study.value("PRAGMA wal_checkpoint(TRUNCATE)") == 0
    assert verify(study).ok
