"""Choosing files by keys: one folder at a time, several files at once, or a path typed in."""

from collections.abc import Sequence
from pathlib import Path

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widgets import Input

from workbench.tui.ink import Ink
from workbench.tui.keys import Key
from workbench.tui.numbers import counted, thousands
from workbench.tui.widgets.fields import Field
from workbench.tui.widgets.lines import Lines
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Popup

ABOVE = ".."
MOST_ROWS = 14


def _in_list(picker: "FilePicker") -> bool:
    return not picker.typing


def _may_mark(picker: "FilePicker") -> bool:
    return picker.several and not picker.typing


class FilePicker(Popup[tuple[Path, ...]]):
    """Choose files whose names end in one of ``endings``; with ``several``, as many as are marked.

    The answer holds paths as the person reached them, in alphabetical order. Hidden files and
    files of other endings are left out of the list, and the one to go ``without``; a typed path may
    name any file. Without ``sizes`` none are told: those of study files grow with hidden work.
    """

    WIDTH = 76
    KEYS = (
        Key("enter", "open, take", "Open the folder, or take what is marked", "take"),
        Key("space", "mark", "Mark the file", "mark", when=_may_mark),
        Key("a", "mark all", "Mark all files here", "mark_all", when=_may_mark),
        Key("left,backspace", "folder above", "Go to the folder above", "above", _in_list),
        Key("slash", "type a path", "Type a path", "type", _in_list, short="path"),
        Key("tab", "complete", "Complete the path", "complete", lambda p: p.typing),
        Key("escape", "back", "Leave it", "close"),
    )

    def __init__(
        self,
        title: str,
        folder: Path,
        endings: Sequence[str],
        *,
        several: bool = False,
        sizes: bool = True,
        without: Path | None = None,
    ) -> None:
        super().__init__()
        self.several = several
        self._sizes, self._without = sizes, without.absolute() if without else None
        self._title, self._endings = title, tuple(ending.lower() for ending in endings)
        self._folder = folder.expanduser().absolute()
        self._field = Field(hint="a path; tab completes it")
        self._list = RowList(
            [Column(), Column(width=10, right=True)],
            lead=2,
            letters=False,
            markable=several,
            empty=f"No files that end in {', '.join(endings)} here.",
        )

    def compose_body(self) -> ComposeResult:
        """The title, the folder or the path being typed, the list."""
        yield Lines([[Ink(self._title, "strong", bold=True)]])
        yield Lines([[]], rows=1, id="folder")
        yield self._field
        yield self._list

    def body_rows(self) -> int:
        """The same for every folder."""
        return 3 + MOST_ROWS

    def on_mount(self) -> None:
        """Show the folder."""
        self._field.display = False
        self._show()
        self.set_focus(self._list)

    # ── the folder ───────────────────────────────────────────────────────────────────────────────

    def _show(self, cursor: str | None = None) -> None:
        entries = self._entries()
        rows = [Row(ABOVE, (Ink(ABOVE, "dim"), Ink("folder", "faint")))]
        rows += [Row(path.name, (path.name + "/", Ink("folder", "faint"))) for path in entries[0]]
        rows += [
            Row(path.name, (path.name, Ink(self._kept_size(path), "dim"))) for path in entries[1]
        ]
        self._list.clear_marks()
        first = next((path.name for path in (*entries[1], *entries[0])), ABOVE)
        self._list.show(rows, cursor=cursor or first)
        self._say()

    def _entries(self) -> tuple[list[Path], list[Path]]:
        """Folders and fitting files of the folder, each in alphabetical order."""
        try:
            found = sorted(self._folder.iterdir(), key=lambda path: path.name.casefold())
        except OSError:
            return [], []
        seen = [path for path in found if not path.name.startswith(".")]
        folders = [path for path in seen if path.is_dir()]
        fitting = [path for path in seen if path.suffix.lower() in self._endings]
        return folders, [path for path in fitting if path.is_file() and path != self._without]

    def _kept_size(self, path: Path) -> str:
        return f"{thousands(_kilobytes(path))} kB" if self._sizes else ""

    def _say(self, complaint: str = "") -> None:
        marked = len(self._list.marked)
        count = f"   {counted(marked, 'file')} marked" if marked else ""
        where = _ending_in(self._folder, self.text_width - len(count))
        line = [Ink(where, "dim"), Ink(count, "strong")]
        if complaint:
            line = [Ink("! ", "warn", bold=True), Ink(complaint, "warn")]
        self.query_one("#folder", Lines).show([line])

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────

    def on_row_list_marked(self, event: RowList.Marked) -> None:
        """Say how many are marked; folders cannot be."""
        event.stop()
        self._say()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter or a double click."""
        event.stop()
        self.action_take()

    def action_mark(self) -> None:
        """Mark the row and go on to the next one."""
        self._list.action_mark()

    def action_mark_all(self) -> None:
        """Mark every file of the folder, or none if all are."""
        names = {path.name for path in self._entries()[1]}
        everything = names <= self._list.marked
        for row in self._list.rows:
            if row.id in names and (row.id in self._list.marked) == everything:
                self._list.go_to(row.id)
                self._list.action_mark()
        self._say()

    def action_above(self) -> None:
        """Show the folder above, with the cursor on the one that was left."""
        left = self._folder.name
        self._folder = self._folder.parent
        self._show(left)

    def action_take(self) -> None:
        """Open the folder, or answer with what is marked, or with the file one is on."""
        row = self._list.cursor
        if row is None:
            return
        if row.id == ABOVE:
            self.action_above()
            return
        path = self._folder / row.id
        marked = sorted(name for name in self._list.marked if (self._folder / name).is_file())
        if marked:
            self.dismiss(tuple(self._folder / name for name in marked))
        elif path.is_dir():
            self._folder = path
            self._show()
        else:
            self.dismiss((path,))

    # ── a typed path ─────────────────────────────────────────────────────────────────────────────

    def action_type(self) -> None:
        """Type a path instead."""
        self._field.display = True
        self._field.value = f"{self._folder}/".replace("//", "/")
        self._field.cursor_position = len(self._field.value)
        self.set_focus(self._field)
        self.call_after_refresh(self.show_keys)

    @property
    def typing(self) -> bool:
        """Whether a path is being typed, so that letters are letters."""
        return self.focused is self._field

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the file, or shows the folder."""
        event.stop()
        path = meant(event.value)
        if path.is_dir():
            self._folder = path.absolute()
            self._field.display = False
            self._show()
            self.set_focus(self._list)
            self.call_after_refresh(self.show_keys)
        elif path.is_file():
            self.dismiss((path,))
        else:
            self._say(f"{path.name or path} is not there")

    def action_complete(self) -> None:
        """Complete the path as far as it is clear."""
        self._field.value = completed(self._field.value)
        self._field.cursor_position = len(self._field.value)

    def action_close(self) -> None:
        """From the path back to the list, from the list back without an answer."""
        if self.typing:
            self._field.display = False
            self.set_focus(self._list)
            self.call_after_refresh(self.show_keys)
        else:
            self.dismiss(None)


