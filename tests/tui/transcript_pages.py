"""A short coded transcript for the tests of the views."""

from workbench.tui.text.nouns import Mark, ShownTurn

SAID = [
    ("Int", "When the river rises at night, what is the first thing you do?"),
    (
        "S1-07",
        "I ring Marta. I know that is not what the procedure says. The procedure says I fill in"
        " the form, the form goes to the duty desk and the desk sends it on. But Marta sits at the"
        " gauge upstream and she picks up. By the time the form has gone round, the water is in"
        " the cellars.",
    ),
    ("Int", "And if Marta is not on duty?"),
    ("S1-07", "Then I am slower, to be honest [MLP] [/]. A family 👨‍👩‍👧 and a flag 🇩🇪."),
    ("S1-07", "We have asked. The answer is always that the data belong to them."),
]


def transcript(copies: int = 1) -> tuple[str, list[ShownTurn]]:
    """The text and its turns, `copies` times over."""
    text, turns = "", []
    for number, (speaker, said) in enumerate(SAID * copies, 12):
        start = len(text)
        text += f"{speaker}: {said}"
        shown = start + len(speaker) + 2
        turns.append(ShownTurn(number, speaker, speaker == "Int", start, shown, len(text)))
        text += "\n\n"
    return text, turns


TEXT, TURNS = transcript()


def mark(key: str, first: str, last: str, letter: str, hue: str, name: str, **signs: bool) -> Mark:
    """A coding from the first words to the last ones."""
    start = TEXT.index(first)
    return Mark(key, start, TEXT.index(last, start) + len(last), letter, hue, name, **signs)


MARKS = [
    mark("ring", "I ring Marta.", "I ring Marta.", "k", "mint", "Knowing whom to ring"),
    mark("form", "The procedure", "sends it on.", "i", "blue", "Inform and request"),
    mark("whom", "But Marta", "picks up.", "k", "mint", "Knowing whom to ring"),
    mark("trust", "But Marta", "picks up.", "t", "mint", "Trust in the person [/]", memo=True),
    mark("slow", "By the time", "cellars.", "l", "orange", "Too slow", flagged=True),
    mark("maybe", "Then I am", "honest", "m", "gold", "Maybe", suggestion=True),
]
