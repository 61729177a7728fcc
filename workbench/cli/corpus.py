"""Commands on the material: import, transcripts, show, turns, speakers, cases, search."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from workbench.cli.common import (
    as_option,
    json_option,
    narrate,
    open_for,
    print_json,
    print_rows,
    study_argument,
)
from workbench.cli.several import SeveralWords
from workbench.corpus import store
from workbench.corpus.cases import import_cases
from workbench.corpus.importing import import_transcripts
from workbench.corpus.nouns import Case, Speaker
from workbench.corpus.readers import ENDINGS
from workbench.corpus.search import Hit, search
from workbench.corpus.speakers import correct_speakers, split_pair
from workbench.errors import UsageError
from workbench.study import Study

_name_argument = click.argument("name", metavar="NAME")
# Enough of a transcript around a hit to judge it on a line of the terminal.
_AROUND = 30


def _is_file(word: str) -> bool:
    """Whether a word behind ``--interviewer`` is rather a file to import than a label."""
    path = Path(word)
    return path.suffix.lower() in (*ENDINGS, ".db") or "/" in word or path.exists()


class _Import(SeveralWords):
    several = ("--interviewer",)
    belongs_to_arguments = staticmethod(_is_file)


class _Speakers(SeveralWords):
    several = ("--interviewer", "--rename", "--case")


@click.command(
    "import",
    cls=_Import,
    epilog="Example: workbench import flood.db interviews/*.docx --interviewer Moderator",
)
@study_argument
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--interviewer",
    "interviewers",
    metavar="LABEL...",
    multiple=True,
    help="The speaker labels that ask. Without it: labels that name the role.",
)
@click.option("--no-originals", is_flag=True, help="Keep only the SHA-256 of the files.")
@as_option
@json_option
def import_command(
    study_path: Path,
    files: tuple[Path, ...],
    interviewers: tuple[str, ...],
    no_originals: bool,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Import transcripts: .txt .md .vtt .srt .docx .odt .rtf .pdf; all of the files or none.

    A transcript is named after its file without the ending.
    """
    study, acting = open_for(study_path, as_name)
    with study, _progress(len(files), "Importing") as step:
        done = import_transcripts(
            study,
            files,
            interviewers=interviewers,
            keep_originals=not no_originals,
            by=acting,
            progress=step,
        )
    for notice in done.notices:
        narrate(notice)
    rows = [
        {
            "name": imported.name,
            "characters": imported.characters,
            "words": imported.words,
            "turns": imported.turns,
            "speakers": list(imported.speakers),
            "encoding": imported.encoding,
        }
        for imported in done.transcripts
    ]
    if as_json:
        print_json({"imported": rows})
    else:
        _print_dictionaries(rows)


