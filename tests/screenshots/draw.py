"""Draw the pictures of the README from the real screens of the demo study.

    python tests/screenshots/draw.py [FOLDER]

Needs rsvg-convert (librsvg2-bin) and the font JetBrains Mono, so it is run by hand, not by tests.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from workbench.demo import demo_in
from workbench.study import open_study, person
from workbench.tui.app import WorkbenchApp
from workbench.tui.session import Session
from workbench.tui.shoot import shoot

CELL = 12.2  # width of a cell in the pictures that Textual exports
PICTURES: dict[str, tuple[str, str, tuple[int, int], tuple[str, ...]]] = {
    # name: (who looks, screen, size, keys)
    "code": ("Ana", "code", (160, 50), (*("down",) * 8, *("right",) * 30, "o")),
    "reconcile": ("Ana", "reconcile", (160, 50), ("J", "J")),
    "agreement": ("Ana", "agreement", (160, 50), ("down",) * 5),
    "themes": ("Ana", "themes", (160, 50), ()),
    "figures": ("Ana", "figures", (160, 50), ("down",) * 7),
}


def draw(study_path: Path, target: Path, who: str, screen: str, size: tuple[int, int],
         keys: Sequence[str]) -> None:  # fmt: skip
    """One picture: the app at a size after some keys, as PNG."""
    with open_study(study_path) as study, tempfile.TemporaryDirectory() as folder:
        app = WorkbenchApp(Session(study, person(study, who)), start=screen)
        svg = Path(folder) / "screen.svg"
        asyncio.run(shoot(app, svg, size=size, keys=keys))
        svg.write_text(placed(svg.read_text(encoding="utf-8")), encoding="utf-8")
        subprocess.run(["rsvg-convert", "-w", "1600", str(svg), "-o", str(target)], check=True)


def placed(svg: str) -> str:
    """Leading blanks as positions, for rsvg-convert drops them; and a font that is there."""

    def moved(match: re.Match[str]) -> str:
        blanks = len(match["blanks"]) // len("&#160;")
        x, length = (float(match[name]) for name in ("x", "length"))
        shift = blanks * CELL
        return (
            f'{match["head"]}x="{x + shift:g}"{match["middle"]}textLength="{length - shift:g}"'
            f"{match['tail']}>"
        )

    svg = re.sub(
        r'(?P<head><text [^>]*?)x="(?P<x>[\d.]+)"(?P<middle>[^>]*?)textLength="(?P<length>[\d.]+)"'
        r"(?P<tail>[^>]*)>(?P<blanks>(?:&#160;)+)(?=[^<])",
        moved,
        svg,
    )
    return svg.replace("Fira Code", "JetBrains Mono")


def main() -> None:
    """Draw every picture into the folder given, by default the one of this file."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    os.environ.setdefault("COLORTERM", "truecolor")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        study_path = demo_in(Path(folder) / "demo")
        for name, (who, screen, size, keys) in PICTURES.items():
            draw(study_path, target / f"{name}.png", who, screen, size, keys)


if __name__ == "__main__":
    main()
