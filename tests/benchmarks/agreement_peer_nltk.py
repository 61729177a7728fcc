"""nltk's alpha with MASI distance on sets from standard input, by an interpreter that has nltk.

Read is a JSON list of [coder, unit, [code, ...]]; printed is {"alpha", "seconds"}, seconds of the
processor. nltk divides by zero on two empty sets, so that a mark has to stand for them.
"""

import json
import sys
import time

from nltk.metrics import masi_distance
from nltk.metrics.agreement import AnnotationTask


def main() -> None:
    data = [(coder, unit, frozenset(codes)) for coder, unit, codes in json.load(sys.stdin)]
    begun = time.process_time()
    alpha = AnnotationTask(data, distance=masi_distance).alpha()
    print(json.dumps({"alpha": alpha, "seconds": time.process_time() - begun}))


if __name__ == "__main__":
    main()
