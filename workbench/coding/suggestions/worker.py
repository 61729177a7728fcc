"""The process that `process` starts: rules come in as a line of JSON, then a text a line.

The rules are answered by ``null``, each text by the list of ``[rule, start, end]``; what a person
can mend is answered so too (see ``beside``).
"""

import json
import sys

from workbench.coding.suggestions.matching import RuleMatcher, Wanted
from workbench.corpus.beside import answer, answer_error
from workbench.errors import WorkbenchError


def main() -> None:
    """Serve until standard input ends."""
    asked = json.loads(sys.stdin.readline())
    rules = [Wanted(*rule) for rule in asked["rules"]]
    try:
        with RuleMatcher(rules, asked["language"]) as matcher:
            answer(None)
            for line in sys.stdin:
                text = json.loads(line)
                found = matcher.find(text["text"], text["ranges"], text["name"])
                answer([(one.rule, one.start, one.end) for one in found])
    except WorkbenchError as error:
        answer_error(error)


if __name__ == "__main__":
    main()
