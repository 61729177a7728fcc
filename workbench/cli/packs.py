"""A coder's own file out and back."""

from collections.abc import Sequence
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
    study_argument,
)
from workbench.errors import UsageError
from workbench.exchange.packs.collecting import collect
from workbench.exchange.packs.making import call_back, give_out
from workbench.exchange.packs.nouns import Collected, Come
from workbench.study import Person, Study
from workbench.study.packs import Pack, packs


@click.command("pack", epilog="Example: workbench pack flood.db --for Ana ana.db")
@study_argument
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--for", "coder", metavar="NAME", help="Whose pack.")
@click.option(
    "--call-back", "back", is_flag=True, help="End the pack that is out; it is not collected then."
)
@as_option
@json_option
def pack_command(
    study_path: Path,
    file: Path | None,
    coder: str | None,
    back: bool,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Write a new FILE in which one coder works alone, on another machine. Without --for: list.

    It holds what they still have to code, the codebook as they see it and their own work, and
    nothing that anybody else is the author of. They open it with workbench open and lock in it;
    workbench collect brings it back. Meanwhile they code in the pack and not in the study.
    """
    if coder is None and (file is not None or back):
        raise UsageError("say whose pack, with --for NAME")
    if coder is not None and back == (file is not None):
        raise UsageError("--for NAME takes either a new FILE or --call-back")
    study, acting = open_for(study_path, as_name)
    with study:
        if coder is None:
            _list(packs(study), as_json)
        elif file is not None:
            _give_out(study, coder, file, acting, as_json)
        else:
            _call_back(study, coder, acting, as_json)


def _give_out(study: Study, coder: str, file: Path, acting: Person | None, as_json: bool) -> None:
    made = give_out(study, coder, file, acting)
    if as_json:
        print_json({"file": str(file), "for": made.coder, "transcripts": list(made.transcripts)})
        return
    narrate(
        f"{file} holds {counted(len(made.transcripts), 'transcript')} for {made.coder}, who opens"
        f" it with: workbench open {file} --as {made.coder}"
    )
    narrate(f"until it is collected, {made.coder} codes in it and not in {study.path}")


def _call_back(study: Study, coder: str, acting: Person | None, as_json: bool) -> None:
    back = call_back(study, coder, acting)
    if as_json:
        print_json({"for": coder, "transcripts": list(back)})
        return
    narrate(f"the pack of {coder} is called back: {coder} codes in {study.path} again")


def _list(known: Sequence[Pack], as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "for": pack.person.name,
                    "out": pack.out,
                    "made_at": pack.made_at,
                    "collected_at": pack.collected_at,
                    "transcripts": list(pack.transcripts),
                    "away": list(pack.away),
                }
                for pack in known
            ]
        )
        return
    print_rows(
        ("for", "given out", "collected", "", "still out"),
        [
            (
                pack.person.name,
                pack.made_at[:10],
                (pack.collected_at or "")[:10],
                "out" if pack.out else "called back" if pack.ended_at else "home",
                ", ".join(pack.away) if pack.out else "",
            )
            for pack in known
        ],
        "no packs yet: workbench pack STUDY --for NAME FILE gives one out",
    )


@click.command("collect", epilog="Example: workbench collect flood.db ana.db ben.db --dry-run")
@study_argument
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--dry-run", is_flag=True, help="Try everything, say what would come, keep nothing.")
@click.option(
    "--without",
    multiple=True,
    metavar="TRANSCRIPT",
    help="Take nothing of this transcript.",
)
@as_option
@json_option
def collect_command(
    study_path: Path,
    files: tuple[Path, ...],
    dry_run: bool,
    without: tuple[str, ...],
    as_name: str | None,
    as_json: bool,
) -> None:
    """Bring back what coders did in their packs: all of the files or none, as one change.

    A pack may be collected as often as one likes: its newer state takes the place of the one
    before; what is locked in the study stays. What is told is what everybody may know.
    """
    study, acting = open_for(study_path, as_name)
    with study:
        found = collect(study, files, acting, rehearse=dry_run, without=without)
    if as_json:
        print_json({"dry_run": dry_run, "collected": [_as_json(one) for one in found]})
        return
    print_rows(
        ("for", "transcript", "round", ""),
        [
            (one.coder, come.transcript, come.round, _word(come))
            for one in found
            for come in one.transcripts
        ],
    )
    for one in found:
        if one.codes_since:
            narrate(
                f"in the codebook since, so that {one.coder} did not have it:"
                f" {', '.join(one.codes_since)}"
            )
    narrate("nothing was changed: this was a dry run" if dry_run else "collected")


def _as_json(one: Collected) -> dict[str, object]:
    return {
        "file": str(one.path),
        "for": one.coder,
        "transcripts": [
            {
                "transcript": come.transcript,
                "round": come.round,
                "locked": come.locked,
                "revealed": come.revealed,
                "left_out": come.left_out,
            }
            for come in one.transcripts
        ],
        "codes_since": list(one.codes_since),
    }


def _word(come: Come) -> str:
    if come.left_out:
        return "left out"
    if come.revealed:
        return "locked, revealed"
    return "locked" if come.locked else "not locked yet"
