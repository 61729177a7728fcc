"""Reviewing a theme against its extracts: each is kept, dropped from the theme, or chosen."""

from collections.abc import Sequence

from workbench.errors import WorkbenchError
from workbench.study import Person, Study, now
from workbench.themes import store
from workbench.themes.evidence import CONSENSUS, evidence
from workbench.themes.nouns import VERDICTS
from workbench.themes.passages import passages_of


def review_extracts(
    study: Study,
    theme: str,
    coding_ids: Sequence[str],
    verdict: str | None,
    *,
    note: str = "",
    by: Person,
) -> None:
    """Decide about extracts of a theme; None takes the decision back.

    A dropped extract keeps its code and no longer counts in the theme; a chosen one stands for it
    in the write-up. Raises for a passage that is not one of the theme's agreed codings.
    """
    if verdict is not None and verdict not in VERDICTS:
        raise WorkbenchError(f"{verdict} is no verdict: choose one of {', '.join(VERDICTS)}")
    with study.change("review extracts of a theme", by) as write:
        found = store.find_theme(study, by, theme)
        themes = store.themes(study, by)
        held = {
            r.id
            for r in passages_of(found, themes, evidence(study).references, set())
            if r.layer == CONSENSUS
        }
        rows = store.review_rows(study, found.id)
        for coding_id in coding_ids:
            row = rows.get(coding_id)
            if coding_id not in held and row is None:
                raise WorkbenchError(
                    f"{coding_id} is no agreed coding in {found.name}: list its extracts with"
                    " workbench theme review"
                )
            if row is not None:
                write.delete("extract_reviews", row)
            if verdict is not None:
                rows[coding_id] = write.insert(
                    "extract_reviews",
                    theme_id=found.id,
                    coding_id=coding_id,
                    verdict=verdict,
                    note=note.strip(),
                    person_id=by.id,
                    at=now(),
                )
