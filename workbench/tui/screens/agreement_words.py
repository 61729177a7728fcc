"""The words of the agreement screen; loaded with the first figures, for numpy comes with it."""

from collections.abc import Mapping, Sequence

from workbench.agreement import words
from workbench.agreement.meaning import meaning
from workbench.agreement.words import BY_KEY, COEFFICIENTS, Coefficient
from workbench.tui.comparing import Compared
from workbench.tui.numbers import coefficient, counted, interval, percent
from workbench.tui.screens.agreement_below import Said, differing_words
from workbench.tui.screens.agreement_rows import ANY, MEAN, OWN, TRANSCRIPT, Entry

__all__ = ["BY_KEY", "COEFFICIENTS", "Coefficient", "meaning", "said_of", "why_missing"]


def why_missing(
    entries: Sequence[Entry], compared: Compared, named: Coefficient
) -> Mapping[str, str]:
    """By row id, in a few words, why a figure or its interval is missing."""
    said = {}
    alone = len(compared.found.compared) == 1
    for entry in entries:
        figure = entry.figure(named)
        why = ""
        if entry.kind == OWN:
            why = f"{entry.maker}'s own code"
        elif entry.result is not None and figure is not None:
            why = words.why_undefined(entry.result, figure)
        if not why and alone and entry.kind != TRANSCRIPT and figure and figure.value is not None:
            why = "one transcript"
        if why:
            said[entry.id] = why
    return said


def said_of(entry: Entry, compared: Compared, named: Coefficient, of: str = "") -> Said:
    """What is told of a row; ``of`` is the code that rows of transcripts belong to."""
    found = compared.found
    if entry.kind == MEAN:
        return _said_of_mean(entry, compared, named)
    passages = tuple(compared.passages.get(of or entry.key, ()))
    if entry.kind == TRANSCRIPT:
        passages = tuple(one for one in passages if one.transcript == entry.key)
    any_code = entry.kind == ANY or (entry.kind == TRANSCRIPT and not of)
    if entry.result is None:
        return Said((), "", passages)
    coders = found.report.coders
    paragraphs = words.sentences(
        entry.result,
        coders,
        found.unit,
        named=named,
        transcripts=0 if entry.kind == TRANSCRIPT else len(found.compared),
        what="any code" if any_code else "this code",
    )
    brief = words.in_brief(entry.result, coders, found.unit)
    if entry.kind == OWN:
        own = f"It is {entry.maker}'s own code: the others did not have it while they coded."
        paragraphs, brief = [own, *paragraphs], f"{own} {brief}"
    differ = differing_words(passages)
    if differ and entry.kind != OWN:
        paragraphs[-1] = f"{paragraphs[-1]} {differ}"
        brief = f"{brief} {differ}"
    return Said(tuple(paragraphs), brief, passages)


def _said_of_mean(entry: Entry, compared: Compared, named: Coefficient) -> Said:
    figure = entry.figure(named)
    if figure is None or figure.value is None:
        said = "No code has a figure, so there is no mean of them."
        return Said((said,), said, ())
    shown = percent(figure.value) if named.is_share else coefficient(figure.value)
    said = f"{entry.name.split(',')[0]}: {shown}."
    if figure.low is not None and figure.high is not None:
        count = words.number(len(compared.found.compared))
        said += (
            f" With {count} transcripts it is only known to lie somewhere from"
            f" {interval(figure.low, figure.high)}."
        )
    each = [
        (value, name)
        for name, code in compared.found.shown.items()
        if code.shared
        and (value := compared.found.report.codes[name].figures[named.key].value) is not None
    ]
    lowest = min(each)
    code = compared.found.shown[lowest[1]]
    hides = (
        "Every code weighs the same in it, rare or not. A mean hides the codes that need a talk:"
        f" the lowest is {code.name} with {coefficient(lowest[0])}."
    )
    others = sum(value < figure.value for value, _ in each)
    below = f"{counted(others, 'code')} of {len(each)} lie below the mean."
    return Said((said, hides, below), f"{said} {hides}", ())
