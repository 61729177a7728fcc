"""Hearing that others wrote, without hearing of what one may not see.

A screen reads anew when the study has changed for its viewer. Hidden work of others must not even
do that: a screen that stirs tells that somebody is at work.
"""

from workbench.study import journal
from workbench.study.history import Allowed
from workbench.study.journal import Image
from workbench.study.nouns import Person
from workbench.study.study import Study
from workbench.study.triggers import domain_tables

RECORDED_BY_LOOKING = {"readings_opened"}


def newest_change(study: Study) -> int:
    """The number of the newest change. It counts hidden ones too, so it is never shown."""
    return int(study.value("SELECT ifnull(max(number), 0) FROM journal_changes"))


def changed_since(study: Study, viewer: Person | None, number: int) -> bool:
    """Whether any change after ``number`` touched something that the viewer may see now.

    That a transcript was locked is a fact for everybody; anything else of a hidden layer is not.
    What a screen records by being looked at is no news: counted, it would be heard only when
    somebody else writes, and so tell of that.
    """
    for table in set(domain_tables(study.connection)) - RECORDED_BY_LOOKING:
        images = list(journal.read_images(study.connection, table, "change > ?", (number,)))
        if not images:
            continue
        visible = Allowed(study, table, viewer)
        if any(visible(image) is not None or _locks(image) for image in images):
            return True
    return False


def _locks(image: Image) -> bool:
    if image.table != "layers" or image.before is None or image.after is None:
        return False
    return (image.before["locked_at"] is None) != (image.after["locked_at"] is None)
