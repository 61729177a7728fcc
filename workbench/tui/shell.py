"""The app as screens know it: themes, stylesheet, undo. The workbench itself derives from it."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.filter import ANSIToTruecolor, LineFilter

from workbench.tui.theme import DEFAULT_THEME, themes
from workbench.tui.typed_ahead import KeysInOrder


class ShellApp(KeysInOrder):
    """An app in the workbench's own colours, without Textual's palette, toasts and tooltips."""

    CSS_PATH: ClassVar[str | Path] = Path(__file__).with_name("workbench.tcss")
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    ALLOW_SELECT = False

    def __init__(self, *, theme: str = DEFAULT_THEME) -> None:
        super().__init__()
        # Nothing here moves by itself: a caret that scrolls smoothly is a caret that lags.
        self.animation_level = "none"
        for known in themes(greys=self.no_color):
            self.register_theme(known)
        self.theme = theme

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Without the one that turns a terminal's sixteen colours into true ones.

        Every colour here is a true one already, and asking each segment takes a tenth of a frame.
        """
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    def action_help_quit(self) -> None:
        """What ctrl+c says, where other programs would end: where a screen gives its answers."""
        say = getattr(self.screen, "say", None)
        if say is not None:
            say("ctrl+q leaves the workbench")

    def undo(self) -> str:
        """Take the last step back and say what it was; empty when there is none."""
        return ""

    def redo(self) -> str:
        """Do again what was taken back and say what it was; empty when there is none."""
        return ""
