"""The colours of the workbench: a handful of tokens in three themes, and no other colour anywhere.

A token is a hex string. `theme` hands the same tokens to the stylesheet as variables; a widget that
paints its own lines asks `palette_of(app)` at the moment it paints (never at import: the theme may
change under it). Under ``NO_COLOR`` the palette is the same one in greys of equal luminance, so
every contrast stands and weight, letters and sides carry what hue repeated.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from textual.app import App

HUE_NAMES = ("blue", "gold", "mint", "orange", "mauve")


@dataclass(frozen=True, slots=True)
class Hue:
    """One hue of a branch: its ink, and the ground of the coding in hand."""

    ink: str
    active: str


@dataclass(frozen=True, slots=True)
class Palette:
    """All tokens of one theme; `coded` holds the grounds for one, two, three or more codings."""

    name: str
    dark: bool
    ground: str
    panel: str
    raised: str
    text: str
    strong: str
    dim: str
    faint: str
    rule: str
    select: str
    accent: str
    warn: str
    coded: tuple[str, str, str]
    hues: dict[str, Hue]

    def coded_ground(self, codings: int) -> str:
        """The ground of text on which this many codings lie (0 or more)."""
        return self.ground if codings <= 0 else self.coded[min(codings, 3) - 1]

    def ink(self, hue: str) -> str:
        """The ink of a hue by name; an unknown or empty name is written like any other text."""
        known = self.hues.get(hue)
        return known.ink if known else self.text

    def active(self, hue: str) -> str:
        """The ground of the coding in hand in a hue; for an unknown name the deepest grey."""
        known = self.hues.get(hue)
        return known.active if known else self.coded[2]

    def in_greys(self) -> "Palette":
        """The same palette with every token replaced by the grey of equal luminance."""
        return _in_greys(self.name)


DARK = Palette(
    name="dark",
    dark=True,
    ground="#16181C",
    panel="#1C1F24",
    raised="#272C33",
    text="#D6DAE0",
    strong="#F6F7F9",
    dim="#A0A9B7",
    faint="#7E8898",
    rule="#3C434D",
    select="#2F4A73",
    accent="#A9C7F5",
    warn="#F0B557",
    coded=("#26282C", "#313338", "#3B3D42"),
    hues={
        "blue": Hue("#5CB6F7", "#2C4256"),
        "gold": Hue("#F5D67B", "#504A39"),
        "mint": Hue("#84E6D0", "#354E4C"),
        "orange": Hue("#EC9868", "#4F3B33"),
        "mauve": Hue("#C487B8", "#453646"),
    },
)

LIGHT = Palette(
    name="light",
    dark=False,
    ground="#FBFAF7",
    panel="#F3F1EC",
    raised="#EAE7DF",
    text="#2A2927",
    strong="#0E0E0D",
    dim="#58534C",
    faint="#726D64",
    rule="#CFCABF",
    select="#C9DBF7",
    accent="#1F4E96",
    warn="#8A5A00",
    coded=("#E9E8E5", "#DEDDDA", "#D4D3D0"),
    hues={
        "blue": Hue("#23478F", "#C8D1E1"),
        "gold": Hue("#835500", "#E0D4C4"),
        "mint": Hue("#136C66", "#CAD9D5"),
        "orange": Hue("#7A2705", "#E1CAC0"),
        "mauve": Hue("#571F5E", "#D6C7D4"),
    },
)

CONTRAST = Palette(
    name="contrast",
    dark=True,
    ground="#000000",
    panel="#101216",
    raised="#262B33",
    text="#FFFFFF",
    strong="#FFFFFF",
    dim="#C9CFD7",
    faint="#A7AFBA",
    rule="#8A93A0",
    select="#0B4FB3",
    accent="#B9D4FF",
    warn="#FFC55C",
    coded=("#26292E", "#383C43", "#4A4F57"),
    hues={
        "blue": Hue("#63BEFF", "#1F435D"),
        "gold": Hue("#FFE08A", "#5D512F"),
        "mint": Hue("#9CF5E0", "#365951"),
        "orange": Hue("#FFAE7A", "#5D3D28"),
        "mauve": Hue("#D594C8", "#4D3347"),
    },
)

PALETTES: dict[str, Palette] = {palette.name: palette for palette in (DARK, LIGHT, CONTRAST)}


def palette_of(app: App[Any]) -> Palette:
    """The palette of the theme `app` is showing, in greys when ``NO_COLOR`` is set."""
    palette = PALETTES.get(app.theme, DARK)
    return palette.in_greys() if app.no_color else palette


def grounds_are_visible(app: App[Any]) -> bool:
    """False on a terminal of 16 colours or fewer, where all grounds fall into one.

    There coded text is underlined instead, and the coding in hand reversed.
    """
    return app.console.color_system in ("256", "truecolor")


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` as WCAG 2 defines it, 0 to 1."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2 defines it, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def grey_of(colour: str) -> str:
    """The grey with the luminance of `colour`, so that contrasts stay what they were."""
    level = luminance(colour)
    encoded = level * 12.92 if level <= 0.0031308 else 1.055 * level ** (1 / 2.4) - 0.055
    return f"#{round(encoded * 255):02X}" + f"{round(encoded * 255):02X}" * 2


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _decoded(red), _decoded(green), _decoded(blue)


def _decoded(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


@cache
def _in_greys(name: str) -> Palette:
    palette = PALETTES[name]
    first, second, third = (grey_of(ground) for ground in palette.coded)
    return replace(
        palette,
        ground=grey_of(palette.ground),
        panel=grey_of(palette.panel),
        raised=grey_of(palette.raised),
        text=grey_of(palette.text),
        strong=grey_of(palette.strong),
        dim=grey_of(palette.dim),
        faint=grey_of(palette.faint),
        rule=grey_of(palette.rule),
        select=grey_of(palette.select),
        accent=grey_of(palette.accent),
        warn=grey_of(palette.warn),
        coded=(first, second, third),
        hues={
            name: Hue(grey_of(hue.ink), grey_of(hue.active)) for name, hue in palette.hues.items()
        },
    )
