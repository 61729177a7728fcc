"""Percentages: exact, rounded half up as people print them, and read from print."""

import re
from fractions import Fraction

_PRINTED = re.compile(r"(\d+)(?:[.,](\d+))?\s*%?")


def exact(n: int, base: int) -> float | None:
    """``n`` in percent of ``base``; None where there is nothing to be a part of.

    >>> exact(1, 8), exact(0, 0)
    (12.5, None)
    """
    return 100 * n / base if base else None


def half_up(n: int, base: int, decimals: int = 0) -> Fraction | None:
    """``n`` in percent of ``base``, half a step rounded up; None where the base is zero.

    >>> half_up(1, 8), half_up(1, 8, 1), half_up(1, 3, 1)
    (Fraction(13, 1), Fraction(25, 2), Fraction(333, 10))
    """
    if not base:
        return None
    step = 10**decimals
    return Fraction((200 * n * step + base) // (2 * base), step)


def whole(n: int, base: int) -> int | None:
    """``n`` in whole percent of ``base``, half rounded up; None where the base is zero.

    >>> whole(1, 8), whole(37, 200), whole(0, 0)
    (13, 19, None)
    """
    rounded = half_up(n, base)
    return None if rounded is None else int(rounded)


def printed(text: str) -> tuple[Fraction, int] | None:
    """(percentage, decimals shown) of what is printed; None where it is no percentage.

    >>> printed("33.3 %"), printed("93"), printed("93,0%"), printed("most")
    ((Fraction(333, 10), 1), (Fraction(93, 1), 0), (Fraction(93, 1), 1), None)
    """
    found = _PRINTED.fullmatch(text.strip().replace("\N{NO-BREAK SPACE}", " "))
    if found is None:
        return None
    units, parts = found[1], found[2] or ""
    return Fraction(int(units + parts), 10 ** len(parts)), len(parts)


def shown(percentage: Fraction | None, decimals: int) -> str:
    """A percentage with its decimals and sign: ``33.3 %``.

    >>> shown(Fraction(25, 2), 1), shown(None, 0)
    ('12.5 %', '– %')
    """
    return "– %" if percentage is None else f"{float(percentage):.{decimals}f} %"
