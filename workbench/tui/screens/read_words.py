"""Read: which words are said most, or set some apart from the rest; enter shows one in context.

On demand only, and counted in a process of its own, for the texts are read through for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.message import Message

from workbench.coding.suggestions.store import last_language
from workbench.corpus.beside import Beside, StoppedError
from workbench.corpus.search import Hit
from workbench.corpus.store import cases, transcripts
from workbench.corpus.word_lists import ANY_LANGUAGE, Speakers
from workbench.corpus.words import KeyRow, WordRow
from workbench.corpus.words_worker import asked_context, asked_words, words_beside
from workbench.errors import WorkbenchError
from workbench.state import read_state, write_state
from workbench.tui.ink import Ink, inks_of, plain
from workbench.tui.keys import Key
from workbench.tui.numbers import counted, thousands
from workbench.tui.screens.read_page import ReadPage
from workbench.tui.widgets.forms import Prompt
from workbench.tui.widgets.lines import Lines, paragraph
from workbench.tui.widgets.lists import Column, Row, RowList
from workbench.tui.widgets.popups import Choice, Choose, Popup

WORDS_KEYS = (Key("w", "words", "Word lists: said most, or what sets some apart", "words"),)
MOST_VALUES = 12
"""Values up to which an attribute is offered to compare by."""
EVERYBODY = Speakers()
TESTS_NOTHING = (
    "Words of one person hang together: log-likelihood (LL) orders this list and tests nothing."
    " Log ratio: 1 is twice as often as in the rest, −1 half as often."
)
EVENNESS = "DP is 0 for a word spread as evenly as all words are, near 1 for all in one transcript."


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list: of whom, against the rest or not, in what language, stop words left out."""

    who: Speakers = EVERYBODY
    called: str = "all participants"
    compare: bool = False
    language: str = ANY_LANGUAGE
    stop: bool = True


