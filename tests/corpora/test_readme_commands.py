"""What the texts for newcomers tell them to type exists: every command, and every option of it."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from workbench.cli import cli

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ("README.md", "corpora/river-warnings/README.md", "corpora/samples/README.md")
_SHOWN = re.compile(r"`workbench ([^`\n]+)`|^workbench ([^\n#]+)", re.MULTILINE)


def shown(text: str) -> Iterator[str]:
    """The words after ``workbench`` in code spans and at the start of lines of blocks."""
    for spanned, line in _SHOWN.findall(text):
        yield spanned or line


def unknown(words: str) -> str:
    """The first of these words that is no command, or no option of it; empty if all are known."""
    context = click.Context(cli)
    command: click.Command = cli
    rest = re.sub(r'"[^"]*"', "TEXT", words).split()
    while rest and isinstance(command, click.Group):
        name = rest.pop(0)
        below = command.get_command(context, name)
        if below is None:
            default = not name.islower()
            return "" if default else name
        command = below
    options = {name for one in command.get_params(context) for name in one.opts}
    return next((word for word in rest if word.startswith("--") and word not in options), "")


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_and_option_that_a_readme_names_exists(name: str) -> None:
    said = list(shown((ROOT / name).read_text(encoding="utf-8")))
    assert said
    assert {words: unknown(words) for words in said if unknown(words)} == {}


def test_the_finder_sees_what_does_not_exist() -> None:
    assert unknown("names flood.db") == "names"
    assert unknown("describe flood.db --variabel x") == "--variabel"
    assert unknown('theme add flood.db "A --b" --concept "c"') == ""
