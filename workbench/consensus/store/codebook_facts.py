"""What decisions record of the codebook."""

from workbench.codebook.store import codes
from workbench.study import Person, Study


def code_paths(study: Study, viewer: Person | None) -> dict[str, str]:
    """Paths by code id, in the order of the codebook, retired codes too."""
    return {code.id: code.path for code in codes(study, viewer, retired=True)}


def codebook_number(study: Study) -> str:
    """The number of the newest codebook version, as text; ``""`` before the first."""
    number = study.value("SELECT max(number) FROM codebook_versions")
    return "" if number is None else str(number)
