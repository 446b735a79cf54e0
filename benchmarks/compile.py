"""Measure `mlsd build` against a bare script, and reading against a bare loop. Run: make bench."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.bare import plain_values
from benchmarks.corpus import write_deck
from mlsd_cards.deckfile import reading

ROUNDS = 3


def seconds(command: Sequence[str], environment: dict[str, str]) -> tuple[float, float]:
    """Wall seconds and peak MiB of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - start
    assert status == 0, command
    return elapsed, usage.ru_maxrss / 1024


def median(run: Callable[[], float], rounds: int = ROUNDS) -> float:
    return statistics.median(run() for _ in range(rounds))


def touch_one_note(root: Path, round_: int) -> None:
    path = min(root.rglob("file-*.yaml"))
    text = path.read_text(encoding="utf-8")
    head, _, tail = text.partition("something to say")
    path.write_text(f"{head}something to say{'!' * (round_ + 1)}{tail}", encoding="utf-8")


def measure(notes: int, rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds of each way to build a deck of that size, and peak memory of ours."""
    with tempfile.TemporaryDirectory() as folder:
        root = write_deck(Path(folder) / "deck", notes)
        out = Path(folder) / "out.apkg"
        environment = os.environ | {"MLSD_HOME": str(Path(folder) / "home")}
        mlsd = [sys.executable, "-m", "mlsd_cards", "build", "-q", "--decks", str(root), "-o", str(out)]
        bare = [sys.executable, "-m", "benchmarks.bare", str(root), str(out)]
        found: dict[str, list[float]] = {"bare": [], "cold": [], "unchanged": [], "one": [], "mib": []}
        for round_ in range(rounds):
            found["bare"].append(seconds(bare, environment)[0])
            (root / "deck.lock").unlink(missing_ok=True)
            elapsed, mib = seconds([*mlsd, "--no-cache"], environment)
            found["cold"].append(elapsed)
            found["mib"].append(mib)
            seconds(mlsd, environment)
            found["unchanged"].append(seconds(mlsd, environment)[0])
            touch_one_note(root, round_)
            found["one"].append(seconds(mlsd, environment)[0])
        return {name: statistics.median(values) for name, values in found.items()}


def measure_reading() -> float:
    """Reading with places, limits and duplicate keys ÷ a bare loop that builds plain values."""
    with tempfile.TemporaryDirectory() as folder:
        root = write_deck(Path(folder) / "deck", 10_000)
        texts = [path.read_text(encoding="utf-8") for path in sorted(root.rglob("file-*.yaml"))]

    def timed(read: Callable[[str], object]) -> float:
        start = time.perf_counter()
        for text in texts:
            read(text)
        return time.perf_counter() - start

    bare = [timed(plain_values) for _ in range(5)]
    ours = [timed(lambda text: reading.parse(text, "file.yaml")) for _ in range(5)]
    return min(ours) / min(bare)


def main() -> None:
    print(f"reading ÷ bare event loop: {measure_reading():.2f} (goal ≤ 2)")
    small = measure(10_000)
    for name, goal in (("cold", 2.0), ("unchanged", 0.5), ("one", 0.5)):
        print(
            f"10,000 notes {name}: {small[name]:.2f} s = {small[name] / small['bare']:.2f} × bare {small['bare']:.2f} s "
            f"(goal ≤ {goal})"
        )
    large = measure(100_000, 1)
    print(
        f"100,000 notes cold: {large['cold']:.1f} s = {large['cold'] / small['cold']:.1f} × 10,000 (goal ≤ 11)"
    )
    print(f"peak memory at 100,000: {large['mib']:.0f} MiB (goal < 1,024)")
    print(f"100,000 notes unchanged: {large['unchanged']:.2f} s, bare script {large['bare']:.1f} s")


if __name__ == "__main__":
    main()
