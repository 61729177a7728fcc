"""One list of keys a screen: bindings, the keys bar, help and the command palette read it alike."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.actions import parse
from textual.binding import Binding

_NAMES = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "esc",
    "pageup": "page up",
    "pagedown": "page down",
    "question_mark": "?",
    "full_stop": ".",
    "comma": ",",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "number_sign": "#",
    "greater_than_sign": ">",
    "less_than_sign": "<",
}


@dataclass(frozen=True, slots=True)
class Key:
    """A key and what it does.

    ``key`` is named as Textual names keys (``"c"``, ``"ctrl+r"``, ``"down,j"`` for two that do the
    same). A run such as ``"1-9"`` binds each digit and hands it to the action: ``"recent"`` becomes
    ``recent(1)`` and so on. Without a key the action stands in the command palette only.

    ``word`` is for the keys bar (``short`` for the narrow one; an empty ``word`` keeps the key out
    of the bar), ``description`` a phrase for help and palette. ``when`` says of the screen whether
    the key is valid now. ``shown`` replaces the key in the bar (``"J K"`` for a pair of which the
    second entry has no word). ``group`` is the heading in help.
    """

    key: str
    word: str
    description: str
    action: str
    when: Callable[[Any], bool] | None = None
    group: str = "This screen"
    short: str = ""
    shown: str = ""

    @property
    def label(self) -> str:
        """The key as people read it: ``ctrl+r``, ``↓ j``, ``1-9``."""
        if _run_of(self.key):
            return self.key
        return " ".join(_NAMES.get(key.strip(), key.strip()) for key in self.key.split(","))

    @property
    def bar_label(self) -> str:
        """The key in the keys bar: the first of several, unless ``shown`` says otherwise."""
        return self.shown or self.label.split(" ")[0]

    @property
    def needs_its_key(self) -> bool:
        """True for a run such as ``1-9``: the palette cannot know which one is meant."""
        return bool(_run_of(self.key))

    def valid(self, screen: object) -> bool:
        """Whether the key does anything on ``screen`` now."""
        return self.when is None or self.when(screen)


def bindings_of(keys: Iterable[Key]) -> list[Binding]:
    """The Textual bindings of a list of keys."""
    bindings = []
    for key in keys:
        run = _run_of(key.key)
        if run:
            bindings += [
                Binding(str(digit), f"{key.action}({digit})", key.description, show=False)
                for digit in run
            ]
        elif key.key:
            bindings.append(Binding(key.key, key.action, key.description, show=False))
    return bindings


def valid_action(
    keys: Iterable[Key], action: str, parameters: Sequence[object], screen: object
) -> bool:
    """Whether an action may run now; one that no key names is left to whoever defined it."""
    named = [key for key in keys if _is_action(key, action, parameters)]
    return not named or any(key.valid(screen) for key in named)


def for_bar(keys: Iterable[Key], screen: object, *, narrow: bool) -> list[tuple[str, str]]:
    """(key, word) of what the bar shows now, most used first."""
    return [
        (key.bar_label, key.short if narrow and key.short else key.word)
        for key in keys
        if key.word and key.valid(screen)
    ]


def grouped(keys: Iterable[Key]) -> dict[str, list[Key]]:
    """The keys that have a key, by the heading they stand under in help, in order."""
    groups: dict[str, list[Key]] = {}
    for key in keys:
        if key.key:
            groups.setdefault(key.group, []).append(key)
    return groups


def _is_action(key: Key, action: str, parameters: Sequence[object]) -> bool:
    _, name, given = parse(key.action)
    if name != action:
        return False
    return bool(_run_of(key.key)) or tuple(given) == tuple(parameters)


def _run_of(key: str) -> range | None:
    run = re.fullmatch(r"(\d)-(\d)", key)
    return range(int(run[1]), int(run[2]) + 1) if run else None


class Keyed:
    """For screens: the class's ``KEYS`` become its bindings, and its actions ask them first."""

    KEYS: ClassVar[tuple[Key, ...]] = ()

    def __init_subclass__(cls, *args: Any, **options: Any) -> None:
        if "KEYS" in cls.__dict__:
            own = cls.__dict__.get("BINDINGS", ())
            cls.BINDINGS = [*own, *bindings_of(cls.KEYS)]  # type: ignore[attr-defined]
        super().__init_subclass__(*args, **options)

    @property
    def all_keys(self) -> tuple[Key, ...]:
        """Every key that means something here."""
        return self.KEYS

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An action is valid when one of its keys is."""
        return valid_action(self.all_keys, action, parameters, self)
