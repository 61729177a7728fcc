"""The results of codes in each transcript, made when somebody looks at them.

They are by far the most figures of a report, sixty codes in thirty transcripts make fifty thousand,
and a screen looks at a few of them. JSON wants them all, as text: that is written from the arrays,
a row of figures at a time, and only what is undefined somewhere is made first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from workbench.agreement.bootstrap import Estimates
from workbench.agreement.document import Document, Late, json_text, quoted
from workbench.agreement.figures import Figure, Reason
from workbench.agreement.results import CodeResult
from workbench.agreement.scopes import COLUMN, OF_PAIRS, ONCE, GroupFigures, Names, scope_results
from workbench.agreement.sweep import Sums


class EachTranscript:
    """The results of K codes in each of T transcripts.

    ``sums`` as swept, a sample a transcript; ``estimates`` of the coefficients, then of those of
    the pairs; ``group`` gives (k)u-alpha, without which it is left out.
    """

    __slots__ = ("_estimates", "_group", "_ku", "_made", "_sums", "names")

    def __init__(
        self, sums: Sums, estimates: Estimates, names: Names, group: GroupFigures | None
    ) -> None:
        self.names = names
        self._sums, self._estimates, self._group = sums, estimates, group
        self._made: dict[int, list[CodeResult]] = {}
        self._ku: dict[int, list[Figure]] = {}

    def results(self, transcript: int) -> list[CodeResult]:
        """Those of all codes in one transcript."""
        if transcript not in self._made:
            self._made[transcript] = scope_results(
                (self._sums, transcript),
                self._estimates.scope(transcript),
                self.names,
                self._ku_alpha(transcript),
            )
        return self._made[transcript]

    def _result(self, transcript: int, code: int) -> CodeResult:
        """That of one code, made by itself: not kept."""
        (result,) = scope_results(
            (self._sums.of_code(code), transcript),
            self._estimates.scope(transcript).row(code),
            self.names,
            self._ku_alpha(transcript)[code : code + 1],
        )
        return result

    def _ku_alpha(self, transcript: int) -> list[Figure]:
        """(k)u-alpha of all codes in one transcript, none where it is left out."""
        if self._group is None:
            return []
        if transcript not in self._ku:
            self._ku[transcript] = self._group.figures(transcript)
        return self._ku[transcript]

    def json_texts(self, code: int) -> list[str]:
        """What ``json_text`` says of a code in each transcript."""
        pattern = _pattern(self.names, self._group is not None)
        figures, counts = self._estimates.each[:, code], self._counts(code)
        # nothing undefined, and nothing to note beside it
        coded, units = self._sums.coded[:, code].sum(axis=-1), self._sums.units[:, 0]
        varied = (coded > 0) & (coded < units * len(self.names.coders))
        plain = (np.isfinite(figures).all(axis=1) & varied).tolist()
        of_all = figures[:, [*COLUMN.values()]].tolist()
        of_pairs = figures[:, len(ONCE) :].tolist()

        def ku_alpha(transcript: int) -> list[str]:
            return [json_text(each) for each in self._ku_alpha(transcript)[code : code + 1]]

        return [
            pattern % (*of_all[t], *ku_alpha(t), *counts[t], *of_pairs[t])
            if pattern and plain[t]
            else json_text(self._result(t, code).document())
            for t in range(len(figures))
        ]

    def _counts(self, code: int) -> list[list[float]]:
        """Prevalence, and with two coders the cells, by transcript."""
        coded, units = self._sums.coded[:, code], self._sums.units
        with np.errstate(divide="ignore", invalid="ignore"):
            counts = [coded / units]
        if len(self.names.coders) == 2:
            both, one, two = self._sums.shared[:, code, :1], coded[:, :1], coded[:, 1:]
            counts += [both, one - both, two - both, units - one - two + both]
        found: list[list[float]] = np.hstack(counts).tolist()
        return found


class ByTranscript(Mapping[str, CodeResult], Late):
    """The results of one code by the name of the transcript."""

    __slots__ = ("_code", "_each", "_places")

    def __init__(self, each: EachTranscript, places: Mapping[str, int], code: int) -> None:
        self._each, self._places, self._code = each, places, code

    def __getitem__(self, name: str) -> CodeResult:
        return self._each.results(self._places[name])[self._code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def document(self) -> Document:
        """The document of each."""
        return {name: each.document() for name, each in self.items()}

    def json_text(self) -> str:
        """The same as text."""
        texts = self._each.json_texts(self._code)
        return f"{{{', '.join(f'{quoted(name)}: {texts[t]}' for name, t in self._places.items())}}}"


def _pattern(names: Names, with_ku_alpha: bool) -> str:
    """The document of a code in one transcript with all figures defined, for ``%``.

    Empty where names of coders with commas in them make one name of two pairs.
    """
    figure = json_text(Figure(0.5, interval=Reason.ONE_TRANSCRIPT)).replace("0.5", "%r")
    parts = [f"{_key(name)}: {figure}" for name in COLUMN]
    if with_ku_alpha:
        parts.append('"ku_alpha": %s')
    shares = ", ".join(f"{_key(name)}: %r" for name in names.coders)
    parts.append(f'"prevalence": {{{shares}}}')
    if len(names.coders) == 2:
        counts = ", ".join(f'"{name}": %d' for name in ("both", "only_a", "only_b", "neither"))
        parts.append(f'"cells": {{{counts}}}')
    pairs = [",".join(pair) for pair in names.pairs]
    of_pair = ", ".join(f"{_key(name)}: {figure}" for name in OF_PAIRS)
    parts.append(f'"pairs": {{{", ".join(f"{_key(pair)}: {{{of_pair}}}" for pair in pairs)}}}')
    return f"{{{', '.join(parts)}}}" if len(set(pairs)) == len(pairs) else ""


def _key(name: str) -> str:
    return quoted(name).replace("%", "%%")
