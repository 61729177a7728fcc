"""What differs between two states of the shared codebook."""

from collections.abc import Iterable

from workbench.codebook.nouns import Difference, FrozenCode
from workbench.codebook.store import FROZEN, frozen_codes, present_codes, versions
from workbench.errors import WorkbenchError
from workbench.study import Study


def compare(before: Iterable[FrozenCode], after: Iterable[FrozenCode]) -> list[Difference]:
    """The codes that differ, by path; a code stays the same code when it is renamed or moved."""
    old = {code.code_id: code for code in before}
    new = {code.code_id: code for code in after}
    found = [Difference("removed", i, old[i].path) for i in old.keys() - new.keys()]
    found += [Difference("added", i, new[i].path) for i in new.keys() - old.keys()]
    for code_id in old.keys() & new.keys():
        fields = tuple(
            (field, getattr(old[code_id], field), getattr(new[code_id], field))
            for field in ("path", *FROZEN)
            if getattr(old[code_id], field) != getattr(new[code_id], field)
        )
        if fields:
            found.append(Difference("changed", code_id, new[code_id].path, fields))
    return sorted(found, key=lambda d: (d.path, d.kind))


def compare_versions(study: Study, first: int | None, second: int | None) -> list[Difference]:
    """Compare two versions; without ``second`` with the present, without both from the newest."""
    with study.snapshot():
        known = {version.number: version.id for version in versions(study)}
        if not known:
            raise WorkbenchError(
                f"{study.path} has no frozen codebook yet: the first version is made when a round"
                " is opened (workbench round open)"
            )
        for number in (first, second):
            if number is not None and number not in known:
                listed = ", ".join(map(str, known))
                raise WorkbenchError(
                    f"there is no version {number} of the codebook: name one of {listed}"
                )
        before = frozen_codes(study, known[max(known) if first is None else first])
        after = present_codes(study) if second is None else frozen_codes(study, known[second])
    return compare(before, after)
