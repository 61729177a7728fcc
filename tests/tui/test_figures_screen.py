"""Figures: every count with its base, who is behind it, what was published, and the two logs."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
from app_study import CODES, TITLE, press, running, shown, study_of

from workbench.codebook.store import add_code, find_code
from workbench.coding.apply import apply_code
from workbench.coding.rounds import start_round
from workbench.consensus.reveal import lock
from workbench.corpus.cases import import_cases
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import text, transcript
from workbench.figures import store
from workbench.figures.answers import import_answers
from workbench.figures.describe import describe
from workbench.figures.logs import add_challenge, add_lineage, challenge
from workbench.figures.replicate import import_published
from workbench.figures.survey import import_survey
from workbench.study import add_person, create_study, open_study, person
from workbench.themes.arrange import add_theme, move_codes
from workbench.tui.destinations import Where
from workbench.tui.shoot import screen_text

NARROW, WIDE = (80, 24), (160, 50)
SAID = {
    "S1": "The register [/b], and the phone.",
    "S2": "The phone. Half of the time.",
    "S3": "The phone, between three and four.",
    "S4": "I do not know.",
}
SECTORS = {"S1": "water", "S2": "water", "S3": "fire [b]", "S4": "coast"}
ANSWERS = [
    ("S1", "approach", "register [/b]", "The register [/b]"),
    ("S1", "approach", "phone", "the phone"),
    ("S2", "approach", "phone", "The phone"),
    ("S3", "approach", "phone", "The phone"),
    ("S4", "approach", "none", "I do not know"),
    ("S1", "working", "<1", ""),
    ("S2", "working", "2", "Half of the time"),
    ("S3", "working", "3-4", "between three and four"),
    ("S4", "working", "unsure", ""),
]
PUBLISHED = """\
figure,n,base,base_kind,percent,question,participants,answers,several,data_set,variable,value,counts
water [/b],2,4,participants,50 %,,,,,,sector,water,
fire,2,4,participants,50 %,,,,,,sector,fire [b],
phone,3,4,answers given,75 %,,,,,,approach,phone,
several,,,,,Q3,3,4,2,,,,
yes,2,3,valid answers,67 %,,,,,panel,accurate,yes,
"""


def write(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Four interviews with answers, coded and locked by Ana; a survey of three."""
    made = tmp_path / "flood.db"
    texts = []
    for name, words in SAID.items():
        texts.append(tmp_path / f"{name}.txt")
        texts[-1].write_text(
            f"Interviewer: How?\n\n{name}: {words}\n\nInterviewer: So?\n\n{name}: That is all.\n",
            encoding="utf-8",
        )
    with create_study(made, TITLE) as study:
        for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Eva", "supervisor")):
            add_person(study, name, role)
        import_transcripts(study, texts)
        cases = [("participant", "sector"), *SECTORS.items()]
        import_cases(study, write(tmp_path / "cases.csv", cases))
        rows: list[tuple[str, ...]] = [("transcript", "question", "value", "start", "end")]
        for name, question, value, words in ANSWERS:
            at = text(study, transcript(study, name).id).index(words) if words else -1
            place = (str(at), str(at + len(words))) if words else ("", "")
            rows.append((name, question, value, *place))
        import_answers(
            study, write(tmp_path / "answers.csv", rows), scale_of={"working": tuple("12345")}
        )
        survey = [("nr", "accurate", "comment"), ("P1", "yes", "It is as one would think it is.")]
        survey += [("P2", "yes", ""), ("P3", "no", "")]
        import_survey(
            study, write(tmp_path / "panel.csv", survey), "panel", id_column="nr",
            closed=["accurate"], texts=["comment"],
        )  # fmt: skip
        for code, definition in CODES:
            add_code(study, code, definition=definition, origin="deductive", by=None, shared=True)
        code_interviews(made)
    return made


def code_interviews(made: Path) -> None:
    """Ana gives two codes, locks, and makes a theme of one."""
    with open_study(made) as study:
        ana = person(study, "Ana")
        start_round(study, "Round 1", ["Ana"], transcripts=list(SAID))
        trust = find_code(study, ana, "Trust")
        for name in ("S1", "S2"):
            apply_code(study, ana, transcript(study, name), 23, 32, trust)
        apply_code(study, ana, transcript(study, "S2"), 23, 32, find_code(study, ana, "Obstacles"))
        lock(study, ana)
        add_theme(study, "A theme [/b]", concept="It is.", by=ana)
        move_codes(study, [trust.id], "A theme [/b]", by=ana)


