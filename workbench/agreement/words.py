"""What a figure says and does not say, in plain sentences made from the figures alone."""

from collections.abc import Sequence

from workbench.agreement.figures import Figure
from workbench.agreement.results import CodeResult

WHY_NOT = {
    "no_variation": "there is nothing to tell apart: nobody used it, or both coded everything",
    "no_units": "there is no text to count",
    "no_intersection": "the coders never gave it to the same text",
    "single_coder": "there is one coder only",
    "no_common_transcripts": "no transcript was coded by all",
    "one_transcript": "one transcript gives no interval",
    "overlapping_codes": "codes that exclude each other lie on one another",
}


def coefficient(value: float) -> str:
    """Two decimals, no leading zero, a true minus sign.

    >>> coefficient(0.806), coefficient(1.0), coefficient(-0.012)
    ('.81', '1.00', '−.01')
    """
    written = f"{abs(value):.2f}"
    written = written.removeprefix("0")
    return f"−{written}" if value < 0 and written != ".00" else written


def percent(share: float) -> str:
    r"""A share of 1 as percent with one decimal.

    >>> percent(0.98714) == "98.7\N{NO-BREAK SPACE}%"
    True
    """
    return f"{100 * share:.1f}\N{NO-BREAK SPACE}%"


def interval(figure: Figure) -> str:
    """The interval in words: ``.66 to .90``, or why there is none."""
    if figure.low is None or figure.high is None:
        return WHY_NOT[str(figure.interval)].split(" gives")[0] if figure.interval else ""
    return f"{coefficient(figure.low)} to {coefficient(figure.high)}"


def sentences(result: CodeResult, coders: Sequence[str], unit: str = "character") -> list[str]:
    """What the figures of one code mean, for two or more coders; each item is a paragraph."""
    units = f"{unit}s"
    used = [coder for coder in coders if result.prevalence.get(coder)]
    if not used:
        return ["Nobody used this code in what is compared, so there is no figure for it."]
    said = [_shared(result, coders, units), _kappa(result)]
    kappa = result.figures["cohen_kappa"]
    if kappa.value is not None:
        said.append(_percent(result))
    said.append(_balance(result, coders))
    return [sentence for sentence in said if sentence]


def _shared(result: CodeResult, coders: Sequence[str], units: str) -> str:
    cells = result.cells
    if cells is None:
        positive = result.figures["positive_agreement"].value
        if positive is None:
            return ""
        return (
            f"Where one of two coders gave this code, the other did so for {percent(positive)},"
            f" on average over the pairs of {len(coders)} coders."
        )
    either = cells.both + cells.only_a + cells.only_b
    if not either:
        return ""
    share = round(100 * cells.both / either)
    return (
        f"Of the text that {coders[0]} or {coders[1]} gave this code, they share"
        f" {share}\N{NO-BREAK SPACE}%: {_thousands(cells.both)} of {_thousands(either)} {units}."
    )


def _kappa(result: CodeResult) -> str:
    kappa = result.figures["cohen_kappa"]
    if kappa.value is None:
        return f"There is no kappa: {WHY_NOT[str(kappa.undefined)]}."
    many = f", the mean over {len(result.pairs)} pairs" if len(result.pairs) > 1 else ""
    said = f"Kappa is {coefficient(kappa.value)}{many}."
    if kappa.low is None or kappa.high is None:
        return f"{said} With one transcript there is no telling how far that would move."
    return f"{said} From these transcripts it is only known to lie within {interval(kappa)}."


def _percent(result: CodeResult) -> str:
    observed = result.figures["percent_agreement"].value
    expected = result.figures["expected_agreement"].value
    if observed is None or expected is None:
        return ""
    shares = [share for share in result.prevalence.values() if share is not None]
    covers = percent(sum(shares) / len(shares))
    rare = "says little here" if expected > 0.8 else "counts what nobody coded too"
    return (
        f"Percent agreement is {percent(observed)} and {rare}. The code covers {covers} of the"
        f" text; coders who gave it as often by chance would reach {percent(expected)}."
    )


def _balance(result: CodeResult, coders: Sequence[str]) -> str:
    if len(coders) != 2:
        return ""
    first, second = (result.prevalence.get(coder) or 0.0 for coder in coders)
    if first == second:
        return "Both give it to the same amount of text."
    if not first or not second:
        alone = coders[0] if first else coders[1]
        return f"Only {alone} used it, so nothing can be shared and kappa is 0 by its formula."
    more, less = (coders[0], coders[1]) if first > second else (coders[1], coders[0])
    return f"{more} gives it to more text than {less}."


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
