"""What is compared: transcripts, coders and codes by name, and the spans between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.agreement.errors import AgreementError
from workbench.agreement.spans import Spans, Transcript

NamedSpan = tuple[str, str, str, int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The input of a report.

    ``transcripts``, ``coders`` and ``codes`` in the order in which they are to be shown, also those
    without any span; ``groups`` of mutually exclusive codes by name. ``spans`` hold indices into
    the three; every coder is taken to have finished every transcript.

    Raises AgreementError for a name given twice and for a group with an unknown code.
    """

    transcripts: tuple[Transcript, ...]
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    spans: Spans
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for what, names in (
            ("transcript", [each.name for each in self.transcripts]),
            ("coder", self.coders),
            ("code", self.codes),
        ):
            twice = [name for place, name in enumerate(names) if name in names[:place]]
            if twice:
                raise AgreementError(f"the {what} “{twice[0]}” is named twice")
        for name, members in self.groups.items():
            strange = [code for code in members if code not in self.codes]
            if strange:
                raise AgreementError(f"the group “{name}” names an unknown code “{strange[0]}”")

    @classmethod
    def of(
        cls,
        transcripts: Sequence[Transcript],
        coders: Sequence[str],
        codes: Sequence[str],
        spans: Iterable[NamedSpan],
        groups: Mapping[str, Sequence[str]] | None = None,
    ) -> Comparison:
        """From spans (transcript, code, coder, start, end) by name.

        Raises AgreementError for a span with an unknown name.
        """
        texts = {each.name: place for place, each in enumerate(transcripts)}
        people = {name: place for place, name in enumerate(coders)}
        labels = {name: place for place, name in enumerate(codes)}
        try:
            rows = [
                (texts[text], labels[code], people[coder], start, end)
                for text, code, coder, start, end in spans
            ]
        except KeyError as error:
            raise AgreementError(f"a span names {error.args[0]!r}, which is not compared") from None
        return cls(
            tuple(transcripts),
            tuple(coders),
            tuple(codes),
            Spans.of(rows),
            {name: tuple(members) for name, members in (groups or {}).items()},
        )
