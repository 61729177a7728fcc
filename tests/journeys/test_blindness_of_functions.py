"""Whatever one coder does unseen, nobody else's view of the study changes by anything.

Random acts of Ana that are nobody else's business, one after the other, on one study; before and
after, everything that Ben, the supervisor and somebody without a name can ask for is compared,
ids, times and order included. ``WORKBENCH_WALKS`` sets how many walks are taken (12 by default).
"""

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.codebook.editing import edit_code, move_code, retire_code
from workbench.codebook.exporting import export_codebook
from workbench.codebook.store import add_code, codes, find_code, frozen_codes, versions
from workbench.coding import apply as hands
from workbench.coding.importing import import_codings
from workbench.coding.listing import listed
from workbench.coding.rounds import start_round
from workbench.coding.store import codings, count_by_code
from workbench.coding.suggestions.answering import accept, offered, refuse
from workbench.coding.suggestions.rules import add_rule, rules
from workbench.coding.suggestions.running import plan_run, run
from workbench.consensus.comparison import compare_round
from workbench.consensus.queue import items, open_queue, progress
from workbench.consensus.resolution import resolution_table
from workbench.consensus.reveal import lock
from workbench.consensus.store import consensus_codings
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import transcript, transcripts
from workbench.errors import WorkbenchError
from workbench.exchange.material import gather
from workbench.exchange.report.material import gather as report_material
from workbench.exchange.report.options import Options
from workbench.exchange.report.page import page_of
from workbench.study import (
    Person,
    Study,
    can_redo,
    can_undo,
    create_study,
    history,
    open_study,
    people,
    person,
    redo,
    undo,
    verify,
)
from workbench.study.layers import layers
from workbench.study.people import add_person
from workbench.study.rounds import rounds
from workbench.study.watch import changed_since, newest_change
from workbench.themes.arrange import add_theme, move_codes, park_codes
from workbench.themes.board import board, extracts
from workbench.themes.familiarisation import add_note, mark_read, unmark_read
from workbench.themes.phases import phases
from workbench.themes.store import notes, read_marks

EXAMPLES = int(os.environ.get("WORKBENCH_WALKS", "12"))
TEXT = """Interviewer: Whom do you ring?

S1: I ring Marta. She sits at the gauge.

Interviewer: And at night?

S1: At night I hope she is awake, in {}.
"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Study, Path]]:
    """S0 is revealed, with an own code of Ana's; S1 Ana has locked, S2 nobody; Ben is at work."""
    folder = tmp_path_factory.mktemp("functions")
    with create_study(folder / "study.db", "River") as study:
        for name in ("S0", "S1", "S2"):
            (folder / f"{name}.txt").write_text(TEXT.format(name), encoding="utf-8")
            import_transcripts(study, [folder / f"{name}.txt"], by=None)
        ana, ben = add_person(study, "Ana"), add_person(study, "Ben")
        add_person(study, "Eva", "supervisor")
        for code in ("Trust", "Fear", "Trust/Kin"):
            add_code(study, code, origin="deductive", by=None, shared=True)
        add_code(study, "Known", origin="inductive", by=ana, shared=False)
        add_theme(study, "People", by=None)
        move_codes(study, ["Trust"], to="People", by=None)
        start_round(study, "first", ["Ana", "Ben"], by=None)
        add_rule(study, "Trust", "phrase", "Marta", "words", None)
        add_rule(study, "Fear", "phrase", "at night", "sentence", None)
        run(study, plan_run(study, "first", "xx", None), None)
        for who, start, code in ((ana, 32, "Known"), (ben, 32, "Trust"), (ana, 40, "Fear")):
            _apply(study, who, "S0", start, code)
        for who in (ana, ben):
            lock(study, who, ["S0"])
        _apply(study, ana, "S1", 32, "Trust")
        lock(study, ana, ["S1"])
        _apply(study, ben, "S1", 33, "Fear")
        _apply(study, ben, "S2", 33, "Fear")
        yield study, folder


def _apply(study: Study, who: Person, name: str, start: int, code: str, memo: str = "") -> None:
    hands.apply_code(
        study, who, transcript(study, name), start, start + 8, find_code(study, who, code), memo
    )


