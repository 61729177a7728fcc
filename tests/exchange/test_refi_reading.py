"""What other programs write and the standard does not say is read; what is unsafe is refused."""

import zipfile
from pathlib import Path

import pytest
from conftest import dump
from refi_base import Theirs, guid, pack, quotes

from workbench.codebook.store import codes
from workbench.corpus.store import cases, text, transcript, transcripts, turns
from workbench.errors import WorkbenchError
from workbench.exchange.refi import package
from workbench.exchange.refi.importing import import_qdc, import_refi
from workbench.exchange.refi.xml_in import read_project
from workbench.study import Study, create_study, open_study, people, redo, undo, verify
from workbench.study.layers import layers
from workbench.study.rounds import rounds
from workbench.themes.store import notes, themes


@pytest.fixture
def fresh(tmp_path: Path) -> Study:
    """A study with nobody and nothing in it."""
    return create_study(tmp_path / "fresh.db", "Fresh")


RANG = ("Cem", "Trust", "Nobody rang.")


def test_a_plain_project_comes_in_and_goes_again(fresh: Study) -> None:
    before = dump(fresh)
    done = Theirs().select(4, 16, "Nobody rang.").into(fresh)
    assert quotes(fresh) == [RANG]
    assert done.losses == () and done.counts["codings"] == 1
    (layer,) = layers(fresh)
    assert layer.locked and layer.revealed and layer.discussed
    assert [(r.name, r.closed) for r in rounds(fresh)] == [("Theirs (Cem)", True)]
    after = dump(fresh)
    assert verify(fresh).ok
    assert undo(fresh, None) == "import theirs.qdpx"
    assert dump(fresh) == before and verify(fresh).ok
    redo(fresh, None)
    assert dump(fresh) == after and verify(fresh).ok


# ------------------------------------------------------------------ the package


def test_1_any_single_qde_at_the_root(fresh: Study) -> None:
    theirs = Theirs().select(4, 16)
    files = {"Trial.qde": theirs.xml.encode(), "sources/t1.txt": theirs.body.encode()}
    done = theirs.into(fresh, files)
    assert quotes(fresh) == [RANG] and any("Trial.qde" in said for said in done.notices)


@pytest.mark.parametrize("names", [("a.qde", "project.qde"), ()])
def test_1_two_projects_or_none_are_refused(fresh: Study, names: tuple[str, ...]) -> None:
    theirs = Theirs()
    files = dict.fromkeys(names, theirs.xml.encode()) | {"sources/t1.txt": b"x"}
    with pytest.raises(WorkbenchError, match="one project"):
        theirs.into(fresh, files)


@pytest.mark.parametrize("folder", ["sources/", "Sources/", "SOURCES/", "sources\\"])
def test_2_and_7_the_folder_of_sources_however_written(fresh: Study, folder: str) -> None:
    theirs = Theirs().select(4, 16)
    files = {
        "project.qde": theirs.xml.encode(),
        f"{folder}.root": b"",
        f"{folder}T1.txt": theirs.body.encode(),
    }
    theirs.into(fresh, files)
    assert quotes(fresh) == [RANG]


@pytest.mark.parametrize("name", ["../evil.txt", "sources/../../x.txt", "/etc/x", "C:\\x.txt"])
def test_entries_that_lead_out_are_refused(fresh: Study, name: str) -> None:
    theirs = Theirs()
    with pytest.raises(WorkbenchError, match="leads out"):
        theirs.into(fresh, theirs.files() | {name: b"x"})
    assert not transcripts(fresh)


def test_entries_elsewhere_are_named_and_not_read(fresh: Study) -> None:
    theirs = Theirs()
    done = theirs.into(fresh, theirs.files() | {"__MACOSX/._project.qde": b"junk"})
    assert any("__MACOSX" in said for said in done.notices)


def test_an_entry_twice_is_refused(fresh: Study) -> None:
    theirs = Theirs()
    with pytest.raises(WorkbenchError, match="twice"):
        theirs.into(fresh, theirs.files() | {"Sources/T1.TXT": b"other"})


