"""Coding by commands: apply, codings, lock, unlock."""

from pathlib import Path

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
    shortened,
    study_argument,
)
from workbench.cli.several import Subcommands
from workbench.codebook.store import find_code
from workbench.coding import apply as hands
from workbench.coding.importing import import_codings
from workbench.coding.listing import CONSENSUS, listed
from workbench.coding.locking import unlock
from workbench.coding.store import own_codings
from workbench.consensus.reveal import lock
from workbench.consensus.store import consensus_codings
from workbench.corpus.store import transcript as find_transcript
from workbench.study import person


@click.command("apply", epilog="Example: workbench apply flood.db --as Ana S1-07 120 184 Trust")
@study_argument
@click.argument("transcript")
@click.argument("start", type=int)
@click.argument("end", type=int)
@click.argument("code")
@click.option("--memo", help="A memo on this coding.")
@as_option
@json_option
def apply_command(
    study_path: Path,
    transcript: str,
    start: int,
    end: int,
    code: str,
    memo: str | None,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Put CODE on the characters START to END (exclusive) of TRANSCRIPT; prints the coding's id."""
    study, acting = open_as(study_path, as_name)
    with study:
        found = find_transcript(study, transcript)
        coding_id = hands.apply_code(
            study, acting, found, start, end, find_code(study, acting, code), memo
        )
    if as_json:
        print_json({"id": coding_id})
    else:
        click.echo(coding_id)


@click.group(
    "codings", cls=Subcommands, epilog="Example: workbench codings list flood.db --as Ana --json"
)
def codings_command() -> None:
    """List, import and mend codings."""


@codings_command.command(
    "import", epilog="Example: workbench codings import flood.db --as Ana codings.csv"
)
@study_argument
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--create-codes", is_flag=True, help="Unknown codes become your inductive codes.")
@as_option
@json_option
def codings_import(
    study_path: Path, file: Path, create_codes: bool, as_name: str | None, as_json: bool
) -> None:
    """Read codings from a table transcript,start,end,code[,memo]: all rows or none."""
    study, acting = open_as(study_path, as_name)
    with study:
        done = import_codings(study, acting, file, create_codes=create_codes)
    narrate(f"{counted(done.codings, 'coding')} of {acting.name} imported from {file.name}")
    if done.repeats:
        repeated = "repeated a coding and was" if done.repeats == 1 else "repeated codings and were"
        narrate(f"{counted(done.repeats, 'row')} {repeated} left out")
    if done.codes:
        narrate(f"{counted(len(done.codes), 'inductive code')} made: {', '.join(done.codes)}")
    if as_json:
        print_json(
            {"imported": done.codings, "repeats": done.repeats, "codes_made": list(done.codes)}
        )


@codings_command.command(
    "list", epilog="Example: workbench codings list flood.db --as Ana --json --layer consensus"
)
@study_argument
@click.option("--layer", metavar="NAME|consensus", help="Only this person's, or the agreed ones.")
@as_option
@json_option
def codings_list(study_path: Path, layer: str | None, as_name: str | None, as_json: bool) -> None:
    """All codings that you may see, or those of one layer."""
    study, viewer = open_for(study_path, as_name)
    with study, study.snapshot():
        agreed = consensus_codings(study) if layer in (None, CONSENSUS) else []
        rows = listed(study, viewer, layer, agreed)
    if as_json:
        print_json(rows)
        return
    print_rows(
        ("id", "transcript", "start", "end", "code", "coder", "text"),
        [
            (
                *(row[cell] for cell in ("id", "transcript", "start", "end", "code", "coder")),
                shortened(str(row["text"])),
            )
            for row in rows
        ],
        nothing="no codings that you may see" if viewer else "no codings are revealed yet",
    )


@codings_command.command(
    "remove", epilog="Example: workbench codings remove flood.db --as Ana 6f1c…"
)
@study_argument
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@as_option
def codings_remove(study_path: Path, ids: tuple[str, ...], as_name: str | None) -> None:
    """Take your own codings away."""
    study, acting = open_as(study_path, as_name)
    with study:
        gone = hands.remove(study, acting, ids)
    narrate(f"{counted(len(gone), 'coding')} removed; workbench undo brings back what was removed")


@codings_command.command(
    "recode", epilog="Example: workbench codings recode flood.db --as Ana 6f1c… --code Trust"
)
@study_argument
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.option("--code", required=True, help="The code they get.")
@as_option
def codings_recode(study_path: Path, ids: tuple[str, ...], code: str, as_name: str | None) -> None:
    """Give your own codings another code."""
    study, acting = open_as(study_path, as_name)
    with study:
        hands.recode(study, acting, ids, find_code(study, acting, code))
    narrate(f"{counted(len(ids), 'coding')} recoded as {code}")


@codings_command.command(
    "split", epilog="Example: workbench codings split flood.db --as Ana 6f1c… --at 151"
)
@study_argument
@click.argument("id", metavar="ID")
@click.option("--at", type=int, required=True, help="The position at which the second part starts.")
@as_option
@json_option
def codings_split(study_path: Path, id: str, at: int, as_name: str | None, as_json: bool) -> None:
    """Part one of your own codings in two; prints the id of the second part."""
    study, acting = open_as(study_path, as_name)
    with study:
        found = next((c for c in own_codings(study, acting, [id])), None)
        if found is None:
            raise hands.not_there(acting, id)
        second = hands.split(study, acting, find_transcript(study, found.transcript), id, at)
    if as_json:
        print_json({"id": second})
    else:
        click.echo(second)


@codings_command.command(
    "join", epilog="Example: workbench codings join flood.db --as Ana 6f1c… 8a20…"
)
@study_argument
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@as_option
@json_option
def codings_join(
    study_path: Path, ids: tuple[str, ...], as_name: str | None, as_json: bool
) -> None:
    """Make one coding of several of your own, of one code and one transcript; prints its id."""
    study, acting = open_as(study_path, as_name)
    with study:
        kept = hands.join(study, acting, ids)
    if as_json:
        print_json({"id": kept})
    else:
        click.echo(kept)


@codings_command.command(
    "memo", epilog="Example: workbench codings memo flood.db --as Ana 6f1c… --memo 'her own word'"
)
@study_argument
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.option("--memo", required=True, help="The memo; an empty one removes it.")
@as_option
def codings_memo(study_path: Path, ids: tuple[str, ...], memo: str, as_name: str | None) -> None:
    """Write or replace the memo of your own codings."""
    study, acting = open_as(study_path, as_name)
    with study:
        hands.set_memo(study, acting, ids, memo)
    narrate(f"memo of {counted(len(ids), 'coding')} written")


@click.command("lock", epilog="Example: workbench lock flood.db --as Ana S1-07 S1-08")
@study_argument
@click.argument("transcripts", metavar="[TRANSCRIPT…]", nargs=-1)
@as_option
@json_option
def lock_command(
    study_path: Path, transcripts: tuple[str, ...], as_name: str | None, as_json: bool
) -> None:
    """Freeze your layer of these transcripts (default: all that you have open), and its seal."""
    study, acting = open_as(study_path, as_name)
    with study:
        locked = lock(study, acting, list(transcripts) or None)
    if as_json:
        print_json(
            [
                {"transcript": x.transcript, "sha256": x.sha256, "revealed": x.revealed}
                for x in locked
            ]
        )
        return
    for one in locked:
        click.echo(f"{one.sha256}  {one.transcript}{'  revealed' if one.revealed else ''}")


@click.command(
    "unlock",
    epilog="Example: workbench unlock flood.db --as Eva --coder Ana S1-07 --reason 'wrong file'",
)
@study_argument
@click.argument("transcript")
@click.option("--coder", required=True, help="Whose layer is opened again.")
@click.option("--reason", required=True, help="Why; it stays in the journal.")
@as_option
def unlock_command(
    study_path: Path, transcript: str, coder: str, reason: str, as_name: str | None
) -> None:
    """As a supervisor, open a locked layer again; after reveal as a further version."""
    study, acting = open_as(study_path, as_name)
    with study:
        found = find_transcript(study, transcript)
        version = unlock(study, acting, person(study, coder), found.id, found.name, reason)
    narrate(f"{transcript} of {coder} is open again, version {version}")
