"""Measure opening the library with unchanged decks against hashing their files. Run: make bench."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from benchmarks.corpus import write_deck
from mlsd_cards.cache import Cache
from mlsd_cards.library import Library

ROUNDS = 7


def best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def hashes(root: Path) -> list[str]:
    return [sha256(path.read_bytes()).hexdigest() for path in sorted(root.rglob("*.yaml"))]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = write_deck(Path(folder) / "deck", 100_000)
        cache = Cache(Path(folder) / "cache.sqlite")
        Library.open([root], cache, 1)
        bare = best(lambda: hashes(root))
        ours = best(lambda: Library.open([root], cache, 1))
        print(
            f"open 100,000 unchanged cards: {ours * 1e3:.1f} ms = {ours / bare:.2f} × comparing hashes "
            f"{bare * 1e3:.1f} ms (goal ≤ 2)"
        )


if __name__ == "__main__":
    main()
