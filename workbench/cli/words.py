"""``workbench words``: what participants say most, and what sets some of them apart."""

from dataclasses import asdict
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
from workbench.cli.several import SeveralWords
from workbench.corpus import store
from workbench.corpus.search import Hit
from workbench.corpus.word_lists import ANY_LANGUAGE, Speakers, in_context, key_words, word_list
from workbench.corpus.words import KeyRow, WordRow
from workbench.errors import UsageError
from workbench.study import Study

SHOWN = 50
AROUND = 40
"""Characters before and after a word in its context."""
REST = "rest"
CAVEAT = (
    "words of one person hang together: log-likelihood orders this list and tests nothing; look in"
    " how many transcripts a word is, and read it in context with --context WORD"
)


class _Words(SeveralWords):
    several = ("--transcripts", "--against-transcripts")


@click.command(
    "words",
    cls=_Words,
    epilog="Example: workbench words flood.db --case-attr sector=fire --against rest --language en",
)
@study_argument
@click.option("--transcripts", "names", multiple=True, metavar="T…", help="Only these: T T.")
@click.option("--case-attr", "attribute", metavar="X=Y", help="Only cases whose X is Y.")
@click.option(
    "--against",
    metavar="rest|X=Y",
    help="Which words set them apart from the rest, or from cases whose X is Y.",
)
@click.option(
    "--against-transcripts",
    "other_names",
    multiple=True,
    metavar="T…",
    help="Or from what is said in these.",
)
@click.option("--context", "word", metavar="WORD", help="Instead: this word wherever it is said.")
@click.option(
    "--language",
    default=ANY_LANGUAGE,
    show_default=True,
    metavar="CODE",
    help="en, fr, de …: how words are told apart, and which are stop words; xx for any.",
)
@click.option("--with-stop-words", is_flag=True, help="Stop words too (xx has none).")
@click.option("--top", type=click.IntRange(1), metavar="N",
              help=f"Only the first N rows [default: {SHOWN}, with --json all].")  # fmt: skip
@as_option
@json_option
def words_command(
    study_path: Path,
    names: tuple[str, ...],
    attribute: str | None,
    against: str | None,
    other_names: tuple[str, ...],
    word: str | None,
    language: str,
    with_stop_words: bool,
    top: int | None,
    as_name: str | None,
    as_json: bool,
) -> None:
    """What participants say most, in how many transcripts and how evenly; nobody's codes.

    With --against the words by which they differ from others: log-likelihood (Dunning 1993) says
    how surely, log ratio (Hardie 2014) how much: 1 is twice as often, -1 half as often.
    """
    if other_names and against:
        raise UsageError("say once what to compare with: --against or --against-transcripts")
    if word and (against or other_names):
        raise UsageError("--context shows the places of one word: ask for the comparison without")
    most = top if top is not None else None if as_json else SHOWN
    who = Speakers(names, *_attribute(attribute, "--case-attr"))
    stop = not with_stop_words
    study, _ = open_for(study_path, as_name)
    with study:
        if word:
            _print_context(study, list(in_context(study, who, word, language)), as_json, most)
        elif against or other_names:
            other = None
            if against != REST:
                other = Speakers(other_names, *_attribute(against, "--against"))
            keys = key_words(study, who, other, language, stop=stop)
            _print_keys(keys, as_json, most)
        else:
            _print_words(word_list(study, who, language, stop=stop), as_json, most)


def _attribute(given: str | None, option: str) -> tuple[str, str]:
    if given is None:
        return "", ""
    name, equals, value = given.partition("=")
    if not equals or not name.strip():
        raise UsageError(f"{option} takes an attribute and its value, X=Y")
    return name.strip(), value.strip()


def _print_words(rows: list[WordRow], as_json: bool, most: int | None) -> None:
    if as_json:
        print_json([asdict(row) for row in rows[:most]])
        return
    print_rows(
        ("word", "count", "per 1000", "transcripts", "DP"),
        [
            (r.word, r.count, f"{r.per_1000:.2f}", f"{r.transcripts} of {r.of}",
             f"{r.dispersion:.2f}")
            for r in rows[:most]
        ],
        nothing="no words are said there",
    )  # fmt: skip
    if rows:
        narrate(
            f"of {counted(rows[0].base, 'word')} (stop words included); DP is 0 for a word spread"
            " as evenly as all words are, near 1 for one that stands in one transcript"
        )


def _print_keys(rows: list[KeyRow], as_json: bool, most: int | None) -> None:
    if as_json:
        print_json([_key_json(row) for row in rows[:most]])
        return
    print_rows(
        ("word", "log-likelihood", "log ratio", "count", "transcripts", "per 1000", "others'",
         "their count"),
        [
            (k.row.word, f"{k.log_likelihood:.2f}", f"{k.log_ratio:+.2f}", k.row.count,
             f"{k.row.transcripts} of {k.row.of}", f"{k.row.per_1000:.2f}",
             f"{k.other_per_1000:.2f}", k.other)
            for k in rows[:most]
        ],
    )  # fmt: skip
    if rows:
        narrate(f"{counted(rows[0].row.base, 'word')} against {rows[0].other_base}; {CAVEAT}")


def _key_json(key: KeyRow) -> dict[str, object]:
    flat = asdict(key)
    return {**flat.pop("row"), **flat}


def _print_context(study: Study, hits: list[Hit], as_json: bool, most: int | None) -> None:
    hits = hits[:most]
    bodies = {id: store.text(study, id) for id in {hit.transcript_id for hit in hits}}
    rows = []
    for hit in hits:
        body = bodies[hit.transcript_id]
        rows.append(
            {
                "transcript": hit.transcript,
                "turn": hit.turn,
                "start": hit.start,
                "end": hit.end,
                "before": body[max(0, hit.start - AROUND) : hit.start],
                "word": hit.text,
                "after": body[hit.end : hit.end + AROUND],
            }
        )
    if as_json:
        print_json(rows)
        return
    print_rows(
        ("transcript", "turn", "before", "word", "after"),
        [(r["transcript"], r["turn"], f"{' '.join(str(r['before']).split()):>{AROUND}}",
          r["word"], r["after"]) for r in rows],
        nothing="nobody there says it: a word is written as in the list",
    )  # fmt: skip
