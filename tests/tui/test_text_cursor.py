"""The caret and the selection: every key's meaning, without a widget."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.tui.text.cursor import Cursor
from workbench.tui.text.nouns import ShownTurn
from workbench.tui.text.units import sentences, words
from workbench.tui.text.wrap import Layout

TEXT = (
    "Int: Who?\n\nAna: I ring Marta. She picks up, e.g. at night. Why not?\n\n"
    "Int: Family 👨‍👩‍👧 here.\n"
)


def turns_of(text: str) -> list[ShownTurn]:
    found, at = [], 0
    for number, part in enumerate(text.rstrip("\n").split("\n\n"), 1):
        start = text.index(part, at)
        label = part.index(": ") + 2
        at = start + len(part)
        found.append(
            ShownTurn(number, part[: label - 2], number % 2 == 1, start, start + label, at)
        )
    return found


def cursor(caret: str = "", width: int = 20) -> Cursor:
    return Cursor(Layout(TEXT, turns_of(TEXT), width), TEXT.index(caret) if caret else 0)


def chosen(at: Cursor) -> str:
    assert at.selection is not None
    return TEXT[slice(*at.selection)]


def test_word_sentence_and_turn_grow_the_selection_by_whole_units() -> None:
    at = cursor("arta")
    at.extend("word")
    assert chosen(at) == "Marta"
    at.extend("sentence")
    assert chosen(at) == "I ring Marta."
    at.extend("sentence")
    assert chosen(at) == "I ring Marta. She picks up, e.g. at night."
    at.extend("turn")
    assert chosen(at) == "I ring Marta. She picks up, e.g. at night. Why not?"
    at.extend("turn")
    assert chosen(at).endswith("here.")


def test_the_boundary_that_moves_can_be_chosen() -> None:
    at = cursor()
    at.select(TEXT.index("Marta"), TEXT.index("Marta") + 5)
    assert at.end_moves
    at.right()
    assert chosen(at) == "Marta."
    at.move_end(False)
    assert TEXT[at.caret] == "M"
    at.left()
    at.left()
    assert chosen(at) == "g Marta."
    at.extend("word")
    assert chosen(at) == "ring Marta."
    at.move_end(True)
    at.left()
    assert chosen(at) == "ring Marta"


def test_an_emoji_family_is_selected_whole() -> None:
    at = cursor("👨")
    at.start_selection()
    assert chosen(at) == "👨‍👩‍👧"
    at.select(TEXT.index("👨") + 1, TEXT.index("👨") + 2)
    assert chosen(at) == "👨‍👩‍👧"


def test_up_and_down_keep_the_cell_and_pass_over_blank_lines() -> None:
    at = cursor("She", width=20)
    line, cell = at.layout.cell_of(at.caret)
    at.vertical(-1)
    assert at.layout.block_at(at.caret) == 0
    at.vertical(1)
    assert at.layout.cell_of(at.caret) == (line, cell)


def test_turns_ahead_and_back() -> None:
    at = cursor("Marta")
    at.turn(-1)
    assert TEXT[at.caret :].startswith("I ring")
    at.turn(-1)
    assert TEXT[at.caret :].startswith("Who?")
    at.turn(-1)
    assert TEXT[at.caret :].startswith("Who?")
    at.turn(1)
    at.turn(1)
    assert TEXT[at.caret :].startswith("Family")


@given(st.lists(st.sampled_from("rlduheTBpPJKwst[]vx"), max_size=40), st.integers(6, 30))
def test_any_keys_leave_the_caret_on_a_stop_and_the_selection_around_it(
    keys: list[str], width: int
) -> None:
    at = cursor(width=width)
    for key in keys:
        press(at, key)
        assert at.layout.stop_at(at.caret) == at.caret
        if at.selection:
            start, end = at.selection
            assert start <= at.caret < end
            edge = start if not at.end_moves else at.layout.before(end)
            assert at.caret == edge


def press(at: Cursor, key: str) -> None:
    moves = {"r": at.right, "l": at.left, "h": at.line_start, "e": at.line_end, "T": at.top}
    moves |= {"B": at.bottom, "v": at.start_selection, "x": at.drop_selection}
    if key in moves:
        moves[key]()
    elif key in "wst":
        at.extend({"w": "word", "s": "sentence", "t": "turn"}[key])
    elif key in "[]":
        at.move_end(key == "]")
    elif key in "JK":
        at.turn(1 if key == "J" else -1)
    elif key in "pP":
        at.page(4 if key == "p" else -4)
    else:
        at.vertical(1 if key == "d" else -1)


def test_words_and_sentences_are_what_a_reader_calls_so() -> None:
    text = "We don't e.g. co-ordinate. “Really?” Yes… no! 3.5 m"
    assert [text[a:b] for a, b in words(text, 0, 26)][:4] == ["We", "don't", "e", "."]
    assert [text[a:b] for a, b in sentences(text, 0, len(text))] == [
        "We don't e.g. co-ordinate.",
        "“Really?”",
        "Yes… no!",
        "3.5 m",
    ]
