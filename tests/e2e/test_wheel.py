"""What `pip install` gives somebody who never saw the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel in a clean environment; returns its bin folder."""
    folder = tmp_path_factory.mktemp("wheel")
    project = Path(__file__).resolve().parents[2]
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(project)],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("mlsd_cards-*.whl")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    constraints = project / "constraints.txt"
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "-c", constraints, wheel], check=True, capture_output=True
    )
    return folder / "venv" / "bin"


def test_it_builds_the_shipped_deck_outside_the_checkout(
    installed: Path, tmp_path: Path, shipped_package: Path
) -> None:
    environment = {"PATH": os.environ["PATH"], "MLSD_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [installed / "mlsd", "build"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    package = tmp_path / "build" / "ml-system-design.apkg"
    assert package.read_bytes() == shipped_package.read_bytes()


def test_its_own_decks_and_lock_are_never_written(installed: Path, tmp_path: Path) -> None:
    (decks,) = installed.parent.glob("lib/python*/site-packages/mlsd_cards/decks")
    before = (decks / "deck.lock").read_bytes()
    subprocess.run(
        [installed / "mlsd", "build", "-o", "x.apkg"], cwd=tmp_path, check=True, capture_output=True
    )
    assert (decks / "deck.lock").read_bytes() == before


def test_it_says_its_version_and_needs_nothing_of_the_development_tools(installed: Path) -> None:
    done = subprocess.run([installed / "mlsd", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("mlsd, version ")
    found = subprocess.run(
        [installed / "python", "-m", "pip", "list"], capture_output=True, text=True, check=True
    ).stdout
    assert "anki" not in found.replace("genanki", "")
    assert "pytest" not in found
