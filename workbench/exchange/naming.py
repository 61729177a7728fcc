r"""Names as NVivo writes them: ``Codes\\Theme\Code``, with no backslash inside a name."""

from collections.abc import Iterable

from workbench.codebook.nouns import Code
from workbench.codebook.paths import split_path
from workbench.themes.nouns import Theme


class Names:
    """Names of codes and themes for NVivo; remembers which of them held a backslash."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self.changed: set[str] = set()
        self._themes = {theme.id: theme for theme in themes}

    def flat(self, name: str) -> str:
        """The name with a slash for every backslash, which NVivo takes for a level."""
        if "\\" in name:
            self.changed.add(name)
        return name.replace("\\", "/")

    def code(self, code: Code) -> str:
        """The path of a code, ``Parent/Child``."""
        return "/".join(self._parts(code))

    def of_theme(self, theme: Theme) -> str:
        r"""``Codes\\Parent Theme\Theme``."""
        return "Codes\\\\" + "\\".join(self._chain(theme))

    def of_code(self, code: Code, theme: Theme | None) -> str:
        r"""``Codes\\Theme\Code``, or ``Codes\\Code`` without a theme."""
        above = self._chain(theme) if theme else []
        return "Codes\\\\" + "\\".join([*above, *self._parts(code)])

    def _parts(self, code: Code) -> list[str]:
        return [self.flat(name) for name in split_path(code.path)]

    def _chain(self, theme: Theme) -> list[str]:
        names: list[str] = []
        above: Theme | None = theme
        while above is not None:
            names.insert(0, self.flat(above.name))
            above = self._themes.get(above.parent_id) if above.parent_id else None
        return names
