"""The report: the same bytes each time, nothing loaded, nothing unescaped, nothing hidden told."""

import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from themes_base import Scene

from workbench.cli import cli
from workbench.codebook.store import add_code
from workbench.consensus.decide import resolve
from workbench.consensus.queue import items, open_queue
from workbench.consensus.resolution import resolution_table
from workbench.consensus.reveal import lock
from workbench.corpus.importing import import_transcripts
from workbench.exchange.packs.collecting import collect
from workbench.exchange.packs.making import give_out
from workbench.exchange.report.audit import AREAS
from workbench.exchange.report.checklist import checklists_of
from workbench.exchange.report.material import Material, gather
from workbench.exchange.report.notices import notices
from workbench.exchange.report.options import Options
from workbench.exchange.report.page import page_of
from workbench.exchange.report.thematic_map import pictures, wrapped
from workbench.exchange.report.writing import export_report
from workbench.figures.logs import add_challenge, challenge
from workbench.study import Person, Study, create_study, open_study, person, verify
from workbench.study.people import add_person
from workbench.study.rounds import rounds
from workbench.study.triggers import domain_tables
from workbench.themes.arrange import add_theme, move_codes
from workbench.themes.board import board
from workbench.themes.familiarisation import add_note, mark_read
from workbench.themes.review import review_extracts

QUICK = Options(replicates=20)
VOID = {"meta", "line", "path", "circle", "rect", "br"}
SVG_VOID = {"line", "path", "circle", "rect"}


