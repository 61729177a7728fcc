"""Recoding extracts of a theme: what moves, what stays as it is, who may, what is on record."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import dump
from themes_base import Scene

from workbench.cli import cli
from workbench.codebook.merging import merge_codes
from workbench.codebook.store import add_code, find_code
from workbench.coding.withdrawing import withdraw
from workbench.consensus.comparison import compare_round
from workbench.consensus.decide import resolve
from workbench.consensus.queue import items
from workbench.consensus.recoding import recode_agreed
from workbench.consensus.resolution import resolution_table
from workbench.consensus.store import consensus_codings, recodings
from workbench.corpus.store import text, transcript
from workbench.errors import UsageError, WorkbenchError
from workbench.exchange.refi.beside import beside_json
from workbench.study import Study, add_person, create_study, person, redo, undo, verify
from workbench.study.rounds import newest_round
from workbench.themes import arrange, store
from workbench.themes.board import extracts
from workbench.themes.recoding import recode_extracts
from workbench.themes.review import review_extracts, review_of

OWN_LAYERS = ("codings", "layers", "layer_paths", "layer_seals", "round_transcripts", "items")
OLD = "The list was old."


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    """Themes Voices (Trust, People/Keeper) and Lists (List) over the coded and settled study."""
    made = Scene(study, tmp_path).coded()
    for name, codes in (("Voices", ["Trust", "Keeper"]), ("Lists", ["List"]), ("Empty", [])):
        arrange.add_theme(study, name, by=None)
        if codes:
            arrange.move_codes(study, codes, name, by=None)
    return made


def extract(scene: Scene, theme: str, words: str) -> str:
    (found,) = [e for e in extracts(scene.study, None, theme=theme) if words in e.text]
    return found.id


def texts(scene: Scene, theme: str) -> list[str]:
    return [e.text for e in extracts(scene.study, None, theme=theme)]


def figures(scene: Scene) -> object:
    return compare_round(scene.study, None, replicates=20).report


def test_a_recoded_extract_goes_where_its_new_code_is(scene: Scene) -> None:
    study = scene.study
    found = extract(scene, "Lists", OLD)
    before, numbers = dump(study), figures(scene)
    (done,) = recode_extracts(study, "Lists", [found], "Trust", "inference", note="w", by=scene.ana)
    assert (done.id, done.code) == (found, "Trust")
    assert OLD not in texts(scene, "Lists")
    assert OLD in texts(scene, "Voices")
    after = dump(study)
    assert {t: after[t] for t in OWN_LAYERS} == {t: before[t] for t in OWN_LAYERS}
    assert figures(scene) == numbers
    assert verify(study).problems == []
    undo(study, scene.ana)
    assert dump(study) == before
    redo(study, scene.ana)
    assert dump(study) == after


def test_what_was_alike_from_the_start_is_on_record_with_its_reason(scene: Scene) -> None:
    study, round_ = scene.study, newest_round(scene.study)
    agreed = resolution_table(study, round_).agreed
    found = extract(scene, "Lists", OLD)
    for code in ("Trust", "Time"):
        recode_agreed(study, scene.ben, found, code, "context", note=f" to {code} ")
    told = [
        (r.coding_id, r.old_code, r.new_code, r.note, r.by) for r in recodings(study, round_.id)
    ]
    assert told == [
        (found, "List", "Trust", "to Trust", "Ben"),
        (found, "Trust", "Time", "to Time", "Ben"),
    ]
    table = resolution_table(study, round_)
    assert (table.agreed, table.recoded) == (agreed, 1)


def test_what_was_decided_gets_a_further_decision(scene: Scene) -> None:
    """Of an item that kept two codings only the one is recoded."""
    study, round_ = scene.study, newest_round(scene.study)
    (item,) = items(study, None, round_)
    resolve(study, scene.eva, item.id, "a", "overlooked")
    (kept,) = [c for c in consensus_codings(study) if c.item_id == item.id]
    code = "Time" if kept.code != "Time" else "Trust"
    recode_agreed(study, scene.ana, kept.id, code, "definition", note="it is about time")
    (settled,) = items(study, None, round_)
    assert [d.outcome for d in settled.decisions] == ["a", "code"]
    last = settled.decisions[-1]
    assert (last.code, last.reason, last.note) == (code, "definition", "it is about time")
    assert (last.start, last.end) == (kept.start, kept.end)
    assert json.loads(last.state_before)["consensus"] == [[kept.start, kept.end, kept.code]]
    assert not recodings(study, round_.id)
    assert not settled.open
    resolve(study, scene.eva, item.id, "neither", "slip")
    assert not [c for c in consensus_codings(study) if c.item_id == item.id]


def test_the_other_coding_of_a_disagreement_stays(study: Study, tmp_path: Path) -> None:
    scene = Scene(study, tmp_path)
    scene.open()
    scene.code(scene.ana, "P1", "The list was wrong.", "List")
    scene.code(scene.ben, "P1", "The list was wrong.", "Time")
    scene.lock()
    (item,) = items(study, None, newest_round(study))
    resolve(study, scene.ana, item.id, "both", "inference")
    (kept,) = [c for c in consensus_codings(study) if c.code == "Time"]
    with pytest.raises(WorkbenchError, match="has the code List as well as Time"):
        recode_agreed(study, scene.ana, kept.id, "List", "slip")
    recode_agreed(study, scene.ana, kept.id, "Trust", "slip")
    assert {c.code for c in consensus_codings(study)} == {"List", "Trust"}
    (settled,) = items(study, None, newest_round(study))
    assert (settled.decisions[-1].code, settled.decisions[-1].yielded) == ("Trust", "third")


def test_verdicts_leave_with_the_passage_and_stay_where_it_stays(scene: Scene) -> None:
    study = scene.study
    arrange.add_theme(study, "All", by=None)
    for code in ("List", "Trust"):
        arrange.move_codes(study, [code], "All", also=True, by=None)
    found = extract(scene, "Lists", OLD)
    for theme in ("Lists", "All"):
        review_extracts(study, theme, [found], "chosen", by=scene.eva)
    recode_extracts(study, "Lists", [found], "Trust", "inference", by=scene.ana)
    assert [r.coding_id for r in store.reviews(study)] == [found]
    assert review_of(study, None, "All").verdicts == {found: "chosen"}
    assert review_of(study, None, "Voices").verdicts == {}


def test_a_passage_read_as_one_since_a_merge_is_recoded_as_one(
    study: Study, tmp_path: Path
) -> None:
    scene = Scene(study, tmp_path)
    scene.open()
    scene.agree("P1", "The list was wrong.", "List")
    scene.agree("P1", "list was wrong. We waited", "Time")
    scene.lock()
    time, into = (find_code(study, None, name) for name in ("Time", "List"))
    merge_codes(study, [time], into, scene.eva, reason="one idea")
    (one,) = consensus_codings(study)
    arrange.add_theme(study, "Lists", by=None)
    arrange.move_codes(study, ["List"], "Lists", by=None)
    review_extracts(study, "Lists", [one.id], "keep", by=scene.ana)
    before = dump(study)
    (done,) = recode_extracts(study, "Lists", [one.id], "Trust", "context", by=scene.ana)
    assert [(c.code, c.start, c.end) for c in consensus_codings(study)] == [
        ("Trust", one.start, one.end)
    ]
    assert done.id == one.id
    assert verify(study).problems == []
    undo(study, scene.ana)
    assert dump(study) == before


@pytest.mark.parametrize(
    ("code", "reason", "said"),
    [
        ("List", "slip", "has the code List already"),
        ("Nowhere", "slip", "Nowhere"),
        ("Hers", "slip", "nobody else sees yet"),
        ("Trust", "mood", "is no reason"),
    ],
)
def test_what_is_refused_changes_nothing(scene: Scene, code: str, reason: str, said: str) -> None:
    study = scene.study
    add_code(study, "Hers", origin="inductive", by=scene.ana, shared=False)
    found = extract(scene, "Lists", OLD)
    before = dump(study)
    with pytest.raises((WorkbenchError, UsageError), match=said):
        recode_extracts(study, "Lists", [found], code, reason, by=scene.ana)
    with pytest.raises(WorkbenchError, match="no agreed coding in Voices"):
        recode_extracts(study, "Voices", [found], "Trust", "slip", by=scene.ana)
    assert dump(study) == before


def test_only_its_coders_and_a_supervisor_who_did_not_code_it_recode(scene: Scene) -> None:
    study = scene.study
    cem = add_person(study, "Cem")
    found = extract(scene, "Lists", OLD)
    with pytest.raises(WorkbenchError, match=r"its coders \(Ana, Ben\) or a supervisor"):
        recode_extracts(study, "Lists", [found], "Trust", "slip", by=cem)
    recode_extracts(study, "Lists", [found], "Trust", "slip", by=person(study, "Eva"))


def test_a_reading_that_nobody_settled_is_not_recoded_here(tmp_path: Path) -> None:
    """In a reflexive study differing readings are kept: each is its coder's to change."""
    with create_study(tmp_path / "r.db", "R", "reflexive") as study:
        for name in ("Ana", "Ben", "Eva"):
            add_person(study, name)
        scene = Scene(study, tmp_path).coded()
        arrange.add_theme(study, "Lists", by=None)
        arrange.move_codes(study, ["List"], "Lists", by=None)
        found = next(e.id for e in extracts(study, None, theme="Lists") if e.text == OLD)
        with pytest.raises(WorkbenchError, match="one coder's own reading"):
            recode_extracts(study, "Lists", [found], "Trust", "slip", by=scene.ana)


