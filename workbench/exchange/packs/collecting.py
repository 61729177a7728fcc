"""Collecting packs: what their coders did comes into the study, all of it or nothing.

It is one change, done by whoever collects. What it tells is what everybody may know, whose pack it
is and what is locked by now; whether anything was coded in it since is not told.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from workbench.codebook.store import codes
from workbench.consensus import checks as _item_checks  # noqa: F401
from workbench.consensus.reveal import make_items
from workbench.errors import WorkbenchError
from workbench.exchange.packs import store
from workbench.exchange.packs.bringing import bring
from workbench.exchange.packs.checking import (
    Arrived,
    refuse_moved_on,
    refuse_other_work,
    registered,
)
from workbench.exchange.packs.making import refuse_pack
from workbench.exchange.packs.nouns import Collected, Come
from workbench.study import Layer, Person, Study, open_study, people, verify
from workbench.study.layers import layers, mark_revealed
from workbench.study.packs import note_collected, own_pack


class _RehearsedError(Exception):
    """A rehearsal has come to its end and is taken back."""


def collect(
    study: Study,
    paths: Sequence[Path],
    by: Person | None,
    *,
    rehearse: bool = False,
    without: Sequence[str] = (),
) -> list[Collected]:
    """Bring in what was done in these packs, in the order of the study's people.

    ``without`` names transcripts of which nothing is to come. With ``rehearse`` everything is
    tried and nothing kept. Raises, naming the file, for what is no pack, or of another study or
    coder; for a pack that was called back, altered, or older than what was collected; and where
    the text, the codebook or a lock in the study is no longer what the pack knows.
    """
    found: list[Collected] = []
    with ExitStack() as opened:
        arrived = [_opened(opened, path) for path in paths]
        names = " and ".join(dict.fromkeys(pack.coder.name for pack in arrived))
        try:
            with study.change(f"collect the work of {names}", by):
                _collect_all(study, arrived, by, without, found)
                if rehearse:
                    raise _RehearsedError
        except _RehearsedError:
            pass
    return found


def _opened(opened: ExitStack, path: Path) -> Arrived:
    pack = opened.enter_context(open_study(path))
    opened.enter_context(pack.snapshot())
    own = own_pack(pack)
    if own is None:
        raise WorkbenchError(f"{path} is a study and no pack: workbench pack gives out packs")
    verdict = verify(pack)
    if not verdict.ok:
        raise WorkbenchError(
            f"{path} does not verify, so nothing of it is taken: ask {own.person.name} for the file"
            " as it was",
            details=verdict.problems,
        )
    return Arrived(path, pack, own)


def _collect_all(
    study: Study,
    arrived: Sequence[Arrived],
    by: Person | None,
    without: Sequence[str],
    found: list[Collected],
) -> None:
    refuse_pack(study, "which collects nothing")
    known = [registered(study, one) for one in arrived]
    _refuse_twice(known)
    _refuse_unknown(known, without)
    order = [somebody.id for somebody in people(study)]
    known.sort(key=lambda one: order.index(one.coder.id))
    for one in known:
        refuse_moved_on(study, one, without)
        refuse_other_work(study, one, without)
    since = [_codes_since(study, one) for one in known]
    came = [(one, bring(study, one, without)) for one in known]
    _reveal(study, came, by)
    for (one, brought), added in zip(came, since, strict=True):
        with study.change("collect", by) as write:
            note_collected(write, one.registered, store.newest_seal(one.pack))
        found.append(_told(study, one, brought, added))


def _refuse_twice(known: Sequence[Arrived]) -> None:
    first: dict[str, Path] = {}
    for one in known:
        other = first.setdefault(one.coder.id, one.path)
        if other is not one.path:
            raise WorkbenchError(
                f"{other} and {one.path} are both packs of {one.coder.name}: name the newer one"
            )


def _refuse_unknown(known: Sequence[Arrived], without: Sequence[str]) -> None:
    held = {str(layer["transcript"]) for one in known for layer in store.layers_of(one.pack)}
    for name in without:
        if name not in held:
            raise WorkbenchError(
                f"{name} is in none of these packs: they hold {', '.join(sorted(held))}"
            )


def _codes_since(study: Study, one: Arrived) -> tuple[str, ...]:
    """Paths of codes that everybody sees and that the pack does not know."""
    known = {str(cells["id"]) for cells in store.given_codes(one.pack)}
    return tuple(
        code.path
        for code in codes(study, None)
        if code.id not in known and code.maker_id != one.coder.id
    )


def _reveal(
    study: Study, came: Sequence[tuple[Arrived, dict[str, bool]]], by: Person | None
) -> None:
    """Reveal what every coder has locked by now."""
    for one, brought in came:
        for layer_id, locked in brought.items():
            if not locked:
                continue
            layer = _layer(study, one.coder, layer_id)
            with study.change("collect", by) as write:
                if mark_revealed(study, write, layer):
                    make_items(study, layer, by)


def _layer(study: Study, coder: Person, layer_id: str) -> Layer:
    return next(one for one in layers(study, person=coder, newest_only=False) if one.id == layer_id)


def _told(
    study: Study,
    one: Arrived,
    brought: dict[str, bool],
    codes_since: tuple[str, ...],
) -> Collected:
    mine = {layer.id: layer for layer in layers(study, person=one.coder, newest_only=False)}
    return Collected(
        one.path,
        one.coder.name,
        tuple(
            Come(
                transcript=str(cells["transcript"]),
                round=str(cells["round"]),
                locked=cells["id"] in mine and mine[cells["id"]].locked,
                revealed=cells["id"] in mine and mine[cells["id"]].revealed,
                left_out=cells["id"] not in brought,
            )
            for cells in store.layers_of(one.pack)
        ),
        codes_since,
    )
