"""Suggestions by commands: suggest (rules, and running them), suggestions (answering them)."""

import sys
from pathlib import Path

import click

from workbench.cli.common import (
    as_option,
    counted,
    json_option,
    narrate,
    open_as,
    open_for,
    print_json,
    print_rows,
    shortened,
    study_argument,
)
from workbench.cli.several import ByDefault, Subcommands
from workbench.cli.told import name_ignored
from workbench.codebook.store import find_code
from workbench.coding.suggestions.answering import accept, accept_all, offered, refuse, refuse_all
from workbench.coding.suggestions.nouns import EXTENTS, SENTENCE, Found, Rule
from workbench.coding.suggestions.process import MatchingProcess
from workbench.coding.suggestions.rules import (
    HEADER,
    add_rule,
    export_rules,
    import_rules,
    remove_rules,
    rules,
)
from workbench.coding.suggestions.running import Plan, keep_run, matches, plan_run
from workbench.corpus.store import text, transcript
from workbench.errors import UsageError
from workbench.study import Person, Study


class _Suggest(ByDefault):
    default = "run"


@click.group("suggest", cls=_Suggest, epilog="Example: workbench suggest flood.db --language en")
def suggest_command() -> None:
    """Look for passages by rules: the same for all coders of a round, each answers alone.

    `suggest STUDY` runs the rules of all codes. Nothing is coded by it: every coder sees the
    passages beside the text and accepts or refuses them.
    """


