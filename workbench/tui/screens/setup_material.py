"""Set-up, material: transcripts, who speaks in them, and which cases the speakers are."""

from collections.abc import Sequence
from pathlib import Path

from workbench.corpus.cases import import_cases
from workbench.corpus.importing import import_transcripts
from workbench.corpus.nouns import Speaker
from workbench.corpus.speakers import correct_speakers
from workbench.corpus.store import cases, speakers, transcripts
from workbench.tui.destinations import Where
from workbench.tui.ink import Ink
from workbench.tui.numbers import counted, thousands
from workbench.tui.screens.setup_refi import take_project
from workbench.tui.screens.setup_section import Act, Section
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.lists import Column, Row
from workbench.tui.widgets.popups import Choice, Choose, Confirm

FORMATS = (".txt", ".md", ".vtt", ".srt", ".docx", ".odt", ".rtf", ".pdf")


class MaterialSection(Section):
    """The transcripts of the study."""

    NAME, TITLE = "material", "Transcripts"
    EMPTY = (
        "No transcripts yet: i brings them in from files, p a whole project of another program"
        " (.qdpx)."
    )
    COLUMNS = (
        Column("Transcript"),
        Column("words", 8, right=True),
        Column("turns", 6, right=True),
        Column("format", 7),
    )
    ACTS = (
        Act("i", "import", "Bring in transcripts from files", "take"),
        Act("p", "project", "Bring in a project of another program (REFI-QDA)", "take_project"),
        Act("enter", "read", "Read the transcript", "read", needs_row=True),
    )

    def figure(self) -> str:
        """How many there are."""
        return str(len(transcripts(self.study)))

    def rows(self) -> list[Row]:
        """One transcript a row."""
        return [
            Row(
                t.id,
                (t.name, thousands(t.words), thousands(t.turns), Ink(t.format, "dim")),
            )
            for t in transcripts(self.study)
        ]

    def take(self) -> None:
        """Ask for files, then for the labels of whoever asks the questions."""

        def label(paths: tuple[Path, ...]) -> None:
            title = f"Who asks the questions? {counted(len(paths), 'file')}"
            hint = "labels, parted by commas; empty: by labels like Interviewer"
            self.screen.app.push_screen(
                Prompt(title, hint=hint, verb="go on"), lambda labels: self._import(paths, labels)
            )

        self.pick_files("Transcripts to bring in", FORMATS, label, several=True)

    def _import(self, paths: Sequence[Path], labels: str | None) -> None:
        if labels is None:
            return
        asking = [part.strip() for part in labels.split(",") if part.strip()]
        with self.screen.trying():
            done = import_transcripts(self.study, paths, interviewers=asking, by=self.by)
            self.screen.say(f"{counted(len(done.transcripts), 'transcript')} brought in")
            if done.notices:
                where = "Here, under Speakers: + joins two labels, n corrects one, t says who asks."
                self.screen.tell("Brought in", [*done.notices, "", where])

    def take_project(self) -> None:
        """Ask for a project of another program: texts, codes and codings at once."""
        take_project(self)

    def read(self) -> None:
        """Open the plain reader."""
        self.screen.go("read", Where(self.picked()))


