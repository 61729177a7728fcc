"""The codes that everybody shares, to pick one from for what is agreed."""

from workbench.codebook.store import codes
from workbench.coding.store import count_by_code
from workbench.study import Person, Study
from workbench.tui.screens.code_desk import shown_name
from workbench.tui.widgets.picker import PickItem


def shared_items(study: Study, viewer: Person | None, besides: str = "") -> list[PickItem]:
    """As they stand in the codebook, without the one whose id is ``besides``; with the counts of
    what the viewer may see."""
    counts = count_by_code(study, viewer)
    return [
        PickItem(
            code.id,
            code.letter,
            code.hue,
            shown_name(code),
            code.path,
            code.definition,
            code.aliases,
            counts.get(code.id, 0),
        )
        for code in codes(study, None)
        if code.id != besides
    ]
