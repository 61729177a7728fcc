"""Where one can go: the one list of screens that app, go-to pop-up and Home read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Destination:
    """A screen: its name in code, its letter, its title, a few words, and where its class is."""

    name: str
    letter: str
    title: str
    words: str
    module: str
    class_name: str


DESTINATIONS = (
    Destination("home", "h", "Home", "phases, locks", "home", "HomeScreen"),
    Destination("setup", "s", "Set-up", "people, rounds, export", "setup", "SetupScreen"),
    Destination("read", "r", "Read", "texts without codes", "read", "ReadScreen"),
    Destination("code", "c", "Code", "give codes to passages", "code", "CodeScreen"),
    Destination("codebook", "b", "Codebook", "codes and definitions", "codebook", "CodebookScreen"),
    Destination(
        "agreement", "a", "Agreement", "how far the coders agree", "agreement", "AgreementScreen"
    ),
    Destination(
        "reconcile", "d", "Reconcile", "settle, adjudicate", "reconcile", "ReconcileScreen"
    ),
    Destination("themes", "t", "Themes", "from codes to themes", "themes", "ThemesScreen"),
    Destination("figures", "f", "Figures", "counts with their bases", "figures", "FiguresScreen"),
    Destination("journal", "j", "Journal", "what was done, notes", "journal", "JournalScreen"),
)

BY_NAME = {destination.name: destination for destination in DESTINATIONS}


@dataclass(frozen=True, slots=True)
class Where:
    """What a screen is asked to show; whatever is empty, the screen chooses itself.

    ``position`` is a code point of the transcript; ids are those of the study.
    """

    transcript_id: str = ""
    position: int | None = None
    code_id: str = ""
    item_id: str = ""
    section: str = ""
