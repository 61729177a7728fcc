"""The process that `comparing` starts: a request as JSON comes in, a pickle of the answer goes out.

The answer is a `Compared`, or the message and details of what a person can mend.
"""

import json
import pickle
import sys

from workbench.errors import WorkbenchError
from workbench.tui.comparing import Compared, Request, answer_to


def main() -> None:
    """Answer the request on standard input."""
    asked = json.load(sys.stdin.buffer)
    result: Compared | tuple[str, tuple[str, ...]]
    try:
        result = answer_to(Request.from_json(asked))
    except WorkbenchError as error:
        result = (str(error), error.details)
    sys.stdout.buffer.write(pickle.dumps(result))


if __name__ == "__main__":
    main()
