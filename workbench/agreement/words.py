"""What a figure says and does not say, in plain sentences made from the figures alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.agreement.figures import Figure
from workbench.agreement.results import Cells, CodeResult

WHY_NOT = {
    "no_variation": "there is nothing to tell apart: nobody used it, or everybody coded everything",
    "no_units": "there is no text to count",
    "no_intersection": "the coders never gave it to the same text",
    "single_coder": "there is one coder only",
    "no_common_transcripts": "no transcript was coded by all",
    "one_transcript": "one transcript gives no interval",
    "overlapping_codes": "codes that exclude each other lie on one another",
}
IN_SHORT = {
    "no_units": "no text to count",
    "no_intersection": "never on the same text",
    "single_coder": "one coder only",
    "no_common_transcripts": "no transcript in common",
    "one_transcript": "one transcript",
    "overlapping_codes": "codes overlap",
}
NO_BREAK = "\N{NO-BREAK SPACE}"
_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A figure that can be shown: its key in a report, the head of its column, its name in full,
    and what it takes chance to be."""

    key: str
    short: str
    name: str
    chance: str

    @property
    def is_share(self) -> bool:
        """Whether it is a share, written in percent, and not a coefficient."""
        return self.key in ("percent_agreement", "positive_agreement")


COEFFICIENTS = (
    Coefficient("cohen_kappa", "kappa", "Cohen's kappa", "as often as each coder gave the code"),
    Coefficient(
        "krippendorff_alpha", "alpha", "Krippendorff's alpha", "as often as all gave it together"
    ),
    Coefficient(
        "percent_agreement", "agree", "Percent agreement", "not taken out; says little alone"
    ),
    Coefficient(
        "positive_agreement", "Dice", "Positive agreement (Dice)", "not taken out; coded text only"
    ),
    Coefficient("gwet_ac1", "AC1", "Gwet's AC1", "small where a code is rare"),
    Coefficient("scott_pi", "pi", "Scott's pi", "as often as both gave it on average"),
    Coefficient("brennan_prediger", "S", "Brennan and Prediger's kappa", "one half, always"),
    Coefficient(
        "u_alpha_binary", "|u-α", "Krippendorff's |u-alpha", "units and gaps thrown at random"
    ),
)
BY_KEY = {one.key: one for one in COEFFICIENTS}


def coefficient(value: float) -> str:
    """Two decimals, no leading zero, a true minus sign.

    >>> coefficient(0.806), coefficient(1.0), coefficient(-0.012)
    ('.81', '1.00', '−.01')
    """
    written = f"{abs(value):.2f}"
    written = written.removeprefix("0")
    return f"−{written}" if value < 0 and written != ".00" else written


def percent(share: float) -> str:
    r"""A share of 1 as percent with one decimal; never ``0.0`` or ``100.0`` of what is not.

    >>> [percent(share).removesuffix("\N{NO-BREAK SPACE}%") for share in (0.98714, 0.9996, 4e-4, 1)]
    ['98.7', '>99.9', '<0.1', '100.0']
    """
    if 0 < share < 0.0005:
        return f"<0.1{NO_BREAK}%"
    if 0.9995 <= share < 1:
        return f">99.9{NO_BREAK}%"
    return f"{100 * share:.1f}{NO_BREAK}%"


def whole_percent(share: float) -> str:
    r"""A share of 1 in whole percent; with a decimal where it would look like nothing or all.

    >>> [whole_percent(share).removesuffix("\N{NO-BREAK SPACE}%") for share in (0.694, 0.997, 1)]
    ['69', '99.7', '100']
    """
    whole = round(100 * share)
    if whole in (0, 100) and share not in (0, 1):
        return percent_said(share)
    return f"{whole}{NO_BREAK}%"


def percent_said(share: float) -> str:
    r"""A share of 1 in a sentence: one decimal, and never ``0.0`` or ``100.0`` of what is not.

    >>> [percent_said(share).removesuffix("\N{NO-BREAK SPACE}%") for share in (0.5, 0.99999, 1e-6)]
    ['50.0', 'over 99.9', 'under 0.1']
    """
    if 0 < share < 0.0005:
        return f"under {percent(0.001)}"
    return f"over {percent(0.999)}" if 0.9995 <= share < 1 else percent(share)


def interval(figure: Figure) -> str:
    """The interval in words: ``.66 to .90``, or why there is none."""
    if figure.low is None or figure.high is None:
        return IN_SHORT[str(figure.interval)] if figure.interval else ""
    return f"{coefficient(figure.low)} to {coefficient(figure.high)}"


def number(count: int) -> str:
    """A count in a sentence: in words up to twelve.

    >>> number(7), number(28)
    ('seven', '28')
    """
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else _thousands(count)


def why_undefined(result: CodeResult, figure: Figure) -> str:
    """Why there is no figure, in a few words that fit a table; empty where there is one."""
    if figure.value is not None or figure.undefined is None:
        return ""
    if str(figure.undefined) != "no_variation":
        return IN_SHORT[str(figure.undefined)]
    used = any(result.prevalence.values())
    if not used:
        return "nobody used it"
    everything = "both" if len(result.prevalence) == 2 else "all"
    return f"{everything} coded everything"


