"""Wrapping and the way between positions, lines and cells, against plain models."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.tui.text.graphemes import cells, clusters
from workbench.tui.text.nouns import ShownTurn
from workbench.tui.text.wrap import BREAKS, Layout, wrap

PIECES = st.sampled_from(
    [
        "a",
        "word",
        "longerword",
        " ",
        " ",
        "  ",
        "\n",
        "漢字",
        "👨‍👩‍👧",
        "e\u0301",
        "🇩🇪",
        "\u2028",
        "\t",
        "\u00a0",
        "א",
    ]
)
TEXT = st.lists(PIECES, max_size=40).map("".join)


@st.composite
def transcripts(draw: st.DrawFn) -> tuple[str, list[ShownTurn]]:
    text, turns = draw(st.sampled_from(["", "Loose line\n\n", "\n"])), []
    for number in range(draw(st.integers(1, 5))):
        start = len(text)
        text += draw(st.sampled_from(["", "Int: ", "S1-07 "]))
        text_start = len(text)
        text += draw(TEXT)
        turns.append(ShownTurn(number + 1, "S", number % 2 == 0, start, text_start, len(text)))
        text += draw(st.sampled_from(["\n", "\n\n", "\nloose between\n"]))
    return text, turns


def plain_model(text: str, width: int) -> list[str]:
    """Greedy wrap of one paragraph of single-cell text, word by word."""
    lines, line = [], ""
    at = 0
    while at < len(text):
        stop = at
        while stop < len(text) and text[stop] != " ":
            stop += 1
        spaces = stop
        while spaces < len(text) and text[spaces] == " ":
            spaces += 1
        word, gap = text[at:stop], text[stop:spaces]
        if line and len(line) + len(word) > width:
            lines.append(line)
            line = ""
        while len(word) > width:
            lines.append(word[:width])
            word = word[width:]
        line += word + gap
        at = spaces
        if len(line) > width and at < len(text):
            lines.append(line)
            line = ""
    return [*lines, line] if line or not lines else lines


@given(
    st.text(alphabet="ab ", max_size=120).filter(lambda t: not t.startswith(" ")),
    st.integers(4, 20),
)
def test_plain_wrap_equals_the_word_by_word_model(text: str, width: int) -> None:
    starts = wrap(text, 0, len(text), width)
    ends = [*starts[1:], len(text)]
    assert [text[a:b] for a, b in zip(starts, ends, strict=True)] == plain_model(text, width)


@given(TEXT, st.integers(4, 20))
def test_wrapped_lines_fit_and_cut_no_cluster(text: str, width: int) -> None:
    starts = wrap(text, 0, len(text), width)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    boundaries = {0, len(text)}
    for at, character in enumerate(text):
        if character in BREAKS:
            boundaries |= {at, at + 1}
    at = 0
    for piece in _paragraphs(text):
        boundaries |= {at + c.start for c in clusters(piece)}
        at += len(piece) + 1
    assert set(starts) <= boundaries
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        assert cells(text[start:end].rstrip(BREAKS).rstrip(" ")) <= width


def _paragraphs(text: str) -> list[str]:
    for sign in BREAKS:
        text = text.replace(sign, "\n")
    return text.split("\n")


@given(st.text(alphabet="ab 漢", max_size=80).filter(lambda t: t.strip() and t[0] != " "))
def test_both_ways_of_wrapping_agree_on_words(text: str) -> None:
    """A plain paragraph with one wide character at the far end wraps like without it."""
    body = text.replace("漢", "b")
    plain = wrap(body, 0, len(body), 12)
    mixed = wrap(body + " 漢", 0, len(body) + 2, 12)
    assert [start for start in mixed if start < plain[-1]] == plain[:-1]


def test_words_break_at_spaces_and_only_long_ones_inside() -> None:
    text = "one two abcdefghijklmnop x"
    assert wrap(text, 0, len(text), 8) == [0, 8, 16, 25]
    nbsp = "one\u00a0two three"
    assert wrap(nbsp, 0, len(nbsp), 9) == [0, 8]


def test_wide_characters_break_anywhere_but_not_before_a_stop() -> None:
    assert wrap("漢字漢字。漢", 0, 6, 8) == [0, 3]


def test_labels_are_not_printed_and_turns_are_parted_by_a_blank_line() -> None:
    text = "Title\n\nInt: Who?\nS1-07: I ring.\nAlways.\n"
    turns = [ShownTurn(1, "Int", True, 7, 12, 17), ShownTurn(2, "S1-07", False, 17, 24, 40)]
    layout = Layout(text, turns, 60)
    shown = [text[slice(*layout.bounds(line))] for line in range(len(layout))]
    assert shown == ["Title", "", "Who?", "", "I ring.", "Always."]
    assert [layout.is_blank(line) for line in range(6)] == [False, True, False, True, False, False]
    assert [block.turn for block in layout.blocks] == [None, 0, 1]


@given(transcripts(), st.integers(4, 20))
def test_every_stop_is_found_again_from_its_line_and_cell(
    transcript: tuple[str, list[ShownTurn]], width: int
) -> None:
    text, turns = transcript
    layout = Layout(text, turns, width)
    stop, seen = layout.stop_at(0), []
    while True:
        seen.append(stop)
        line, cell = layout.cell_of(stop)
        if stop < layout.visible_end(line):
            assert layout.position_at(line, cell) == stop
        assert layout.starts[line] <= stop
        following = layout.next_stop(stop)
        if following == stop:
            break
        assert following > stop
        assert layout.before(following) == stop
        stop = following
    printed = [block for block in layout.blocks if block.start < block.end]
    for block in printed:
        assert block.start in seen
    if printed:
        assert layout.after(seen[-1]) == printed[-1].end


@given(transcripts(), st.integers(4, 20))
def test_every_position_leads_to_a_printed_stop(
    transcript: tuple[str, list[ShownTurn]], width: int
) -> None:
    text, turns = transcript
    layout = Layout(text, turns, width)
    printed = [block for block in layout.blocks if block.start < block.end]
    for position in range(len(text) + 1):
        stop = layout.stop_at(position)
        if printed:
            assert any(block.start <= stop < block.end for block in printed)
            assert layout.stop_at(stop) == stop


def test_an_empty_transcript_has_a_place_for_the_caret() -> None:
    layout = Layout("", [], 60)
    assert (len(layout), layout.stop_at(0), layout.before(0)) == (0, 0, 0)
