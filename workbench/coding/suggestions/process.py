"""Matching in a process of its own: loading spaCy and reading the texts keep no key waiting.

The process gets rules and texts and knows nothing of the study.
"""

from collections.abc import Iterable, Sequence

from workbench.coding.suggestions.nouns import Rule
from workbench.corpus.beside import Beside
from workbench.corpus.language import Range

WORKER = "workbench.coding.suggestions.worker"


class MatchingProcess(Beside):
    """Looks for rules in texts, one after the other. For a ``with`` statement.

    Raises WorkbenchError for what a person can mend, StoppedError after `stop`.
    """

    def __init__(self, rules: Sequence[Rule], language: str) -> None:
        super().__init__(WORKER, "looking for suggestions")
        self._rules = tuple(rules)
        self._language = language

    def __enter__(self) -> "MatchingProcess":
        super().__enter__()
        rules = [(rule.code_id, rule.kind, rule.words, rule.extent) for rule in self._rules]
        try:
            self.ask({"language": self._language, "rules": rules})
        except BaseException:
            self.__exit__()
            raise
        return self

    def find(self, name: str, text: str, ranges: Iterable[Range]) -> list[tuple[Rule, int, int]]:
        """(rule, start, end) of every passage found in ``ranges`` of a text, by position."""
        found = self.ask({"name": name, "text": text, "ranges": list(ranges)})
        return [(self._rules[rule], start, end) for rule, start, end in found]