def test_sizes_and_ratios_are_capped(fresh: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = Theirs()
    bomb = theirs.files() | {"sources/b.txt": b"\0" * 200_000}
    monkeypatch.setattr(package, "_RATIO_FROM", 100_000)
    with pytest.raises(WorkbenchError, match="would unpack"):
        theirs.into(fresh, bomb)
    monkeypatch.undo()
    monkeypatch.setattr(package, "LARGEST_PART", 50)
    with pytest.raises(WorkbenchError, match="would unpack"):
        theirs.into(fresh)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04cut", b"words", b"<Project", b"<a/>"])
def test_what_is_no_project_is_refused_by_name(fresh: Study, content: bytes) -> None:
    path = fresh.path.with_name("odd.qdpx")
    path.write_bytes(content)
    with pytest.raises(WorkbenchError, match=r"odd\.qdpx"):
        import_refi(fresh, path, None)


@pytest.mark.parametrize("cut", range(20, 700, 97))
def test_a_cut_package_changes_nothing(fresh: Study, cut: int) -> None:
    path = Theirs().select(4, 16).write(fresh.path.with_name("cut.qdpx"))
    path.write_bytes(path.read_bytes()[:-cut])
    before = dump(fresh)
    with pytest.raises(WorkbenchError, match=r"cut\.qdpx"):
        import_refi(fresh, path, None)
    assert dump(fresh) == before


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Project SYSTEM "http://example.org/x.dtd">',
        '<?xml version="1.0"?><!-- c --><!DOCTYPE P [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>',
    ],
)
def test_document_types_are_refused(fresh: Study, prolog: str) -> None:
    theirs = Theirs()
    files = theirs.files() | {"project.qde": (prolog + theirs.xml).encode()}
    with pytest.raises(WorkbenchError, match="document type"):
        theirs.into(fresh, files)


@pytest.mark.parametrize("path", ["absolute:///etc/hostname", "relative:///../../etc/hostname"])
def test_paths_outside_are_never_opened(fresh: Study, path: str) -> None:
    theirs = Theirs(source=f'guid="{guid(20)}" name="T1" plainTextPath="{path}"')
    done = theirs.into(fresh)
    assert not transcripts(fresh) and any(path in loss for loss in done.losses)


# ------------------------------------------------------------------ the XML


@pytest.mark.parametrize("space", ["urn:QDA-XML:project:1.0", "urn:QDA-XML:project:0:10"])
def test_3_older_namespaces(fresh: Study, space: str) -> None:
    done = Theirs(space=space).select(4, 16).into(fresh)
    assert quotes(fresh) == [RANG] and done.losses == ()


def test_3_an_unknown_namespace_is_told(fresh: Study) -> None:
    done = Theirs(space="urn:other").select(4, 16).into(fresh)
    assert quotes(fresh) == [RANG] and "urn:other" in done.losses[0]


@pytest.mark.parametrize("space", ["codebook:1.0", "codebook:1:0", "codebook:0:4"])
def test_3_codebooks_of_every_namespace(fresh: Study, space: str) -> None:
    path = fresh.path.with_name("b.qdc")
    path.write_text(
        f'<CodeBook xmlns="urn:QDA-XML:{space}"><Codes><Code guid="{guid(1)}" name="A"'
        ' isCodable="true"/></Codes><Sets/></CodeBook>'
    )
    done = import_qdc(fresh, path, None)
    assert done.new == ("A",) and done.losses == ()


def test_4_guids_with_braces_and_capitals(fresh: Study) -> None:
    theirs = Theirs()
    theirs.codes = theirs.codes.replace(guid(10), "{" + guid(10).upper() + "}")
    theirs.select(4, 16).into(fresh)
    assert quotes(fresh) == [RANG]
    assert guid(10) in {code.id for code in codes(fresh, None)}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (f'guid="{guid(20)}" plainTextPath="t1.txt"', "t1"),
        (f'guid="{guid(20)}" plainTextPath="internal://T1.TXT"', "T1"),
        (f'guid="{guid(20)}" name="Talk.docx" plainTextPath="internal://sources/t1.txt"', "Talk"),
    ],
)
def test_5_paths_and_names_of_sources(fresh: Study, source: str, name: str) -> None:
    Theirs(source=source).select(4, 16).into(fresh)
    assert [t.name for t in transcripts(fresh)] == [name] and quotes(fresh) == [RANG]


