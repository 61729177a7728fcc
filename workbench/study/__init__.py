"""The study file: who takes part, who may see what, and the one way to write.

>>> from pathlib import Path; import tempfile
>>> folder = tempfile.TemporaryDirectory()
>>> study = create_study(Path(folder.name) / "flood.db", "River warnings")
>>> ana = add_person(study, "Ana")
>>> with study.change("add a case", by=ana) as write:
...     case_id = write.insert("cases", name="P1", position=1)
>>> undo(study, ana)
'add a case'
>>> study.value("SELECT count(*) FROM cases")
0
>>> verify(study).ok
True
>>> study.close(); folder.cleanup()
"""

from workbench.study.backup import backup
from workbench.study.door import viewer_id, visible_codes, visible_layers, visible_notes
from workbench.study.file import create_study, open_study
from workbench.study.history import history
from workbench.study.ids import new_id, now
from workbench.study.nouns import Layer, Person, Round
from workbench.study.people import add_person, people, person, rename_person, retire_person
from workbench.study.study import Study, UnsoundError, Writer, explain
from workbench.study.undo import Standing, can_redo, can_undo, redo, standing, undo
from workbench.study.verify import verify

__all__ = [
    "Layer",
    "Person",
    "Round",
    "Standing",
    "Study",
    "UnsoundError",
    "Writer",
    "add_person",
    "backup",
    "can_redo",
    "can_undo",
    "create_study",
    "explain",
    "history",
    "new_id",
    "now",
    "open_study",
    "people",
    "person",
    "redo",
    "rename_person",
    "retire_person",
    "standing",
    "undo",
    "verify",
    "viewer_id",
    "visible_codes",
    "visible_layers",
    "visible_notes",
]
