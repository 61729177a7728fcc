"""Items, decisions and the third layer in the study file: all SQL of this station."""

from workbench.consensus.store.codebook_facts import (
    code_paths,
    codebook_number,
)
from workbench.consensus.store.item_tables import (
    insert_comparison,
    insert_decision,
    read_items,
)
from workbench.consensus.store.soundness import (
    broken_rules,
)
from workbench.consensus.store.third_layer import (
    consensus_codings,
    delete_agreed,
    insert_recoding,
    kept_now,
    read_as_one,
    recodings,
    replace_kept,
    rewrite_agreed,
)

__all__ = [
    "broken_rules",
    "code_paths",
    "codebook_number",
    "consensus_codings",
    "delete_agreed",
    "insert_comparison",
    "insert_decision",
    "insert_recoding",
    "kept_now",
    "read_as_one",
    "read_items",
    "recodings",
    "replace_kept",
    "rewrite_agreed",
]
