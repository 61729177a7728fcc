"""Sets of many codes: several words of 64, and panels that do not hold all of them at once."""

import numpy as np
import pytest

from workbench.agreement import sets
from workbench.agreement.sets import alpha_sets, distances, pieces, set_sums
from workbench.agreement.spans import Spans, Transcript, prepare


def prepared(codes, spans, seed, longest=60):
    """Two coders in three transcripts, each span of a random code somewhere."""
    draw = np.random.default_rng(seed)
    text, coder = draw.integers(0, 3, spans), draw.integers(0, 2, spans)
    start = draw.integers(0, 200, spans)
    end = start + draw.integers(1, longest, spans)
    rows = np.stack([text, draw.integers(0, codes, spans), coder, start, end], axis=1)
    texts = [Transcript(name, 300) for name in "abc"]
    return prepare(Spans.of(rows.tolist()), texts, codes, 2)


def one_by_one(found, weights):
    """Alpha with every distance of every two sets written out, characters as they are."""
    masks, width, transcript = pieces(found)
    weight = (width * weights[transcript]).astype(float)
    values, counts = masks.reshape(-1, masks.shape[-1]), np.tile(weight, 2)
    n = counts.sum()
    for between, within in zip(
        distances(values[:, None], values[None]), distances(masks[0], masks[1]), strict=True
    ):
        yield 1 - 2 * (within @ weight) * (n - 1) / (counts @ between @ counts)


@pytest.mark.parametrize(("codes", "spans"), [(3, 40), (64, 150), (70, 300), (130, 300)])
def test_alpha_is_that_of_all_distances(codes, spans, monkeypatch):
    weights = np.array([[1.0, 1.0, 1.0], [2.0, 0.0, 1.0]])
    found = prepared(codes, spans, codes)
    shown = alpha_sets(set_sums(found), weights)
    for sample, row in enumerate(weights):
        assert shown[:, sample] == pytest.approx(list(one_by_one(found, row)), abs=1e-10)
    monkeypatch.setattr(sets, "_PANEL", 7)
    assert alpha_sets(set_sums(found), weights) == pytest.approx(shown, abs=1e-12)


@pytest.mark.parametrize("codes", [64, 128])
def test_sets_of_all_codes_are_counted_whole(codes):
    """Two sets of 64 codes each have 128 together, which a byte has to hold."""
    everything = [(0, code, coder, 0, 50) for code in range(codes) for coder in (0, 1)]
    half = [(0, code, 1, 50, 80) for code in range(codes // 2)]
    rest = [(0, code, 0, 50, 80) for code in range(codes // 2, codes)]
    texts = [Transcript("t", 100)]
    found = prepare(Spans.of(everything + half + rest), texts, codes, 2)
    shown = alpha_sets(set_sums(found), np.ones((1, 1)))[:, 0]
    assert shown == pytest.approx(list(one_by_one(found, np.ones(1))), abs=1e-12)
