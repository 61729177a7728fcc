"""Rounds: who codes what, blind to each other."""

import re
import secrets
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
from workbench.cli.several import SeveralWords, Subcommands
from workbench.coding.rounds import start_round
from workbench.errors import UsageError
from workbench.study.layers import layers
from workbench.study.rounds import close_round, rounds


@click.group(
    "round", cls=Subcommands, epilog="Example: workbench round open flood.db first --coders Ana,Ben"
)
def round_command() -> None:
    """Assign transcripts to coders who work blind to each other."""


class _Open(SeveralWords):
    several = ("--transcripts",)


@round_command.command(
    "open",
    cls=_Open,
    epilog="Example: workbench round open flood.db first --coders Ana,Ben --sample 20% --seed 7",
)
@study_argument
@click.argument("name")
@click.option("--coders", required=True, help="Who codes, in this order: A,B…")
@click.option("--sample", help="A seeded draw of this share of the transcripts, such as 20%.")
@click.option("--seed", type=int, help="Seed of the draw; made and printed when missing.")
@click.option(
    "--strata",
    metavar="ATTRIBUTE",
    help="With --sample: each value of this attribute gives its share.",
)
@click.option(
    "--transcripts",
    "names",
    multiple=True,
    metavar="T…",
    help="Only these: T T, or T,T, or repeated.",
)
@click.option("--practice", is_flag=True, help="A round to practise, never reported.")
@as_option
def round_open(
    study_path: Path,
    name: str,
    coders: str,
    sample: str | None,
    seed: int | None,
    strata: str | None,
    names: tuple[str, ...],
    practice: bool,
    as_name: str | None,
) -> None:
    """Open a round of coding over all transcripts, a sample, or those named.

    A sample is stratified: one transcript of each of as many bands of length as are drawn, inside
    the groups of --strata where that is given.
    """
    if sample and names:
        raise UsageError("say either --sample or --transcripts, not both")
    if strata is not None and not sample:
        raise UsageError("--strata belongs to --sample: say which share is drawn")
    if seed is not None and not sample:
        raise UsageError("--seed belongs to --sample: say which share is drawn")
    if sample and seed is None:
        seed = secrets.randbelow(1_000_000)
    study, acting = open_for(study_path, as_name)
    with study:
        opened = start_round(
            study,
            name,
            [part.strip() for part in coders.split(",") if part.strip()],
            transcripts=names or None,
            sample=_percent(sample) if sample else None,
            seed=seed,
            strata=strata,
            practice=practice,
            by=acting,
        )
    drawn = f" (a sample of {opened.sample}, seed {seed})" if sample else ""
    who = " and ".join(coder.name for coder in opened.coders)
    narrate(
        f"round {opened.name}: {who} code {counted(len(opened.transcripts), 'transcript')}{drawn},"
        f" codebook version {opened.codebook_version}"
    )


@round_command.command("list", epilog="Example: workbench round list flood.db --json")
@study_argument
@as_option
@json_option
def round_list(study_path: Path, as_name: str | None, as_json: bool) -> None:
    """The rounds, and which transcripts are locked by whom."""
    study, _ = open_for(study_path, as_name)
    with study:
        found = rounds(study)
        states = {r.id: layers(study, round_id=r.id) for r in found}
    if as_json:
        print_json(
            [
                {
                    "name": r.name,
                    "coders": [c.name for c in r.coders],
                    "practice": r.practice,
                    "closed": r.closed,
                    "sample": r.sample or None,
                    "seed": r.seed,
                    "codebook_version": r.codebook_version,
                    "codebook_frozen": r.codebook_frozen,
                    "transcripts": [
                        {
                            "name": t,
                            "locked": [
                                s.person.name
                                for s in states[r.id]
                                if s.transcript == t and s.locked
                            ],
                            "revealed": any(s.revealed for s in states[r.id] if s.transcript == t),
                        }
                        for t in r.transcripts
                    ],
                }
                for r in found
            ]
        )
        return
    print_rows(
        ("round", "coders", "transcripts", "revealed", ""),
        [
            (
                r.name,
                ", ".join(c.name for c in r.coders),
                len(r.transcripts),
                len({s.transcript for s in states[r.id] if s.revealed}),
                " ".join(w for w, on in (("practice", r.practice), ("closed", r.closed)) if on),
            )
            for r in found
        ],
        nothing=f"no rounds yet; next: workbench round open {study_path} NAME --coders A,B",
    )


@round_command.command("close", epilog="Example: workbench round close flood.db first")
@study_argument
@click.argument("name")
@as_option
def round_close(study_path: Path, name: str, as_name: str | None) -> None:
    """End a round in which every transcript is locked."""
    study, acting = open_for(study_path, as_name)
    with study:
        close_round(study, name, by=acting)
    narrate(f"round {name} is closed")


def _percent(written: str) -> float:
    match = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*%?\s*", written)
    if match is None:
        raise UsageError(f"--sample {written} is no share: write it like 20%")
    return float(match[1].replace(",", "."))
