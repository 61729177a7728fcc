"""Import is all or nothing, checked by name and text, and can be undone without a trace."""

import hashlib
from pathlib import Path

import pytest
from corpus_sample import GROUP, P5, dump, new_study, stands_as_before, write_files

from workbench.corpus import store
from workbench.corpus.importing import import_transcripts
from workbench.corpus.search import search
from workbench.errors import WorkbenchError
from workbench.study import Study, person, undo, verify


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return new_study(tmp_path)


def test_stored_as_read(study: Study, tmp_path: Path) -> None:
    paths = write_files(tmp_path, P5=P5.replace("\n", "\r\n"), group=GROUP)
    done = import_transcripts(study, paths)
    assert [t.name for t in done.transcripts] == ["P5", "group"]
    assert done.transcripts[0].speakers == ("Interviewer", "P5")
    stored = store.transcript(study, "P5")
    assert store.text(study, stored.id) == P5
    assert (stored.characters, stored.words, stored.turns) == (len(P5), len(P5.split()), 4)
    assert stored.sha256 == hashlib.sha256(P5.encode()).hexdigest()
    original = study.query("SELECT sha256, bytes FROM originals ORDER BY id")[0]
    assert original["bytes"] == paths[0].read_bytes()
    assert original["sha256"] == hashlib.sha256(original["bytes"]).hexdigest()
    assert verify(study).problems == []


def test_turns_and_what_participants_say(study: Study, tmp_path: Path) -> None:
    import_transcripts(study, write_files(tmp_path, group=GROUP))
    found = store.transcript(study, "group")
    turns = store.turns(study, found.id)
    assert [(t.number, t.speaker, t.interviewer) for t in turns] == [
        (1, "Moderator", True),
        (2, "Ada", False),
        (3, "Bo", False),
        (4, "Ada", False),
        (5, "Bo", False),
    ]
    said = [GROUP[a:b] for a, b in store.participant_ranges(study, found.id)]
    assert said == ["I was.", "Not me.", "He was asleep.", "Yes."]


def test_only_the_digest_of_an_original(study: Study, tmp_path: Path) -> None:
    paths = write_files(tmp_path, P5=P5)
    import_transcripts(study, paths, keep_originals=False)
    assert study.value("SELECT count(*) FROM originals") == 0
    digest = hashlib.sha256(paths[0].read_bytes()).hexdigest()
    assert study.value("SELECT original_sha256 FROM transcripts") == digest


def test_every_bad_file_is_named_and_nothing_is_kept(study: Study, tmp_path: Path) -> None:
    import_transcripts(study, write_files(tmp_path, P5=P5))
    before = dump(study), study.value("SELECT count(*) FROM texts")
    other = tmp_path / "other"
    other.mkdir()
    good, *twins = write_files(other, good=GROUP, twin=GROUP, again=P5, P5="P5: New.\nP5: Yes.")
    with pytest.raises(WorkbenchError, match="4 of 5 files cannot be imported") as caught:
        import_transcripts(study, [good, *twins, other / "gone.txt"])
    details = "\n".join(caught.value.details)
    assert len(caught.value.details) == 4
    assert f"twin.txt: holds the same text as {good}" in details
    assert "again.txt: holds the same text as transcript P5" in details
    assert "the study has a transcript called P5 already" in details
    assert "gone.txt" in details
    assert (dump(study), study.value("SELECT count(*) FROM texts")) == before


