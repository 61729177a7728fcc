"""Commands on the study file itself: new, people, undo, redo, history, verify, backup, restore."""

import sqlite3
from pathlib import Path

import click

from workbench.cli.common import (
    as_option,
    counted,
    json_option,
    narrate,
    one_line,
    open_as,
    open_for,
    print_json,
    print_rows,
    study_argument,
)
from workbench.cli.several import Subcommands
from workbench.codebook.importing import import_codebook
from workbench.coding import carrier as _carrier  # noqa: F401  undo asks it
from workbench.coding import locking as _layer_checks  # noqa: F401  registers its checks
from workbench.consensus import checks as _item_checks  # noqa: F401
from workbench.corpus import store as corpus
from workbench.errors import WorkbenchError
from workbench.study import (
    Person,
    Study,
    UnsoundError,
    add_person,
    backup,
    create_study,
    explain,
    history,
    people,
    redo,
    rename_person,
    retire_person,
    undo,
    verify,
)
from workbench.study.backup import restore
from workbench.study.file import MODES
from workbench.study.journal import Value
from workbench.study.nouns import ROLES
from workbench.study.verify import Verdict


@click.command(
    "new", epilog="Example: workbench new flood.db --title 'River warnings' --mode codebook"
)
@study_argument
@click.option("--title", required=True, help="What the study is called.")
@click.option("--mode", type=click.Choice(MODES), default="codebook", show_default=True)
@click.option(
    "--codebook",
    "codebook_path",
    type=click.Path(path_type=Path),
    help="A codebook (CSV or .qdc) to start with.",
)
@as_option
def new_command(
    study_path: Path, title: str, mode: str, codebook_path: Path | None, as_name: str | None
) -> None:
    """Make a new study. Nothing is ever overwritten."""
    del as_name  # nobody is in a new study yet: it is made by set-up
    with create_study(study_path, title, mode) as study:
        if codebook_path is not None:
            try:
                notices = _codebook_notices(study, codebook_path)
            except BaseException:
                study.close()
                study_path.unlink(missing_ok=True)
                raise
            for notice in notices:
                narrate(notice)
    narrate(f"{study_path} made; next: workbench import {study_path} FILE…")


def _codebook_notices(study: Study, path: Path) -> list[str]:
    """Import the first codebook and return what there is to say about it."""
    if path.suffix.casefold() != ".qdc":
        return list(import_codebook(study, path, by=None).notices)
    # Reading XML takes long to load, and most commands of this module never do.
    from workbench.exchange.refi.importing import import_qdc

    done = import_qdc(study, path, None)
    losses = ["Not taken from the file:", *(f"  {loss}" for loss in done.losses)]
    return [f"codes read: {len(done.new)}", *done.notices, *(losses if done.losses else [])]


@click.group(
    "people", cls=Subcommands, epilog="Example: workbench people add flood.db Ana --role coder"
)
def people_command() -> None:
    """The coders and supervisors of a study."""


@people_command.command("list", epilog="Example: workbench people list flood.db --json")
@study_argument
@as_option
@json_option
def people_list(study_path: Path, as_name: str | None, as_json: bool) -> None:
    """Everybody in the study."""
    study, _ = open_for(study_path, as_name)
    with study:
        everybody = people(study)
    if as_json:
        print_json([{"name": p.name, "role": p.role, "retired": p.retired} for p in everybody])
        return
    print_rows(
        ("name", "role", ""),
        [(p.name, p.role, "retired" if p.retired else "") for p in everybody],
        nothing=f"nobody yet; next: workbench people add {study_path} NAME",
    )


@people_command.command("add", epilog="Example: workbench people add flood.db Ben --role coder")
@study_argument
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="coder", show_default=True)
@as_option
def people_add(study_path: Path, name: str, role: str, as_name: str | None) -> None:
    """Add a coder or a supervisor."""
    study, acting = open_for(study_path, as_name)
    with study:
        added = add_person(study, name, role, by=acting)
    narrate(f"{added.name} is in the study as {added.role}")


@people_command.command("rename", epilog="Example: workbench people rename flood.db Ana Anna")
@study_argument
@click.argument("old")
@click.argument("new")
@as_option
def people_rename(study_path: Path, old: str, new: str, as_name: str | None) -> None:
    """Give somebody another name; their work follows."""
    study, acting = open_for(study_path, as_name)
    with study:
        rename_person(study, old, new, by=acting)
    narrate(f"{old} is called {new} now")


@people_command.command("retire", epilog="Example: workbench people retire flood.db Ben")
@study_argument
@click.argument("name")
@as_option
def people_retire(study_path: Path, name: str, as_name: str | None) -> None:
    """No new work for somebody; what they did stays."""
    study, acting = open_for(study_path, as_name)
    with study:
        retire_person(study, name, by=acting)
    narrate(f"{name} is retired; what they did stays")


set_up_option = click.option(
    "--set-up", is_flag=True, help="Of what was done without a name, instead of your own."
)


