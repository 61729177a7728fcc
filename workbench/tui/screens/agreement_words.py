"""The words of the agreement screen; loaded with the first figures, for numpy comes with it."""

from collections.abc import Mapping, Sequence

from workbench.agreement import words
from workbench.agreement.lone import RESTING_ON_USE
from workbench.agreement.meaning import meaning
from workbench.agreement.report import FEW_TRANSCRIPTS
from workbench.agreement.sided import only_one_gave
from workbench.agreement.words import BY_KEY, COEFFICIENTS, Coefficient
from workbench.consensus.comparison import FEW_UNITS
from workbench.consensus.passages import Passage
from workbench.tui.comparing import Compared
from workbench.tui.numbers import coefficient, counted, percent
from workbench.tui.screens.agreement_below import Said, differing_words
from workbench.tui.screens.agreement_rows import ANY, CODE, MEAN, OWN, ROUND, TRANSCRIPT, Entry

__all__ = ["BY_KEY", "COEFFICIENTS", "Coefficient", "meaning", "said_of", "why_missing"]

VISIBLE = 0.02
"""By so much a figure has to move for a transcript to be said to drag it down."""
FEW_PASSAGES = 5


def why_missing(
    entries: Sequence[Entry], compared: Compared, named: Coefficient
) -> Mapping[str, str]:
    """By row id, in a few words, why a figure or its interval is missing."""
    said = {}
    replaced = named.key in RESTING_ON_USE
    for entry in entries:
        figure = entry.figure(named)
        why = ""
        if entry.kind == OWN:
            why = f"{entry.maker}'s own code"
        elif entry.result is not None and figure is not None:
            why = words.why_undefined(entry.result, figure)
            if replaced and not why:
                why = only_one_gave(entry.result)
        elif entry.kind == ROUND and entry.figures is None:
            why = "not in its codebook"
        if not why and entry.kind != TRANSCRIPT and figure is not None and figure.interval:
            why = "one transcript"
        if why:
            said[entry.id] = why
    return said


def said_of(entry: Entry, compared: Compared, named: Coefficient, of: str = "") -> Said:
    """What is told of a row; ``of`` is the code that rows of transcripts belong to."""
    found = compared.found
    if entry.kind == MEAN:
        return _said_of_mean(entry, compared, named)
    if entry.kind == ROUND:
        return _said_of_round(entry, compared, named, of)
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
    more = [differing_words(passages)] if entry.kind != OWN else []
    more += [_influence(entry, compared, of), _suggestions(entry, compared, named)]
    said = " ".join(sentence for sentence in more if sentence)
    if said:
        paragraphs[-1] = f"{paragraphs[-1]} {said}"
        brief = f"{brief} {said}"
    return Said(tuple(paragraphs), brief, passages, _warnings(entry, compared, passages))


def _influence(entry: Entry, compared: Compared, of: str) -> str:
    """Which transcript drags kappa down, or what this one does to it."""
    without = compared.found.influence.get(of if entry.kind == TRANSCRIPT else entry.key, {})
    report = compared.found.report
    key = of if entry.kind == TRANSCRIPT else entry.key
    result = report.codes[key] if key else report.segmentation
    kappa = result.figures["cohen_kappa"].value
    if kappa is None or len(without) < 2 or only_one_gave(result):
        return ""
    if entry.kind == TRANSCRIPT:
        rest = without[entry.key]
        if rest is None:
            return "Without this transcript there would be no figure."
        if coefficient(rest) == coefficient(kappa):
            return f"Without this transcript kappa would be {coefficient(rest)} as well."
        return (
            f"Without this transcript kappa would be {coefficient(rest)}"
            f" instead of {coefficient(kappa)}."
        )
    rests = {name: rest for name, rest in without.items() if rest is not None}
    if not rests:
        return ""
    name = max(rests, key=lambda one: rests[one])
    if rests[name] - kappa < VISIBLE:
        return ""
    return (
        f"{name} drags it down: without that transcript kappa would be {coefficient(rests[name])}."
    )


def _suggestions(entry: Entry, compared: Compared, named: Coefficient) -> str:
    """What the figure is without the suggestions that coders accepted."""
    beside = compared.found.unsuggested
    if beside is None or entry.kind == TRANSCRIPT:
        return ""
    result = beside.codes[entry.key] if entry.key else beside.segmentation
    value = result.figures[named.key].value
    if value is None:
        return "Without accepted suggestions there is no figure."
    return f"Without accepted suggestions it is {_written(value, named)}."


