"""Stylesheets parsed once a process: each app under test would parse the same ones anew."""

from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import CSSLocation, Stylesheet

_parsed: dict[tuple[object, ...], list[RuleSet]] = {}
_really_parse = Stylesheet._parse_rules


def _parse_once(
    sheet: Stylesheet, css: str, read_from: CSSLocation, *more: Any, **named: Any
) -> list[RuleSet]:
    key = (css, read_from, more, tuple(named.items()), _variables(sheet))
    if key not in _parsed:
        _parsed[key] = _really_parse(sheet, css, read_from, *more, **named)
    return _parsed[key]


def _variables(sheet: Any) -> object:
    """The variables of a stylesheet as a key, made when they are set and not for each rule."""
    made_of, key = getattr(sheet, "_variables_key", (None, None))
    if made_of is not sheet._variables:
        key = frozenset(sheet._variables.items())
        sheet._variables_key = sheet._variables, key
    return key


def parse_styles_once() -> None:
    """Let every stylesheet of the process remember what another one has parsed."""
    Stylesheet._parse_rules = _parse_once  # type: ignore[method-assign]
