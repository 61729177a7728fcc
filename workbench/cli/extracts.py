"""The extracts of a theme by commands: reviewing, recoding, looking for what was missed."""

from pathlib import Path
from typing import Any

import click

from workbench.cli.common import (
    as_option,
    counted,
    json_option,
    narrate,
    open_as,
    open_for,
    print_json,
    print_rows,
    study_argument,
)
from workbench.consensus.nouns import REASONS
from workbench.corpus.search import HOW
from workbench.errors import UsageError
from workbench.themes import store
from workbench.themes.board import Extract, extracts
from workbench.themes.missed import FOUND
from workbench.themes.missed import missed as missed_by
from workbench.themes.nouns import VERDICTS, Theme
from workbench.themes.recoding import recode_extracts
from workbench.themes.review import ThemeReview, review_extracts, review_of


@click.command(
    "review", epilog="Example: workbench theme review flood.db --as Ana Voices 6f1c… --verdict keep"
)
@study_argument
@click.argument("theme")
@click.argument("ids", metavar="[ID…]", nargs=-1)
@click.option("--verdict", type=click.Choice([*VERDICTS, "none"]), help="What becomes of them.")
@click.option("--all", "every", is_flag=True, help="Instead of IDs: all that wait for a verdict.")
@click.option("--participant", metavar="NAME", help="Only extracts of this participant.")
@click.option("--code", metavar="CODE", help="Only extracts of this code.")
@click.option("--note", default="", help="A word about it.")
@click.option("--missed", metavar="WORDS", help="List instead where it is said outside the theme.")
@click.option("--how", type=click.Choice(HOW), default=HOW[0], help="How --missed looks for WORDS.")
@as_option
@json_option
def theme_review(
    study_path: Path,
    theme: str,
    ids: tuple[str, ...],
    verdict: str | None,
    every: bool,
    participant: str | None,
    code: str | None,
    note: str,
    missed: str | None,
    how: str,
    as_name: str | None,
    as_json: bool,
) -> None:
    """List the extracts of a theme, or with IDs (or --all) and --verdict tick them.

    A dropped extract keeps its code and no longer counts in the theme; a chosen one stands for
    the theme in the write-up; none takes a verdict back. With --all the verdict is on every
    extract that waits for one (none: on every one that has one), of the theme's own codes. With
    --missed the places listed have the codes they carry already, or none, and no id to be ticked.
    """
    if (bool(ids) or every) != bool(verdict):
        raise UsageError("ticking extracts takes their ids, or --all, and a --verdict")
    if ids and (every or participant or code):
        raise UsageError("name extracts by their ids, or with --all, --participant and --code")
    if missed is not None and (verdict or participant or code):
        raise UsageError("--missed looks through the whole theme: give it without the others")
    if verdict is not None:
        study, acting = open_as(study_path, as_name)
        wanted = None if verdict == "none" else verdict
        with study:
            if every:
                listed = review_of(study, acting, theme, code=code).all_for(wanted, participant)
                ids = tuple(one.id for one in listed)
            if ids:
                review_extracts(study, theme, ids, wanted, note=note, by=acting)
            how_far = _how_far(review_of(study, acting, theme))
        narrate(f"{counted(len(ids), 'extract')} of {theme}: {verdict}; {how_far}")
        return
    study, viewer = open_for(study_path, as_name)
    with study:
        name = store.find_theme(study, viewer, theme).name
        if missed is None:
            listed = extracts(study, viewer, theme=theme, code=code)
            said = _how_far(review_of(study, viewer, theme))
        else:
            listed = missed_by(study, viewer, theme, missed, how)
            said = f"{counted(len(listed), 'turn')} with {missed} outside it"
    rows = [_extract_row(e, name) for e in listed if participant in (None, e.participant)]
    if as_json:
        print_json(rows)
        return
    narrate(f"{theme}: {said}")
    columns = ("id", "transcript", "code", "verdict", "text")
    print_rows(columns, [[row[column] for column in columns] for row in rows])


@click.command(
    "recode",
    epilog="Example: workbench theme recode flood.db --as Ana Voices 6f1c… --code Trust"
    " --reason inference",
)
@study_argument
@click.argument("theme")
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.option("--code", metavar="CODE", required=True, help="The code that they get.")
@click.option("--reason", type=click.Choice(REASONS), required=True, help="Why; it is kept.")
@click.option("--note", default="", help="In a sentence.")
@as_option
@json_option
def theme_recode(
    study_path: Path,
    theme: str,
    ids: tuple[str, ...],
    code: str,
    reason: str,
    note: str,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Give extracts that do not fit a theme another code, as a decision on record.

    It is the agreed coding that gets the code, so that the passage goes where that code is, and
    leaves every theme that does not hold it; the coders' own layers, and agreement, stay as they
    are. To leave the code and only take the passage out of this theme, drop it with theme review.
    """
    study, acting = open_as(study_path, as_name)
    with study:
        done = recode_extracts(study, theme, ids, code, reason, note=note, by=acting)
        paths = {one.id: one.code for one in done}
        holding = [t.name for t in store.themes(study, acting) if done[0].code in _paths(t)]
    if as_json:
        print_json([{"id": coding_id, "code": path} for coding_id, path in paths.items()])
        return
    where = f"in {', '.join(holding)}" if holding else "in no theme yet"
    narrate(f"{counted(len(paths), 'extract')} of {theme} recoded to {done[0].code}, {where}")


def _paths(theme: Theme) -> list[str]:
    return [code.path for code in theme.codes]


def _extract_row(one: Extract, theme: str) -> dict[str, Any]:
    return {
        "id": one.id if one.layer != FOUND else None,
        "transcript": one.transcript,
        "turn": one.turn,
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "code": one.code,
        "participant": one.participant,
        "verdict": dict(one.verdicts).get(theme),
    }


def _how_far(review: ThemeReview) -> str:
    balance = review.balance
    return "; ".join(part for part in (review.words, balance.words, balance.leans) if part)