def _warnings(entry: Entry, compared: Compared, passages: Sequence[Passage]) -> tuple[str, ...]:
    """On how little the figure of a code rests."""
    found, places = compared.found, len({one.transcript for one in passages})
    said = []
    if entry.kind not in (CODE, OWN) or not passages:
        return _few_transcripts(entry, compared)
    if len(passages) < FEW_PASSAGES:
        count = counted(len(passages), "passage")
        said.append(f"! It rests on {count}: each weighs heavily.")
    if entry.key in found.few_units:
        said.append(f"! It was given to fewer than {FEW_UNITS} {found.unit}s.")
    if places == 1 and len(found.compared) > 1:
        said.append("! It occurs in one transcript only, so there is no interval.")
        return tuple(said)
    return (*said, *_few_transcripts(entry, compared))


def _few_transcripts(entry: Entry, compared: Compared) -> tuple[str, ...]:
    count = len(compared.found.compared)
    if not 1 < count < FEW_TRANSCRIPTS or entry.kind not in (CODE, ANY, MEAN):
        return ()
    return (f"! With {count} transcripts the interval is rough.",)


def _said_of_round(entry: Entry, compared: Compared, named: Coefficient, of: str) -> Said:
    """A round among the rounds: its facts, and that labels do not continue one another."""
    point = next(one for one in compared.points if one.name == entry.key)
    figure = entry.figure(named)
    head = (
        f"{point.titled[:1].upper()}{point.titled[1:]}: {point.compared} of"
        f" {counted(point.of, 'transcript')}, {' and '.join(point.coders)}, codebook"
        f" {point.codebook_version}."
    )
    if figure is None:
        said = "The code was not in the codebook of this round."
    elif figure.value is None:
        said = "There is no figure."
    else:
        said = f"{named.name} is {_written(figure.value, named)}."
        if figure.low is not None and figure.high is not None:
            low, high = _written(figure.low, named), _written(figure.high, named)
            said += f" {words.interval_said(low, high)}"
    labels = {one.label for one in compared.points}
    mixed = (
        "These rounds have different labels: their figures do not continue one another."
        if len(labels) > 1
        else ""
    )
    change = _moved(compared, of, entry, named)
    paragraphs = [head, f"{said} {change}".strip(), mixed]
    return Said(tuple(one for one in paragraphs if one), f"{head} {said} {change}".strip(), ())


def _moved(compared: Compared, of: str, entry: Entry, named: Coefficient) -> str:
    """From the last round of the same label to this one."""
    points = compared.points
    at = next(place for place, one in enumerate(points) if one.name == entry.key)
    before = [one for one in points[:at] if one.label == points[at].label]
    figure = entry.figure(named)
    if not before or figure is None or figure.value is None:
        return ""
    earlier = before[-1]
    code = compared.found.shown.get(of)
    if entry.result is None:
        was = earlier.means[named.key]
    elif code is None:
        was = earlier.segmentation.figures[named.key]
    elif code.id in earlier.codes:
        was = earlier.codes[code.id].figures[named.key]
    else:
        return ""
    if was.value is None:
        return ""
    return f"In {earlier.name} it was {_written(was.value, named)}."


def _written(value: float, named: Coefficient) -> str:
    return percent(value) if named.is_share else coefficient(value)


def _said_of_mean(entry: Entry, compared: Compared, named: Coefficient) -> Said:
    figure = entry.figure(named)
    if figure is None or figure.value is None:
        said = "No code has a figure, so there is no mean of them."
        return Said((said,), said, ())
    shown = _written(figure.value, named)
    said = f"{entry.name.split(',')[0]}: {named.name} {shown}."
    if figure.low is not None and figure.high is not None:
        low, high = _written(figure.low, named), _written(figure.high, named)
        said += f" {words.interval_said(low, high, len(compared.found.compared))}"
    each = [
        (value, name)
        for name in compared.found.averaged
        if (value := compared.found.report.codes[name].figures[named.key].value) is not None
    ]
    lowest = min(each)
    code = compared.found.shown[lowest[1]]
    hides = (
        "Every code weighs the same in it, rare or not. A mean hides the codes that need a talk:"
        f" the lowest is {code.name} with {_written(lowest[0], named)}."
    )
    others = sum(value < figure.value for value, _ in each)
    below = f"{counted(others, 'code')} of {len(each)} lie below the mean."
    alone = _alone(compared, named)
    below = f"{alone} {below}".strip()
    beside = compared.found.unsuggested
    if beside is not None and (without := beside.means[named.key].value) is not None:
        below += f" Without accepted suggestions the mean is {_written(without, named)}."
    warned = _few_transcripts(entry, compared)
    return Said((said, hides, below), f"{said} {alone or hides}", (), warned)


def _alone(compared: Compared, named: Coefficient) -> str:
    """How many codes of the mean one coder alone gave, which alone sets their figures."""
    alone = len(compared.found.lopsided)
    if not alone or named.key not in RESTING_ON_USE:
        return ""
    verb = "was given by one coder alone and counts"
    if alone > 1:
        verb = "were given by one coder alone and count"
    return f"{alone} of the codes in it {verb} as 0 or just below."
