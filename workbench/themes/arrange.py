"""Arranging codes into themes: every act that changes the thematic map.

People name codes by path, bare name or id and themes by name or id. ``by`` is who acts and who
looks: a code that they may not see cannot be named. None stands for set-up.
"""

from collections.abc import Iterable, Sequence
from itertools import chain

from workbench.codebook.paths import JOINERS
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Person, Study, Writer, now
from workbench.themes import store
from workbench.themes.nouns import Theme
from workbench.themes.passages import below

LONGEST_NAME = 200
TEXTS = ("concept", "definition", "summary")


def add_theme(
    study: Study,
    name: str,
    *,
    concept: str = "",
    definition: str = "",
    summary: str = "",
    parent: str | None = None,
    by: Person | None,
) -> Theme:
    """A new theme behind the others. Raises where the name is taken or the parent is unknown."""
    with study.change("add a theme", by) as write:
        above = store.find_theme(study, by, parent) if parent else None
        theme_id = write.insert(
            "themes",
            name=_free_name(study, by, name),
            parent_id=above.id if above else None,
            concept=concept.strip(),
            definition=definition.strip(),
            summary=summary.strip(),
            position=store.next_theme_position(study),
            made_at=now(),
        )
        return store.find_theme(study, by, theme_id)


def edit_theme(
    study: Study,
    theme: str,
    *,
    name: str | None = None,
    concept: str | None = None,
    definition: str | None = None,
    summary: str | None = None,
    parent: str | None = None,
    by: Person | None,
) -> Theme:
    """Change what is given; None leaves as it is, an empty ``parent`` moves the theme to the top.

    Raises for a name that is taken and for a parent that lies below the theme itself.
    """
    with study.change("edit a theme", by) as write:
        found = store.find_theme(study, by, theme)
        cells: dict[str, str | None] = {
            column: value.strip()
            for column, value in zip(TEXTS, (concept, definition, summary), strict=True)
            if value is not None
        }
        if name is not None:
            cells["name"] = _free_name(study, by, name, besides=found)
        if parent is not None:
            cells["parent_id"] = _parent_id(study, by, found, parent)
        if not cells:
            raise UsageError(f"nothing to change in {found.name}: say what, with --name or so")
        write.update("themes", found.id, **cells)
        return store.find_theme(study, by, found.id)


def move_codes(
    study: Study,
    names: Sequence[str],
    to: str,
    *,
    also: bool = False,
    by: Person | None,
) -> Theme:
    """Put codes into a theme, out of all others and the tray; with ``also`` others keep them."""
    with study.change("move codes into a theme", by) as write:
        theme = store.find_theme(study, by, to)
        for name in names:
            code = store.code_in_use(study, by, name)
            _unpark(study, write, code.id)
            places = store.placements_of(study, code.id)
            if not also:
                _leave(write, (row for k, rows in places.items() if k != theme.id for row in rows))
            if theme.id not in places:
                write.insert(
                    "theme_codes", theme_id=theme.id, code_id=code.id, position=code.position
                )
        return store.find_theme(study, by, theme.id)


def park_codes(study: Study, names: Sequence[str], why: str = "", *, by: Person | None) -> None:
    """Take codes out of every theme into the tray, with a word why if one is given."""
    with study.change("park codes", by) as write:
        for name in names:
            code = store.code_in_use(study, by, name)
            _leave(write, chain(*store.placements_of(study, code.id).values()))
            row = store.parked_rows(study, code.id).get(code.id)
            if row is None:
                write.insert("parked_codes", code_id=code.id, why=why.strip())
            else:
                write.update("parked_codes", row, why=why.strip())


def park_theme(study: Study, theme: str, why: str | None, *, by: Person | None) -> Theme:
    """Put a theme aside with its codes and a word why; with None take it up again."""
    what = "park a theme" if why is not None else "take a parked theme up"
    with study.change(what, by) as write:
        found = store.find_theme(study, by, theme)
        write.update("themes", found.id, parked=None if why is None else why.strip())
        return store.find_theme(study, by, found.id)