def test_6_a_missing_source_is_listed_and_the_rest_comes(fresh: Study) -> None:
    theirs = Theirs().select(4, 16)
    done = theirs.into(fresh, {"project.qde": theirs.xml.encode()})
    assert {code.name for code in codes(fresh, None)} == {"Trust", "Fear"}
    assert any("T1" in loss and "1 selections" in loss for loss in done.losses)


def test_8_empty_containers(fresh: Study) -> None:
    theirs = Theirs(before="<Variables/><Cases/>", after="<Notes/><Links/><Sets/><Graphs/>")
    theirs.select(4, 16).into(fresh)
    assert quotes(fresh) == [RANG]


@pytest.mark.parametrize("attribute", ["guid", "targetGUID"])
def test_9_members_of_sets_by_either_attribute(fresh: Study, attribute: str) -> None:
    member = f'<MemberCode {attribute}="{guid(10)}"/>'
    sets = f'<Sets><Set guid="{guid(50)}" name="Voices"><Description>All.</Description>{member}'
    Theirs(after=f"{sets}</Set></Sets>").into(fresh)
    (theme,) = themes(fresh, None)
    assert (theme.name, theme.summary) == ("Voices", "All.")
    assert [code.name for code in theme.codes] == ["Trust"]


def test_10_byte_order_marks(fresh: Study) -> None:
    Theirs(mark=b"\xef\xbb\xbf").select(4, 16).into(fresh)
    assert quotes(fresh) == [RANG]
    assert not text(fresh, transcripts(fresh)[0].id).startswith("\ufeff")


def test_11_selections_without_codings_are_annotations(fresh: Study) -> None:
    note = f'<Note guid="{guid(60)}" name="Why" creatingUser="{guid(1)}">'
    theirs = Theirs(
        after=f"<Notes>{note}<PlainTextContent>Linked.</PlainTextContent></Note></Notes>"
        f'<Links><Link guid="{guid(70)}" originGUID="{guid(60)}" targetGUID="{guid(102)}"/></Links>'
    )
    theirs.select(4, 10, inner="<Description>Described.</Description>")
    theirs.select(11, 16, inner="")
    theirs.select(17, 19, inner="")
    theirs.into(fresh)
    found = {(n.position, n.text, n.by, n.shared) for n in notes(fresh, None)}
    assert found == {
        (4, "Described.", "Cem", True),
        (11, "“rang.”", "Cem", True),
        (17, "Why\n\nLinked.", "Cem", True),
    }


def test_12_and_13_without_dates_and_users(fresh: Study) -> None:
    coding = f'<Coding guid="{guid(200)}"><CodeRef targetGUID="{guid(10)}"/></Coding>'
    done = Theirs(users="").select(4, 16, inner=coding).into(fresh)
    assert quotes(fresh) == [("unknown (SomeQDA 1)", "Trust", "Nobody rang.")]
    assert any("unknown (SomeQDA 1)" in said for said in done.notices)


@pytest.mark.parametrize("moment", ["2020-01-02T03:04:05Z", "2020-01-02T05:04:05.0000000+02:00"])
def test_12_dates_are_kept(fresh: Study, moment: str) -> None:
    coding = f'<Coding guid="{guid(200)}" creationDateTime="{moment}" creatingUser="{guid(1)}">'
    Theirs().select(4, 16, inner=f'{coding}<CodeRef targetGUID="{guid(10)}"/></Coding>').into(fresh)
    assert fresh.value("SELECT made_at FROM codings") == "2020-01-02T03:04:05.000Z"


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [(16, 4, "ends before"), (4, 900, "35 characters"), (-3, 4, "35 characters"), (9, 9, "empty")],
)
def test_14_what_does_not_lie_in_the_text_is_listed(
    fresh: Study, start: int, end: int, why: str
) -> None:
    done = Theirs().select(4, 16).select(start, end).into(fresh)
    assert quotes(fresh) == [RANG]
    assert any(f"T1 {start} to {end}" in loss and why in loss for loss in done.losses)


