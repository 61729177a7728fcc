"""The codebook in the study file: reading codes through the door, making them, freezing them.

A code is shared, or belongs to the coder who made it until a coding with it is revealed. It is
never deleted: retiring takes it out of use and looks at no codings.
"""

from collections.abc import Mapping, Sequence

from workbench.codebook.cells import checked_choice, checked_text
from workbench.codebook.lookup import choose, choose_path, lookup_error
from workbench.codebook.nouns import ORIGINS, Code, FrozenCode, Joins, LineageStep, Version
from workbench.codebook.paths import checked_path, join_path, same_name
from workbench.codebook.rows import code_of, in_tree_order, signs
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, Writer, new_id, now, viewer_id, visible_codes
from workbench.study.journal import Value, read_images

FROZEN = ("definition", "when_to_use", "when_not_to_use", "example", "origin", "level")


def codes(study: Study, viewer: Person | None, *, retired: bool = False) -> list[Code]:
    """The codes that the viewer may see, each branch below its top in the order of making.

    With ``retired`` those out of use as well.
    """
    rows = study.query(
        "SELECT c.*, ifnull(p.name, '') AS maker FROM codes c"
        f" LEFT JOIN people p ON p.id = c.maker_id WHERE {visible_codes('c')}",
        {"viewer": viewer_id(viewer)},
    )
    seen = {row["id"]: row for row in rows}
    letters, hues = signs(rows, viewer_id(viewer))
    listed: list[Code] = []
    for row, names in in_tree_order(rows, seen):
        if retired or not row["retired"]:
            sign = (letters[row["id"]], hues[row["id"]])
            listed.append(code_of(row, names, sign, len(listed)))
    return listed


def joins(study: Study, *, until: str | None = None) -> Joins:
    """How merges make codes be read, whoever looks.

    With ``until`` (a moment as `study.now` writes it) only merges made before it count.
    """
    rows = study.query(
        "SELECT from_code_id, to_code_id, at FROM lineage"
        " WHERE kind = 'merge' AND (:until IS NULL OR at < :until) ORDER BY at, rowid",
        {"until": until},
    )
    found: dict[str, str] = {}
    for row in rows:
        source, target = row["from_code_id"], row["to_code_id"]
        for earlier, reached in found.items():
            if reached == source:
                found[earlier] = target
        found[source] = target
    read_as = {source: target for source, target in found.items() if source != target}
    since = {read_as[row["from_code_id"]]: row["at"] for row in rows if row[0] in read_as}
    return Joins(read_as, since)


def joined_codes(study: Study, *, until: str | None = None) -> dict[str, str]:
    """By the id of a code that was merged into another: the id of the one it is read as now.

    With ``until`` (a moment as `study.now` writes it) only merges made before it count.
    """
    return joins(study, until=until).read_as


def lineage(study: Study, viewer: Person | None, code_id: str | None = None) -> list[LineageStep]:
    """What became of the codes that the viewer may see (or of one), oldest first."""
    rows = study.query(
        "SELECT g.* FROM lineage g JOIN codes c ON c.id = g.from_code_id"
        f" JOIN codes d ON d.id = g.to_code_id WHERE {visible_codes('c')} AND {visible_codes('d')}"
        " AND (:code IS NULL OR :code IN (g.from_code_id, g.to_code_id)) ORDER BY g.at, g.rowid",
        {"viewer": viewer_id(viewer), "code": code_id},
    )
    return [
        LineageStep(
            id=row["id"],
            kind=row["kind"],
            from_id=row["from_code_id"],
            to_id=row["to_code_id"],
            old_name=row["old_name"],
            new_name=row["new_name"],
            reason=row["reason"],
            at=row["at"],
        )
        for row in rows
    ]


def distinctions(study: Study, viewer: Person | None) -> set[frozenset[str]]:
    """Ids of each two codes of which somebody said that they are not the same."""
    rows = study.query(
        "SELECT x.code_id, x.other_id FROM distinctions x JOIN codes c ON c.id = x.code_id"
        f" JOIN codes d ON d.id = x.other_id WHERE {visible_codes('c')} AND {visible_codes('d')}",
        {"viewer": viewer_id(viewer)},
    )
    return {frozenset(row) for row in rows}


def end_merge(write: Writer, code_id: str) -> None:
    """A code that was merged into another is read as itself again."""
    write.execute("DELETE FROM lineage WHERE kind = 'merge' AND from_code_id = ?", (code_id,))


