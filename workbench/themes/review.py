"""Reviewing a theme against its extracts: each is kept, dropped from the theme, or chosen.

review = review_of(study, viewer, "Voices")     its extracts with what was decided about each
review.words                                    '12 of 110 ticked, 5 chosen'
review.all_for("keep")                          those that a verdict on all would be about
review.balance.words                            on how many participants the chosen ones rest
"""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from workbench.errors import WorkbenchError
from workbench.study import Person, Study, now
from workbench.themes import store
from workbench.themes.board import Extract, extracts
from workbench.themes.evidence import CONSENSUS, Evidence, evidence
from workbench.themes.nouns import CHOSEN, DROP, VERDICTS, Theme
from workbench.themes.passages import leaning, passages_of

SINGLE_READING = (
    "one coder's own reading bears no tick; settle its transcript first, or go past phase 4 with a"
    " reason"
)


@dataclass(frozen=True, slots=True)
class Balance:
    """How the chosen extracts of a theme spread over those who speak in it.

    ``rows`` are (participant, chosen, extracts), most chosen first, then by name; extracts that
    were dropped and those of nobody are in none of them.
    """

    rows: tuple[tuple[str, int, int], ...]

    @property
    def chosen(self) -> int:
        """How many extracts were chosen."""
        return sum(row[1] for row in self.rows)

    @property
    def by(self) -> int:
        """How many participants have a chosen extract."""
        return sum(row[1] > 0 for row in self.rows)

    @property
    def words(self) -> str:
        """The balance as a sentence.

        >>> Balance((("S1-07", 2, 9), ("S1-12", 1, 3), ("S1-15", 0, 4))).words
        'chosen: 3 extracts of 2 of the 3 participants who speak here'
        """
        if not self.chosen:
            return "no extract chosen yet"
        what = "extract" if self.chosen == 1 else "extracts"
        if len(self.rows) == 1:
            return f"chosen: {self.chosen} {what} of the one participant who speaks here"
        return (
            f"chosen: {self.chosen} {what} of {self.by} of the {len(self.rows)} participants"
            " who speak here"
        )

    @property
    def brief(self) -> str:
        """The balance where there is little room.

        >>> Balance((("S1-07", 2, 9), ("S1-12", 1, 3), ("S1-15", 0, 4))).brief
        'chosen from 2 of 3 participants'
        """
        return f"chosen from {self.by} of {len(self.rows)} participants"

    @property
    def leans(self) -> str:
        """A sentence where the chosen extracts rest on one participant; empty where not.

        >>> Balance((("S1-07", 3, 9), ("S1-12", 1, 3))).leans
        '3 of the 4 chosen are from S1-07'
        """
        voices = Counter({who: chosen for who, chosen, _ in self.rows if chosen})
        if not leaning(voices, self.chosen, len(self.rows)):
            return ""
        who, most, _ = self.rows[0]
        return f"{most} of the {self.chosen} chosen are from {who}"


@dataclass(frozen=True)
class ThemeReview:
    """The extracts that are reviewed in one theme, those dropped behind all others.

    ``extracts`` are of the theme's own codes (those below are reviewed in their own theme), of one
    code where one was asked for; of a theme that holds no code itself they are of those below.
    """

    theme_id: str
    theme: str
    extracts: tuple[Extract, ...]

    @cached_property
    def verdicts(self) -> dict[str, str]:
        """Coding id to the verdict in this theme, of those that have one."""
        found = ((one.id, dict(one.verdicts).get(self.theme)) for one in self.extracts)
        return {coding_id: verdict for coding_id, verdict in found if verdict}

    @property
    def words(self) -> str:
        """How far the review has come, for a head or a message."""
        said = f"{len(self.verdicts)} of {len(self.extracts)} ticked"
        chosen = sum(verdict == CHOSEN for verdict in self.verdicts.values())
        return f"{said}, {chosen} chosen" if chosen else said

    def all_for(self, verdict: str | None, participant: str | None = None) -> list[Extract]:
        """What a verdict on all is about: those that wait for one; for None those that have one.

        Of one participant or of all. Single readings are left out, for they bear no tick.
        """
        return [
            one
            for one in self.extracts
            if participant in (None, one.participant)
            and (one.id in self.verdicts) == (verdict is None)
            and (one.layer == CONSENSUS or one.id in self.verdicts)
        ]

    @property
    def balance(self) -> Balance:
        """How the chosen extracts spread over the participants."""
        there, chosen = Counter[str](), Counter[str]()
        for one in self.extracts:
            verdict = self.verdicts.get(one.id)
            if one.participant and verdict != DROP:
                there[one.participant] += 1
                chosen[one.participant] += verdict == CHOSEN
        rows = sorted(there, key=lambda who: (-chosen[who], who))
        return Balance(tuple((who, chosen[who], there[who]) for who in rows))


def review_of(
    study: Study,
    viewer: Person | None,
    theme: str,
    *,
    code: str | None = None,
    found: Evidence | None = None,
) -> ThemeReview:
    """The review of a theme (name or id), or of one code in it (path, name or id).

    ``found`` is the evidence of this moment, for callers that have read it for other ends too.
    Raises with the names there are for a theme that is none.
    """
    with study.snapshot():
        about = store.find_theme(study, viewer, theme)
        deep = not about.codes
        listed = extracts(study, viewer, code=code, theme=about.id, deep=deep, found=found)
    listed.sort(key=lambda one: (about.name, DROP) in one.verdicts)
    return ThemeReview(about.id, about.name, tuple(listed))


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
        rows = store.review_rows(study, found.id)
        refuse_other_passages(study, found, coding_ids, by=by, besides=rows)
        for coding_id in coding_ids:
            row = rows.get(coding_id)
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


def refuse_other_passages(
    study: Study,
    theme: Theme,
    coding_ids: Iterable[str],
    *,
    by: Person,
    besides: Container[str] = (),
) -> None:
    """Raise where one of these is no agreed coding in the theme, dropped ones included, nor one of
    ``besides``."""
    passages = passages_of(theme, store.themes(study, by), evidence(study).references, set())
    held = {r.id for r in passages if r.layer == CONSENSUS}
    single = {r.id for r in passages} - held
    for coding_id in coding_ids:
        if coding_id in single:
            raise WorkbenchError(
                f"an extract of {theme.name} cannot be ticked or recoded: {SINGLE_READING}"
            )
        if coding_id not in held and coding_id not in besides:
            raise WorkbenchError(
                f"{coding_id} is no agreed coding in {theme.name}: list its extracts with"
                " workbench theme review"
            )