@contextmanager
def _progress(length: int, label: str) -> Iterator[Any]:
    """A bar on standard error if a person looks at it; yields what to call after each step."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield lambda: bar.update(1)


@click.command("transcripts", epilog="Example: workbench transcripts flood.db --json")
@study_argument
@as_option
@json_option
def transcripts_command(study_path: Path, as_name: str | None, as_json: bool) -> None:
    """List the transcripts with their sizes and the SHA-256 of their stored text."""
    study, _ = open_for(study_path, as_name)
    with study:
        found = store.transcripts(study)
    rows = [
        {
            "name": transcript.name,
            "characters": transcript.characters,
            "words": transcript.words,
            "turns": transcript.turns,
            "sha256": transcript.sha256,
        }
        for transcript in found
    ]
    if as_json:
        print_json(rows)
    elif rows:
        _print_dictionaries(rows)
    else:
        narrate(f"no transcripts yet; next: workbench import {study_path} FILE…")


@click.command("show", epilog="Example: workbench show flood.db S1-01 > S1-01.txt")
@study_argument
@_name_argument
@as_option
def show_command(study_path: Path, name: str, as_name: str | None) -> None:
    """Print the stored text of a transcript exactly, in UTF-8, with nothing added."""
    study, _ = open_for(study_path, as_name)
    with study:
        text = store.text(study, store.transcript(study, name).id)
    # bytes, for the text layer would translate line ends on some systems
    click.echo(text.encode(), nl=False)


@click.command("turns", epilog="Example: workbench turns flood.db S1-01 --json")
@study_argument
@_name_argument
@as_option
@json_option
def turns_command(study_path: Path, name: str, as_name: str | None, as_json: bool) -> None:
    """List the speaker turns of a transcript; positions are code points of the stored text."""
    study, _ = open_for(study_path, as_name)
    with study, study.snapshot():
        found = store.turns(study, store.transcript(study, name).id)
    rows = [
        {
            "turn": turn.number,
            "speaker": turn.speaker,
            "interviewer": turn.interviewer,
            "start": turn.start,
            "text_start": turn.text_start,
            "end": turn.end,
        }
        for turn in found
    ]
    if as_json:
        print_json(rows)
    else:
        _print_dictionaries(rows)


@click.command(
    "speakers",
    cls=_Speakers,
    epilog="Example: workbench speakers flood.db S1-01 --interviewer MK --case 'P5=Farmer 5'",
)
@study_argument
@_name_argument
@click.option(
    "--interviewer",
    "interviewers",
    metavar="LABEL...",
    multiple=True,
    help="All labels that ask; the others then answer.",
)
@click.option("--no-interviewer", is_flag=True, help="Nobody asks in this transcript.")
@click.option(
    "--rename",
    "renames",
    metavar="OLD=NEW",
    multiple=True,
    help="Another label; done first, so that the other options speak of the new one.",
)
@click.option("--join", is_flag=True, help="Let --rename take a label that is there already.")
@click.option(
    "--case",
    "cases",
    metavar="LABEL=CASE",
    multiple=True,
    help="The case that a label is; with nothing behind = none.",
)
@as_option
@json_option
def speakers_command(
    study_path: Path,
    name: str,
    interviewers: tuple[str, ...],
    no_interviewer: bool,
    renames: tuple[str, ...],
    join: bool,
    cases: tuple[str, ...],
    as_name: str | None,
    as_json: bool,
) -> None:
    """List the speakers of a transcript, after correcting them if asked to."""
    if interviewers and no_interviewer:
        raise UsageError("--interviewer and --no-interviewer exclude each other: give one of them")
    if join and not renames:
        raise UsageError("--join belongs to --rename: say which label becomes which")
    study, acting = open_for(study_path, as_name)
    with study:
        transcript = store.transcript(study, name)
        if interviewers or no_interviewer or renames or cases:
            labels = [speaker.label for speaker in store.speakers(study, transcript.id)]
            new_labels = dict(split_pair(pair, labels, "--rename") for pair in renames)
            known = [*labels, *new_labels.values()]
            notices = correct_speakers(
                study,
                transcript.name,
                renames=new_labels,
                interviewers=interviewers if interviewers or no_interviewer else None,
                cases=dict(split_pair(pair, known, "--case") for pair in cases),
                join=join,
                by=acting,
            )
            for notice in notices:
                narrate(notice)
        _print_speakers(store.speakers(study, transcript.id), as_json)


def _print_speakers(speakers: Sequence[Speaker], as_json: bool) -> None:
    rows = [
        {
            "speaker": speaker.label,
            "interviewer": speaker.interviewer,
            "case": speaker.case,
            "turns": speaker.turns,
        }
        for speaker in speakers
    ]
    if as_json:
        print_json(rows)
    else:
        _print_dictionaries(rows)


@click.command("cases", epilog="Example: workbench cases flood.db participants.csv")
@study_argument
@click.argument("file", metavar="[FILE.csv]", required=False, type=click.Path(path_type=Path))
@as_option
@json_option
def cases_command(study_path: Path, file: Path | None, as_name: str | None, as_json: bool) -> None:
    """Import cases from a CSV file (or, without one, list them).

    The first column names the participant, the columns transcript and speaker say where they
    speak (without them, names decide), all others are attributes. Importing again updates.
    """
    study, acting = open_for(study_path, as_name)
    with study:
        if file is not None:
            done = import_cases(study, file, acting)
            for notice in done.notices:
                narrate(notice)
            told = "1 case is" if len(done.names) == 1 else f"{len(done.names)} cases are"
            narrate(f"{told} in {study_path} as {file.name} has them.")
        _print_cases(study, as_json)


def _print_cases(study: Study, as_json: bool) -> None:
    with study.snapshot():
        found: list[Case] = store.cases(study)
        attributes = store.attributes(study)
    if as_json:
        print_json(
            [
                {
                    "name": case.name,
                    "attributes": case.values,
                    "speakers": [{"transcript": t, "speaker": s} for t, s in case.speakers],
                }
                for case in found
            ]
        )
        return
    transcripts = [", ".join(dict.fromkeys(t for t, _ in case.speakers)) for case in found]
    print_rows(
        ["case", "transcripts", *attributes],
        [
            [case.name, where, *(case.values.get(name, "") for name in attributes)]
            for case, where in zip(found, transcripts, strict=True)
        ],
        nothing="no cases yet: give a CSV file with the participant in the first column",
    )


@click.command("search", epilog="Example: workbench search flood.db 'warning' --json")
@study_argument
@click.argument("text", metavar="TEXT")
@click.option("--regex", is_flag=True, help="TEXT is a regular expression (Python's).")
@click.option("--fuzzy", is_flag=True, help="Find words that are spelled nearly like TEXT.")
@as_option
@json_option
def search_command(
    study_path: Path, text: str, regex: bool, fuzzy: bool, as_name: str | None, as_json: bool
) -> None:
    """Find words in all transcripts, without regard to case."""
    if regex and fuzzy:
        raise UsageError("--regex and --fuzzy exclude each other: give one of them")
    study, _ = open_for(study_path, as_name)
    with study:
        hits = list(search(study, text, "regex" if regex else "fuzzy" if fuzzy else "words"))
        if as_json:
            print_json(
                [
                    {
                        "transcript": hit.transcript,
                        "turn": hit.turn,
                        "start": hit.start,
                        "end": hit.end,
                        "text": hit.text,
                    }
                    for hit in hits
                ]
            )
            return
        print_rows(
            ["transcript", "turn", "start", "end", "text"],
            [[h.transcript, h.turn, h.start, h.end, line] for h, line in _in_context(study, hits)],
        )
    if not hits:
        narrate(f"“{text}” stands in no transcript.")


def _in_context(study: Study, hits: Sequence[Hit]) -> Iterator[tuple[Hit, str]]:
    body, of = "", ""
    for hit in hits:
        if hit.transcript_id != of:
            body, of = store.text(study, hit.transcript_id), hit.transcript_id
        first, last = max(0, hit.start - _AROUND), hit.end + _AROUND
        before, after = "…" if first else "", "…" if last < len(body) else ""
        yield hit, f"{before}{body[first:last]}{after}"


def _print_dictionaries(rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        print_rows(list(rows[0]), [[_readable(value) for value in row.values()] for row in rows])


def _readable(value: object) -> object:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return value
