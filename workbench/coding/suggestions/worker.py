"""The process that `process` starts: rules come in as a line of JSON, then a text a line.

The rules are answered by ``null``, each text by the list of ``[rule, start, end]``; what a person
can mend is answered by ``{"error": sentence, "details": [...]}``.
"""

import json
import sys

from workbench.coding.suggestions.matching import RuleMatcher, Wanted
from workbench.errors import WorkbenchError


def main() -> None:
    """Serve until standard input ends."""
    asked = json.loads(sys.stdin.readline())
    rules = [Wanted(*rule) for rule in asked["rules"]]
    try:
        with RuleMatcher(rules, asked["language"]) as matcher:
            _answer(None)
            for line in sys.stdin:
                text = json.loads(line)
                found = matcher.find(text["text"], text["ranges"], text["name"])
                _answer([(one.rule, one.start, one.end) for one in found])
    except WorkbenchError as error:
        _answer({"error": str(error), "details": error.details})


def _answer(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
