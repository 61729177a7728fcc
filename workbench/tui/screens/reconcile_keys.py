"""The keys of the reconcile screen, and which of them the last line shows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from workbench.tui.keys import Key

OUTCOME, REASON, QUEUE, TEXT = "Outcome", "Reason", "Queue", "Text"


def _calm(screen: Any) -> bool:
    return not screen.choosing


def _at_item(screen: Any) -> bool:
    return screen.item is not None and not screen.choosing


def _deciding(screen: Any) -> bool:
    return bool(screen.can_decide) and not screen.choosing


def _in_queue(screen: Any) -> bool:
    return bool(screen.has_items) and not screen.choosing


def _reading(screen: Any) -> bool:
    return bool(screen.reading) and not screen.choosing


def _several(screen: Any) -> bool:
    return bool(screen.has_more_readers) and not screen.choosing


def _boundaries(screen: Any) -> bool:
    return bool(screen.has_open_boundaries) and _deciding(screen)


def _names(screen: Any) -> bool:
    return _deciding(screen) and screen.item.kind == "D5" and screen.item.open


def _alike(screen: Any) -> bool:
    return bool(screen.has_alike) and _deciding(screen)


KEYS = (
    Key(
        "enter",
        "settle and next",
        "Settle as chosen, and go to the next",
        "settle",
        when=_in_queue,
        group=OUTCOME,
        short="settle",
    ),
    Key("a", "", "The first reading stands", "outcome('first')", when=_deciding, group=OUTCOME),
    Key("b", "", "The second reading stands", "outcome('second')", when=_deciding, group=OUTCOME),
    Key("plus", "", "Both, each where it is", "outcome('both')", when=_deciding, group=OUTCOME),
    Key("0", "", "Neither", "outcome('neither')", when=_deciding, group=OUTCOME),
    Key("r", "", "Another span, chosen in the text", "span", when=_deciding, group=OUTCOME),
    Key("n", "", "Another code, or a new one", "code", when=_deciding, group=OUTCOME),
    Key(
        "e",
        "",
        "Edit a definition; the item stays open",
        "definition",
        when=_deciding,
        group=OUTCOME,
    ),
    Key(
        "s",
        "",
        "To the supervisor, with a sentence",
        "outcome('supervisor')",
        when=_deciding,
        group=OUTCOME,
    ),
    Key(
        "d",
        "",
        "Agree to differ, with a sentence; it is final",
        "outcome('differ')",
        when=_deciding,
        group=OUTCOME,
    ),
    Key(
        "full_stop",
        "same again",
        "Propose what was decided on one like this",
        "same_again",
        when=_alike,
        group=OUTCOME,
    ),
    Key(
        "equals_sign",
        "one code",
        "Both names mean the same: make one code of them",
        "align",
        when=_names,
        group=OUTCOME,
    ),
    Key("1-6", "", "Why they differed", "reason", when=_deciding, group=REASON),
    Key(
        "tab",
        "reason",
        "From outcome to reason to sentence",
        "app.focus_next",
        when=_at_item,
        group=REASON,
    ),
    Key("shift+tab", "", "Back again", "app.focus_previous", when=_at_item, group=REASON),
    Key("escape", "", "Back to the outcomes", "home", when=_calm, group=REASON),
    Key(
        "J",
        "next, previous",
        "Next disagreement",
        "item(1)",
        when=_in_queue,
        group=QUEUE,
        shown="J K",
        short="items",
    ),
    Key("K", "", "Previous disagreement", "item(-1)", when=_in_queue, group=QUEUE),
    Key(
        "z",
        "settle boundaries in bulk",
        "Settle boundaries by a rule",
        "bulk",
        when=_boundaries,
        group=QUEUE,
        short="bulk",
    ),
    Key("q", "queue", "Go through the queue", "queue", when=_in_queue, group=QUEUE),
    Key("o", "", "Another order of the queue", "order", when=_in_queue, group=QUEUE),
    Key(
        "right_curly_bracket",
        "transcript",
        "Next transcript",
        "neighbour(1)",
        when=_in_queue,
        group=QUEUE,
        shown="{ }",
    ),
    Key(
        "left_curly_bracket",
        "",
        "Previous transcript",
        "neighbour(-1)",
        when=_in_queue,
        group=QUEUE,
    ),
    Key("T", "", "Choose a transcript, or all", "transcripts", when=_in_queue, group=QUEUE),
    Key("R", "round", "Choose a round", "rounds", when=_calm, group=QUEUE),
    Key("t", "table", "How everything was settled", "table", when=_in_queue, group=QUEUE),
    Key(
        "g",
        "read in place",
        "Read the transcript around it, or go back",
        "read",
        when=_in_queue,
        group=TEXT,
        short="read",
    ),
    Key("v", "other reader", "Another pair of readings", "pair", when=_several, group=TEXT),
    Key("m", "", "Definitions, memos, decision in full", "in_full", when=_in_queue, group=TEXT),
    Key("pagedown", "", "Scroll the text on", "scroll('page', 1)", when=_in_queue, group=TEXT),
    Key("pageup", "", "Scroll the text back", "scroll('page', -1)", when=_in_queue, group=TEXT),
    Key(
        "down,j",
        "",
        "A line on",
        "scroll('line', 1)",
        when=_reading,
        group=TEXT,
        shown="↓ ↑",
    ),
    Key("up,k", "", "A line back", "scroll('line', -1)", when=_reading, group=TEXT),
)

# What the last line shows: actions, most used first.
WIDE = (
    "settle",
    "align",
    "app.focus_next",
    "item(1)",
    "same_again",
    "pair",
    "bulk",
    "read",
    "undo",
    "neighbour(1)",
    "table",
    "go_to",
)
NARROW = (
    "settle",
    "align",
    "app.focus_next",
    "item(1)",
    "same_again",
    "queue",
    "undo",
    "pair",
    "read",
    "bulk",
)
READING = ("scroll('line', 1)", "read", "item(1)")
READING_WORDS = {
    "scroll('line', 1)": "line",
    "read": "back to deciding",
}

CHOOSING_KEYS = (
    Key("enter", "take this span", "Take this span", "none", short="take"),
    Key("left", "move the boundary", "Move the boundary", "none", shown="← → ↑ ↓", short="move"),
    Key("left_square_bracket", "start or end moves", "", "none", shown="[ ]", short="start, end"),
    Key("w", "word", "", "none"),
    Key("s", "sentence", "", "none"),
    Key("t", "turn", "", "none"),
    Key("escape", "leave it", "", "none"),
)
"""What the last line shows while a span is chosen; the view has these keys itself."""


def in_the_bar(
    keys: Sequence[Key], *, onto: str, reading: bool, choosing: bool, narrow: bool
) -> list[Key]:
    """Of all keys those that the last line shows, most used first; tab leads ``onto`` a part."""
    if choosing:
        return list(CHOOSING_KEYS)
    by_action: dict[str, Key] = {}
    for key in keys:
        by_action.setdefault(key.action, key)
    if reading:
        found = [by_action[action] for action in READING]
        return [replace(k, word=READING_WORDS.get(k.action, k.word), short="") for k in found]
    by_action["app.focus_next"] = replace(by_action["app.focus_next"], word=onto)
    return [by_action[action] for action in (NARROW if narrow else WIDE)]
