"""The road by commands: transcripts, two coders, locks, agreement, consensus, themes, NVivo.

Once over the shipped interviews, which is never skipped, and once over six real ones where they
are at hand. Every per-code kappa is compared with scikit-learn's on character vectors.
"""

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from sklearn.metrics import cohen_kappa_score

from workbench.cli import cli
from workbench.consensus.decide import resolve
from workbench.corpus.readers import read_transcript
from workbench.shipped import shipped
from workbench.study import open_study, person


@dataclass
class Material:
    """What goes into a study: files, codings by coder, and a codebook."""

    files: list[Path]
    codings: dict[str, Path]
    codebook: Path
    interviewers: list[str] = field(default_factory=list)
    own_codes: dict[str, Path] = field(default_factory=dict)


class Road:
    """A study walked by commands."""

    def __init__(self, folder: Path, material: Material) -> None:
        self.path = str(folder / "study.db")
        self.folder = folder
        self.material = material

    def run(self, *words: str, fails: int = 0) -> Result:
        result = CliRunner().invoke(cli, [str(word) for word in words])
        assert result.exit_code == fails, (words, result.stderr, result.exception)
        return result

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json").stdout)

    def to_reveal(self) -> "Road":
        """From nothing to two locked layers."""
        material, people = self.material, list(self.material.codings)
        self.run("new", self.path, "--title", "Road", "--codebook", str(material.codebook))
        asks = [word for label in material.interviewers for word in ("--interviewer", label)]
        self.run("import", self.path, *map(str, material.files), *asks)
        for name in people:
            self.run("people", "add", self.path, name)
        self.run("round", "open", self.path, "first", "--coders", ",".join(people))
        for name, file in material.codings.items():
            for code in _rows(material.own_codes.get(name)):
                words = ["--origin", code["Origin"], "--definition", code["Description"]]
                self.run("code", "add", self.path, code["Name"], *words, "--as", name)
            self.run("codings", "import", self.path, "--as", name, str(file))
            self.run("lock", self.path, "--as", name)
        return self


def _rows(path: Path | None) -> list[dict[str, str]]:
    if path is None:
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def shipped_material() -> Material:
    folder = shipped("corpora") / "river-warnings"
    return Material(
        files=sorted(p for p in folder.glob("S1-*") if p.suffix in (".txt", ".vtt", ".docx")),
        codings={"Ana": folder / "codings-ana.csv", "Ben": folder / "codings-ben.csv"},
        codebook=shipped("codebooks") / "four-format.csv",
        own_codes={"Ana": folder / "codes-ana.csv", "Ben": folder / "codes-ben.csv"},
    )


def real_material(samples: Path, folder: Path) -> Material:
    """The six interviews, each coded by C1 and by one of two others, here called Second.

    Every code that a researcher used is in the codebook; a moderator's third reading is left out.
    """
    source = samples / "double-coded"
    rows = [r for r in _rows(source / "double_coding.csv") if r["role"] == "coder"]
    codebook = folder / "codebook.csv"
    with codebook.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Name", "Description"])
        writer.writerows([code, f"As {code} says."] for code in sorted({r["code"] for r in rows}))
    codings = {}
    for coder in ("C1", "Second"):
        codings[coder] = folder / f"{coder}.csv"
        with codings[coder].open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["transcript", "start", "end", "code"])
            for r in rows:
                mine = (r["coder"] == "C1") == (coder == "C1")
                if mine and r["span_start"]:  # ten rows say no place
                    name = r["file"].removesuffix(".txt")
                    writer.writerow([name, r["span_start"], r["span_end"], r["code"]])
    files = sorted(source.glob("Interview *.txt"))
    labels = {s for f in files for s in read_transcript(f).speakers}
    asks = sorted(s for s in labels if s.lower().startswith(("interviewer", "moderator")))
    return Material(files, codings, codebook, asks)


def kappas_by_character(road: Road) -> dict[str, dict[str, float | None]]:
    """The independent way, a base each: a vector of characters a coder and code, scikit-learn."""
    names = [t["name"] for t in road.json("transcripts", road.path)]
    people = list(road.material.codings)
    codes = {c["path"] for c in road.json("codebook", "list", road.path, "--as", people[0])}
    vectors: dict[tuple[str, str], list[np.ndarray]] = {(p, c): [] for p in people for c in codes}
    codings = {p: road.json("codings", "list", road.path, "--as", p, "--layer", p) for p in people}
    asked = []
    for name in names:
        text = road.run("show", road.path, name).stdout_bytes.decode()
        counts = np.zeros(len(text), dtype=bool)
        for turn in road.json("turns", road.path, name):
            if not turn["interviewer"]:
                counts[turn["text_start"] : turn["end"]] = True
        asked.append(counts)
        for coder, code in vectors:
            vectors[coder, code].append(np.zeros(len(text), dtype=int))
        for coder in people:
            for c in codings[coder]:
                if c["transcript"] == name:
                    vectors[coder, c["code"]][-1][c["start"] : c["end"]] = 1
    said = np.concatenate(asked)
    found: dict[str, dict[str, float | None]] = {"participants": {}, "all": {}}
    for code in codes:
        first, second = (np.concatenate(vectors[coder, code]) for coder in people)
        found["participants"][code] = kappa(first[said], second[said])
        found["all"][code] = kappa(first, second)
    return found


