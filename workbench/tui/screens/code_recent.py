"""Codes used last: the digits give them, and the picker shows them first."""

from workbench.codebook.nouns import Code
from workbench.state import read_state, write_state
from workbench.tui.ink import Ink
from workbench.tui.screens.code_desk import RECENT, Desk, used_last
from workbench.tui.screens.code_hands import CodeHands
from workbench.tui.screens.pickable import pickable
from workbench.tui.widgets.bars import Piece
from workbench.tui.widgets.picker import PickItem


class CodeRecent(CodeHands):
    """What a coder has used lately, on this study, remembered from day to day."""

    recent: tuple[str, ...] = ()
    """Ids of the codes used last, the newest first."""
    _recent_of = ""

    def show_study(self) -> None:
        """Also the codes that this person used last."""
        super().show_study()
        if self.desk is not None:
            self._read_recent(self.desk)

    def pick_items(self, desk: Desk) -> list[PickItem]:
        """The codes used last, then the others as they stand in the codebook."""
        first = {id: place for place, id in enumerate(self.recent)}
        ordered = sorted(desk.in_use, key=lambda code: first.get(code.id, len(first)))
        return pickable(ordered, desk.codes.values(), desk.everywhere)

    def usable(self, desk: Desk) -> list[Code]:
        """The recent codes that can still be given, newest first."""
        return [
            desk.codes[id] for id in self.recent if id in desk.codes and not desk.codes[id].retired
        ]

    def _read_recent(self, desk: Desk) -> None:
        name = self._recent_name()
        if name != self._recent_of:
            kept = read_state(name).get("codes")
            known = [id for id in kept if id in desk.codes] if isinstance(kept, list) else []
            if not known and self.viewer is not None:
                known = list(used_last(self.study, self.viewer))
            self.recent, self._recent_of = tuple(known), name

    def use(self, code: Code) -> None:
        """Put a code first among those used last."""
        self.recent = (code.id, *(id for id in self.recent if id != code.id))[:RECENT]
        write_state(self._recent_name(), {"codes": list(self.recent)})

    def _recent_name(self) -> str:
        return f"recent-{self.study.id}-{self.viewer.id if self.viewer else 'nobody'}"

    def recent_pieces(self, desk: Desk) -> list[Piece]:
        """The digits with the letters of their codes."""
        inks: list[Ink] = []
        for digit, code in enumerate(self.usable(desk), 1):
            inks += [
                Ink(f"{'  ' if inks else ''}{digit} ", "dim"),
                Ink(code.letter, code.hue, bold=True),
            ]
        return [Piece(inks, keep=1)] if inks and not desk.refusal else []
