"""Commands on transcripts that were coded: correct, versions, doubtful."""

from collections.abc import Sequence
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
from workbench.coding.correcting import Corrected, correct_span, correct_text
from workbench.coding.doubts import doubts, settle
from workbench.coding.nouns import Doubt
from workbench.coding.reanchor import REASONS
from workbench.corpus import store
from workbench.corpus.readers.decoding import decode
from workbench.errors import UsageError, WorkbenchError

WHY = {**REASONS, "joined": "two codings came to lie on the same words and are one now"}


@click.command(
    "correct", epilog="Example: workbench correct flood.db S1-01 120 125 Marta --reason typing"
)
@study_argument
@click.argument("name", metavar="NAME")
@click.argument("start", metavar="[START", type=int, required=False)
@click.argument("end", metavar="END", type=int, required=False)
@click.argument("words", metavar="TEXT]", required=False)
@click.option(
    "--file",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The whole corrected text, instead of START END TEXT.",
)
@click.option("--reason", default="", help="What the correction is for.")
@as_option
@json_option
def correct_command(
    study_path: Path,
    name: str,
    start: int | None,
    end: int | None,
    words: str | None,
    file: Path | None,
    reason: str,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Correct the text of a transcript, also after it was coded or locked.

    TEXT takes the place of START to END (empty: that is deleted; START = END: an insertion). The
    version before is kept. All codings go along; doubtful ones are listed for their coder.
    """
    if (file is None) == (words is None):
        raise UsageError("say what to write: START END TEXT, or --file with the whole text")
    study, acting = open_for(study_path, as_name)
    with study:
        if file is not None:
            new = _text_of(file)
            done = correct_text(study, name, new, reason=reason, by=acting)
        else:
            if start is None or end is None or words is None:
                raise UsageError("say what to write: START END TEXT, or --file")
            done = correct_span(study, name, start, end, words, reason=reason, by=acting)
    if as_json:
        print_json(_corrected(done))
        return
    narrate(f"{done.transcript} is version {done.version} now; the one before is kept")
    _tell_doubts(study_path, len(done.doubts))


def _text_of(file: Path) -> str:
    try:
        return decode(file.read_bytes(), file.name).text
    except OSError as error:
        raise WorkbenchError(f"{file} cannot be read ({error.strerror}): check the path") from None


def _corrected(done: Corrected) -> dict[str, object]:
    return {
        "transcript": done.transcript,
        "version": done.version,
        "doubtful": len(done.doubts),
    }


def _tell_doubts(study_path: Path, number: int) -> None:
    if number:
        narrate(
            f"{counted(number, 'doubtful place')} to settle; next: workbench doubtful list"
            f" {study_path}"
        )


@click.command("versions", epilog="Example: workbench versions flood.db S1-01 --json")
@study_argument
@click.argument("name", metavar="NAME")
@click.option("--show", "shown", metavar="N", type=int, help="Print the text of version N exactly.")
@as_option
@json_option
def versions_command(
    study_path: Path, name: str, shown: int | None, as_name: str | None, as_json: bool
) -> None:
    """List the versions of a transcript's text; the first is what was imported."""
    study, _ = open_for(study_path, as_name)
    with study, study.snapshot():
        transcript = store.transcript(study, name)
        found = store.versions(study, transcript.id)
        if shown is not None:
            if as_json:
                raise UsageError("--show prints a text as it is: leave --json away")
            if not 1 <= shown <= len(found):
                raise WorkbenchError(
                    f"{transcript.name} has no version {shown}: it has 1 to {len(found)}"
                )
            body = store.body(study, found[shown - 1].text_id)
            if body is None:
                raise WorkbenchError(
                    f"version {shown} of {transcript.name} was erased: see workbench history"
                )
            click.echo(body.encode(), nl=False)
            return
    rows = [
        {
            "version": version.number,
            "at": version.at,
            "by": version.by or None,
            "reason": version.reason,
            "characters": version.characters,
            "words": version.words,
            "sha256": version.sha256,
            "erased": version.erased,
        }
        for version in found
    ]
    if as_json:
        print_json(rows)
    else:
        print_rows(list(rows[0]), [list(row.values()) for row in rows])


@click.group(
    "doubtful", cls=Subcommands, epilog="Example: workbench doubtful list flood.db --as Ana"
)
def doubtful_command() -> None:
    """Places that a correction could not carry over for sure: yours, and what is everybody's."""


@doubtful_command.command("list", epilog="Example: workbench doubtful list flood.db --as Ana")
@study_argument
@click.argument("name", metavar="[TRANSCRIPT]", required=False)
@as_option
@json_option
def doubtful_list(study_path: Path, name: str | None, as_name: str | None, as_json: bool) -> None:
    """List the doubtful places with the words before and now."""
    study, viewer = open_for(study_path, as_name)
    with study, study.snapshot():
        transcript_id = store.transcript(study, name).id if name else None
        found = doubts(study, viewer, transcript_id=transcript_id)
    if as_json:
        print_json([_doubt(doubt) for doubt in found])
        return
    print_rows(
        ("id", "transcript", "start", "end", "what", "before", "now", "why"),
        [
            (
                doubt.id,
                doubt.transcript,
                doubt.start,
                doubt.end,
                doubt.code,
                shortened(doubt.old_text, 40),
                shortened(doubt.text, 40),
                WHY[doubt.why],
            )
            for doubt in found
        ],
        nothing="nothing is doubtful",
    )


def _doubt(doubt: Doubt) -> dict[str, object]:
    return {
        "id": doubt.id,
        "kind": doubt.kind,
        "transcript": doubt.transcript,
        "start": doubt.start,
        "end": doubt.end,
        "text": doubt.text,
        "before": {"start": doubt.old_start, "end": doubt.old_end, "text": doubt.old_text},
        "code": doubt.code,
        "coder": doubt.coder or None,
        "memo": doubt.memo,
        "why": doubt.why,
        "locked": doubt.locked,
    }


@doubtful_command.command(
    "settle", epilog="Example: workbench doubtful settle flood.db --as Ana ID --move 120 131"
)
@study_argument
@click.argument("ids", metavar="[ID...]", nargs=-1)
@click.option("--keep", "how", flag_value="keep", help="The place is right.")
@click.option("--remove", "how", flag_value="remove", help="Take the coding away.")
@click.option("--move", "span", metavar="START END", type=int, nargs=2, help="The right place.")
@click.option("--all", "every", is_flag=True, help="All that are listed for you (with --keep).")
@as_option
@json_option
def doubtful_settle(
    study_path: Path,
    ids: Sequence[str],
    how: str | None,
    span: tuple[int, int] | None,
    every: bool,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Settle doubtful places, one by one or several the same way."""
    chosen = [way for way in (how, "move" if span else None) if way]
    if len(chosen) != 1:
        raise UsageError("say how, once: --keep, --move START END, or --remove")
    if every == bool(ids):
        raise UsageError("say which: the IDs that doubtful list shows, or --all")
    if every and chosen != ["keep"]:
        raise UsageError("--all goes with --keep only: look at a place before it is changed")
    if span and len(ids) > 1:
        raise UsageError("--move takes one ID: each place has its own")
    start, end = span or (None, None)
    study, acting = open_as(study_path, as_name)
    with study, study.change("settle a doubtful place", acting):
        wanted = [doubt.id for doubt in doubts(study, acting)] if every else list(ids)
        done = settle(study, acting, wanted, chosen[0], start=start, end=end)
    if as_json:
        print_json([{"id": doubt.id, "settled": chosen[0]} for doubt in done])
    else:
        narrate(f"{counted(len(done), 'doubtful place')} settled ({chosen[0]})")
