"""Finding a code by what a person writes: a path, a bare name, or an id."""

from collections.abc import Mapping, Sequence

from workbench.codebook.nouns import Code
from workbench.codebook.paths import join_path, same_name, split_path
from workbench.errors import WorkbenchError

NEAR = 70.0
"""Least `rapidfuzz` ratio (0 to 100) at which a name is offered as what was meant."""


def choose(known: Sequence[Code], wanted: str, viewer_id: str | None) -> Code | None:
    """The code that ``wanted`` names: its path, else its bare name, else its id; None if none is.

    Raises where several bear the bare name, or where codes of other people share the path.
    """
    names = split_path(wanted)
    found = choose_path(known, names, viewer_id)
    if found is not None:
        return found
    if len(names) == 1:
        bearers = [code for code in known if code.name == names[0]] or [
            code for code in known if same_name(code.name) == same_name(names[0])
        ]
        paths = list(dict.fromkeys(code.path for code in bearers))
        if len(paths) > 1:
            raise WorkbenchError(
                f"several codes are called {join_path(names)}: say which of them by its path,"
                f" {' or '.join(paths)}"
            )
        if bearers:
            return _of_one_path(bearers, viewer_id)
    return next((code for code in known if code.id == wanted.strip().lower()), None)


def choose_path(known: Sequence[Code], names: Sequence[str], viewer_id: str | None) -> Code | None:
    """The code whose path has exactly these names; None if there is none."""
    path = join_path(names)
    same = [code for code in known if code.path == path] or [
        code for code in known if same_name(code.path) == same_name(path)
    ]
    return _of_one_path(same, viewer_id)


def lookup_error(
    known: Sequence[Code], wanted: str, *, retired: bool, into: Mapping[str, str]
) -> WorkbenchError:
    """Why no code was found among those a person may see, with the names nearest to it.

    ``into`` has, by the id of a code that was merged, the path of the one it is read as.
    """
    in_use = [code for code in known if code.retired == retired]
    aside = [code for code in known if code.retired != retired]
    names = {wanted.strip(), join_path(split_path(wanted))}
    if any({code.path, code.name, code.id} & names for code in aside):
        if retired:
            return WorkbenchError(f"the code {wanted} is not retired: nothing to bring back")
        merged = [into[c.id] for c in aside if c.id in into and {c.path, c.name, c.id} & names]
        if merged:
            return WorkbenchError(
                f"the code {wanted} was merged into {merged[0]} and is read as it: use that one"
            )
        return WorkbenchError(
            f"the code {wanted} is retired: use another one, or bring it back with"
            " workbench code retire --back"
        )
    if not in_use:
        nothing = "no code is retired" if retired else "the codebook has no codes yet"
        return WorkbenchError(
            f"there is no code {wanted}, and {nothing}: add codes with workbench code add"
            " or codebook import"
        )
    near = _near(in_use, wanted)
    hint = f"did you mean {' or '.join(near)}?" if near else "see workbench codebook list"
    return WorkbenchError(f"there is no code {wanted}: {hint}")


def _of_one_path(same: Sequence[Code], viewer_id: str | None) -> Code | None:
    for preferred in (None, viewer_id):
        for code in same:
            if code.maker_id == preferred:
                return code
    if len(same) > 1:
        listed = ", ".join(f"{code.maker}'s {code.id}" for code in same)
        raise WorkbenchError(f"{same[0].path} was made by several people: give the id ({listed})")
    return same[0] if same else None


def _near(known: Sequence[Code], wanted: str) -> list[str]:
    """Paths of up to three codes whose path or name is written much like ``wanted``."""
    from rapidfuzz import fuzz, process  # slow to load, and needed for an error alone

    forms = [(form, code.path) for code in known for form in {code.path, code.name}]
    hits = process.extract(
        wanted.casefold(),
        [form.casefold() for form, _ in forms],
        scorer=fuzz.ratio,
        score_cutoff=NEAR,
        limit=None,
    )
    ranked = sorted((-score, forms[index][1]) for _, score, index in hits)
    return list(dict.fromkeys(path for _, path in ranked))[:3]
