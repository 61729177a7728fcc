"""Merging codes into one, splitting one into several, and telling two apart.

Merges and splits are rows of lineage, applied on reading.

Nothing that was coded is rewritten. A merged code goes out of use and its codings are read as the
other one; a split code goes out of use and keeps its codings, which their coders are to look at
again. No function here asks what was coded: a hidden coding can refuse nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.codebook.cells import checked_text
from workbench.codebook.editing import as_it_is_now, edit_code, mine_to_change, refuse_branch
from workbench.codebook.nouns import Code
from workbench.codebook.paths import checked_name, same_name
from workbench.codebook.store import (
    add_code,
    code_by_id,
    codes,
    distinctions,
    insert_codes,
    joined_codes,
    refuse_frozen,
    refuse_taken,
)
from workbench.errors import WorkbenchError
from workbench.study import Person, Study, Writer, new_id, now

INHERITED = ("origin", "level", "question", "colour")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the codes into which a code is split: its bare name, and what it means."""

    name: str
    definition: str = ""


def merge_codes(
    study: Study, sources: Sequence[Code], into: Code, by: Person | None, *, reason: str = ""
) -> Code:
    """Merge codes into one that is in use; returns it.

    A shared code may be merged by anybody, into a shared one; a coder's own by its maker, and by
    anybody once everybody sees it. Bringing a merged code back into use ends its merge.
    """
    with study.change("merge codes", by) as write:
        target = as_it_is_now(study, into, by)
        if target.retired:
            raise WorkbenchError(f"{target.path} is out of use: merge into a code in use")
        public = {code.id for code in codes(study, None, retired=True)}
        merged = joined_codes(study)
        for source in {code.id: code for code in sources}.values():
            code = as_it_is_now(study, source, by)
            _refuse_merge(study, code, target, by, public)
            if code.id in merged:
                raise WorkbenchError(
                    f"{code.path} was merged already: bring it back into use first, with"
                    " workbench code retire --back"
                )
            if not code.retired:
                refuse_branch(study, code, by)
                write.update("codes", code.id, retired=1)
            _note(write, "merge", code, target.id, target.path, reason)
    return code_by_id(study, by, target.id)


def join_codes(
    study: Study,
    sources: Sequence[Code],
    path: str,
    by: Person | None,
    *,
    definition: str = "",
    reason: str = "",
) -> Code:
    """Make one shared code at ``path``, merge codes into it that everybody sees; returns it.

    It may take the name of one of them. It keeps what they say alike of their origin, level,
    question and colour, all that they say of their use, and their names as aliases.
    """
    with study.change("join codes", by) as write:
        found = [as_it_is_now(study, one, by) for one in {one.id: one for one in sources}.values()]
        if len(found) < 2:
            raise WorkbenchError("joining codes takes two or more: name another one")
        public = {code.id for code in codes(study, None, retired=True)}
        for code in found:
            if code.id not in public:
                raise WorkbenchError(
                    f"{code.path} is not seen by everybody yet: it can be joined once a transcript"
                    " coded with it is revealed"
                )
            if not code.retired:
                refuse_branch(study, code, by)
                # first, so that the new code may take over its name
                write.update("codes", code.id, retired=1)
        alike = {field: _alike(found, field) for field in INHERITED}
        made = add_code(
            study,
            path,
            definition=definition,
            origin=alike["origin"] or "inductive",
            by=by,
            shared=True,
        )
        names = dict.fromkeys(name for code in found for name in (code.name, *code.aliases))
        edit_code(
            study,
            made,
            by,
            level=alike["level"],
            aliases=[name for name in names if same_name(name) != same_name(made.name)],
            question=alike["question"],
            colour=alike["colour"],
            when_to_use=_all_said(found, "when_to_use"),
            when_not_to_use=_all_said(found, "when_not_to_use"),
            example=_all_said(found, "example"),
        )
        return merge_codes(study, found, made, by, reason=reason)


