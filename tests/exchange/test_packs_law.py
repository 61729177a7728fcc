"""The law of packs: work done in one file and work done through packs give the same results.

Random work of two coders, once in one file, once in a pack each; ``WORKBENCH_WALKS`` sets how many
times (2 by default). Then every figure, queue, layer, seal and export is compared, ids and times
apart, for these differ by nature.
"""

import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from packs_scene import Scene
from twins import GUID, MOMENT

from workbench.cli import cli
from workbench.codebook.editing import edit_code
from workbench.codebook.nouns import Code
from workbench.codebook.store import add_code, codes
from workbench.coding.apply import apply_code, recode, remove, set_flag, set_memo
from workbench.coding.store import codings
from workbench.coding.suggestions.answering import accept, offered, refuse
from workbench.coding.suggestions.rules import add_rule
from workbench.coding.suggestions.running import plan_run, run
from workbench.consensus.reveal import lock
from workbench.corpus.store import transcript
from workbench.exchange.packs.making import give_out
from workbench.study import Person, Study, open_study, person, redo, undo, verify
from workbench.study.layers import layers
from workbench.themes.familiarisation import add_note, mark_read
from workbench.themes.store import notes, read_marks

NAMES = ("S1", "S2", "S3")
WALKS = int(os.environ.get("WORKBENCH_WALKS", "2"))
ASKED = [
    ["agreement", "--json", "--bootstrap", "50", "--seed", "1"],
    ["agreement", "--json", "--bootstrap", "0", "--unit", "sentence", "--base", "all"],
    ["disagreements", "--all", "--json"],
    ["codings list", "--json"],
    ["codings list", "--layer", "consensus", "--json"],
    ["codebook list", "--json"],
    ["recheck", "--json"],
    ["round list", "--json"],
    ["describe", "--json", "--variable", "codes"],
]
EXPORTS = [
    ["export codings", "out.csv"],
    ["export codebook", "book.csv"],
    ["export nvivo", "nvivo"],
]

Act = Callable[[Study, Person, random.Random], None]


def _open(study: Study, who: Person, dice: random.Random) -> str:
    names = [one.transcript for one in layers(study, person=who) if not one.locked]
    return dice.choice(names)


def _one(study: Study, who: Person, dice: random.Random) -> list[str]:
    """Ids of one coding in an open layer, picked by what it is, for ids differ."""
    open_ = {one.id for one in layers(study, person=who) if not one.locked}
    mine = [c for c in codings(study, who, coder=who) if c.layer_id in open_]
    return [dice.choice(mine).id] if mine else []


def _codes(study: Study, who: Person) -> list[Code]:
    """Without those of the other coder that are revealed by now: a pack has them the next time."""
    return [code for code in codes(study, who) if code.maker_id in (None, who.id)]


def _apply(study: Study, who: Person, dice: random.Random) -> None:
    name, start = _open(study, who, dice), dice.randrange(0, 60)
    code = dice.choice(_codes(study, who))
    memo = dice.choice([None, "why"])
    end = start + dice.choice((4, 9, 20))
    apply_code(study, who, transcript(study, name), start, end, code, memo)


def _own(study: Study, who: Person, dice: random.Random) -> None:
    path = f"{dice.choice(('', 'Trust/'))}{dice.choice(('Neighbour', 'Gauge', 'Siren'))}"
    if path not in {code.path for code in _codes(study, who)}:
        add_code(study, path, origin="inductive", by=who, shared=False)


def _edit(study: Study, who: Person, dice: random.Random) -> None:
    mine = [code for code in codes(study, who) if code.maker_id == who.id]
    if mine:
        edit_code(study, dice.choice(mine), who, definition=dice.choice(("d", "other")))


def _answer(study: Study, who: Person, dice: random.Random) -> None:
    open_ = {one.transcript for one in layers(study, person=who) if not one.locked}
    waiting = [one for one in offered(study, who) if one.transcript in open_]
    if waiting:
        dice.choice((accept, refuse))(study, who, [dice.choice(waiting).id])


def _with_one(act: Callable[[Study, Person, list[str], random.Random], None]) -> Act:
    def done(study: Study, who: Person, dice: random.Random) -> None:
        ids = _one(study, who, dice)
        if ids:
            act(study, who, ids, dice)

    return done


