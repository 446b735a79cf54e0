"""Two programs on one log at once: nothing is lost, nothing counts twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from mlsd_cards.store import Store

ANSWERS = 40
PROGRAM = f"""
import sys
from pathlib import Path
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store import AnsweredElsewhere, Store

with Store.open(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range({ANSWERS}):
        shown, at = store.record("mlsd:a/shared"), Moment(1_700_000_000_000 + number * 86_400_000)
        while True:
            try:
                store.rate("mlsd:a/shared", Rating.Good, at, 1000, expected=shown)
                break
            except AnsweredElsewhere as news:
                shown = news.record
        own = f"mlsd:a/{{sys.argv[2]}}-{{number}}"
        store.rate(own, Rating.Good, at, 1000, expected=store.record(own))
"""


def start(path: Path, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(path), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_that_answer_at_once_lose_nothing(path: Path) -> None:
    both = [start(path, name) for name in ("left", "right")]  # both also find no file and make it
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in both:
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (0, "")
    with Store.open(path) as store:
        events = list(store.events())
        assert len(events) == len({event.id for event in events}) == 4 * ANSWERS
        assert store.record("mlsd:a/shared").schedule.reps == 2 * ANSWERS
        assert sum(day.answers for day in store.tallies(0, 99_999)) == 4 * ANSWERS
        assert store.verify() == []
