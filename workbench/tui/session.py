"""One person at one study for as long as the screens are open.

It knows the study and who looks, remembers where that person was in every transcript (beside the
study, never in it), and hears what others wrote as far as the viewer may see it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from workbench.coding.carrier import aligned
from workbench.corpus.store import body, text_id
from workbench.errors import WorkbenchError
from workbench.state import read_state, write_state
from workbench.study import Person, Study, people
from workbench.study.watch import changed_since, newest_change
from workbench.tui.palette import PALETTES
from workbench.tui.theme import DEFAULT_THEME


@dataclass(frozen=True, slots=True)
class LastPlace:
    """Where a person was when they left: the screen by name, the transcript by id, the caret."""

    screen: str
    transcript_id: str
    caret: int


class Session:
    """The open study, who looks, and the places of that person.

    ``changes`` grows with every change that this viewer may see; a screen that has shown a
    smaller number reads anew. ``began`` is the number of the newest change when the session began,
    ``saved`` says when it wrote last, ``folder`` is where files were last taken from.
    """

    def __init__(self, study: Study, viewer: Person | None = None) -> None:
        self.study = study
        self._study_id = study.id  # asked once: places are kept while one types
        self.viewer: Person | None = None
        self.changes = 0
        self.began = newest_change(study)
        self.saved = ""
        self.folder: Path = study.path.absolute().parent
        self._carets: dict[str, int] = {}
        self._texts: dict[str, int] = {}  # the text on which each caret stood
        self._last: LastPlace | None = None
        self._dirty = False
        self.look_as(viewer)

    # ── who ──────────────────────────────────────────────────────────────────────────────────────

    def look_as(self, viewer: Person | None) -> None:
        """From now on this person looks and acts; None: somebody without a name."""
        self.keep_places()
        self.viewer = viewer
        self.changes += 1
        self._version = self.study.data_version()
        self._seen = newest_change(self.study)
        self._read_places()

    def refresh_viewer(self) -> None:
        """The viewer may have got another name or role."""
        if self.viewer is not None:
            now = [person for person in people(self.study) if person.id == self.viewer.id]
            self.viewer = now[0] if now else None

    @property
    def actor(self) -> Person:
        """The person who acts. Raises where nobody has said who they are."""
        if self.viewer is None:
            raise WorkbenchError("nobody has said who acts here: choose a person with ctrl+g, w")
        return self.viewer

    # ── changes ──────────────────────────────────────────────────────────────────────────────────

    def note_change(self) -> None:
        """This session has just written: say so in the status bar, and show it everywhere."""
        self.saved = f"saved {datetime.now():%H:%M:%S}"
        self.changes += 1
        if self.study.data_version() == self._version:
            # Nobody else wrote in between, so there is nothing to listen for up to here.
            self._seen = newest_change(self.study)

    def hear(self) -> bool:
        """Whether somebody else has written what this viewer may see; asked four times a second."""
        version = self.study.data_version()
        if version == self._version:
            return False
        with self.study.snapshot():
            self._version = version
            since, self._seen = self._seen, newest_change(self.study)
            visible = changed_since(self.study, self.viewer, since)
        self.changes += visible
        return visible

    # ── places ───────────────────────────────────────────────────────────────────────────────────

    @property
    def last(self) -> LastPlace | None:
        """Where this person was last, on whatever screen with a transcript."""
        if self._last is None:
            return None
        return replace(self._last, caret=self.caret(self._last.transcript_id))

    def caret(self, transcript_id: str) -> int:
        """Where the caret stood in a transcript, in code points; 0 for a new one.

        Where the text was corrected since, the same words in the text as it is now.
        """
        caret = self._carets.get(transcript_id, 0)
        now = text_id(self.study, transcript_id)
        if now is None:
            return caret
        then = self._texts.setdefault(transcript_id, now)
        if then != now:
            self._texts[transcript_id] = now
            old, new = body(self.study, then), body(self.study, now)
            if caret and old is not None and new is not None:
                caret = self._carets[transcript_id] = aligned(old, new).point(caret)
                self._dirty = True
        return caret

    def remember(self, screen: str, transcript_id: str, caret: int) -> None:
        """Note the place; it is written within seconds, and at the end (`keep_places`)."""
        place = LastPlace(screen, transcript_id, caret)
        if self._last is None or self._last.transcript_id != transcript_id:
            now = text_id(self.study, transcript_id)
            if now is not None:
                self._texts[transcript_id] = now
        if place != self._last:
            self._carets[transcript_id] = caret
            self._last = place
            self._dirty = True

    def keep_places(self) -> None:
        """Write the places, if any has changed."""
        if self._dirty and self.viewer is not None:
            last = self._last
            write_state(
                self._places_name(),
                {
                    "carets": self._carets,
                    "texts": self._texts,
                    "last": [last.screen, last.transcript_id, last.caret] if last else None,
                },
            )
        self._dirty = False

    def _places_name(self) -> str:
        # A document a person and study, so that two people on one machine never share a file.
        return f"places-{self._study_id}-{self.viewer.id if self.viewer else 'nobody'}"

    def _read_places(self) -> None:
        self._carets, self._texts, self._last = {}, {}, None
        kept = read_state(self._places_name())
        carets = kept.get("carets")
        if isinstance(carets, dict):
            self._carets = {
                key: at for key, at in carets.items() if isinstance(at, int) and at >= 0
            }
        texts = kept.get("texts")
        if isinstance(texts, dict):
            self._texts = {key: text for key, text in texts.items() if isinstance(text, int)}
        match kept.get("last"):
            case [str(screen), str(transcript_id), int(caret)] if caret >= 0:
                self._last = LastPlace(screen, transcript_id, caret)


def kept_theme() -> str:
    """The colours chosen last on this machine."""
    theme = read_state("settings").get("theme")
    return theme if theme in PALETTES else DEFAULT_THEME


def keep_theme(theme: str) -> None:
    """Remember the colours for the next time."""
    settings = read_state("settings")
    if settings.get("theme", DEFAULT_THEME) != theme:
        write_state("settings", {**settings, "theme": theme})
