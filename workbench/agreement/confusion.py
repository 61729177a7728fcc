"""Which codes are confused: where one coder gave one code and another coder gave another.

The matrix is counted over ordered pairs of coders, so that it is symmetric and no coder is the
reference. On the diagonal stands what both gave the same code to, once for each order.
"""

from __future__ import annotations

import numpy as np

from workbench.agreement.comparison import Comparison
from workbench.agreement.figures import Array, Ints
from workbench.agreement.sets import Masks, pieces
from workbench.agreement.spans import prepare


def confusion(comparison: Comparison) -> Ints:
    """Characters by code and code, (C, C) int64, symmetric.

    Entry (c, k) sums, over ordered pairs of coders, the characters to which the first gave c and
    the second gave k. A place where both gave both codes counts for (c, c), (k, k) and (c, k).

    >>> from workbench.agreement.spans import Transcript
    >>> spans = [
    ...     ("t", "fear", "Ana", 0, 10),
    ...     ("t", "fear", "Ben", 0, 4),
    ...     ("t", "hope", "Ben", 4, 9),
    ... ]
    >>> texts, codes = [Transcript("t", 20)], ["fear", "hope"]
    >>> confusion(Comparison.of(texts, ["Ana", "Ben"], codes, spans)).tolist()
    [[8, 5], [5, 0]]
    """
    codes = len(comparison.codes)
    prepared = prepare(comparison.spans, comparison.transcripts, codes, len(comparison.coders))
    masks, width, _ = pieces(prepared)
    given = np.array([_members(of_coder, codes) for of_coder in masks])
    # what all coders gave, times what all gave, less each coder with itself
    together = given.sum(axis=0)
    total = (together * width[:, None]).T @ together
    for own in given:
        total -= (own * width[:, None]).T @ own
    return np.asarray(np.rint(total), dtype=np.int64)


def _members(masks: Masks, codes: int) -> Array:
    """Which codes are in which set: (E, W) masks to (E, C) of 0 and 1."""
    code = np.arange(codes)
    bits = masks[:, code // 64] >> (code % 64).astype(np.uint64)
    return (bits & np.uint64(1)).astype(np.float64)
