"""The process behind the word lists of the screens: questions and answers as lines of JSON.

Each question says of which study, and is answered from its texts and cases, which everybody may
read: by the rows of a list, or with a ``word`` by the places where it is said.
"""

import json
import sys
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from workbench.corpus.beside import Beside, answer, answer_error
from workbench.corpus.search import Hit
from workbench.corpus.word_lists import Speakers, in_context, key_words, word_list
from workbench.corpus.words import KeyRow, WordRow
from workbench.errors import WorkbenchError
from workbench.study import Study, open_study

MOST_ROWS = 500
MOST_HITS = 500


def words_beside() -> Beside:
    """The process, not started yet."""
    return Beside("workbench.corpus.words_worker", "counting words")


def asked_words(
    beside: Beside, path: Path, who: Speakers, compare: bool, language: str, stop: bool
) -> list[WordRow] | list[KeyRow]:
    """The first rows of the list of a set, or with ``compare`` of the set against the rest."""
    rows = beside.ask(
        {
            "path": str(path),
            "who": asdict(who),
            "compare": compare,
            "language": language,
            "stop": stop,
        }
    )
    if compare:
        return [KeyRow(**{**row, "row": WordRow(**row["row"])}) for row in rows]
    return [WordRow(**row) for row in rows]


def asked_context(beside: Beside, path: Path, who: Speakers, word: str, language: str) -> list[Hit]:
    """Where a set says a word, at most ``MOST_HITS`` places."""
    rows = beside.ask({"path": str(path), "who": asdict(who), "word": word, "language": language})
    return [Hit(**row) for row in rows]


def main() -> None:
    """Serve until standard input ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            with open_study(Path(asked["path"])) as study:
                answer(_answer(study, asked))
        except WorkbenchError as error:
            answer_error(error)


def _answer(study: Study, asked: dict[str, Any]) -> list[dict[str, Any]]:
    who = Speakers(**{**asked["who"], "transcripts": tuple(asked["who"]["transcripts"])})
    language = asked["language"]
    if "word" in asked:
        hits = in_context(study, who, asked["word"], language)
        return [asdict(hit) for hit in islice(hits, MOST_HITS)]
    if asked["compare"]:
        keys = key_words(study, who, None, language, stop=asked["stop"])
        return [asdict(key) for key in keys[:MOST_ROWS]]
    rows = word_list(study, who, language, stop=asked["stop"])
    return [asdict(row) for row in rows[:MOST_ROWS]]


if __name__ == "__main__":
    main()
