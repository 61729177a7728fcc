"""A small study to try the corpus on."""

from pathlib import Path

from workbench.study import Study, create_study, undo
from workbench.study.people import add_person
from workbench.study.triggers import domain_tables

P5 = "Interviewer: When did the river rise?\nP5: At night. The river was loud.\nInterviewer: And?\n"
P5 += "P5: We went up.\n"
GROUP = (
    "Moderator: Who was warned?\n\nAda: I was.\n\nBo: Not me.\n\nAda: He was asleep.\n\nBo: Yes.\n"
)


def new_study(folder: Path) -> Study:
    """An empty study with the coder Ana."""
    study = create_study(folder / "flood.db", "River warnings")
    add_person(study, "Ana")
    return study


def write_files(folder: Path, **texts: str) -> list[Path]:
    """One .txt file a keyword, with its text."""
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.write_bytes(text.encode())
        paths.append(path)
    return paths


def dump(study: Study) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every domain table."""
    return {
        table: sorted(map(tuple, study.query(f"SELECT * FROM {table}")), key=repr)
        for table in domain_tables(study.connection)
    }


def stands_as_before(study: Study, before: dict[str, list[tuple[object, ...]]]) -> None:
    """Undo of Ana's last change gives ``before`` back, and redo what was there, to the cell."""
    from workbench.study import person, redo, verify

    ana = person(study, "Ana")
    after = dump(study)
    assert after != before
    undo(study, ana)
    assert dump(study) == before
    redo(study, ana)
    assert dump(study) == after
    assert verify(study).problems == []