class WordsPopup(Popup[tuple[str, str]]):
    """A list of words; the answer is (``word``, which), or (what to change, "")."""

    WIDTH = 84
    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("enter", "in context", "Show the word wherever it is said", "give"),
        Key("k", "compare", "Choose whose words, and compare with the rest", "change('who')"),
        Key("s", "stop words", "Leave stop words out, or list them", "change('stop')"),
        Key("l", "language", "Another language", "change('language')"),
        Key("escape", "back", "Back to the text", "close"),
    )

    def __init__(self, asked: Asked, rows: Sequence[WordRow] | Sequence[KeyRow]) -> None:
        super().__init__()
        self._asked = asked
        self._rows: tuple[WordRow | KeyRow, ...] = tuple(rows)
        columns = [Column("Word", 0), Column("count", 7, right=True)]
        columns += [Column("per 1000", 9, right=True), Column("transcripts", 12, right=True)]
        if asked.compare:
            columns += [Column("rest", 7, right=True), Column("LL", 8, right=True),
                        Column("log ratio", 10, right=True)]  # fmt: skip
        else:
            columns += [Column("DP", 6, right=True)]
        # letters are keys of the pop-up here
        self._list = RowList(columns, lead=1, empty="No words.", letters=False)

    def _head(self) -> list[list[Ink]]:
        asked = self._asked
        base = self._base()
        stop = (
            ""
            if asked.language == ANY_LANGUAGE
            else (", stop words left out" if asked.stop else ", with stop words")
        )
        title = f"Words of {asked.called}{' against the rest' if asked.compare else ''}"
        said = f"{base} (language {asked.language}{stop})"
        lines = [inks_of(title, "strong"), [Ink(said, "dim")]]
        note = TESTS_NOTHING if asked.compare else EVENNESS
        return [*lines, *paragraph(note, self.text_width, "dim"), []]

    def _base(self) -> str:
        if not self._rows:
            return "no words"
        first = self._rows[0]
        if isinstance(first, KeyRow):
            base, rest = first.row.base, first.other_base
            return f"{counted(base, 'word')} against {thousands(rest)}"
        return f"of {counted(first.base, 'word')}"

    def compose_body(self) -> ComposeResult:
        """Whose words, what the figures mean, and the words."""
        yield Lines(self._head())
        yield self._list

    def body_rows(self) -> int:
        """All words, as far as there is room."""
        return len(self._head()) + 1 + len(self._rows)

    def on_mount(self) -> None:
        """The cursor is on the first word."""
        self._list.show([_row(at, row) for at, row in enumerate(self._rows)])
        self._list.focus()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter."""
        event.stop()
        self.action_give()

    def action_give(self) -> None:
        """Answer with the word one is on."""
        row = self._list.cursor
        if row is not None:
            chosen = self._rows[int(row.id)]
            word = chosen.row.word if isinstance(chosen, KeyRow) else chosen.word
            self.dismiss(("word", word))

    def action_change(self, what: str) -> None:
        """Answer with what is to be another one."""
        self.dismiss((what, ""))


class Words(ReadPage):
    """Word lists of the Read screen."""

    class Counted(Message):
        """A list is there, or the places of a word, or why not."""

        def __init__(
            self,
            asked: Asked,
            rows: "Sequence[WordRow] | Sequence[KeyRow] | None" = None,
            hits: "tuple[str, list[Hit]] | None" = None,
            error: WorkbenchError | None = None,
        ) -> None:
            super().__init__()
            self.asked, self.rows, self.hits, self.error = asked, rows, hits, error

    _counting: Beside | None = None

    def on_unmount(self) -> None:
        """Nobody waits for a list any more."""
        self._stop_counting()

    def action_words(self) -> None:
        """The words that participants say most."""
        language = read_state("words").get("language") or last_language(self.study, self.viewer)
        if language:
            self._count(Asked(language=str(language)))
        else:
            self._ask_language(Asked())

    # ── asking the process ───────────────────────────────────────────────────────────────────────

    def _count(self, asked: Asked, word: str = "") -> None:
        self._stop_counting()
        counting = self._counting = words_beside()
        path = self.study.path

        def count() -> None:
            try:
                with counting:
                    if word:
                        hits = asked_context(counting, path, asked.who, word, asked.language)
                        self.post_message(self.Counted(asked, hits=(word, hits)))
                        return
                    rows = asked_words(
                        counting, path, asked.who, asked.compare, asked.language, asked.stop
                    )
                    self.post_message(self.Counted(asked, rows))
            except StoppedError:
                return
            except WorkbenchError as error:
                self.post_message(self.Counted(asked, error=error))

        self.run_worker(count, thread=True, group="words")
        self.say("reading the texts through …")

    def _stop_counting(self) -> None:
        if self._counting is not None:
            self._counting.stop()
            self._counting = None

    def on_words_counted(self, event: "Words.Counted") -> None:
        """Show what came, unless something else is asked by now."""
        event.stop()
        if self.app.screen is not self:
            return
        if event.error is not None:
            self.complain(event.error)
        elif event.hits is not None:
            word, hits = event.hits
            self.show_hits(hits, word)
        elif event.rows is not None:
            self.say("")
            write_state("words", {"language": event.asked.language})
            popup = WordsPopup(event.asked, event.rows)
            self.app.push_screen(popup, partial(self._answered, asked=event.asked))

    # ── what the list answers ────────────────────────────────────────────────────────────────────

    def _answered(self, answer: tuple[str, str] | None, *, asked: Asked) -> None:
        match answer:
            case ("word", word):
                self._count(asked, word)
            case ("stop", _):
                self._count(replace(asked, stop=not asked.stop))
            case ("language", _):
                self._ask_language(asked)
            case ("who", _):
                self._ask_whose(asked)

    def _ask_language(self, asked: Asked) -> None:
        hint = "en, fr, de …; xx for any, without stop words"
        prompt = Prompt("Language of the texts", asked.language, hint=hint, verb="go on")
        self.app.push_screen(prompt, partial(self._in_language, asked=asked))

    def _in_language(self, language: str | None, *, asked: Asked) -> None:
        if language:
            self._count(replace(asked, language=language))

    def _ask_whose(self, asked: Asked) -> None:
        sets: dict[str, Asked] = {
            "all": replace(asked, who=Speakers(), called="all participants", compare=False)
        }
        choices = [Choice("all", "a", "All participants", "what they say most")]
        open_now = next((one.name for one in transcripts(self.study) if one.id == self.open_id), "")
        if open_now:
            here = Speakers((open_now,))
            sets["here"] = replace(asked, who=here, called=open_now, compare=True)
            choices.append(Choice("here", "t", [Ink(plain(open_now))], "against the rest"))
        values: dict[str, dict[str, None]] = {}
        for case in cases(self.study):
            for name, value in case.values.items():
                if value:
                    values.setdefault(name, {})[value] = None
        for name, known in values.items():
            for value in known if 1 < len(known) <= MOST_VALUES else ():
                key, called = f"{name}={value}", f"{name} {value}"
                sets[key] = replace(
                    asked, who=Speakers((), name, value), called=called, compare=True
                )
                digit = str(len(sets) - 2) if len(sets) - 2 < 10 else ""
                choices.append(Choice(key, digit, [Ink(plain(called))], "against the rest"))

        def take(chosen: str | None) -> None:
            if chosen is not None:
                self._count(sets[chosen])

        self.app.push_screen(Choose("Whose words", choices), take)


def _row(at: int, row: WordRow | KeyRow) -> Row:
    more: tuple[Ink, ...]
    if isinstance(row, KeyRow):
        more = (
            Ink(f"{row.other_per_1000:.2f}", "dim"),
            Ink(f"{row.log_likelihood:.1f}", "dim"),
            Ink(f"{row.log_ratio:.2f}".replace("-", "−")),
        )
        word = row.row
    else:
        more, word = (Ink(f"{row.dispersion:.2f}".removeprefix("0"), "dim"),), row
    return Row(
        str(at),
        (
            [Ink(plain(word.word))],
            thousands(word.count),
            Ink(f"{word.per_1000:.2f}", "dim"),
            Ink(f"{word.transcripts} of {word.of}", "dim"),
            *more,
        ),
    )
