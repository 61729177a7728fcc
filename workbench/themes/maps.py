"""The thematic map as a snapshot: kept at the end of phases 3, 4 and 5."""

import json

from workbench.errors import WorkbenchError
from workbench.study import Person, Study, now
from workbench.themes import store
from workbench.themes.evidence import evidence

MAPPED_PHASES = (3, 4, 5)


def keep_map(study: Study, phase: int, by: Person | None) -> str:
    """Keep the map as everybody may see it now; returns the snapshot's id.

    The map is a JSON document: the themes with their texts, parents and codes, the parked codes
    with the word why, and what could be counted at the time.
    """
    if phase not in MAPPED_PHASES:
        raise WorkbenchError(
            f"no map is kept for phase {phase}: it belongs to the end of phases 3, 4 and 5"
        )
    with study.change(f"keep the map of phase {phase}", by) as write:
        document = {
            "counted": evidence(study).words,
            "themes": [
                {
                    "id": theme.id,
                    "name": theme.name,
                    "parent": theme.parent or None,
                    "concept": theme.concept,
                    "definition": theme.definition,
                    "summary": theme.summary,
                    "parked": theme.parked,
                    "codes": [{"id": code.id, "path": code.path} for code in theme.codes],
                }
                for theme in store.themes(study, None)
            ],
            "parked": [
                {"id": code.id, "path": code.path, "why": why}
                for code, why in store.parked_codes(study, None)
            ],
        }
        return write.insert(
            "theme_maps", phase=phase, map=json.dumps(document, ensure_ascii=False), at=now()
        )