def find_code(study: Study, viewer: Person | None, name: str, *, retired: bool = False) -> Code:
    """The code of that path, or bare name where only one has it, or id.

    Among codes of one path a shared one comes first, then the viewer's own. With ``retired`` only
    codes out of use are looked at, without it only those in use. Raises with near names, never
    with one that the viewer may not see; of a code that was merged it names the one to use.
    """
    known = codes(study, viewer, retired=True)
    wanted = [code for code in known if code.retired == retired]
    found = choose(wanted, name, viewer_id(viewer))
    if found is None:
        merged = joined_codes(study)
        paths = {code.id: code.path for code in known}
        into = {code.id: paths[merged[code.id]] for code in known if merged.get(code.id) in paths}
        raise lookup_error(known, name, retired=retired, into=into)
    return found


def find_any_code(study: Study, viewer: Person | None, name: str) -> Code:
    """The code of that name that is in use, else the one that is retired."""
    try:
        return find_code(study, viewer, name)
    except WorkbenchError as error:
        try:
            return find_code(study, viewer, name, retired=True)
        except WorkbenchError:
            raise error from None


def add_code(
    study: Study,
    path: str,
    *,
    definition: str = "",
    origin: str,
    by: Person | None,
    shared: bool,
) -> Code:
    """Make a code at ``path``, whose parents must exist: shared, or the person's own.

    Raises where the path is taken among the codes it would join, where a parent is missing, and
    where a frozen codebook lets nobody add to it.
    """
    names = checked_path(path)
    if not shared and by is None:
        raise WorkbenchError(f"{path} would be nobody's own code: say who makes it, with --as NAME")
    with study.change("add a code", by) as write:
        refuse_frozen(study, by, shared=shared)
        owner = None if shared else by
        parent = parent_for(study, owner, names[:-1])
        refuse_taken(study, parent.id if parent else None, names[-1], owner)
        row = {
            "id": new_id(),
            "parent_id": parent.id if parent else None,
            "name": names[-1],
            "definition": checked_text(definition),
            "origin": checked_choice("origin", origin, ORIGINS),
        }
        insert_codes(study, write, owner, [row])
    return code_by_id(study, by, str(row["id"]))


def insert_codes(
    study: Study, write: Writer, owner: Person | None, rows: Sequence[Mapping[str, str | None]]
) -> None:
    """Write new codes, in this order behind those their owner (None: everybody) can see.

    ``rows`` have ``id``, ``parent_id``, ``name``, ``origin`` and what else is known of a code;
    parents may follow their children. For callers that have checked the cells in an open change.
    """
    # counted among visible codes only: a number with gaps would tell of hidden ones
    last = study.value(
        f"SELECT ifnull(max(c.position), 0) FROM codes c WHERE {visible_codes('c')}",
        {"viewer": viewer_id(owner)},
    )
    made = {"maker_id": viewer_id(owner), "made_at": now()}
    waiting = [{**row, **made, "position": int(last) + n} for n, row in enumerate(rows, 1)]
    while waiting:
        # a row of the same batch must stand in the file before those that point at it
        missing = {row["id"] for row in waiting}
        for row in waiting:
            if row["parent_id"] not in missing:
                write.insert("codes", **row)
        waiting = [row for row in waiting if row["parent_id"] in missing]


def retired_now(study: Study, viewer: Person | None, code_id: str) -> bool | None:
    """Whether a code is out of use; None where the viewer has no such code (any more)."""
    rows = study.query(
        f"SELECT c.retired FROM codes c WHERE c.id = :code AND {visible_codes('c')}",
        {"code": code_id, "viewer": viewer_id(viewer)},
    )
    return bool(rows[0]["retired"]) if rows else None


def code_by_id(study: Study, viewer: Person | None, code_id: str) -> Code:
    """The code of this id, in use or retired. Raises KeyError for one the viewer may not see."""
    for code in codes(study, viewer, retired=True):
        if code.id == code_id:
            return code
    raise KeyError(code_id)


def parent_for(study: Study, owner: Person | None, names: Sequence[str]) -> Code | None:
    """The code under which ``owner`` (None: everybody) may put one; None for no names.

    Everybody's codes lie only under codes that everybody sees. Raises for a missing parent.
    """
    if not names:
        return None
    path = join_path(names)
    found = choose_path(codes(study, owner), names, viewer_id(owner))
    if found is not None:
        return found
    if owner is None:
        raise WorkbenchError(
            f"there is no shared code {path}: add it first, with workbench code add"
        )
    raise WorkbenchError(f"there is no code {path}: add it first, with workbench code add")


def refuse_taken(study: Study, parent_id: str | None, name: str, owner: Person | None) -> None:
    """Raise where a shared code, or one of the owner's, has this name in this place already."""
    siblings = study.query(
        "SELECT name, maker_id FROM codes WHERE parent_id IS ? AND retired = 0"
        " AND (maker_id IS NULL OR maker_id = ?) ORDER BY maker_id IS NOT NULL",
        (parent_id, viewer_id(owner)),
    )
    taken = next((row for row in siblings if same_name(row["name"]) == same_name(name)), None)
    if taken is not None:
        whose = f"{owner.name}'s own codebook" if owner and taken["maker_id"] else "the codebook"
        raise WorkbenchError(
            f"{whose} has a code {name} in this place already: choose another name, or use that one"
        )


