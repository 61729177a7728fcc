"""The labels of those fields that REFI has no place for, as they stand in descriptions."""

DEFINED_UNDER = "Stands under"
FIELDS = {
    "When to use": "when_to_use",
    "When not to use": "when_not_to_use",
    "Example": "example",
    "Origin": "origin",
    "Level": "level",
    "Question": "question",
    "Aliases": "aliases",
    "Exclusive": "exclusive",
}
CODE_LABELS = (*FIELDS, DEFINED_UNDER)
CONCEPT, SUMMARY = "Central organising concept", "Summary"
THEME_LABELS = (CONCEPT, SUMMARY)