@pytest.fixture
def full(path: Path) -> Path:
    """With published figures, lineage and challenges besides."""
    file = path.with_name("published.csv")
    file.write_text(PUBLISHED, encoding="utf-8")
    with open_study(path) as study:
        import_published(study, file)
        add_lineage(study, "Option [a]", "Format 1", "Kept as it was said.")
        add_lineage(study, "", "Format 2", "Nobody had offered it.")
        made = challenge("What of [/b] the coast?", "Looked again", "Three of four.", worked=True)
        add_challenge(study, made)
    return path


def to(variable: str) -> tuple[str, ...]:
    """The keys that put the cursor on a variable; they stand in this order."""
    order = ("sector", "approach", "working", "accurate", "codes", "themes")
    return ("home", *("down",) * order.index(variable))


def line(rows: list[str], starts: str) -> str:
    """The part of the first row that begins with these words, right of the list."""
    found = [row.split("│")[-1].strip(" ▏") for row in rows if "│" in row]
    return next(row for row in found if row.startswith(starts))


# ── what is counted ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [NARROW, (120, 40), WIDE])
async def test_every_value_stands_with_count_percent_exact_percent_and_base(
    path: Path, size: tuple[int, int]
) -> None:
    async with running(path, start="figures", size=size, keys=to("approach")) as (app, _):
        rows = screen_text(app)
        assert line(rows, "approach").endswith("of 4 answers")
        assert re.fullmatch(r"phone +━+╸?─+ +3 +75 % +75\.000 %", plainly(line(rows, "phone")))
        assert re.fullmatch(r"register \[/b\] +━+╸?─+ +1 +25 % .*", plainly(line(rows, "register")))
        assert re.fullmatch(r"Without an answer +of 4 participants", line(rows, "Without"))
        assert re.fullmatch(r"none +━+╸?─+ +1 +25 % +25\.000 %", plainly(line(rows, "none")))
        told = "\n".join(plainly(row) for row in rows)
        for said in (r"3 of 4 answers +75 %", r"3 of 4 participants +75 %"):
            assert re.search(said, told)
        assert re.search(r"3 of 3 who answered +100 % +100\.000 %", told)


def plainly(row: str) -> str:
    return row.replace("\N{NO-BREAK SPACE}", " ")


async def test_what_is_off_the_scale_stands_apart(path: Path) -> None:
    async with running(path, start="figures", keys=to("working")) as (app, _):
        ids = [row.id for row in app.screen.values.rows]
        assert ids == [
            *(f"value {step}" for step in "12345"),
            "part off the scale",
            "off-scale <1",
            "off-scale 3-4",
            "part without an answer",
            "missing unsure",
        ]
        assert line(screen_text(app), "4 ").split()[2] == "·", "nobody said 4"


async def test_p_shows_percent_of_answers_of_people_of_who_answered(path: Path) -> None:
    async with running(path, start="figures", keys=to("approach")) as (app, pilot):
        seen = []
        for _ in range(4):
            rows = screen_text(app)
            seen.append((line(rows, "approach").split("  ")[-1].strip(),
                         plainly(line(rows, "phone")).split()[-2]))  # fmt: skip
            await press(pilot, "p")
        assert seen == [
            ("of 4 answers", "75.000"),
            ("of 4 participants", "75.000"),
            ("of 3 who answered", "100.000"),
            ("of 4 answers", "75.000"),
        ]
        await press(pilot, *to("sector"))
        assert line(screen_text(app), "sector").endswith("of 4 participants"), "it has no answers"


async def test_the_screen_shows_what_describe_gives(path: Path) -> None:
    async with running(path, start="figures", size=WIDE) as (app, pilot):
        figures = describe(study_of(app), person(study_of(app), "Ana"))
        shown_values = []
        for variable in ("sector", "approach", "working", "accurate", "codes", "themes"):
            await press(pilot, *to(variable))
            shown_values += [(variable, row.id) for row in app.screen.values.rows if row.selectable]
        given = {(one.variable, f"{one.kind} {one.value}"): None for one in figures
                 if one.data_set == "panel" or one.variable != "accurate"}  # fmt: skip
        assert shown_values == list(given)


async def test_codes_have_their_letters_and_themes_their_names(path: Path) -> None:
    async with running(path, start="figures", keys=to("codes")) as (app, pilot):
        study = study_of(app)
        trust = find_code(study, None, "Trust")
        assert plainly(line(screen_text(app), f"{trust.letter} Trust")).split()[3:] == [
            "2", "50", "%", "50.000", "%",
        ]  # fmt: skip
        await press(pilot, *to("themes"))
        assert "A theme [/b]" in line(screen_text(app), "A theme")


