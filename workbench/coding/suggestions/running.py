"""A run: the rules of all codes looked for in the texts of a round, the same for all its coders.

In a round of several coders the rules are those of codes that everybody may see. The one coder of
a round alone has the rules of their own codes too, and nobody else sees what those find. A
transcript that some of its coders have locked and others not is left as it is, or the rest of them
would get what the first never had.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from workbench.codebook.store import codes
from workbench.coding.suggestions import store
from workbench.coding.suggestions.matching import ANY_LANGUAGE
from workbench.coding.suggestions.nouns import Found, Rule
from workbench.coding.suggestions.process import MatchingProcess
from workbench.corpus.store import body, participant_ranges, transcripts
from workbench.errors import WorkbenchError
from workbench.study import Person, Round, Study
from workbench.study.layers import layers
from workbench.study.rounds import round_named, rounds

OFF_BY_DEFAULT = (
    "in a reflexive analysis suggestions are off by default: nothing is proposed unless a run is"
    " asked for, as now"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is going to do: which rules, in which texts, for whom (None: all coders).

    ``texts`` are (transcript id, name, text id); ``left_out`` names the transcripts that only some
    of their coders have locked.
    """

    round_id: str
    round_name: str
    person_id: str | None
    language: str
    rules: tuple[Rule, ...]
    texts: tuple[tuple[str, str, int], ...]
    left_out: tuple[str, ...]
    notices: tuple[str, ...] = field(compare=False, default=())


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run changed: passages newly proposed, found again, and found no more."""

    new: int
    again: int
    gone: int


def plan_run(study: Study, round_name: str | None, language: str | None, by: Person | None) -> Plan:
    """What a run over a round would do (default: the newest open round, the last language).

    Raises where there is no round or no rule, and for the only coder's round where somebody else
    asks.
    """
    with study.snapshot():
        found = _round(study, round_name)
        alone = found.coders[0] if len(found.coders) == 1 else None
        if alone is not None and (by is None or by.id != alone.id):
            raise WorkbenchError(
                f"round {found.name} is {alone.name}'s alone: only {alone.name} runs the"
                " suggestions of it"
            )
        known = store.rules(study, codes(study, alone))
        if not known:
            raise WorkbenchError(
                f"no code that the coders of round {found.name} share has a rule: add one with"
                " workbench suggest rules add"
            )
        texts, left_out = _texts(study, found)
        return Plan(
            found.id,
            found.name,
            alone.id if alone else None,
            language or store.last_language(study, by) or ANY_LANGUAGE,
            tuple(known),
            texts,
            left_out,
            (OFF_BY_DEFAULT,) if study.mode == "reflexive" else (),
        )


def matches(study: Study, plan: Plan, process: MatchingProcess) -> Iterator[list[Found]]:
    """What the rules find, transcript by transcript in the order of the plan."""
    for transcript_id, name, text_id in plan.texts:
        text = body(study, text_id) or ""
        passages = process.find(name, text, participant_ranges(study, transcript_id))
        yield [
            Found(transcript_id, rule.code_id, start, end, rule.label)
            for rule, start, end in passages
        ]


def keep_run(study: Study, plan: Plan, found: Iterable[Found], by: Person | None) -> Kept:
    """Propose what a run has found, and no more what no rule finds any longer.

    A passage that was proposed before stays the same suggestion, however it was answered. Raises
    where rules, texts or locks are others by now than the run went by.
    """
    with study.change(f"suggest in round {plan.round_name}", by) as write:
        if plan_run(study, plan.round_name, plan.language, by) != plan:
            raise WorkbenchError(
                f"rules, texts or locks of round {plan.round_name} have changed meanwhile, so"
                " nothing is proposed: run it again"
            )
        run_id = store.insert_run(write, plan.round_id, plan.person_id, plan.language)
        before = store.suggested(study, plan.round_id, (text[0] for text in plan.texts))
        new, again = [], 0
        for one in found:
            known = before.pop((one.transcript_id, one.code_id, one.start, one.end), None)
            if known is None:
                new.append(one)
            else:
                store.found_again(write, known, run_id, one.rule)
                again += 1
        store.insert_suggestions(write, run_id, plan.person_id, new)
        for gone in before.values():
            store.delete_suggestion(write, gone)
    return Kept(len(new), again, len(before))


def run(study: Study, plan: Plan, by: Person | None) -> Kept:
    """A whole run, waited for."""
    with MatchingProcess(plan.rules, plan.language) as process:
        found = [one for several in matches(study, plan, process) for one in several]
    return keep_run(study, plan, found, by)


def _round(study: Study, name: str | None) -> Round:
    if name is None:
        still_open = [one for one in rounds(study) if not one.closed]
        if not still_open:
            raise WorkbenchError(
                f"{study.path} has no open round to suggest in: open one with workbench round open"
            )
        return still_open[-1]
    found = round_named(study, name)
    if found.closed:
        raise WorkbenchError(
            f"round {name} is closed, nothing more is coded in it: name an open one with --round"
        )
    return found


def _texts(study: Study, found: Round) -> tuple[tuple[tuple[str, str, int], ...], tuple[str, ...]]:
    """The texts of a round that a run reads, and the names of those that it leaves as they are."""
    locked: dict[str, list[bool]] = {}
    for layer in layers(study, round_id=found.id, newest_only=False):
        if layer.version == 1:
            locked.setdefault(layer.transcript_id, []).append(layer.locked)
    halfway = {id for id, states in locked.items() if any(states) and not all(states)}
    here = [one for one in transcripts(study) if one.id in locked]
    return (
        tuple((one.id, one.name, one.text_id) for one in here if one.id not in halfway),
        tuple(one.name for one in here if one.id in halfway),
    )
