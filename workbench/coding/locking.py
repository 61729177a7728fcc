"""Freezing a layer: its canonical form, its seal, and opening it again under supervision."""

import hashlib
import json
from collections.abc import Iterable

from workbench.codebook.store import codes, joins
from workbench.coding import store
from workbench.coding.seals import store as seals
from workbench.coding.seals.store import Frozen
from workbench.errors import WorkbenchError
from workbench.study import Layer, Person, Study, Writer
from workbench.study.layers import add_version, layers, mark_locked, reopen
from workbench.study.verify import Problem, registered


def canonical_form(rows: Iterable[tuple[str, int, int, str, str]]) -> bytes:
    """The layer as UTF-8 lines, sorted, each a JSON array without ids and times.

    A row is (SHA-256 of the text, start, end, code path, memo); equal work has equal bytes
    wherever and whenever it was done.

    >>> canonical_form([("ab", 3, 9, "People/Trust", "")])
    b'["ab",3,9,"People/Trust",""]\\n'
    """
    lines = sorted(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def freeze(study: Study, layer: Layer, *, discussed: bool = False) -> tuple[str, bool]:
    """Lock a layer; returns its SHA-256 and whether that revealed the transcript.

    The names of codes are kept as they are now, so that the seal can be checked after a renaming
    or a merge; of a code that was merged it is the name of the one it is read as. ``discussed``
    says that nobody knows whether the coder had seen another's reading.
    """
    with study.change(f"lock {layer.transcript}", layer.person) as write:
        _refuse_doubtful(study, layer)
        known = {code.id: code.path for code in codes(study, layer.person, retired=True)}
        merged = joins(study)
        paths = {code_id: known[merged.of(code_id)] for code_id in known}
        rows = seals.frozen_rows(study, layer.id)
        write.insert_many(
            "layer_paths",
            [
                {"layer_id": layer.id, "code_id": code_id, "path": paths[code_id]}
                for code_id in sorted({row[3] for row in rows})
            ],
        )
        seal = _sealed(rows, paths)
        return seal, mark_locked(study, layer, seal, discussed=discussed)


def _refuse_doubtful(study: Study, layer: Layer) -> None:
    """A lock is on work one stands by: doubtful places are settled before."""
    doubts = store.open_doubts(study, layer.person, layer.transcript_id)
    own = [doubt for doubt in doubts if doubt.kind == "coding"]
    if own:
        raise WorkbenchError(
            f"{layer.transcript} was corrected, and {len(own)} of your codings in it"
            f" {'is' if len(own) == 1 else 'are'} doubtful: settle them first, with"
            " workbench doubtful settle",
            details=[f"{doubt.code}: “{doubt.text[:60]}”" for doubt in own[:10]],
        )


def unlock(
    study: Study,
    supervisor: Person,
    coder: Person,
    transcript_id: str,
    transcript: str,
    reason: str,
) -> int:
    """Open a locked layer again; returns the version that is open now.

    After reveal this makes a further version, a copy to work on, which never enters agreement.
    """
    if supervisor.role != "supervisor":
        raise WorkbenchError(
            f"{supervisor.name} is not a supervisor: only a supervisor unlocks, with a reason"
        )
    if not reason.strip():
        raise WorkbenchError(f"unlocking {transcript} needs a reason: give it with --reason")
    what = f"unlock {transcript} of {coder.name}"
    with study.change(what, supervisor) as write:
        known = layers(study, person=coder, transcript_id=transcript_id)
        if not known:
            raise WorkbenchError(f"{transcript} is not assigned to {coder.name}: see round list")
        layer = known[-1]
        if not layer.locked:
            raise WorkbenchError(f"{transcript} is not locked for {coder.name}: nothing to unlock")
        if not layer.revealed:
            reopen(study, layer, reason.strip(), supervisor)
            return layer.version
        target = add_version(study, layer, reason.strip(), supervisor)
        store.copy_layer(write, layer.id, target)
        return layer.version + 1


def seal_of(study: Study, layer_id: str) -> str:
    """The seal over a locked layer as it is now, with its codes called as they were at the lock.

    Raises KeyError for a code that the layer was not locked with.
    """
    paths = seals.sealed_paths(study, layer_id)
    return _sealed(seals.frozen_rows(study, layer_id), paths)


def _sealed(rows: Iterable[Frozen], paths: dict[str, str]) -> str:
    form = canonical_form((sha, s, e, paths[code], memo) for sha, s, e, code, memo in rows)
    return hashlib.sha256(form).hexdigest()


def seal_anew(study: Study, write: Writer, transcript_ids: Iterable[str]) -> None:
    """Seal the locked layers of corrected transcripts over what they are now; the seal of the lock
    stays, and `verify` checks it against the journal."""
    for transcript_id in sorted(transcript_ids):
        for layer_id in seals.locked_on(study, transcript_id):
            seal = seal_of(study, layer_id)
            if seal != seals.layer_seals(study, layer_id)[-1][1]:
                seals.add_seal(study, write, layer_id, seal)


@registered
def _frozen_layers_hold(study: Study) -> Iterable[Problem]:
    for layer_id, at_lock in seals.locked_layers(study):
        paths = seals.sealed_paths(study, layer_id)
        rows = seals.frozen_rows(study, layer_id)
        if any(code not in paths for _, _, _, code, _ in rows):
            yield "layers", "a locked layer holds a code that it was not locked with"
            continue
        since = seals.layer_seals(study, layer_id)
        if _sealed(rows, paths) != since[-1][1]:
            yield "layers", "a locked layer is not what was locked"
        if len(since) > 1:
            locked = seals.rows_at_lock(study, layer_id)
            if locked is not None and _sealed(locked, paths) != at_lock:
                yield "layers", "a locked layer was something else before its text was corrected"


@registered
def _codings_inside(study: Study) -> Iterable[Problem]:
    if store.codings_outside(study):
        yield "layers", "a coding lies outside its text"