async def test_a_table_by_an_attribute_has_a_base_a_group(path: Path) -> None:
    keys = (*to("approach"), "b", "1", "enter", "right")
    async with running(path, start="figures", size=WIDE, keys=keys) as (app, pilot):
        rows = screen_text(app)
        assert line(rows, "approach by sector").endswith("of the answers")
        assert line(rows, "all").split() == ["all", "water", "coast", "fire", "[b]"]
        assert re.findall(r"of (\d)", line(rows, "of 4")) == ["4", "3", "0", "1"]
        phone = plainly(line(rows, "phone")).split()
        assert phone[1:] == ["3", "75", "%", "2", "67", "%", "·", "1", "100", "%"]
        assert "sector: water" in shown(app)
        assert "2 of 3 answers" in shown(app), "the words are about the group in hand"
        await press(pilot, "escape", "escape")
        assert line(screen_text(app), "approach").split()[1] == "of", "all together again"


async def test_codes_and_themes_are_crossed_too(path: Path) -> None:
    keys = (*to("codes"), "b", "1")
    async with running(path, start="figures", size=WIDE, keys=keys) as (app, pilot):
        trust = find_code(study_of(app), None, "Trust")
        found = plainly(line(screen_text(app), f"{trust.letter} Trust")).split()
        assert found[2:] == ["2", "50", "%", "2", "100", "%", "·", "·"]
        await press(pilot, "down")
        found = plainly(line(screen_text(app), "A theme")).split()
        assert found[3:] == ["2", "50", "%", "2", "100", "%", "·", "·"]


async def test_where_groups_do_not_fit_the_one_in_hand_comes_into_view(path: Path) -> None:
    keys = (*to("codes"), "b", "1", "enter")
    async with running(path, start="figures", keys=keys) as (app, pilot):
        assert "columns 1 to 3 of 4" in screen_text(app)[-2]
        await press(pilot, "right", "right", "right", "right")
        assert "columns 2 to 4 of 4" in screen_text(app)[-2]
        assert "sector: fire [b]" in shown(app)
        await press(pilot, "left", "left", "left")
        assert "columns 1 to 3 of 4" in screen_text(app)[-2]


async def test_an_attribute_that_another_data_set_has_not_is_said(path: Path) -> None:
    keys = (*to("approach"), "b", "1", *to("accurate"))
    async with running(path, start="figures", keys=keys) as (app, _):
        assert "sector not known" in line(screen_text(app), "accurate")


# ── who is behind it ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("key", "screen"), [("enter", "Code"), ("r", "Read")])
async def test_from_an_answer_to_the_words_that_justify_it(
    path: Path, key: str, screen: str
) -> None:
    keys = (*to("working"), "enter", "end", "up", "enter")
    async with running(path, start="figures", keys=keys) as (app, pilot):
        assert "3-4   working   1 of 3 participants" in shown(
            app
        ) or "1 of 4 participants" in shown(app)
        assert "“between three and four”" in shown(app)
        await press(pilot, key)
        assert screen == app.screen.SCREEN_NAME
        one = transcript(study_of(app), "S3")
        at = text(study_of(app), one.id).index("between")
        view = app.screen.view if screen == "Read" else app.screen.text_view
        assert view.caret == at


async def test_from_a_code_to_its_passages_in_the_group_in_hand(path: Path) -> None:
    keys = (*to("codes"), "p", "b", "1", "enter", "end", "right", "enter")
    async with running(path, start="figures", size=WIDE, keys=keys) as (app, pilot):
        assert "codes, sector water   2 of 2 passages" in shown(app)
        await press(pilot, "down", "r")
        assert app.screen.SCREEN_NAME == "Read"
        assert app.screen.view.caret == 23
        assert "S2" in screen_text(app)[0]


async def test_an_answer_without_a_passage_opens_where_they_begin_to_speak(path: Path) -> None:
    keys = (*to("sector"), "enter", "end", "enter")
    async with running(path, start="figures", keys=keys) as (app, pilot):
        assert "tied to no passage; speaks in S3" in shown(app)
        await press(pilot, "r")
        body = text(study_of(app), transcript(study_of(app), "S3").id)
        assert body[app.screen.view.caret :].startswith("The phone")


async def test_a_respondent_without_words_has_no_place(path: Path) -> None:
    keys = (*to("accurate"), "enter", "enter")
    async with running(path, start="figures", keys=keys) as (app, pilot):
        assert "speaks in panel: comment" in shown(app)
        await press(pilot, "down")
        assert "open in Code" not in screen_text(app)[-1]
        await press(pilot, "enter", "r")
        assert "tied to no passage" in shown(app), "there is nowhere to go"


# ── published beside computed ────────────────────────────────────────────────────────────────────


