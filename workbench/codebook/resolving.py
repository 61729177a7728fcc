"""From the parents that rows of a table name to the full path of every row.

A bare name means a row of the table before it means a code that the study has: a table says the
same wherever it is imported. Parents may stand below their children.
"""

from collections.abc import Iterable, Mapping, Sequence

from workbench.codebook.paths import join_path, same_name
from workbench.codebook.reading import CodeRow

Names = tuple[str, ...]


def key(names: Iterable[str]) -> Names:
    """Names as they are compared: two that look the same are the same."""
    return tuple(same_name(name) for name in names)


def resolve(
    rows: Sequence[CodeRow], existing: Iterable[Names]
) -> tuple[list[Names], list[tuple[int, str]]]:
    """The names on the path of every row, and the problems as (line, sentence).

    ``existing`` are the paths of the study's codes. With problems the paths are not complete.
    """
    return _Resolver(rows, existing).run()


class _Resolver:
    def __init__(self, rows: Sequence[CodeRow], existing: Iterable[Names]) -> None:
        self.rows = rows
        self.existing = {key(names): names for names in existing}
        self.paths: list[Names | None] = [None] * len(rows)
        self.problems: dict[int, str] = {}
        self.waits_for: dict[int, int] = {}
        self.named: dict[str, list[int]] = {}
        for index, row in enumerate(rows):
            self.named.setdefault(same_name(row.name), []).append(index)

    def run(self) -> tuple[list[Names], list[tuple[int, str]]]:
        self._refuse_repeated_rows()
        for index in range(len(self.rows)):
            if index not in self.problems:
                self._begin(index)
        while self._go_on():
            pass
        self._explain_unresolved()
        self._refuse_repeated_paths()
        found = [path for path in self.paths if path is not None]
        lines = sorted((self.rows[i].line, sentence) for i, sentence in self.problems.items())
        return found, lines

    def _refuse_repeated_rows(self) -> None:
        first: dict[tuple[str, Names], int] = {}
        for index, row in enumerate(self.rows):
            same = (same_name(row.name), key(row.parent))
            if same in first:
                self.problems[index] = _repeated(row.name, self.rows[first[same]].line)
            first.setdefault(same, index)

    def _begin(self, index: int) -> None:
        """Settle what a row's reference says by itself: top, bare name of a row or of a code."""
        row = self.rows[index]
        if not row.parent:
            self.paths[index] = (row.name,)
        elif len(row.parent) == 1 and not row.by_path:
            self._begin_bare(index, same_name(row.parent[0]))

    def _begin_bare(self, index: int, name: str) -> None:
        bearers = [i for i in self.named.get(name, ()) if i not in self.problems]
        tops = [i for i in bearers if not self.rows[i].parent]
        others = tops or [i for i in bearers if i != index]
        if len(others) == 1:
            self.waits_for[index] = others[0]
        elif others:
            lines = ", ".join(str(self.rows[i].line) for i in others)
            self.problems[index] = (
                f"several codes are called “{name}” (lines {lines}): name the parent by its path"
            )
        else:
            self._begin_existing(index, name)

    def _begin_existing(self, index: int, name: str) -> None:
        paths = [path for path in self.existing if path[-1] == name]
        if (name,) in self.existing:
            paths = [(name,)]
        if len(paths) == 1:
            self.paths[index] = (*self.existing[paths[0]], self.rows[index].name)
        elif paths:
            listed = " or ".join(join_path(self.existing[path]) for path in paths)
            self.problems[index] = (
                f"several codes of the study are called “{name}”: name the parent as {listed}"
            )
        elif name == same_name(self.rows[index].name):
            self.problems[index] = f"“{name}” is named as its own parent: name another one"
        else:
            self.problems[index] = self._unknown(index)

    def _go_on(self) -> bool:
        """Settle the rows whose parents are settled; says whether there were any."""
        known: Mapping[Names, Names] = self.existing | {
            key(path): path for path in self.paths if path is not None
        }
        settled = False
        for index, row in enumerate(self.rows):
            if self.paths[index] is not None or index in self.problems:
                continue
            if index in self.waits_for:
                parent = self.paths[self.waits_for[index]]
            else:
                parent = known.get(key(row.parent))
            if parent is not None:
                self.paths[index] = (*parent, row.name)
                settled = True
        return settled

    def _explain_unresolved(self) -> None:
        """Say of each row without a path that its parent is unknown, or that it goes in a circle.

        Rows that only hang on such rows are not named.
        """
        open_rows = [
            i for i, path in enumerate(self.paths) if path is None and i not in self.problems
        ]
        for index in open_rows:
            if index not in self.waits_for:
                last = same_name(self.rows[index].parent[-1])
                waiting = [i for i in self.named.get(last, ()) if self.paths[i] is None]
                if waiting:
                    self.waits_for[index] = waiting[0]
                else:
                    self.problems[index] = self._unknown(index)
        for index in open_rows:
            circle = self._circle(index)
            if circle:
                names = " under ".join(f"“{self.rows[i].name}”" for i in (*circle, index))
                self.problems[index] = f"the parents go in a circle ({names}): name another parent"

    def _circle(self, start: int) -> list[int]:
        """The rows from ``start`` back to itself, or nothing if its parents do not lead there."""
        walked = [start]
        at = self.waits_for.get(start)
        while at is not None and at not in walked:
            walked.append(at)
            at = self.waits_for.get(at)
        return walked if at == start else []

    def _refuse_repeated_paths(self) -> None:
        first: dict[Names, int] = {}
        for index, path in enumerate(self.paths):
            if path is None or index in self.problems:
                continue
            if key(path) in first:
                line = self.rows[first[key(path)]].line
                self.problems[index] = _repeated(join_path(path), line)
            first.setdefault(key(path), index)

    def _unknown(self, index: int) -> str:
        parent = "/".join(self.rows[index].parent)
        hint = r"; a / inside a name is written \/" if "/" in parent else ""
        return f"no code “{parent}” is in the table or in the study: add it, or mend Parent{hint}"


def _repeated(what: str, line: int) -> str:
    return f"“{what}” stands on line {line} already: leave one of the two out"
