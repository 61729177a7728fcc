"""All codings that a person has made with one code, over all transcripts, to be mended in bulk."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult

from workbench.codebook.nouns import Code
from workbench.coding.nouns import Coding
from workbench.coding.store import codings
from workbench.corpus.nouns import StoredTurn
from workbench.corpus.store import text, turns
from workbench.study import Person, Study
from workbench.tui.ink import Ink, Written, inks_of, plain
from workbench.tui.keys import Key
from workbench.tui.numbers import counted
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Popup

SEEN = 300
"""Characters of a passage that a row holds; the list cuts what does not fit."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be done (``go``, ``recode``, ``remove``) with the codings of these ids."""

    what: str
    ids: tuple[str, ...]


class CodingsPopup(Popup[Asked]):
    """The codings of a code; those picked with space, else the one the cursor is on."""

    WIDTH = 104
    KEYS = (
        Key("enter", "go there", "Go to the passage", "give"),
        Key("space", "pick", "Pick this one too, or let go of it", "list_mark"),
        Key("a", "pick all", "Pick all of them, or none", "all"),
        Key("c", "other code", "Give them another code", "ask('recode')"),
        Key("x", "remove", "Remove them", "ask('remove')"),
        Key("escape", "back", "Back to the text", "close"),
    )

    def __init__(self, title: Written, rows: Sequence[Row]) -> None:
        super().__init__()
        self._title, self._rows = title, rows
        columns = [
            Column("Transcript", 16),
            Column("turn", 5, right=True),
            Column("passage"),
            Column("", 1),
        ]
        self._list = RowList(columns, lead=2, markable=True)

    def compose_body(self) -> ComposeResult:
        """Which code, and its codings."""
        yield Lines([inks_of(self._title), []])
        yield self._list

    def body_rows(self) -> int:
        """All codings, as far as there is room."""
        return 4 + len(self._rows)

    def on_mount(self) -> None:
        """The list has the keys."""
        self._list.show(self._rows)
        self._list.focus()

    def action_list_mark(self) -> None:
        """Pick the one the cursor is on."""
        self._list.action_mark()

    def action_all(self) -> None:
        """Pick all, or none where all are picked."""
        self._list.mark_all()

    @on(RowList.Chosen)
    def action_give(self) -> None:
        """Go to the passage one is on."""
        row = self._list.cursor
        if row is not None:
            self.dismiss(Asked("go", (row.id,)))

    def action_ask(self, what: str) -> None:
        """Answer with what is picked, else with the row one is on."""
        row, marked = self._list.cursor, self._list.marked
        ids = tuple(one.id for one in self._rows if one.id in marked)
        if ids or row is not None:
            self.dismiss(Asked(what, ids or (row.id,) if row is not None else ids))


def codings_of(study: Study, person: Person, code: Code) -> list[Coding]:
    """A person's own codings of a code, by transcript and place."""
    return codings(study, person, coder=person, code_id=code.id)


def coding_rows(study: Study, found: Sequence[Coding]) -> list[Row]:
    """One coding a row: transcript, turn, what was said, whether it has a memo."""
    bodies = {id: text(study, id) for id in dict.fromkeys(c.transcript_id for c in found)}
    spoken = {id: turns(study, id) for id in bodies}
    return [
        Row(
            coding.id,
            (
                Ink(coding.transcript, "dim"),
                Ink(_turn_at(spoken[coding.transcript_id], coding.start), "faint"),
                Ink(plain(bodies[coding.transcript_id][coding.start : coding.end][:SEEN])),
                Ink("¶" if coding.memo else "!" if coding.flagged else "", "dim"),
            ),
        )
        for coding in found
    ]


def _turn_at(spoken: Sequence[StoredTurn], position: int) -> str:
    """The number of the turn there; nothing before the first one."""
    at = bisect_right(spoken, position, key=lambda turn: turn.start)
    return str(spoken[at - 1].number) if at else ""


def in_words(found: Sequence[Coding]) -> str:
    """How many codings in how many transcripts."""
    where = counted(len({coding.transcript_id for coding in found}), "transcript")
    return f"{counted(len(found), 'coding')} of yours in {where}"