def meant(typed: str) -> Path:
    """The path that somebody means who began anew behind the folder that stood there.

    >>> meant("/here//no/such/file")
    PosixPath('/no/such/file')
    """
    written = typed.strip()
    path = Path(written).expanduser()
    if path.exists():
        return path
    # A pasted path may come in quotes, as shells want it.
    for text in (written.replace("'", "").replace('"', ""), written):
        anew = max(text.rfind("//") + 1, text.rfind("/~/") + 1)
        path = Path(text[anew:]).expanduser()
        if path.exists():
            break
    return path


def completed(typed: str) -> str:
    """A path with what all entries of its folder that begin like it have in common."""
    head, slash, begun = typed.rpartition("/")
    if "//" in head or "/~" in head:
        head = str(meant(f"{head}/"))
    folder = Path(f"{head}{slash}" or ".").expanduser()
    try:
        names = sorted(path.name for path in folder.iterdir() if path.name.startswith(begun))
    except OSError:
        return typed
    if not names or (not begun and len(names) > 1):
        return typed
    common = names[0]
    while not all(name.startswith(common) for name in names):
        common = common[:-1]
    closing = "/" if len(names) == 1 and (folder / common).is_dir() else ""
    return f"{head}{slash}{common}{closing}"


def _ending_in(folder: Path, room: int) -> str:
    """A folder's path in so many cells: the end of a long one says where one is."""
    said, parts = str(folder), folder.parts
    while cell_len(said) > room and len(parts) > 1:
        parts = parts[1:]
        said = "/".join(("…", *parts))
    return said


def _kilobytes(path: Path) -> int:
    try:
        return -(-path.stat().st_size // 1024)
    except OSError:
        return 0