def kappa(first: np.ndarray, second: np.ndarray) -> float | None:
    """That of scikit-learn, which is quicker at four weighted pairs than at all characters."""
    weights = np.bincount(2 * first + second, minlength=4)
    if len(first) in (weights[0], weights[3]):
        return None
    return float(cohen_kappa_score([0, 0, 1, 1], [0, 1, 0, 1], sample_weight=weights))


@pytest.fixture(params=["shipped", "real"])
def road(request: pytest.FixtureRequest, tmp_path: Path) -> Road:
    if request.param == "shipped":
        material = shipped_material()
    else:
        material = real_material(request.getfixturevalue("samples"), tmp_path)
    return Road(tmp_path, material).to_reveal()


def test_the_whole_road(road: Road) -> None:
    for base, expected in kappas_by_character(road).items():
        report = road.json("agreement", road.path, "--base", base, "--bootstrap", "50")
        for code, wanted in expected.items():
            figure = report["codes"][code]["cohen_kappa"] if code in report["codes"] else None
            if wanted is None:
                assert figure is None or figure["value"] is None
            else:
                assert figure is not None
                assert figure["value"] == pytest.approx(wanted, abs=1e-9), code
        assert sum(1 for wanted in expected.values() if wanted is not None) >= 10
        assert report["label"] == "independent"
        assert report["compared"]["transcripts"] == report["compared"]["of"]

    people = list(road.material.codings)
    queue = road.json("disagreements", road.path, "--as", people[0])
    assert {item["kind"] for item in queue} >= {"D2", "D3", "D4"}
    for item in queue[:10]:
        outcome = {"D3": "a", "D4": "b"}.get(item["kind"], "both")
        words = ["--outcome", outcome, "--reason", "inference", "--note", "talked over"]
        road.run("resolve", road.path, item["id"], "--as", people[0], *words)
    road.run("resolve", road.path, "--as", people[0], "--rule", "union", "--min-overlap", "0.5")
    rest = road.json("disagreements", road.path, "--as", people[1])
    for item in rest[:20]:
        words = ["--outcome", "neither", "--reason", "context"]
        road.run("resolve", road.path, item["id"], "--as", people[1], *words)
    with open_study(Path(road.path)) as study:  # hundreds more: what the command calls
        for item in rest[20:]:
            resolve(study, person(study, people[1]), item["id"], "neither", "context", "")
    assert road.json("disagreements", road.path, "--as", people[0]) == []

    agreed = road.json("codings", "list", road.path, "--as", people[0], "--layer", "consensus")
    used = sorted({coding["code"] for coding in agreed})
    road.run("theme", "add", road.path, "First half", "--concept", "One idea.")
    road.run("theme", "add", road.path, "Second half", "--concept", "Another idea.")
    half = len(used) // 2
    road.run("theme", "move", road.path, *used[:half], "--to", "First half")
    road.run("theme", "move", road.path, *used[half:], "--to", "Second half")
    road.run("export", "nvivo", road.path, str(road.folder / "nvivo"))
    summaries = _rows(road.folder / "nvivo" / "theme_summaries.csv")
    assert [row["Theme"] for row in summaries] == ["First half", "Second half"]
    assert sum(int(row["References"]) for row in summaries) == len(agreed)
    references = _rows(road.folder / "nvivo" / "coded_references.csv")
    texts: dict[str, str] = {}
    for row in references:
        if row["File"] not in texts:
            texts[row["File"]] = road.run("show", road.path, row["File"]).stdout_bytes.decode()
        quote = texts[row["File"]][int(row["Start"]) : int(row["End"])]
        shown = row["Coded Text"]
        if shown[:1] == "'" and shown[1:2] in "=+-@":  # the guard against formulas
            shown = shown[1:]
        assert "".join(shown.replace(" | ", "").split()) == "".join(quote.split()).replace("|", "")
    assert road.json("verify", road.path)["ok"]
