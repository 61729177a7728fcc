"""The mean of codes: over those in which a coefficient is defined, resampled as one."""

import numpy as np
import pytest

from workbench.agreement.comparison import Comparison
from workbench.agreement.report import Bootstrap, as_json, compare
from workbench.agreement.results import Report
from workbench.agreement.spans import Transcript

SPANS = [
    ("one", "fear", "Ana", 10, 30),
    ("one", "fear", "Ben", 15, 30),
    ("two", "fear", "Ana", 5, 9),
    ("two", "hope", "Ana", 0, 40),
    ("two", "hope", "Ben", 20, 40),
    ("three", "hope", "Ben", 1, 7),
]
TRANSCRIPTS = [Transcript(name, 80) for name in ("one", "two", "three")]


def compared(codes: list[str], replicates: int = 200) -> Report:
    return compare(
        Comparison.of(
            TRANSCRIPTS, ["Ana", "Ben"], codes, [span for span in SPANS if span[1] in codes]
        ),
        bootstrap=Bootstrap(replicates, 7),
    )


def test_the_mean_leaves_out_what_is_undefined_and_says_so() -> None:
    report = compared(["fear", "hope", "never used"])
    mean = report.means["cohen_kappa"]
    each = [report.codes[code].figures["cohen_kappa"].value for code in ("fear", "hope")]
    assert mean.value == pytest.approx(np.mean(each), abs=1e-12)
    assert mean.skipped == 1
    assert report.means["percent_agreement"].skipped == 0, "percent is defined for all three"


def test_the_interval_of_the_mean_is_that_of_the_resampled_means() -> None:
    report = compared(["fear", "hope"], replicates=400)
    weights = Bootstrap(400, 7).weights(3)
    means = []
    for sample in weights.astype(int):
        drawn = [t for t, times in enumerate(sample) for _ in range(times)]
        names = [f"{place} {TRANSCRIPTS[t].name}" for place, t in enumerate(drawn)]
        spans = [
            (name, code, coder, start, end)
            for name, t in zip(names, drawn, strict=True)
            for at, code, coder, start, end in SPANS
            if at == TRANSCRIPTS[t].name
        ]
        again = compare(
            Comparison.of(
                [Transcript(name, 80) for name in names], ["Ana", "Ben"], ["fear", "hope"], spans
            ),
            bootstrap=Bootstrap(0),
        )
        means.append(again.means["cohen_kappa"].value)
    defined = [mean for mean in means if mean is not None]
    low, high = np.percentile(defined, (2.5, 97.5))
    mean = report.means["cohen_kappa"]
    assert (mean.low, mean.high) == pytest.approx((low, high), abs=1e-9)


def test_nothing_defined_has_no_mean() -> None:
    mean = compared(["never used"]).means["cohen_kappa"]
    assert mean.value is None
    assert mean.undefined == "no_variation"
    assert as_json(compared(["fear"]))["means"]["cohen_kappa"]["value"] is not None


def test_one_coder_has_no_mean() -> None:
    alone = compare(Comparison.of(TRANSCRIPTS, ["Ana"], ["fear"], SPANS[:1]))
    assert alone.means["cohen_kappa"].undefined == "single_coder"


def test_codes_that_were_not_offered_to_all_stay_out_of_the_mean() -> None:
    comparison = Comparison.of(TRANSCRIPTS, ["Ana", "Ben"], ["fear", "hope"], SPANS)
    report = compare(comparison, averaged=["hope"])
    assert report.means["cohen_kappa"].value == report.codes["hope"].figures["cohen_kappa"].value
