"""The command line and the scratch folder that the benchmarks of the store share."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def run_in_scratch(run: Callable[[Path, int, int], None], description: str | None) -> None:
    """Call `run` with an empty folder (in memory where there is such a place), cards and answers."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--cards", type=int, default=100_000)
    parser.add_argument("--answers", type=int, default=1_000_000)
    memory = Path("/dev/shm")
    parser.add_argument("--folder", type=Path, default=memory if memory.is_dir() else None)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="mlsd-bench-", dir=arguments.folder))
    try:
        run(folder, arguments.cards, arguments.answers)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
