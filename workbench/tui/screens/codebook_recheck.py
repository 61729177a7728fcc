"""Codebook: one's own codings to re-check, gone through in a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from textual import on
from textual.app import ComposeResult

from workbench.codebook.nouns import Code
from workbench.coding.apply import recode, remove
from workbench.coding.rechecking import Recheck, confirm
from workbench.corpus.store import text
from workbench.study import Study
from workbench.tui.destinations import Where
from workbench.tui.ink import Ink, Written, code_inks, inks_of, plain, wrap
from workbench.tui.keys import Key
from workbench.tui.numbers import counted
from workbench.tui.screens.codebook_near import CodebookNear
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.picker import Picked, Picker
from workbench.tui.widgets.popups import Popup

SEEN = 300
"""Characters of a passage that a row holds; the list cuts what does not fit."""
WHY_ROWS = 5
MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be done (``go``, ``right``, ``recode``, ``remove``) with these codings."""

    what: str
    ids: tuple[str, ...]


class RecheckPopup(Popup[Asked]):
    """The codings; those picked with space, else the one the cursor is on, and why below."""

    WIDTH = 110
    KEYS = (
        Key("y", "right", "It is right as it is", "ask('right')"),
        Key("c", "other code", "Give it another code", "ask('recode')"),
        Key("x", "remove", "Remove it", "ask('remove')"),
        Key("space", "pick", "Pick this one too, or let go of it", "list_mark"),
        Key("a", "pick all", "Pick all of them, or none", "all"),
        Key("enter", "go there", "Go to the passage", "ask('go')"),
        Key("escape", "back", "Back to the codebook", "close"),
    )

    def __init__(self, title: Written, found: Sequence[Recheck], rows: Sequence[Row]) -> None:
        super().__init__()
        self._title, self._rows = title, rows
        self._found = {one.coding.id: one for one in found}
        self._list = RowList(
            [Column("Transcript", 16), Column("passage"), Column("code", 22)],
            lead=2,
            markable=True,
        )
        self._why = Lines([[]], rows=WHY_ROWS)

    def compose_body(self) -> ComposeResult:
        """What it is about, the codings, and why the one under the cursor is among them."""
        yield Lines([inks_of(self._title), []])
        yield self._list
        yield self._why

    def body_rows(self) -> int:
        """The same for every coding, so that nothing jumps."""
        return 4 + min(len(self._rows), MOST_ROWS) + WHY_ROWS

    def fit_body(self, rows: int) -> None:
        """Where room is short, the list gives way first."""
        self._list.styles.height = max(3, rows - 2 - WHY_ROWS)

    def on_mount(self) -> None:
        """The list has the keys."""
        self._list.show(self._rows)
        self._list.focus()
        self._say_why()

    @on(RowList.Highlighted)
    def _say_why(self) -> None:
        row = self._list.cursor
        if row is not None:
            self._why.show(why_lines(self._found[row.id], self.text_width))

    def action_list_mark(self) -> None:
        """Pick the one the cursor is on."""
        self._list.action_mark()

    def action_all(self) -> None:
        """Pick all, or none where all are picked."""
        self._list.mark_all()

    @on(RowList.Chosen)
    def _go_there(self) -> None:
        self.action_ask("go")

    def action_ask(self, what: str) -> None:
        """Answer with what is picked, else with the row one is on."""
        row, marked = self._list.cursor, self._list.marked
        ids = tuple(one.id for one in self._rows if one.id in marked)
        if row is not None:
            self.dismiss(Asked(what, (row.id,) if what == "go" or not ids else ids))


class CodebookRecheck(CodebookNear):
    """The key that lists what is to be looked at again."""

    def action_recheck(self) -> None:
        """The code's codings to re-check; where it has none, those of every code."""
        code = self.code
        own = self.rechecks.get(code.id, []) if code is not None else []
        found = own or [one for marks in self.rechecks.values() for one in marks]
        if not found:
            self.say("nothing of yours is to be re-checked")
            return
        found.sort(key=lambda one: (one.coding.transcript, one.coding.start, one.coding.code))
        title = f"{counted(len(found), 'coding')} of yours to re-check"
        title += f": {code.path}" if own and code is not None else ""
        popup = RecheckPopup(
            [Ink(title, "strong", bold=True)], found, recheck_rows(self.study, found, self.codes)
        )
        by_id = {one.coding.id: one for one in found}
        self.app.push_screen(popup, partial(self._recheck, by_id=by_id))

    def _recheck(self, asked: Asked | None, *, by_id: dict[str, Recheck]) -> None:
        if asked is None:
            return
        first = by_id[asked.ids[0]].coding
        if asked.what == "go":
            self.go("code", Where(transcript_id=first.transcript_id, position=first.start))
        elif asked.what == "recode":
            self.say(f"another code for {counted(len(asked.ids), 'coding')}")
            picker = Picker(self.pick_items(besides={first.code_id}), verb="recode")
            self.app.push_screen(picker, partial(self._recode, ids=asked.ids))
        else:
            act, done = (confirm, "confirmed") if asked.what == "right" else (remove, "removed")
            with self.trying():
                act(self.study, self.actor, asked.ids)
                self.say(f"{counted(len(asked.ids), 'coding')} {done}; u takes it back")
            self._on_with_the_rest()

    def _recode(self, picked: Picked | None, *, ids: tuple[str, ...]) -> None:
        if picked is None or picked.id not in self.codes:
            return
        code = self.codes[picked.id]
        with self.trying():
            recode(self.study, self.actor, ids, code)
            self.say(f"{counted(len(ids), 'coding')} recoded as {code.name}; u takes it back")
        self._on_with_the_rest()

    def _on_with_the_rest(self) -> None:
        """List what the code under the cursor still has."""
        if self.code is not None and self.rechecks.get(self.code.id):
            self.action_recheck()


def recheck_rows(study: Study, found: Sequence[Recheck], codes: Mapping[str, Code]) -> list[Row]:
    """One coding a row: transcript, what was said, its code."""
    bodies = {id: text(study, id) for id in dict.fromkeys(o.coding.transcript_id for o in found)}
    return [
        Row(
            one.coding.id,
            (
                Ink(one.coding.transcript, "dim"),
                Ink(plain(bodies[one.coding.transcript_id][one.coding.start : _end(one)])),
                _code_inks(codes[one.coding.code_id], one.locked),
            ),
        )
        for one in found
    ]


def why_lines(one: Recheck, width: int) -> list[list[Ink]]:
    """Why a coding is listed: what its code says otherwise now, or what it was split into."""
    told = [
        f"{field.replace('_', ' ').capitalize()}: {f'“{before}”' if before else 'empty'} →"
        f" {f'“{after}”' if after else 'empty'}"
        for field, before, after in one.changed
    ]
    if one.split_into:
        told.insert(0, f"The code was split into {', '.join(one.split_into)}.")
    if one.locked:
        told.append("It is locked: it can be confirmed, not recoded.")
    lines = [line for sentence in told for line in wrap(sentence, width)]
    return [[], *([Ink(line, "dim")] for line in lines[: WHY_ROWS - 1])]


def _code_inks(code: Code, locked: bool) -> list[Ink]:
    return [*code_inks(code.letter, code.hue, code.name), Ink("  locked" if locked else "", "dim")]


def _end(one: Recheck) -> int:
    return min(one.coding.start + SEEN, one.coding.end)
