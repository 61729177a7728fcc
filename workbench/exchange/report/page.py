"""The page itself: templates filled with the material, everything of the study escaped.

The page loads nothing: no font, picture or script from anywhere, and its policy forbids any. The
same material makes the same bytes.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from workbench import __version__
from workbench.codebook.paths import split_path
from workbench.exchange.report.checklist import checklists_of
from workbench.exchange.report.material import Material
from workbench.exchange.report.notices import limits, notices
from workbench.exchange.report.options import MODES, REFLEXIVE
from workbench.exchange.report.thematic_map import pictures
from workbench.exchange.report.whiskers import axis

if TYPE_CHECKING:
    from jinja2 import Environment

NO_BREAK = "\N{NO-BREAK SPACE}"
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SECTIONS = {
    "glance": "At a glance",
    "material": "Material",
    "codebook": "Codebook",
    "coding": "How coding was done",
    "agreement": "Agreement",
    "consensus": "Consensus",
    "themes": "Themes",
    "phases": "Phases",
    "figures": "Figures",
    "logs": "Categories and objections",
    "audit": "Audit trail",
    "checklist": "Reporting checklist",
    "limits": "Limits",
    "transcripts": "Appendix: transcripts",
    "locks": "Appendix: locked readings",
}
"""The sections by the key of their anchor, in the order of the page."""
WITHIN = {
    "extracts": "themes",
    "challenges": "logs",
    "attributes": "figures",
    "saturation": "coding",
}
"""What a checklist may point at besides, and the section it lies in."""
# characters that HTML cannot hold, and halves of surrogate pairs that UTF-8 cannot
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def page_of(material: Material) -> str:
    """The report as one HTML document."""
    environment = _environment()
    words, lists = checklists_of(material)
    sections = dict(SECTIONS)
    if material.mode == REFLEXIVE:
        sections["consensus"] = "Differing readings"
    columns = [one.column for one in material.themes.shown]
    return environment.get_template("report.html.j2").render(
        m=material,
        version=__version__,
        mode_name=MODES[material.mode][0],
        mode_words=MODES[material.mode][1],
        notices=notices(material),
        limits=limits(material),
        sections=sections,
        numbers={key: number for number, key in enumerate(sections, 1)},
        within=WITHIN,
        checklist_words=words,
        checklists=lists,
        maps=pictures(columns),
        axis=axis(),
    )


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("workbench.exchange.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "thousands": thousands,
        "counted": counted,
        "day": day,
        "moment": moment,
        "sentence": sentence,
        "listed": listed,
        "leaf": lambda path: split_path(path)[-1],
        "above": lambda path: " / ".join(split_path(path)[:-1]),
    }
    return environment


def _printable(value: Any) -> Any:
    """What a template prints, without characters that no page can hold."""
    if isinstance(value, str) and _UNPRINTABLE.search(value):
        return type(value)(_UNPRINTABLE.sub("\ufffd", value))
    return value


def thousands(number: int) -> str:
    r"""A count in groups of three.

    >>> thousands(1204) == "1\N{NO-BREAK SPACE}204"
    True
    """
    return f"{number:,}".replace(",", NO_BREAK)


def counted(number: int, noun: str, plural: str = "") -> str:
    r"""A count with its noun.

    >>> counted(1, "passage"), counted(0, "person", "people").replace("\N{NO-BREAK SPACE}", " ")
    ('1\xa0passage', '0 people')
    """
    return f"{thousands(number)}{NO_BREAK}{noun if number == 1 else plural or noun + 's'}"


def day(at: str) -> str:
    """The day of a moment of the study file, in UTC.

    >>> day("2026-11-26T11:25:50.037Z"), day("")
    ('26 November 2026', '–')
    """
    if not at:
        return "–"
    year, month, rest = at.split("-", 2)
    return f"{int(rest[:2])} {MONTHS[int(month) - 1]} {year}"


def moment(at: str) -> str:
    """Day and minute of a moment, in UTC.

    >>> moment("2026-11-26T11:25:50.037Z")
    '26 November 2026, 11:25 UTC'
    """
    return f"{day(at)}, {at[11:16]} UTC" if at else "–"


def sentence(words: str) -> str:
    """The words with a capital and a full stop.

    >>> sentence("nobody used it"), sentence("Why?")
    ('Nobody used it.', 'Why?')
    """
    words = words.strip()
    if not words:
        return ""
    end = "" if words[-1] in ".!?…”" else "."
    return words[0].upper() + words[1:] + end


def listed(names: "list[str] | tuple[str, ...]") -> str:
    """Names in a sentence.

    >>> listed(["Ana"]), listed(["Ana", "Ben", "Cem"])
    ('Ana', 'Ana, Ben and Cem')
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
