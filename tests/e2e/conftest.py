"""A fresh collection for each test, and the shipped deck built once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shipped_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the project's own decks, built by the command users run."""
    output = tmp_path_factory.mktemp("shipped") / "deck.apkg"
    root = Path(__file__).resolve().parents[2] / "decks"
    command = [
        sys.executable,
        "-m",
        "mlsd_cards",
        "build",
        "-q",
        "--locked",
        "--no-cache",
        "--decks",
        str(root),
        "-o",
        str(output),
    ]
    subprocess.run(command, check=True)
    return output
