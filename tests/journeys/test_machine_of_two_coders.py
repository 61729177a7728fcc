"""Two coders and a supervisor on one study, step by step beside a plain model.

In the model a text is a row of characters, each with a number of its own, and a coding holds the
numbers of its first and last one; so a correction moves nothing, and undo puts a coder's work back
as it was. After every step both coders must see in the file what the model says, and nothing else.
``WORKBENCH_STEPS`` sets how many steps are taken in all (400 by default).
"""

import os
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from workbench.codebook.store import add_code, find_code
from workbench.coding import apply
from workbench.coding.correcting import correct_span
from workbench.coding.doubts import doubts, settle
from workbench.coding.locking import unlock
from workbench.coding.rounds import start_round
from workbench.coding.store import codings
from workbench.consensus.reveal import lock
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import text, transcript
from workbench.errors import WorkbenchError
from workbench.study import Person, add_person, create_study, person, redo, undo, verify

PER_WALK = 40
WALKS = max(int(os.environ.get("WORKBENCH_STEPS", "400")) // PER_WALK, 1)
SAID = {
    "S1": "I ring Marta. She sits at the gauge and hears it first.",
    "S2": "Nobody asks 🌊 us; we tell them, anyway.",
    "S3": "At night I hope she is awake. Everybody hopes.",
}
CODERS = ("Ana", "Ben")
CODES = ("Trust", "Hope", "Order")

coder = st.sampled_from(CODERS)
name = st.sampled_from(tuple(SAID))
place = st.integers(0, 60)
code = st.sampled_from(CODES)


@dataclass(frozen=True)
class Held:
    """A coding in the model: the numbers of its first and last character, and what it says."""

    first: int
    last: int
    code: str
    memo: str = ""
    flagged: bool = False

    @property
    def key(self) -> tuple[int, int, str]:
        return self.first, self.last, self.code


Work = dict[str, Held]  # by the id of the coding


@dataclass
class Done:
    """An entry of somebody's undo: the work on one transcript before and after it, or what else."""

    kind: str  # coding, correct, lock, settle
    transcript: str
    before: Work
    after: Work
    text_before: tuple[int, ...] = ()
    text_after: tuple[int, ...] = ()


class TwoCoders(RuleBasedStateMachine):
    """Rules act on the file and on the model; the invariant compares them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        here = Path(self.folder.name)
        self.study = create_study(here / "study.db", "Walk")
        for each in CODERS:
            add_person(self.study, each, "coder")
        add_person(self.study, "Eva", "supervisor")
        files = []
        for each, said in SAID.items():
            files.append(here / f"{each}.txt")
            files[-1].write_text(f"Interviewer: And then?\n\n{each}: {said}\n", encoding="utf-8")
        import_transcripts(self.study, files)
        for each in CODES:
            add_code(self.study, each, origin="deductive", by=None, shared=True)
        start_round(self.study, "first", list(CODERS))
        self.letters: dict[int, str] = {}
        self.texts: dict[str, tuple[int, ...]] = {}
        for each in SAID:
            self.texts[each] = self.numbered(text(self.study, transcript(self.study, each).id))
        self.original = {each: frozenset(numbers) for each, numbers in self.texts.items()}
        self.work: dict[tuple[str, str], Work] = {(c, t): {} for c in CODERS for t in SAID}
        self.locked: set[tuple[str, str]] = set()
        self.revealed: set[str] = set()
        self.reopened: set[tuple[str, str]] = set()
        self.past: dict[str, list[Done]] = {c: [] for c in CODERS}
        self.future: dict[str, list[Done]] = {c: [] for c in CODERS}
        self.inserted = 0

    def teardown(self) -> None:
        assert verify(self.study).problems == []
        self.study.close()
        self.folder.cleanup()

    # -- the model's own means ------------------------------------------------------------------

    def numbered(self, words: str) -> tuple[int, ...]:
        start = len(self.letters)
        self.letters.update(enumerate(words, start))
        return tuple(range(start, start + len(words)))

    def spoken(self, at: str) -> list[int]:
        """Places of the participant's own characters that stood in the text from the beginning."""
        numbers = self.texts[at]
        begins = "".join(self.letters[n] for n in numbers).index(f"\n{at}: ") + len(at) + 3
        end = len(numbers) - 1
        return [p for p in range(begins, end) if numbers[p] in self.original[at]]

    def who(self, who: str) -> Person:
        return person(self.study, who)

    def boundaries(self, at: str) -> set[int]:
        """Of the codings that stand and of those that undo or redo may bring back."""
        done = [one for each in CODERS for one in (*self.past[each], *self.future[each])]
        kept = [work for one in done if one.transcript == at for work in (one.before, one.after)]
        works = [*kept, *(self.work[each, at] for each in CODERS)]
        return {n for work in works for held in work.values() for n in (held.first, held.last)}

    def span(self, at: str, held: Held) -> tuple[int, int]:
        numbers = self.texts[at]
        return numbers.index(held.first), numbers.index(held.last) + 1

    def do(self, who: str, at: str, act: Callable[[], object], after: Work | None) -> None:
        """Act; ``after`` is what the coder's work is then, None where it must be refused."""
        key = who, at
        before = self.work[key]
        if after is None or key in self.locked:
            with pytest.raises(WorkbenchError):
                act()
            return
        act()
        if after != before:
            self.work[key] = after
            self.note(who, Done("coding", at, before, after))

    def note(self, who: str, done: Done) -> None:
        self.past[who].append(done)
        self.future[who].clear()

    def pick(self, who: str, at: str, number: int) -> str | None:
        mine = sorted(self.work[who, at], key=lambda id: (self.work[who, at][id].key, id))
        return mine[number % len(mine)] if mine else None

    # -- what coders do -------------------------------------------------------------------------

    @rule(at=name, one=place, other=place, given=code)
    def apply_by_both(self, at: str, one: int, other: int, given: str) -> None:
        """What most steps of coding are; so that there is something to do the others with."""
        self.apply("Ana", at, one, other, given)
        self.apply("Ben", at, other + 1, one, given)

    @rule(who=coder, at=name, one=place, other=place, given=code)
    def apply(self, who: str, at: str, one: int, other: int, given: str) -> None:
        places = self.spoken(at)
        first, last = sorted((places[one % len(places)], places[other % len(places)]))
        held = Held(self.texts[at][first], self.texts[at][last], given)
        same = [id for id, each in self.work[who, at].items() if each.key == held.key]
        made: list[str] = []

        def act() -> None:
            found = transcript(self.study, at)
            book = find_code(self.study, self.who(who), given)
            made.append(apply.apply_code(self.study, self.who(who), found, first, last + 1, book))

        if (who, at) in self.locked:
            self.do(who, at, act, None)
            return
        before = self.work[who, at]
        act()
        if same:
            assert made == same
        else:
            self.work[who, at] = before | {made[0]: held}
            self.note(who, Done("coding", at, before, self.work[who, at]))

    @precondition(lambda self: any(self.work.values()))
    @rule(who=coder, at=name, number=place)
    def remove(self, who: str, at: str, number: int) -> None:
        if id := self.pick(who, at, number):
            after = {k: v for k, v in self.work[who, at].items() if k != id}
            self.do(who, at, lambda: apply.remove(self.study, self.who(who), [id]), after)

    @precondition(lambda self: any(self.work.values()))
    @rule(who=coder, at=name, number=place, given=code)
    def recode(self, who: str, at: str, number: int, given: str) -> None:
        if id := self.pick(who, at, number):
            mine = self.work[who, at]
            changed = replace(mine[id], code=given)
            twin = any(each.key == changed.key for k, each in mine.items() if k != id)
            after = {k: v for k, v in mine.items() if k != id} if twin else mine | {id: changed}
            book = find_code(self.study, self.who(who), given)
            self.do(who, at, lambda: apply.recode(self.study, self.who(who), [id], book), after)

    @precondition(lambda self: any(self.work.values()))
    @rule(who=coder, at=name, number=place, one=place, other=place)
    def move_boundaries(self, who: str, at: str, number: int, one: int, other: int) -> None:
        if id := self.pick(who, at, number):
            mine, places, numbers = self.work[who, at], self.spoken(at), self.texts[at]
            first, last = sorted((places[one % len(places)], places[other % len(places)]))
            changed = replace(mine[id], first=numbers[first], last=numbers[last])
            twin = any(each.key == changed.key for k, each in mine.items() if k != id)
            found = transcript(self.study, at)
            self.do(
                who,
                at,
                lambda: apply.respan(self.study, self.who(who), found, id, first, last + 1),
                None if twin else mine | {id: changed},
            )

    @precondition(lambda self: any(self.work.values()))
    @rule(who=coder, at=name, number=place, cut=place)
    def split(self, who: str, at: str, number: int, cut: int) -> None:
        id = self.pick(who, at, number)
        if id is None:
            return
        mine, numbers = self.work[who, at], self.texts[at]
        start, end = self.span(at, mine[id])
        cut = start + cut % (end - start + 1)
        inside = [p for p in range(start, end) if not self.letters[numbers[p]].isspace()]
        left = [p for p in inside if p < cut]
        right = [p for p in inside if p >= cut]
        after: Work | None = None
        if left and right and start < cut < end:
            one = replace(mine[id], last=numbers[left[-1]])
            two = replace(mine[id], first=numbers[right[0]])
            # white space at the outer ends stays with the parts
            if not {one.key, two.key} & {each.key for each in mine.values()}:
                after = mine | {id: one, "new": two}
        made: list[str] = []

        def act() -> None:
            found = transcript(self.study, at)
            made.append(apply.split(self.study, self.who(who), found, id, cut))

        self.do(who, at, act, after)
        if made:
            renamed = self.work[who, at]
            renamed[made[0]] = renamed.pop("new")

    @precondition(lambda self: any(self.work.values()))
    @rule(who=coder, at=name, number=place, other=place)
    def join(self, who: str, at: str, number: int, other: int) -> None:
        one, two = self.pick(who, at, number), self.pick(who, at, other)
        if one is None or two is None:
            return
        mine = self.work[who, at]
        found = sorted({one, two}, key=lambda id: self.span(at, mine[id]))
        after: Work | None = None
        if len(found) == 2 and mine[one].code == mine[two].code:
            last = max((mine[id].last for id in found), key=self.texts[at].index)
            whole = replace(mine[found[0]], last=last)
            twins = [id for id, each in mine.items() if each.key == whole.key]
            kept = twins[0] if twins else found[0]
            taken = [*found, *(id for id in twins if id not in found)]
            memos = dict.fromkeys(mine[id].memo for id in taken if mine[id].memo)
            whole = replace(
                whole, memo="\n".join(memos), flagged=any(mine[id].flagged for id in taken)
            )
            after = {k: v for k, v in mine.items() if k not in taken} | {kept: whole}
        self.do(who, at, lambda: apply.join(self.study, self.who(who), [one, two]), after)

    @precondition(lambda self: any(self.work.values()))
    @rule(who=coder, at=name, number=place, words=st.sampled_from(("", "why?", "see S2", "é")))
    def write_memo(self, who: str, at: str, number: int, words: str) -> None:
        if id := self.pick(who, at, number):
            mine = self.work[who, at]
            after = mine | {id: replace(mine[id], memo=words)}
            self.do(who, at, lambda: apply.set_memo(self.study, self.who(who), [id], words), after)

    @precondition(lambda self: any(self.work.values()))
    @rule(who=coder, at=name, number=place, flagged=st.booleans())
    def flag(self, who: str, at: str, number: int, flagged: bool) -> None:
        if id := self.pick(who, at, number):
            mine = self.work[who, at]
            after = mine | {id: replace(mine[id], flagged=flagged)}
            self.do(
                who, at, lambda: apply.set_flag(self.study, self.who(who), [id], flagged), after
            )

    # -- what changes more than a layer -----------------------------------------------------------

    @rule(who=coder, at=name, where=place, times=st.sampled_from((1, 15)))
    def correct(self, who: str, at: str, where: int, times: int) -> None:
        """A word that stands nowhere else comes into the text, away from every boundary."""
        places = self.spoken(at)
        where = places[where % len(places)]
        numbers = self.texts[at]
        if self.boundaries(at) & {numbers[where - 1], numbers[where]}:
            return
        self.inserted += 1
        word = f"⟦{self.inserted}⟧" * times
        correct_span(self.study, at, where, where, word, by=self.who(who))
        after = (*numbers[:where], *self.numbered(word), *numbers[where:])
        self.texts[at] = after
        self.note(who, Done("correct", at, {}, {}, numbers, after))

    @precondition(lambda self: any(doubts(self.study, self.who(each)) for each in CODERS))
    @rule(who=coder)
    def settle_doubts(self, who: str) -> None:
        mine = [each for each in doubts(self.study, self.who(who)) if each.coder == who]
        if mine:
            settle(self.study, self.who(who), [each.id for each in mine], "keep")
            self.note(who, Done("settle", "", {}, {}))

    @rule(who=coder, at=name)
    def lock(self, who: str, at: str) -> None:
        mine = [each for each in doubts(self.study, self.who(who)) if each.coder == who]
        doubtful = any(each.transcript == at for each in mine)
        if (who, at) in self.locked or doubtful:
            with pytest.raises(WorkbenchError):
                lock(self.study, self.who(who), [at])
            return
        (done,) = lock(self.study, self.who(who), [at])
        self.locked.add((who, at))
        self.reopened.discard((who, at))
        if all((each, at) in self.locked for each in CODERS):
            self.revealed.add(at)
        assert done.revealed == (at in self.revealed)
        self.note(who, Done("lock", at, {}, {}))

    @precondition(lambda self: any(key[1] not in self.revealed for key in self.locked))
    @rule(number=place)
    def unlock(self, number: int) -> None:
        held = sorted(key for key in self.locked if key[1] not in self.revealed)
        who, at = held[number % len(held)]
        found = transcript(self.study, at)
        unlock(self.study, self.who("Eva"), self.who(who), found.id, at, "a slip")
        self.locked.discard((who, at))
        self.reopened.add((who, at))

    # -- undo and redo ----------------------------------------------------------------------------

    @precondition(lambda self: any(self.past.values()))
    @rule(who=coder)
    def undo(self, who: str) -> None:
        self.turn(who, self.past[who], self.future[who], back=True)

    @precondition(lambda self: any(self.future.values()))
    @rule(who=coder)
    def redo(self, who: str) -> None:
        self.turn(who, self.future[who], self.past[who], back=False)

    def turn(self, who: str, stack: list[Done], other: list[Done], *, back: bool) -> None:
        act = undo if back else redo
        if not stack:
            with pytest.raises(WorkbenchError):
                act(self.study, self.who(who))
            return
        done = stack[-1]
        try:
            act(self.study, self.who(who))
        except WorkbenchError:
            assert self.may_refuse(who, done, back=back), done
            return
        assert not self.must_refuse(who, done, back=back), done
        other.append(stack.pop())
        if done.kind == "coding":
            self.work[who, done.transcript] = deepcopy(done.before if back else done.after)
        elif done.kind == "correct":
            was, is_now = done.text_before, done.text_after
            come = set(is_now) - set(was)
            numbers = self.texts[done.transcript]
            if back:
                self.texts[done.transcript] = tuple(n for n in numbers if n not in come)
            else:
                assert numbers == was
                self.texts[done.transcript] = is_now
        elif done.kind == "lock":
            (self.locked.discard if back else self.locked.add)((who, done.transcript))
            if not back and all((each, done.transcript) in self.locked for each in CODERS):
                self.revealed.add(done.transcript)

    def must_refuse(self, who: str, done: Done, *, back: bool) -> bool:
        """What undo may never do: change a locked layer, or hide what has been seen."""
        if done.kind == "coding":
            return (who, done.transcript) in self.locked
        return done.kind == "lock" and back and done.transcript in self.revealed

    def may_refuse(self, who: str, done: Done, *, back: bool) -> bool:
        if done.kind in ("lock", "settle"):
            return True
        if done.kind == "correct":
            # somebody has changed this text since, or coded what stands in it now
            return self.texts[done.transcript] != (done.text_after if back else done.text_before)
        return self.must_refuse(who, done, back=back)

    # -- what must hold ---------------------------------------------------------------------------

    @invariant()
    def each_sees_their_own_and_what_is_revealed(self) -> None:
        for at, numbers in self.texts.items():
            stored = text(self.study, transcript(self.study, at).id)
            assert stored == "".join(self.letters[n] for n in numbers)
        for viewer in (*CODERS, "Eva"):
            seen = {
                (c.id, c.coder, c.transcript, c.start, c.end, c.code, c.memo, c.flagged)
                for c in codings(self.study, self.who(viewer))
            }
            assert seen == {
                (id, who, at, *self.span(at, held), held.code, held.memo, held.flagged)
                for (who, at), mine in self.work.items()
                if who == viewer or at in self.revealed
                for id, held in mine.items()
            }


TwoCoders.TestCase.settings = settings(
    max_examples=WALKS,
    stateful_step_count=PER_WALK,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestTwoCoders = TwoCoders.TestCase
