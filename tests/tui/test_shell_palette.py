"""The tokens keep the contrasts that the look promises."""

import re
from dataclasses import fields

import pytest

from workbench.codebook.hues import INKS
from workbench.tui.palette import (
    CONTRAST,
    DARK,
    HUE_NAMES,
    LIGHT,
    PALETTES,
    Palette,
    contrast,
    grey_of,
)

STATED = [
    (DARK, {"text": 12.7, "strong": 16.6, "dim": 7.5, "faint": 5.0, "rule": 1.8}),
    (DARK, {"accent": 10.3, "warn": 9.7}),
    (LIGHT, {"text": 13.9, "strong": 18.5, "dim": 7.3, "faint": 4.9, "rule": 1.6}),
    (LIGHT, {"accent": 7.8, "warn": 5.7}),
    (CONTRAST, {"text": 21.0, "strong": 21.0, "dim": 13.4, "faint": 9.5, "rule": 6.8}),
    (CONTRAST, {"accent": 13.9, "warn": 13.4}),
]
STATED_HUES = {
    "dark": {"blue": 8.0, "gold": 12.5, "mint": 12.0, "orange": 7.8, "mauve": 6.4},
    "light": {"blue": 8.5, "gold": 6.2, "mint": 6.0, "orange": 9.5, "mauve": 11.4},
    "contrast": {"blue": 10.3, "gold": 16.3, "mint": 16.6, "orange": 11.6, "mauve": 8.9},
}
STATED_CODED = {
    "dark": (10.5, 9.0, 7.7),
    "light": (11.9, 10.7, 9.7),
    "contrast": (14.6, 11.1, 8.2),
}


@pytest.mark.parametrize(("palette", "ratios"), STATED)
def test_inks_reach_their_contrast_with_the_ground(
    palette: Palette, ratios: dict[str, float]
) -> None:
    for token, ratio in ratios.items():
        measured = contrast(getattr(palette, token), palette.ground)
        assert measured == pytest.approx(ratio, abs=0.06), token


@pytest.mark.parametrize("name", PALETTES)
def test_hues_reach_their_contrast_with_the_ground(name: str) -> None:
    palette = PALETTES[name]
    for hue, ratio in STATED_HUES[name].items():
        measured = contrast(palette.hues[hue].ink, palette.ground)
        assert measured == pytest.approx(ratio, abs=0.06), hue


@pytest.mark.parametrize("name", PALETTES)
def test_text_stays_legible_on_coded_grounds(name: str) -> None:
    palette = PALETTES[name]
    measured = [contrast(palette.text, ground) for ground in palette.coded]
    assert measured == pytest.approx(STATED_CODED[name], abs=0.06)


@pytest.mark.parametrize(
    ("palette", "least", "selected"), [(DARK, 8.2, 8.3), (LIGHT, 11.9, 13.8), (CONTRAST, 7.7, 7.5)]
)
def test_strong_ink_on_active_and_selected_grounds(
    palette: Palette, least: float, selected: float
) -> None:
    for hue in palette.hues.values():
        assert contrast(palette.strong, hue.active) >= least - 0.05
    assert contrast(palette.strong, palette.select) == pytest.approx(selected, abs=0.06)


@pytest.mark.parametrize(("palette", "on_three"), [(DARK, 3.9), (LIGHT, 4.2), (CONTRAST, 3.5)])
def test_initials_stay_legible(palette: Palette, on_three: float) -> None:
    for hue in palette.hues.values():
        assert contrast(hue.ink, palette.coded[0]) >= 4.45
        assert contrast(hue.ink, palette.coded[1]) >= 4.45
        assert contrast(hue.ink, palette.coded[2]) >= on_three - 0.05


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
def test_greys_are_grey_and_keep_the_contrast(palette: Palette) -> None:
    greys = palette.in_greys()
    tokens = [value for f in fields(greys) if isinstance(value := getattr(greys, f.name), str)]
    tokens += [
        *greys.coded,
        *(colour for hue in greys.hues.values() for colour in (hue.ink, hue.active)),
    ]
    for colour in tokens:
        if colour != greys.name:
            assert re.fullmatch(r"#([0-9A-F]{2})\1\1", colour)
    assert contrast(greys.text, greys.ground) == pytest.approx(
        contrast(palette.text, palette.ground), rel=0.03
    )
    assert len({greys.hues[name].ink for name in HUE_NAMES}) == len(HUE_NAMES)


def test_grey_of_a_grey_is_itself() -> None:
    for level in range(256):
        grey = f"#{level:02X}{level:02X}{level:02X}"
        assert grey_of(grey) == grey


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#336699", "#336699") == 1


def test_grounds_by_number_of_codings() -> None:
    assert [DARK.coded_ground(count) for count in (0, 1, 2, 3, 9)] == [
        DARK.ground,
        *DARK.coded,
        DARK.coded[2],
    ]


def test_the_hues_that_imported_colours_are_measured_against_are_those_on_dark() -> None:
    assert {name: DARK.hues[name].ink for name in HUE_NAMES} == INKS


def test_a_code_without_a_hue_is_written_as_text() -> None:
    assert DARK.ink("") == DARK.text
    assert DARK.active("unheard of") == DARK.coded[2]
