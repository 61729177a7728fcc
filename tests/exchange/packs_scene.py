"""Two coders of one study, each with a hand that codes in the study or in a pack of their own."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from conftest import add_transcript

from workbench.codebook.store import add_code, find_code
from workbench.coding.apply import apply_code
from workbench.coding.rounds import start_round
from workbench.consensus.reveal import lock
from workbench.corpus.store import transcript
from workbench.exchange.packs.collecting import collect
from workbench.exchange.packs.making import give_out
from workbench.exchange.packs.nouns import Collected
from workbench.study import Study, add_person, create_study, open_study, person

TEXT = "I ring Marta. I know that is not what the procedure says. But Marta sits at the gauge.\n"


@dataclass
class Scene:
    """A study with S1 and S2, the codes Trust, Trust/Kin and Fear, a round of Ana and Ben."""

    folder: Path
    names: tuple[str, ...] = ("S1", "S2")
    study: Study = field(init=False)
    files: dict[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self.study = create_study(self.folder / "study.db", "River")
        for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Eva", "supervisor")):
            add_person(self.study, name, role)
        for number, name in enumerate(self.names):
            add_transcript(self.study, name, f"{name}. {TEXT}" + "And the siren. " * number)
        for path in ("Trust", "Trust/Kin", "Fear"):
            add_code(self.study, path, origin="deductive", by=None, shared=True)
        start_round(self.study, "first", ["Ana", "Ben"])

    def twin(self, folder: Path) -> "Scene":
        """The same study in another folder, ids and all."""
        self.study.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        folder.mkdir()
        shutil.copy(self.study.path, folder / "study.db")
        other = Scene.__new__(Scene)
        other.folder, other.names, other.files = folder, self.names, {}
        other.study = open_study(folder / "study.db")
        return other

    def give_out(self, *names: str) -> None:
        for name in names:
            self.files[name] = self.folder / f"{name}.db"
            give_out(self.study, name, self.files[name], None)

    def collect(self, *names: str, **options: bool) -> list[Collected]:
        return collect(self.study, [self.files[name] for name in names], None, **options)

    def at(self, who: str) -> Path:
        """The file in which somebody works."""
        return self.files.get(who, self.study.path)

    def code(self, who: str, name: str, start: int, end: int, code: str, memo: str = "") -> str:
        with open_study(self.at(who)) as study:
            me = person(study, who)
            where, what = transcript(study, name), find_code(study, me, code)
            return apply_code(study, me, where, start, end, what, memo or None)

    def own_code(self, who: str, path: str) -> None:
        with open_study(self.at(who)) as study:
            add_code(study, path, origin="inductive", by=person(study, who), shared=False)

    def lock(self, who: str, *names: str) -> dict[str, str]:
        """Lock; returns the seals by transcript."""
        with open_study(self.at(who)) as study:
            return {d.transcript: d.sha256 for d in lock(study, person(study, who), list(names))}
