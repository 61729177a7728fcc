"""What may stand in the cells of a code: checked at every way in, so that all ways out fit."""

from collections.abc import Iterable, Sequence

from workbench.errors import WorkbenchError


def checked_text(text: str) -> str:
    """A text with LF line ends, empty if it is only white space; raises for what no file holds."""
    for character in text:
        if character == "\0" or "\ud800" <= character <= "\udfff":
            raise WorkbenchError(
                f"{text[:40]!r} holds a character that no text can hold"
                f" (U+{ord(character):04X}): leave it out"
            )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.strip() else ""


def checked_choice(what: str, value: str, allowed: Sequence[str]) -> str:
    """The value, if it is one of those allowed whatever its case; raises otherwise."""
    plain = value.strip().casefold().replace(" ", "-")
    if plain not in allowed:
        choices = ", ".join(choice for choice in allowed if choice)
        raise WorkbenchError(f"{value.strip()!r} is no {what} of a code: choose one of {choices}")
    return plain


def checked_letter(letter: str) -> str:
    """One or two letters or digits to stand in the margin, or nothing; raises otherwise."""
    letter = letter.strip()
    if letter and not (len(letter) <= 2 and letter.isascii() and letter.isalnum()):
        raise WorkbenchError(
            f"{letter!r} cannot stand for a code: use one letter from a to z or A to Z,"
            " or two characters"
        )
    return letter


def split_aliases(cell: str) -> tuple[str, ...]:
    """The other names of a code from one cell, parted by semicolons; each once, in order."""
    parts = (part.strip() for part in cell.split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def join_aliases(aliases: Iterable[str]) -> str:
    """The aliases as one cell, which :func:`split_aliases` takes apart again."""
    return "; ".join(split_aliases(";".join(checked_text(alias) for alias in aliases)))
