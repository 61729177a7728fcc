"""The consistency checker: which reported figures cannot hold, whatever the data were.

Each rule is a function over the figures that yields sentences with their arithmetic. Nothing here
knows a study: the rules are those of counting.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from workbench.figures.nouns import GIVEN, INTERVIEWS, VALID, Finding, Reported
from workbench.figures.percent import half_up, printed, shown

PERCENT, BASE, PARTS, ANSWERS, MISSING, EXTRACT = (
    *("percent", "base", "parts", "answers", "missing", "extract"),
)
Rosters = Mapping[str, Collection[str]]


def check(figures: Sequence[Reported], rosters: Rosters | None = None) -> list[Finding]:
    """Everything in the list that cannot hold, in the order of the figures.

    ``rosters`` are the participants' ids by data set; ``members`` in the list adds to them.

    >>> printed_so = Reported("Q3", base=24, answers=31, several=8)
    >>> print(check([printed_so])[0].sentence)
    24 participants, 31 answers and 8 participants with several answers cannot hold together: \
8 with two or more need at least 16, the other 16 one each, 16 + 16 = 32 answers; with 31 at most \
7 can have several.
    """
    known = _rosters(figures, rosters or {})
    findings: list[Finding] = []
    for one in figures:
        findings += [Finding(one.figure, PERCENT, said) for said in _percent(one)]
        findings += [Finding(one.figure, BASE, said) for said in _base(one)]
        of_it = [o for o in figures if o.question and _asked(o) == _asked(one)]
        together = _together(one, of_it)
        findings += [Finding(one.figure, ANSWERS, said) for said in _answers(together)]
        findings += [Finding(one.figure, MISSING, said) for said in _missing(one)]
        findings += [Finding(one.figure, EXTRACT, said) for said in _extract(one, known)]
        if one.part_of:
            parts = [o for o in figures if _whole(o) == _whole(one)]
            if parts[-1] is one:
                findings += [Finding(one.figure, PARTS, said) for said in _parts(parts)]
    return findings


def _whole(one: Reported) -> tuple[str, str]:
    return one.data_set.casefold(), one.part_of


def _asked(one: Reported) -> tuple[str, str]:
    return one.data_set.casefold(), one.question


def _together(one: Reported, of_question: Sequence[Reported]) -> Reported:
    """The row with what the others say of its question, where it is the one to be judged so.

    That is every row on several answers. Where there is none, nor a row that says both who answered
    and how often, it is the last row, so that an impossible question is named once.
    """
    if one.several is not None:
        return pooled(one, of_question)
    said = any(
        o.several is not None or (o.participants is not None and o.answers is not None)
        for o in of_question
    )
    if said or of_question[-1:] != [one]:
        return one
    together = pooled(one, of_question)
    # without it the base would stand for who answered, and it may count all who were asked
    return one if together.participants is None else together


def pooled(one: Reported, of_question: Sequence[Reported]) -> Reported:
    """A statement on a question, with what else is said of it.

    That is who answered (the base of valid answers), how many answers they gave (the base of
    answers given) and the options, where the row itself does not say it.

    >>> told = Reported("b", n=16, base=31, base_kind="answers given", question="Q3")
    >>> pooled(Reported("several", several=8, question="Q3"), [told]).answers
    31
    """

    def said(own: int | None, others: Iterable[int | None]) -> int | None:
        known = {other for other in others if other is not None}
        return known.pop() if own is None and len(known) == 1 else own

    people = [o.participants or (o.base if o.base_kind == VALID else None) for o in of_question]
    answers = [o.answers or (o.base if o.base_kind == GIVEN else None) for o in of_question]
    return replace(
        one,
        participants=said(one.participants, people),
        answers=said(one.answers, answers),
        options=said(one.options, [o.options for o in of_question]),
    )


def _percent(one: Reported) -> Iterator[str]:
    """The percentage is n / base, rounded half up to the decimals that are shown."""
    read = printed(one.percent) if one.percent else None
    if read is None or one.base is None:
        return
    percentage, decimals = read
    if one.n is None:
        # if any whole number fits, so does one of the two next to where the percentage points
        nearest = percentage * one.base / 100
        fits = {half_up(n, one.base, decimals) for n in (floor(nearest), ceil(nearest))}
        if percentage not in fits or percentage > 100:
            yield f"no whole number of {one.base} is {shown(percentage, decimals)}."
    elif (true := half_up(one.n, one.base, decimals)) != percentage:
        yield (
            f"{one.n} of {one.base} is {one.n} / {one.base} = {shown(true, decimals)}, not"
            f" {shown(percentage, decimals)}."
        )


def _base(one: Reported) -> Iterator[str]:
    """A percentage has a base, and a part is not greater than it."""
    if one.percent and one.base is None:
        yield f"{one.percent} stands without its base: say of how many."
    counts_answers = one.answers is not None and not one.percent
    if one.n is not None and one.base is not None and one.n > one.base and not counts_answers:
        yield f"a part cannot be greater than its base, {one.n} > {one.base}."


def _parts(parts: Sequence[Reported]) -> Iterator[str]:
    """The parts of one whole have one base and add up to it."""
    bases = {one.base for one in parts if one.base is not None}
    if len(bases) > 1:
        said = " and ".join(map(str, sorted(bases)))
        yield f"the parts of {parts[0].part_of} have different bases, {said}."
        return
    counts = [one.n for one in parts if one.n is not None]
    if not bases:
        return
    base = bases.pop()
    if len(counts) < len(parts):
        yield from _percentages(parts, base)
    elif sum(counts) != base:
        yield (
            f"the parts of {parts[0].part_of} add up to {' + '.join(map(str, counts))} ="
            f" {sum(counts)}, not to the base of {base}."
        )


def _percentages(parts: Sequence[Reported], base: int) -> Iterator[str]:
    """Of parts that are printed as percentages only, some counts that give these add up."""
    told = [meant for one in parts if (meant := _meant(one, base)) is not None]
    least, most = sum(low for low, _ in told), sum(high for _, high in told)
    if len(told) == len(parts) and not least <= base <= most:
        said = " + ".join(_from_to(low, high) for low, high in told)
        yield (
            f"the parts of {parts[0].part_of} are by their percentages {said} ="
            f" {_from_to(least, most)}, not the base of {base}."
        )


def _from_to(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _meant(one: Reported, base: int) -> tuple[int, int] | None:
    """The least and the greatest count that the row can stand for, if there is any."""
    if one.n is not None:
        return one.n, one.n
    read = printed(one.percent) if one.percent else None
    if read is None:
        return None
    percentage, decimals = read
    half_a_step = Fraction(1, 2 * 10**decimals)
    low = max(0, ceil((percentage - half_a_step) * base / 100))
    high = ceil((percentage + half_a_step) * base / 100) - 1
    return (low, high) if low <= high else None


def _answers(one: Reported) -> Iterator[str]:
    """Participants x least answers <= answers <= participants x options."""
    people = one.participants
    if people is None and one.base_kind != GIVEN:
        people = one.base
    given, several = one.answers, one.several
    if people is None:
        return
    if several is not None and several > people:
        yield f"{several} with several answers are more than the {people} participants."
        return
    if given is None:
        return
    if several is not None and one.each is not None:
        yield from _exactly(people, given, several, one.each)
    elif several is not None:
        yield from _at_least(people, given, several)
    elif given < people:
        yield (
            f"{_participants(people)} with an answer gave at least {people} x 1 = {people} answers,"
            f" not {given}."
        )
    if one.options is not None:
        yield from _at_most(people, given, several, one.options)


def _exactly(people: int, given: int, several: int, each: int) -> Iterator[str]:
    others = people - several
    total = others + several * each
    if total != given:
        who = "one participant" if several == 1 else f"{several} participants"
        yield (
            f"{_participants(people)} and {given} answers cannot come from {who} giving {each}:"
            f" {others} x 1 + {several} x {each} makes {total}."
        )


def _at_least(people: int, given: int, several: int) -> Iterator[str]:
    others, need = people - several, several * 2
    if not several and given > people:
        yield (
            f"{_participants(people)} of whom nobody gave several answers gave {people} x 1 ="
            f" {people}, not {given}."
        )
    if others + need > given:
        most = given - people
        limit = (
            f"with {given} at most {most} can have several"
            if most >= 0
            else f"{given} do not even give every one of the {people} an answer"
        )
        yield (
            f"{_participants(people)}, {given} answers and {_participants(several)} with several"
            f" answers cannot hold together: {several} with two or more need at least {need}, the"
            f" other {others} one each, {need} + {others} = {others + need} answers; {limit}."
        )


def _at_most(people: int, given: int, several: int | None, options: int) -> Iterator[str]:
    wide = people if several is None else several
    most = (people - wide) + wide * options
    if given > most:
        who = "all of them" if several is None else f"the {several} with several"
        yield (
            f"{_participants(people)} cannot give {given} answers out of {options} options: if"
            f" {who} chose all {options}, that makes {people - wide} x 1 + {wide} x {options} ="
            f" {most}."
        )


def _missing(one: Reported) -> Iterator[str]:
    """The reasons add up to the missing, and these and the answering to those who were asked."""
    missing = one.missing
    if one.reasons and missing is None and one.asked is not None and one.participants is not None:
        missing = one.asked - one.participants
    total = sum(count for _, count in one.reasons)
    if one.reasons and missing is not None and total != missing:
        sums = " + ".join(f"{count} {name}" for name, count in one.reasons)
        yield f"the reasons for {missing} missing answers add up to {sums} = {total}."
    if one.asked is None or one.missing is None or one.participants is None:
        return
    if one.participants + one.missing != one.asked:
        yield (
            f"{one.participants} with an answer and {one.missing} without make"
            f" {one.participants} + {one.missing} = {one.participants + one.missing}, not the"
            f" {one.asked} who were asked."
        )


def _extract(one: Reported, rosters: Rosters) -> Iterator[str]:
    """Whose words are shown is in that data set; ids are per data set."""
    if not one.participant:
        return
    data_set = one.data_set or INTERVIEWS
    inside = rosters.get(data_set.casefold())
    if inside is None or one.participant in inside:
        return
    yield (
        f"{one.participant} is shown, but none of the {len(inside)} participants of {data_set} has"
        " this id."
    )


def _rosters(figures: Iterable[Reported], given: Rosters) -> dict[str, set[str]]:
    known = {name.casefold(): set(ids) for name, ids in given.items()}
    for one in figures:
        if one.members:
            known.setdefault((one.data_set or INTERVIEWS).casefold(), set()).update(one.members)
    return known


def _participants(count: int) -> str:
    return f"{count} participant{'' if count == 1 else 's'}"
