"""The demo: a study of river warnings, coded twice, partly settled, with its first themes.

It is built from the tables in ``corpora/river-warnings`` by the same functions that a person's
commands call. Two demos differ in ids, times and nothing else.
"""

import json
import os
from pathlib import Path
from typing import Any

from workbench.codebook.editing import TEXTS, edit_code
from workbench.codebook.importing import import_codebook
from workbench.codebook.reading import CodeRow, read_codebook
from workbench.codebook.store import add_code
from workbench.coding.importing import import_codings
from workbench.coding.rounds import start_round
from workbench.consensus.decide import resolve, resolve_by_rule
from workbench.consensus.queue import items
from workbench.consensus.reveal import lock
from workbench.corpus.cases import import_cases
from workbench.corpus.importing import import_transcripts
from workbench.errors import WorkbenchError
from workbench.figures.answers import import_answers
from workbench.figures.logs import put_challenges, put_lineage, read_challenges, read_lineage
from workbench.figures.replicate import import_published
from workbench.figures.survey import import_survey
from workbench.shipped import shipped
from workbench.study import Person, Study, add_person, create_study, open_study, person
from workbench.tables import read_table
from workbench.themes.arrange import add_theme, move_codes, park_codes

FILE_NAME = "river-warnings.db"


def demo_in(folder: Path) -> Path:
    """The demo study in a folder: the one that is there, or a new one, whole or not at all."""
    target = folder / FILE_NAME
    if target.exists():
        open_study(target).close()  # else a file of something else would be called the demo
        return target
    if folder.exists() and not folder.is_dir():
        raise WorkbenchError(f"{folder} is a file: name a folder for the demo")
    unfinished = folder / f".{FILE_NAME}.unfinished-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(unfinished)
        build_demo(unfinished)
        unfinished.rename(target)
    except OSError as error:
        raise WorkbenchError(
            f"the demo cannot be made in {folder} ({error.strerror}): name a folder to write in"
        ) from error
    finally:
        _sweep(unfinished)
    return target


def _sweep(unfinished: Path) -> None:
    if unfinished.parent.is_dir():
        for leftover in unfinished.parent.glob(f"{unfinished.name}*"):
            leftover.unlink(missing_ok=True)


def build_demo(path: Path) -> None:
    """Make the study at ``path``, which must not exist, and close it."""
    folder = shipped("corpora", "river-warnings")
    plan: dict[str, Any] = json.loads((folder / "study.json").read_text(encoding="utf-8"))
    with create_study(path, plan["title"], plan["mode"]) as study:
        for one in plan["people"]:
            add_person(study, one["name"], one["role"])
        import_codebook(study, shipped(*plan["codebook"].split("/")), by=None)
        import_transcripts(
            study,
            [folder / name for name in plan["transcripts"]],
            interviewers=plan["interviewers"],
        )
        import_cases(study, folder / plan["cases"])
        _survey(study, folder, plan["survey"])
        start_round(
            study,
            plan["round"]["name"],
            plan["round"]["coders"],
            transcripts=[Path(name).stem for name in plan["transcripts"]],
        )
        for name, files in plan["codings"].items():
            coder = person(study, name)
            _own_codes(study, coder, folder / files["codes"])
            import_codings(study, coder, folder / files["codings"])
        _code_comments(study, folder, plan["survey"])
        for name in plan["codings"]:
            lock(study, person(study, name))
        first = person(study, plan["round"]["coders"][0])
        _settle(study, first, folder / plan["decisions"], **plan["boundaries"])
        _themes(study, first, folder / plan["themes"])
        answers = plan["answers"]
        import_answers(study, folder / answers["file"], scale_of=answers["scales"])
        put_lineage(study, read_lineage(folder / plan["lineage"]), first)
        put_challenges(study, read_challenges(folder / plan["challenges"]), first)
        import_published(study, folder / plan["published"], first)


def _survey(study: Study, folder: Path, plan: dict[str, Any]) -> None:
    """A survey with its closed answers, and a round for its comments.

    The round comes before that of the interviews, so that theirs is the newest, which is the one
    that screens show first.
    """
    made = import_survey(
        study,
        folder / plan["file"],
        plan["name"],
        closed=plan["closed"],
        scale_of=plan["scales"],
    )
    start_round(study, plan["round"], list(plan["codings"]), transcripts=made.transcripts)


def _code_comments(study: Study, folder: Path, plan: dict[str, Any]) -> None:
    """Both coders' categories of the comments; they came up after the interviews were coded."""
    import_codebook(study, folder / plan["codebook"], by=None)
    for name, file in plan["codings"].items():
        import_codings(study, person(study, name), folder / file)


def _own_codes(study: Study, coder: Person, path: Path) -> None:
    """The inductive and in-vivo codes of one coder, theirs alone until they are revealed."""
    with study.change("make own codes", coder):
        for row in read_codebook(path).rows:
            code = add_code(study, row.name, origin=row.cells["origin"], by=coder, shared=False)
            edit_code(study, code, coder, **_particulars(row))


def _particulars(row: CodeRow) -> dict[str, Any]:
    texts = {field: row.cells.get(field, "") for field in (*TEXTS, "level")}
    return {**texts, "aliases": row.cells.get("aliases", "").split("; ")}


def _settle(study: Study, first: Person, path: Path, rule: str, min_overlap: float) -> None:
    """What the coders have agreed on so far; the rest waits for whoever opens the demo."""
    table = read_table(
        path, required=["transcript", "start", "end", "kind", "by", "outcome", "reason", "note"]
    )
    waiting = {(i.transcript, i.start, i.end, i.kind): i for i in items(study, None)}
    for row in table.rows:
        start, end = table.whole_number(row, "start"), table.whole_number(row, "end")
        found = waiting.get((row["transcript"], start, end, row["kind"]))
        if found is None:
            raise WorkbenchError(f"{table.where(row)}: no such disagreement; correct the place")
        by = person(study, row["by"])
        resolve(study, by, found.id, row["outcome"], row["reason"], row["note"])
    resolve_by_rule(study, first, rule, min_overlap)


def _themes(study: Study, by: Person, path: Path) -> None:
    table = read_table(
        path, required=["theme", "codes"], optional=["concept", "definition", "word"]
    )
    for row in table.rows:
        names = [name.strip() for name in row["codes"].split(";")]
        if row["theme"]:
            add_theme(
                study,
                row["theme"],
                concept=row["concept"],
                definition=row["definition"],
                by=by,
            )
            move_codes(study, names, row["theme"], by=by)
        else:
            park_codes(study, names, row["word"], by=by)
