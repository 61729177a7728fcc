"""A process of its own that applies a regular expression to texts.

A pattern such as ``(a+)+b`` can take for ever on a harmless text, and nothing inside a process can
stop it; whoever started this one can. Run as a script: lines of JSON in and out. The first line in
is the pattern, answered by ``null`` or by what is wrong with it; every further one is a text,
answered by the list of ``[start, end]`` of its matches, empty ones left out.
"""

import json
import re
import sys
import warnings


def main() -> None:
    """Serve until standard input ends."""
    warnings.simplefilter("ignore")
    try:
        pattern = re.compile(json.loads(sys.stdin.readline()), re.IGNORECASE | re.MULTILINE)
    except (re.error, OverflowError, RecursionError, MemoryError) as error:
        _answer(str(error) or type(error).__name__)
        return
    _answer(None)
    for line in sys.stdin:
        spans = (match.span() for match in pattern.finditer(json.loads(line)))
        _answer([span for span in spans if span[0] < span[1]])


def _answer(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
