"""Who takes part: adding, naming, retiring, and finding people by name."""

import unicodedata

from workbench.errors import WorkbenchError
from workbench.study.nouns import ROLES, Person
from workbench.study.study import Study


def people(study: Study) -> list[Person]:
    """Everybody, in the order they were added."""
    rows = study.query("SELECT id, name, role, retired FROM people ORDER BY position, name")
    return [Person(r["id"], r["name"], r["role"], bool(r["retired"])) for r in rows]


def person(study: Study, name: str) -> Person:
    """The person of that name, however its accents are composed.

    Raises with the list of people otherwise.
    """
    everybody = people(study)
    called = [p for p in everybody if p.name == name] or [
        p for p in everybody if _composed(p.name) == _composed(name)
    ]
    if called:
        return called[0]
    if not everybody:
        raise WorkbenchError(
            f"nobody called {name} is in {study.path}, nor anybody else yet:"
            " add people with workbench people add"
        )
    names = ", ".join(somebody.name for somebody in everybody)
    raise WorkbenchError(f"nobody called {name} is in {study.path}: its people are {names}")


def add_person(study: Study, name: str, role: str = "coder", by: Person | None = None) -> Person:
    """Add a coder or supervisor. Names are unique, and compared without case and by
    what they look like."""
    if role not in ROLES:
        raise WorkbenchError(f"{role} is no role: choose coder or supervisor")
    with study.change(f"add {name.strip()}", by) as write:
        name = _checked(study, name)
        position = study.value("SELECT ifnull(max(position), 0) + 1 FROM people")
        row_id = write.insert("people", name=name, role=role, position=position)
    return Person(row_id, name, role)


def rename_person(study: Study, old: str, new: str, by: Person | None = None) -> None:
    """Give a person another name; all their work follows."""
    with study.change(f"rename {old} to {new.strip()}", by) as write:
        found = person(study, old)
        if _same(new.strip()) != _same(found.name):
            new = _checked(study, new)
        write.update("people", found.id, name=new.strip())


def change_role(study: Study, name: str, role: str, by: Person | None = None) -> None:
    """Make a coder a supervisor, or the other way round; what they did stays."""
    if role not in ROLES:
        raise WorkbenchError(f"{role} is no role: choose coder or supervisor")
    with study.change(f"make {name} a {role}", by) as write:
        write.update("people", person(study, name).id, role=role)


def retire_person(study: Study, name: str, by: Person | None = None) -> None:
    """No new work for this person; what they did stays."""
    with study.change(f"retire {name}", by) as write:
        write.update("people", person(study, name).id, retired=1)


def _checked(study: Study, name: str) -> str:
    name = name.strip()
    if not name or any(not c.isprintable() for c in name) or "," in name:
        raise WorkbenchError(
            f"{name!r} cannot be a person's name: use printable characters and no comma"
        )
    if name.casefold() in ("set-up", "consensus"):
        raise WorkbenchError(f"{name} means something else in a study: choose another name")
    for somebody in people(study):
        if _same(somebody.name) == _same(name):
            raise WorkbenchError(f"{somebody.name} is in the study already: choose another name")
    return name


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _same(name: str) -> str:
    """A name for telling apart: two that look the same are the same."""
    return _composed(name).casefold()
