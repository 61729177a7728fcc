"""What REFI has no place for, as JSON beside the file: for people and scripts, nobody imports it.

Only what the viewer may see, and nothing that depends on when it is asked.
"""

import json
from collections.abc import Sequence
from typing import Any

from workbench.consensus.store import read_items, recodings
from workbench.corpus.store import corrected, speakers
from workbench.study import Person, Study
from workbench.study.layers import layers
from workbench.study.rounds import rounds
from workbench.themes.store import overrides, themes


def beside_json(study: Study, viewer: Person | None, losses: Sequence[str]) -> bytes:
    """The document, in UTF-8, indented, with a line end."""
    document = {
        "format": "workbench beside REFI-QDA 1",
        "study": study.title,
        "mode": study.mode,
        "not_in_the_project": list(losses),
        "rounds": [
            {
                "name": one.name,
                "practice": one.practice,
                "closed": one.closed,
                "coders": [coder.name for coder in one.coders],
                "transcripts": list(one.transcripts),
                "codebook_version": one.codebook_version,
            }
            for one in rounds(study)
        ],
        "layers": [
            {
                "round": layer.round_name,
                "transcript": layer.transcript,
                "coder": layer.person.name,
                "version": layer.version,
                "discussed": layer.discussed,
            }
            for layer in layers(study, newest_only=False)
            if layer.revealed
        ],
        "decisions": _decisions(study, viewer),
        "recodings": _recodings(study),
        "speakers": [
            {
                "transcript": one.transcript,
                "speaker": one.label,
                "interviewer": one.interviewer,
                "case": one.case or None,
            }
            for one in speakers(study)
        ],
        "corrected": [{"transcript": name, "version": number} for name, number in corrected(study)],
        "parked_themes": [
            {"theme": theme.name, "why": theme.parked}
            for theme in themes(study, viewer)
            if theme.parked is not None
        ],
        "phases_passed": [
            {"phase": one.phase, "reason": one.reason, "by": one.by or None}
            for one in overrides(study)
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _recodings(study: Study) -> list[dict[str, Any]]:
    return [
        {
            "transcript": one.transcript,
            "start": one.start,
            "end": one.end,
            "from": one.old_code,
            "to": one.new_code,
            "reason": one.reason,
            "note": one.note,
            "by": one.by,
            "at": one.at,
        }
        for round_ in rounds(study)
        for one in recodings(study, round_.id)
    ]


def _decisions(study: Study, viewer: Person | None) -> list[dict[str, Any]]:
    return [
        {
            "transcript": item.transcript,
            "start": item.start,
            "end": item.end,
            "kind": item.kind,
            "outcome": decision.outcome,
            "reason": decision.reason,
            "note": decision.note,
            "by": decision.by.name,
            "at": decision.at,
        }
        for item in sorted(
            read_items(study, viewer), key=lambda i: (i.transcript, i.start, i.end, i.kind, i.id)
        )
        for decision in item.decisions
    ]
