"""Giving out a pack: a file for one coder alone, and calling it back.

A pack is made new, row by row, of what its coder may see and nobody else is the author of; nothing
else was ever in it. What is out with it is written there and not in the study.
"""

import os
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exchange.packs import store
from workbench.exchange.packs.nouns import GivenOut
from workbench.study import Layer, Person, Study, person
from workbench.study.file import make_file
from workbench.study.layers import layers
from workbench.study.packs import add_pack, end_pack, own_pack, pack_out


def give_out(study: Study, name: str, path: Path, by: Person | None) -> GivenOut:
    """Write the pack of a coder: everything they still have to code, whole or not at all.

    Raises where the file exists, where a pack of theirs is out, and where nothing is left to code.
    """
    coder = person(study, name)
    if path.exists():
        raise WorkbenchError(f"{path} exists already and is not overwritten: choose another name")
    if not path.parent.is_dir():
        raise WorkbenchError(f"{path.parent} is no folder: make it first")
    unfinished = path.with_name(f".{path.name}.unfinished-{os.getpid()}")
    placed = False
    try:
        with study.change(f"give out a pack to {coder.name}", by) as write:
            assigned = _to_code(study, coder)
            pack_id = add_pack(write, coder, assigned)
            _write(study, coder, pack_id, unfinished)
            unfinished.rename(path)  # last, so that what is out is in a file
            placed = True
    except OSError as error:
        raise WorkbenchError(
            f"{path} cannot be written ({error.strerror}): choose a writable folder"
        ) from error
    except BaseException:
        if placed:
            path.unlink(missing_ok=True)
        raise
    finally:
        for leftover in unfinished.parent.glob(f"{unfinished.name}*"):
            leftover.unlink(missing_ok=True)
    return GivenOut(path, coder.name, tuple(dict.fromkeys(one.transcript for one in assigned)))


def call_back(study: Study, name: str, by: Person | None) -> tuple[str, ...]:
    """End the pack of a coder: they work in the study again, and it is not collected any more.

    Returns the transcripts that were out. Raises where nothing is out.
    """
    coder = person(study, name)
    with study.change(f"call back the pack of {coder.name}", by) as write:
        pack = pack_out(study, coder)
        if pack is None:
            raise WorkbenchError(
                f"no pack of {coder.name} is out: workbench pack without --for lists packs"
            )
        end_pack(write, pack.id)
    return pack.away


def refuse_pack(study: Study, what: str) -> None:
    """Raise where the study is a pack itself."""
    own = own_pack(study)
    if own is not None:
        raise WorkbenchError(
            f"{study.path} is the pack of {own.person.name}, {what}: name the study that it came"
            " from"
        )


def _to_code(study: Study, coder: Person) -> list[Layer]:
    refuse_pack(study, "which gives out none")
    if coder.retired:
        raise WorkbenchError(f"{coder.name} is retired: nothing is given out to them")
    known = pack_out(study, coder)
    if known is not None:
        raise WorkbenchError(
            f"a pack of {coder.name} has been out since {known.made_at[:10]}: collect it, or call"
            f" it back with workbench pack --for {coder.name} --call-back"
        )
    assigned = [
        layer
        for layer in layers(study, person=coder)
        if layer.version == 1 and not layer.locked and not layer.revealed
    ]
    if not assigned:
        raise WorkbenchError(
            f"{coder.name} has nothing left to code: assign transcripts with workbench round open"
        )
    return assigned


def _write(study: Study, coder: Person, pack_id: str, path: Path) -> None:
    def fill(pack: Study) -> None:
        with pack.change(f"make the pack of {coder.name}", None) as write:
            store.fill(study, write, coder, pack_id)

    with make_file(path, fill) as pack:
        # one file to carry about, with nothing beside it
        pack.connection.execute("PRAGMA journal_mode = DELETE")
