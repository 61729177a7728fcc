"""The command that erases a participant."""

from pathlib import Path

import click

from workbench.cli.common import (
    as_option,
    json_option,
    narrate,
    open_as,
    print_json,
    study_argument,
)
from workbench.coding.withdrawing import withdraw


@click.command(
    "withdraw",
    epilog="Example: workbench withdraw flood.db --as Eva S1-05 --reason 'asked to on 3 May'",
)
@study_argument
@click.argument("case", metavar="CASE")
@click.option("--reason", required=True, help="Why; it is kept, so leave names out of it.")
@as_option
@json_option
def withdraw_command(
    study_path: Path, case: str, reason: str, as_name: str | None, as_json: bool
) -> None:
    """Erase a participant: texts of all versions, codings, memos, answers. Nothing takes it back.

    A transcript in which only they answer goes whole; elsewhere their turns go. The journal keeps
    digests alone, so that it still verifies and says that something was erased, when and why.
    """
    study, acting = open_as(study_path, as_name)
    with study:
        done = withdraw(study, acting, case, reason)
    if as_json:
        print_json(
            {
                "transcripts": list(done.transcripts),
                "shared": list(done.shared),
                "copies": [str(path) for path in done.copies],
            }
        )
    for name in done.transcripts:
        narrate(f"{name} is erased")
    for name in done.shared:
        narrate(f"{name}: their turns are erased, what others said stays")
    if not done.transcripts and not done.shared:
        narrate(
            f"no words belonged to {case}: where some do, say so with workbench speakers --case"
            " LABEL=CASE and withdraw once more"
        )
    if done.lingers:
        narrate(
            f"somebody else has {study_path} open: what was erased can be read from the file until"
            " they close it"
        )
    for path in done.copies:
        narrate(f"still holds what was erased, delete it: {path}")
    narrate(
        "look through what else may tell of them: backups, packs and exports made elsewhere, what"
        " others say of them, names of transcripts in the journal, notes on no transcript, names of"
        " in-vivo codes and examples of codes, reasons of corrections, summaries of themes"
    )
