"""Measure the statistics with 100,000 cards: the roll-ups against reading them bare, and with a tenth of the log.

python -m benchmarks.statistics [--cards 100000] [--answers 1000000] [--folder /dev/shm]
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.scratch import run_in_scratch
from benchmarks.store import answers as answered
from benchmarks.store import cards, fill, milliseconds, show
from mlsd_cards.cache import Cache
from mlsd_cards.figures.page import page
from mlsd_cards.figures.pages import pages
from mlsd_cards.figures.text import draw
from mlsd_cards.library import AreaTitle, Library
from mlsd_cards.review.studyday import Moment, date_of, study_day
from mlsd_cards.standing import standing
from mlsd_cards.store import Store

TIMES = 9


def filled(folder: Path, card_count: int, answer_count: int) -> tuple[Path, Moment]:
    """A log of three years and the moment after its last answer; states and roll-ups are worked out."""
    deck, path = cards(card_count), folder / "data" / "reviews.sqlite"
    log = answered(deck, answer_count)
    with Store.open(path) as store:
        store.sync_cards(deck, "decks-1")
    fill(path, log)
    with Store.open(path) as store:
        print(f"{answer_count} answers, rebuilt: {milliseconds(store.rebuild):.0f} ms", flush=True)
    return path, Moment(log[-1][2] + 3_600_000, 60)


def questions(store: Store, now: Moment) -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """What the screens ask of the roll-ups, and the bare reading of what it comes from."""
    day, ask, bare = study_day(now, 4), store.statistics(), store._connection  # noqa: SLF001

    def read(table: str) -> Callable[[], Any]:
        return lambda: bare.execute(f"SELECT * FROM {table}").fetchall()

    return {
        "heat map of all days": (ask.tallies, read("day")),
        "retention by area, a year": (lambda: ask.answers_by_area(day - 364, day), read("day_area")),
        "retention by area, all time": (lambda: ask.answers_by_area(0, day), read("day_area")),
        "hours, a year": (lambda: ask.hours(day - 364, day), read("day_hour")),
    }


def others(store: Store, now: Moment) -> dict[str, Callable[[], Any]]:
    """What comes from the card table and from a sample of the log."""
    day, ask, options = study_day(now, 4), store.statistics(), store.options()
    return {
        "forecast": lambda: ask.forecast(day, now.utc_ms),
        "progress": ask.progress,
        "memories of all cards": ask.memories,
        "slowest": lambda: ask.slowest(10),
        "leeches": lambda: ask.leeches(10),
        "calibration": lambda: ask.calibration(options),
    }


def run(folder: Path, card_count: int, answer_count: int) -> None:
    short = filled(folder / "short", card_count, answer_count // 10)
    long = filled(folder / "long", card_count, answer_count)
    with Store.open(short[0]) as little, Store.open(long[0]) as store:
        for what, (ours, bare) in questions(store, long[1]).items():
            show(what, milliseconds(ours, TIMES), milliseconds(bare, TIMES), 10)
        grown, bounded = questions(little, short[1]), questions(store, long[1])
        for what in bounded:
            few, many = milliseconds(grown[what][0], TIMES), milliseconds(bounded[what][0], TIMES)
            show(f"{what}: with ten times the log", many, few, 2)
        for what, ours in others(store, long[1]).items():
            show(
                f"{what}: with ten times the log",
                milliseconds(ours, 3),
                milliseconds(others(little, short[1])[what], 3),
                None,
            )
        library = Library(
            (), "", [AreaTitle(f"area-{number}", f"Area {number}") for number in range(9)], Cache(None), 1
        )
        started = time.perf_counter()
        found = standing(store, library, long[1])
        asked = time.perf_counter()
        drawn = pages(found, str)
        for each in drawn:
            for figure in each.figures:
                draw(figure, 76)
        written = time.perf_counter()
        size = len(page("Where you stand", date_of(found.day), drawn))
        ended = time.perf_counter()
        print(
            f"everything: {(asked - started) * 1000:.0f} ms to ask, {(written - asked) * 1000:.0f} ms to draw, "
            f"{(ended - written) * 1000:.0f} ms for a page of {size / 1000:.0f} kB"
        )


if __name__ == "__main__":
    run_in_scratch(run, __doc__)
