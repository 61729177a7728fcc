"""From spans to a report: ``compare`` computes, ``as_json`` gives the document that commands print.

    >>> from workbench.agreement.comparison import Comparison
    >>> from workbench.agreement.spans import Transcript
    >>> comparison = Comparison.of(
    ...     transcripts=[Transcript("one", 100), Transcript("two", 80, base=((10, 80),))],
    ...     coders=["Ana", "Ben"],
    ...     codes=["fear", "hope", "never used"],
    ...     spans=[
    ...         ("one", "fear", "Ana", 10, 30),
    ...         ("one", "fear", "Ben", 15, 30),
    ...         ("two", "hope", "Ana", 0, 40),
    ...         ("two", "hope", "Ben", 20, 40),
    ...     ],
    ... )
    >>> report = compare(comparison)
    >>> fear = report.codes["fear"]
    >>> round(fear.figures["cohen_kappa"].value, 4), fear.cells
    (0.8411, Cells(both=15, only_a=5, only_b=0, neither=150))
    >>> report.codes["never used"].figures["cohen_kappa"].undefined
    <Reason.NO_VARIATION: 'no_variation'>
    >>> fear.transcripts["two"].figures["cohen_kappa"].undefined
    <Reason.NO_VARIATION: 'no_variation'>
    >>> round(report.codes["hope"].figures["expected_agreement"].value, 4)
    0.7474
    >>> as_json(report)["codes"]["fear"]["prevalence"]["Ben"]
    0.08823529411764706

For sentences instead of characters give each ``Transcript`` its ``units``; cells, prevalence and
the unitizing family then count units. Segment matching stays on characters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from workbench.agreement import segments, unitizing
from workbench.agreement.bootstrap import Aggregate, Bootstrap, Frame
from workbench.agreement.codes import code_results
from workbench.agreement.comparison import Comparison
from workbench.agreement.counted import Counted
from workbench.agreement.errors import AgreementError
from workbench.agreement.figures import Array, Figure, Ints, Reason, ratio
from workbench.agreement.results import Offsets, Report, SegmentResult, as_json
from workbench.agreement.scopes import GroupFigures, Names
from workbench.agreement.segments import Match
from workbench.agreement.sets import DISTANCES, alpha_sets, set_sums
from workbench.agreement.spans import Prepared
from workbench.agreement.unitizing import GroupSums, group_sums

__all__ = ["Aggregate", "Bootstrap", "Comparison", "Match", "as_json", "compare"]

FEW_TRANSCRIPTS = 5
FEW_SEGMENTS = 5


def compare(
    comparison: Comparison,
    *,
    bootstrap: Bootstrap | None = None,
    aggregate: Aggregate = Aggregate.POOLED,
    match: Match | None = None,
    reference: str | None = None,
    half: bool = False,
    averaged: Sequence[str] | None = None,
    counted: Counted | None = None,
) -> Report:
    """The report on a comparison.

    ``bootstrap`` defaults to 1,000 replicates with seed 1; ``match`` to overlap:0.9;
    ``reference``, the coder whose spans precision and recall are measured against, to the first.
    With predefined units a unit has a code if a span overlaps it by a character, with ``half`` if
    half of it is coded. ``averaged`` names the codes that the means are over, None for all.
    ``counted`` is the comparison as it is counted, where that was done already.

    Raises SpanError for spans, base or unit ranges that do not fit their transcripts, and
    AgreementError for a reference who is not among the coders.
    """
    bootstrap, match = bootstrap or Bootstrap(), match or Match()
    coders, codes = comparison.coders, comparison.codes
    if reference is not None and reference not in coders:
        raise AgreementError(f"the reference “{reference}” is not among the coders")
    counted = counted or Counted.of(comparison, half=half)
    characters, sums = counted.characters, counted.sums
    units = counted.spans.axis.units
    frame = Frame(aggregate, units, bootstrap.weights(len(units)))
    names = Names(tuple(each.name for each in comparison.transcripts), coders)
    why = _incomparable(comparison, int(units.sum()))
    on_characters = _incomparable(comparison, int(characters.axis.units.sum()))
    groups = {
        name: group_sums(counted.spans, sums, [codes.index(code) for code in members])
        for name, members in {_EVERY: codes, **comparison.groups}.items()
    }
    ku_alpha = None if why else _ku_alpha(groups, comparison, frame)
    places = None if averaged is None else [codes.index(code) for code in averaged]
    by_code, means = code_results(sums, frame, names, why, ku_alpha, places)
    family = {name: _family(each, frame, why) for name, each in groups.items()}
    return Report(
        coders=coders,
        characters=dict(zip(names.transcripts, characters.axis.units.tolist(), strict=True)),
        units=dict(zip(names.transcripts, units.tolist(), strict=True)),
        codes=dict(zip(codes, by_code, strict=True)),
        means=means,
        segmentation=code_results(counted.any_code, frame, names, why)[0][0],
        figures=family.pop(_EVERY),
        sets=_sets(counted, frame, why),
        segments=_segments(characters, comparison, frame, match, reference, on_characters),
        groups=family,
        aggregate=str(aggregate),
        replicates=bootstrap.replicates,
        seed=bootstrap.seed,
        warnings=_warnings(characters, codes),
    )


_EVERY = ""  # the group of all codes, which no group of the comparison can be called


def _incomparable(comparison: Comparison, units: int) -> Reason | None:
    if len(comparison.coders) < 2:
        return Reason.SINGLE_CODER
    if not comparison.transcripts:
        return Reason.NO_COMMON_TRANSCRIPTS
    return None if units else Reason.NO_UNITS


def _family(sums: GroupSums, frame: Frame, why: Reason | None) -> dict[str, Figure]:
    """u-alpha and cu-alpha of a group of codes."""
    if why is not None:
        return dict.fromkeys(("u_alpha", "cu_alpha"), Figure.none(why))
    total = sums.weighted(np.ones((1, frame.transcripts)))
    estimates = frame.estimate(lambda w: _u_and_cu(sums.weighted(w)))
    reasons = [unitizing.u_reason(total, 0), unitizing.cu_reason(total, 0)]
    return dict(zip(("u_alpha", "cu_alpha"), estimates.scope(None).figures(reasons), strict=True))


def _u_and_cu(sums: GroupSums) -> Array:
    return np.stack([unitizing.u_alpha(sums), unitizing.cu_alpha(sums)], axis=-1)


def _ku_alpha(
    groups: Mapping[str, GroupSums], comparison: Comparison, frame: Frame
) -> GroupFigures:
    """(k)u-alpha of every code within the first group that has it, else among all codes."""
    place: list[tuple[str, int]] = []
    for number, code in enumerate(comparison.codes):
        named = [name for name, members in comparison.groups.items() if code in members]
        place.append(
            (named[0], comparison.groups[named[0]].index(code)) if named else (_EVERY, number)
        )
    totals = {name: each.weighted(np.ones((1, frame.transcripts))) for name, each in groups.items()}

    def pick(of_group: Mapping[str, Array]) -> Array:
        shape = (len(next(iter(of_group.values()))), len(place))
        picked = [of_group[name][:, column] for name, column in place]
        return np.stack(picked, axis=-1) if picked else np.empty(shape)

    def values(weights: Array) -> Array:
        return pick(
            {name: unitizing.ku_alpha(each.weighted(weights)) for name, each in groups.items()}
        )

    estimates = frame.estimate(values)
    reasons: dict[tuple[int | None, int], Reason] = {}
    for (k,) in np.argwhere(np.isnan(estimates.value)).tolist():
        name, column = place[k]
        reasons[None, k] = unitizing.ku_reason(totals[name], 0, column)
    for transcript, k in np.argwhere(np.isnan(estimates.each)).tolist():
        name, column = place[k]
        reasons[transcript, k] = unitizing.ku_reason(groups[name], transcript, column)

    covered = [
        pick({name: unitizing.coverage(each) for name, each in of.items()})
        for of in (totals, groups)
    ]
    return GroupFigures(estimates, reasons, np.concatenate(covered))


def _sets(counted: Counted, frame: Frame, why: Reason | None) -> dict[str, Figure]:
    """Alpha with the set distances."""
    if why is not None:
        return dict.fromkeys(DISTANCES, Figure.none(why))
    sums = set_sums(counted.spans, counted.pieces)
    estimates = frame.estimate(lambda w: alpha_sets(sums, w).T)
    figures = estimates.scope(None).figures([Reason.NO_VARIATION] * len(DISTANCES))
    return dict(zip(DISTANCES, figures, strict=True))


def _segments(
    characters: Prepared,
    comparison: Comparison,
    frame: Frame,
    match: Match,
    reference: str | None,
    why: Reason | None,
) -> SegmentResult:
    """Segment matching; precision and recall against the reference."""
    coders, codes = comparison.coders, comparison.codes
    names = ("agreement", "f1", "precision", "recall", "maxqda_kappa")
    chance = 1 / len(codes) if codes else None
    against = reference if reference is not None else next(iter(coders), None)
    if why is not None or against is None:
        nothing = dict.fromkeys(names, Figure.none(why or Reason.SINGLE_CODER))
        none = Offsets(None, None)
        return SegmentResult(str(match), against, 0, nothing, chance, none, none)
    matches = segments.match_spans(characters, match)
    twice, both = segments.f1_counts(matches)
    true, others, offered = segments.reference_counts(matches, coders.index(against))

    def values(weights: Array) -> Array:
        f1 = ratio(weights @ twice, weights @ both)
        precision = ratio(weights @ true, weights @ others)
        recall = ratio(weights @ true, weights @ offered)
        # (Po - 1/q) / (1 - 1/q), with one code 0/0
        kappa = ratio(f1 * len(codes) - 1, np.full_like(f1, len(codes) - 1))
        return np.stack([f1, f1, precision, recall, kappa], axis=-1)

    one_code = Reason.NO_VARIATION if len(codes) == 1 else Reason.NO_UNITS
    figures = frame.estimate(values).scope(None).figures([Reason.NO_UNITS] * 4 + [one_code])
    return SegmentResult(
        str(match),
        against,
        int(matches.matched.sum()),
        dict(zip(names, figures, strict=True)),
        chance,
        _offsets(matches.start_error),
        _offsets(matches.end_error),
    )


def _offsets(errors: Ints) -> Offsets:
    if not len(errors):
        return Offsets(None, None)
    ordered = np.sort(errors)
    return Offsets(_percentile(ordered, 0.5), _percentile(ordered, 0.9))


def _percentile(ordered: Ints, share: float) -> float:
    """As ``numpy.percentile`` has it by default, which would load all of ``numpy.ma``."""
    place = share * (len(ordered) - 1)
    below = int(place)
    left, right = ordered[[below, min(below + 1, len(ordered) - 1)]].tolist()
    part, apart = place - below, right - left
    # from the nearer of the two, whose rounding is the smaller
    return float(left + apart * part if part < 0.5 else right - apart * (1 - part))


def _warnings(characters: Prepared, codes: Sequence[str]) -> tuple[str, ...]:
    transcripts = len(characters.axis.units)
    found = []
    if 1 < transcripts < FEW_TRANSCRIPTS:
        found.append(
            f"The intervals rest on {transcripts} transcripts; with fewer than {FEW_TRANSCRIPTS} "
            "they are rough."
        )
    elif transcripts == 1:
        found.append("With one transcript there is nothing to resample: no intervals.")
    spans = characters.spans
    used = np.bincount(spans.code, minlength=len(codes)).tolist()
    # not by `unique`, which loads all of `numpy.ma` where it is asked for nothing besides
    given = np.bincount(spans.code * transcripts + spans.transcript) > 0
    places = np.flatnonzero(given) // max(transcripts, 1)
    spread = np.bincount(places, minlength=len(codes)).tolist()
    rare = [code for code, count in zip(codes, used, strict=True) if 0 < count < FEW_SEGMENTS]
    if rare:
        found.append(
            f"Fewer than {FEW_SEGMENTS} coded segments, so that each weighs heavily: "
            f"{', '.join(rare)}."
        )
    once = [code for code, count in zip(codes, spread, strict=True) if count == 1]
    if once and transcripts > 1:
        found.append(
            "Used in one transcript only, so that the interval cannot show how transcripts "
            f"differ: {', '.join(once)}."
        )
    return tuple(found)
