"""Options wherever people put them: before a subcommand, and with several words behind them.

``workbench codings --as Ana list`` means what ``codings list --as Ana`` does, and
``--interviewer I INT`` is as good as one option a word.

Click gives an option a fixed number of words. Here the words behind it are read as further values
of it, until the next option begins; words that the arguments of the command still lack, and words
that a command knows to be arguments, are left to these.
"""

from collections.abc import Callable, Iterator

import click


def never(word: str) -> bool:
    """No word is for certain an argument."""
    del word
    return False


class Subcommands(click.Group):
    """A group that has no options of its own: those before the subcommand are the subcommand's."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Move the options behind the word of the subcommand, then parse as usual."""
        taken = False
        for index, word in enumerate(args):
            if word in ctx.help_option_names:
                break
            if word in self.commands and not taken:
                args = [word, *args[:index], *args[index + 1 :]]
                break
            taken = word == "--as"
        return super().parse_args(ctx, args)


class ByDefault(Subcommands):
    """A group one of whose subcommands, ``default``, is meant where none is named."""

    default = ""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put its word in front where the first word, a name behind --as aside, is none of them."""
        taken = False
        for word in args:
            if word in ctx.help_option_names or (word in self.commands and not taken):
                break
            if not word.startswith("-") and not taken:
                args = [self.default, *args]
                break
            taken = word == "--as"
        return super().parse_args(ctx, args)


class SeveralWords(click.Command):
    """A command some of whose options (``multiple=True``) take all words that follow.

    ``several`` names these options as they are written, ``belongs_to_arguments`` says of a word
    that it is no value of them.
    """

    several: tuple[str, ...] = ()
    belongs_to_arguments: Callable[[str], bool] = staticmethod(never)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write each further value as an option of its own, then parse as usual."""
        return super().parse_args(ctx, self._spelled_out(args))

    def _spelled_out(self, args: list[str]) -> list[str]:
        marked = list(self._marked(args))
        lacking = self._words_needed() - sum(1 for _, option in marked if option is None)
        arguments: set[int] = set()
        further = [index for index, (_, option) in enumerate(marked) if option]
        if lacking > 0 and further:
            arguments.update(further[-lacking:])
        spelled: list[str] = []
        for index, (word, option) in enumerate(marked):
            if option and index not in arguments:
                spelled += [option, word]
            else:
                spelled.append(word)
        return spelled

    def _marked(self, args: list[str]) -> Iterator[tuple[str, str | None]]:
        """Each word with: an option, whose further value it may be; None, an argument; "", else."""
        taking: str | None = None
        skip = 0
        for index, word in enumerate(args):
            if word == "--":
                yield word, ""
                yield from ((rest, None) for rest in args[index + 1 :])
                return
            if skip:
                skip -= 1
                yield word, ""
            elif word.startswith("-") and len(word) > 1:
                name, equals, _ = word.partition("=")
                taking = name if name in self.several else None
                skip = 0 if equals else self._values_of(name)
                yield word, ""
            elif taking and not self.belongs_to_arguments(word):
                yield word, taking
            else:
                taking = None
                yield word, None

    def _values_of(self, name: str) -> int:
        for parameter in self.params:
            if isinstance(parameter, click.Option) and name in parameter.opts:
                return 0 if parameter.is_flag or parameter.count else parameter.nargs
        return 0

    def _words_needed(self) -> int:
        return sum(
            max(1, parameter.nargs)
            for parameter in self.params
            if isinstance(parameter, click.Argument) and parameter.required
        )
