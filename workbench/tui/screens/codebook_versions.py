"""Codebook: its frozen versions, which rounds froze them, and how two of them differ."""

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult

from workbench.codebook.differences import compare
from workbench.codebook.nouns import Difference, FrozenCode, Version
from workbench.study.rounds import rounds
from workbench.tui.ink import Ink, wrap
from workbench.tui.keys import Key
from workbench.tui.numbers import counted
from workbench.tui.screens.codebook_recheck import CodebookRecheck
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Popup

NOW = "now"
"""Id of the row that stands for the codebook as it is."""
MOST_VERSIONS = 6
DIFFERENCE_ROWS = 12
Frozen = Sequence[tuple[Version, Mapping[str, FrozenCode]]]


class VersionsPopup(Popup[None]):
    """The versions, newest first, and below how the one under the cursor differs from another.

    The other is the one before it, or the one picked with space.
    """

    WIDTH = 110
    KEYS = (
        Key("space", "compare with this one", "Compare the others with this one", "base"),
        Key("tab", "the difference", "To the difference and back", "app.focus_next"),
        Key("escape", "back", "Back to the codebook", "close"),
    )

    def __init__(
        self, frozen: Frozen, present: Mapping[str, FrozenCode], by_round: Mapping[int, str]
    ) -> None:
        super().__init__()
        self._states: dict[str, Mapping[str, FrozenCode]] = {NOW: present}
        self._states |= {str(version.number): held for version, held in reversed(frozen)}
        self._rows = [Row(NOW, ("Now", Ink(counted(len(present), "code"), "dim"), "", ""))]
        self._rows += [_row(version, by_round) for version, _ in reversed(frozen)]
        self._base = ""
        columns = [Column("Versions", 12), Column(width=12), Column(width=12), Column()]
        self._list = RowList(columns, lead=2, markable=True)
        self._differences = RowList([Column()], lead=2, empty="Nothing differs.")

    def compose_body(self) -> ComposeResult:
        """Versions and difference."""
        yield self._list
        yield self._differences

    def body_rows(self) -> int:
        """The same for every version, so that nothing jumps."""
        return min(len(self._rows), MOST_VERSIONS) + 3 + DIFFERENCE_ROWS

    def fit_body(self, rows: int) -> None:
        """A third of what there is for the versions at least."""
        versions = min(len(self._rows), MOST_VERSIONS, max(2, rows // 3)) + 2
        self._list.styles.height = versions
        self._differences.styles.height = max(2, rows - versions)

    def on_mount(self) -> None:
        """The versions have the keys."""
        self._list.show(self._rows)
        self.set_focus(self._list)
        self._compare()

    @on(RowList.Marked)
    def _rebase(self, event: RowList.Marked) -> None:
        event.stop()
        self.action_base()

    def action_base(self) -> None:
        """Compare with the version under the cursor, or with the one before again."""
        row = self._list.cursor
        if row is not None:
            self._base = "" if self._base == row.id else row.id
            self._list.mark({self._base} - {""})
            self._compare()

    @on(RowList.Highlighted)
    def _compare(self) -> None:
        row = self._list.cursor
        if row is None:
            return
        order = list(self._states)
        at = order.index(row.id)
        before = order[at + 1] if at + 1 < len(order) else ""
        other, state = self._base or before, row.id
        if other == state:
            other = before
        elif other and order.index(other) < at:
            other, state = state, other  # the earlier of the two comes first
        title = f"{_called(state)} against {_called(other)}" if other else "The first version"
        found = compare(self._states.get(other, {}).values(), self._states[state].values())
        self._differences.show_columns([Column(title)])
        self._differences.show(difference_rows(found, self.text_width - 4))


class CodebookVersions(CodebookRecheck):
    """The key that lists what was frozen when."""

    def action_versions(self) -> None:
        """What was frozen when, by which rounds, and how it differs."""
        if not self.frozen:
            self.say("no version yet: opening a round freezes one")
            return
        by_round: dict[int, list[str]] = {}
        for one in rounds(self.study):
            by_round.setdefault(one.codebook_version, []).append(one.name)
        named = {number: ", ".join(names) for number, names in by_round.items()}
        self.app.push_screen(VersionsPopup(self.frozen, self.present, named))


def difference_rows(found: Sequence[Difference], width: int) -> list[Row]:
    """What was added, removed and changed, one code after the other."""
    rows: list[Row] = []
    for one in found:
        sign = {"added": "+", "removed": "−", "changed": "≠"}[one.kind]
        head = [Ink(f"{sign} ", "strong", bold=True), Ink(one.path), Ink(f"   {one.kind}", "dim")]
        rows.append(Row(one.code_id, (head,)))
        for field, before, after in one.fields:
            told = (
                f"{field.replace('_', ' ')}: {f'“{before}”' if before else 'empty'} →"
                f" {f'“{after}”' if after else 'empty'}"
            )
            rows += [
                Row(f"{one.code_id} {field} {at}", ([Ink(f"    {line}", "dim")],))
                for at, line in enumerate(wrap(told, width - 4))
            ]
    return rows


def _row(version: Version, by_round: Mapping[int, str]) -> Row:
    froze = by_round.get(version.number, "")
    return Row(
        str(version.number),
        (
            f"Version {version.number}",
            Ink(counted(version.codes, "code"), "dim"),
            Ink(version.at[:10], "dim"),
            Ink(f"frozen for {froze}" if froze else version.note, "dim"),
        ),
    )


def _called(state: str) -> str:
    return "Now" if state == NOW else f"Version {state}"
