"""Letters in the margin and hues of branches."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.codebook.letters import assign_letters

CODES = st.lists(
    st.tuples(st.text(min_size=1, max_size=12), st.sampled_from(["", "", "", "q", "Z", "t1"])),
    max_size=90,
)


def named(*names: str) -> list[tuple[str, str]]:
    return [(name, "") for name in names]


def test_a_free_initial_else_a_letter_of_the_name_else_any() -> None:
    names = named("Trust in the person", "Integrated systems", "Time", "Tie", "Tit", "Tt")
    assert assign_letters(names) == ["t", "i", "m", "e", "a", "b"]


def test_accents_count_as_their_letter_and_other_scripts_get_any() -> None:
    assert assign_letters(named("Übung", "Épée", "信頼", "“share”")) == ["u", "e", "a", "s"]


def test_a_chosen_letter_wins_over_proposed_ones_and_the_first_keeps_it() -> None:
    codes = [("Trust", ""), ("Tempo", "t"), ("Tact", "t")]
    assert assign_letters(codes) == ["r", "t", "a"]


def test_capitals_follow_after_26_and_two_characters_after_52() -> None:
    letters = assign_letters(named(*["Trust person"] * 60))
    assert all(letter.islower() and len(letter) == 1 for letter in letters[:26])
    assert letters[26] == "T"
    assert all(letter.isupper() and len(letter) == 1 for letter in letters[26:52])
    assert letters[52] == "tp"
    assert all(len(letter) == 2 for letter in letters[52:])
    assert len(set(letters)) == 60


def test_letters_never_run_out() -> None:
    letters = assign_letters(named(*["x"] * 4000))
    assert len(set(letters)) == 4000
    assert max(map(len, letters)) == 3


@given(CODES)
def test_no_two_codes_have_one_letter(codes: list[tuple[str, str]]) -> None:
    letters = assign_letters(codes)
    assert len(set(letters)) == len(codes)
    assert all(letters)


@given(CODES, st.text(min_size=1, max_size=12))
def test_a_code_added_at_the_end_changes_no_letter(codes: list[tuple[str, str]], name: str) -> None:
    assert assign_letters([*codes, (name, "")])[:-1] == assign_letters(codes)
