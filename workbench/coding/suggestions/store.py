"""Rules, runs, suggestions and answers in the study file. What is one's own passes the door."""

from collections.abc import Iterable, Sequence
from typing import Any

from workbench.codebook.nouns import Code
from workbench.coding.suggestions.nouns import Found, Rule, Suggestion
from workbench.study import Person, Study, Writer, now, viewer_id
from workbench.study.door import visible_suggestions

Spot = tuple[str, str, int, int]
"""A passage for a code: transcript id, code id, start, end."""


def rules(study: Study, known: Iterable[Code]) -> list[Rule]:
    """The rules of the codes given, in their order, and by kind and words."""
    paths = {code.id: code.path for code in known}
    place = {id: at for at, id in enumerate(paths)}
    rows = study.query("SELECT * FROM suggestion_rules ORDER BY kind, words, id")
    found = [
        Rule(
            row["id"],
            row["code_id"],
            paths[row["code_id"]],
            row["kind"],
            row["words"],
            row["extent"],
        )
        for row in rows
        if row["code_id"] in paths
    ]
    return sorted(found, key=lambda rule: place[rule.code_id])


def insert_rule(write: Writer, rule: Rule) -> str:
    """Keep a rule; returns its id."""
    return write.insert(
        "suggestion_rules",
        code_id=rule.code_id,
        kind=rule.kind,
        words=rule.words,
        extent=rule.extent,
        made_at=now(),
    )


def set_extent(write: Writer, rule_id: str, extent: str) -> None:
    """What a rule proposes around its words."""
    write.update("suggestion_rules", rule_id, extent=extent)


def delete_rule(write: Writer, rule_id: str) -> None:
    """Take a rule away; what it has found stays until the next run."""
    write.delete("suggestion_rules", rule_id)


def last_language(study: Study, viewer: Person | None) -> str:
    """The language of the last run of any round; "" before the first."""
    return str(
        study.value(
            "SELECT s.language FROM suggestion_runs s"
            f" WHERE {visible_suggestions('s')} ORDER BY s.at DESC, s.rowid DESC LIMIT 1",
            {"viewer": viewer_id(viewer)},
        )
        or ""
    )


def insert_run(write: Writer, round_id: str, person_id: str | None, language: str) -> str:
    """Note a run; returns its id."""
    return write.insert(
        "suggestion_runs", round_id=round_id, person_id=person_id, language=language, at=now()
    )


def suggested(study: Study, round_id: str, transcript_ids: Iterable[str]) -> dict[Spot, str]:
    """The suggestions of a round in some of its transcripts, whoever may see them: id by spot."""
    wanted = set(transcript_ids)
    rows = study.query(
        "SELECT s.* FROM suggestions s JOIN suggestion_runs r ON r.id = s.run_id"
        " WHERE r.round_id = ?",
        (round_id,),
    )
    return {_spot(row): row["id"] for row in rows if row["transcript_id"] in wanted}


def insert_suggestions(
    write: Writer, run_id: str, person_id: str | None, found: Sequence[Found]
) -> None:
    """Keep what a run has found."""
    write.insert_many(
        "suggestions",
        [
            {
                "run_id": run_id,
                "person_id": person_id,
                "transcript_id": one.transcript_id,
                "code_id": one.code_id,
                "start": one.start,
                "end": one.end,
                "rule": one.rule,
            }
            for one in found
        ],
    )


def found_again(write: Writer, suggestion_id: str, run_id: str, rule: str) -> None:
    """A later run has found it too."""
    write.update("suggestions", suggestion_id, run_id=run_id, rule=rule)


def delete_suggestion(write: Writer, suggestion_id: str) -> None:
    """No rule finds it any more. Answers to it stay with their persons."""
    write.delete("suggestions", suggestion_id)


def unanswered(
    study: Study, person: Person, paths: dict[str, str], transcript_id: str | None = None
) -> list[Suggestion]:
    """Suggestions that this person may see and has not answered, for codes in ``paths`` (path by
    id), in the rounds they code in; by transcript, start, end and code path."""
    rows = study.query(
        "SELECT s.*, t.name AS transcript, r.round_id FROM suggestions s"
        " JOIN suggestion_runs r ON r.id = s.run_id"
        " JOIN transcripts t ON t.id = s.transcript_id"
        " JOIN round_coders c ON c.round_id = r.round_id AND c.person_id = :viewer"
        f" WHERE {visible_suggestions('s')} AND NOT EXISTS (SELECT 1 FROM suggestion_answers a"
        " WHERE a.suggestion_id = s.id AND a.person_id = :viewer)"
        " AND (:transcript IS NULL OR s.transcript_id = :transcript)",
        {"viewer": person.id, "transcript": transcript_id},
    )
    found = [
        Suggestion(
            row["id"],
            row["transcript_id"],
            row["transcript"],
            row["round_id"],
            row["start"],
            row["end"],
            row["code_id"],
            paths[row["code_id"]],
            row["rule"],
        )
        for row in rows
        if row["code_id"] in paths
    ]
    return sorted(found, key=lambda one: (one.transcript, one.start, one.end, one.code))


def transcripts_of(study: Study, ids: Sequence[str]) -> set[str]:
    """Ids of the transcripts that suggestions lie in: of one named, or of any of many."""
    if len(ids) > 1:
        return {row[0] for row in study.query("SELECT DISTINCT transcript_id FROM suggestions")}
    rows = study.query("SELECT transcript_id FROM suggestions WHERE id = ?", tuple(ids))
    return {row["transcript_id"] for row in rows}


def insert_answers(write: Writer, person: Person, ids: Iterable[str], answer: str) -> None:
    """Note how a person answered suggestions."""
    moment = now()
    write.insert_many(
        "suggestion_answers",
        [
            {"suggestion_id": id, "person_id": person.id, "answer": answer, "at": moment}
            for id in ids
        ],
    )


def answers_of(study: Study, person: Person) -> dict[str, str]:
    """How a person answered, by the ids of suggestions: for that person's own eyes."""
    rows = study.query(
        "SELECT suggestion_id, answer FROM suggestion_answers WHERE person_id = ?", (person.id,)
    )
    return {row["suggestion_id"]: row["answer"] for row in rows}


def _spot(row: Any) -> Spot:
    return row["transcript_id"], row["code_id"], row["start"], row["end"]
