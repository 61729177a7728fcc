"""``workbench deidentify``: candidates for a person to decide on, then replaced throughout."""

from pathlib import Path

import click

from workbench.cli.common import (
    as_option,
    counted,
    json_option,
    narrate,
    open_for,
    print_json,
    print_rows,
    shortened,
    study_argument,
)
from workbench.cli.several import ByDefault
from workbench.coding.replacing import find_names, labels, replace_names
from workbench.corpus.name_key import read_key, write_key
from workbench.errors import UsageError

NOTHING_PROMISED = (
    "the versions before are kept in this file, notes and memos are as they were, and what is"
    " told can give somebody away without a name: this does not make anybody anonymous"
)
key_option = click.option(
    "--key",
    "key_path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The key (CSV): who is who. Keep it apart from the study.",
)


class _Deidentify(ByDefault):
    default = "find"


@click.group(
    "deidentify",
    cls=_Deidentify,
    epilog="Example: workbench deidentify flood.db --key ~/safe/key.csv",
)
def deidentify_command() -> None:
    """Find what may identify somebody, decide on it in a table, replace it throughout.

    `deidentify STUDY` lists candidates. Nothing is promised: spelling shows some names and hides
    others, and what people tell can give them away without any.
    """


@deidentify_command.command(
    "find", epilog="Example: workbench deidentify find flood.db --key ~/safe/key.csv"
)
@study_argument
@key_option
@click.option(
    "--model",
    metavar="NAME",
    default="",
    help="Also what this spaCy model, which you have installed, takes for a name.",
)
@as_option
@json_option
def deidentify_find(
    study_path: Path, key_path: Path | None, model: str, as_name: str | None, as_json: bool
) -> None:
    """List what may identify somebody; with --key, write it into the key, for you to edit.

    Names, places, dates, addresses and numbers by their spelling alone: some of it is none, and
    what is not spelled like one is missed. The same person gets the same replacement everywhere.
    """
    study, _ = open_for(study_path, as_name)
    with study:
        found = find_names(study, model)
        taken = [label for several in labels(study).values() for label in several]
    if key_path is not None:
        new = write_key(key_path, found, taken)
        narrate(
            f"{counted(new, 'candidate')} added to {key_path}: edit the replacements, empty those"
            f" of what is no name; next: workbench deidentify apply {study_path} --key {key_path}"
        )
    if as_json:
        print_json(
            [
                {
                    "name": c.words,
                    "kind": c.kind,
                    "count": c.count,
                    "transcripts": list(c.transcripts),
                    "example": c.example,
                    "part_of": c.part_of or None,
                }
                for c in found
            ]
        )
        return
    print_rows(
        ("name", "kind", "count", "transcripts", "example"),
        [
            (c.words, c.kind, c.count, shortened(", ".join(c.transcripts), 24), c.example)
            for c in found
        ],
        nothing="nothing is spelled like a name; read the transcripts all the same",
    )


@deidentify_command.command(
    "apply", epilog="Example: workbench deidentify apply flood.db --key ~/safe/key.csv --as Eva"
)
@study_argument
@key_option
@as_option
@json_option
def deidentify_apply(
    study_path: Path, key_path: Path | None, as_name: str | None, as_json: bool
) -> None:
    """Replace the names of the key in all transcripts, as one correction that undo takes back.

    Every coding goes along; doubtful ones are listed for their coder.
    """
    if key_path is None:
        raise UsageError("say which key, with --key FILE (make one with workbench deidentify find)")
    study, acting = open_for(study_path, as_name)
    with study:
        done = replace_names(study, read_key(key_path), acting)
    doubtful = sum(len(one.doubts) for one in done.corrected)
    if as_json:
        print_json(
            {
                "places": done.places,
                "transcripts": [
                    {
                        "transcript": one.transcript,
                        "version": one.version,
                        "doubtful": len(one.doubts),
                    }
                    for one in done.corrected
                ],
                "left": list(done.left),
            }
        )
    narrate(
        f"{counted(done.places, 'place')} replaced in {counted(len(done.corrected), 'transcript')}"
    )
    if done.left:
        narrate(f"names of the key still stand elsewhere ({'; '.join(done.left)})")
    narrate(NOTHING_PROMISED)
    if doubtful:
        narrate(
            f"{counted(doubtful, 'doubtful place')} to settle; next: workbench doubtful list"
            f" {study_path}"
        )