def test_by_command(scene: Scene) -> None:
    found, path = extract(scene, "Lists", OLD), str(scene.study.path)
    words = ["theme", "recode", path, "Lists", found, "--as", "Ana", "--reason", "inference"]
    done = CliRunner().invoke(cli, [*words, "--code", "Trust", "--json"])
    assert json.loads(done.stdout) == [{"id": found, "code": "Trust"}]
    told = CliRunner().invoke(cli, [*words[:3], "Voices", *words[4:], "--code", "Time"])
    assert told.exit_code == 0
    assert told.stderr == "1 extract of Voices recoded to Time, in no theme yet\n"
    refused = CliRunner().invoke(cli, [*words, "--code", "Trust"])
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: ")
    summary = CliRunner().invoke(cli, ["disagreements", path, "--as", "Ana", "--summary"])
    assert "recoded since: 1." in summary.stdout


def test_what_is_on_record_goes_with_a_withdrawn_participant(scene: Scene) -> None:
    study = scene.study
    found = extract(scene, "Lists", OLD)
    recode_extracts(study, "Lists", [found], "Trust", "inference", note="of P2", by=scene.ana)
    withdraw(study, scene.eva, "P2", "asked to")
    assert not dump(study)["recodings"]
    kept = study.query("SELECT new_note FROM journal_recodings WHERE new_note IS NOT NULL")
    assert not kept
    assert verify(study).problems == []


def test_it_stands_beside_the_exchange_file(scene: Scene) -> None:
    found = extract(scene, "Lists", OLD)
    recode_agreed(scene.study, scene.ana, found, "Trust", "context", note="w")
    (told,) = json.loads(beside_json(scene.study, None, ()))["recodings"]
    start = told["start"]
    assert text(scene.study, transcript(scene.study, "P2").id)[start : told["end"]] == OLD
    assert [told[key] for key in ("transcript", "from", "to", "reason", "note", "by")] == [
        *("P2", "List", "Trust", "context", "w", "Ana")
    ]
