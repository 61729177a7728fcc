"""Opening a round: the draw of transcripts and the codebook version it freezes."""

from collections.abc import Sequence

from workbench.codebook.store import freeze_version
from workbench.corpus.store import named_transcripts, transcripts
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
    practice: bool = False,
    by: Person | None = None,
) -> Round:
    """Open a round for the coders named, over the transcripts named, a draw, or all.

    A transcript's name may hold a comma; a list ``A,B`` is taken apart only where no transcript
    is called that. The shared codebook is frozen as a version; in ``reliability`` mode nothing
    can be added to it while the round is open.
    """
    with study.change(f"open round {name.strip()}", by):
        chosen = _chosen(study, transcripts, sample, seed)
        version_id, _ = freeze_version(study, f"round {name.strip()}", by)
        return open_round(
            study,
            name,
            [person(study, coder) for coder in coders],
            chosen,
            version_id,
            frozen=study.mode == "reliability",
            practice=practice,
            sample=f"{sample:g}%" if sample is not None else "",
            seed=seed if sample is not None else None,
            by=by,
        )


def _chosen(
    study: Study, names: Sequence[str] | None, sample: float | None, seed: int | None
) -> list[tuple[str, str]]:
    known = {t.name: t.id for t in transcripts(study)}
    if sample is not None:
        if not known:
            return []
        if seed is None:
            raise WorkbenchError("a draw needs a seed: give one with --seed, so it can be repeated")
        return [(known[name], name) for name in draw_sample(list(known), sample, seed)]
    if names is None:
        return [(identifier, name) for name, identifier in sorted(known.items())]
    return [(one.id, one.name) for one in named_transcripts(study, names)]