class SpeakersSection(Section):
    """Labels in transcripts: who asks, who answers, and as which case."""

    NAME, TITLE = "speakers", "Speakers"
    EMPTY = "No speakers yet: they come with the transcripts."
    COLUMNS = (
        Column("Speaker"),
        Column("in", 14),
        Column("turns", 6, right=True),
        Column("", 8),
        Column("case", 10),
    )
    ACTS = (
        Act("t", "asks or answers", "Whether this speaker asks, here", "turn", needs_row=True),
        Act("T", "everywhere", "The same for this label in all transcripts", "turn_all", True),
        Act("n", "rename", "Correct the label", "rename", needs_row=True),
        Act("plus", "join", "One person with another label of the transcript", "join", True),
        Act("c", "case", "Say which case this speaker is", "case", needs_row=True),
    )

    def figure(self) -> str:
        """How many labels there are, each transcript's counted."""
        return str(len(speakers(self.study)))

    def rows(self) -> list[Row]:
        """One label of one transcript a row."""
        return [
            Row(
                s.id,
                (
                    s.label or Ink("no label", "faint"),
                    Ink(s.transcript, "dim"),
                    thousands(s.turns),
                    Ink("asks", "text", italic=True) if s.interviewer else Ink("answers", "dim"),
                    Ink(s.case, "dim"),
                ),
            )
            for s in speakers(self.study)
        ]

    def _speaker(self) -> Speaker:
        return next(s for s in speakers(self.study) if s.id == self.picked())

    def _set_asking(self, chosen: Sequence[Speaker], asks: bool) -> None:
        everybody = speakers(self.study)
        with self.study.change("correct who asks", self.by):
            for one in chosen:
                labels = [
                    s.label
                    for s in everybody
                    if s.transcript == one.transcript and (asks if s == one else s.interviewer)
                ]
                correct_speakers(self.study, one.transcript, interviewers=labels, by=self.by)

    def turn(self) -> None:
        """Make the speaker one who asks, or one who answers."""
        speaker = self._speaker()
        with self.screen.trying():
            self._set_asking([speaker], not speaker.interviewer)
            now = "answers" if speaker.interviewer else "asks"
            self.screen.say(f"{speaker.label} {now} in {speaker.transcript} now")

    def turn_all(self) -> None:
        """The same in every transcript where the label stands."""
        speaker = self._speaker()
        alike = [s for s in speakers(self.study) if s.label == speaker.label]
        with self.screen.trying():
            self._set_asking(alike, not speaker.interviewer)
            now = "answers" if speaker.interviewer else "asks"
            where = counted(len(alike), "transcript")
            self.screen.say(f"{speaker.label} {now} in {where} now")

    def rename(self) -> None:
        """Ask for the right label; one that the transcript has already joins the two."""
        speaker = self._speaker()

        def keep(label: str | None) -> None:
            if not label or label == speaker.label:
                return
            if any(other.label == label for other in self._others(speaker)):
                self._ask_to_join(speaker, label)
                return
            with self.screen.trying():
                self._relabel(speaker, label)
                self.screen.say(f"{speaker.label} is {label} in {speaker.transcript} now")

        title = f"Label of {speaker.label} in {speaker.transcript}"
        self.screen.app.push_screen(Prompt(title, speaker.label), keep)

    def join(self) -> None:
        """Ask who it is, the likeliest label first: the same one but for case and spaces."""
        speaker = self._speaker()
        others = sorted(self._others(speaker), key=lambda s: _bare(s) != _bare(speaker))
        if not others:
            self.screen.say(f"{speaker.label} is the only speaker of {speaker.transcript}")
            return
        choices = [Choice(s.label, "", s.label, counted(s.turns, "turn")) for s in others]
        self.screen.app.push_screen(
            Choose(f"{speaker.label} is one person with", choices),
            lambda label: self._join(speaker, label) if label else None,
        )

    def _others(self, speaker: Speaker) -> list[Speaker]:
        """The other labelled speakers of the same transcript."""
        return [
            s
            for s in speakers(self.study)
            if s.transcript == speaker.transcript and s.id != speaker.id and s.label
        ]

    def _ask_to_join(self, speaker: Speaker, label: str) -> None:
        question = Confirm(
            f"{speaker.transcript} has a speaker {label} already. Are the two one person?",
            more=f"Then the turns of {speaker.label} become turns of {label}.",
        )
        self.screen.app.push_screen(
            question, lambda sure: self._join(speaker, label) if sure else None
        )

    def _join(self, speaker: Speaker, label: str) -> None:
        with self.screen.trying():
            self._relabel(speaker, label, join=True)
            turns = counted(speaker.turns, "turn")
            self.screen.say(f"{turns} of {speaker.label} belong to {label} now")

    def _relabel(self, speaker: Speaker, label: str, *, join: bool = False) -> None:
        correct_speakers(
            self.study,
            speaker.transcript,
            renames={speaker.label: label},
            join=join,
            by=self.by,
        )

    def case(self) -> None:
        """Ask for the case; a new name makes one."""
        speaker = self._speaker()

        def keep(case: str | None) -> None:
            if case is not None:
                with self.screen.trying():
                    tie = {speaker.label: case}
                    notices = correct_speakers(
                        self.study, speaker.transcript, cases=tie, by=self.by
                    )
                    self.screen.say(" ".join(notices) or f"{speaker.label} is {case or 'no case'}")

        title = f"Case of {speaker.label} in {speaker.transcript}"
        self.screen.app.push_screen(Prompt(title, speaker.case, hint="empty: no case"), keep)


def _bare(speaker: Speaker) -> str:
    return "".join(speaker.label.casefold().split())


class CasesSection(Section):
    """Participants with their attributes."""

    NAME, TITLE = "cases", "Cases"
    EMPTY = "No cases yet: i brings them in from a CSV file, one participant a row."
    WIDEST = 110
    COLUMNS = (Column("Case", 14), Column("speaks in", 22), Column("attributes"))
    ACTS = (Act("i", "import", "Bring in cases from a CSV file", "take"),)

    def figure(self) -> str:
        """How many there are."""
        return str(len(cases(self.study)))

    def rows(self) -> list[Row]:
        """One case a row, with its values in the order of the columns."""
        return [
            Row(
                case.id,
                (
                    case.name,
                    Ink(", ".join(dict.fromkeys(name for name, _ in case.speakers)), "dim"),
                    Ink(", ".join(value for value in case.values.values() if value), "dim"),
                ),
            )
            for case in cases(self.study)
        ]

    def take(self) -> None:
        """Ask for the file."""

        def bring(paths: tuple[Path, ...]) -> None:
            with self.screen.trying():
                done = import_cases(self.study, paths[0], by=self.by)
                self.screen.say(f"{counted(len(done.names), 'case')} brought in")
                if done.notices:
                    self.screen.tell("Brought in", done.notices)

        self.pick_files("Cases: the first column names the participant", (".csv", ".tsv"), bring)
