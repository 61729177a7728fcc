"""Commands on single codes: ``code``."""

from pathlib import Path
from typing import Any

import click

from workbench.cli.common import (
    as_option,
    json_option,
    narrate,
    open_for,
    print_json,
    study_argument,
)
from workbench.cli.several import Subcommands
from workbench.codebook.editing import bring_back_code, edit_code, move_code, retire_code
from workbench.codebook.merging import Part, merge_codes, split_code
from workbench.codebook.nouns import LEVELS, ORIGINS, Code
from workbench.codebook.store import add_code, codes, find_any_code, find_code
from workbench.errors import UsageError

code_argument = click.argument("name", metavar="CODE")


@click.group(
    "code",
    cls=Subcommands,
    epilog="Example: workbench code add flood.db 'People/Trust in the person'",
)
def code_command() -> None:
    """Single codes: made, changed, merged, split, moved, taken out of use."""


@code_command.command(
    "add",
    epilog="Example: workbench code add flood.db 'People/Trust' --definition 'Relying on somebody'",
)
@study_argument
@click.argument("path")
@click.option("--definition", default="", help="What the code means.")
@click.option(
    "--origin",
    type=click.Choice(ORIGINS),
    help="Default: deductive, or inductive with --as.",
)
@as_option
@json_option
def code_add(
    study_path: Path,
    path: str,
    definition: str,
    origin: str | None,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Make a code at PATH (Parent/Child, a / inside a name as \\/). Its parents must exist.

    With --as, an inductive or in-vivo code belongs to that coder until it is revealed; a
    deductive one is shared, as all codes are without --as.
    """
    study, acting = open_for(study_path, as_name)
    with study:
        origin = origin or ("inductive" if acting else "deductive")
        shared = acting is None or origin == "deductive"
        made = add_code(study, path, definition=definition, origin=origin, by=acting, shared=shared)
        _report(study_path, made, "added", as_json, _parent_path(codes(study, acting), made))


@code_command.command(
    "edit",
    epilog="Example: workbench code edit flood.db Trust --when-to-use 'A person is relied on'",
)
@study_argument
@code_argument
@click.option("--name", "new_name", help="Another name; codings follow.")
@click.option("--definition", help="What the code means.")
@click.option("--when-to-use", help="What to give it to.")
@click.option("--when-not-to-use", help="What not to give it to.")
@click.option("--example", help="A passage that shows it.")
@click.option("--origin", type=click.Choice(ORIGINS))
@click.option("--level", type=click.Choice(["", *LEVELS]), metavar="[semantic|latent]")
@click.option("--colour", help="A colour to keep for export, such as #0072B2.")
@click.option("--question", help="The question that the code belongs to.")
@click.option("--alias", "aliases", multiple=True, help="Another name to find it by; repeatable.")
@click.option("--letter", help="Its letter in the margin; '' goes back to the proposed one.")
@click.option(
    "--exclusive/--not-exclusive",
    default=None,
    help="Whether no other code goes with it on the same passage.",
)
@as_option
@json_option
def code_edit(
    study_path: Path,
    name: str,
    new_name: str | None,
    aliases: tuple[str, ...],
    as_name: str | None,
    as_json: bool,
    **cells: Any,
) -> None:
    """Change what is given of a code, and nothing else. An empty text takes the old one away."""
    given = {field: value for field, value in cells.items() if value is not None}
    if new_name is None and not aliases and not given:
        raise UsageError("say what to change, for instance with --definition")
    study, acting = open_for(study_path, as_name)
    with study:
        code = find_code(study, acting, name)
        changed = edit_code(study, code, acting, name=new_name, aliases=aliases or None, **given)
        _report(
            study_path, changed, "changed", as_json, _parent_path(codes(study, acting), changed)
        )


@code_command.command(
    "merge",
    epilog="Example: workbench code merge flood.db 'Gone with the person' --as Ana"
    " --into 'Lives in one head' --reason 'means the same'",
)
@study_argument
@click.argument("names", metavar="CODE…", nargs=-1, required=True)
@click.option("--into", required=True, metavar="CODE", help="The code that they are read as.")
@click.option("--reason", default="", help="Why; it stays in the lineage.")
@as_option
@json_option
def code_merge(
    study_path: Path,
    names: tuple[str, ...],
    into: str,
    reason: str,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Merge codes into another one. They go out of use, and their codings are read as it.

    Nothing that was coded is rewritten, and a passage with both codes counts once. What is merged
    after a round's first lock makes its agreement "after alignment". `code retire --back` ends it.

    So two coders' own codes that mean the same are aligned. Then settle each disagreement about
    their names (D5) with workbench resolve ID --outcome both: both readings are read as the one
    code. The key = of the screen Reconcile does both at once.
    """
    study, acting = open_for(study_path, as_name)
    with study:
        target = find_code(study, acting, into)
        sources = [find_any_code(study, acting, name) for name in names]
        kept = merge_codes(study, sources, target, acting, reason=reason)
        listed = ", ".join(source.path for source in sources)
        narrate(f"{listed} merged into {kept.path}: codings are read as that")
        if as_json:
            print_json(code_as_json(kept, _parent_path(codes(study, acting), kept)))


@code_command.command(
    "split",
    epilog="Example: workbench code split flood.db Trust 'Trust in a person' 'Trust in an office'"
    " --definition 'Relying on somebody one knows' --definition 'Relying on a service'",
)
@study_argument
@code_argument
@click.argument("parts", metavar="NEW…", nargs=-1, required=True)
@click.option(
    "--definition", "definitions", multiple=True, help="What a new code means, in their order."
)
@click.option("--keep", is_flag=True, help="Keep the code in use, beside what is split off.")
@click.option("--reason", default="", help="Why; it stays in the lineage.")
@as_option
@json_option
def code_split(
    study_path: Path,
    name: str,
    parts: tuple[str, ...],
    definitions: tuple[str, ...],
    keep: bool,
    reason: str,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Split a code into several new ones, named by bare names, beside it in the codebook.

    What was coded keeps the code; its coders see it as to re-check (workbench recheck) and recode
    it one by one or in bulk.
    """
    if len(definitions) > len(parts):
        raise UsageError("there are more definitions than new codes: give one a code at most")
    study, acting = open_for(study_path, as_name)
    with study:
        code = find_code(study, acting, name)
        said = [*definitions, *[""] * (len(parts) - len(definitions))]
        wanted = [Part(part, text) for part, text in zip(parts, said, strict=True)]
        made = split_code(study, code, wanted, acting, keep=keep, reason=reason)
        narrate(f"{code.path} split: {', '.join(one.path for one in made)}")
        if as_json:
            known = codes(study, acting)
            print_json([code_as_json(one, _parent_path(known, one)) for one in made])


@code_command.command("move", epilog="Example: workbench code move flood.db Trust --to People")
@study_argument
@code_argument
@click.option("--to", metavar="PARENT", help="The code to put it under.")
@click.option("--top", is_flag=True, help="Make it the top of a branch.")
@as_option
@json_option
def code_move(
    study_path: Path, name: str, to: str | None, top: bool, as_name: str | None, as_json: bool
) -> None:
    """Put a code, with all below it, under another one or at the top."""
    if (to is None) != top:
        raise UsageError("say where to: either --to PARENT or --top")
    study, acting = open_for(study_path, as_name)
    with study:
        code = find_code(study, acting, name)
        parent = None if to is None else find_code(study, acting, to)
        moved = move_code(study, code, parent, acting)
        _report(study_path, moved, "moved", as_json, parent.path if parent else None)


@code_command.command("retire", epilog="Example: workbench code retire flood.db Trust")
@study_argument
@code_argument
@click.option("--back", is_flag=True, help="Bring a retired code back into use.")
@as_option
def code_retire(study_path: Path, name: str, back: bool, as_name: str | None) -> None:
    """Take a code out of use. What was coded with it stays.

    With --back it comes into use again; one that was merged is read as itself again.
    """
    study, acting = open_for(study_path, as_name)
    with study:
        code = find_code(study, acting, name, retired=back)
        if back:
            bring_back_code(study, code, acting)
        else:
            retire_code(study, code, acting)
    narrate(f"{code.path} is {'in use again' if back else 'retired; what was coded with it stays'}")


def code_as_json(code: Code, parent: str | None) -> dict[str, str | None]:
    """A code as lists and commands print it; ``parent`` is the path of the one above it."""
    return {
        "id": code.id,
        "path": code.path,
        "definition": code.definition,
        "origin": code.origin,
        "level": code.level,
        "parent": parent,
        "maker": code.maker or None,
    }


def _parent_path(known: list[Code], code: Code) -> str | None:
    return next((parent.path for parent in known if parent.id == code.parent_id), None)


def _report(study_path: Path, code: Code, what: str, as_json: bool, parent: str | None) -> None:
    of = f", {code.maker}'s own code" if code.maker else ""
    narrate(f"{code.path} {what} in {study_path}{of} (letter {code.letter})")
    if as_json:
        print_json(code_as_json(code, parent))
