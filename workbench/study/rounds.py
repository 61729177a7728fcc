"""Rounds: who codes what, blind to each other, and the draw of a double-coded sample."""

import math
import random
from collections.abc import Mapping, Sequence
from itertools import pairwise

from workbench.errors import WorkbenchError
from workbench.study.ids import now
from workbench.study.nouns import Person, Round
from workbench.study.study import Study


def rounds(study: Study) -> list[Round]:
    """All rounds in the order they were opened."""
    # one that was made again by redo may have the position of another one
    ordered = study.query("SELECT id FROM rounds ORDER BY position, opened_at")
    return [_round(study, row["id"]) for row in ordered]


def round_named(study: Study, name: str) -> Round:
    """The round of that name. Raises with the list of rounds otherwise."""
    known = rounds(study)
    for found in known:
        if found.name == name:
            return found
    listed = ", ".join(r.name for r in known) or "none yet"
    raise WorkbenchError(f"no round is called {name} (rounds: {listed}): see workbench round list")


def newest_round(study: Study) -> Round:
    """The newest round that is not practice. Raises when there is none."""
    for found in reversed(rounds(study)):
        if not found.practice:
            return found
    raise WorkbenchError(
        f"{study.path} has no round to compare yet: open one with workbench round open"
    )


def draw_sample(
    lengths: Mapping[str, int],
    percent: float,
    seed: int,
    strata: Mapping[str, str] | None = None,
) -> list[str]:
    """A seeded, stratified draw of at least one name, ``percent`` of all rounded up, in order.

    ``lengths`` are words by name. From short to long the names are cut into as many bands as are
    drawn, and one is drawn of each, so that the draw holds short and long ones whatever the seed.
    With ``strata`` (a group by name) each group gives its share, by largest remainder, and the
    bands are made inside the groups.
    """
    if not 0 < percent <= 100:
        raise WorkbenchError(f"a sample of {percent:g} % cannot be drawn: say 1 to 100 %")
    groups: dict[str, list[str]] = {}
    for name in sorted(lengths, key=lambda name: (lengths[name], name)):
        groups.setdefault(strata[name] if strata else "", []).append(name)
    size = max(1, math.ceil(len(lengths) * percent / 100 - 1e-9))
    chance = random.Random(seed)
    drawn: list[str] = []
    for group, quota in _quotas({g: len(groups[g]) for g in sorted(groups)}, size).items():
        names = groups[group]
        edges = [band * len(names) // quota for band in range(quota + 1)] if quota else []
        drawn += [names[chance.randrange(start, end)] for start, end in pairwise(edges)]
    return sorted(drawn)


def _quotas(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of ``size`` each group gives: its share in whole ones, the rest by remainder."""
    total = sum(sizes.values())
    quotas = {group: size * count // total for group, count in sizes.items()}
    by_remainder = sorted(sizes, key=lambda g: (-(size * sizes[g] % total), -sizes[g], g))
    for group in by_remainder[: size - sum(quotas.values())]:
        quotas[group] += 1
    return quotas


def open_round(
    study: Study,
    name: str,
    coders: Sequence[Person],
    transcripts: Sequence[tuple[str, str]],
    version_id: str,
    *,
    frozen: bool,
    practice: bool = False,
    sample: str = "",
    seed: int | None = None,
    by: Person | None = None,
) -> Round:
    """Assign ``transcripts`` (id, name) to ``coders`` under a frozen codebook version."""
    name = name.strip()
    with study.change(f"open round {name}", by) as write:
        _refuse_bad_round(study, name, coders, transcripts)
        round_id = write.insert(
            "rounds",
            name=name,
            practice=int(practice),
            sample=sample,
            seed=seed,
            codebook_version_id=version_id,
            codebook_frozen=int(frozen),
            position=study.value("SELECT ifnull(max(position), 0) + 1 FROM rounds"),
            opened_at=now(),
        )
        for position, coder in enumerate(coders):
            write.insert("round_coders", round_id=round_id, person_id=coder.id, position=position)
        write.insert_many(
            "round_transcripts",
            [{"round_id": round_id, "transcript_id": t} for t, _ in transcripts],
        )
        write.insert_many(
            "layers",
            [
                {"round_id": round_id, "transcript_id": t, "person_id": coder.id}
                for t, _ in transcripts
                for coder in coders
            ],
        )
    return _round(study, round_id)


def close_round(study: Study, name: str, by: Person | None = None) -> None:
    """End a round: nothing more can be coded in it. Every transcript in it must be locked."""
    with study.change(f"close round {name}", by) as write:
        found = round_named(study, name)
        if found.closed:
            raise WorkbenchError(f"round {name} is closed already: see workbench round list")
        waiting = study.query(
            "SELECT DISTINCT t.name FROM layers l JOIN transcripts t ON t.id = l.transcript_id"
            " WHERE l.round_id = ? AND l.locked_at IS NULL ORDER BY t.name",
            (found.id,),
        )
        if waiting:
            names = ", ".join(row["name"] for row in waiting[:5])
            more = f" and {len(waiting) - 5} more" if len(waiting) > 5 else ""
            raise WorkbenchError(
                f"round {name} has transcripts that are not locked yet ({names}{more}):"
                " let their coders lock them first"
            )
        write.update("rounds", found.id, closed=1)


def _refuse_bad_round(
    study: Study, name: str, coders: Sequence[Person], transcripts: Sequence[tuple[str, str]]
) -> None:
    if not name or not name.isprintable():
        raise WorkbenchError("the round has no name: give it one of printable characters")
    if any(r.name.casefold() == name.casefold() for r in rounds(study)):
        raise WorkbenchError(f"round {name} exists already: choose another name")
    if not coders:
        raise WorkbenchError(f"round {name} has no coders: name them with --coders A,B")
    if len({c.id for c in coders}) < len(coders):
        raise WorkbenchError(f"round {name} names a coder twice: name everybody once")
    for coder in coders:
        if coder.retired:
            raise WorkbenchError(f"{coder.name} is retired: name somebody else for round {name}")
    if not transcripts:
        raise WorkbenchError(f"round {name} has no transcripts: import some first")
    for coder in coders:
        taken = {
            row["transcript_id"]: (row["name"], bool(row["closed"]))
            for row in study.query(
                "SELECT l.transcript_id, r.name, r.closed FROM layers l"
                " JOIN rounds r ON r.id = l.round_id"
                # unlocked again after its round was closed: what is coded now would go there, and
                # lie open to everybody
                " WHERE (r.closed = 0 OR l.locked_at IS NULL) AND l.person_id = ?",
                (coder.id,),
            )
        }
        for transcript_id, transcript in transcripts:
            if transcript_id not in taken:
                continue
            earlier, closed = taken[transcript_id]
            if closed:
                raise WorkbenchError(
                    f"{transcript} was unlocked for {coder.name} in the closed round {earlier}: let"
                    " them lock it first, or name other transcripts"
                )
            raise WorkbenchError(
                f"{transcript} is already in the open round {earlier} of {coder.name}: close that"
                " round, or name other transcripts"
            )


def _round(study: Study, round_id: str) -> Round:
    row = study.query(
        "SELECT r.*, v.number FROM rounds r JOIN codebook_versions v"
        " ON v.id = r.codebook_version_id WHERE r.id = ?",
        (round_id,),
    )[0]
    coders = study.query(
        "SELECT p.id, p.name, p.role, p.retired FROM round_coders c JOIN people p"
        " ON p.id = c.person_id WHERE c.round_id = ? ORDER BY c.position",
        (round_id,),
    )
    names = study.query(
        "SELECT t.name FROM round_transcripts r JOIN transcripts t ON t.id = r.transcript_id"
        " WHERE r.round_id = ? ORDER BY t.name",
        (round_id,),
    )
    return Round(
        id=row["id"],
        name=row["name"],
        practice=bool(row["practice"]),
        closed=bool(row["closed"]),
        coders=tuple(Person(c["id"], c["name"], c["role"], bool(c["retired"])) for c in coders),
        transcripts=tuple(n["name"] for n in names),
        sample=row["sample"],
        seed=row["seed"],
        codebook_version=row["number"],
        codebook_frozen=bool(row["codebook_frozen"]),
    )
