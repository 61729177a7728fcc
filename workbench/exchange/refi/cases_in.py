"""Cases with their values, tied to the speakers of those turns that the project gives them."""

from collections import defaultdict
from collections.abc import Sequence

from workbench.corpus import store as corpus
from workbench.corpus.nouns import Speaker
from workbench.corpus.ties import composed
from workbench.exchange.refi import store
from workbench.exchange.refi.coming import Coming, free_name, printable
from workbench.exchange.refi.nouns import Case, Value
from workbench.exchange.refi.sources_in import SourceIn

_LONGEST_NAME = 200


class CasesIn:
    """Brings in the cases of one project."""

    def __init__(self, coming: Coming, sources: Sequence[SourceIn]) -> None:
        self._coming = coming
        self._sources = sources
        self._attributes: dict[str, str] = {}
        self._values: dict[str, dict[str, str]] = {}

    def all(self) -> None:
        """Cases, their values, and who speaks as them."""
        coming, told = self._coming, self._coming.told
        self._bring_in_attributes()
        present = {composed(case.name): case for case in corpus.cases(coming.study)}
        ids = {case.id for case in present.values()}
        taken = {case.name.casefold() for case in present.values()}
        rows: list[tuple[Case, str]] = []
        for case in coming.project.cases:
            name = printable(case.name, _LONGEST_NAME, "case without a name")
            known = present.get(composed(name))
            if case.guid in ids:
                row_id = case.guid
            elif known is not None and known.id not in {id for _, id in rows}:
                row_id = known.id
            else:
                row_id = coming.id_for("cases", case.guid)
                store.add_case_row(coming.study, coming.write, row_id, free_name(name, taken))
                told.count("cases")
            rows.append((case, row_id))
            self._set_values(row_id, case.values, case.name)
        self._tie(rows)
        self._values_of_sources(taken)
        told.lost("cases that stand for codes", (c.name for c in coming.project.cases if c.codes))

    def _bring_in_attributes(self) -> None:
        coming = self._coming
        known = {name.casefold(): id for id, name in store.attribute_rows(coming.study)}
        claimed: set[str] = set()
        taken = set(known)
        for variable in coming.project.variables:
            name = printable(variable.name, _LONGEST_NAME, "variable without a name")
            row_id = known.get(name.casefold())
            if row_id is None or row_id in claimed:
                row_id = coming.id_for("attributes", variable.guid)
                store.add_attribute_row(coming.study, coming.write, row_id, free_name(name, taken))
                coming.told.count("attributes")
            claimed.add(row_id)
            self._attributes[variable.guid] = row_id

    def _set_values(self, case_id: str, values: Sequence[Value], name: str) -> None:
        """Give a case the values it has not yet; what it has stays, and is told."""
        coming = self._coming
        known = {c.id: c.values for c in corpus.cases(coming.study)}.get(case_id, {})
        names = dict(store.attribute_rows(coming.study))
        fresh: dict[str, str] = {}
        for value in values:
            attribute = self._attributes.get(value.variable)
            if attribute is None:
                coming.told.losses.append(f"a value of {name} whose variable is not in the project")
            elif not known.get(names[attribute], ""):
                fresh[attribute] = value.text
            elif known[names[attribute]] != value.text:
                coming.told.notices.append(
                    f"{name}: {names[attribute]} stays {known[names[attribute]]}, the project says"
                    f" {value.text}"
                )
        corpus.set_values(coming.study, coming.write, case_id, fresh)

    def _tie(self, rows: Sequence[tuple[Case, str]]) -> None:
        """Tie speakers to the case that has at least half of what they say."""
        placed = {
            one.selection.guid: (source, one) for source in self._sources for one in source.placed
        }
        turns = {
            source.transcript_id: corpus.turns(self._coming.study, source.transcript_id)
            for source in self._sources
        }
        says: dict[str, int] = defaultdict(int)
        for found in turns.values():
            for turn in found:
                says[turn.speaker_id] += turn.end - turn.start
        has: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for case, row_id in rows:
            for guid in case.selections:
                if guid in placed:
                    source, one = placed[guid]
                    for turn in turns[source.transcript_id]:
                        both = min(turn.end, one.end) - max(turn.start, one.start)
                        if both > 0:
                            has[turn.speaker_id][row_id] += both
        partly: list[Speaker] = []
        labels = {s.id: s for source in self._sources for s in self._speakers(source)}
        for speaker_id, cases in has.items():
            row_id, most = max(cases.items(), key=lambda item: (item[1], item[0]))
            if 2 * most >= says[speaker_id]:
                store.tie_speaker(self._coming.write, speaker_id, row_id)
            else:
                partly.append(labels[speaker_id])
        self._tie_whole_sources(rows)
        whole = {s.id for source in self._sources for s in self._speakers(source) if s.case}
        self._coming.told.lost(
            "speakers of whose words a case has only a part",
            (f"{s.label or '(no label)'} of {s.transcript}" for s in partly if s.id not in whole),
        )

    def _tie_whole_sources(self, rows: Sequence[tuple[Case, str]]) -> None:
        claims: dict[str, list[str]] = defaultdict(list)
        for case, row_id in rows:
            for guid in case.sources:
                claims[guid].append(row_id)
        for source in self._sources:
            claimed = claims.get(source.source.guid, [])
            free = [s for s in self._speakers(source) if not s.interviewer and not s.case]
            if len(claimed) == 1:
                for speaker in free:
                    store.tie_speaker(self._coming.write, speaker.id, claimed[0])
            elif claimed and free:
                self._coming.told.losses.append(
                    f"which words of {source.name} are whose: {len(claimed)} cases have all of it"
                )

    def _values_of_sources(self, taken: set[str]) -> None:
        """Values of a source go to the only case in it; where there is none, to a new one."""
        coming = self._coming
        for source in self._sources:
            if not source.source.values:
                continue
            answering = [s for s in self._speakers(source) if not s.interviewer]
            names = {s.case for s in answering if s.case}
            ids = {c.name: c.id for c in corpus.cases(coming.study)}
            if len(names) == 1:
                self._set_values(ids[names.pop()], source.source.values, source.name)
            elif not names and answering:
                row_id = coming.id_for("cases", source.source.guid)
                name = free_name(source.name, taken)
                store.add_case_row(coming.study, coming.write, row_id, name)
                coming.told.count("cases")
                for speaker in answering:
                    store.tie_speaker(coming.write, speaker.id, row_id)
                self._set_values(row_id, source.source.values, source.name)
            else:
                coming.told.losses.append(
                    f"values of {source.name}, in which there are several cases"
                )

    def _speakers(self, source: SourceIn) -> list[Speaker]:
        return corpus.speakers(self._coming.study, source.transcript_id)


def claimed_by_cases(cases: Sequence[Case]) -> frozenset[str]:
    """GUIDs of the selections that are somebody's turns."""
    return frozenset(guid for case in cases for guid in case.selections)