async def test_published_figures_stand_beside_the_computed(full: Path) -> None:
    async with running(full, start="figures", size=WIDE, keys=("2",)) as (app, pilot):
        told = [plainly(row.text()).split() for row in app.screen.listed.rows]
        assert [row[-1] for row in told] == ["out", "differs", "out", "hold", "out"]
        assert "5 published figures, 1 differs, 1 cannot hold" in shown(app)
        await press(pilot, "greater_than_sign")
        assert "Published 2 of 4 = 50 %, computed 1 of 4 = 25 %." in plainly(shown(app))
        await press(pilot, "greater_than_sign")
        assert "4 + 1 = 5 answers" in " ".join(shown(app).split())
        assert "cannot hold together" in " ".join(shown(app).split())
        await press(pilot, "greater_than_sign")
        assert app.screen.published.figure == "fire", "round and round"
        await press(pilot, "less_than_sign")
        assert app.screen.published.figure == "several"


async def test_from_a_published_figure_to_what_it_is_computed_from(full: Path) -> None:
    async with running(full, start="figures", keys=("2", "down", "down", "enter")) as (app, pilot):
        assert app.screen.block.variable == "approach"
        assert app.screen.line.value == "phone"
        assert line(screen_text(app), "approach").endswith("of 4 answers")
        await press(pilot, "2", "end", "enter")
        assert app.screen.block.data_set == "panel"
        await press(pilot, "2", "up", "enter")
        assert "nothing in the study says how it is computed" in shown(app)
        assert app.screen.published.figure == "several"


# ── lineage and challenges ───────────────────────────────────────────────────────────────────────


async def test_the_lineage_shows_each_step_with_its_rationale(full: Path) -> None:
    keys = ("3", "down")
    async with running(full, start="figures", keys=keys) as (app, pilot):
        assert [row.text() for row in app.screen.listed.rows] == [
            "Option [a] became Format 1",
            "the data new Format 2",
        ]
        assert "Nobody had offered it." in shown(app)
        await press(pilot, "n", "type:b", "tab", "type:d", "tab", "type:why", "ctrl+s")
        assert [step.from_name for step in store.lineage(study_of(app))][-1] == "b"
        assert "step noted" in shown(app)
        await press(pilot, "u")
        assert len(store.lineage(study_of(app))) == 2


async def test_a_step_without_a_reason_is_refused_in_words(full: Path) -> None:
    keys = ("3", "n", "type:b", "ctrl+s")
    async with running(full, start="figures", keys=keys) as (app, _):
        assert "give a rationale" in shown(app)
        assert len(store.lineage(study_of(app))) == 2


async def test_the_challenge_log_is_read_and_written(full: Path) -> None:
    async with running(full, start="figures", keys=("4",)) as (app, pilot):
        for said in ("What of [/b] the coast?", "Looked again", "Three of four.", "changed"):
            assert said in shown(app)
        assert "1 objection, 1 changed the analysis" in shown(app)
        fields = ("type:o", "tab", "type:eva", "tab", "type:d", "tab", "type:r", "tab")
        await press(pilot, "n", *fields, "type:x", "ctrl+s")
        assert "write yes or no" in shown(app)
        await press(pilot, "backspace", "ctrl+s")
        added = store.challenges(study_of(app))[-1]
        assert (added.objection, added.source, added.worked) == ("o", "eva", False)
        await press(pilot, "u")
        assert len(store.challenges(study_of(app))) == 1


# ── the screen as a whole ────────────────────────────────────────────────────────────────────────


async def test_another_screen_may_ask_for_a_view(full: Path) -> None:
    async with running(full, start="figures", where=Where(section="published")) as (app, _):
        assert "Published" in screen_text(app)[0]


@pytest.mark.parametrize("view", ["1", "2", "3", "4"])
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_with_nothing_there_it_says_what_will_be(
    tmp_path: Path, view: str, size: tuple[int, int]
) -> None:
    empty = tmp_path / "new.db"
    with create_study(empty, "New") as study:
        add_person(study, "Ana")
    async with running(empty, start="figures", size=size, keys=(view, "enter", "p", "b")) as (
        app,
        _,
    ):
        assert re.search(
            r"Nothing to count yet|No published|Nothing became|No objection", shown(app)
        )


async def test_what_others_may_not_see_is_not_counted(path: Path) -> None:
    with open_study(path) as study:
        start_round(study, "Round 2", ["Ben"])
    async with running(path, start="figures", size=WIDE, keys=to("codes")) as (app, _):
        before = shown(app)
    with open_study(path) as study:
        ben = person(study, "Ben")
        own = add_code(study, "Of my own", origin="inductive", by=ben, shared=False)
        apply_code(study, ben, transcript(study, "S4"), 23, 32, own)
    for viewer in ("Ana", "Eva"):
        async with running(path, viewer, start="figures", size=WIDE, keys=to("codes")) as (app, _):
            assert shown(app).replace(viewer, "Ana") == before


def test_the_figures_are_not_loaded_before_they_are_opened() -> None:
    code = (
        "import sys, workbench.cli.open;"
        "print([n for n in sys.modules if 'tui.screens.figures' in n or n == 'spacy'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
