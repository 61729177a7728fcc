"""Codings to look at again after their code changed: ``recheck``."""

from pathlib import Path
from typing import Any

import click

from workbench.cli.common import (
    as_option,
    counted,
    json_option,
    narrate,
    open_as,
    print_json,
    print_rows,
    shortened,
    study_argument,
)
from workbench.cli.several import SeveralWords
from workbench.codebook.store import find_any_code
from workbench.coding.rechecking import Recheck, confirm, to_recheck
from workbench.corpus.store import text
from workbench.study import Study


class _Recheck(SeveralWords):
    several = ("--confirm",)


@click.command(
    "recheck",
    cls=_Recheck,
    epilog="Example: workbench recheck flood.db --as Ana --code Trust --all",
)
@study_argument
@click.option("--code", "name", metavar="CODE", help="Only codings of this code.")
@click.option("--confirm", "ids", multiple=True, metavar="ID…", help="These are right as they are.")
@click.option("--all", "confirm_all", is_flag=True, help="All that are listed are right.")
@as_option
@json_option
def recheck_command(
    study_path: Path,
    name: str | None,
    ids: tuple[str, ...],
    confirm_all: bool,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Your own codings whose code was defined anew or split since they were made.

    They stay as they are. Say of each that it is right (--confirm, --all), give it another code
    (workbench codings recode) or take it away (workbench codings remove). Lists what is left.
    """
    study, acting = open_as(study_path, as_name)
    with study:
        wanted = None if name is None else find_any_code(study, acting, name).id
        if confirm_all:
            ids = (*ids, *(one.coding.id for one in to_recheck(study, acting, code_id=wanted)))
        if ids:
            done = confirm(study, acting, ids)
            narrate(f"{counted(done, 'coding')} confirmed")
        left = to_recheck(study, acting, code_id=wanted)
        words = _words(study, left)
    if as_json:
        print_json([_as_json(one, said) for one, said in zip(left, words, strict=True)])
        return
    print_rows(
        ("id", "transcript", "start", "end", "code", "why", "text"),
        [
            (
                *(getattr(one.coding, cell) for cell in ("id", "transcript", "start", "end")),
                one.coding.code,
                why(one),
                shortened(said),
            )
            for one, said in zip(left, words, strict=True)
        ],
        nothing="nothing to re-check",
    )


def why(one: Recheck) -> str:
    """Why a coding is to be looked at again, in a few words."""
    parts = [f"{field.replace('_', ' ')} changed" for field, _, _ in one.changed]
    if one.split_into:
        parts.append(f"split into {', '.join(one.split_into)}")
    return "; ".join(parts)


def _words(study: Study, found: list[Recheck]) -> list[str]:
    bodies = {id: text(study, id) for id in {one.coding.transcript_id for one in found}}
    return [bodies[one.coding.transcript_id][one.coding.start : one.coding.end] for one in found]


def _as_json(one: Recheck, words: str) -> dict[str, Any]:
    coding = one.coding
    return {
        "id": coding.id,
        "transcript": coding.transcript,
        "start": coding.start,
        "end": coding.end,
        "text": words,
        "code": coding.code,
        "changed": {field: {"before": old, "after": new} for field, old, new in one.changed},
        "split_into": list(one.split_into),
        "locked": one.locked,
    }
