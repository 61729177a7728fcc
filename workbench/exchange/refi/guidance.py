r"""A code's fields in the one description that REFI has for it, and back without loss.

The definition comes first, the other fields below it, each behind its label::

    Relying on somebody.

    When to use: for people
    Example: I trusted her
      more than the siren

Further lines of a field are indented. A line of the definition that begins like a label gets a
backslash in front.
"""

import re
from collections.abc import Iterable, Sequence


def compose(text: str, fields: Iterable[tuple[str, str]], labels: Sequence[str]) -> str:
    """One description of a text and of those fields that are not empty."""
    label = _label_at_start(labels)
    body = "\n".join(
        f"\\{line}" if label.match(line.lstrip("\\")) else line for line in text.split("\n")
    )
    block = "\n".join(
        f"{name}: " + "\n  ".join(value.split("\n")) for name, value in fields if value
    )
    return f"{body}\n\n{block}" if body and block else body or block


def parse(description: str, labels: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The text and the fields by label, as `compose` was given them.

    >>> parse("Relying.\\n\\nExample: one\\n  two", ["Example"])
    ('Relying.', {'Example': 'one\\ntwo'})
    """
    label = _label_at_start(labels)
    lines = description.split("\n")
    first = next(
        (
            n
            for n, line in enumerate(lines)
            if label.match(line) and (n == 0 or (n > 1 and not lines[n - 1]))
        ),
        None,
    )
    text = lines if first is None else lines[: max(0, first - 1)]
    fields: dict[str, str] = {}
    current = ""
    for line in lines[first:] if first is not None else ():
        found = label.match(line)
        if found:
            current = found[1]
            fields[current] = line[found.end() :].removeprefix(" ")
        else:
            fields[current] += "\n" + line.removeprefix("  ")
    plain = (
        line[1:] if line.startswith("\\") and label.match(line.lstrip("\\")) else line
        for line in text
    )
    return "\n".join(plain), fields


def _label_at_start(labels: Sequence[str]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(labels, key=len, reverse=True))
    return re.compile(rf"({names}):")
