"""Themes and phases by commands."""

from pathlib import Path
from typing import Any

import click

from workbench.cli.common import (
    as_option,
    json_option,
    narrate,
    open_as,
    open_for,
    print_json,
    print_rows,
    study_argument,
)
from workbench.cli.several import Subcommands
from workbench.corpus.search import HOW
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Person, Study
from workbench.themes import arrange, store
from workbench.themes.board import Extract, extracts
from workbench.themes.maps import MAPPED_PHASES, keep_map
from workbench.themes.missed import FOUND
from workbench.themes.missed import missed as missed_by
from workbench.themes.nouns import VERDICTS, Theme
from workbench.themes.phases import override_phase, phase_number, phases
from workbench.themes.review import ThemeReview, review_extracts, review_of

concept_option = click.option("--concept", help="Its central organising concept, one sentence.")
definition_option = click.option("--definition", help="What it holds, its scope, what it is not.")
summary_option = click.option("--summary", help="The summary that goes out to NVivo.")


@click.group(
    "theme", cls=Subcommands, epilog="Example: workbench theme add flood.db 'A warning is a person'"
)
def theme_command() -> None:
    """Themes: make them, move codes into them, merge, edit, park and list them."""


@theme_command.command(
    "add",
    epilog="Example: workbench theme add flood.db 'A warning is a person' --concept 'A level"
    " becomes a warning when somebody known vouches for it.'",
)
@study_argument
@click.argument("name")
@concept_option
@definition_option
@summary_option
@click.option("--parent", metavar="THEME", help="The theme that it lies under.")
@as_option
@json_option
def theme_add(
    study_path: Path,
    name: str,
    concept: str | None,
    definition: str | None,
    summary: str | None,
    parent: str | None,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Make a theme."""
    study, acting = open_for(study_path, as_name)
    with study:
        made = arrange.add_theme(
            study,
            name,
            concept=concept or "",
            definition=definition or "",
            summary=summary or "",
            parent=parent,
            by=acting,
        )
    narrate(f"{made.name} made; next: workbench theme move {study_path} CODE… --to '{made.name}'")
    if as_json:
        print_json(_as_json(made))


@theme_command.command("move", epilog="Example: workbench theme move flood.db Trust --to Voices")
@study_argument
@click.argument("codes", metavar="CODE…", nargs=-1, required=True)
@click.option("--to", required=True, metavar="THEME", help="Where the codes go.")
@click.option("--also", is_flag=True, help="Leave them in the themes they are in as well.")
@as_option
def theme_move(
    study_path: Path, codes: tuple[str, ...], to: str, also: bool, as_name: str | None
) -> None:
    """Move codes into a theme, out of the other themes and the tray."""
    study, acting = open_for(study_path, as_name)
    with study:
        theme = arrange.move_codes(study, codes, to, also=also, by=acting)
    narrate(f"{_count(len(codes), 'code')} in {theme.name}")


@theme_command.command(
    "edit", epilog="Example: workbench theme edit flood.db Voices --name 'A warning is a person'"
)
@study_argument
@click.argument("theme")
@click.option("--name", help="Its new name.")
@concept_option
@definition_option
@summary_option
@click.option(
    "--parent", metavar="THEME", help="The theme above; an empty one moves it to the top."
)
@as_option
def theme_edit(
    study_path: Path,
    theme: str,
    name: str | None,
    concept: str | None,
    definition: str | None,
    summary: str | None,
    parent: str | None,
    as_name: str | None,
) -> None:
    """Rename a theme, write its texts, or hang it under another."""
    study, acting = open_for(study_path, as_name)
    with study:
        edited = arrange.edit_theme(
            study,
            theme,
            name=name,
            concept=concept,
            definition=definition,
            summary=summary,
            parent=parent,
            by=acting,
        )
    narrate(f"{edited.name} edited")


@theme_command.command("merge", epilog="Example: workbench theme merge flood.db A B --into A")
@study_argument
@click.argument("themes", metavar="THEME…", nargs=-1, required=True)
@click.option("--into", required=True, metavar="THEME", help="The theme that stays.")
@as_option
def theme_merge(study_path: Path, themes: tuple[str, ...], into: str, as_name: str | None) -> None:
    """Make one theme of several.

    Codes, reviewed extracts and sub-themes go to the theme that stays. It keeps its own texts;
    those it lacks it takes from the first of the others that has them.
    """
    study, acting = open_for(study_path, as_name)
    with study:
        merged = arrange.merge_themes(study, themes, into, by=acting)
    narrate(f"{merged.name} holds {_count(len(merged.codes), 'code')} now")


@theme_command.command(
    "park", epilog="Example: workbench theme park flood.db 'People kept safe' --why 'why, not how'"
)
@study_argument
@click.argument("names", metavar="NAME…", nargs=-1, required=True)
@click.option("--why", "--reason", "why", metavar="WORD", help="A word why it is put aside.")
@click.option("--theme", "is_theme", is_flag=True, help="NAME is a theme, not a code.")
@click.option("--undo", "take_up", is_flag=True, help="Take a parked theme up again.")
@as_option
def theme_park(
    study_path: Path,
    names: tuple[str, ...],
    why: str | None,
    is_theme: bool,
    take_up: bool,
    as_name: str | None,
) -> None:
    """Put codes or themes aside, with a word why.

    NAME is a code where there is one of that name, else a theme; where both are called the same,
    say --theme, or name the code by its id. A parked code leaves its themes and waits in the
    tray; a parked theme keeps its codes and is not asked for at the gates. Moving a code into a
    theme takes it up again.
    """
    study, acting = open_for(study_path, as_name)
    with study, study.change("park", acting):
        for name in names:
            if is_theme or take_up or _means_theme(study, acting, name):
                arrange.park_theme(study, name, None if take_up else why or "", by=acting)
            else:
                arrange.park_codes(study, [name], why or "", by=acting)
    narrate(f"{', '.join(names)} {'taken up again' if take_up else 'parked'}")
    if not why and not take_up:
        narrate("give a word why with --why: phase 3 asks for one")


@theme_command.command("remove", epilog="Example: workbench theme remove flood.db Voices")
@study_argument
@click.argument("theme")
@as_option
def theme_remove(study_path: Path, theme: str, as_name: str | None) -> None:
    """Remove an empty theme."""
    study, acting = open_for(study_path, as_name)
    with study:
        arrange.remove_theme(study, theme, by=acting)
    narrate(f"{theme} removed")


@theme_command.command("list", epilog="Example: workbench theme list flood.db --json")
@study_argument
@as_option
@json_option
def theme_list(study_path: Path, as_name: str | None, as_json: bool) -> None:
    """All themes, each below its parent, with the codes in it."""
    study, viewer = open_for(study_path, as_name)
    with study, study.snapshot():
        listed = store.themes(study, viewer)
    if as_json:
        print_json([_as_json(theme) for theme in listed])
        return
    print_rows(
        ("theme", "concept", "codes"),
        [(f"{'› ' * t.depth}{t.name}", t.concept, ", ".join(_paths(t))) for t in listed],
        nothing=f"no themes yet; next: workbench theme add {study_path} NAME",
    )


@theme_command.command(
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
        narrate(f"{_count(len(ids), 'extract')} of {theme}: {verdict}; {how_far}")
        return
    study, viewer = open_for(study_path, as_name)
    with study:
        name = store.find_theme(study, viewer, theme).name
        if missed is None:
            listed = extracts(study, viewer, theme=theme, code=code)
            said = _how_far(review_of(study, viewer, theme))
        else:
            listed = missed_by(study, viewer, theme, missed, how)
            said = f"{_count(len(listed), 'turn')} with {missed} outside it"
    rows = [_extract_row(e, name) for e in listed if participant in (None, e.participant)]
    if as_json:
        print_json(rows)
        return
    narrate(f"{theme}: {said}")
    columns = ("id", "transcript", "code", "verdict", "text")
    print_rows(columns, [[row[column] for column in columns] for row in rows])


@click.command("phases", epilog="Example: workbench phases flood.db --as Ana --json")
@study_argument
@click.option("--override", metavar="PHASE", help="Go past a phase, by number or name.")
@click.option("--reason", help="Why; it is kept.")
@click.option("--keep-map", metavar="PHASE", help="Keep the thematic map (phases 3, 4 and 5).")
@as_option
@json_option
def phases_command(
    study_path: Path,
    override: str | None,
    reason: str | None,
    keep_map: str | None,
    as_name: str | None,
    as_json: bool,
) -> None:
    """The six phases and their gates.

    Gates are reminders: with --override and --reason the study goes past one. The thematic map is
    kept when phases 3, 4 and 5 are gone past, and whenever --keep-map asks for it.
    """
    if (override is None) != (reason is None):
        raise UsageError("going past a phase takes both --override PHASE and --reason R")
    study, viewer = open_for(study_path, as_name)
    with study:
        if override is not None or keep_map is not None:
            _go_on(study, viewer, override, reason or "", keep_map)
        listed = phases(study, viewer)
    if as_json:
        print_json(
            [
                {
                    "phase": one.number,
                    "name": one.name,
                    "state": one.state,
                    "gates": [
                        {"gate": g.gate, "met": g.met, "missing": list(g.missing)}
                        for g in one.gates
                    ],
                }
                for one in listed
            ]
        )
        return
    for one in listed:
        click.echo(f"{one.number} {one.name}  {one.state}{_because(one.reason)}")
        for gate in one.gates:
            click.echo(f"  {'✓' if gate.met else '!'} {gate.gate}{_missing(gate.missing)}")


def _go_on(
    study: Study, acting: Person | None, override: str | None, reason: str, mapped: str | None
) -> None:
    with study.change("go on to the next phase", acting):
        if override is not None:
            override_phase(study, phase_number(override), reason, acting)
        if mapped is not None and not (override and phase_number(override) in MAPPED_PHASES):
            keep_map(study, phase_number(mapped), acting)


def _means_theme(study: Study, viewer: Person | None, name: str) -> bool:
    theme = next((t for t in store.themes(study, viewer) if name in (t.id, t.name)), None)
    try:
        code = store.code_in_use(study, viewer, name)
    except WorkbenchError:
        if theme is None:
            raise
        return True
    if theme is not None:
        raise WorkbenchError(
            f"{name} is a code and a theme: say --theme, or name the code by its id, {code.id}"
        )
    return False


def _as_json(theme: Theme) -> dict[str, Any]:
    return {
        "id": theme.id,
        "name": theme.name,
        "parent": theme.parent or None,
        "concept": theme.concept,
        "definition": theme.definition,
        "summary": theme.summary,
        "codes": _paths(theme),
    }


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


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _because(reason: str) -> str:
    return f" ({reason})" if reason else ""


def _missing(missing: tuple[str, ...]) -> str:
    if not missing:
        return ""
    shown = ", ".join(missing[:5])
    return f": {shown}{f' and {len(missing) - 5} more' if len(missing) > 5 else ''}"
