"""A screen as the others will be built, with invented codes: what the shell's tests look at."""

from textual.app import ComposeResult
from textual.containers import Horizontal

from workbench.tui.frame import Divider, Panel, WorkbenchScreen
from workbench.tui.ink import Ink, code_inks
from workbench.tui.keys import Key
from workbench.tui.numbers import tally
from workbench.tui.shell import ShellApp
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.fields import FieldSpec
from workbench.tui.widgets.forms import Form, Prompt
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.picker import Picker, PickItem
from workbench.tui.widgets.popups import Choice, Choose, Confirm

BRANCHES = [
    (
        "Formats of sharing",
        "blue",
        [("i", "Inform and request", 1, 41), ("m", "Meet and share", 1, 27)],
    ),
    (
        "People",
        "mint",
        [
            ("k", "Knowing whom to ring", 4, 33),
            ("t", "Trust in the person", 2, 24),
            ("v", "“share with a face” [SF]", 1, 6),
        ],
    ),
    (
        "Obstacles",
        "orange",
        [
            ("l", "Too slow", 1, 22),
            ("o", "Ownership of data [/b]", 1, 17),
            ("p", "日本語のコード", 0, 9),
        ],
    ),
]
DEFINITIONS = {
    "t": "Sharing rests on relying on one particular person, not on an office. Not when the "
    "person is only a name on a list: k.",
    "o": "Data are said to belong to somebody, are lent, guarded, or entrusted to one office only.",
}


def codebook_rows() -> list[Row]:
    rows = []
    for name, hue, codes in BRANCHES:
        total = tally(sum(code[3] for code in codes))
        rows.append(Row(name, (name, "", Ink(total, "faint")), branch=True, gap=True))
        for letter, code, here, everywhere in codes:
            rows.append(
                Row(
                    letter,
                    (
                        [Ink(letter, hue, bold=True), Ink(f" {code}")],
                        tally(here),
                        Ink(tally(everywhere), "dim"),
                    ),
                    depth=1,
                )
            )
    return rows


def pick_items() -> list[PickItem]:
    return [
        PickItem(letter, letter, hue, code, branch, DEFINITIONS.get(letter, ""), (), everywhere)
        for branch, hue, codes in BRANCHES
        for letter, code, _here, everywhere in codes
    ]


class SampleScreen(WorkbenchScreen[None]):
    SCREEN_NAME = "Code"
    KEYS = (
        Key("c", "code", "Give a code to the selection", "code"),
        Key("1-9", "recent", "Give a recent code", "recent"),
        Key("full_stop", "last", "Give the last code again", "last", when=lambda s: s.may_repeat),
        Key("v", "select", "Select word, sentence or turn", "say_so('selecting')"),
        Key("o", "overlap", "Go through overlapping codings", "say_so('next')"),
        Key("m", "memo", "Write a memo", "memo"),
        Key("x", "remove", "Remove the coding", "remove"),
        Key("n", "next uncoded", "Next uncoded turn", "say_so('turn 14')", short="next"),
        Key("slash", "search", "Search the transcript", "say_so('search')"),
        Key("e", "", "Edit the code", "edit"),
        Key("R", "", "Choose a reason", "reason"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.may_repeat = True
        self.answers: list[object] = []

    def compose_content(self) -> ComposeResult:
        with Horizontal():
            yield Panel(
                RowList(
                    [
                        Column("Codebook"),
                        Column("here", 5, right=True),
                        Column("all", 4, right=True),
                    ],
                    id="codebook",
                    letters=False,
                ),
                id="left",
            )
            yield Divider()
            with Panel(title="Turn 19", figures="59 of 199 characters shared", id="right"):
                yield RowList(id="empty", empty="No codes yet: select a passage and press c.")

    def on_mount(self) -> None:
        self.query_one("#left").styles.width = 39
        self.query_one("#codebook", RowList).show(codebook_rows(), cursor="t")
        self.query_one("#codebook", RowList).focus()
        self.head(
            "River warnings",
            object="S1-07",
            description="fire service, night shift",
            right=(
                "Ana",
                "round 2",
                ("codebook 3", ""),
                ("blind until both have locked", "blind"),
            ),
        )
        self.status(
            "READ",
            [
                Piece([Ink("turn 13 of 38")], short=[Ink("13/38")], keep=8),
                Piece([*code_inks("k", "mint", "Knowing whom to ring")]),
                Piece([*code_inks("t", "mint", "Trust in the person", in_hand=True)], keep=7),
            ],
            [
                Piece("61 % of participant text coded", short="61 %", token="dim"),
                Piece("saved 14:02:11", short="saved", token="dim", keep=6),
            ],
        )

    def action_code(self) -> None:
        y = self.query_one("#codebook", RowList).cursor_y or 5
        place = self.place_under(y - 1, y)
        picker = Picker(pick_items(), offer="new inductive code", place=place)
        self.app.push_screen(picker, self.keep)

    def action_recent(self, number: int) -> None:
        self.say(f"recent {number}")

    def action_last(self) -> None:
        self.say([Ink("coded as "), *code_inks("t", "mint", "Trust"), Ink("; u takes it back")])

    def action_say_so(self, said: str) -> None:
        self.say(said)

    def action_memo(self) -> None:
        self.app.push_screen(Prompt("Memo", "She picks up"), self.keep)

    def action_remove(self) -> None:
        self.app.push_screen(
            Confirm(
                "Lock S1-07?",
                "A locked transcript cannot be opened again: not by you, not by the supervisor.",
                more="Agreement is computed once Ben has locked too.",
                place=self.place_under(10, 11),
            ),
            self.keep,
        )

    def action_edit(self) -> None:
        specs = [
            FieldSpec(
                "name", "Name", "Trust", check=lambda text: "" if text else "a name is needed"
            ),
            FieldSpec("definition", "Definition", "Sharing rests on [b]trust[/b].", rows=3),
        ]
        self.app.push_screen(Form("Trust in the person", specs), self.keep)

    def action_reason(self) -> None:
        choices = [
            Choice("unclear", "1", "definition unclear", "the codebook does not say"),
            Choice("overlooked", "2", "overlooked"),
            Choice("boundary", "3", "boundary"),
        ]
        self.app.push_screen(Choose("Reason", choices, at="overlooked"), self.keep)

    def keep(self, answer: object) -> None:
        self.answers.append(answer)


class SampleApp(ShellApp):
    def __init__(self, *, theme: str = "dark") -> None:
        super().__init__(theme=theme)
        self.sample = SampleScreen()
        self.undone = 0

    def on_mount(self) -> None:
        self.push_screen(self.sample)

    def undo(self) -> str:
        self.undone += 1
        return "taken back: coded as Trust"
