"""Themes by commands: making and arranging them; see ``extracts`` for what is in them."""

from pathlib import Path
from typing import Any

import click

from workbench.cli.common import (
    as_option,
    counted,
    json_option,
    narrate,
    open_for,
    print_json,
    print_rows,
    study_argument,
)
from workbench.cli.extracts import theme_recode, theme_review
from workbench.cli.several import Subcommands
from workbench.errors import WorkbenchError
from workbench.study import Person, Study
from workbench.themes import arrange, store
from workbench.themes.nouns import Theme

concept_option = click.option("--concept", help="Its central organising concept, one sentence.")
definition_option = click.option("--definition", help="What it holds, its scope, what it is not.")
summary_option = click.option("--summary", help="The summary that goes out to NVivo.")


@click.group(
    "theme", cls=Subcommands, epilog="Example: workbench theme add flood.db 'A warning is a person'"
)
def theme_command() -> None:
    """Themes: make them, move codes into them, merge, edit, park, list and review them."""


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
    narrate(f"{counted(len(codes), 'code')} in {theme.name}")


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
    narrate(f"{merged.name} holds {counted(len(merged.codes), 'code')} now")


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


for one_command in (theme_review, theme_recode):
    theme_command.add_command(one_command)
