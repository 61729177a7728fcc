"""The six phases and their gates by command."""

from pathlib import Path

import click

from workbench.cli.common import as_option, json_option, open_for, print_json, study_argument
from workbench.errors import UsageError
from workbench.study import Person, Study
from workbench.themes.maps import MAPPED_PHASES, keep_map
from workbench.themes.phases import override_phase, phase_number, phases


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


def _because(reason: str) -> str:
    return f" ({reason})" if reason else ""


def _missing(missing: tuple[str, ...]) -> str:
    if not missing:
        return ""
    shown = ", ".join(missing[:5])
    return f": {shown}{f' and {len(missing) - 5} more' if len(missing) > 5 else ''}"
