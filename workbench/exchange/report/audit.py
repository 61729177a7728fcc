"""The audit trail in a report: who changed what, as far as the viewer may see it, and whether the
file is what its journal says."""

from collections import Counter
from dataclasses import dataclass

from workbench.coding import locking as _layer_checks  # noqa: F401  registers its checks
from workbench.consensus import checks as _item_checks  # noqa: F401
from workbench.study import Person, Study, history, people, verify

AREAS = {
    "the study itself": ("study",),
    "material": ("transcripts", "speakers", "turns", "cases", "attributes", "case_values",
                 "data_sets", "data_set_cases", "corrections", "doubts"),
    "people": ("people",),
    "codebook": ("codes", "lineage", "codebook_versions", "codebook_version_codes",
                 "confirmations", "distinctions"),
    "rounds and locks": ("rounds", "round_coders", "round_transcripts", "layers", "layer_paths",
                         "layer_seals", "packs", "pack_layers", "pack_states"),
    "codings": ("codings", "suggestion_rules", "suggestion_runs", "suggestions",
                "suggestion_answers"),
    "consensus": ("items", "item_codings", "decisions", "consensus_codings", "readings_opened",
                  "recodings"),
    "themes and phases": ("themes", "theme_codes", "parked_codes", "theme_maps",
                          "extract_reviews", "phase_overrides", "read_marks", "notes"),
    "figures and logs": ("variables", "answers", "category_lineage", "challenges",
                         "published_figures"),
}  # fmt: skip
"""What tables of the study file belong together for a reader."""
_AREA_OF = {table: area for area, tables in AREAS.items() for table in tables}


@dataclass(frozen=True, slots=True)
class Acts:
    """What one person changed: how often, on how many days, and what it touched, by area."""

    who: str
    role: str
    changes: int
    first: str
    last: str
    areas: dict[str, int]


@dataclass(frozen=True, slots=True)
class Audit:
    """The visible journal in short; ``last`` is the moment of its last change, ``""`` without one.

    ``problems`` are what verification found; the file is sound without any.
    """

    acts: tuple[Acts, ...]
    areas: tuple[str, ...]
    changes: int
    first: str
    last: str
    verified: dict[str, bool]
    problems: tuple[str, ...]


def audit_of(study: Study, viewer: Person | None) -> Audit:
    """Changes that the viewer may see, counted by whom and what, and the verdict on the file."""
    entries = history(study, viewer)
    roles = {one.name: one.role for one in people(study)}
    by: dict[str, list[str]] = {}
    touched: dict[str, Counter[str]] = {}
    for entry in entries:
        by.setdefault(entry.by, []).append(entry.at)
        areas = {_AREA_OF[row.table] for row in entry.rows if row.table in _AREA_OF}
        touched.setdefault(entry.by, Counter()).update(areas)
    order = [name for name in ("set-up", *roles) if name in by]
    order += sorted(by.keys() - set(order))
    acts = tuple(
        Acts(
            name,
            roles.get(name, ""),
            len(by[name]),
            min(by[name]),
            max(by[name]),
            dict(touched[name]),
        )
        for name in order
    )
    verdict = verify(study)
    moments = [entry.at for entry in entries]
    return Audit(
        acts=acts,
        areas=tuple(area for area in AREAS if any(area in one.areas for one in acts)),
        changes=len(entries),
        first=min(moments, default=""),
        last=max(moments, default=""),
        verified=dict(verdict.areas),
        problems=tuple(verdict.problems),
    )