def merge_themes(study: Study, names: Sequence[str], into: str, *, by: Person | None) -> Theme:
    """Make one theme of several: codes, reviews and sub-themes go to ``into``.

    ``into`` may be one of them or any other. What it lacks of concept, definition and summary it
    takes from the first of them that has it; the other texts stay in the journal.
    """
    with study.change("merge themes", by) as write:
        target = store.find_theme(study, by, into)
        found = {theme.id: theme for theme in (store.find_theme(study, by, n) for n in names)}
        found.pop(target.id, None)
        if not found:
            raise WorkbenchError(
                f"nothing to merge into {target.name}: name at least one other theme"
            )
        write.update("themes", target.id, **_texts_for(target, list(found.values())))
        _lift_out(study, write, by, target, set(found))
        for theme in found.values():
            _hand_over(study, write, theme.id, target.id)
        for theme in store.themes(study, by):
            if theme.parent_id in found and theme.id not in found:
                write.update("themes", theme.id, parent_id=target.id)
        # children before their parents, which they point at
        for theme in reversed(store.themes(study, by)):
            if theme.id in found:
                write.delete("themes", theme.id)
        return store.find_theme(study, by, target.id)


def remove_theme(study: Study, theme: str, *, by: Person | None) -> None:
    """Remove a theme that is empty as the person sees it. Raises where something is in it."""
    with study.change("remove a theme", by) as write:
        found = store.find_theme(study, by, theme)
        children = [t.name for t in store.themes(study, by) if t.parent_id == found.id]
        if children:
            raise WorkbenchError(
                f"{found.name} holds the theme {children[0]}: move that out or merge it first"
            )
        if found.codes:
            raise WorkbenchError(
                f"{found.name} holds the code {found.codes[0].path}: move its codes out first,"
                " or merge it into another theme"
            )
        if store.review_rows(study, found.id):
            raise WorkbenchError(
                f"extracts of {found.name} have been reviewed: merge it into another theme, or"
                " park it with a word why"
            )
        # what is left is hidden from this person, and must not refuse them anything
        _leave(write, store.placements(study, theme_id=found.id).values())
        write.delete("themes", found.id)


def _free_name(study: Study, by: Person | None, name: str, besides: Theme | None = None) -> str:
    name = " ".join(name.split())
    prints = all(c.isprintable() or c in JOINERS for c in name)
    if not name or not prints or len(name) > LONGEST_NAME:
        raise WorkbenchError(
            f"{name[:40]!r} cannot name a theme: use 1 to {LONGEST_NAME} printable characters"
        )
    for theme in store.themes(study, by):
        if theme.name.casefold() == name.casefold() and theme.id != (besides and besides.id):
            raise WorkbenchError(f"there is a theme {theme.name} already: choose another name")
    return name


def _parent_id(study: Study, by: Person | None, theme: Theme, parent: str) -> str | None:
    if not parent.strip():
        return None
    above = store.find_theme(study, by, parent)
    if above.id in {one.id for one in below(theme, store.themes(study, by))}:
        raise WorkbenchError(
            f"{theme.name} cannot lie under {above.name}: that is the theme itself or below it"
        )
    return above.id


def _unpark(study: Study, write: Writer, code_id: str) -> None:
    for row_id in store.parked_rows(study, code_id).values():
        write.delete("parked_codes", row_id)


def _leave(write: Writer, row_ids: Iterable[str]) -> None:
    for row_id in row_ids:
        write.delete("theme_codes", row_id)


def _texts_for(target: Theme, others: Sequence[Theme]) -> dict[str, str]:
    def first(column: str) -> str:
        return next((t for one in (target, *others) if (t := getattr(one, column))), "")

    return {column: first(column) for column in TEXTS}


def _lift_out(
    study: Study, write: Writer, by: Person | None, target: Theme, going: set[str]
) -> None:
    """Where a theme above the target goes, the target takes the place of the topmost of them."""
    parents = {theme.id: theme.parent_id for theme in store.themes(study, by)}
    place, above = target.parent_id, target.parent_id
    while above is not None:
        if above in going:
            place = parents[above]
        above = parents[above]
    write.update("themes", target.id, parent_id=place)


def _hand_over(study: Study, write: Writer, old: str, new: str) -> None:
    """Give the codes and reviews of one theme to another that may have some of them already."""
    present = store.placements(study, theme_id=new)
    for code_id, row_id in store.placements(study, theme_id=old).items():
        if code_id in present:
            write.delete("theme_codes", row_id)
        else:
            write.update("theme_codes", row_id, theme_id=new)
    reviewed = store.review_rows(study, new)
    for coding_id, row_id in store.review_rows(study, old).items():
        if coding_id in reviewed:
            write.delete("extract_reviews", row_id)
        else:
            write.update("extract_reviews", row_id, theme_id=new)
