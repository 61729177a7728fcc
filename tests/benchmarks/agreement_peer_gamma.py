"""pygamma-agreement on cases from standard input, run by an interpreter that has it.

Cases are a JSON list of {"coders": {name: [[start, end, code], ...]}, "samples": n or 0}; printed
is a JSON list of {"disorder", "alignments", "seconds"}, with samples also "gamma".
"""

import contextlib
import io
import json
import logging
import sys
import time

from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum

logging.disable(logging.CRITICAL)


def main() -> None:
    found = []
    for case in json.load(sys.stdin):
        continuum = Continuum()
        for coder, units in case["coders"].items():
            continuum.add_annotator(coder)
            for start, end, code in units:
                continuum.add(coder, Segment(start, end), code)
        distance = CombinedCategoricalDissimilarity(alpha=3, beta=1, delta_empty=1)
        begun = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            best = continuum.get_best_alignment(distance)
            row = {"disorder": float(best.disorder), "alignments": best.num_unitary_alignments}
            if case.get("samples"):
                result = continuum.compute_gamma(distance, n_samples=case["samples"])
                row["gamma"] = float(result.gamma)
        found.append({**row, "seconds": time.perf_counter() - begun})
    print(json.dumps(found))


if __name__ == "__main__":
    main()
