"""The three themes: the tokens of the palette as variables of the stylesheet, and no others."""

from textual.theme import Theme

from workbench.tui.palette import PALETTES, Palette

DEFAULT_THEME = "dark"


def theme_of(palette: Palette) -> Theme:
    """The Textual theme of a palette.

    Every variable that Textual would derive by lightening or mixing (cursors, scroll bars, links,
    selections) is named here, so that none of its own colours can appear.
    """
    tokens = {
        token: str(getattr(palette, token))
        for token in ("ground", "raised", "strong", "dim", "faint", "rule", "select", "warn")
    }
    hues = {f"hue-{name}": hue.ink for name, hue in palette.hues.items()}
    actives = {f"active-{name}": hue.active for name, hue in palette.hues.items()}
    coded = {f"coded-{place}": ground for place, ground in enumerate(palette.coded, start=1)}
    return Theme(
        name=palette.name,
        dark=palette.dark,
        primary=palette.accent,
        secondary=palette.accent,
        accent=palette.accent,
        warning=palette.warn,
        error=palette.warn,
        success=palette.accent,
        foreground=palette.text,
        background=palette.ground,
        surface=palette.ground,
        panel=palette.panel,
        boost=palette.raised,
        luminosity_spread=0.0,
        text_alpha=1.0,
        variables={**tokens, **hues, **actives, **coded, **_textual_variables(palette)},
    )


def _textual_variables(palette: Palette) -> dict[str, str]:
    plain = {"text": palette.text, "text-muted": palette.dim, "text-disabled": palette.faint}
    cursor = {
        "block-cursor-background": palette.raised,
        "block-cursor-foreground": palette.strong,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": palette.raised,
        "block-cursor-blurred-foreground": palette.text,
        "block-hover-background": palette.raised,
        "input-cursor-background": palette.strong,
        "input-cursor-foreground": palette.ground,
        "input-cursor-text-style": "none",
        "input-selection-background": palette.select,
        "input-selection-foreground": palette.strong,
        "screen-selection-background": palette.select,
        "screen-selection-foreground": palette.strong,
        "border": palette.accent,
        "border-blurred": palette.rule,
        "link-background": palette.ground,
        "link-color": palette.accent,
        "link-background-hover": palette.raised,
        "link-color-hover": palette.accent,
    }
    bars = {
        f"scrollbar{part}{state}": colour
        for part, colour in (
            ("", palette.faint),
            ("-background", palette.ground),
            ("-corner-color", palette.ground),
        )
        for state in ("", "-hover", "-active")
    }
    return plain | cursor | bars


def themes(*, greys: bool = False) -> list[Theme]:
    """The themes ``dark``, ``light`` and ``contrast``; in greys of equal luminance on request."""
    return [theme_of(palette.in_greys() if greys else palette) for palette in PALETTES.values()]