def _whose(study_path: Path, set_up: bool, as_name: str | None) -> tuple[Study, Person | None]:
    if set_up:
        return open_for(study_path, as_name)[0], None
    return open_as(study_path, as_name)


@click.command("undo", epilog="Example: workbench undo flood.db --as Ana")
@study_argument
@set_up_option
@as_option
@json_option
def undo_command(study_path: Path, set_up: bool, as_name: str | None, as_json: bool) -> None:
    """Take back your last change, of any kind, across sessions.

    With --set-up it is the last one that was made without a name, as in setting up a study.
    """
    study, acting = _whose(study_path, set_up, as_name)
    with study:
        what = undo(study, acting)
    if as_json:
        print_json({"took_back": what})
    else:
        click.echo(one_line(f"took back: {what}"))


@click.command("redo", epilog="Example: workbench redo flood.db --as Ana")
@study_argument
@set_up_option
@as_option
@json_option
def redo_command(study_path: Path, set_up: bool, as_name: str | None, as_json: bool) -> None:
    """Make your last undone change again.

    Until your next change; that which made people, transcripts or a round also later, for others
    may have worked on these meanwhile.

    With --set-up it is the last one that was made without a name, as in setting up a study.
    """
    study, acting = _whose(study_path, set_up, as_name)
    with study:
        what = redo(study, acting)
    if as_json:
        print_json({"made_again": what})
    else:
        click.echo(one_line(f"made again: {what}"))


@click.command("history", epilog="Example: workbench history flood.db --as Ana --json")
@study_argument
@as_option
@json_option
def history_command(study_path: Path, as_name: str | None, as_json: bool) -> None:
    """Who changed what and when, as far as you may see it."""
    study, viewer = open_for(study_path, as_name)
    with study:
        entries = history(study, viewer)
    if as_json:
        print_json(
            [
                {
                    "id": e.id,
                    "at": e.at,
                    "by": e.by,
                    "what": e.what,
                    "rows": [
                        {
                            "table": row.table,
                            "id": row.row_id,
                            "before": _plain(row.before),
                            "after": _plain(row.after),
                        }
                        for row in e.rows
                    ],
                }
                for e in entries
            ]
        )
        return
    print_rows(("at", "by", "what", "rows"), [(e.at, e.by, e.what, len(e.rows)) for e in entries])


def _plain(cells: dict[str, Value] | None) -> dict[str, str | int | float | None] | None:
    if cells is None:
        return None
    return {k: v.hex() if isinstance(v, bytes) else v for k, v in cells.items()}


@click.command("verify", epilog="Example: workbench verify flood.db --json")
@study_argument
@as_option
@json_option
def verify_command(study_path: Path, as_name: str | None, as_json: bool) -> None:
    """Check the file, the journal and every locked layer."""
    verdict = _verdict(study_path, as_name)
    areas = {area: "ok" if sound else "failed" for area, sound in verdict.areas.items()}
    if as_json:
        print_json({"ok": verdict.ok, **areas, "problems": verdict.problems})
    else:
        for area, state in areas.items():
            click.echo(f"{area:<10} {state}")
        for problem in verdict.problems:
            click.echo(f"  {problem}")
    if not verdict.ok:
        count = len(verdict.problems)
        raise WorkbenchError(
            f"{study_path} has {counted(count, 'problem')}: go back to a backup with"
            " workbench restore, and keep this file for whoever looks into it"
        )


def _verdict(study_path: Path, as_name: str | None) -> Verdict:
    """What verification finds; a study too damaged to be opened has failed it, too."""
    try:
        study, _ = open_for(study_path, as_name)
        with study:
            for name, version in corpus.corrected(study):
                narrate(
                    f"{name} was corrected (version {version} stands): what lies on it went along,"
                    " and layers locked before are sealed on each version"
                )
            return verify(study)
    except sqlite3.Error as error:
        said = explain(error, study_path)
    except UnsoundError as error:
        said = error
    if not isinstance(said, UnsoundError):
        raise said
    return Verdict.of_unreadable(one_line(str(said)))


@click.command("backup", epilog="Example: workbench backup flood.db flood-monday.db")
@study_argument
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@as_option
def backup_command(study_path: Path, target: Path, as_name: str | None) -> None:
    """Write a consistent copy, also while others are at work."""
    study, _ = open_for(study_path, as_name)
    with study:
        backup(study, target)
    narrate(f"{target} is a copy of {study_path} as it stands now")


@click.command("restore", epilog="Example: workbench restore flood-monday.db flood-again.db")
@click.argument("source", metavar="BACKUP", type=click.Path(path_type=Path))
@click.argument("target", metavar="STUDY", type=click.Path(path_type=Path))
@as_option
def restore_command(source: Path, target: Path, as_name: str | None) -> None:
    """Make a study out of a backup, after checking it. Nothing is ever overwritten."""
    del as_name  # the copy is what the backup was, whoever makes it
    restore(source, target)
    narrate(f"{target} is the study as {source} kept it")
