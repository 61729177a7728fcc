"""The themes, reviews, maps, read-marks and notes in the study file: all SQL of this station."""

from collections.abc import Collection

from workbench.codebook.nouns import Code
from workbench.codebook.store import code_by_id, codes, find_code, joins
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, Writer, viewer_id, visible_notes
from workbench.themes.nouns import KeptMap, Note, Override, ReadMark, Review, Theme


def themes(study: Study, viewer: Person | None) -> list[Theme]:
    """All themes, each below its parent, in the order of making.

    A code that the viewer may not see is in none of them; one that was merged is in them as the
    code it is read as.
    """
    merged = joins(study)
    rows = study.query(
        "SELECT t.*, ifnull(p.name, '') AS parent FROM themes t"
        " LEFT JOIN themes p ON p.id = t.parent_id ORDER BY t.position, t.made_at, t.name"
    )
    held: dict[str, set[str]] = {}
    for theme_id, code_id in study.query("SELECT theme_id, code_id FROM theme_codes"):
        held.setdefault(theme_id, set()).add(merged.of(code_id))
    known = codes(study, viewer, retired=True)
    listed: list[Theme] = []

    def descend(parent_id: str | None, depth: int) -> None:
        for row in rows:
            if row["parent_id"] == parent_id:
                listed.append(
                    Theme(
                        id=row["id"],
                        name=row["name"],
                        parent_id=row["parent_id"],
                        parent=row["parent"],
                        depth=depth,
                        concept=row["concept"],
                        definition=row["definition"],
                        summary=row["summary"],
                        parked=row["parked"],
                        codes=tuple(c for c in known if c.id in held.get(row["id"], ())),
                    )
                )
                descend(row["id"], depth + 1)

    descend(None, 0)
    return listed


def find_theme(study: Study, viewer: Person | None, name: str) -> Theme:
    """The theme of that name or id; case does not matter. Raises with the names there are."""
    known = themes(study, viewer)
    wanted = name.strip()
    for theme in known:
        if wanted in (theme.id, theme.name):
            return theme
    for theme in known:
        if theme.name.casefold() == wanted.casefold():
            return theme
    if not known:
        raise WorkbenchError(
            f"no theme is called {name} in {study.path}, nor is there any other yet:"
            " make one with workbench theme add"
        )
    raise WorkbenchError(
        f"no theme is called {name} in {study.path}: its themes are"
        f" {', '.join(theme.name for theme in known)}"
    )


def code_in_use(study: Study, viewer: Person | None, name: str) -> Code:
    """The code of that name, also a retired one: its passages are still there.

    Of one that was merged it is the code it is read as. Raises, with near names, where the viewer
    sees no such code.
    """
    try:
        return find_code(study, viewer, name)
    except WorkbenchError:
        for code in codes(study, viewer, retired=True):
            if code.retired and name in (code.id, code.path):
                return code_by_id(study, viewer, joins(study).of(code.id))
        raise


def next_theme_position(study: Study) -> int:
    """The place of a further theme, behind all others."""
    return int(study.value("SELECT ifnull(max(position), 0) + 1 FROM themes"))


def placements(study: Study, *, theme_id: str) -> dict[str, str]:
    """Code id to row id of everything in a theme, seen or unseen: for moving it as a whole.

    By the ids of the codes as they were put there.
    """
    rows = study.query("SELECT code_id, id FROM theme_codes WHERE theme_id = ?", (theme_id,))
    return {row["code_id"]: row["id"] for row in rows}


def placements_of(study: Study, code_id: str) -> dict[str, list[str]]:
    """Theme id to row ids of every place of one code and of those that were merged into it."""
    family = joins(study).family(code_id)
    marks = ", ".join("?" for _ in family)
    found: dict[str, list[str]] = {}
    for row in study.query(
        f"SELECT theme_id, id FROM theme_codes WHERE code_id IN ({marks}) ORDER BY rowid", family
    ):
        found.setdefault(row["theme_id"], []).append(row["id"])
    return found


def parked_codes(study: Study, viewer: Person | None) -> list[tuple[Code, str]]:
    """Codes put aside that the viewer may see, with the word why, in codebook order.

    One that was merged is put aside as the code it is read as, unless that one is in a theme.
    """
    merged = joins(study)
    placed = {merged.of(row[0]) for row in study.query("SELECT code_id FROM theme_codes")}
    why: dict[str, str] = {}
    for row in study.query("SELECT code_id, why FROM parked_codes ORDER BY rowid"):
        read_as = merged.of(row["code_id"])
        if read_as == row["code_id"] or read_as not in placed | why.keys():
            why[read_as] = row["why"]
    return [(c, why[c.id]) for c in codes(study, viewer, retired=True) if c.id in why]