def test_two_files_of_one_name(study: Study, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    first = write_files(tmp_path, A=P5)
    with pytest.raises(WorkbenchError, match="rename one of the files"):
        import_transcripts(study, [*first, *write_files(tmp_path / "b", A=GROUP)][::-1])


def test_one_bad_file_speaks_for_itself(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    with pytest.raises(WorkbenchError, match=r"empty\.txt: holds nothing at all"):
        import_transcripts(study, [path])


def test_undo_leaves_no_trace_and_the_text_can_come_again(study: Study, tmp_path: Path) -> None:
    ana = person(study, "Ana")
    paths = write_files(tmp_path, P5=P5, group=GROUP)
    before = dump(study)
    import_transcripts(study, paths, by=ana)
    stands_as_before(study, before)
    undo(study, ana)
    assert list(search(study, "river")) == []
    import_transcripts(study, paths, by=ana)
    assert study.value("SELECT count(*) FROM texts") == 2
    assert [hit.transcript for hit in search(study, "river")] == ["P5", "P5"]
    assert verify(study).problems == []


def test_who_asks_is_guessed_and_said(study: Study, tmp_path: Path) -> None:
    talk = "Ada: One.\nBo: Two.\nAda: Three.\nBo: Four.\n"
    done = import_transcripts(study, write_files(tmp_path, P5=P5, group=GROUP, talk=talk))
    told = "\n".join(done.notices)
    assert "P5.txt: taken as asking the questions, by the label: “Interviewer”" in told
    assert "group.txt: taken as asking the questions, by the label: “Moderator”" in told
    assert "talk.txt: no label says who asks" in told


def test_who_asks_as_told(study: Study, tmp_path: Path) -> None:
    done = import_transcripts(
        study, write_files(tmp_path, P5=P5, group=GROUP), interviewers=["ada", "MK"]
    )
    asking = [(s.transcript, s.label) for s in store.speakers(study) if s.interviewer]
    assert asking == [("group", "Ada")]
    assert any("P5.txt: nobody asks here" in notice for notice in done.notices)
    assert any("no file has the speaker label “MK”" in notice for notice in done.notices)


def test_an_interviewer_of_no_file_is_a_slip(study: Study, tmp_path: Path) -> None:
    before = dump(study)
    with pytest.raises(WorkbenchError, match="“Interviewer”, “P5”"):
        import_transcripts(study, write_files(tmp_path, P5=P5), interviewers=["Intreviewer"])
    assert dump(study) == before


def test_an_erased_text_does_not_come_back(study: Study, tmp_path: Path) -> None:
    paths = write_files(tmp_path, P5=P5)
    ana = person(study, "Ana")
    import_transcripts(study, paths, by=ana)
    undo(study, ana)
    with study.change("erase", ana, kind="erasure") as write:
        write.execute("UPDATE journal_open SET erasing = 1")
        write.execute(
            "INSERT INTO search_text (search_text, rowid, body) "
            "SELECT 'delete', id, body FROM texts"
        )
        write.execute("UPDATE texts SET body = NULL")
        write.execute("UPDATE journal_open SET erasing = 0")
    with pytest.raises(WorkbenchError, match="was withdrawn"):
        import_transcripts(study, paths, by=ana)


def test_unknown_names_are_answered_with_near_ones(study: Study, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="it has none yet"):
        store.transcript(study, "P5")
    import_transcripts(study, write_files(tmp_path, P5=P5, group=GROUP))
    with pytest.raises(WorkbenchError, match="did you mean group"):
        store.transcript(study, "Gruop")


def test_a_name_is_found_however_its_accents_are_composed(study: Study, tmp_path: Path) -> None:
    decomposed, composed = tmp_path / "Rene\u0301.txt", tmp_path / "Ren\u00e9.txt"
    decomposed.write_text(P5)
    composed.write_text(GROUP)
    import_transcripts(study, [decomposed])
    assert store.transcript(study, "Ren\u00e9").name == "Rene\u0301"
    with pytest.raises(WorkbenchError, match="already"):
        import_transcripts(study, [composed])


def test_verify_finds_a_turn_outside_its_text(study: Study, tmp_path: Path) -> None:
    import_transcripts(study, write_files(tmp_path, P5=P5, group=GROUP))
    found = store.transcript(study, "P5")
    with study.change("spoil", None) as write:
        write.execute(
            'UPDATE turns SET "end" = ? WHERE transcript_id = ? AND number = 4',
            (found.characters + 1, found.id),
        )
        write.execute(
            "UPDATE turns SET start = 1, text_start = 1 WHERE transcript_id = ? AND number = 2",
            (found.id,),
        )
    assert verify(study).problems == [
        "a turn of P5 lies outside its text",
        "turns of P5 run into each other",
    ]