def views(study: Study, viewer: Person | None, folder: Path) -> dict[str, Any]:
    """Everything that somebody can ask of the study."""
    (round_,) = rounds(study)
    third = consensus_codings(study)
    book = folder / "book.csv"
    book.unlink(missing_ok=True)
    export_codebook(study, book, viewer)
    asked: dict[str, Callable[[], Any]] = {
        "codes": lambda: codes(study, viewer, retired=True),
        "counts": lambda: count_by_code(study, viewer),
        "codings": lambda: codings(study, viewer),
        "first codings": lambda: codings(study, viewer, newest=False),
        "list": lambda: listed(study, viewer, None, third),
        "list of Ana": lambda: listed(study, viewer, "Ana", third),
        "history": lambda: [
            (e.id, e.at, e.by, e.what, [(r.table, r.op, r.before, r.after) for r in e.rows])
            for e in history(study, viewer)
        ],
        "last change": lambda: [e.id for e in history(study, viewer, limit=2)],
        "disagreements": lambda: items(study, viewer),
        "progress": lambda: progress(study),
        "resolution": lambda: resolution_table(study, round_),
        "agreement": lambda: repr(compare_round(study, viewer, replicates=2).as_json()),
        "third layer": lambda: third,
        "board": lambda: board(study, viewer),
        "extracts": lambda: extracts(study, viewer, code="Known"),
        "phases": lambda: phases(study, viewer),
        "notes": lambda: notes(study, viewer),
        "marks": lambda: read_marks(study, viewer),
        "layers": lambda: layers(study, newest_only=False),
        "rounds": lambda: rounds(study),
        "people": lambda: people(study),
        "transcripts": lambda: transcripts(study),
        "versions": lambda: [(v, frozen_codes(study, v.id)) for v in versions(study)],
        "nvivo": lambda: re.sub(r" at 0x\w+", "", repr(gather(study, viewer))),
        "report": lambda: page_of(report_material(study, viewer, Options(replicates=0))),
        "rules": lambda: rules(study, viewer),
        "run": lambda: plan_run(study, "first", "xx", viewer),
        "verify": lambda: verify(study),
        "book": book.read_text,
    }
    if viewer is not None:
        asked["suggestions"] = lambda: offered(study, viewer)
        asked["undo"] = lambda: (can_undo(study, viewer), can_redo(study, viewer))
    for name in ("Own", "Trust/Own", "Known", "Own/Deep", "Far"):
        asked[f"find {name}"] = lambda name=name: find_code(study, viewer, name)
    answers = {}
    for name, ask in asked.items():
        try:
            answers[name] = ask()
        except WorkbenchError as error:
            answers[name] = (str(error), error.details)
    return answers


OWN = ["Own", "Trust/Own", "Own/Deep", "Known/Own"]
ANY = [*OWN, "Trust", "Fear", "Trust/Kin", "Known"]
place = st.integers(30, 60)
ACTS = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(OWN)),
    st.tuples(st.just("apply"), place, st.sampled_from(ANY)),
    st.tuples(st.just("respan"), place),
    st.tuples(st.just("split"), place),
    st.tuples(st.just("recode"), st.sampled_from(ANY)),
    st.tuples(st.just("memo"), st.sampled_from(["", "hidden"])),
    st.tuples(st.just("define"), st.sampled_from(OWN)),
    st.tuples(st.just("move"), st.sampled_from(OWN)),
    st.tuples(st.just("retire"), st.sampled_from(OWN)),
    st.tuples(st.just("park"), st.sampled_from(OWN)),
    st.tuples(st.just("rule"), st.sampled_from(OWN)),
    st.tuples(st.just("theme"), st.sampled_from(OWN)),
    st.tuples(
        st.sampled_from(
            [
                "flag",
                "join",
                "remove",
                "import",
                "note",
                "mark",
                "unmark",
                "queue",
                "accept",
                "refuse",
            ]
        )
    ),
    st.tuples(st.sampled_from(["undo", "redo"])),
)


