"""Recoding extracts: a passage that does not fit its theme gets the code that it does fit.

The code is that of the agreed coding, for everybody and in every theme; so it takes a reason, like
each decision on the third layer. To leave the code and only take the passage out of the theme it is
dropped (see ``review``).
"""

from collections.abc import Sequence

from workbench.consensus.nouns import AgreedCoding
from workbench.consensus.recoding import recode_agreed
from workbench.consensus.store import read_as_one
from workbench.study import Person, Study
from workbench.themes import store
from workbench.themes.nouns import Theme
from workbench.themes.passages import below
from workbench.themes.review import refuse_other_passages


def recode_extracts(
    study: Study,
    theme: str,
    coding_ids: Sequence[str],
    code: str,
    reason: str,
    *,
    note: str = "",
    by: Person,
) -> list[AgreedCoding]:
    """Give extracts of a theme another code, in one change; returns them as they are then.

    What was decided about them goes with them out of the themes that do not hold the new code, and
    stays in those that do. Raises for a passage that is not one of the theme's agreed codings, for
    a code that not everybody sees, for somebody who does not decide on the transcript (a coder of
    its round, or a supervisor who did not code it), and where the passage has the code already.
    """
    with study.change("recode extracts of a theme", by) as write:
        found = store.find_theme(study, by, theme)
        refuse_other_passages(study, found, coding_ids, by=by)
        themes = store.themes(study, None)
        recoded = []
        for coding_id in dict.fromkeys(coding_ids):
            rows = [row.id for row in read_as_one(study, coding_id)]
            for row_id in rows[1:]:
                store.delete_verdicts(write, row_id)
            done = recode_agreed(study, by, coding_id, code, reason, note=note)
            store.delete_verdicts(write, coding_id, besides=_holding(themes, done.code_id))
            recoded.append(done)
        return recoded


def _holding(themes: Sequence[Theme], code_id: str) -> set[str]:
    """Ids of the themes that hold a code, themselves or in a theme below."""
    return {
        theme.id
        for theme in themes
        if any(code.id == code_id for one in below(theme, themes) for code in one.codes)
    }
