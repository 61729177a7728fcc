"""Written pieces: cut by cells and clusters, wrapped, never markup."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from workbench.tui.ink import (
    Ink,
    cut,
    cut_inks,
    cut_within,
    fitted,
    painted,
    plain,
    plot_inks,
    width_of,
    wrap,
)
from workbench.tui.numbers import plot
from workbench.tui.palette import DARK
from workbench.tui.widgets.bars import Piece, laid_out

lines = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40)


@given(lines, st.integers(0, 50))
def test_a_cut_text_fits(text: str, width: int) -> None:
    kept = cut(text, width)
    assert cell_len(kept) <= width
    assert kept == text or kept == "" or kept.endswith("…")


@given(lines, st.integers(0, 50))
def test_a_name_cut_within_fits_and_keeps_its_ends(text: str, width: int) -> None:
    kept = cut_within(text, width)
    assert cell_len(kept) <= width
    assert kept == text or kept == "" or "…" in kept


def test_names_that_differ_at_their_end_stay_apart() -> None:
    assert cut_within("Interview 12", 9) == "Int…ew 12"
    assert cut_within("Interview 2", 9) == "Int…iew 2"
    assert cut_within("S1-07", 9) == "S1-07"


def test_clusters_stay_whole() -> None:
    family = "👨‍👩‍👧"
    assert cut(f"ab{family}cd", 4) == "ab…"
    assert cut(f"ab{family}cd", 5) == f"ab{family}…"


@given(st.lists(lines, max_size=5), st.integers(0, 40), st.booleans())
def test_fitted_inks_have_their_width(texts: list[str], width: int, right: bool) -> None:
    inks = fitted([Ink(text) for text in texts], width, right=right)
    assert painted(inks, DARK, DARK.ground, width).cell_length == width
    assert width_of(cut_inks([Ink(text) for text in texts], width)) <= width


@given(lines, st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_no_letter(text: str, width: int) -> None:
    wrapped = wrap(text, width)
    assert all(cell_len(line) <= width for line in wrapped)
    assert "".join("".join(wrapped).split()) == "".join(plain(text).split())


def test_control_characters_are_blanks() -> None:
    assert plain("a\tb\x1b[1m\u2028c\u202ed") == "a b [1m c d"


def test_a_plot_has_its_weights() -> None:
    inks = plot_inks(plot(0.5, 0.2, 0.8, 11))
    assert [(ink.text, ink.token) for ink in inks] == [
        ("│", "rule"),
        (" ╶──", "dim"),
        ("●", "text"),
        ("──╴ ", "dim"),
        ("│", "rule"),
    ]
    assert plot_inks("●╴│", chosen=True)[0].token == "strong"


@given(
    st.lists(st.tuples(lines, st.integers(0, 9)), max_size=4),
    st.lists(st.tuples(lines, st.integers(0, 9)), max_size=4),
    st.integers(1, 120),
    st.booleans(),
)
def test_a_bar_always_fits(
    left: list[tuple[str, int]], right: list[tuple[str, int]], width: int, narrow: bool
) -> None:
    lefts, rights = ([Piece(text, keep=keep) for text, keep in side] for side in (left, right))
    inks = laid_out(lefts, rights, width, narrow=narrow)
    drawn = painted(inks, DARK, DARK.panel, width)
    assert drawn.cell_length == width


def test_a_bar_leaves_out_what_matters_least() -> None:
    left = [Piece("place", keep=9), Piece("k Knowing", keep=3)]
    right = [Piece("61 % of participant text", short="61 %"), Piece("saved", keep=8)]

    def drawn(width: int) -> str:
        return "".join(ink.text for ink in laid_out(left, right, width, narrow=False)).rstrip()

    assert drawn(60).startswith("place   k Knowing") and drawn(60).endswith("text   saved")
    assert drawn(34).split() == ["place", "k", "Knowing", "61", "%", "saved"]
    assert drawn(22).split() == ["place", "61", "%", "saved"]
    assert drawn(8) == "place"
