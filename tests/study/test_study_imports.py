"""A command starts without what it does not need."""

import subprocess
import sys

HEAVY = ("numpy", "scipy", "sqlite_utils", "dateutil", "spacy", "textual", "openpyxl", "docx")
OPENED = """
import sys
from pathlib import Path
import workbench.cli
from workbench.study import create_study, open_study
path = Path(sys.argv[1])
if path.exists():
    open_study(path).close()
    print(*sys.modules)
else:
    create_study(path, "T").close()
"""


def test_opening_a_study_loads_nothing_heavy(tmp_path):
    words = [sys.executable, "-c", OPENED, str(tmp_path / "s.db")]
    subprocess.run(words, check=True)
    loaded = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
    assert "workbench.study.file" in loaded
    assert not [name for name in HEAVY if name in loaded]
