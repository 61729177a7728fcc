"""A comparison as it is counted: what several kinds of figures are made of, computed once."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.agreement.comparison import Comparison
from workbench.agreement.sets import Pieces, pieces
from workbench.agreement.spans import Prepared, in_units, prepare, union
from workbench.agreement.sweep import Sums, sweep


@dataclass(frozen=True, slots=True)
class Counted:
    """The spans of a comparison in ``characters`` and in its units (``spans``), and of the latter
    the ``pieces`` between boundaries and the sums: of each code, and of ``any_code`` as one."""

    comparison: Comparison
    characters: Prepared
    spans: Prepared
    pieces: Pieces
    sums: Sums
    any_code: Sums

    @classmethod
    def of(cls, comparison: Comparison, *, half: bool = False) -> Counted:
        """With predefined units a unit has a code if a span overlaps it by a character, with
        ``half`` if half of it is coded.

        Raises SpanError for spans, base or unit ranges that do not fit their transcripts.
        """
        texts = comparison.transcripts
        characters = prepare(comparison.spans, texts, len(comparison.codes), len(comparison.coders))
        spans = characters
        if any(each.units is not None for each in texts):
            spans = in_units(characters, texts, half=half)
        any_code = union(spans)
        return cls(comparison, characters, spans, pieces(spans), sweep(spans), sweep(any_code))
