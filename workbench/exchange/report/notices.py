"""What must be said with a report: mismatches between a study and its mode, and its limits."""

from workbench.exchange.report.material import Material
from workbench.exchange.report.options import CODEBOOK, REFLEXIVE, RELIABILITY

DEDUCTIVE = "deductive"
REFLEXIVE_FIGURES = (
    "Coefficients are shown in a reflexive study because they were asked for. The authors of"
    " reflexive thematic analysis do not advocate them: read them as a prompt for discussion, not"
    " as a measure of quality."
)

_PACKED = " Readings that came back in packs were made in files that never held the others' work."


def notices(material: Material) -> list[str]:
    """Mismatches, a sentence each: a notice, never a block. Made of visible facts alone."""
    found = []
    if material.mode == REFLEXIVE and material.agreement:
        found.append(REFLEXIVE_FIGURES)
    origins = material.book.origins
    if material.mode != RELIABILITY and origins and set(origins) == {DEDUCTIVE}:
        count = origins[DEDUCTIVE]
        which = "The only code is" if count == 1 else f"All {count} codes are"
        found.append(
            f"{which} deductive: an analysis that is called inductive elsewhere does not"
            " match this study."
        )
    found += _of_rounds(material)
    bare = material.book.bare
    if bare and material.mode != REFLEXIVE:
        of = f"{len(bare)} of {len(material.book.codes)} codes"
        found.append(f"{of} have no definition: {_named(bare)}.")
    if material.audit.problems:
        found.append(
            "Verification of the study file found problems; they stand in the section on the audit"
            " trail. Nothing in this report should be relied on before they are explained."
        )
    return found


def _of_rounds(material: Material) -> list[str]:
    found = []
    alone = [d.round.name for d in material.reported if not d.several]
    if alone and material.mode != REFLEXIVE:
        found.append(
            f"One person coded alone in {_rounds(alone)}: nothing there is a consensus, and no"
            " agreement can be computed."
        )
    if material.mode == RELIABILITY:
        loose = [d.round.name for d in material.reported if not d.round.codebook_frozen]
        if loose:
            found.append(f"The codebook was not frozen for {_rounds(loose)}.")
        if not any(d.several for d in material.reported):
            found.append(
                "A study of coding reliability rests on blind double coding, and no round of this"
                " one has two coders."
            )
    if material.mode == CODEBOOK and any(c.label != "independent" for c in material.agreement):
        named = sorted({c.round for c in material.agreement if c.label != "independent"})
        found.append(
            f"Agreement after alignment is shown for {_rounds(named)}; it is not independent and"
            " must not be called reliability."
        )
    waiting = [d for d in material.reported if d.revealed < len(d.round.transcripts)]
    if waiting:
        named = [d.round.name for d in waiting]
        found.append(
            f"Coding is under way in {_rounds(named)}: this report counts transcripts that all of"
            " their coders have locked, and nothing of the others."
        )
    unsettled = sum(one.table.open for one in material.settling)
    if unsettled:
        total = sum(one.table.items for one in material.settling)
        found.append(
            f"{unsettled} of {total} disagreements are not settled yet; passages in them are in no"
            " count of codes and themes."
            if material.mode != REFLEXIVE
            else f"{unsettled} of {total} differing readings are open; they are kept as they are."
        )
    return found


def limits(material: Material) -> list[str]:
    """What the report cannot vouch for, a sentence or two each."""
    said = [
        "Counts of passages say how often something was coded, not how much it matters. A code or"
        " theme that few participants speak of may be the one that explains most.",
        "Blindness within one shared study file is a promise of the program, not cryptography: what"
        " the coders could read with other tools, or told each other, is not on record."
        + (_PACKED if any(done.packed for done in material.rounds) else ""),
        "Seals and journal show that nothing was changed unnoticed after it was written. They say"
        " nothing about whether what was written is right.",
    ]
    if material.agreement:
        said.append(
            "Intervals come from resampling transcripts. With few transcripts they are rough, and"
            " they do not cover what other coders would have done. A coefficient depends on its"
            " unit and base, and compares with none on another unit."
        )
    if material.revealed and material.mode != REFLEXIVE:
        said.append(
            "Agreement after consensus is complete by construction and is therefore not reported;"
            " how the differences were settled is."
        )
    if material.themes.shown:
        said.append(
            f"At most {material.options.extracts} extracts stand for each theme. Those that a"
            " person chose come first; the others were picked so that every participant is quoted"
            " about as often as any other, not because they are typical."
        )
    said.append(
        "Extracts are quoted as they are stored. Whether a participant can be recognised in them,"
        " only a person can tell: read them through before this report leaves the team."
    )
    practice = [d.round.name for d in material.rounds if d.round.practice]
    if practice:
        said.append(f"Practice is named and not reported: {_named(practice)}.")
    if material.viewer:
        said.append(
            f"This report shows what {material.viewer} may see, which may hold work of theirs that"
            " is not revealed to others."
        )
    return said


def _rounds(names: list[str]) -> str:
    return f"round{'' if len(names) == 1 else 's'} {_named([f'“{name}”' for name in names])}"


def _named(names: list[str], most: int = 8) -> str:
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
