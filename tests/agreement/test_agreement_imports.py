"""The station stands alone: NumPy and nothing else."""

import ast
import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import workbench.agreement

MODULES = [
    f"workbench.agreement.{each.name}"
    for each in pkgutil.iter_modules(workbench.agreement.__path__)
]


def test_importing_every_module_loads_no_other_statistics_package():
    code = f"import sys, {', '.join(MODULES)}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    top = {name.partition(".")[0] for name in loaded}
    assert "numpy" in top
    assert not top & {
        "scipy",
        "pandas",
        "sklearn",
        "krippendorff",
        "click",
        "textual",
        "sqlite_utils",
    }
    house = {name for name in loaded if name.startswith("workbench")}
    assert house == {"workbench", "workbench.agreement", *MODULES}


def test_no_module_asserts_its_input():
    for path in Path(workbench.agreement.__path__[0]).glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not any(isinstance(node, ast.Assert) for node in ast.walk(tree)), path.name


def test_the_examples_in_the_docstrings_hold():
    for module in MODULES:
        assert doctest.testmod(importlib.import_module(module)).failed == 0, module
