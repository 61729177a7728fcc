"""Rules matched in the process of the tests, which loads spaCy once, for walks that are about
what a run tells and not about the process that it starts."""

from collections.abc import Iterable, Sequence

from workbench.coding.suggestions.matching import RuleMatcher, Wanted
from workbench.coding.suggestions.nouns import Rule
from workbench.corpus.language import Range


class MatchingHere(RuleMatcher):
    """What `MatchingProcess` does, without a process."""

    def __init__(self, rules: Sequence[Rule], language: str) -> None:
        super().__init__(
            [Wanted(rule.code_id, rule.kind, rule.words, rule.extent) for rule in rules], language
        )
        self._said = tuple(rules)

    def find(  # type: ignore[override]
        self, name: str, text: str, ranges: Iterable[Range]
    ) -> list[tuple[Rule, int, int]]:
        """(rule, start, end) of every passage found in ``ranges`` of a text, by position."""
        found = super().find(text, ranges, name)
        return [(self._said[one.rule], one.start, one.end) for one in found]
