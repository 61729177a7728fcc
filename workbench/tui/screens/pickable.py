"""Codes as they stand in the picker."""

from collections.abc import Iterable, Mapping

from workbench.codebook.nouns import Code
from workbench.codebook.store import codes
from workbench.coding.store import count_by_code
from workbench.study import Person, Study
from workbench.tui.screens.code_desk import shown_name
from workbench.tui.widgets.picker import PickItem


def pickable(
    listed: Iterable[Code], known: Iterable[Code], counts: Mapping[str, int]
) -> list[PickItem]:
    """The codes listed, each with its branch, which is among those known, and its count."""
    paths = {code.id: code.path for code in known}
    return [
        PickItem(
            code.id,
            code.letter,
            code.hue,
            shown_name(code),
            paths.get(code.parent_id or "", ""),
            code.definition,
            code.aliases,
            counts.get(code.id, 0),
        )
        for code in listed
    ]


def shared_items(study: Study, viewer: Person | None, besides: str = "") -> list[PickItem]:
    """The codes that everybody shares, to pick one from for what is agreed.

    As they stand in the codebook, without the one whose id is ``besides``; with the counts of what
    the viewer may see.
    """
    shared = codes(study, None)
    listed = [code for code in shared if code.id != besides]
    return pickable(listed, shared, count_by_code(study, viewer))
