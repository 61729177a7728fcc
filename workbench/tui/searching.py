"""How a search is typed: words as they are, a pattern after ``re:``, nearly spelled after ``~``."""

HINT = "words; re: for a pattern, ~ for words spelled nearly so"
_SIGNS = (("re:", "regex"), ("~", "fuzzy"))


def asked(typed: str) -> tuple[str, str]:
    """What is looked for, and how (`words`, `regex` or `fuzzy`).

    >>> asked("~ river"), asked("re:riv.r"), asked("river")
    (('river', 'fuzzy'), ('riv.r', 'regex'), ('river', 'words'))
    """
    for sign, how in _SIGNS:
        if typed.startswith(sign):
            return typed.removeprefix(sign).strip(), how
    return typed, "words"
