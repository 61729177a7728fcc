"""The hue of a code: the nearest to the colour that came with it, else that of its branch.

There are five, which people with any sight of colours can tell apart; a colour of one's own choice
would be another sixth. So it is kept for export as it is, and shown as the hue nearest to it.
"""

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache

from workbench.codebook.nouns import HUES

INKS = {
    "blue": "#5CB6F7",
    "gold": "#F5D67B",
    "mint": "#84E6D0",
    "orange": "#EC9868",
    "mauve": "#C487B8",
}
"""What a hue looks like, on dark; other themes write it lighter or darker, not in another hue."""
LEAST_CHROMA = 0.02
"""OKLab chroma below which a colour is a grey: it has no hue to be near to."""
_RGB = re.compile(r"#(?:[0-9a-f]{3}){1,2}", re.IGNORECASE)


def assign_hues(
    parents: Iterable[tuple[str, str | None]], colours: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Code id -> hue, for (code id, parent id) in order: the hues repeat over the branches.

    A code whose parent is not among those given begins a branch. ``colours`` holds those that came
    with codes; such a colour goes for the code and, where they have none, for those below it.
    """
    above = dict(parents)
    own = {id: hue for id, colour in (colours or {}).items() if (hue := nearest_hue(colour))}
    tops = [id for id, parent in above.items() if parent is None or parent not in above]
    branches = {top: HUES[number % len(HUES)] for number, top in enumerate(tops)}
    return {id: _hue(id, above, own, branches) for id in above}


def _hue(
    id: str, above: Mapping[str, str | None], own: Mapping[str, str], branches: Mapping[str, str]
) -> str:
    while id not in own and id not in branches:
        id = above[id] or ""  # only the top of a branch has none, and that is among the branches
    return own[id] if id in own else branches[id]


@cache
def nearest_hue(colour: str) -> str:
    """The hue that shows an imported colour (``#RRGGBB`` or ``#RGB``); "" for greys and no colour.

    The nearest by angle in the plane of OKLab: a dark green and a light one are one hue.

    >>> nearest_hue("#FFD966"), nearest_hue("#004488"), nearest_hue("#999999"), nearest_hue("red")
    ('gold', 'blue', '', '')
    """
    if not _RGB.fullmatch(colour):
        return ""
    wanted, chroma = _angle_and_chroma(colour)
    if chroma < LEAST_CHROMA:
        return ""
    return min(HUES, key=lambda hue: _apart(wanted, _angle_and_chroma(INKS[hue])[0]))


def _apart(one: float, other: float) -> float:
    """The angle between two directions, in radians, 0 to pi."""
    return abs((one - other + math.pi) % (2 * math.pi) - math.pi)


def _angle_and_chroma(colour: str) -> tuple[float, float]:
    """Hue angle (radians) and chroma in OKLab (Ottosson 2020) of an sRGB colour."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    red, green, blue = (_decoded(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return math.atan2(b, a), math.hypot(a, b)


def _decoded(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
