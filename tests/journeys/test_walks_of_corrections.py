"""Random walks of two coders and corrections on one study.

Whatever happens in whatever order: a coding that was never doubtful lies on the words it was put
on, every coding lies in its text, nothing of the file is broken, and nobody hears of what is not
theirs. ``WORKBENCH_WALKS`` sets how many walks are taken (10 by default).
"""

import contextlib
import os
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.codebook.store import add_code, find_code
from workbench.coding.apply import apply_code, remove, set_memo
from workbench.coding.correcting import correct_span
from workbench.coding.doubts import doubts, settle
from workbench.coding.locking import unlock
from workbench.coding.rounds import start_round
from workbench.coding.store import codings
from workbench.consensus.reveal import lock
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import text, transcript, turns
from workbench.errors import WorkbenchError
from workbench.study import Study, add_person, create_study, person, redo, undo, verify
from workbench.themes.familiarisation import add_note

WALKS = int(os.environ.get("WORKBENCH_WALKS", "10"))
TEXT = """Interviewer: Whom do you ring?

S1: I ring Marta. She sits at the gauge.

Interviewer: And at night?

S1: At night I hope she is awake.
"""
WORDS = ("", "Marta", " she", "the the ", "[name 1]", "🌊", "\n", "S1: ", "ring Marta ring ")
Step = tuple[str, str, int, int, str]
STEPS = st.tuples(
    st.sampled_from(
        [
            "apply",
            "apply",
            "correct",
            "correct",
            "undo",
            "undo",
            "redo",
            "remove",
            "memo",
            "settle",
            "move",
            "drop",
            "note",
            "lock",
            "unlock",
        ]
    ),
    st.sampled_from(("Ana", "Ben", "Eva")),
    st.integers(0, 130),
    st.integers(0, 25),
    st.sampled_from(WORDS),
)


class Walk:
    """One study, and the words that each coding was put on."""

    def __init__(self, study: Study, folder: Path) -> None:
        self.study = study
        file = folder / "S.txt"
        file.write_text(TEXT, encoding="utf-8")
        for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Eva", "supervisor")):
            add_person(study, name, role)
        import_transcripts(study, [file])
        add_code(study, "Trust", origin="deductive", by=None, shared=True)
        start_round(study, "first", ["Ana", "Ben"])
        self.put: dict[str, str] = {}

    @property
    def body(self) -> str:
        return text(self.study, transcript(self.study, "S").id)

    def step(self, act: str, name: str, at: int, length: int, words: str) -> None:
        study, who, body = self.study, person(self.study, name), self.body
        mine = codings(study, who, coder=who)
        listed = doubts(study, who)
        start = min(at, len(body) - 1)
        end = min(len(body), start + 1 + length)
        if act == "apply":
            found = transcript(study, "S")
            coding = apply_code(study, who, found, start, end, find_code(study, who, "Trust"))
            self.put.setdefault(coding, body[start:end])
        elif act == "correct":
            correct_span(study, "S", start, min(len(body), start + length), words, by=who)
        elif act == "undo":
            undo(study, who)
        elif act == "redo":
            redo(study, who)
        elif act == "remove" and mine:
            remove(study, who, [mine[at % len(mine)].id])
        elif act == "memo" and mine:
            set_memo(study, who, [mine[at % len(mine)].id], f"{words.strip()} {at}")
        elif act in ("settle", "drop") and listed:
            how = "keep" if act == "settle" else "remove"
            settle(study, who, [listed[at % len(listed)].id], how)
        elif act == "move" and listed:
            settle(study, who, [listed[at % len(listed)].id], "move", start=start, end=end)
        elif act == "note":
            add_note(study, who, "a note", on="S", position=start)
        elif act == "lock":
            lock(study, who, ["S"])
        elif act == "unlock":
            found = transcript(study, "S")
            unlock(study, person(study, "Eva"), person(study, "Ana"), found.id, "S", "a slip")

    def check(self) -> None:
        study, body = self.study, self.body
        doubted = {
            row["row_id"]
            for row in study.query(
                "SELECT new_row_id AS row_id FROM journal_doubts WHERE new_row_id IS NOT NULL"
            )
        }
        for name in ("Ana", "Ben"):
            who = person(study, name)
            for coding in codings(study, who, coder=who):
                if coding.id in self.put and coding.id not in doubted:
                    assert body[coding.start : coding.end] == self.put[coding.id]
            assert {doubt.coder for doubt in doubts(study, who)} <= {name, ""}
        for turn in turns(study, transcript(study, "S").id):
            assert body[turn.text_start : turn.end] == body[turn.text_start : turn.end].strip()
        assert verify(study).problems == []


@settings(
    max_examples=WALKS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEPS, max_size=25))
def test_whatever_happens_nothing_shifts_silently(tmp_path: Path, steps: list[Step]) -> None:
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    folder.mkdir()
    with create_study(folder / "walk.db", "Walk") as study:
        walk = Walk(study, folder)
        for step in steps:
            # what is refused has changed nothing, which verification sees
            with contextlib.suppress(WorkbenchError):
                walk.step(*step)
            walk.check()
