"""What gamma comes out as: figures of each pair of coders, of all at once, and their JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.agreement.figures import Figure, Reason
from workbench.agreement.results import Json, Pair


@dataclass(frozen=True, slots=True)
class PairGamma:
    """Gamma of two coders, or of all coders at once (then without gamma-cat and gamma-k)."""

    gamma: Figure
    gamma_cat: Figure | None
    gamma_k: Mapping[str, Figure]
    observed_disorder: float | None
    expected_disorder: float | None
    alignments: int
    samples: int

    @classmethod
    def nothing(cls, why: Reason, codes: Iterable[str]) -> PairGamma:
        """The figures of coders who cannot be compared."""
        none = Figure.none(why)
        return cls(none, none, dict.fromkeys(codes, none), None, None, 0, 0)

    def as_json(self) -> Json:
        """The figures, both disorders, and how many random continua they rest on."""
        shown: Json = {"gamma": self.gamma.as_json()}
        if self.gamma_cat is not None:
            shown["gamma_cat"] = self.gamma_cat.as_json()
            shown["gamma_k"] = {code: each.as_json() for code, each in self.gamma_k.items()}
        return {
            **shown,
            "observed_disorder": self.observed_disorder,
            "expected_disorder": self.expected_disorder,
            "alignments": self.alignments,
            "samples": self.samples,
        }


@dataclass(frozen=True, slots=True)
class GammaReport:
    """Gamma of a comparison.

    ``method`` is ``exact`` for two coders, else ``mean of pairs``, and then ``n_way`` holds the
    exact gamma of all coders at once, None where ``n_way_missing`` says why not.
    """

    method: str
    gamma: Figure
    gamma_cat: Figure
    gamma_k: Mapping[str, Figure]
    pairs: Mapping[Pair, PairGamma]
    n_way: PairGamma | None
    n_way_missing: str
    precision: float
    seed: int

    def as_json(self) -> Json:
        """The document that commands print as ``gamma``."""
        shown: Json = {
            **self.gamma.as_json(),
            "method": self.method,
            "gamma_cat": self.gamma_cat.as_json(),
            "gamma_k": {code: each.as_json() for code, each in self.gamma_k.items()},
            "pairs": {",".join(pair): each.as_json() for pair, each in self.pairs.items()},
            "precision": self.precision,
            "seed": self.seed,
        }
        if self.method == "exact":
            (only,) = self.pairs.values()
            alone = only.as_json()
            names = ("observed_disorder", "expected_disorder", "alignments", "samples")
            shown |= {name: alone[name] for name in names}
        elif len(self.pairs) > 1:
            shown["n_way"] = None if self.n_way is None else self.n_way.as_json()
            if self.n_way_missing:
                shown["n_way_missing"] = self.n_way_missing
        return shown