def refuse_frozen(study: Study, by: Person | None, *, shared: bool) -> None:
    """Raise where an open round of a coding-reliability study has frozen the codebook."""
    if study.mode != "reliability":
        return
    frozen = study.query(
        "SELECT r.name, EXISTS (SELECT 1 FROM round_coders c WHERE c.round_id = r.id"
        " AND c.person_id = ?) AS coder FROM rounds r"
        " WHERE r.closed = 0 AND r.codebook_frozen = 1 ORDER BY r.position",
        (viewer_id(by),),
    )
    for row in frozen:
        if shared or row["coder"]:
            raise WorkbenchError(
                f"the codebook is frozen for round {row['name']}, and in a reliability study"
                " nothing can be added to it: close the round first (workbench round close)"
            )


def versions(study: Study) -> list[Version]:
    """The frozen versions of the shared codebook, oldest first."""
    rows = study.query(
        "SELECT v.*, (SELECT count(*) FROM codebook_version_codes c WHERE c.version_id = v.id)"
        " AS codes FROM codebook_versions v ORDER BY v.number"
    )
    return [Version(r["id"], r["number"], r["note"], r["at"], r["codes"]) for r in rows]


def frozen_codes(study: Study, version_id: str) -> list[FrozenCode]:
    """The codes of a version, by path."""
    rows = study.query(
        f"SELECT code_id, path, {', '.join(FROZEN)} FROM codebook_version_codes"
        " WHERE version_id = ?",
        (version_id,),
    )
    return sorted((FrozenCode(*row) for row in rows), key=lambda code: code.path)


def present_codes(study: Study) -> list[FrozenCode]:
    """The shared codes in use, as a version would hold them now, by path."""
    shared = [code for code in codes(study, None) if code.shared]
    return sorted(
        (
            FrozenCode(code.id, code.path, *(getattr(code, field) for field in FROZEN))
            for code in shared
        ),
        key=lambda code: code.path,
    )


def freeze_version(study: Study, note: str, by: Person | None) -> tuple[str, int]:
    """Freeze the shared codebook: (version id, number), the newest again if nothing changed."""
    with study.change("freeze the codebook", by) as write:
        present = present_codes(study)
        frozen = versions(study)
        if frozen and frozen_codes(study, frozen[-1].id) == present:
            return frozen[-1].id, frozen[-1].number
        number = frozen[-1].number + 1 if frozen else 1
        version_id = write.insert("codebook_versions", number=number, note=note, at=now())
        write.insert_many(
            "codebook_version_codes",
            [
                {
                    "version_id": version_id,
                    "code_id": code.code_id,
                    "path": code.path,
                    **{field: getattr(code, field) for field in FROZEN},
                }
                for code in present
            ],
        )
    return version_id, number


def reworded_codes(study: Study) -> list[tuple[str, str, int, str, str, str]]:
    """All that was ever said to be the use of the codes for which it changed, oldest first.

    As (code id, moment, number of the change, definition, when to use, when not to use).
    """
    guide = ("definition", "when_to_use", "when_not_to_use")
    changed = " OR ".join(f"j.old_{field} <> j.new_{field}" for field in guide)
    return [
        tuple(row)
        for row in study.query(
            f"SELECT i.row_id, c.at, i.change, {', '.join(f'i.new_{field}' for field in guide)}"
            " FROM journal_codes i JOIN journal_changes c ON c.number = i.change"
            " WHERE i.op <> 'delete' AND i.salt IS NOT NULL AND i.row_id IN ("
            f" SELECT j.row_id FROM journal_codes j WHERE j.op = 'update' AND ({changed}))"
            " ORDER BY i.seq"
        )
    ]


def code_images(
    study: Study, code_id: str
) -> list[tuple[str, str, dict[str, Value], dict[str, Value]]]:
    """Every change of a code's row: (moment, by whom, cells before, cells after), oldest first."""
    made = {
        row["seq"]: (row["at"], row["name"])
        for row in study.query(
            "SELECT i.seq, c.at, ifnull(p.name, '') AS name FROM journal_codes i"
            " JOIN journal_changes c ON c.number = i.change LEFT JOIN people p ON p.id = c.by"
            " WHERE i.row_id = ?",
            (code_id,),
        )
    }
    return [
        (*made[image.seq], image.before or {}, image.after or {})
        for image in read_images(study.connection, "codes", "row_id = ?", (code_id,))
    ]
