"""Codes of a REFI tree as codes of the study: found by GUID, then by path, else made.

Headings that stand for themes are no codes. A description that this program wrote is taken apart
into the fields of a code; any other is the definition.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.codebook.cells import checked_text
from workbench.codebook.columns import field_text
from workbench.codebook.nouns import LEVELS, ORIGINS
from workbench.codebook.nouns import Code as StudyCode
from workbench.codebook.paths import LONGEST_NAME, join_path, same_name, split_path
from workbench.codebook.resolving import Names, key
from workbench.codebook.store import codes, insert_codes, refuse_frozen
from workbench.exchange.refi.coming import Coming, free_name, printable
from workbench.exchange.refi.guidance import parse
from workbench.exchange.refi.guids import derived
from workbench.exchange.refi.labels import CODE_LABELS, DEFINED_UNDER, FIELDS
from workbench.exchange.refi.nouns import Code, Set
from workbench.exchange.refi.texts import quote


@dataclass(slots=True)
class CodeIn:
    """One code of the file: ``parent`` is the code above it, ``theme`` the heading it stands in."""

    code: Code
    name: str
    parent: "CodeIn | None"
    cells: dict[str, str]
    exclusive: bool
    declared: Names | None
    path: Names = ()
    row_id: str = ""
    parent_id: str | None = None
    new: bool = False


@dataclass(frozen=True, slots=True)
class ThemeIn:
    """A theme of the file: its set, and the heading that stands for it in the tree if there is."""

    set: Set
    heading: Code | None
    parent: str | None  # GUID of the set above


@dataclass(slots=True)
class TreeIn:
    """The tree taken apart: codes in its order, and themes with parents before children."""

    codes: list[CodeIn] = field(default_factory=list)
    themes: list[ThemeIn] = field(default_factory=list)
    headings: int = 0

    def ids(self) -> dict[str, str]:
        """The row id of each code by its GUID in the file; the first of one GUID counts."""
        found: dict[str, str] = {}
        for one in self.codes:
            found.setdefault(one.code.guid, one.row_id)
        return found


def take_apart(tops: Sequence[Code], sets: Sequence[Set], *, ours: bool) -> TreeIn:
    """Codes and themes of a tree; ``ours`` says that descriptions hold fields."""
    by_heading = {derived(one.guid, "code"): one for one in sets}
    by_name = {one.name: one for one in sets if one.codes}
    tree = TreeIn()
    placed: set[str] = set()
    waiting: list[tuple[Code, CodeIn | None, str | None]] = [
        (code, None, None) for code in reversed(tops)
    ]
    while waiting:
        code, parent, theme = waiting.pop()
        one = by_heading.get(code.guid) or _named_theme(code, by_name)
        if one is not None and one.guid not in placed:
            placed.add(one.guid)
            tree.themes.append(ThemeIn(one, code, theme))
            waiting += [(below, None, one.guid) for below in reversed(code.below)]
            continue
        tree.headings += not code.codable
        taken = _code_in(code, parent, ours=ours)
        tree.codes.append(taken)
        waiting += [(below, taken, theme) for below in reversed(code.below)]
    tree.themes += [
        ThemeIn(one, None, None)
        for one in sets
        if one.guid not in placed and (one.codes or not one.sources)
    ]
    _settle_paths(tree.codes)
    return tree


def _named_theme(code: Code, by_name: dict[str, Set]) -> Set | None:
    """The set that a heading stands for where a program gave new GUIDs: same name, same codes."""
    found = by_name.get(code.name)
    if code.codable or found is None or not code.below:
        return None
    held = set(found.codes)
    return found if all(below.guid in held or not below.codable for below in code.below) else None


def _code_in(code: Code, parent: CodeIn | None, *, ours: bool) -> CodeIn:
    name = printable(code.name, LONGEST_NAME, "nameless code")
    text, fields = parse(code.description, CODE_LABELS) if ours else (code.description.strip(), {})
    cells = {"definition": checked_text(text.replace("\0", ""))}
    for label, column in FIELDS.items():
        if label in fields and column != "exclusive":
            cells[column] = checked_text(fields[label])
    if cells.get("origin", "") not in ORIGINS:
        cells.pop("origin", None)
    if cells.get("level", "") not in LEVELS:
        cells.pop("level", None)
    if code.colour:
        cells["colour"] = code.colour
    declared = fields.get(DEFINED_UNDER, "")
    return CodeIn(
        code,
        name,
        parent,
        cells,
        exclusive=fields.get("Exclusive", "") == "yes",
        declared=split_path(declared) if declared else None,
    )


def _settle_paths(found: list[CodeIn]) -> None:
    """The path of each code in the file, and its true parent where its description names one."""
    for one in found:  # parents stand before their children
        above = one.declared or (one.parent.path if one.parent else ())
        one.path = (*above, one.name)
    by_path: dict[Names, CodeIn] = {}
    for one in found:
        by_path.setdefault(key(one.path), one)
    for one in found:
        if one.declared is not None:
            one.parent = by_path.get(key(one.declared), one.parent)


def bring_in_codes(coming: Coming, tree: TreeIn, *, update: bool) -> tuple[list[str], list[str]]:
    """Give every code of the tree a row: the paths of the new ones, and of those changed.

    With ``update`` codes that are there take over what the file says of them; without, they stay.
    """
    study, told = coming.study, coming.told
    public = [code for code in codes(study, None, retired=True) if code.shared]
    by_id = {code.id: code for code in public}
    by_path = {key(split_path(code.path)): code for code in public if not code.retired}
    siblings: dict[str | None, set[str]] = {}
    for code in public:
        if not code.retired:
            siblings.setdefault(code.parent_id, set()).add(same_name(code.name).casefold())
    ids = iter(coming.ids_for("codes", (one.code.guid for one in tree.codes)))
    fresh_ids = {id(one): next(ids) for one in tree.codes}
    claimed: set[str] = set()
    changed: list[str] = []
    renamed: list[str] = []
    kept: list[str] = []
    for one in sorted(tree.codes, key=lambda one: len(one.path)):
        parent = one.parent
        one.parent_id = parent.row_id if parent else None
        above = _path_of(parent, by_id)
        known = by_id.get(one.code.guid) or by_path.get(key((*above, one.name)))
        if known is not None and known.id not in claimed:
            claimed.add(known.id)
            one.row_id = known.id
            if cells := _differing(one, known):
                (changed if update else kept).append(known.path)
                if update:
                    coming.write.update("codes", known.id, **cells)
            continue
        one.row_id, one.new = fresh_ids[id(one)], True
        name = free_name(one.name, siblings.setdefault(one.parent_id, set()), LONGEST_NAME)
        if name != one.code.name:
            renamed.append(f"{quote(one.code.name, 60)} is {quote(name, 60)}")
            one.name = name
    new = [one for one in tree.codes if one.new]
    if new:
        refuse_frozen(study, coming.by, shared=True)
        insert_codes(study, coming.write, None, [_row(one) for one in new])
    told.count("codes", len(new))
    if renamed:
        told.notices.append(f"codes renamed, for their names were taken: {'; '.join(renamed[:20])}")
    if kept:
        told.notices.append(
            f"codes that the study has already, described otherwise, stay as they are: {len(kept)}"
        )
    if tree.headings:
        told.losses.append(
            f"that headings cannot be given as codes ({tree.headings}): here they are codes"
        )
    return [join_path(one.path) for one in new], changed


def _path_of(parent: CodeIn | None, by_id: dict[str, StudyCode]) -> Names:
    if parent is None:
        return ()
    known = by_id.get(parent.row_id)
    return split_path(known.path) if known is not None else (*parent.path[:-1], parent.name)


def _row(one: CodeIn) -> dict[str, str | None]:
    cells = {column: text for column, text in one.cells.items() if text}
    exclusive: dict[str, str | None] = {"exclusive": "1"} if one.exclusive else {}
    defaults = {"origin": "deductive"}
    return {
        "id": one.row_id,
        "parent_id": one.parent_id,
        "name": one.name,
        **defaults,
        **cells,
        **exclusive,
    }


def _differing(one: CodeIn, known: StudyCode) -> dict[str, str]:
    """What the file says of a code and the study does not; what it does not say stays."""
    return {
        column: text
        for column, text in one.cells.items()
        if text and text != field_text(known, column)
    }