ACTS: list[Act] = [
    *[_apply] * 6,
    *[_own] * 2,
    _edit,
    _answer,
    _with_one(lambda study, who, ids, dice: void(remove(study, who, ids))),
    _with_one(lambda study, who, ids, dice: set_memo(study, who, ids, "later")),
    _with_one(lambda study, who, ids, dice: set_flag(study, who, ids, True)),
    _with_one(
        lambda study, who, ids, dice: recode(study, who, ids, dice.choice(_codes(study, who)))
    ),
    lambda study, who, dice: void(add_note(study, who, "n", on=_open(study, who, dice))),
    lambda study, who, dice: mark_read(study, who, _open(study, who, dice)),
]


def void(_: object) -> None:
    """Acts give nothing back."""


def work(path: Path, name: str, seed: int, steps: int) -> None:
    """One sitting of a coder, the same for the same seed."""
    dice = random.Random(f"{name}{seed}")
    with open_study(path) as study:
        who = person(study, name)
        begun = study.value("SELECT max(number) FROM journal_changes")
        for _ in range(steps):
            dice.choice(ACTS)(study, who, dice)
            now = study.value("SELECT max(number) FROM journal_changes")
            if dice.random() < 0.1 and now > begun:
                undo(study, who)
                if dice.random() < 0.5:
                    redo(study, who)


def lock_in(path: Path, name: str, *names: str) -> dict[str, str]:
    with open_study(path) as study:
        return {d.transcript: d.sha256 for d in lock(study, person(study, name), list(names))}


def answers(scene: Scene, viewer: str, questions: list[list[str]]) -> str:
    """Everything that is asked, without what differs by nature."""
    said = ""
    for words in questions:
        call = [str(scene.folder / w) if w.endswith("csv") or w == "nvivo" else w for w in words]
        group, more = call[0].split(), call[1:]
        result = CliRunner().invoke(cli, [*group, str(scene.study.path), *more, "--as", viewer])
        assert result.exit_code == 0, (words, result.stderr)
        said += f"\n== {words}\n{result.stdout}"
    for file in sorted(scene.folder.rglob("*")):
        if file.suffix in (".csv", ".txt"):
            said += f"\n== {file.name}\n{file.read_text(encoding='utf-8')}"
    said = MOMENT.sub("TIME", said.replace(str(scene.folder), "DIR"))
    for number, guid in enumerate(dict.fromkeys(GUID.findall(said))):
        said = said.replace(guid, f"ID{number}")
    return re.sub(r"\d{4}-\d\d-\d\d", "DAY", said)


def private(study: Study, name: str) -> object:
    """What a coder alone sees beside codings."""
    who = person(study, name)
    return (
        [(n.transcript, n.text) for n in notes(study, who)],
        [m.transcript for m in read_marks(study, who)],
        sorted((s.transcript, s.start, s.end) for s in offered(study, who)),
    )


@pytest.mark.parametrize("seed", range(WALKS))
def test_packs_give_what_one_file_gives(seed: int, tmp_path: Path) -> None:
    one = Scene(tmp_path / "one", names=NAMES)
    for code, words in (("Trust", "Marta"), ("Fear", "the siren")):
        add_rule(one.study, code, "phrase", words, "words", None)
    run(one.study, plan_run(one.study, "first", "xx", None), None)
    for name in ("Ana", "Ben"):
        work(one.study.path, name, seed, 6)  # begun in one file
    packed = one.twin(tmp_path / "packed")
    packed.files = {name: packed.folder / f"{name}.db" for name in ("Ana", "Ben")}
    for name, file in packed.files.items():
        give_out(packed.study, name, file, None)

    seals = []
    for scene in (one, packed):
        said = {}
        for name in ("Ana", "Ben"):
            work(scene.at(name), name, seed + 100, 14)
            said[name] = lock_in(scene.at(name), name, "S1")
        if scene is packed:
            scene.collect("Ben")
            scene.collect("Ana")
        for name in ("Ben", "Ana"):
            work(scene.at(name), name, seed + 200, 10)
            said[name] |= lock_in(scene.at(name), name, "S2", "S3")
        if scene is packed:
            scene.collect("Ana", "Ben")
        seals.append(said)
    assert seals[0] == seals[1]
    for viewer, questions in (("Ana", ASKED), ("Ben", ASKED[2:]), ("Eva", EXPORTS)):
        assert answers(one, viewer, questions) == answers(packed, viewer, questions)
        assert private(one.study, viewer) == private(packed.study, viewer)
    assert verify(packed.study).problems == []
    one.study.close()
    packed.study.close()
