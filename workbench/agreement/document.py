"""Documents: what JSON can say, with figures in them that are not written out yet.

A report has tens of thousands of figures. As dictionaries for the encoder of the standard library
they cost more time and memory than it takes to compute them; ``json_text`` writes them straight
into the text, and the text is the same.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import lru_cache
from math import isfinite
from typing import Any

from workbench.agreement.figures import Figure

Document = dict[str, Any]


class Late(ABC):
    """A part of a document that is made when it is written."""

    __slots__ = ()

    @abstractmethod
    def document(self) -> Document:
        """What it says."""

    @abstractmethod
    def json_text(self) -> str:
        """The same as ``json_text`` writes it, which may be had without the document."""


def plain(document: Any) -> Any:
    """The document with its figures as dictionaries.

    >>> plain({"alpha": Figure(0.5), "codes": ["fear"]})
    {'alpha': {'value': 0.5, 'undefined': None, 'low': None, 'high': None}, 'codes': ['fear']}
    """
    if isinstance(document, Figure):
        return document.as_json()
    if isinstance(document, Late):
        return plain(document.document())
    if isinstance(document, dict):
        return {key: plain(each) for key, each in document.items()}
    return document


def json_text(document: Any) -> str:
    """The document as JSON on one line; ValueError for a number that JSON cannot say.

    >>> print(json_text({"alpha": Figure(0.5), "codes": ["fear"]}))
    {"alpha": {"value": 0.5, "undefined": null, "low": null, "high": null}, "codes": ["fear"]}
    """
    kind = type(document)
    if kind is Figure:
        return _figure(document)
    if kind is dict:
        parts = [
            f"{quoted(key)}: {_figure(each) if type(each) is Figure else json_text(each)}"
            for key, each in document.items()
        ]
        return f"{{{', '.join(parts)}}}"
    if kind is float and isfinite(document):
        return repr(document)
    if kind is int:
        return repr(document)
    if isinstance(document, Late):
        return document.json_text()
    return json.dumps(document, ensure_ascii=False, allow_nan=False)


def json_parts(document: Any, depth: int = 2) -> Iterator[str]:
    """What ``json_text`` says in parts: the entries of dictionaries down to a depth one by one.

    A report is megabytes of text, which is then neither put together nor, where one name in it
    has a letter beyond Latin-1, made wider throughout.

    >>> print(*json_parts({"alpha": Figure(0.5).as_json(), "of": 3}, depth=1), sep="|")
    {"alpha": |{"value": 0.5, "undefined": null, "low": null, "high": null}|, "of": |3|}
    """
    if not depth or type(document) is not dict or not document:
        yield json_text(document)
        return
    before = "{"
    for key, each in document.items():
        yield f"{before}{quoted(key)}: "
        yield from json_parts(each, depth - 1)
        before = ", "
    yield "}"


def _figure(figure: Figure) -> str:
    """By hand, for the encoder asks each of four values of a figure what it is."""
    value, undefined, low, high, interval, note, skipped, coverage = figure
    if value is None:
        if coverage is None:
            return f'{{"value": null, "undefined": "{undefined!s}"}}'
        if isfinite(coverage):
            return f'{{"value": null, "undefined": "{undefined!s}", "coverage": {coverage!r}}}'
    elif isfinite(value) and note is None and not skipped and coverage is None:
        if low is None and high is None:
            why = "" if interval is None else f', "interval": "{interval!s}"'
            return f'{{"value": {value!r}, "undefined": null, "low": null, "high": null{why}}}'
        if low is not None and high is not None and interval is None and isfinite(high - low):
            return f'{{"value": {value!r}, "undefined": null, "low": {low!r}, "high": {high!r}}}'
    return json.dumps(figure.as_json(), allow_nan=False)


@lru_cache(maxsize=4096)
def quoted(key: str) -> str:
    """A key of a document as JSON."""
    return json.dumps(key, ensure_ascii=False)
