"""Sets of codes as themes: found by GUID, then by name, else made."""

from workbench.exchange.refi import store
from workbench.exchange.refi.codes_in import ThemeIn, TreeIn
from workbench.exchange.refi.coming import Coming, free_name, printable
from workbench.exchange.refi.guidance import parse
from workbench.exchange.refi.guids import derived
from workbench.exchange.refi.labels import CONCEPT, SUMMARY, THEME_LABELS
from workbench.themes.arrange import LONGEST_NAME, move_codes
from workbench.themes.store import themes


def bring_in_themes(coming: Coming, tree: TreeIn) -> set[str]:
    """Make the themes and put the codes in; returns the GUIDs of notes that became part of one."""
    study, told = coming.study, coming.told
    present = themes(study, coming.by)
    by_id = {theme.id: theme.id for theme in present}
    by_name = {theme.name.casefold(): theme.id for theme in present}
    taken = set(by_name)
    codes = tree.ids()
    rows: dict[str, str] = {}
    used: set[str] = set()
    lost: list[str] = []
    for one in tree.themes:
        name = printable(one.set.name, LONGEST_NAME, "nameless theme")
        known = by_id.get(one.set.guid) or by_name.get(name.casefold())
        if known is None or known in rows.values():
            known = _made(coming, one, free_name(name, taken), rows)
        rows[one.set.guid] = known
        used.add(derived(one.set.guid, "concept"))
        members = [codes[guid] for guid in one.set.codes if guid in codes]
        lost += [one.set.name] * (len(one.set.codes) - len(members))
        held = {c.id for t in themes(study, coming.by) if t.id == known for c in t.codes}
        missing = [code_id for code_id in dict.fromkeys(members) if code_id not in held]
        if missing:
            move_codes(study, missing, known, also=True, by=coming.by)
    told.lost("members of sets that are no codes of the file", lost)
    told.lost(
        "sets of sources",
        (one.name for one in coming.project.sets if one.sources),
    )
    return used


def _made(coming: Coming, one: ThemeIn, name: str, rows: dict[str, str]) -> str:
    theme_id = coming.id_for("themes", one.set.guid)
    text = ""
    fields: dict[str, str] = {}
    if one.heading is not None and coming.project.ours:
        text, fields = parse(one.heading.description, THEME_LABELS)
    elif one.heading is not None:
        text = one.heading.description
    concepts = [n.text for n in coming.project.notes if n.guid == derived(one.set.guid, "concept")]
    store.add_theme_row(
        coming.study,
        coming.write,
        id=theme_id,
        name=name,
        parent_id=rows.get(one.parent or ""),
        concept=(fields.get(CONCEPT) or "".join(concepts)).strip(),
        definition=text.strip(),
        summary=(one.set.description or fields.get(SUMMARY, "")).strip(),
    )
    coming.told.count("themes")
    return theme_id
