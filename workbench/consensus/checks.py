"""What verification asks of this station."""

from collections.abc import Iterable

from workbench.consensus.store import broken_rules
from workbench.study import Study
from workbench.study.verify import Problem, registered


@registered
def consensus_holds(study: Study) -> Iterable[Problem]:
    """Agreed codings and disagreements lie inside their texts, and in revealed ones only."""
    for sentence in broken_rules(study):
        yield "layers", sentence
