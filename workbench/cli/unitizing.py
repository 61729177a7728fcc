"""``workbench unitizing``: agreement on spans, from any table, without a study."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.common import as_option, json_option, print_json_parts
from workbench.cli.gamma_words import gamma_of, print_gamma
from workbench.cli.unitizing_words import print_unitizing
from workbench.errors import UsageError, WorkbenchError
from workbench.tables import Row, Table, read_table

if TYPE_CHECKING:
    from workbench.agreement.comparison import Comparison

Span = tuple[str, str, str, int, int]
Range = tuple[int, int]


HELP = """\
Agreement of two or more coders on spans of text, from any TABLE.

TABLE is a CSV file with the columns coder, start, end, code, and transcript where there are
several. Positions are counted in characters from 0; the end is the first character behind the
span. Codes may overlap; what a coder gave twice to one place counts once.

\b
Example: spans.csv
    coder,start,end,code
    Ana,10,30,fear
    Ben,15,30,fear
\b
    workbench unitizing spans.csv --length 100

says that kappa for fear is 0.828: of 100 characters both coded 15, Ana alone 5. With several
transcripts: --length one=5210 --length two=4800. Intervals come from resampling transcripts.

u-alpha, |u-alpha, cu-alpha and (k)u-alpha do not see one unit split into abutting units of the
same code, and long units and gaps dominate them. They take the codes of a group to exclude one
another: where a coder gave two to one place they are undefined, and |u-alpha of each code
stands in for them.
"""


@click.command("unitizing", help=HELP)
@click.argument("table", type=click.Path(path_type=Path))
@click.option(
    "--length",
    "lengths",
    multiple=True,
    required=True,
    metavar="[NAME=]L",
    help="Length of the text in characters; with several transcripts NAME=L for each.",
)
@click.option("--coders", metavar="A,B", help="Coders in this order, also those who coded nothing.")
@click.option("--codes", metavar="X,Y", help="Adds codes that nobody used.")
@click.option(
    "--match",
    metavar="RULE",
    default="overlap:0.9",
    show_default=True,
    help="When two spans are one coding: exact, iou:0.5, overlap:0.9.",
)
@click.option(
    "--reference",
    metavar="CODER",
    help="Precision and recall are measured against this coder (default: the first).",
)
@click.option(
    "--units",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="Count these units ([transcript,]start,end), not characters.",
)
@click.option(
    "--half",
    is_flag=True,
    help="With --units: a unit has a code if half of it is coded (else: one character).",
)
@click.option(
    "--aggregate",
    type=click.Choice(["pooled", "mean", "length"]),
    default="pooled",
    show_default=True,
    help="Over transcripts: sums first, plain mean, or mean weighted by length.",
)
@click.option(
    "--group",
    "groups",
    multiple=True,
    metavar="NAME=X,Y",
    help="Mutually exclusive codes: u-alpha and cu-alpha of these alone.",
)
@click.option(
    "--gamma",
    "with_gamma",
    is_flag=True,
    help="Adds gamma, gamma-cat and gamma-k; needs pip install 'thematic-workbench[gamma]'.",
)
@click.option("--bootstrap", type=click.IntRange(0), default=1000, show_default=True, metavar="N")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, metavar="S")
@as_option
@json_option
def unitizing_command(
    table: Path,
    lengths: tuple[str, ...],
    coders: str | None,
    codes: str | None,
    match: str,
    reference: str | None,
    units: Path | None,
    half: bool,
    aggregate: str,
    groups: tuple[str, ...],
    with_gamma: bool,
    bootstrap: int,
    seed: int,
    as_name: str | None,
    as_json: bool,
) -> None:
    """The command; what it says of itself is ``HELP``."""
    del as_name  # there is no study, so nobody is looked up in one
    # these load numpy, which other commands start without
    from workbench.agreement import report, results
    from workbench.agreement.document import json_parts
    from workbench.agreement.errors import AgreementError
    from workbench.agreement.lone import without_lone_intervals

    if half and units is None:
        raise UsageError("a character is coded or not: --half goes with --units")
    try:
        rule = report.Match.parse(match)
    except AgreementError as error:
        raise click.BadParameter(str(error), param_hint="--match") from None
    named = _names(coders, "--coders"), _names(codes, "--codes"), _groups(groups)
    resampled, together = report.Bootstrap(bootstrap, seed), report.Aggregate(aggregate)
    try:
        comparison = _comparison(table, _Texts.parse(lengths), units, *named)
        result = report.compare(
            comparison,
            bootstrap=resampled,
            aggregate=together,
            match=rule,
            reference=_known(reference, comparison.coders),
            half=half,
        )
    except AgreementError as error:
        raise WorkbenchError(f"{table.name}: {error}; correct the table or the options") from None
    aligned = gamma_of(comparison, resampled, together) if with_gamma else None
    if as_json:
        extra = {} if aligned is None else {"gamma": aligned.as_json()}
        print_json_parts([*json_parts({**results.document(result), **extra})])
        return
    # the warning of these is in the document; in a table nobody would look for it
    print_unitizing(without_lone_intervals(result), "characters" if units is None else "units")
    if aligned is not None:
        click.echo("")
        print_gamma(aligned)


@dataclass(frozen=True, slots=True)
class _Texts:
    """Lengths by transcript; ``unnamed`` is a length given without a name."""

    lengths: dict[str, int]
    unnamed: int | None

    @classmethod
    def parse(cls, options: Sequence[str]) -> _Texts:
        lengths: dict[str, int] = {}
        unnamed: int | None = None
        for option in options:
            name, equals, number = option.rpartition("=")
            name = name.strip()
            if not re.fullmatch(r"\s*[0-9]{1,18}\s*", number):
                raise click.BadParameter(
                    f"“{option}” does not end in the number of characters; write --length 5210 or "
                    "--length NAME=5210",
                    param_hint="--length",
                )
            if name in lengths or (not name and unnamed is not None):
                raise click.BadParameter(
                    f"“{option}” gives a second length; with several transcripts write "
                    "--length NAME=L once for each",
                    param_hint="--length",
                )
            if equals and name:
                lengths[name] = int(number)
            else:
                unnamed = int(number)
        if lengths and unnamed is not None:
            raise click.BadParameter(
                "one length has a name and another has none; write NAME=L for all",
                param_hint="--length",
            )
        return cls(lengths, unnamed)

    def naming(self, table: Table) -> _Texts:
        """With the unnamed length given to the one transcript of the table."""
        if self.unnamed is None:
            return self
        found: dict[str, Row] = {}
        for row in table.rows:
            found.setdefault(row["transcript"], row)
        if len(found) > 1:
            names = list(found)
            raise WorkbenchError(
                f"{table.where(found[names[1]], 'transcript')}: the table has {len(names)} "
                "transcripts; give the length of each: "
                + " ".join(f"--length “{name}”=L" for name in names)
            )
        name = next(iter(found), "") or table.path.stem
        return _Texts({name: self.unnamed}, None)


def _comparison(
    table: Path,
    texts: _Texts,
    units: Path | None,
    coders: Sequence[str],
    codes: Sequence[str],
    groups: Mapping[str, Sequence[str]],
) -> Comparison:
    """What the tables give to compare, with the coders and codes that are named besides.

    Raises AgreementError as ``Comparison.of`` does.
    """
    from workbench.agreement.comparison import Comparison
    from workbench.agreement.spans import Transcript

    spans, texts = _read_spans(table, texts)
    people = [*coders, *sorted({span[2] for span in spans} - set(coders))]
    labels = sorted({*codes, *(span[1] for span in spans)})
    by_text = {} if units is None else _read_units(units, texts)
    transcripts = [
        Transcript(name, length, units=None if units is None else tuple(by_text[name]))
        for name, length in texts.lengths.items()
    ]
    return Comparison.of(transcripts, people, labels, spans, groups)


def _known(reference: str | None, coders: Sequence[str]) -> str | None:
    """The reference, which has to be one of the coders."""
    if reference is not None and reference not in coders:
        raise WorkbenchError(
            f"--reference: “{reference}” is none of the coders; name one of {', '.join(coders)}"
        )
    return reference


def _read_spans(path: Path, texts: _Texts) -> tuple[list[Span], _Texts]:
    """Spans (transcript, code, coder, start, end) of the table; every bad row is named."""
    table = read_table(path, ["coder", "start", "end", "code"], ["transcript"])
    texts = texts.naming(table)
    spans, problems = [], []
    for row in table.rows:
        try:
            name, start, end = _place(table, row, texts)
            spans.append((name, table.text(row, "code"), table.text(row, "coder"), start, end))
        except WorkbenchError as error:
            problems.append(str(error))
    _refuse(problems)
    return spans, texts


def _read_units(path: Path, texts: _Texts) -> dict[str, list[Range]]:
    """Predefined units by transcript, in order; they may not overlap."""
    table = read_table(path, ["start", "end"], ["transcript"])
    places, problems = [], []
    for row in table.rows:
        try:
            places.append((*_place(table, row, texts), row))
        except WorkbenchError as error:
            problems.append(str(error))
    _refuse(problems)
    units: dict[str, list[Range]] = {name: [] for name in texts.lengths}
    for name, start, end, row in sorted(places, key=lambda place: place[:3]):
        if units[name] and start < units[name][-1][1]:
            raise WorkbenchError(
                f"{table.where(row, 'start')}: the unit {start} to {end} overlaps the unit "
                f"{units[name][-1][0]} to {units[name][-1][1]}; units may not overlap"
            )
        units[name].append((start, end))
    return units


def _place(table: Table, row: Row, texts: _Texts) -> tuple[str, int, int]:
    """Transcript, start and end of a row, which have to fit."""
    only = next(iter(texts.lengths)) if len(texts.lengths) == 1 else ""
    name = row["transcript"] if table.has("transcript") else only
    if not name and len(texts.lengths) > 1:
        missing = "the cell is empty" if table.has("transcript") else "there is no such column"
        raise WorkbenchError(
            f"{table.where(row, 'transcript')}: {missing}, and there are several transcripts; "
            "say to which the row belongs"
        )
    name = name or only
    if name not in texts.lengths:
        raise WorkbenchError(
            f"{table.where(row, 'transcript')}: no length is given for “{name}”; "
            f"add --length “{name}”=L or correct the name"
        )
    start, end = table.whole_number(row, "start"), table.whole_number(row, "end")
    if start < 0:
        raise WorkbenchError(f"{table.where(row, 'start')}: {start} lies before the text")
    if end <= start:
        raise WorkbenchError(
            f"{table.where(row, 'end')}: {end} is not behind the start {start}; the end is the "
            "first character behind the span"
        )
    if end > texts.lengths[name]:
        raise WorkbenchError(
            f"{table.where(row, 'end')}: {end} lies beyond the text, which has "
            f"{texts.lengths[name]} characters; correct the position or --length"
        )
    return name, start, end


def _refuse(problems: Sequence[str]) -> None:
    """One problem as it is; several all in the details and the first once more at the end."""
    if len(problems) == 1:
        raise WorkbenchError(problems[0])
    if problems:
        raise WorkbenchError(
            f"{problems[0]} (and {len(problems) - 1} more, all named above)", details=[*problems]
        )


def _names(option: str | None, hint: str) -> list[str]:
    """Names between commas; a name that holds one stands in quotation marks."""
    if option is None:
        return []
    names = [name.strip() for name in next(csv.reader([option], skipinitialspace=True), [])]
    if not all(names) or len(set(names)) < len(names):
        raise click.BadParameter("a name is empty or stands twice", param_hint=hint)
    return names


def _groups(options: Sequence[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for option in options:
        name, equals, members = option.partition("=")
        if not equals or not name.strip() or name.strip() in groups:
            raise click.BadParameter(
                f"“{option}” is not NAME=X,Y with a name of its own", param_hint="--group"
            )
        groups[name.strip()] = _names(members, "--group")
    return groups
