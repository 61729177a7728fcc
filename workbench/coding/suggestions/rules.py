"""The rules of suggestions: adding, removing, and as a table that travels between studies.

A rule on a shared code belongs to the study, like the code; one on a coder's own code is theirs.
"""

import re
import warnings
from collections.abc import Collection
from pathlib import Path

from workbench.codebook.lookup import choose
from workbench.codebook.nouns import Code
from workbench.codebook.store import codes, find_code
from workbench.coding.suggestions import store
from workbench.coding.suggestions.nouns import EXTENTS, KINDS, PATTERN, SENTENCE, Rule
from workbench.csv_out import without_guard, write_csv
from workbench.errors import UsageError, WorkbenchError
from workbench.study import Person, Study
from workbench.tables import read_table

HEADER = ("Code", "Kind", "Words", "Extent")


def rules(study: Study, viewer: Person | None) -> list[Rule]:
    """The rules of all codes in use that the viewer may see, in the order of the codebook."""
    with study.snapshot():
        return store.rules(study, codes(study, viewer))


def add_rule(
    study: Study, code_name: str, kind: str, words: str, extent: str, by: Person | None
) -> Rule:
    """Keep a rule for a code. One that is there already only gets its extent anew.

    Raises for an unknown code, and for words that cannot be looked for.
    """
    words = checked_words(kind, words)
    if extent not in EXTENTS:
        raise UsageError(f"{extent!r} is no extent: choose one of {', '.join(EXTENTS)}")
    # the words may tell of a coder's own code, and what a change is called may be read by others
    with study.change("add a rule of suggestions", by) as write:
        code = find_code(study, by, code_name)
        _refuse_if_not_ones_own(code, by)
        rule = Rule("", code.id, code.path, kind, words, extent)
        for known in store.rules(study, [code]):
            if known.label == rule.label:
                store.set_extent(write, known.id, extent)
                return Rule(known.id, code.id, code.path, kind, words, extent)
        made = store.insert_rule(write, rule)
    return Rule(made, code.id, code.path, kind, words, extent)


def remove_rules(study: Study, ids: Collection[str], by: Person | None) -> list[Rule]:
    """Take rules away; what they found is no more proposed after the next run."""
    with study.change("remove rules of suggestions", by) as write:
        known = {rule.id: rule for rule in rules(study, by)}
        for id in ids:
            if id not in known:
                raise WorkbenchError(
                    f"there is no rule {id}: list them with workbench suggest rules list"
                )
        gone = [known[id] for id in dict.fromkeys(ids)]
        owners = {code.id: code for code in codes(study, by)}
        for rule in gone:
            _refuse_if_not_ones_own(owners[rule.code_id], by)
            store.delete_rule(write, rule.id)
    return gone


def import_rules(study: Study, path: Path, by: Person | None) -> int:
    """Read rules from a table (``Code,Kind,Words[,Extent]``): all rows or none; how many."""
    table = read_table(path, required=HEADER[:3], optional=HEADER[3:])
    with study.change("import rules of suggestions", by):
        known = codes(study, by)
        for row in table.rows:
            name = without_guard(table.text(row, "Code"))
            if choose(known, name, by.id if by else None) is None:
                raise WorkbenchError(
                    f"{table.where(row, 'Code')}: no code is called {name}; add it first, or"
                    " correct the name"
                )
            try:
                add_rule(
                    study,
                    name,
                    row["Kind"].lower(),
                    without_guard(row["Words"]),
                    row["Extent"].lower() or SENTENCE,
                    by,
                )
            except WorkbenchError as error:
                raise WorkbenchError(f"{table.where(row)}: {error}") from error
    return len(table.rows)


def export_rules(study: Study, path: Path, viewer: Person | None) -> int:
    """Write the rules that the viewer may see as a table that `import_rules` reads; how many."""
    found = rules(study, viewer)
    write_csv(path, HEADER, [(rule.code, rule.kind, rule.words, rule.extent) for rule in found])
    return len(found)


def checked_words(kind: str, words: str) -> str:
    """The words of a rule, trimmed (a pattern as it is). Raises where nothing can be looked for."""
    if kind not in KINDS:
        raise UsageError(f"{kind!r} is no kind of rule: choose one of {', '.join(KINDS)}")
    if not words.isprintable():
        raise WorkbenchError("the words of a rule stand on one line: write them so")
    if kind == PATTERN:
        _refuse_bad_pattern(words)
        return words
    words = " ".join(words.split())
    if not re.search(r"\w", words):
        raise WorkbenchError("the rule has no word to look for: give it one")
    return words


def _refuse_bad_pattern(pattern: str) -> None:
    """A pattern must be one, and find something: one that may take for ever is met when it runs."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    except (re.error, OverflowError, RecursionError, MemoryError) as error:
        raise WorkbenchError(
            f"“{pattern}” is no regular expression ({error}): correct it, or make the rule a phrase"
        ) from None
    if not pattern.strip() or compiled.fullmatch(""):
        raise WorkbenchError(
            f"“{pattern}” also matches nothing at all, so it would be found everywhere: make it"
            " match at least one character"
        )


def _refuse_if_not_ones_own(code: Code, by: Person | None) -> None:
    if not code.shared and code.maker_id != (by.id if by else None):
        raise WorkbenchError(
            f"{code.path} is a code of {code.maker}'s own: only {code.maker} gives it rules"
        )
