"""Answering suggestions: what is open for a coder, accepting and refusing.

Everybody answers for themselves. Whatever lies across a passage that one has coded with the code
proposed is not offered, accepted or not.
"""

from collections.abc import Sequence

from workbench.codebook.store import codes, joins
from workbench.coding.apply import apply_code
from workbench.coding.spans import Span, shared
from workbench.coding.store import codings
from workbench.coding.suggestions import store
from workbench.coding.suggestions.nouns import ACCEPTED, REFUSED, Suggestion
from workbench.corpus.store import transcripts
from workbench.errors import WorkbenchError
from workbench.study import Person, Study
from workbench.study.layers import layers
from workbench.study.rounds import rounds


def offered(study: Study, person: Person, *, transcript_id: str | None = None) -> list[Suggestion]:
    """The suggestions that this coder can answer now, by transcript, start, end and code.

    Those in transcripts they may code, of codes in use, not answered yet, and not across what they
    coded so themselves.
    """
    with study.snapshot():
        closed = {one.id for one in rounds(study) if one.closed}
        can_code = {
            (layer.round_id, layer.transcript_id)
            for layer in layers(study, person=person, transcript_id=transcript_id)
            if not layer.locked and (layer.round_id not in closed or layer.version > 1)
        }
        paths = {code.id: code.path for code in codes(study, person)}
        waiting = [
            one
            for one in store.unanswered(study, person, paths)
            if (one.round_id, one.transcript_id) in can_code
        ]
        if not waiting:
            return []
        read_as = joins(study)
        coded: dict[tuple[str, str], list[Span]] = {}
        for coding in codings(study, person, coder=person, transcript_id=transcript_id):
            key = coding.transcript_id, read_as.of(coding.code_id)
            coded.setdefault(key, []).append((coding.start, coding.end))
    return [
        one
        for one in waiting
        if not shared(
            [(one.start, one.end)], coded.get((one.transcript_id, read_as.of(one.code_id)), [])
        )
    ]


def accept(study: Study, person: Person, ids: Sequence[str]) -> dict[str, str]:
    """Make codings of suggestions, in one change; the ids of the codings by those of suggestions.

    Raises where one of them is not open for this coder.
    """
    with study.change(_what("accept", ids), person) as write:
        known = {code.id: code for code in codes(study, person)}
        texts = {one.id: one for one in transcripts(study)}
        made = {
            one.id: apply_code(
                study,
                person,
                texts[one.transcript_id],
                one.start,
                one.end,
                known[one.code_id],
                origin=one.origin,
            )
            for one in _open(study, person, ids)
        }
        store.insert_answers(write, person, made, ACCEPTED)
    return made


def refuse(study: Study, person: Person, ids: Sequence[str]) -> None:
    """Propose these no more to this coder. Raises where one of them is not open for them."""
    with study.change(_what("refuse", ids), person) as write:
        found = _open(study, person, ids)
        store.insert_answers(write, person, [one.id for one in found], REFUSED)


def accept_all(
    study: Study,
    person: Person,
    *,
    transcript_id: str | None = None,
    code_id: str | None = None,
) -> dict[str, str]:
    """Accept whatever is open for this coder (in one transcript, for one code), in one change."""
    with study.change("accept several suggestions", person):
        return accept(study, person, _ids(study, person, transcript_id, code_id))


def refuse_all(
    study: Study,
    person: Person,
    *,
    transcript_id: str | None = None,
    code_id: str | None = None,
) -> list[str]:
    """Refuse whatever is open for this coder, likewise; returns the ids."""
    with study.change("refuse several suggestions", person):
        ids = _ids(study, person, transcript_id, code_id)
        refuse(study, person, ids)
    return ids


def _ids(study: Study, person: Person, transcript_id: str | None, code_id: str | None) -> list[str]:
    waiting = offered(study, person, transcript_id=transcript_id)
    return [one.id for one in waiting if code_id in (None, one.code_id)]


def _open(study: Study, person: Person, ids: Sequence[str]) -> list[Suggestion]:
    if not ids:
        raise WorkbenchError(
            f"no such suggestion is open for {person.name}: list them with workbench suggestions"
            " list, or look for some with workbench suggest"
        )
    waiting = {one.id: one for one in offered(study, person)}
    for id in ids:
        if id not in waiting:
            raise WorkbenchError(
                f"no suggestion {id} is open for {person.name}: list them with workbench"
                " suggestions list"
            )
    return [waiting[id] for id in dict.fromkeys(ids)]


def _what(verb: str, ids: Sequence[str]) -> str:
    # no number: some of them may lie in transcripts that are not revealed yet
    return f"{verb} a suggestion" if len(ids) == 1 else f"{verb} several suggestions"
