"""Two coders on two connections against a plain model of what they may do.

They apply, remove, write memos, lock, decide, undo and redo in any order; after each step both
see what the model says, no more and no less, and at the end the file verifies. The model is lists
and dicts: it knows nothing of journals.
"""

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from workbench.codebook.store import add_code, find_code
from workbench.coding import apply as hands
from workbench.coding.rounds import start_round
from workbench.coding.store import codings
from workbench.consensus.decide import resolve
from workbench.consensus.queue import items
from workbench.consensus.reveal import lock
from workbench.consensus.store import consensus_codings
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import transcript
from workbench.errors import WorkbenchError
from workbench.study import (
    add_person,
    can_redo,
    can_undo,
    create_study,
    open_study,
    person,
    redo,
    undo,
    verify,
)

TEXT = "I ring Marta. She sits at the gauge {} and picks up at any hour of the night.\n"
NAMES = ("Ana", "Ben")
Place = tuple[int, int, str]
Key = tuple[str, str]  # coder, transcript


@dataclass
class Act:
    """One act as the model remembers it; ``beside`` are the decisions that stood on its item when
    it was made or undone."""

    kind: str  # codings, lock, reveal, decide
    transcript: str
    before: dict[Place, str] = field(default_factory=dict)
    after: dict[Place, str] = field(default_factory=dict)
    item: str = ""
    kept: tuple[Place, ...] = ()
    beside: list[int] = field(default_factory=list)


