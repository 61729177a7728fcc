"""The keys of the coding screen, and which of them the last line shows in which mode."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from workbench.tui.keys import Key

CODING, SELECTING, MOVING, MATERIAL = "Coding", "Selecting", "Moving", "Transcripts"
SUGGESTED = "Suggestions"


def _selecting(screen: Any) -> bool:
    return bool(screen.selecting)


def _reshaping(screen: Any) -> bool:
    return bool(screen.reshaping)


def _suggested(screen: Any) -> bool:
    return bool(screen.has_suggestions)


def _proposed(screen: Any) -> bool:
    return bool(screen.on_suggestion)


def _searching(screen: Any) -> bool:
    return bool(screen.searching)


KEYS = (
    Key(
        "c",
        "code",
        "Give a code; in hand: another one instead",
        "code",
        group=CODING,
    ),
    Key("1-9", "recent", "Give a code used lately, the last one first", "recent", group=CODING),
    Key("full_stop", "last", "Give the last code again", "recent(1)", group=CODING),
    Key("i", "in vivo", "Make a code of the selected words", "in_vivo", group=CODING),
    Key("m", "memo", "Write a memo on the coding", "memo", group=CODING),
    Key("x", "remove", "Remove the coding", "remove", group=CODING),
    Key("f", "flag", "Flag the coding, or take the flag away", "flag", group=CODING),
    Key("o", "overlap", "The next of the overlapping codings in hand", "overlap", group=CODING),
    Key("p", "", "Part the coding in two before the caret", "part", group=CODING),
    Key("plus", "", "Join the coding with the next one of its code", "join", group=CODING),
    Key("enter", "keep", "Keep the moved boundary", "reshape", when=_reshaping, group=CODING),
    Key(
        "C", "", "All your codings of this code: recode or remove several", "codings", group=CODING
    ),
    Key("F", "", "Show the codings of this code alone, or all again", "only", group=CODING),
    Key("L", "lock", "Lock the transcript", "lock", group=CODING),
    Key(
        "a",
        "next suggestion",
        "Next suggestion, over the end into the next transcript",
        "suggestion(1)",
        when=_suggested,
        group=SUGGESTED,
        short="suggested",
    ),
    Key("A", "", "Previous suggestion", "suggestion(-1)", when=_suggested, group=SUGGESTED),
    Key(
        "y",
        "yes, code it",
        "Accept the suggestion: it becomes a coding",
        "accept",
        when=_proposed,
        group=SUGGESTED,
        short="yes",
    ),
    Key(
        "r",
        "refuse it",
        "Refuse the suggestion: it is proposed to you no more",
        "refuse",
        when=_proposed,
        group=SUGGESTED,
        short="refuse",
    ),
    Key(
        "Y",
        "",
        "Suggestions: several at once, rules, looking for them",
        "suggestions",
        group=SUGGESTED,
    ),
    Key("v", "select", "Begin a selection, or leave it", "see('begin_selection')", group=SELECTING),
    Key("w", "word", "Take in the word", "see('extend', 'word')", when=_selecting, group=SELECTING),
    Key(
        "s",
        "sentence",
        "Take in the sentence",
        "see('extend', 'sentence')",
        when=_selecting,
        group=SELECTING,
    ),
    Key("t", "turn", "Take in the turn", "see('extend', 'turn')", when=_selecting, group=SELECTING),
    Key(
        "left_square_bracket",
        "start or end moves",
        "The start moves: of selection or coding",
        "boundary(False)",
        group=SELECTING,
        shown="[ ]",
        short="boundary",
    ),
    Key(
        "right_square_bracket",
        "",
        "The end moves: of selection or coding",
        "boundary(True)",
        group=SELECTING,
    ),
    Key("escape", "let go", "Let go: selection, coding in hand, search", "let_go", group=SELECTING),
    Key(
        "n",
        "next uncoded",
        "Next turn with nothing coded",
        "uncoded(1)",
        group=MOVING,
        short="next",
    ),
    Key("N", "", "Previous turn with nothing coded", "uncoded(-1)", group=MOVING),
    Key("h", "hop", "Hop to a word: its first letter, then its label", "see('hop')", group=MOVING),
    Key(
        "0",
        "",
        "A moving key so many times: 0 12 J goes twelve turns on",
        "see('count')",
        group=MOVING,
    ),
    Key("slash", "search", "Search this transcript", "search", group=MOVING),
    Key("S", "", "Search all transcripts, or the list of hits again", "search_all", group=MOVING),
    Key("greater_than_sign", "next hit", "Next hit", "hit(1)", when=_searching, group=MOVING),
    Key("less_than_sign", "", "Previous hit", "hit(-1)", when=_searching, group=MOVING),
    Key("J", "turn", "Next turn", "see('turn', 1)", group=MOVING, shown="J K"),
    Key("K", "", "Previous turn", "see('turn', -1)", group=MOVING),
    Key("down,j", "", "Next line", "see('line', 1)", group=MOVING),
    Key("up,k", "", "Previous line", "see('line', -1)", group=MOVING),
    Key("number_sign", "", "Go to a turn by its number", "number", group=MOVING),
    Key("g,ctrl+home", "", "Start of the transcript", "see('edge', -1)", group=MOVING),
    Key("G,ctrl+end", "", "End of the transcript", "see('edge', 1)", group=MOVING),
    Key(
        "W", "", "A narrower text; after the narrowest, the widest", "see('narrower')", group=MOVING
    ),
    Key("pagedown", "", "A page on", "see('page', 1)", group=MOVING),
    Key("pageup", "", "A page back", "see('page', -1)", group=MOVING),
    Key("b", "book", "The codebook: enter gives the code", "book", group=MATERIAL),
    Key(
        "right_curly_bracket",
        "next transcript",
        "Next transcript",
        "neighbour(1)",
        group=MATERIAL,
        shown="{ }",
        short="transcript",
    ),
    Key("left_curly_bracket", "", "Previous transcript", "neighbour(-1)", group=MATERIAL),
    Key("T", "transcripts", "Choose a transcript", "transcripts", group=MATERIAL),
)

# What the last line shows, by mode: actions, most used first.
READ = (
    "accept",
    "refuse",
    "suggestion(1)",
    "code",
    "recent",
    "recent(1)",
    "see('begin_selection')",
    "overlap",
    "memo",
    "remove",
    "uncoded(1)",
    "search",
    "undo",
)
READ_NARROW = (
    "accept",
    "refuse",
    "suggestion(1)",
    "code",
    "recent(1)",
    "see('begin_selection')",
    "overlap",
    "memo",
    "uncoded(1)",
    "undo",
    "book",
    "remove",
    "search",
)
SELECT = (
    "code",
    "recent",
    "recent(1)",
    "see('extend', 'word')",
    "see('extend', 'sentence')",
    "see('extend', 'turn')",
    "boundary(False)",
    "in_vivo",
    "let_go",
    "undo",
)
SELECT_NARROW = (
    "code",
    "recent(1)",
    "see('extend', 'word')",
    "see('extend', 'sentence')",
    "see('extend', 'turn')",
    "boundary(False)",
    "in_vivo",
    "let_go",
)
RESHAPE = (
    "reshape",
    "boundary(False)",
    "see('extend', 'word')",
    "see('extend', 'sentence')",
    "see('extend', 'turn')",
    "let_go",
)
LOOK = (
    "overlap",
    "see('turn', 1)",
    "uncoded(1)",
    "search",
    "hit(1)",
    "book",
    "neighbour(1)",
    "transcripts",
    "go_to",
    "undo",
)


def in_the_bar(
    keys: Sequence[Key], *, selecting: bool, reshaping: bool, can_code: bool, narrow: bool
) -> list[Key]:
    """Of all keys those that the last line shows in this mode, most used first."""
    wanted: tuple[str, ...]
    if reshaping:
        wanted = RESHAPE
    elif selecting and can_code:
        wanted = SELECT_NARROW if narrow else SELECT
    elif not can_code:
        wanted = LOOK
    else:
        wanted = READ_NARROW if narrow else READ
    by_action = {key.action: key for key in keys if key.word}
    found = [by_action[action] for action in wanted if action in by_action]
    if selecting and not reshaping:
        return [replace(key, word="leave") if key.action == "let_go" else key for key in found]
    return found