def sentences(
    result: CodeResult,
    coders: Sequence[str],
    unit: str = "character",
    *,
    named: Coefficient = COEFFICIENTS[0],
    transcripts: int = 0,
    what: str = "this code",
) -> list[str]:
    """What the figures of one code mean, for two or more coders; each item is a paragraph.

    First what is shared with the coefficient ``named``, then what percent agreement would say,
    then who gives it to more. ``transcripts`` is how many the interval rests on; ``what`` is what
    was given.
    """
    units = f"{unit}s"
    if not any(result.prevalence.values()):
        return [f"Nobody used {what} in what is compared, so there is no figure for it."]
    alone = _alone(result, coders)
    if alone:
        paragraphs = [f"{_only(result, alone, what, units)} Nothing can be shared: kappa is 0."]
    else:
        said = [_shared(result, coders, units, what), _figure(result, named, transcripts)]
        paragraphs = [" ".join(sentence for sentence in said if sentence)]
    if result.figures["cohen_kappa"].value is not None:
        paragraphs.append(_percent(result, len(coders), what))
    if not alone:
        paragraphs.append(_balance(result, coders, units))
    return [paragraph for paragraph in paragraphs if paragraph]


def in_brief(result: CodeResult, coders: Sequence[str], unit: str = "character") -> str:
    """The same where there is room for a few lines: what is shared, and what chance would give."""
    if not any(result.prevalence.values()):
        return "Nobody used it in what is compared, so there is no figure for it."
    cells = result.cells
    if cells is None:
        return _shared(result, coders, f"{unit}s", "it")
    alone = _alone(result, coders)
    if alone:
        return f"{_only(result, alone, 'it', f'{unit}s')} Nothing can be shared: kappa is 0."
    either, total = _either(cells), _either(cells) + cells.neither
    by_chance = (cells.both + cells.only_a) * (cells.both + cells.only_b) / total
    return (
        f"Where either coded this, they share {whole_percent(cells.both / either)}:"
        f" {_thousands(cells.both)} {unit}s of {_thousands(either)}; chance alone would give"
        f" {_thousands(round(by_chance))}."
    )


def _shared(result: CodeResult, coders: Sequence[str], units: str, what: str) -> str:
    cells = result.cells
    if cells is None:
        positive = result.figures["positive_agreement"].value
        if positive is None:
            return ""
        return (
            f"Where one of two coders gave {what}, the other did so for {whole_percent(positive)},"
            f" on average over the pairs of {number(len(coders))} coders."
        )
    either = _either(cells)
    return (
        f"Of the text that {coders[0]} or {coders[1]} gave {what}, they share"
        f" {whole_percent(cells.both / either)}: {_thousands(cells.both)} of"
        f" {_thousands(either)} {units}."
    )


def _figure(result: CodeResult, named: Coefficient, transcripts: int) -> str:
    figure = result.figures[named.key]
    if figure.value is None:
        return f"There is no figure: {WHY_NOT[str(figure.undefined)]}."
    shown = percent(figure.value) if named.is_share else coefficient(figure.value)
    many = ""
    if named.key == "cohen_kappa" and len(result.pairs) > 1:
        many = f", the mean over {number(len(result.pairs))} pairs"
    said = f"{named.name} is {shown}{many}."
    if figure.low is None or figure.high is None:
        if transcripts != 1:
            return said
        return f"{said} With one transcript there is no telling how far that would move."
    written = percent if named.is_share else coefficient
    low, high = written(figure.low), written(figure.high)
    return f"{said} {interval_said(low, high, transcripts)}"


def interval_said(low: str, high: str, transcripts: int = 0) -> str:
    r"""The interval in a sentence, with its level and what it rests on.

    >>> interval_said(".31", ".80", 6).replace("\N{NO-BREAK SPACE}", " ")
    'Its 95 % interval over six transcripts runs from .31 to .80.'
    """
    over = f" over {number(transcripts)} transcripts" if transcripts else ""
    return f"Its 95{NO_BREAK}% interval{over} runs from {low} to {high}."


def _percent(result: CodeResult, coders: int, what: str) -> str:
    observed = result.figures["percent_agreement"].value
    expected = result.figures["expected_agreement"].value
    if observed is None or expected is None:
        return ""
    shares = [share for share in result.prevalence.values() if share is not None]
    covers = whole_percent(sum(shares) / len(shares))
    rare = "says little here" if expected > 0.8 else "counts what nobody coded too"
    people = "two people" if coders == 2 else "people"
    return (
        f"Percent agreement is {percent_said(observed)} and {rare}. {what[:1].upper()}{what[1:]}"
        f" covers {covers} of the text; {people} who strewed as much of it at random would still"
        f" reach {whole_percent(expected)}."
    )


def _balance(result: CodeResult, coders: Sequence[str], units: str) -> str:
    if len(coders) != 2:
        return ""
    first, second = (result.prevalence.get(coder) or 0.0 for coder in coders)
    if first == second:
        return f"Both give it to the same number of {units}."
    more, less = (coders[0], coders[1]) if first > second else (coders[1], coders[0])
    return f"{more} gives it to more text than {less}."


def _alone(result: CodeResult, coders: Sequence[str]) -> str:
    """The one of two coders who used the code; empty where both or neither did."""
    used = [coder for coder in coders if result.prevalence.get(coder)]
    return used[0] if len(coders) == 2 and len(used) == 1 else ""


def _only(result: CodeResult, alone: str, what: str, units: str) -> str:
    given = 0 if result.cells is None else _either(result.cells)
    return f"Only {alone} gave {what}, to {_thousands(given)} {units}."


def _either(cells: Cells) -> int:
    return cells.both + cells.only_a + cells.only_b


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", NO_BREAK)
