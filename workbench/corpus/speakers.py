"""Correcting who speaks: labels, who asks, and which case a label is."""

from collections.abc import Mapping, Sequence

from workbench.corpus import store
from workbench.corpus.interviewers import bare_label
from workbench.corpus.nouns import Speaker
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Person, Study, Writer


def correct_speakers(
    study: Study,
    name: str,
    *,
    renames: Mapping[str, str] | None = None,
    interviewers: Sequence[str] | None = None,
    cases: Mapping[str, str] | None = None,
    join: bool = False,
    by: Person | None = None,
) -> list[str]:
    """Correct the speakers of transcript ``name`` in one change; returns notices.

    ``renames`` (old label to new) come first, so that the others speak of the new labels. A label
    that exists already is taken only with ``join``: the turns of both are then one speaker's, who
    keeps what that label had. ``interviewers`` are all labels that ask, the others then do not;
    None leaves that as it is. ``cases`` (label to case name) ties a label to a case, which is made
    if it is new; an empty name unties it. The stored text keeps its labels as they are written.
    """
    with study.change(f"correct the speakers of {name}", by) as write:
        transcript = store.transcript(study, name)
        for old, new in (renames or {}).items():
            _rename(study, write, transcript.id, old, new, join)
        if interviewers is not None:
            _set_interviewers(study, write, transcript.id, interviewers)
        return _tie(study, write, transcript.id, cases or {})


def split_pair(text: str, known: Sequence[str], option: str) -> tuple[str, str]:
    """``LABEL=VALUE`` in two; where there are several ``=``, the label is one of ``known``."""
    cuts = [position for position, character in enumerate(text) if character == "="]
    if not cuts:
        raise UsageError(f"{option} {text}: write it as LABEL=VALUE, in quotation marks")
    cut = next((c for c in cuts if text[:c] in known), cuts[0])
    return text[:cut], text[cut + 1 :]


def _find(present: Sequence[Speaker], label: str) -> Speaker:
    """The speaker of that label; written in another case it is found if only one is meant."""
    exact = [s for s in present if s.label == label]
    alike = exact or [s for s in present if bare_label(s.label) == bare_label(label)]
    if len(alike) == 1:
        return alike[0]
    labels = ", ".join(f"“{s.label}”" for s in present)
    transcript = present[0].transcript if present else "the transcript"
    why = "may be more than one" if alike else "is no"
    raise WorkbenchError(
        f"“{label}” {why} speaker label of {transcript}: write it exactly as one of those it has"
        f" ({labels or 'none'})"
    )


def _rename(
    study: Study, write: Writer, transcript_id: str, old: str, new: str, join: bool
) -> None:
    present = store.speakers(study, transcript_id)
    speaker = _find(present, old)
    new = new.strip()
    if not new or not new.isprintable():
        raise WorkbenchError(f"“{new}” cannot be a speaker label: use printable characters")
    twin = next((s for s in present if s.label == new and s.id != speaker.id), None)
    if twin is None:
        write.update("speakers", speaker.id, label=new)
    elif join:
        store.give_turns(write, speaker.id, twin.id)
    else:
        raise WorkbenchError(
            f"{speaker.transcript} has a speaker {new} already: add --join if {speaker.label} and"
            f" {new} are one person, or choose another label"
        )


def _set_interviewers(
    study: Study, write: Writer, transcript_id: str, labels: Sequence[str]
) -> None:
    present = store.speakers(study, transcript_id)
    asking = {_find(present, label).id for label in labels}
    for speaker in present:
        write.update("speakers", speaker.id, interviewer=int(speaker.id in asking))


def _tie(study: Study, write: Writer, transcript_id: str, cases: Mapping[str, str]) -> list[str]:
    notices = []
    ids = {case.name: case.id for case in store.cases(study)}
    present = store.speakers(study, transcript_id)
    for label, case in cases.items():
        speaker, case = _find(present, label), case.strip()
        if case and case not in ids:
            ids[case] = store.add_case(study, write, case)
            notices.append(f"The case {case} is new.")
        write.update("speakers", speaker.id, case_id=ids[case] if case else None)
    return notices
