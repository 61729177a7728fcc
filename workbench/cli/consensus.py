"""Consensus by commands: disagreements, resolve."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

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
    study_argument,
)
from workbench.consensus.decide import BOUNDARY_KINDS, resolve, resolve_by_rule
from workbench.consensus.nouns import REASONS, Item
from workbench.consensus.queue import KIND_NAMES, ORDERS, chosen_round, open_queue, progress
from workbench.consensus.resolution import Resolution, resolution_table
from workbench.errors import UsageError
from workbench.study import Person, Study
from workbench.study.layers import layers

_NOTHING_YET = (
    "Nothing to settle yet: disagreements appear once every coder of a transcript has locked it."
)
_ALIKE = "Nothing to settle: where the transcripts are revealed, the coders coded alike."
_OUTCOMES = "a|b|…|both|neither|span|code|definition|supervisor|differ"


@click.command(
    "disagreements", epilog="Example: workbench disagreements flood.db --as Ana --order position"
)
@study_argument
@click.option("--round", "round_name", metavar="R", help="Default: the newest, not practice.")
@click.option("--all", "also_settled", is_flag=True, help="The settled ones too.")
@click.option("--order", type=click.Choice(ORDERS), default="kind", show_default=True)
@click.option("--summary", is_flag=True, help="Instead: how they were settled, as a table.")
@as_option
@json_option
def disagreements_command(
    study_path: Path,
    round_name: str | None,
    also_settled: bool,
    order: str,
    summary: bool,
    as_name: str | None,
    as_json: bool,
) -> None:
    """List where the coders of a round differ. What a coder locks afterwards in the same round
    counts as discussed."""
    study, viewer = open_for(study_path, as_name)
    with study:
        round_ = chosen_round(study, round_name)
        if summary:
            _print_summary(resolution_table(study, round_), as_json)
            return
        found = open_queue(study, viewer, round_, order=order)
        revealed = any(layer.revealed for layer in layers(study, round_id=round_.id))
    shown = [item for item in found if also_settled or item.open]
    if as_json:
        print_json([_as_json(item, also_settled) for item in shown])
        return
    if not found:
        narrate(_ALIKE if revealed else _NOTHING_YET)
        return
    print_rows(
        ("id", "kind", "transcript", "start", "end", "codes", "overlap", "state"),
        [_as_row(item) for item in shown],
    )
    settled = sum(not item.open for item in found)
    narrate(f"{settled} of {len(found)} settled in round {round_.name}")


@click.command(
    "resolve",
    epilog="Example: workbench resolve flood.db --as Ana 6f1c… --outcome both --reason inference",
)
@study_argument
@click.argument("item_id", metavar="[ID]", required=False)
@click.option("--outcome", metavar=_OUTCOMES, help="What stands; a, b, … are the coders.")
@click.option("--reason", type=click.Choice(REASONS), help="Why they differed.")
@click.option("--note", default="", help="In a sentence; needed for supervisor and differ.")
@click.option("--start", type=int, metavar="N", help="With span or code: where it starts.")
@click.option("--end", type=int, metavar="N", help="With span or code: where it ends.")
@click.option("--code", help="With code or span: the code.")
@click.option("--rule", metavar="union|intersection|a|b", help="Settle boundaries in bulk.")
@click.option("--min-overlap", type=float, metavar="X", help="With --rule: from this overlap on.")
@click.option("--kind", type=click.Choice(BOUNDARY_KINDS), help="With --rule; default D2.")
@click.option("--round", "round_name", metavar="R", help="With --rule; default: the newest.")
@as_option
@json_option
def resolve_command(
    study_path: Path,
    item_id: str | None,
    outcome: str | None,
    reason: str | None,
    note: str,
    start: int | None,
    end: int | None,
    code: str | None,
    rule: str | None,
    min_overlap: float | None,
    kind: str | None,
    round_name: str | None,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Decide one disagreement by its ID, or boundaries in bulk by a rule."""
    one = (item_id, outcome, reason, note or None, start, end, code)
    if rule is not None and any(value is not None for value in one):
        raise UsageError("a rule settles boundaries in bulk: give no ID and no outcome with it")
    bulk = (min_overlap, kind, round_name)
    if rule is None and any(value is not None for value in bulk):
        raise UsageError("--min-overlap, --kind and --round belong to --rule: give a rule too")
    study, acting = open_as(study_path, as_name)
    with study:
        if rule is not None:
            _bulk(study, acting, rule, min_overlap, kind or "D2", round_name, as_json)
            return
        if item_id is None or outcome is None or reason is None:
            raise UsageError("say which one and how: ID, --outcome and --reason, or a --rule")
        done = resolve(study, acting, item_id, outcome, reason, note, start, end, code)
    if as_json:
        print_json(_as_json(done, True))
    else:
        click.echo(f"{done.kind} in {done.transcript}: {outcome}{_STATE[done.state]}")


_STATE = {"settled": "", "supervisor": " (still open)", "open": " (still open)"}


def _bulk(
    study: Study,
    acting: Person,
    rule: str,
    min_overlap: float | None,
    kind: str,
    round_name: str | None,
    as_json: bool,
) -> None:
    if min_overlap is None:
        raise UsageError("a rule needs a threshold: give --min-overlap from 0 to 1")
    round_ = chosen_round(study, round_name)
    settled = resolve_by_rule(study, acting, rule, min_overlap, kind, round_)
    left = progress(study, round_).open
    if as_json:
        print_json({"settled": settled, "open": left})
    else:
        click.echo(f"{settled} settled by {rule}; {left} of round {round_.name} are open")


def _as_json(item: Item, with_outcome: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": item.id,
        "kind": item.kind,
        "transcript": item.transcript,
        "start": item.start,
        "end": item.end,
        "codes": item.codes,
        "overlap": item.overlap,
    }
    if with_outcome:
        settled = item.decision is not None and not item.open
        row["outcome"] = item.decision.outcome if settled and item.decision else None
    return row


def _as_row(item: Item) -> tuple[object, ...]:
    codes = "; ".join(f"{name}: {', '.join(paths)}" for name, paths in item.codes.items())
    if item.related:
        codes += " (parent against child)"
    state = item.state
    if item.decision is not None and not item.open:
        state = item.decision.outcome
    overlap = f"{item.overlap:.2f}" if item.overlap else ""
    return item.id, item.kind, item.transcript, item.start, item.end, codes, overlap, state


def _print_summary(table: Resolution, as_json: bool) -> None:
    if as_json:
        print_json(asdict(table))
        return
    if not table.items and not table.consensus:
        narrate(_NOTHING_YET)
        return
    click.echo(
        f"Round {table.round}: {table.items - table.open} of"
        f" {counted(table.items, 'disagreement')} settled,"
        f" {table.by_rule} of them by rule; alike from the start:"
        f" {counted(table.agreed, 'coding')}{_recoded(table.recoded)}."
    )
    print_rows(
        ("kind", "", "items", "open", "outcomes"),
        [
            (
                kind,
                KIND_NAMES[kind],
                counts["items"],
                counts["open"],
                _counts({k: n for k, n in counts.items() if k not in ("items", "open")}),
            )
            for kind, counts in table.kinds.items()
        ],
    )
    if table.reasons:
        click.echo(f"Reasons: {_counts(table.reasons)}")
        click.echo(f"Who gave way: {_counts(table.yielded)}")


def _recoded(times: int) -> str:
    return f", recoded since: {times}" if times else ""


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {n}" for name, n in counts.items())