# ------------------------------------------------------------------ people, cases, memos, rounds


def test_a_round_for_each_set_of_people(fresh: Study) -> None:
    users = "".join(f'<User guid="{guid(n)}" name="{who}"/>' for n, who in ((1, "Cem"), (2, "Di")))
    theirs = Theirs(users=f"<Users>{users}</Users>").select(4, 16)
    second = f'guid="{guid(21)}" name="T2"'
    theirs.select(4, 10, inner=_coding(201, 2))
    theirs.inside = ""
    xml = theirs.xml.replace(
        "</Sources>",
        f"<TextSource {second}><PlainTextContent>Di alone.</PlainTextContent>"
        f'<PlainTextSelection guid="{guid(90)}" startPosition="0" endPosition="2">'
        f"{_coding(202, 2)}</PlainTextSelection></TextSource></Sources>",
    )
    theirs.into(fresh, theirs.files() | {"project.qde": xml.encode()})
    assert [(r.name, r.transcripts) for r in rounds(fresh)] == [
        ("Theirs (Cem, Di)", ("T1",)),
        ("Theirs (Di)", ("T2",)),
    ]
    assert fresh.value("SELECT count(*) FROM items") == 1


def _coding(number: int, user: int, inner: str = "") -> str:
    return (
        f'<Coding guid="{guid(number)}" creatingUser="{guid(user)}">'
        f'<CodeRef targetGUID="{guid(10)}"/>{inner}</Coding>'
    )


def test_open_work_stays_with_its_coder(fresh: Study) -> None:
    Theirs().select(4, 16).into(fresh, stay_open=True)
    assert quotes(fresh) == [] and fresh.value("SELECT count(*) FROM codings") == 1
    (layer,) = layers(fresh)
    assert not layer.locked and not rounds(fresh)[0].closed


def test_people_are_found_by_name(study: Study) -> None:
    users = f'<Users><User guid="{guid(1)}" name="ana"/><User guid="{guid(2)}" name="Doe, J"/>'
    Theirs(users=f"{users}</Users>").select(4, 16).into(study)
    assert [person.name for person in people(study)] == ["Ana", "Ben", "Eva", "Doe J"]
    assert quotes(study) == [("Ana", "Trust", "Nobody rang.")]


def test_memos_of_the_coder_and_of_others(fresh: Study) -> None:
    users = "".join(f'<User guid="{guid(n)}" name="{who}"/>' for n, who in ((1, "Cem"), (2, "Di")))
    written = "".join(
        f'<Note guid="{guid(60 + n)}" creatingUser="{guid(n)}">'
        f"<PlainTextContent>memo {n}</PlainTextContent></Note>"
        for n in (1, 2)
    )
    refs = "".join(f'<NoteRef targetGUID="{guid(60 + n)}"/>' for n in (1, 2))
    theirs = Theirs(users=f"<Users>{users}</Users>", after=f"<Notes>{written}</Notes>")
    theirs.select(4, 16, inner=_coding(200, 1, refs)).into(fresh)
    assert fresh.value("SELECT memo FROM codings") == "memo 1"
    assert [(n.by, n.position, n.text) for n in notes(fresh, None)] == [("Di", 4, "memo 2")]


