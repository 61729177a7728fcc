"""Opening a round: the draw of transcripts and the codebook version it freezes."""

from collections.abc import Iterable, Sequence

from workbench.codebook.store import freeze_version
from workbench.corpus.store import attributes, cases, named_transcripts, transcripts
from workbench.errors import WorkbenchError
from workbench.study import Person, Round, Study, person
from workbench.study.rounds import draw_sample, open_round


def start_round(
    study: Study,
    name: str,
    coders: Sequence[str],
    *,
    transcripts: Sequence[str] | None = None,
    sample: float | None = None,
    seed: int | None = None,
    strata: str | None = None,
    practice: bool = False,
    by: Person | None = None,
) -> Round:
    """Open a round for the coders named, over the transcripts named, a draw, or all.

    A transcript's name may hold a comma; a list ``A,B`` is taken apart only where no transcript
    is called that. A draw is stratified by length, and by the attribute ``strata`` where one is
    named: each of its values gives its share. The shared codebook is frozen as a version; in
    ``reliability`` mode nothing can be added to it while the round is open.
    """
    with study.change(f"open round {name.strip()}", by):
        chosen = _chosen(study, transcripts, sample, seed, strata)
        version_id, _ = freeze_version(study, f"round {name.strip()}", by)
        return open_round(
            study,
            name,
            [person(study, coder) for coder in coders],
            chosen,
            version_id,
            frozen=study.mode == "reliability",
            practice=practice,
            sample=_as_logged(sample, strata),
            seed=seed if sample is not None else None,
            by=by,
        )


def _chosen(
    study: Study,
    names: Sequence[str] | None,
    sample: float | None,
    seed: int | None,
    strata: str | None,
) -> list[tuple[str, str]]:
    everything = transcripts(study)
    known = {t.name: t.id for t in everything}
    if sample is not None:
        if not known:
            return []
        if seed is None:
            raise WorkbenchError("a draw needs a seed: give one with --seed, so it can be repeated")
        lengths = {t.name: t.words for t in everything}
        groups = _groups(study, lengths, strata) if strata is not None else None
        return [(known[name], name) for name in draw_sample(lengths, sample, seed, groups)]
    if names is None:
        return [(identifier, name) for name, identifier in sorted(known.items())]
    return [(one.id, one.name) for one in named_transcripts(study, names)]


def _as_logged(sample: float | None, strata: str | None) -> str:
    if sample is None:
        return ""
    return f"{sample:g}%" if strata is None else f"{sample:g}% by {strata}"


def _groups(study: Study, names: Iterable[str], attribute: str) -> dict[str, str]:
    """The values that the participants of each transcript have; "" where none has one."""
    known = attributes(study)
    if attribute not in known:
        listed = ", ".join(known) or "none yet: workbench cases brings them in"
        raise WorkbenchError(f"no attribute is called {attribute} (attributes: {listed})")
    values: dict[str, set[str]] = {name: set() for name in names}
    for case in cases(study):
        for transcript, _ in case.speakers:
            if case.values.get(attribute):
                values[transcript].add(case.values[attribute])
    return {name: "; ".join(sorted(of_it)) for name, of_it in values.items()}
