"""Answering suggestions: what is open for a coder, accepting and refusing.

Everybody answers for themselves. Whatever lies across a passage that one has coded with the code
proposed is not offered, accepted or not.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from workbench.codebook.nouns import Joins
from workbench.codebook.store import codes, joins
from workbench.coding.apply import apply_code
from workbench.coding.nouns import Coding
from workbench.coding.spans import Span, united
from workbench.coding.store import codings
from workbench.coding.suggestions import store
from workbench.coding.suggestions.nouns import ACCEPTED, REFUSED, Suggestion
from workbench.corpus.store import transcripts
from workbench.errors import WorkbenchError
from workbench.study import Person, Study
from workbench.study.layers import layers
from workbench.study.rounds import rounds


def offered(study: Study, person: Person, *, transcript_id: str | None = None) -> list[Suggestion]:
    """The suggestions that this coder can answer now, by transcript, start, end and code."""
    with study.snapshot():
        found = waiting(study, person, transcript_id=transcript_id)
        if not found:
            return []
        own = codings(study, person, coder=person, transcript_id=transcript_id)
        return not_coded_so(found, own, joins(study))


def waiting(study: Study, person: Person, *, transcript_id: str | None = None) -> list[Suggestion]:
    """Those in transcripts that this coder may code, of codes in use, not answered yet; coded so
    already or not."""
    with study.snapshot():
        closed = {one.id for one in rounds(study) if one.closed}
        can_code = {
            (layer.round_id, layer.transcript_id)
            for layer in layers(study, person=person, transcript_id=transcript_id)
            if not layer.locked and (layer.round_id not in closed or layer.version > 1)
        }
        if not can_code:
            return []
        paths = {code.id: code.path for code in codes(study, person)}
        return [
            one
            for one in store.unanswered(study, person, paths, transcript_id)
            if (one.round_id, one.transcript_id) in can_code
        ]


def not_coded_so(
    found: Iterable[Suggestion], own: Iterable[Coding], read_as: Joins
) -> list[Suggestion]:
    """Of these, those that lie across no coding of the same code, or of one joined with it."""
    coded: dict[tuple[str, str], list[Span]] = {}
    for coding in own:
        key = coding.transcript_id, read_as.of(coding.code_id)
        coded.setdefault(key, []).append((coding.start, coding.end))
    united_spans = {key: united(spans) for key, spans in coded.items()}
    free = []
    for one in found:
        spans = united_spans.get((one.transcript_id, read_as.of(one.code_id)), [])
        at = bisect_left(spans, one.end, key=lambda span: span[0])
        if not at or spans[at - 1][1] <= one.start:
            free.append(one)
    return free


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
    found = offered(study, person, transcript_id=transcript_id)
    return [one.id for one in found if code_id in (None, one.code_id)]


def _open(study: Study, person: Person, ids: Sequence[str]) -> list[Suggestion]:
    if not ids:
        raise WorkbenchError(
            f"no such suggestion is open for {person.name}: list them with workbench suggestions"
            " list, or look for some with workbench suggest"
        )
    lie_in = store.transcripts_of(study, ids)
    only = next(iter(lie_in)) if len(lie_in) == 1 else None
    found = {one.id: one for one in offered(study, person, transcript_id=only)}
    for id in ids:
        if id not in found:
            raise WorkbenchError(
                f"no suggestion {id} is open for {person.name}: list them with workbench"
                " suggestions list"
            )
    return [found[id] for id in dict.fromkeys(ids)]


def _what(verb: str, ids: Sequence[str]) -> str:
    # no number: some of them may lie in transcripts that are not revealed yet
    return f"{verb} a suggestion" if len(ids) == 1 else f"{verb} several suggestions"