def split_code(
    study: Study,
    code: Code,
    parts: Sequence[Part],
    by: Person | None,
    *,
    keep: bool = False,
    reason: str = "",
) -> list[Code]:
    """Make several codes of one, beside it in the codebook; returns them.

    They belong to whom the code belongs, and take from it origin, level, question and colour. The
    code goes out of use; with ``keep`` it stays in use and the new ones are split off from it.
    """
    with study.change("split a code", by) as write:
        code = mine_to_change(study, code, by)
        owner = None if code.shared else by
        if code.retired:
            raise WorkbenchError(f"{code.path} is out of use: split a code in use")
        _refuse_few(code, parts, keep)
        refuse_frozen(study, by, shared=code.shared)
        if not keep:
            refuse_branch(study, code, by)
            # first, so that a part may take over its name
            write.update("codes", code.id, retired=1)
        rows: list[dict[str, str | None]] = []
        for part in parts:
            name = checked_name(part.name)
            refuse_taken(study, code.parent_id, name, owner)
            rows.append(
                {
                    "id": new_id(),
                    "parent_id": code.parent_id,
                    "name": name,
                    "definition": checked_text(part.definition),
                    **{field: getattr(code, field) for field in INHERITED},
                }
            )
        insert_codes(study, write, owner, rows)
        made = [code_by_id(study, by, str(row["id"])) for row in rows]
        for one in made:
            _note(write, "split", code, one.id, one.path, reason)
    return made


def tell_apart(study: Study, first: Code, second: Code, by: Person | None) -> None:
    """Say of two codes that they are not the same, so that they are not proposed again."""
    with study.change("tell codes apart", by) as write:
        one, other = (as_it_is_now(study, code, by) for code in (first, second))
        if one.id == other.id:
            raise WorkbenchError(f"{one.path} is one code: name two")
        if frozenset((one.id, other.id)) not in distinctions(study, by):
            low, high = sorted((one.id, other.id))
            write.insert(
                "distinctions",
                code_id=low,
                other_id=high,
                person_id=by.id if by else None,
                at=now(),
            )


def _alike(found: Sequence[Code], field: str) -> str:
    """What all the codes say, or nothing."""
    said = {str(getattr(code, field)) for code in found}
    return said.pop() if len(said) == 1 else ""


def _all_said(found: Sequence[Code], field: str) -> str:
    """What any of the codes says, each text once, in lines."""
    return "\n".join(dict.fromkeys(t for code in found for t in [getattr(code, field)] if t))


def _refuse_merge(
    study: Study, code: Code, target: Code, by: Person | None, public: set[str]
) -> None:
    if code.id == target.id:
        raise WorkbenchError(f"{code.path} cannot be merged into itself: name another code")
    if code.id not in public and (by is None or code.maker_id != by.id):
        mine_to_change(study, code, by)  # raises, and says whose it is
    if code.shared and not target.shared:
        raise WorkbenchError(
            f"{code.path} is shared, and {target.path} belongs to {target.maker}:"
            " merge into a shared code"
        )
    if by is not None and code.maker_id not in (None, by.id) and target.id not in public:
        raise WorkbenchError(
            f"{code.path} is seen by everybody, and {target.path} is not:"
            " merge into a code that everybody sees"
        )


def _refuse_few(code: Code, parts: Sequence[Part], keep: bool) -> None:
    names = {same_name(part.name.strip()) for part in parts}
    if len(names) < len(parts):
        raise WorkbenchError(f"{code.path} cannot be split into two codes of one name: name each")
    if not parts:
        raise WorkbenchError(f"splitting {code.path} takes the names of new codes: give them")
    if len(parts) == 1 and not keep:
        raise WorkbenchError(
            f"splitting {code.path} takes the names of two new codes or more: name another one, or"
            " keep the code beside the new one (--keep)"
        )


def _note(write: Writer, kind: str, code: Code, to_id: str, to_path: str, reason: str) -> None:
    # the row is seen only by those who see both codes, so that it may name them
    write.insert(
        "lineage",
        kind=kind,
        from_code_id=code.id,
        to_code_id=to_id,
        old_name=code.path,
        new_name=to_path,
        reason=checked_text(reason),
        at=now(),
    )
