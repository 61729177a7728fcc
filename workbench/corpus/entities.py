"""Names by a model of the language, for whoever has one installed: it knows what spelling hides.

A model guesses, like spelling does, only otherwise: what it finds are candidates too.
"""

from collections.abc import Mapping
from typing import Any

from workbench.corpus.identifying import DATE, NAME, PLACE
from workbench.errors import WorkbenchError

MOST_AT_ONCE = 50_000
"""Characters that a model is given at once; a longer paragraph is cut."""
KIND_OF = {
    "PERSON": NAME,
    "PER": NAME,
    "ORG": NAME,
    "NORP": NAME,
    "GPE": PLACE,
    "LOC": PLACE,
    "FAC": PLACE,
    "DATE": DATE,
}
"""What the labels of spaCy's models are here; others are left out."""


def entities(texts: Mapping[str, str], model: str) -> dict[str, str]:
    """Names and their kinds by a spaCy model: its name, or the folder it lies in.

    Of dates only those with a digit. Raises for a model that is not installed or knows no names.
    """
    nlp = _loaded(model)
    found: dict[str, str] = {}
    for text in texts.values():
        for paragraph in text.split("\n"):
            for start in range(0, len(paragraph), MOST_AT_ONCE):
                for entity in nlp(paragraph[start : start + MOST_AT_ONCE]).ents:
                    words, kind = entity.text.strip(), KIND_OF.get(entity.label_)
                    telling = kind != DATE or any(c.isdigit() for c in words)
                    if kind is not None and words and telling:
                        found.setdefault(words, kind)
    return found


def _loaded(model: str) -> Any:
    import spacy

    try:
        nlp = spacy.load(model)
    except (ImportError, OSError, ValueError):
        raise WorkbenchError(
            f"there is no spaCy model {model}: install one for the language of the texts, such as"
            " python -m spacy download en_core_web_sm, or leave --model away"
        ) from None
    if not {"ner", "entity_ruler", "span_ruler"} & set(nlp.pipe_names):
        raise WorkbenchError(f"the spaCy model {model} knows no names: choose one that does")
    return nlp