def act(study: Study, ana: Person, step: tuple[Any, ...], folder: Path) -> None:
    """One act of Ana's; what the study refuses her changes nothing and is fine."""
    mine = [c.id for c in codings(study, ana, coder=ana) if c.transcript == "S2"][:2]
    match step:
        case "add", path:
            add_code(study, path, origin="inductive", by=ana, shared=False)
        case "apply", start, path:
            _apply(study, ana, "S2", start, path, "hidden")
        case "respan", start:
            hands.respan(study, ana, transcript(study, "S2"), mine[0], start, start + 3)
        case "split", at:
            hands.split(study, ana, transcript(study, "S2"), mine[0], at)
        case ("join",):
            hands.join(study, ana, mine)
        case "recode", path:
            hands.recode(study, ana, mine, find_code(study, ana, path))
        case "memo", text:
            hands.set_memo(study, ana, mine, text)
        case "define", path:
            edit_code(study, find_code(study, ana, path), ana, definition="hidden")
        case "move", path:
            move_code(study, find_code(study, ana, path), find_code(study, ana, "Fear"), ana)
        case "retire", path:
            retire_code(study, find_code(study, ana, path), ana)
        case "park", path:
            park_codes(study, [path], "hidden", by=ana)
        case "theme", path:
            move_codes(study, [path], to="People", by=ana)
        case "rule", path:
            add_rule(study, path, "phrase", "hidden", "words", ana)
        case ("accept",):
            accept(study, ana, [offered(study, ana)[0].id])
        case ("refuse",):
            refuse(study, ana, [offered(study, ana)[-1].id])
        case ("flag",):
            hands.set_flag(study, ana, mine, True)
        case ("remove",):
            hands.remove(study, ana, mine)
        case ("import",):
            table = folder / "codings.csv"
            table.write_text("transcript,start,end,code,memo\nS2,31,40,Far/Away,hidden\n")
            import_codings(study, ana, table, create_codes=True)
        case ("note",):
            add_note(study, ana, "hidden", on="S0")
        case ("mark",):
            mark_read(study, ana, "S0")
        case ("unmark",):
            unmark_read(study, ana, "S0")
        case ("queue",):
            open_queue(study, ana, rounds(study)[0])


@pytest.fixture(scope="module")
def before(begun: tuple[Study, Path]) -> list[dict[str, Any]]:
    """What Ben, the supervisor and somebody without a name can ask for before any act."""
    study, folder = begun
    return [views(study, viewer, folder) for viewer in others(study)]


def others(study: Study) -> list[Person | None]:
    return [person(study, "Ben"), person(study, "Eva"), None]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(ACTS, min_size=1, max_size=15))
def test_hidden_acts_change_nobody_elses_view(
    begun: tuple[Study, Path],
    before: list[dict[str, Any]],
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[Any],
) -> None:
    source, folder = begun
    path = tmp_path_factory.mktemp("walk") / "study.db"
    source.connection.execute("VACUUM INTO ?", (str(path),))
    with open_study(path) as study:
        ana = person(study, "Ana")
        done = undone = 0
        for step in steps:
            heard = newest_change(study)
            if step == ("undo",):
                if done:
                    undo(study, ana)
                    done, undone = done - 1, undone + 1
            elif step == ("redo",):
                if undone:
                    redo(study, ana)
                    done, undone = done + 1, undone - 1
            else:
                with contextlib.suppress(WorkbenchError, IndexError):
                    act(study, ana, step, folder)
                made = study.value(
                    "SELECT count(*) FROM journal_changes WHERE number > ? AND kind = 'change'",
                    (heard,),
                )
                done, undone = done + made, 0 if made else undone
            for viewer in others(study):
                assert not changed_since(study, viewer, heard), (viewer, step)
        for viewer, seen in zip(others(study), before, strict=True):
            for name, answer in views(study, viewer, folder).items():
                assert answer == seen[name], (name, viewer)


def test_the_comparison_would_notice(begun: tuple[Study, Path]) -> None:
    """Ana's own view does change."""
    study, folder = begun
    ana = person(study, "Ana")
    before = views(study, ana, folder)
    _apply(study, ana, "S2", 50, "Fear")
    after = views(study, ana, folder)
    changed = {name for name in before if before[name] != after[name]}
    assert {"counts", "codings", "list", "history", "last change"} <= changed
    undo(study, ana)
