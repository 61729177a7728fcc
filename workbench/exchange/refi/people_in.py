"""The users of a project as people of the study; the consensus is none of them."""

from workbench.consensus.nouns import CONSENSUS_NAME
from workbench.exchange.refi import store
from workbench.exchange.refi.coming import Coming, free_name, printable
from workbench.exchange.refi.guids import derived
from workbench.study import Person, people

_MEANING_SOMETHING_ELSE = ("set-up", CONSENSUS_NAME.casefold())
_LONGEST = 100


class PeopleIn:
    """Finds the person of each user: by GUID, then by name, else a new one."""

    def __init__(self, coming: Coming) -> None:
        self._coming = coming
        self._people: dict[str, Person] = {}
        self.consensus: set[str] = set()
        """GUIDs of the users who stand for what was settled."""
        for user in coming.project.users:
            if user.name.strip().casefold() == CONSENSUS_NAME.casefold():
                self.consensus.add(user.guid)
            else:
                self._people[user.guid] = self._settled(user.guid, user.name)

    def person(self, guid: str) -> Person:
        """Who did what this user did; the only user where the file does not say who."""
        if guid not in self._people:
            known = list(self._people.values())
            if not guid and len(known) == 1:
                return known[0]
            origin = printable(self._coming.project.origin.replace(",", " "), 60, "REFI")
            name = f"unknown ({origin})"
            self._coming.told.notices.append(
                f"some of the work has no known author: it is {name}'s now"
            )
            self._people[guid] = self._settled(derived("nobody", name), name)
        return self._people[guid]

    def stand_in(self) -> Person:
        """Who coded what only the consensus has: somebody must, for a layer to rest on."""
        guid = derived("stand-in")
        if guid not in self._people:
            self._people[guid] = self._settled(guid, f"{CONSENSUS_NAME} (imported)")
        return self._people[guid]

    def _settled(self, guid: str, written: str) -> Person:
        study, told = self._coming.study, self._coming.told
        name = printable(written.replace(",", " "), _LONGEST, "nameless")
        if name.casefold() in _MEANING_SOMETHING_ELSE:
            name = f"{name} (imported)"
        everybody = people(study)
        known = {one.id: one for one in everybody}
        named = {one.name.casefold(): one for one in everybody}
        found = known.get(guid) or named.get(name.casefold())
        if found is not None:
            # what they did is done: that they retired since does not matter
            return Person(found.id, found.name, found.role)
        name = free_name(name, set(named))
        if name != written.strip():
            told.notices.append(f"the user {written.strip() or '(without a name)'} is {name} here")
        row_id = self._coming.id_for("people", guid)
        store.add_person_row(study, self._coming.write, row_id, name)
        told.count("people")
        return Person(row_id, name, "coder")
