"""Changing codes: what they say, where they stand, whether they are in use.

A shared code may be changed by anybody, a private one by the person who made it. Every function
checks inside its change, on the code as it is then.
"""

from collections.abc import Sequence

from workbench.codebook.cells import checked_choice, checked_letter, checked_text, join_aliases
from workbench.codebook.nouns import LEVELS, ORIGINS, Code
from workbench.codebook.paths import checked_name
from workbench.codebook.store import code_by_id, codes, end_merge, refuse_frozen, refuse_taken
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, Writer, now

TEXTS = ("definition", "when_to_use", "when_not_to_use", "example", "colour", "question")


def edit_code(
    study: Study,
    code: Code,
    by: Person | None,
    *,
    name: str | None = None,
    origin: str | None = None,
    level: str | None = None,
    aliases: Sequence[str] | None = None,
    letter: str | None = None,
    exclusive: bool | None = None,
    **texts: str | None,
) -> Code:
    """Change what is given of a code and nothing else. ``texts`` are those of :data:`TEXTS`.

    An empty ``letter`` goes back to the proposed one. A private code is changed by its maker only.
    """
    unknown = texts.keys() - set(TEXTS)
    if unknown:
        raise TypeError(f"a code has no {', '.join(sorted(unknown))}")
    with study.change("edit a code", by) as write:
        code = mine_to_change(study, code, by)
        cells: dict[str, str | int] = {
            field: checked_text(text) for field, text in texts.items() if text is not None
        }
        if name is not None and name.strip() != code.name:
            cells["name"] = checked_name(name)
            refuse_taken(study, code.parent_id, str(cells["name"]), _owner(code, by))
            _note_lineage(write, "rename", code, code.name, str(cells["name"]))
        if origin is not None:
            cells["origin"] = checked_choice("origin", origin, ORIGINS)
        if level is not None:
            cells["level"] = checked_choice("level", level, ("", *LEVELS))
        if aliases is not None:
            cells["aliases"] = join_aliases(aliases)
        if letter is not None:
            cells["letter"] = _checked_letter(study, code, letter, by)
        if exclusive is not None:
            cells["exclusive"] = int(exclusive)
        if cells:
            write.update("codes", code.id, **cells)
    return code_by_id(study, by, code.id)


def move_code(study: Study, code: Code, parent: Code | None, by: Person | None) -> Code:
    """Put a code, with all below it, under another one, or (None) at the top."""
    with study.change("move a code", by) as write:
        code = mine_to_change(study, code, by)
        if parent is not None:
            _refuse_private_parent(study, code, parent)
            if parent.id in {code.id, *(below.id for below in codes_below(study, code, by))}:
                raise WorkbenchError(
                    f"{code.path} cannot go under {parent.path}, which is the same code or lies"
                    " below it: choose a parent outside of it"
                )
        above = parent.id if parent else None
        if above != code.parent_id:
            refuse_taken(study, above, code.name, _owner(code, by))
            write.update("codes", code.id, parent_id=above)
            _note_lineage(write, "move", code, code.path, code_by_id(study, by, code.id).path)
    return code_by_id(study, by, code.id)


def retire_code(study: Study, code: Code, by: Person | None) -> None:
    """Take a code out of use. What was coded with it stays, and so does the code's row."""
    with study.change("retire a code", by) as write:
        code = mine_to_change(study, code, by)
        refuse_branch(study, code, by)
        write.update("codes", code.id, retired=1)


def bring_back_code(study: Study, code: Code, by: Person | None) -> Code:
    """Put a retired code back into use; one that was merged is read as itself again.

    Raises where its path has been taken since.
    """
    with study.change("bring back a code", by) as write:
        code = mine_to_change(study, code, by)
        refuse_frozen(study, by, shared=code.shared)
        refuse_taken(study, code.parent_id, code.name, _owner(code, by))
        write.update("codes", code.id, retired=0)
        end_merge(write, code.id)
    return code_by_id(study, by, code.id)


def refuse_branch(study: Study, code: Code, by: Person | None) -> None:
    """Raise where codes that the person sees are in use below one that is to go out of use."""
    below = [child.path for child in codes_below(study, code, by)]
    if below:
        named = ", ".join(below[:5]) + (f" and {len(below) - 5} more" if below[5:] else "")
        raise WorkbenchError(
            f"{code.path} has codes below it ({named}): move or retire those first"
        )


def as_it_is_now(study: Study, code: Code, viewer: Person | None) -> Code:
    """The code anew, in use or retired; raises where the viewer has no such code any more."""
    try:
        return code_by_id(study, viewer, code.id)
    except KeyError:
        raise WorkbenchError(
            "the code is no longer there: somebody took it back; look at the codebook again"
        ) from None


def mine_to_change(study: Study, code: Code, by: Person | None) -> Code:
    """The code as it is now; raises where it is somebody else's."""
    code = as_it_is_now(study, code, by)
    if not code.shared and (by is None or code.maker_id != by.id):
        raise WorkbenchError(
            f"{code.path} is {code.maker}'s own code, and only {code.maker} can change it:"
            f" act with --as {code.maker}, or make a shared code"
        )
    return code


def _owner(code: Code, by: Person | None) -> Person | None:
    return None if code.shared else by


def codes_below(study: Study, code: Code, viewer: Person | None) -> list[Code]:
    """The codes in use below one, as far as the viewer may see them."""
    inside = {code.id}
    found = []
    for other in codes(study, viewer, retired=True):
        if other.parent_id in inside:
            inside.add(other.id)
            found.append(other)
    return [other for other in found if not other.retired]


def _refuse_private_parent(study: Study, code: Code, parent: Code) -> None:
    if code.shared and parent.id not in {public.id for public in codes(study, None)}:
        raise WorkbenchError(
            f"{code.path} is shared, and {parent.path} is not seen by everybody:"
            " choose a shared code as its parent"
        )


def _checked_letter(study: Study, code: Code, letter: str, by: Person | None) -> str:
    letter = checked_letter(letter)
    bearer = next((other for other in codes(study, by) if other.letter == letter), None)
    if bearer is not None and bearer.id != code.id:
        raise WorkbenchError(
            f"{letter} stands for {bearer.path} already: choose another letter,"
            " or give that code another one first"
        )
    return letter


def _note_lineage(write: Writer, kind: str, code: Code, old: str, new: str) -> None:
    """A row of lineage for a shared code; a private one's names are nobody else's business."""
    if code.shared:
        write.insert(
            "lineage",
            kind=kind,
            from_code_id=code.id,
            to_code_id=code.id,
            old_name=old,
            new_name=new,
            at=now(),
        )