class TwoCoders(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        path = self.folder / "study.db"
        with create_study(path, "River") as study:
            for name in ("S1", "S2"):
                file = self.folder / f"{name}.txt"
                file.write_text(TEXT.format(name), encoding="utf-8")
                import_transcripts(study, [file], by=None)
            for name in NAMES:
                add_person(study, name)
            for code in ("Trust", "Fear"):
                add_code(study, code, origin="deductive", by=None, shared=True)
            start_round(study, "first", NAMES, by=None)
        self.studies = {name: open_study(path) for name in NAMES}
        self.people = {name: person(self.studies[name], name) for name in NAMES}
        self.layers: dict[Key, dict[Place, str]] = {
            (name, text): {} for name in NAMES for text in ("S1", "S2")
        }
        self.locked: set[Key] = set()
        self.revealed: set[str] = set()
        self.done: dict[str, list[Act]] = {name: [] for name in NAMES}
        self.undone: dict[str, list[Act]] = {name: [] for name in NAMES}
        self.decided: dict[str, list[Act]] = {}  # of each item, those that stand, oldest first

    def teardown(self) -> None:
        for study in self.studies.values():
            assert verify(study).ok
            study.close()
        shutil.rmtree(self.folder)

    @initialize()
    def reveal_one(self) -> None:
        """From the beginning there is something to decide on, and something to code."""
        for name, start, code in (("Ana", 0, "Trust"), ("Ben", 1, "Trust"), ("Ben", 9, "Fear")):
            self.apply(name, "S1", start, 4, code, None)
        for name in NAMES:
            self.lock(name, "S1")

    def note(self, name: str, act: Act) -> None:
        self.done[name].append(act)
        self.undone[name].clear()

    def mine(self, name: str, text: str) -> dict[Place, str]:
        """The ids of a coder's codings on a transcript by place."""
        found = codings(self.studies[name], self.people[name], coder=self.people[name])
        return {(c.start, c.end, c.code): c.id for c in found if c.transcript == text}

    @rule(
        name=st.sampled_from(NAMES),
        text=st.sampled_from(["S1", "S2"]),
        start=st.integers(0, 5),
        length=st.integers(1, 4),
        code=st.sampled_from(["Trust", "Fear"]),
        memo=st.sampled_from([None, "why"]),
    )
    def apply(
        self, name: str, text: str, start: int, length: int, code: str, memo: str | None
    ) -> None:
        study, layer = self.studies[name], self.layers[name, text]
        place = (start, start + length, code)
        call = (study, self.people[name], transcript(study, text), start, start + length)
        if (name, text) in self.locked:
            with pytest.raises(WorkbenchError, match="locked"):
                hands.apply_code(*call, find_code(study, None, code), memo)
            return
        hands.apply_code(*call, find_code(study, None, code), memo)
        after = {**layer, place: layer.get(place, "") if memo is None else memo}
        self._coded(name, text, after)

    @rule(name=st.sampled_from(NAMES), text=st.sampled_from(["S1", "S2"]), data=st.data())
    def change_one(self, name: str, text: str, data: Any) -> None:
        ids = self.mine(name, text)
        assert set(ids) == set(self.layers[name, text])
        if not ids:
            return
        place = data.draw(st.sampled_from(sorted(ids)))
        memo = data.draw(st.sampled_from([None, "because", ""]))  # None: remove it
        study, who = self.studies[name], self.people[name]
        after = dict(self.layers[name, text])

        def change() -> None:
            if memo is None:
                hands.remove(study, who, [ids[place]])
            else:
                hands.set_memo(study, who, [ids[place]], memo)

        if (name, text) in self.locked:
            with pytest.raises(WorkbenchError, match="locked"):
                change()
            return
        change()
        if memo is None:
            del after[place]
        else:
            after[place] = memo
        self._coded(name, text, after)

    def _coded(self, name: str, text: str, after: dict[Place, str]) -> None:
        before = self.layers[name, text]
        if after != before:  # what changes nothing leaves no trace
            self.layers[name, text] = after
            self.note(name, Act("codings", text, dict(before), dict(after)))

    @rule(name=st.sampled_from(NAMES), text=st.sampled_from(["S1", "S2"]))
    def lock(self, name: str, text: str) -> None:
        if (name, text) in self.locked:
            with pytest.raises(WorkbenchError, match="locked already"):
                lock(self.studies[name], self.people[name], [text])
            return
        (done,) = lock(self.studies[name], self.people[name], [text])
        self.locked.add((name, text))
        reveals = all((each, text) in self.locked for each in NAMES)
        assert done.revealed == reveals
        if reveals:
            self.revealed.add(text)
        self.note(name, Act("reveal" if reveals else "lock", text))

    @rule(
        name=st.sampled_from(NAMES),
        outcome=st.sampled_from(["a", "b", "both", "neither"]),
        data=st.data(),
    )
    def decide(self, name: str, outcome: str, data: Any) -> None:
        study = self.studies[name]
        waiting = items(study, None, order="position")
        item = waiting[data.draw(st.integers(0, min(1, len(waiting) - 1)))]
        resolve(study, self.people[name], item.id, outcome, "slip")
        sides = {"a": item.readings[:1], "b": item.readings[1:], "both": item.readings}
        kept = {(c.start, c.end, c.code) for r in sides.get(outcome, ()) for c in r.codings}
        act = Act("decide", item.transcript, item=item.id, kept=tuple(sorted(kept)))
        self.note(name, act)
        act.beside = self.standing(act)
        self.decided.setdefault(item.id, []).append(act)

    @rule(back=st.lists(st.sampled_from(NAMES), max_size=4), forth=st.lists(st.sampled_from(NAMES)))
    def back_and_forth(self, back: list[str], forth: list[str]) -> None:
        for name in back:
            self.undo(name)
            self.the_third_layer_is_what_was_decided_last()
        for name in forth[:4]:
            self.redo(name)

    @rule(name=st.sampled_from(NAMES))
    def undo(self, name: str) -> None:
        assert can_undo(self.studies[name], self.people[name]) == bool(self.done[name])
        act = self.done[name][-1] if self.done[name] else None
        if act is None or not self._may_turn(act):
            with pytest.raises(WorkbenchError):
                undo(self.studies[name], self.people[name])
            return
        undo(self.studies[name], self.people[name])
        self.undone[name].append(self.done[name].pop())
        if act.kind == "codings":
            self.layers[name, act.transcript] = dict(act.before)
        elif act.kind == "lock":
            self.locked.discard((name, act.transcript))
        else:
            self.decided[act.item].remove(act)

    @rule(name=st.sampled_from(NAMES))
    def redo(self, name: str) -> None:
        assert can_redo(self.studies[name], self.people[name]) == bool(self.undone[name])
        act = self.undone[name][-1] if self.undone[name] else None
        others = [each for each in NAMES if each != name]
        alone = act is not None and any((o, act.transcript) not in self.locked for o in others)
        if act is None or (act.kind == "lock" and not alone) or not self._may_turn(act):
            with pytest.raises(WorkbenchError):
                redo(self.studies[name], self.people[name])
            return
        redo(self.studies[name], self.people[name])
        self.done[name].append(self.undone[name].pop())
        if act.kind == "codings":
            self.layers[name, act.transcript] = dict(act.after)
        elif act.kind == "lock":
            self.locked.add((name, act.transcript))
        else:
            self.decided[act.item].append(act)

    def standing(self, act: Act) -> list[int]:
        """The other decisions on its item."""
        others = (other for other in self.decided.get(act.item, []) if other is not act)
        return sorted(id(other) for other in others)

    def _may_turn(self, act: Act) -> bool:
        """A reveal stays; a decision rests on those before it; the rest is one's own business."""
        if act.kind == "decide":
            return self.standing(act) == act.beside
        return act.kind != "reveal" and act.transcript not in self.revealed

    @invariant()
    def each_sees_what_the_model_says(self) -> None:
        for viewer in NAMES:
            study = self.studies[viewer]
            expected = sorted(
                (coder, text, *place, memo)
                for (coder, text), layer in self.layers.items()
                for place, memo in layer.items()
                if coder == viewer or text in self.revealed
            )
            seen = sorted(
                (c.coder, c.transcript, c.start, c.end, c.code, c.memo)
                for c in codings(study, self.people[viewer])
            )
            assert seen == expected

    @invariant()
    def the_third_layer_is_what_was_decided_last(self) -> None:
        entered: dict[str, set[Place]] = {}
        for coding in consensus_codings(self.studies["Ana"]):
            assert coding.transcript in self.revealed
            place = (coding.start, coding.end, coding.code)
            assert place not in entered.setdefault(coding.item_id, set()) or not coding.item_id
            entered[coding.item_id].add(place)
        for item in items(self.studies["Ben"], None):
            standing = self.decided.get(item.id, [])
            assert len(item.decisions) == len(standing)
            assert item.state == ("settled" if standing else "open")
            assert entered.get(item.id, set()) == set(standing[-1].kept if standing else ())


TestTwoCoders = TwoCoders.TestCase
TestTwoCoders.settings = settings(max_examples=10, stateful_step_count=40, deadline=None)
