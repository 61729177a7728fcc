"""The command line: each command parses, calls one function of a station, and prints.

Modules of commands are loaded when their command is called, so that ``workbench --help`` and the
screens start without them.
"""

import contextlib
import errno
import gc
import importlib
import os
import sqlite3
import sys
import traceback
from typing import Any, NoReturn

import click

from workbench import __version__
from workbench.cli.common import narrate, one_line
from workbench.errors import UsageError, WorkbenchError
from workbench.state import state_folder
from workbench.study import explain

# command name -> module of workbench.cli that holds it, under the command's name
COMMANDS = {
    "agreement": "agreement",
    "answers": "survey",
    "apply": "coding",
    "backup": "study",
    "cases": "corpus",
    "challenges": "logs",
    "check-figures": "figures",
    "code": "code",
    "codebook": "codebook",
    "codings": "coding",
    "collect": "packs",
    "correct": "correcting",
    "deidentify": "deidentify",
    "demo": "demo",
    "describe": "figures",
    "disagreements": "consensus",
    "doubtful": "correcting",
    "export": "export",
    "history": "study",
    "import": "corpus",
    "import-refi": "refi",
    "keys": "keys",
    "lineage": "logs",
    "lock": "coding",
    "new": "study",
    "note": "notes",
    "open": "open",
    "pack": "packs",
    "people": "study",
    "phases": "phases",
    "recheck": "recheck",
    "redo": "study",
    "reliability": "reliability",
    "replicate": "figures",
    "resolve": "consensus",
    "restore": "study",
    "round": "rounds",
    "search": "corpus",
    "show": "corpus",
    "speakers": "corpus",
    "suggest": "suggestions",
    "suggestions": "suggestions",
    "survey": "survey",
    "theme": "themes",
    "transcripts": "corpus",
    "turns": "corpus",
    "undo": "study",
    "unitizing": "unitizing",
    "unlock": "coding",
    "verify": "study",
    "versions": "correcting",
    "withdraw": "withdrawing",
    "words": "words",
}


class Workbench(click.Group):
    """The root group: loads commands on demand and turns errors into sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module that holds the command."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        loaded = importlib.import_module(f"workbench.cli.{module}")
        gc.enable()
        command: click.Command = getattr(loaded, f"{cmd_name.replace('-', '_')}_command")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; whatever a person can mend ends as one clear line and exit 1 or 2."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(one_line(str(error))) from error
        except WorkbenchError as error:
            _fail(str(error), error.details)
        except sqlite3.Error as error:
            _fail(str(explain(error, "the study file")))
        except UnicodeEncodeError as error:
            _fail(_not_utf8(error))
        except (click.exceptions.NoArgsIsHelpError, click.exceptions.Exit, click.Abort):
            raise
        except click.UsageError as error:
            # click quotes the words of the command as they are, line breaks included
            raise click.UsageError(one_line(error.format_message()), error.ctx) from error
        except (click.ClickException, BrokenPipeError):
            raise
        except Exception as error:
            if _output_is_full(error):
                raise
            _fail(
                f"something went wrong inside workbench ({type(error).__name__}: {error}):"
                f" nothing was changed; the details are in {_report(error)}"
            )


def _output_is_full(error: Exception) -> bool:
    """Whether it is the output that takes no more: whoever writes a file says so of the file."""
    return (
        isinstance(error, OSError)
        and error.filename is None
        and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
    )


def _fail(message: str, details: tuple[str, ...] = ()) -> NoReturn:
    for line in details:
        narrate(line)
    narrate(f"Error: {message}")
    raise click.exceptions.Exit(1)


def _not_utf8(error: UnicodeEncodeError) -> str:
    """Names whose bytes are not UTF-8 reach Python as text that no file can hold."""
    wrong = one_line(ascii(error.object))
    return (
        f"{wrong if len(wrong) <= 80 else wrong[:79] + '…'} holds bytes that are not UTF-8:"
        " nothing was changed; type it again, or give the file another name"
    )


def _report(error: Exception) -> str:
    try:
        target = state_folder() / "last-error.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return "no file (none could be written)"
    return str(target)


@click.group(
    cls=Workbench,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: workbench new flood.db --title 'River warnings'",
)
@click.version_option(__version__, prog_name="workbench")
def cli() -> None:
    """Qualitative thematic coding by two or more coders, from transcript to theme summary."""


def _close_output() -> NoReturn:
    """End without the attempt to write what is left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)


def main() -> None:
    """Entry point of the ``workbench`` command. All text is UTF-8 whatever the locale."""
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        # the words of the command and the names of files were read in another encoding already
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    # What is loaded stays: looking through it for garbage takes a tenth of the start.
    gc.disable()
    # Nor often later on: a report is tens of thousands of objects and hardly a ring of them, for
    # which alone one has to look. At the end all of them go with the process.
    gc.set_threshold(50_000)
    # Nothing here is large enough for several threads, and where the machine is busy they wait for
    # one another: set before NumPy loads, which reads it once.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        cli(prog_name="workbench")
    except BrokenPipeError:
        # the reader of a pipe went away: nothing to say, and nobody to say it to
        _close_output()
    except OSError as error:
        if not _output_is_full(error):
            raise
        with contextlib.suppress(OSError):  # there may be no room for this either
            narrate(
                f"Error: the output cannot be written ({error.strerror}): make room where it goes;"
                " whether the command changed the study is seen in workbench history"
            )
        _close_output()
    finally:
        gc.freeze()
