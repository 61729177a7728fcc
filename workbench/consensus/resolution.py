"""The resolution table: how disagreements were settled. It stands where a coefficient would be
100 % by construction."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.consensus.disagreements import KINDS
from workbench.consensus.nouns import LETTERS, OUTCOMES, REASONS, Item
from workbench.consensus.store import consensus_codings, read_items, recodings
from workbench.study import Round, Study


@dataclass(frozen=True, slots=True)
class Resolution:
    """Counts over the items of one round, of the decisions that stand.

    ``kinds`` has for each kind that occurs the items and how many of them have which outcome;
    ``open`` (in it ``supervisor``, those handed on) wait for one. ``reasons`` and ``yielded`` count
    settled items; ``yielded`` has the coders' names, ``both`` (all gave way, nothing is left),
    ``third`` (all gave way to a new reading) and ``nobody``, all of them also with 0. ``agreed``
    counts the codings that all coders made alike, ``recoded`` those of them that were given another
    code since, ``consensus`` all codings of the third layer.
    """

    round: str
    items: int
    open: int
    supervisor: int
    agreed: int
    consensus: int
    kinds: dict[str, dict[str, int]]
    reasons: dict[str, int]
    yielded: dict[str, int]
    by_rule: int
    recoded: int


def resolution_table(study: Study, round: Round) -> Resolution:
    """How the disagreements of a round were settled."""
    with study.snapshot():
        found = read_items(study, None, round_id=round.id)
        third = consensus_codings(study, round_id=round.id)
        recoded = recodings(study, round.id)
    settled = [item.decision for item in found if item.decision and not item.open]
    return Resolution(
        round=round.name,
        items=len(found),
        open=len(found) - len(settled),
        supervisor=sum(item.state == "supervisor" for item in found),
        agreed=sum(not coding.item_id for coding in third),
        consensus=len(third),
        kinds={kind: _outcomes(found, kind) for kind in KINDS if _of(found, kind)},
        reasons=_counted((decision.reason for decision in settled), REASONS),
        yielded=_yielded(found, round),
        by_rule=sum(bool(decision.rule) for decision in settled),
        recoded=len({one.coding_id for one in recoded}),
    )


def _yielded(found: Iterable[Item], round: Round) -> dict[str, int]:
    names = {letter.upper(): c.name for letter, c in zip(LETTERS, round.coders, strict=False)}
    counts = dict.fromkeys((*names.values(), "both", "third", "nobody"), 0)
    for item in found:
        if item.open or item.decision is None:
            continue
        gave_way = item.decision.yielded
        if gave_way in ("both", "third"):
            counts[gave_way] += 1
        elif not gave_way:
            counts["nobody"] += 1
        else:
            for letter in gave_way.split("+"):
                counts[names[letter]] += 1
    return counts


def _of(found: Iterable[Item], kind: str) -> list[Item]:
    return [item for item in found if item.kind == kind]


def _outcomes(found: Iterable[Item], kind: str) -> dict[str, int]:
    mine = _of(found, kind)
    outcomes = [item.decision.outcome for item in mine if item.decision and not item.open]
    counted = _counted(outcomes, (*LETTERS, *OUTCOMES))
    return {"items": len(mine), "open": sum(item.open for item in mine), **counted}


def _counted(values: Iterable[str], order: Iterable[str]) -> dict[str, int]:
    counts = Counter(values)
    return {value: counts[value] for value in order if counts[value]}
