"""Codings of a project as finished work: a round for each set of people who coded the same texts.

The work was done elsewhere, so that its layers are locked, revealed and compared at once; where the
project has a consensus, that is the third layer and nothing is compared anew. With ``stay_open``
the layers wait for their coders instead, blind to each other like all unfinished work.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.codebook.store import freeze_version
from workbench.coding.locking import freeze
from workbench.coding.store import insert_codings
from workbench.consensus.reveal import make_items
from workbench.exchange.refi import store
from workbench.exchange.refi.coming import Coming, free_name, printable
from workbench.exchange.refi.notes_in import NotesIn
from workbench.exchange.refi.nouns import Coding
from workbench.exchange.refi.people_in import PeopleIn
from workbench.exchange.refi.sources_in import Placed, SourceIn
from workbench.study import Layer, Person, now
from workbench.study.layers import layers
from workbench.study.rounds import close_round, open_round, rounds

_LONGEST_NAME = 120
_Key = tuple[str, int, int]


@dataclass(slots=True)
class _OnText:
    """What lies on one transcript: rows by coder and (code, start, end), and what was settled."""

    source: SourceIn
    by_coder: dict[str, dict[_Key, dict[str, Any]]] = field(default_factory=dict)
    settled: dict[_Key, dict[str, Any]] = field(default_factory=dict)


class CodingsIn:
    """Gathers the codings of all sources, then makes rounds and layers of them."""

    def __init__(
        self, coming: Coming, people: PeopleIn, notes: NotesIn, code_ids: dict[str, str]
    ) -> None:
        self._coming, self._people, self._notes = coming, people, notes
        self._code_ids = code_ids
        self._texts: dict[str, _OnText] = {}
        self._who: dict[str, Person] = {}
        self._repeats = 0
        self._uncoded: list[str] = []

    def take(self, source: SourceIn) -> None:
        """Gather the codings on a source and at its selections."""
        for placed in source.placed:
            if placed.start < placed.end:
                for coding in placed.selection.codings:
                    self._take_one(source, coding, placed)
        for coding in source.source.codings:
            self._take_one(source, coding, None)
        if source.source.codings:
            self._coming.told.notices.append(
                f"{source.name}: codes on the whole text are codings from its first character to"
                f" its last ({len(source.source.codings)})"
            )

    def _take_one(self, source: SourceIn, coding: Coding, placed: Placed | None) -> None:
        code_id = self._code_ids.get(coding.code)
        selection = placed.selection if placed is not None else None
        if code_id is None:
            place = f"{placed.start} to {placed.end}" if placed is not None else "whole"
            self._uncoded.append(f"{source.name} {place}")
            return
        user = coding.user or (selection.user if selection else "")
        user = user or source.source.user
        start, end = (placed.start, placed.end) if placed is not None else (0, len(source.text))
        row = {
            "id": coding.guid,
            "code_id": code_id,
            "start": start,
            "end": end,
            "memo": self._notes.memo(coding, placed, source),
            "made_at": coding.at or (selection.at if selection else "") or now(),
        }
        on_text = self._texts.setdefault(source.transcript_id, _OnText(source))
        if user in self._people.consensus:
            rows = on_text.settled
        else:
            who = self._people.person(user)
            self._who[who.id] = who
            rows = on_text.by_coder.setdefault(who.id, {})
        same = rows.get((code_id, start, end))
        if same is None:
            rows[code_id, start, end] = row
            return
        self._repeats += 1
        memos = [str(memo) for memo in (same["memo"], row["memo"]) if memo]
        same["memo"] = "\n\n".join(dict.fromkeys(memos))

    def settle(self, *, stay_open: bool) -> None:
        """Open the rounds, write the codings, and lock and reveal them unless they stay open."""
        told = self._coming.told
        told.lost("codings with a code that the project does not have", self._uncoded)
        if self._repeats:
            told.notices.append(
                f"the same code by the same person on the same words is one coding: {self._repeats}"
            )
        if stay_open:
            given = sum(len(one.settled) for one in self._texts.values())
            if given:
                told.losses.append(f"codings of the consensus, which needs locked work ({given})")
        groups: dict[tuple[str, ...], list[_OnText]] = {}
        for one in self._texts.values():
            if not one.by_coder and stay_open:
                continue
            if not one.by_coder:
                who = self._people.stand_in()
                self._who[who.id] = who
                one.by_coder = {who.id: {}}
            groups.setdefault(tuple(sorted(one.by_coder)), []).append(one)
        ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), self._names(group[0])))
        for coder_ids, texts in ordered:
            self._round(coder_ids, texts, stay_open=stay_open)

    def _names(self, ids: Iterable[str]) -> list[str]:
        return sorted(self._who[id].name for id in ids)

    def _round(
        self, coder_ids: Sequence[str], texts: Sequence[_OnText], *, stay_open: bool
    ) -> None:
        coming = self._coming
        study, by = coming.study, coming.by
        users = [
            self._people.person(user.guid).id
            for user in coming.project.users
            if user.guid not in self._people.consensus
        ]
        order = {id: n for n, id in enumerate(users)}
        coders = sorted(
            (self._who[id] for id in coder_ids),
            key=lambda who: (order.get(who.id, len(order)), who.name),
        )
        project = printable(coming.project.name, 60, "Import")
        wanted = printable(f"{project} ({', '.join(c.name for c in coders)})", _LONGEST_NAME, "")
        name = free_name(wanted, {r.name.casefold() for r in rounds(study)}, _LONGEST_NAME)
        version_id, _ = freeze_version(study, f"round {name}", by)
        round_ = open_round(
            study,
            name,
            coders,
            sorted({(t.source.transcript_id, t.source.name) for t in texts}, key=lambda t: t[1]),
            version_id,
            frozen=study.mode == "reliability",
            by=by,
        )
        coming.told.count("rounds")
        places = {
            (one.transcript_id, one.person.id): one for one in layers(study, round_id=round_.id)
        }
        self._write(texts, places)
        if stay_open:
            return
        for one in texts:
            self._lock(round_.id, one, [places[one.source.transcript_id, c.id] for c in coders])
        close_round(study, name, by)

    def _write(self, texts: Sequence[_OnText], places: dict[tuple[str, str], Layer]) -> None:
        rows = [
            {**row, "layer_id": places[one.source.transcript_id, who].id, "origin": "imported"}
            for one in texts
            for who, mine in one.by_coder.items()
            for row in mine.values()
        ]
        ids = self._coming.ids_for("codings", (row["id"] for row in rows))
        insert_codings(
            self._coming.write, [{**row, "id": id} for row, id in zip(rows, ids, strict=True)]
        )
        self._coming.told.count("codings", len(rows))

    def _lock(self, round_id: str, one: _OnText, mine: Sequence[Layer]) -> None:
        coming = self._coming
        for layer in mine:
            # whether they had seen each other's work nobody knows here, so it is never
            # called independent
            freeze(coming.study, layer, discussed=True)
        if not one.settled:
            # one reading alone is no agreement where its study had another one without codings
            if len(mine) == 1 and coming.project.ours:
                return
            make_items(coming.study, mine[-1], coming.by)
            return
        ids = coming.ids_for("consensus_codings", (row["id"] for row in one.settled.values()))
        where = {"round_id": round_id, "transcript_id": one.source.transcript_id}
        store.insert_agreed(
            coming.write,
            [
                {**row, **where, "id": id, "item_id": None}
                for id, row in zip(ids, one.settled.values(), strict=True)
            ],
        )
        coming.told.count("consensus codings", len(ids))