def parked_rows(study: Study, code_id: str) -> dict[str, str]:
    """Code id to row id of what parks a code: the row of itself, and of those merged into it."""
    family = joins(study).family(code_id)
    marks = ", ".join("?" for _ in family)
    rows = study.query(f"SELECT code_id, id FROM parked_codes WHERE code_id IN ({marks})", family)
    return {row["code_id"]: row["id"] for row in rows}


def reviews(study: Study, *, theme_id: str | None = None) -> list[Review]:
    """Decisions about extracts, of one theme or of all. Facts for everybody."""
    rows = study.query(
        "SELECT r.*, p.name AS by FROM extract_reviews r JOIN people p ON p.id = r.person_id"
        " WHERE r.theme_id = ifnull(?, r.theme_id) ORDER BY r.at, r.rowid",
        (theme_id,),
    )
    return [
        Review(r["theme_id"], r["coding_id"], r["verdict"], r["note"], r["by"], r["at"])
        for r in rows
    ]


def review_rows(study: Study, theme_id: str) -> dict[str, str]:
    """Coding id to row id of the reviews of a theme."""
    rows = study.query("SELECT coding_id, id FROM extract_reviews WHERE theme_id = ?", (theme_id,))
    return {row["coding_id"]: row["id"] for row in rows}


def delete_verdicts(write: Writer, coding_id: str, *, besides: Collection[str] = ()) -> None:
    """Take back what was decided about a passage, in every theme but those of these ids."""
    marks = ", ".join("?" for _ in besides)
    write.execute(
        f"DELETE FROM extract_reviews WHERE coding_id = ? AND theme_id NOT IN ({marks})",
        [coding_id, *besides],
    )


def overrides(study: Study) -> list[Override]:
    """Gates that somebody went past, oldest first."""
    rows = study.query(
        "SELECT o.*, ifnull(p.name, '') AS by FROM phase_overrides o"
        " LEFT JOIN people p ON p.id = o.person_id ORDER BY o.at, o.rowid"
    )
    return [Override(r["phase"], r["reason"], r["by"], r["at"]) for r in rows]


def kept_maps(study: Study) -> list[KeptMap]:
    """Snapshots of the thematic map, oldest first."""
    rows = study.query("SELECT * FROM theme_maps ORDER BY at, rowid")
    return [KeptMap(r["id"], r["phase"], r["map"], r["at"]) for r in rows]


def data_sets(study: Study) -> dict[str, str]:
    """The data set of each case that is in one besides the interviews."""
    rows = study.query(
        'SELECT c.name AS "case", d.name FROM data_set_cases m'
        " JOIN cases c ON c.id = m.case_id JOIN data_sets d ON d.id = m.data_set_id"
    )
    return {row["case"]: row["name"] for row in rows}


def read_marks(study: Study, viewer: Person | None) -> list[ReadMark]:
    """The viewer's own read-marks, by transcript; nobody sees another's."""
    rows = study.query(
        "SELECT m.transcript_id, t.name, m.pass, m.at FROM read_marks m"
        " JOIN transcripts t ON t.id = m.transcript_id WHERE m.person_id = ?"
        " ORDER BY t.name, m.pass",
        (viewer_id(viewer),),
    )
    return [ReadMark(r["transcript_id"], r["name"], r["pass"], r["at"]) for r in rows]


def read_mark_row(study: Study, person: Person, transcript_id: str, reading: int) -> str | None:
    """The id of one read-mark."""
    found: str | None = study.value(
        "SELECT id FROM read_marks WHERE person_id = ? AND transcript_id = ? AND pass = ?",
        (person.id, transcript_id, reading),
    )
    return found


def notes(study: Study, viewer: Person | None, *, transcript_id: str | None = None) -> list[Note]:
    """The viewer's notes and those that were shared, oldest first; of one transcript or of all."""
    rows = study.query(
        "SELECT n.*, p.name AS by, ifnull(t.name, '') AS transcript FROM notes n"
        " JOIN people p ON p.id = n.person_id LEFT JOIN transcripts t ON t.id = n.transcript_id"
        f" WHERE {visible_notes('n')} AND (:transcript IS NULL OR n.transcript_id = :transcript)"
        " ORDER BY n.at, n.rowid",
        {"viewer": viewer_id(viewer), "transcript": transcript_id},
    )
    return [
        Note(
            id=r["id"],
            by=r["by"],
            transcript_id=r["transcript_id"],
            transcript=r["transcript"],
            position=r["position"],
            text=r["body"],
            shared=bool(r["shared"]),
            at=r["at"],
        )
        for r in rows
    ]


def own_note(study: Study, person: Person, note_id: str) -> str:
    """The id of a note if it is the person's own. Raises the same words for all others."""
    found = study.value(
        "SELECT id FROM notes WHERE id = ? AND person_id = ?", (note_id.strip(), person.id)
    )
    if found is None:
        raise WorkbenchError(
            f"{person.name} has no note {note_id}: list your notes with workbench note"
        )
    return str(found)
