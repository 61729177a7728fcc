"""A section of set-up: what its list shows and what can be done with it.

The screen draws the list and hands on the keys; a section knows its columns, its rows and its
acts, and calls one function of a station for each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from workbench.study import Person, Study
from workbench.tui.keys import Key
from workbench.tui.study_screen import StudyScreen
from workbench.tui.widgets.files import FilePicker
from workbench.tui.widgets.lists import Column, Row


@dataclass(frozen=True, slots=True)
class Act:
    """A key of a section, the method it calls, and whether it needs a row under the cursor."""

    key: str
    word: str
    description: str
    method: str
    needs_row: bool = False

    def as_key(self, has_row: Callable[[], bool]) -> Key:
        """The key as the screen's bar, help and palette know it."""
        when = (lambda _: has_row()) if self.needs_row else None
        return Key(self.key, self.word, self.description, f"act('{self.key}')", when=when)


class Section:
    """One section; a subclass names its title, columns and acts and reads its rows."""

    NAME: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    EMPTY: ClassVar[str] = ""
    COLUMNS: ClassVar[tuple[Column, ...]] = (Column(),)
    WIDEST: ClassVar[int] = 76
    """Cells of its list at most: beyond them a row falls apart."""
    ACTS: ClassVar[tuple[Act, ...]] = ()

    def __init__(self, screen: StudyScreen, picked: Callable[[], str]) -> None:
        """``picked`` gives the id of the row under the cursor, empty when there is none."""
        self.screen, self.picked = screen, picked

    @property
    def study(self) -> Study:
        """The open study."""
        return self.screen.study

    @property
    def by(self) -> Person | None:
        """Who sets up; without a name the journal says set-up."""
        return self.screen.viewer

    def figure(self) -> str:
        """What stands behind the title in the list of sections: a count, most often."""
        return ""

    def rows(self) -> list[Row]:
        """The rows of the section, ids unique within it."""
        return []

    def pick_files(
        self,
        title: str,
        endings: tuple[str, ...],
        then: Callable[[tuple[Path, ...]], None],
        *,
        several: bool = False,
        folder: Path | None = None,
        studies: bool = False,
    ) -> None:
        """Ask for files, beginning in ``folder``, by default where the last ones were.

        ``studies``: files such as the study that is open, which is not one of them itself.
        """

        def taken(paths: tuple[Path, ...] | None) -> None:
            if paths:
                if folder is None:
                    self.screen.session.folder = paths[0].parent
                then(paths)

        begin = folder or self.screen.session.folder
        picker = FilePicker(
            title,
            begin,
            endings,
            several=several,
            sizes=not studies,
            without=self.study.path if studies else None,
        )
        self.screen.app.push_screen(picker, taken)
