"""The codebook as a REFI tree: themes as headings with their codes, then all other codes.

The tree gives a code one place, sets give a theme all of its codes. A code stands under the first
theme that holds it, with what lies below it; where that takes it away from its parent, its
description says under which path it stands in the study.
"""

import re
from collections.abc import Sequence

from workbench.codebook.columns import field_text
from workbench.codebook.exporting import names_of_their_own, with_parents
from workbench.codebook.nouns import Code as StudyCode
from workbench.codebook.paths import join_path
from workbench.exchange.refi.guidance import compose
from workbench.exchange.refi.guids import derived
from workbench.exchange.refi.labels import (
    CODE_LABELS,
    CONCEPT,
    DEFINED_UNDER,
    FIELDS,
    SUMMARY,
    THEME_LABELS,
)
from workbench.exchange.refi.nouns import Code, Set
from workbench.themes.nouns import Theme

_RGB = re.compile("#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")


class Tree:
    """Codes and themes of a study as they go out. ``everything`` is in codebook order."""

    def __init__(
        self, everything: Sequence[StudyCode], themes: Sequence[Theme], used: frozenset[str]
    ) -> None:
        held = {code.id for theme in themes for code in theme.codes}
        known = {code.id for code in with_parents(list(everything))}
        by_id = {code.id: code for code in everything}
        for code_id in used | held:
            above: str | None = code_id
            while above is not None and above in by_id:
                known.add(above)
                above = by_id[above].parent_id
        self.listed = [code for code in everything if code.id in known]
        self.themes = themes
        self.names = names_of_their_own(self.listed)
        self._place()

    def _place(self) -> None:
        """Where each code stands: under a theme (by its id), under its parent, or at the top."""
        holders: dict[str, list[str]] = {}
        for theme in self.themes:
            for code in theme.codes:
                holders.setdefault(code.id, []).append(theme.id)
        lies_in: dict[str, str | None] = {}
        self.moved: set[str] = set()
        self._below: dict[tuple[str, str | None], list[StudyCode]] = {}
        for code in self.listed:  # parents stand before their children
            above = lies_in.get(code.parent_id or "")
            own = holders.get(code.id, [])
            place: tuple[str, str | None] = ("code", code.parent_id)
            if own and above not in own:
                place, above = ("theme", own[0]), own[0]
                if code.parent_id is not None:
                    self.moved.add(code.id)
            lies_in[code.id] = above
            self._below.setdefault(place, []).append(code)

    def codes(self) -> tuple[Code, ...]:
        """The top of the tree."""
        tops = [theme for theme in self.themes if theme.parent_id is None]
        return (
            *(self._theme(theme) for theme in tops),
            *(self._code(code) for code in self._below.get(("code", None), ())),
        )

    def sets(self) -> tuple[Set, ...]:
        """A set a theme, with all of its codes."""
        return tuple(
            Set(
                guid=theme.id,
                name=theme.name,
                description=theme.summary,
                codes=tuple(code.id for code in theme.codes),
                notes=(derived(theme.id, "concept"),) if theme.concept else (),
            )
            for theme in self.themes
        )

    def _theme(self, theme: Theme) -> Code:
        below = [one for one in self.themes if one.parent_id == theme.id]
        return Code(
            guid=derived(theme.id, "code"),
            name=theme.name,
            codable=False,
            description=compose(
                theme.definition,
                [(CONCEPT, theme.concept), (SUMMARY, theme.summary)],
                THEME_LABELS,
            ),
            below=(
                *(self._theme(one) for one in below),
                *(self._code(code) for code in self._below.get(("theme", theme.id), ())),
            ),
        )

    def _code(self, code: StudyCode) -> Code:
        return Code(
            guid=code.id,
            name=self.names[code.id][-1],
            colour=code.colour if _RGB.fullmatch(code.colour) else "",
            description=compose(code.definition, self._fields(code), CODE_LABELS),
            below=tuple(map(self._code, self._below.get(("code", code.id), ()))),
        )

    def _fields(self, code: StudyCode) -> list[tuple[str, str]]:
        fields = []
        for label, field in FIELDS.items():
            if field == "exclusive":
                fields.append((label, "yes" if code.exclusive else ""))
            elif field == "origin":
                fields.append((label, code.origin if code.origin != "deductive" else ""))
            else:
                fields.append((label, field_text(code, field)))
        if code.id in self.moved:
            fields.append((DEFINED_UNDER, join_path(self.names[code.id][:-1])))
        return fields

    def losses(self) -> list[str]:
        """What the tree cannot carry, a sentence each."""
        said = [
            f"{code.path} goes out as {join_path(self.names[code.id])}: another code has that path"
            for code in self.listed
            if code.name != self.names[code.id][-1]
        ]
        bearers: dict[str, int] = {}
        for code in self.listed:
            bearers[code.name.casefold()] = bearers.get(code.name.casefold(), 0) + 1
        repeated = sorted(name for name, count in bearers.items() if count > 1)
        if repeated:
            said.append(
                "codes of one name under different parents are one code to programs that know"
                f" codes by name (QualCoder): {', '.join(repeated)}"
            )
        if self.moved:
            said.append(
                f"codes that stand under their theme and not under their parent code:"
                f" {len(self.moved)} (their descriptions name the parent)"
            )
        for count, what in (
            (sum(not code.shared for code in self.listed), "who made an inductive code"),
            (sum(code.retired for code in self.listed), "that codes are out of use"),
            (sum(code.letter_chosen for code in self.listed), "chosen letters"),
            (
                sum(bool(c.colour) and not _RGB.fullmatch(c.colour) for c in self.listed),
                "colours that are not written #RRGGBB",
            ),
            (sum(theme.parked is not None for theme in self.themes), "that themes were parked"),
        ):
            if count:
                said.append(f"{what} ({count})")
        return said
