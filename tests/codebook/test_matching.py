"""Which code a few letters mean, and how the picker can say why."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from workbench.codebook.matching import folded, rank, snippet


@dataclass(frozen=True)
class Code:
    name: str
    letter: str = ""
    definition: str = ""
    aliases: tuple[str, ...] = ()
    count: int = 0


CODES = [
    Code("Inform and request", "i", "Information given or asked for.", count=41),
    Code("Knowing whom to ring", "k", "Knowing a name and a number.", ("Contacts",), 33),
    Code("Trust in the person", "t", "Sharing rests on one particular person.", count=24),
    Code("Ownership of data", "o", "Data are entrusted to one office only.", count=17),
    Code("Mistrust", "x", "Somebody is not believed.", count=3),
    Code("Évaluation après coup", "e", "Looking back at a decision.", ("hindsight",), 2),
]


def names(query: str) -> list[str]:
    return [match.item.name for match in rank(query, CODES)]


def test_the_name_comes_before_the_definition() -> None:
    assert names("trust") == ["Trust in the person", "Mistrust", "Ownership of data"]


def test_an_exact_name_comes_before_a_longer_one() -> None:
    assert names("mistrust")[0] == "Mistrust"
    longer = [Code("Trust in the person", count=99), Code("Trust", count=1)]
    assert [match.item.name for match in rank("trust", longer)] == ["Trust", "Trust in the person"]


def test_the_letter_of_a_code_names_it_at_once() -> None:
    assert names("o")[0] == "Ownership of data"
    assert names("k")[0] == "Knowing whom to ring"


def test_why_a_row_matches_is_said_with_its_place() -> None:
    by_name, _, by_definition = rank("trust", CODES)
    assert (by_name.where, by_name.spans) == ("name", ((0, 5),))
    start, end = by_definition.spans[0]
    assert by_definition.where == "definition"
    assert by_definition.text[start:end] == "trust"
    (by_alias,) = rank("contact", CODES)
    assert (by_alias.where, by_alias.text, by_alias.spans) == ("alias", "Contacts", ((0, 7),))


def test_words_may_come_in_any_order_and_all_must_be_there() -> None:
    assert names("person trust") == ["Trust in the person"]
    assert names("person nothing") == []


def test_initials_and_slips_are_understood() -> None:
    assert names("kwt") == ["Knowing whom to ring"]
    assert names("ownreship")[0] == "Ownership of data"
    assert names("zzzzzz") == []


def test_it_is_sure_of_beginnings_and_of_nothing_that_happens_to_hold_the_query() -> None:
    def sure(query: str) -> list[str]:
        return [match.item.name for match in rank(query, CODES) if match.sure]

    assert sure("trust") == ["Trust in the person"], "not its contrary, nor a definition"
    assert sure("pers trus") == ["Trust in the person"]
    assert sure("kwt") == sure("conta") == sure("k") == ["Knowing whom to ring"]
    assert sure("apres") == ["Évaluation après coup"]
    assert sure("distrust") == sure("ownreship") == sure("number") == sure("ist") == []
    assert names("distrust") == ["Mistrust"], "as a slip it is found all the same"


def test_of_several_words_those_that_begin_words_come_first() -> None:
    held = [Code("Misinformed requests", count=9), Code("Inform and request", count=1)]
    found = rank("inform request", held)
    assert [(match.item.name, match.sure) for match in found] == [
        ("Inform and request", True),
        ("Misinformed requests", False),
    ]


@given(st.lists(st.from_regex(r"[abé]{1,3}( [abé]{1,3})?", fullmatch=True), min_size=1))
def test_the_exact_name_is_always_first_and_sure(labels: list[str]) -> None:
    first = rank(labels[-1].upper(), [Code(label, definition=labels[-1]) for label in labels])[0]
    assert first.sure
    assert folded(first.item.name) == folded(labels[-1])


def test_accents_and_case_do_not_matter_and_places_stay() -> None:
    (match,) = rank("APRES", CODES)
    start, end = match.spans[0]
    assert match.item.name[start:end] == "après"


def test_wider_use_decides_between_equals() -> None:
    assert [match.item.count for match in rank("in", CODES)][:1] == [41]


def test_an_empty_query_keeps_the_order_of_the_codebook() -> None:
    assert names("  ") == [code.name for code in CODES]


def test_a_snippet_shows_whole_words_around_the_match() -> None:
    definition = "Those who hold the data keep them back; data are entrusted to one office only."
    at = definition.index("trusted")
    text, (start, end) = snippet(definition, [(at, at + 5)], 28)
    assert text[start:end] == "trust"
    assert text.startswith("… ") and text.endswith(" …")
    assert "entrusted" in text
    assert snippet("short", [(0, 2)], 20) == ("short", (0, 2))


@given(st.text(max_size=12), st.lists(st.text(max_size=30), max_size=6))
def test_every_match_points_into_its_text(query: str, labels: list[str]) -> None:
    items = [Code(label, definition=label[::-1], aliases=(label.upper(),)) for label in labels]
    matches = rank(query, items)
    assert len(matches) <= len(items)
    assert [match.score for match in matches] == sorted(
        (match.score for match in matches), reverse=True
    )
    for match in matches:
        for start, end in match.spans:
            assert 0 <= start <= end <= len(match.text)


@given(st.text(alphabet="abc d", min_size=1, max_size=80), st.data(), st.integers(8, 40))
def test_a_snippet_never_loses_its_match(text: str, data: st.DataObject, width: int) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 5)))
    shown, (left, right) = snippet(text, [(start, end)], width)
    assert shown[left:right] == text[start:end]
