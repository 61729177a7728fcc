"""Commands on the logs of an analysis: lineage of categories, challenges."""

from pathlib import Path

import click

from workbench.cli.common import (
    as_option,
    json_option,
    open_for,
    print_json,
    print_rows,
    study_argument,
)
from workbench.cli.told import name_ignored
from workbench.errors import UsageError
from workbench.figures import logs, store

_file_argument = click.argument(
    "file", metavar="[FILE.csv]", required=False, type=click.Path(path_type=Path)
)


@click.command(
    "lineage",
    epilog="Example: workbench lineage flood.db --from 'Option a' --to 'Format 1' --rationale why",
)
@study_argument
@_file_argument
@click.option("--from", "from_name", metavar="A", default="", help="The category as it was.")
@click.option("--to", "to_name", metavar="B", default="", help="What it became.")
@click.option("--rationale", metavar="WHY", default="", help="Why; every step needs one.")
@as_option
@json_option
def lineage_command(
    study_path: Path,
    file: Path | None,
    from_name: str,
    to_name: str,
    rationale: str,
    as_name: str | None,
    as_json: bool,
) -> None:
    """What became of categories: list the steps, after adding one or taking them from a file.

    A step without --from is a category that is new from the data, one without --to was dropped.
    FILE.csv has the columns from, to, rationale; the lineage becomes what stands in it.
    """
    one = from_name or to_name or rationale
    if file is not None and one:
        raise UsageError("name either a file or one step (--from, --to, --rationale)")
    study, acting = open_for(study_path, as_name)
    with study:
        if file is not None:
            name_ignored(file, ("from", "to", "rationale"))
            logs.put_lineage(study, logs.read_lineage(file), acting)
        elif one:
            logs.add_lineage(study, from_name, to_name, rationale, acting)
        steps = store.lineage(study)
    if as_json:
        print_json(
            [
                {
                    "kind": step.kind,
                    "from": step.from_name,
                    "to": step.to_name,
                    "rationale": step.rationale,
                }
                for step in steps
            ]
        )
        return
    print_rows(
        ["from", "", "to", "rationale"],
        [[s.from_name or "(the data)", s.kind, s.to_name, s.rationale] for s in steps],
    )


@click.command(
    "challenges",
    epilog="Example: workbench challenges flood.db --objection O --disposition D --reason R",
)
@study_argument
@_file_argument
@click.option("--objection", metavar="O", default="", help="What was objected.")
@click.option("--disposition", metavar="D", default="", help="What was done with it.")
@click.option("--reason", metavar="R", default="", help="Why.")
@click.option("--source", metavar="WHO", default="", help="Who or what raised it.")
@click.option("--worked", is_flag=True, help="The analysis was changed by it.")
@as_option
@json_option
def challenges_command(
    study_path: Path,
    file: Path | None,
    objection: str,
    disposition: str,
    reason: str,
    source: str,
    worked: bool,
    as_name: str | None,
    as_json: bool,
) -> None:
    """The challenge log: list it, after adding one objection or taking all from a file.

    FILE.csv has the columns objection, disposition, reason, worked (yes or no) and source; the log
    becomes what stands in it.
    """
    one = any((objection, disposition, reason, source, worked))
    if file is not None and one:
        raise UsageError("name either a file or one objection (--objection and what belongs to it)")
    study, acting = open_for(study_path, as_name)
    with study:
        if file is not None:
            name_ignored(file, ("objection", "disposition", "reason", "worked", "source"))
            logs.put_challenges(study, logs.read_challenges(file), acting)
        elif one:
            made = logs.challenge(objection, disposition, reason, worked=worked, source=source)
            logs.add_challenge(study, made, acting)
        log = store.challenges(study)
    if as_json:
        print_json(
            [
                {
                    "objection": entry.objection,
                    "source": entry.source,
                    "disposition": entry.disposition,
                    "reason": entry.reason,
                    "worked": entry.worked,
                }
                for entry in log
            ]
        )
        return
    print_rows(
        ["objection", "worked", "disposition", "reason"],
        [[e.objection, "yes" if e.worked else "no", e.disposition, e.reason] for e in log],
    )