def test_cases_by_selections_part_a_text_without_labels(fresh: Study) -> None:
    body = "Nobody rang. We went upstairs. I stayed."
    case = '<Case guid="{}" name="{}"><VariableValue><VariableRef targetGUID="{}"/>{}'
    parts = [
        case.format(guid(30 + n), who, guid(40), f"<IntegerValue>{n}</IntegerValue>")
        + f'</VariableValue><SelectionRef targetGUID="{guid(99 + n)}"/></Case>'
        for n, who in ((1, "Ida"), (2, "Jo"))
    ]
    variable = f'<Variable guid="{guid(40)}" name="Age" typeOfVariable="Integer"/>'
    before = f"<Variables>{variable}</Variables><Cases>{''.join(parts)}</Cases>"
    theirs = Theirs(body=body, before=before)
    theirs.select(0, 12, inner="").select(31, 40, inner="").into(fresh)
    found = turns(fresh, transcript(fresh, "T1").id)
    assert [(t.case, body[t.start : t.end]) for t in found] == [
        ("Ida", "Nobody rang."),
        ("", "We went upstairs."),
        ("Jo", "I stayed."),
    ]
    assert [(c.name, c.values) for c in cases(fresh)] == [
        ("Ida", {"Age": "1"}),
        ("Jo", {"Age": "2"}),
    ]
    assert not notes(fresh, None)


def test_a_case_with_whole_sources_and_values_of_a_source(fresh: Study) -> None:
    variable = f'<Variable guid="{guid(40)}" name="Town" typeOfVariable="Text"/>'
    before = f'<Variables>{variable}</Variables><Cases><Case guid="{guid(30)}" name="Ida">'
    before += f'<SourceRef targetGUID="{guid(20)}"/></Case></Cases>'
    theirs = Theirs(before=before)
    value = f'<VariableValue><VariableRef targetGUID="{guid(40)}"/><TextValue>Ulm</TextValue>'
    xml = theirs.xml.replace("</TextSource>", f"{value}</VariableValue></TextSource>")
    theirs.into(fresh, theirs.files() | {"project.qde": xml.encode()})
    (case,) = cases(fresh)
    assert (case.name, case.values, case.speakers) == ("Ida", {"Town": "Ulm"}, (("T1", "P1"),))


def test_codes_are_found_by_guid_then_by_path(study: Study) -> None:
    Theirs().into(study)
    changed = Theirs(body="Another text.")
    changed.codes = changed.codes.replace('name="Trust"', 'name="Faith"').replace(
        guid(11), guid(12)
    )
    done = changed.into(study)
    assert sorted(code.path for code in codes(study, None)) == ["Fear", "Trust"]
    assert done.new == ()


def test_a_text_that_is_there_is_refused_by_name(study: Study) -> None:
    Theirs().into(study)
    before = dump(study)
    with pytest.raises(WorkbenchError, match="already") as refused:
        Theirs().select(4, 16).into(study)
    assert refused.value.details == ("T1 is the transcript T1",)
    assert dump(study) == before


def test_what_has_no_place_is_listed(samples: Path, fresh: Study) -> None:
    done = import_refi(
        fresh, samples / "refi" / "qdpxtoolkit_all_elements_missing_media.qdpx", None
    )
    told = " ".join((*done.losses, *done.notices))
    for what in ("pictures", "pages of PDFs", "recordings", "films", "Diet-related", "headings"):
        assert what in told
    assert {words for _, _, words in quotes(fresh)} >= {"Diet and health"}
    assert verify(fresh).ok


def test_the_project_of_the_standard(samples: Path, fresh: Study) -> None:
    path = samples / "refi" / "refi15_annexA2_atlasti8_project.qde"
    project = read_project(path.read_bytes(), path.name)
    assert len(project.users) == 3 and project.ours is False
    done = import_refi(fresh, path, None)
    assert done.counts["codes"] == 14 and any("Mabel.txt" in loss for loss in done.losses)
    assert import_qdc(fresh, samples / "refi" / "refi15_annexA1_codebook.qdc", None).counts == {
        "codes": 6
    }


def test_an_import_is_seen_by_another_process(fresh: Study) -> None:
    Theirs().select(4, 16).into(fresh)
    with open_study(fresh.path) as again:
        assert quotes(again) == [RANG] and verify(again).ok


def test_pack_helper_writes_backslashes_as_given(tmp_path: Path) -> None:
    path = pack(tmp_path / "p.zip", {"sources\\a.txt": b"x"})
    assert b"sources\\a.txt" in path.read_bytes() and zipfile.is_zipfile(path)