@suggest_command.command("run", epilog="Example: workbench suggest run flood.db --language en")
@study_argument
@click.option("--round", "round_name", metavar="R", help="Default: the newest open one.")
@click.option(
    "--language",
    metavar="CODE",
    help="How words and sentences are told apart: en, fr, de … or xx for any. [default: as in the"
    " last run, else xx]",
)
@as_option
@json_option
def suggest_run(
    study_path: Path,
    round_name: str | None,
    language: str | None,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Run the rules over the participants' words in a round, for all its coders at once.

    A transcript that only some of its coders have locked is left as it is. Running again brings
    what is proposed in line with the rules; answers given stay.
    """
    study, acting = open_for(study_path, as_name)
    with study:
        plan = plan_run(study, round_name, language, acting)
        for notice in plan.notices:
            narrate(notice)
        kept = keep_run(study, plan, _found(study, plan), acting)
    if plan.left_out:
        narrate(f"left as they are, for some have locked them: {', '.join(plan.left_out)}")
    if as_json:
        print_json(
            {
                "round": plan.round_name,
                "language": plan.language,
                "rules": len(plan.rules),
                "transcripts": len(plan.texts),
                "left_out": list(plan.left_out),
                "new": kept.new,
                "again": kept.again,
                "gone": kept.gone,
            }
        )
        return
    narrate(
        f"{counted(len(plan.rules), 'rule')} in {counted(len(plan.texts), 'transcript')}:"
        f" {counted(kept.new, 'passage')} newly proposed, {kept.again} found again,"
        f" {kept.gone} no more; next: workbench suggestions list {study_path} --as NAME"
    )


def _found(study: Study, plan: Plan) -> list[Found]:
    """All that the rules find, with a progress bar on a terminal."""
    stream = sys.stderr
    found: list[Found] = []
    with (
        MatchingProcess(plan.rules, plan.language) as process,
        click.progressbar(
            matches(study, plan, process),
            length=len(plan.texts),
            label="Looking for suggestions",
            file=stream,
            hidden=not stream.isatty(),
        ) as bar,
    ):
        for several in bar:
            found += several
    return found


# ── rules ────────────────────────────────────────────────────────────────────────────────────────


@suggest_command.group(
    "rules",
    cls=Subcommands,
    epilog="Example: workbench suggest rules add flood.db Trust --phrase 'picks up'",
)
def rules_group() -> None:
    """The rules of codes: by which words a passage is proposed."""


@rules_group.command(
    "add", epilog="Example: workbench suggest rules add flood.db Trust --forms 'ring somebody'"
)
@study_argument
@click.argument("code")
@click.option("--phrase", "phrase", metavar="WORDS", multiple=True, help="These words, any case.")
@click.option(
    "--forms",
    "forms",
    metavar="WORDS",
    multiple=True,
    help="These words in any inflection; needs pip install 'thematic-workbench[lookups]'.",
)
@click.option("--pattern", "pattern", metavar="REGEX", multiple=True, help="A regular expression.")
@click.option("--fuzzy", "fuzzy", metavar="WORDS", multiple=True, help="Spelled nearly so.")
@click.option(
    "--extent",
    type=click.Choice(EXTENTS),
    default=SENTENCE,
    show_default=True,
    help="What is proposed: the words, their sentence, or all that is said in that turn.",
)
@as_option
@json_option
def rules_add(
    study_path: Path,
    code: str,
    phrase: tuple[str, ...],
    forms: tuple[str, ...],
    pattern: tuple[str, ...],
    fuzzy: tuple[str, ...],
    extent: str,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Give a code rules: shared with the code, or your own with a code of your own."""
    given = {"phrase": phrase, "forms": forms, "pattern": pattern, "fuzzy": fuzzy}
    wanted = [(kind, words) for kind, several in given.items() for words in several]
    if not wanted:
        raise UsageError("say what to look for: --phrase, --forms, --pattern or --fuzzy")
    study, acting = open_for(study_path, as_name)
    with study, study.change("add rules of suggestions", acting):
        made = [add_rule(study, code, kind, words, extent, acting) for kind, words in wanted]
    if as_json:
        print_json([_rule_json(rule) for rule in made])
    else:
        for rule in made:
            click.echo(rule.id)


@rules_group.command("list", epilog="Example: workbench suggest rules list flood.db --json")
@study_argument
@as_option
@json_option
def rules_list(study_path: Path, as_name: str | None, as_json: bool) -> None:
    """List the rules of the codes that you may see."""
    study, viewer = open_for(study_path, as_name)
    with study:
        known = rules(study, viewer)
    if as_json:
        print_json([_rule_json(rule) for rule in known])
        return
    print_rows(
        ("id", "code", "kind", "words", "extent"),
        [(rule.id, rule.code, rule.kind, rule.words, rule.extent) for rule in known],
        nothing="no code has a rule yet: workbench suggest rules add gives it one",
    )


@rules_group.command("remove", epilog="Example: workbench suggest rules remove flood.db 6f1c…")
@study_argument
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@as_option
def rules_remove(study_path: Path, ids: tuple[str, ...], as_name: str | None) -> None:
    """Take rules away; what they found goes with the next run."""
    study, acting = open_for(study_path, as_name)
    with study:
        gone = remove_rules(study, ids, acting)
    narrate(f"{counted(len(gone), 'rule')} removed; run the others again to bring what is proposed"
            " in line")  # fmt: skip


@rules_group.command("import", epilog="Example: workbench suggest rules import flood.db rules.csv")
@study_argument
@click.argument("file", type=click.Path(path_type=Path))
@as_option
@json_option
def rules_import(study_path: Path, file: Path, as_name: str | None, as_json: bool) -> None:
    """Read rules from a table Code,Kind,Words[,Extent]: all rows or none."""
    study, acting = open_for(study_path, as_name)
    with study:
        read = import_rules(study, file, acting)
    name_ignored(file, HEADER)
    if as_json:
        print_json({"imported": read})
    else:
        narrate(f"{counted(read, 'rule')} imported from {file.name}")


@rules_group.command("export", epilog="Example: workbench suggest rules export flood.db rules.csv")
@study_argument
@click.argument("file", type=click.Path(path_type=Path))
@as_option
@json_option
def rules_export(study_path: Path, file: Path, as_name: str | None, as_json: bool) -> None:
    """Write the rules that you may see as a table, for another study."""
    study, viewer = open_for(study_path, as_name)
    with study:
        written = export_rules(study, file, viewer)
    if as_json:
        print_json({"file": str(file), "rules": written})
    else:
        narrate(f"{counted(written, 'rule')} written to {file}")


def _rule_json(rule: Rule) -> dict[str, str]:
    return {
        "id": rule.id,
        "code": rule.code,
        "kind": rule.kind,
        "words": rule.words,
        "extent": rule.extent,
    }


# ── answering ────────────────────────────────────────────────────────────────────────────────────


@click.group(
    "suggestions",
    cls=Subcommands,
    epilog="Example: workbench suggestions list flood.db --as Ana --json",
)
def suggestions_command() -> None:
    """Answer suggestions; nobody else sees how before they may see your codings."""


@suggestions_command.command(
    "list", epilog="Example: workbench suggestions list flood.db --as Ana --transcript S1-07"
)
@study_argument
@click.option("--transcript", "name", metavar="T", help="Only those in this transcript.")
@as_option
@json_option
def suggestions_list(
    study_path: Path, name: str | None, as_name: str | None, as_json: bool
) -> None:
    """The suggestions that are open for you: not answered, and not coded so already."""
    study, acting = open_as(study_path, as_name)
    with study, study.snapshot():
        found = offered(study, acting, transcript_id=_id_of(study, name))
        texts = {id: text(study, id) for id in {one.transcript_id for one in found}}
    rows = [
        {
            "id": one.id,
            "transcript": one.transcript,
            "start": one.start,
            "end": one.end,
            "text": texts[one.transcript_id][one.start : one.end],
            "code": one.code,
            "rule": one.rule,
        }
        for one in found
    ]
    if as_json:
        print_json(rows)
        return
    cells = ("id", "transcript", "start", "end", "code", "rule")
    print_rows(
        (*cells, "text"),
        [(*(row[cell] for cell in cells), shortened(str(row["text"]))) for row in rows],
        nothing="no suggestion is open for you",
    )


@suggestions_command.command(
    "accept", epilog="Example: workbench suggestions accept flood.db --as Ana --all --code Trust"
)
@study_argument
@click.argument("ids", metavar="[ID…]", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All that are open; one undo takes them back.")
@click.option("--transcript", "name", metavar="T", help="With --all: in this transcript.")
@click.option("--code", metavar="C", help="With --all: for this code.")
@as_option
@json_option
def suggestions_accept(
    study_path: Path,
    ids: tuple[str, ...],
    every: bool,
    name: str | None,
    code: str | None,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Make codings of suggestions; their origin says which rule found them."""
    _refuse_bad_choice(ids, every, name, code)
    study, acting = open_as(study_path, as_name)
    with study:
        if every:
            made = accept_all(study, acting, **_among(study, acting, name, code))
        else:
            made = accept(study, acting, ids)
    if as_json:
        print_json([{"id": id, "coding": coding} for id, coding in made.items()])
    else:
        narrate(f"{counted(len(made), 'suggestion')} accepted; workbench undo takes that back")


@suggestions_command.command(
    "refuse", epilog="Example: workbench suggestions refuse flood.db --as Ana 6f1c…"
)
@study_argument
@click.argument("ids", metavar="[ID…]", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All that are open; one undo takes them back.")
@click.option("--transcript", "name", metavar="T", help="With --all: in this transcript.")
@click.option("--code", metavar="C", help="With --all: for this code.")
@as_option
@json_option
def suggestions_refuse(
    study_path: Path,
    ids: tuple[str, ...],
    every: bool,
    name: str | None,
    code: str | None,
    as_name: str | None,
    as_json: bool,
) -> None:
    """Have suggestions proposed to you no more."""
    _refuse_bad_choice(ids, every, name, code)
    study, acting = open_as(study_path, as_name)
    with study:
        if every:
            gone = refuse_all(study, acting, **_among(study, acting, name, code))
        else:
            gone = list(ids)
            refuse(study, acting, gone)
    if as_json:
        print_json([{"id": id} for id in gone])
    else:
        narrate(f"{counted(len(gone), 'suggestion')} refused; workbench undo takes that back")


def _refuse_bad_choice(
    ids: tuple[str, ...], every: bool, name: str | None, code: str | None
) -> None:
    if every == bool(ids):
        raise UsageError("say which: the IDs that suggestions list shows, or --all")
    if not every and (name or code):
        raise UsageError("--transcript and --code go with --all")


def _among(
    study: Study, person: Person, name: str | None, code: str | None
) -> dict[str, str | None]:
    return {
        "transcript_id": _id_of(study, name),
        "code_id": find_code(study, person, code).id if code else None,
    }


def _id_of(study: Study, name: str | None) -> str | None:
    return transcript(study, name).id if name else None
