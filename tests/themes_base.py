"""A small study for the tests of themes and of what goes out: three interviews, two coders."""

from dataclasses import dataclass, field
from pathlib import Path

from workbench.codebook.store import add_code
from workbench.coding.apply import apply_code
from workbench.coding.rounds import start_round
from workbench.consensus.reveal import lock
from workbench.corpus.cases import import_cases
from workbench.corpus.importing import import_transcripts
from workbench.corpus.store import text, transcript
from workbench.study import Person, Study, person
from workbench.themes.store import code_in_use

INTERVIEWS = {
    "P1": (
        "Interviewer: How was it?\n\nP1: =Marta rang me.\nI trust her voice.\n\n"
        "Interviewer: And then?\n\nP1: The list was wrong. We waited too long.\n"
    ),
    "P2": "Interviewer: How was it?\n\nP2: I know the keeper. The list was old. -5 people came.\n",
    "P3": "Interviewer: How was it?\n\nP3: Nobody rang. The list was lost.\n",
}
CASES = "participant,sector,years\nP2,fire,-4\nP1,=water,31\n"


@dataclass(slots=True)
class Scene:
    """The study with people to act in it; passages are named by their words."""

    study: Study
    folder: Path
    ana: Person = field(init=False)
    ben: Person = field(init=False)
    eva: Person = field(init=False)

    def __post_init__(self) -> None:
        self.ana, self.ben, self.eva = (person(self.study, n) for n in ("Ana", "Ben", "Eva"))
        files = []
        for name, body in INTERVIEWS.items():
            files.append(self.folder / f"{name}.txt")
            files[-1].write_text(body, encoding="utf-8")
        import_transcripts(self.study, files)
        (self.folder / "cases.csv").write_text(CASES, encoding="utf-8")
        import_cases(self.study, self.folder / "cases.csv")
        for path in ("Trust", "List", "Time", "People", "People/Keeper"):
            add_code(
                self.study,
                path,
                definition=f"About {path}.",
                origin="deductive",
                by=None,
                shared=True,
            )

    def open(self, *coders: str, practice: bool = False, name: str = "Round 1") -> None:
        """A round over all interviews."""
        start_round(self.study, name, coders or ("Ana", "Ben"), practice=practice)

    def code(self, who: Person, name: str, quote: str, code: str, memo: str = "") -> str:
        """Put a code on the words; returns the coding's id."""
        found = transcript(self.study, name)
        start = text(self.study, found.id).index(quote)
        chosen = code_in_use(self.study, who, code)
        return apply_code(self.study, who, found, start, start + len(quote), chosen, memo or None)

    def agree(self, name: str, quote: str, code: str) -> None:
        """Both coders put the code on the words."""
        for who in (self.ana, self.ben):
            self.code(who, name, quote, code)

    def lock(self, *people: Person) -> None:
        """Lock everything of these people (default: Ana and Ben)."""
        for who in people or (self.ana, self.ben):
            lock(self.study, who)

    def coded(self) -> "Scene":
        """Six passages on which both agree, one that Ana has alone; all locked."""
        self.open()
        self.agree("P1", "=Marta rang me.\nI trust her voice.", "Trust")
        self.agree("P1", "The list was wrong.", "List")
        self.agree("P1", "We waited too long.", "Time")
        self.agree("P2", "I know the keeper.", "People/Keeper")
        self.agree("P2", "The list was old.", "List")
        self.agree("P3", "The list was lost.", "List")
        self.code(self.ana, "P2", "-5 people came.", "Time", "-> ask again\nsoon")
        self.lock()
        return self