class Page(HTMLParser):
    """The page as a reader's program takes it: its words by section, its tags, what is unsound."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, str] = {"": ""}
        self.open: list[str] = []
        self.section = ""
        self.feed(html)
        assert self.open == [], self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "section":
            self.section = dict(attrs)["id"] or ""
            self.words[self.section] = ""
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        assert tag in SVG_VOID

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words[self.section] += data

    def of(self, section: str) -> str:
        """The words of a section with single blanks between them."""
        return " ".join(self.words[section].split())

    @property
    def all(self) -> str:
        return " ".join(" ".join(self.words.values()).split())


@pytest.fixture
def scene(study: Study, tmp_path: Path) -> Scene:
    made = Scene(study, tmp_path).coded()
    add_theme(
        study, "Voices", concept="Who is known is heard.", definition="Of being known.", by=None
    )
    add_theme(study, "Papers", parent="Voices", by=None)
    move_codes(study, ["Trust", "People/Keeper"], to="Voices", by=None)
    move_codes(study, ["List", "Trust"], to="Papers", also=True, by=None)
    return made


def html_of(study: Study, viewer: Person | None = None, options: Options = QUICK) -> str:
    return page_of(gather(study, viewer, options))


def page(study: Study, viewer: Person | None = None, options: Options = QUICK) -> Page:
    return Page(html_of(study, viewer, options))


def material(study: Study, options: Options = QUICK) -> Material:
    return gather(study, None, options)


def test_the_same_study_gives_the_same_bytes(scene: Scene) -> None:
    files = [scene.folder / name for name in ("one.html", "two.html")]
    for file in files:
        done = export_report(scene.study, None, file, QUICK)
        assert done.size == file.stat().st_size
    assert files[0].read_bytes() == files[1].read_bytes()
    again = scene.folder / "three.html"
    words = ["export", "report", str(scene.study.path), str(again), "--bootstrap", "20", "--json"]
    told = json.loads(CliRunner().invoke(cli, words).stdout)
    assert again.read_bytes() == files[0].read_bytes()
    assert told == {"file": str(again), "bytes": done.size, "notices": list(done.notices)}
    assert verify(scene.study).ok


def test_nothing_is_loaded_from_anywhere(scene: Scene) -> None:
    html = html_of(scene.study)
    found = page(scene.study)
    names = [tag for tag, _ in found.tags]
    assert not {"script", "link", "img", "iframe", "object", "base", "form", "use"} & set(names)
    assert not re.search(r"https?:|url\(|@import|src=| on\w+=", html)
    (policy,) = [a["content"] for _, a in found.tags if a.get("http-equiv")]
    assert policy is not None and policy.startswith("default-src 'none'")
    assert "prefers-color-scheme: dark" in html and "@media print" in html


def test_the_page_can_be_read_without_eyes(scene: Scene) -> None:
    found = page(scene.study)
    ids = [a["id"] for _, a in found.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for tag, attributes in found.tags:
        if tag == "a":
            assert (attributes["href"] or "").removeprefix("#") in ids
        if tag == "th":
            assert attributes.get("scope") in ("row", "col", "rowgroup")
        if tag == "svg":
            labelled = (attributes.get("aria-labelledby") or "").split()
            assert set(labelled) <= set(ids)
            assert labelled or attributes["role"] in ("presentation", "img")
    assert [a["lang"] for tag, a in found.tags if tag == "html"] == ["en"]
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(next_ <= level + 1 or next_ == 4 for level, next_ in pairwise(levels))


NASTY = "</style><script>alert(1)</script>&amp;\"'{{ 7 * 7 }}"


def test_everything_of_the_study_is_escaped(tmp_path: Path) -> None:
    with create_study(tmp_path / "nasty.db", NASTY) as study:
        for name in ("Ana", "Ben", f"Eva {NASTY}"):
            add_person(study, name, "supervisor" if name.startswith("Eva") else "coder")
        file = tmp_path / "P<1>.txt"
        said = f"I said {NASTY} and \x07\u202eback."
        file.write_text(f"Interviewer: What?\n\nP1: {said}\n", encoding="utf-8")
        import_transcripts(study, [file])
        code = f"Code {NASTY}".replace("/", "|")
        add_code(study, code, definition=NASTY, origin="deductive", by=None, shared=True)
        ana, ben = person(study, "Ana"), person(study, "Ben")
        other = Scene.__new__(Scene)
        other.study, other.folder, other.ana, other.ben = study, tmp_path, ana, ben
        other.open(name=f"Round {NASTY}")
        other.agree("P<1>", said, code)
        other.code(ana, "P<1>", "said", code, NASTY)
        other.lock()
        add_theme(study, NASTY, concept=NASTY, definition=NASTY, by=None)
        move_codes(study, [code], to=NASTY, by=None)
        add_challenge(study, challenge(NASTY, NASTY, NASTY, worked=True, source=NASTY))
        html = html_of(study)
        found = page(study)
    assert "script" not in [tag for tag, _ in found.tags]
    assert html.count("</style>") == 1 and "<script" not in html and "\x07" not in html
    for section in ("codebook", "coding", "themes", "logs", "agreement", "limits"):
        assert "<script>alert(1)<" in found.words[section], section
    assert "{{ 7 * 7 }}" in found.all and "49" not in found.of("themes")
    (quote,) = re.findall(r"<blockquote><p dir=\"auto\">(.*?)</p>", html, re.DOTALL)[:1]
    assert "&lt;script&gt;" in quote


def test_an_empty_study_says_what_is_not_there(tmp_path: Path) -> None:
    with create_study(tmp_path / "new.db", "New") as study:
        found = page(study)
    for section, words in {
        "material": "No transcript yet.",
        "codebook": "No code yet.",
        "coding": "No round of coding was opened yet.",
        "agreement": "Nothing to compare yet",
        "consensus": "Nothing was compared yet",
        "themes": "No theme yet.",
        "figures": "Nothing was counted yet",
        "locks": "No reading is revealed yet.",
    }.items():
        assert words in found.of(section)
    assert "nan" not in found.all.lower() and "None" not in found.all


def test_hidden_work_changes_nothing_for_others(study: Study, tmp_path: Path) -> None:
    scene = Scene(study, tmp_path)
    scene.open()
    scene.code(scene.ben, "P1", "Marta", "Trust")
    viewers = (None, scene.ben, scene.eva)
    before = [html_of(study, viewer) for viewer in viewers]
    add_code(study, "Hush", origin="inductive", by=scene.ana, shared=False)
    scene.code(scene.ana, "P1", "Marta", "Hush", "a secret memo")
    scene.code(scene.ana, "P2", "The list", "List")
    mark_read(study, scene.ana, "P1")
    add_note(study, scene.ana, "a secret note")
    assert [html_of(study, viewer) for viewer in viewers] == before
    assert "Hush" in html_of(study, scene.ana)
    lock(study, scene.ana)
    after = page(study)
    assert "Hush" not in after.all and "secret" not in after.all
    assert "3 of 6 readings" in after.of("coding") and "0 of 3 transcripts" in after.of("coding")
    assert "No reading is revealed yet." in after.of("locks")
    assert any("under way" in words for words in notices(material(study)))


def test_agreement_is_that_of_the_command(scene: Scene) -> None:
    from workbench.agreement.words import coefficient, percent

    study = scene.study
    words = ["agreement", str(study.path), "--bootstrap", "20", "--json"]
    for more in ([], ["--unit", "sentence", "--base", "all"]):
        told = json.loads(CliRunner().invoke(cli, [*words, *more]).stdout)
        options = Options(replicates=20, unit=told["unit"], base="all" if more else "participants")
        (compared,) = material(study, options).agreement
        assert (compared.label, compared.units) == (told["label"], told["units"])
        lines = {line.name: line for line in compared.lines}
        used = {name for name, one in told["codes"].items() if any(one["prevalence"].values())}
        assert set(lines) == used and used
        for line, one in [
            *((lines[name], told["codes"][name]) for name in used),
            (compared.any_code, told["segmentation"]),
        ]:
            kappa = one["cohen_kappa"]
            assert line.kappa == coefficient(kappa["value"])
            assert line.percent == percent(one["percent_agreement"]["value"])
            assert line.positive == percent(one["positive_agreement"]["value"])
            assert line.cells == tuple(one["cells"][c] for c in ("only_a", "both", "only_b"))
            if line.interval:
                assert (
                    line.interval == f"{coefficient(kappa['low'])} to {coefficient(kappa['high'])}"
                )
            else:
                assert line.why
        assert compared.mean.kappa == coefficient(told["means"]["cohen_kappa"]["value"])
    shown = page(study).of("agreement")
    assert "independent agreement" in shown and "Unit: character" in shown
    assert "participants: interviewer turns" in shown and "seed 1" in shown


def test_each_mode_shows_what_it_shows(scene: Scene) -> None:
    study = scene.study

    def shown_in(mode: str, options: Options = QUICK) -> tuple[Page, str, list[str]]:
        with study.change("another mode", None) as write:
            write.update("study", study.id, mode=mode)
        made = material(study, options)
        html = page_of(made)
        return Page(html), html, [one.key for one in checklists_of(made)[1]]

    found, html, lists = shown_in("reliability")
    assert 'class="coef"' in html and "before consensus" in found.of("agreement")
    assert lists == ["COREQ", "SRQR"] and "Coding reliability" in found.of("glance")
    found, html, lists = shown_in("codebook")
    assert 'class="coef"' in html and found.of("agreement").startswith("5Agreement Diagnostic.")
    assert lists == ["COREQ", "SRQR"] and "or SRQR" in found.of("checklist")
    assert "When codes stopped coming" in found.of("coding")
    found, html, lists = shown_in("reflexive")
    assert 'class="coef"' not in html and "kappa" not in found.all.lower()
    assert lists == ["RTARG", "SRQR"] and "RTARG" in found.of("checklist")
    assert "When codes stopped coming" not in found.all and "Reflexive" in found.of("glance")
    assert found.of("consensus").startswith("6Differing readings")
    assert "13 in the readings that are revealed" in found.of("coding")
    found, html, _ = shown_in("reflexive", Options(coefficients=True, replicates=20))
    assert 'class="coef"' in html and "do not advocate" in found.of("agreement")
    assert any("do not advocate" in words for words in notices(material(study, Options(True))))
    _, html, _ = shown_in("codebook", Options(coefficients=False))
    assert 'class="coef"' not in html


def test_mismatches_are_notices(study: Study, tmp_path: Path) -> None:
    scene = Scene(study, tmp_path)
    scene.open("Ana", name="alone")
    scene.code(scene.ana, "P1", "Marta", "Trust")
    lock(study, scene.ana)
    said = " ".join(notices(material(study)))
    assert "One person coded alone in round “alone”" in said
    assert "All 5 codes are deductive" in said
    found = page(study)
    assert "consensus holds" not in found.of("consensus")
    add_code(study, "Own", origin="inductive", by=None, shared=True)
    said = " ".join(notices(material(study)))
    assert "deductive" not in said and "1 of 6 codes have no definition: Own" in said
    with study.change("another mode", None) as write:
        write.update("study", study.id, mode="reliability")
    assert "no round of this one has two coders" in " ".join(notices(material(study)))


def test_practice_is_named_and_not_reported(study: Study, tmp_path: Path) -> None:
    scene = Scene(study, tmp_path)
    scene.open(practice=True, name="warming up")
    scene.agree("P1", "Marta", "Trust")
    scene.code(scene.ana, "P2", "The list", "List")
    scene.lock()
    made = material(study)
    assert made.agreement == () and made.settling == ()
    found = Page(page_of(made))
    assert "warming up practice, not reported" in found.of("coding").replace("upp", "up p")
    assert "Practice is named and not reported: warming up." in found.of("limits")
    assert "warming up" not in found.of("agreement") + found.of("consensus")


def test_agreement_after_alignment_stands_beside_the_independent_part(
    study: Study, tmp_path: Path
) -> None:
    scene = Scene(study, tmp_path)
    scene.open()
    scene.agree("P1", "Marta", "Trust")
    scene.code(scene.ana, "P1", "The list was wrong.", "List")
    scene.agree("P2", "The list was old.", "List")
    for who in (scene.ana, scene.ben):
        lock(study, who, ["P1"])
    open_queue(study, scene.ana, rounds(study)[0])
    scene.lock()
    aligned, independent = material(study).agreement
    assert (aligned.label, aligned.transcripts) == ("after alignment", 3)
    assert (independent.label, independent.transcripts) == ("independent", 1)
    found = page(study)
    assert "2 of 3 revealed transcripts were locked after" in found.of("coding")
    assert "not independent" in found.of("agreement")


def test_the_settling_is_that_of_the_resolution_table(scene: Scene) -> None:
    study = scene.study
    (item,) = items(study, None)
    resolve(study, scene.ana, item.id, "differ", "inference", "it is both to us")
    (settled,) = material(study).settling
    table = resolution_table(study, rounds(study)[0])
    assert settled.table == table and settled.settled == 1
    assert sum(settled.totals) == 1 and dict(settled.reasons) == {"level of inference": 1}
    (standing,) = settled.differing
    assert standing.readings == (("Ana", "Time"), ("Ben", "nothing"))
    words = page(study).of("consensus")
    assert "100 % by construction" in words and "It is both to us." in words
    assert f"{table.agreed} codings were alike" in words.replace("\u00a0", " ")


def test_themes_count_what_the_board_counts_and_quote_fairly(scene: Scene) -> None:
    study = scene.study
    passages = {r.code: r for r in material(study).evidence.references}
    list_of = [r for r in material(study).evidence.references if r.code == "List"]
    chosen, dropped = list_of[2].id, list_of[0].id
    review_extracts(study, "Papers", [chosen], "chosen", by=scene.ana)
    review_extracts(study, "Papers", [dropped], "drop", by=scene.ana)
    made = material(study)
    shown = {one.column.name: one for one in made.themes.shown}
    for column in board(study, None).columns:
        assert shown[column.name].column == column
    papers = shown["Papers"].quotes
    assert papers[0].chosen and papers[0].transcript == list_of[2].transcript
    assert len({quote.who for quote in papers[:3]}) == 3
    assert "The list was wrong." not in [quote.text for quote in papers]
    assert passages["List"].code == "List"
    words = Page(page_of(made)).of("themes").replace("\u00a0", " ")
    assert f"{len(papers)} of {shown['Papers'].column.passages} passages" in words
    assert "chosen for the theme" in words
    few = material(study, Options(extracts=1, replicates=20))
    assert [len(one.quotes) for one in few.themes.shown] == [1, 1]


def test_the_map_says_in_words_what_it_draws(scene: Scene) -> None:
    columns = [one.column for one in material(scene.study).themes.shown]
    (drawn,) = pictures(columns)
    assert [box.column.name for box in drawn.themes] == ["Voices", "Papers"]
    assert [box.code.path for box in drawn.codes] == ["Trust", "People/Keeper", "List"]
    assert [strand.again for strand in drawn.strands] == [False, False, True, False]
    assert drawn.words == "Voices: Trust, People/Keeper. Papers: Trust, List."
    many = pictures(columns * 12)
    assert len(many) > 1 and max(one.height for one in many) < 1100
    assert sum(len(one.themes) for one in many) == 24
    assert wrapped("一二三四五", 4) == ("一二", "三四", "五") and wrapped("", 9) == ()


def test_seals_are_those_of_the_locks(scene: Scene) -> None:
    rows = scene.study.query("SELECT sha256 FROM layers WHERE locked_at IS NOT NULL")
    words = page(scene.study).of("locks")
    assert len(rows) == 6 and all(row["sha256"] in words for row in rows)


def test_three_coders_are_compared_over_pairs(study: Study, tmp_path: Path) -> None:
    add_person(study, "Cem")
    scene = Scene(study, tmp_path)
    scene.open("Ana", "Ben", "Cem")
    cem = person(study, "Cem")
    for who in (scene.ana, scene.ben, cem):
        scene.code(who, "P1", "Marta", "Trust")
    scene.code(cem, "P2", "The list", "List")
    scene.lock(scene.ana, scene.ben, cem)
    (compared,) = material(study).agreement
    assert compared.pairs == 3 and all(line.cells is None for line in compared.lines)
    words = page(study).of("agreement")
    assert "the mean over 3 pairs" in words and "only Ana" not in words


def test_readings_from_packs_are_named(study: Study, tmp_path: Path) -> None:
    scene = Scene(study, tmp_path)
    scene.open()
    pack = tmp_path / "ana.db"
    give_out(study, "Ana", pack, None)
    with open_study(pack) as away:
        lock(away, person(away, "Ana"))
    collect(study, [pack], None)
    lock(study, scene.ben)
    (done,) = material(study).rounds
    assert done.packed == (("Ana", 3, 3),)
    words = page(study)
    assert "Ana made 3 of 3 readings in a file of their own" in words.of("coding")
    assert "never held the others' work" in words.of("limits")


def test_every_table_belongs_to_an_area_of_the_audit(study: Study) -> None:
    placed = [table for tables in AREAS.values() for table in tables]
    assert sorted(placed) == sorted(domain_tables(study.connection))
