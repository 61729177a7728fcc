"""Writing a report: gathered, filled into the page, and put into one file, whole or not at all.

export_report(study, viewer, Path("report.html"))
"""

from dataclasses import dataclass
from pathlib import Path

from workbench.csv_out import write_whole
from workbench.exchange.report.material import gather
from workbench.exchange.report.notices import notices
from workbench.exchange.report.options import Options
from workbench.exchange.report.page import page_of
from workbench.study import Person, Study


@dataclass(frozen=True, slots=True)
class Reported:
    """What was written: how many bytes, and the notices that stand in the report."""

    path: Path
    size: int
    notices: tuple[str, ...]


def export_report(
    study: Study, viewer: Person | None, path: Path, options: Options | None = None
) -> Reported:
    """Write what the viewer may see as one self-contained page; a file of that name is replaced.

    Raises WorkbenchError where the file cannot be written, and never replaces a study.
    """
    material = gather(study, viewer, options or Options())
    content = page_of(material).encode("utf-8")
    write_whole(path, content)
    return Reported(path, len(content), tuple(notices(material)))
