"""The statistics of random histories are those that real Anki makes of the same review log.

Run as a script, this file is the Anki half: it answers the same cards in a throw-away collection, so that
Anki itself writes its review log, moves each entry to its time in the history, and prints its graphs.
"""

from __future__ import annotations

import importlib.util
import json
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from e2e.anki_process import run_anki
from mlsd_cards.cache import Cache
from mlsd_cards.library import AreaTitle, Library
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.options import Options
from mlsd_cards.review.scheduling import Phase
from mlsd_cards.review.statistics import Answers, Retention, histogram
from mlsd_cards.review.studyday import Moment, next_rollover, study_day
from mlsd_cards.standing import Standing, standing
from mlsd_cards.store import DeckCard, Store

if importlib.util.find_spec("anki") is None or sys.platform == "win32":
    pytest.skip("needs the anki library and a settable time zone", allow_module_level=True)

PLAIN = Options(fuzz=False)
OPTION_SETS = {
    "defaults": PLAIN,
    "steps of days": replace(PLAIN, learning_steps=(60, 600, 86_400), relearning_steps=(86_400,)),
    "no steps": replace(PLAIN, learning_steps=(), relearning_steps=()),
}
CARDS, DAYS = 80, 420
DAY_MS = 86_400_000
Told = tuple[int, int, int, int, int]
"""Card, rating, UTC ms, duration in ms, and seconds from the last answer to the rollover after this one (or -1)."""


@dataclass
class Case:
    """One collection on both sides."""

    ours: Standing
    tallies: dict[int, tuple[int, int]]  # day: answers, ms
    memories: list[tuple[int, int, float]]  # phase, interval, difficulty
    theirs: dict[str, Any]


def offset_hours() -> int:
    """Noon on the learner's wall clock: in its test mode Anki turns the clock back between 2 and 4 o'clock."""
    return 12 - datetime.now(UTC).hour


def study(store: Store, rng: random.Random, now: Moment, options: Options) -> list[Told]:
    """Study most days in the morning for more than a year, up to today."""
    today_5 = next_rollover(now, options.rollover_hour) - 23 * 3_600_000
    told: list[Told] = []
    for back in range(DAYS, -1, -1):
        at = today_5 - back * DAY_MS
        if rng.random() < 0.3:
            continue
        day = study_day(Moment(at, now.offset_minutes), options.rollover_hour)
        waiting = [row.card for row in store.due(day)]
        waiting += [row.card for row in store.learning(day=day) if row.due_day is None or row.due_day <= day]
        waiting += [row.card for row in store.new(rng.randint(0, 2), day)]
        for card in waiting:
            for _ in range(4):
                at += rng.randrange(2_000, 90_000)
                expected, moment = store.record(card), Moment(at, now.offset_minutes)
                last = expected.schedule.last_review
                elapsed = (
                    -1
                    if last is None
                    else next_rollover(moment, options.rollover_hour) // 1000 - last // 1000
                )
                rating = rng.choices(list(Rating), [18, 12, 58, 12])[0]
                spent = rng.randrange(1_000, 59_000)
                after = store.rate(card, rating, moment, spent, expected=expected)
                told.append((int(card.rpartition("/")[2]), int(rating), at, spent, elapsed))
                if after.schedule.due_at is None:
                    break
    return told


def ask_anki(options: Options, told: list[Told]) -> dict[str, Any]:
    question = {
        "retention": options.desired_retention,
        "learning_steps": [seconds / 60 for seconds in options.learning_steps],
        "relearning_steps": [seconds / 60 for seconds in options.relearning_steps],
        "maximum_interval": options.maximum_interval,
        "leech_threshold": options.leech_threshold,
        "parameters": options.fsrs_parameters,
        "cards": CARDS,
        "told": told,
    }
    found: dict[str, Any] = run_anki(__file__, question, hours_ahead=offset_hours())
    return found


@pytest.fixture(scope="module", params=OPTION_SETS)
def case(request: pytest.FixtureRequest) -> Case:
    options = OPTION_SETS[request.param]
    now = Moment(int(time.time()) * 1000, offset_hours() * 60)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "reviews.sqlite") as store:
        store._connection.execute("PRAGMA synchronous = OFF")  # the disk is not what is tested here
        cards = [DeckCard(f"d:t/{n}", f"t/{n}", "t", "ab"[n % 2], 1, n) for n in range(CARDS)]
        store.sync_cards(cards, "decks-1")
        store.change_options(options, now._replace(utc_ms=now.utc_ms - 2 * DAYS * DAY_MS))
        told = study(store, random.Random(f"statistics: {request.param}"), now, options)
        assert len(told) > 1000
        library = Library((), "", [AreaTitle("a", "A"), AreaTitle("b", "B")], Cache(None), 1)
        found = standing(store, library, now)
        memories = [
            (card.phase, card.interval, card.difficulty or 0.0) for card in store.statistics().memories()
        ]
        tallies = {each.day - found.day: (each.answers, each.ms) for each in found.days}
    return Case(found, tallies, memories, ask_anki(options, told))


def test_answers_and_time_of_every_day_are_ankis(case: Case) -> None:
    theirs = {
        int(day): (sum(counts.values()), sum(case.theirs["times"][day].values()))
        for day, counts in case.theirs["counts"].items()
    }
    assert case.tallies == theirs


def test_true_retention_is_ankis_in_every_period(case: Case) -> None:
    names = {
        "today": "today",
        "yesterday": "yesterday",
        "week": "7 days",
        "month": "30 days",
        "year": "365 days",
    }
    for theirs, ours in {**names, "all_time": "all time"}.items():
        answers = case.ours.periods[ours]
        anki = case.theirs["retention"][theirs]
        assert answers.young_retention == Retention(anki["young_passed"], anki["young_failed"]), ours
        assert answers.mature_retention == Retention(anki["mature_passed"], anki["mature_failed"]), ours


def test_retention_by_area_adds_up_to_ankis(case: Case) -> None:
    anki = case.theirs["retention"]["year"]
    whole = sum((area.answers for area in case.ours.areas), Answers()).retention
    assert whole == Retention(
        anki["young_passed"] + anki["mature_passed"], anki["young_failed"] + anki["mature_failed"]
    )


def test_answer_buttons_are_ankis(case: Case) -> None:
    for theirs, ours in {"one_month": "30 days", "one_year": "365 days", "all_time": "all time"}.items():
        answers, anki = case.ours.periods[ours], case.theirs["buttons"][theirs]
        assert [list(answers.learning), list(answers.young), list(answers.mature)] == anki, ours


def test_hours_are_ankis(case: Case) -> None:
    assert [list(hour) for hour in case.ours.hours] == case.theirs["hours"]
    assert sum(hour.answers for hour in case.ours.hours) > 500


def test_the_forecast_is_ankis(case: Case) -> None:
    assert case.ours.forecast == {int(day): count for day, count in case.theirs["future_due"].items()}


def test_states_of_cards_are_ankis(case: Case) -> None:
    ours = Counter[str]()
    for area in case.ours.areas:
        for each in area.progress:
            ours.update(new=each.unseen, learning=each.learning, young=each.young, mature=each.mature)
    assert ours == Counter(case.theirs["cards"])


def test_intervals_difficulties_and_recall_are_ankis(case: Case) -> None:
    intervals = [int(days) for days, count in case.theirs["intervals"].items() for _ in range(count)]
    assert case.ours.intervals == histogram(intervals, case.ours.intervals.edges)
    bins = Counter(fives((difficulty - 1) / 9 * 100 + 1e-6) for _, _, difficulty in case.memories)
    assert bins == in_fives(case.theirs["difficulty"])
    recall = in_fives(case.theirs["retrievability"])
    ours = Counter({round(edge * 100): n for edge, n in zip(*case.ours.recall[:2], strict=True) if n})
    # Anki was asked some seconds later: a card may have passed the edge of a bin.
    assert sum((ours - recall).values()) <= 1
    mean = case.ours.remembered / case.ours.recall.total
    assert mean * 100 == pytest.approx(case.theirs["mean_recall"], abs=0.05)


def fives(percent: float) -> int:
    """The bin of five per cent that a percentage falls into."""
    return min(int(percent) // 5 * 5, 95)


def in_fives(bins: dict[str, int]) -> Counter[int]:
    """Anki's bins of one per cent as ours."""
    found = Counter[int]()
    for edge, count in bins.items():
        found[fives(int(edge))] += count
    return found


def test_there_was_something_of_everything(case: Case) -> None:
    year = case.ours.periods["365 days"]
    assert min(year.young_retention.reviews, year.mature_retention.failed, sum(year.learning)) > 20
    assert {phase for phase, _, _ in case.memories} >= {Phase.REVIEW}
    assert len(case.ours.forecast) > 10


# ------------------------------------------------------------ Anki's half


def move_to_history(col: Any, cid: int, at: int, spent: int, last: int) -> None:
    """Give the newest entry of Anki's log the time and the duration of the history."""
    (newest,) = col.db.list("select max(id) from revlog where cid = ?", cid)
    assert newest > last
    col.db.execute("update revlog set id = ?, time = ? where id = ?", at, spent, newest)


def move_card(col: Any, cid: int, at: int, true_now: float) -> None:
    """Let a card be due as long after its last answer in the history as Anki made it after the true one."""
    seconds = at // 1000 - true_now
    day = (at // 1000 - col.sched.day_cutoff) // 86_400 + 1  # 0 is today
    queue, due, data = col.db.first("select queue, due, data from cards where id = ?", cid)
    moved = due + (round(seconds) if queue == 1 else day)
    state = json.loads(data) | {"lrt": at // 1000}
    col.db.execute("update cards set due = ?, data = ? where id = ?", moved, json.dumps(state), cid)


def graphs(col: Any) -> dict[str, Any]:
    found = col._backend.graphs(search="", days=0)
    kinds = ("learn", "relearn", "young", "mature", "filtered")

    def by_kind(days: Any) -> dict[int, dict[str, int]]:
        return {day: {kind: getattr(each, kind) for kind in kinds} for day, each in days.items()}

    periods = ("today", "yesterday", "week", "month", "year", "all_time")
    sides = ("young_passed", "young_failed", "mature_passed", "mature_failed")
    cards = found.card_counts.including_inactive
    return {
        "counts": by_kind(found.reviews.count),
        "times": by_kind(found.reviews.time),
        "retention": {
            name: {side: getattr(getattr(found.true_retention, name), side) for side in sides}
            for name in periods
        },
        "buttons": {
            name: [
                list(getattr(getattr(found.buttons, name), stage))
                for stage in ("learning", "young", "mature")
            ]
            for name in ("one_month", "one_year", "all_time")
        },
        "hours": [[hour.total, hour.correct] for hour in found.hours.one_year],
        "future_due": dict(found.future_due.future_due),
        "cards": {
            "new": cards.newCards,
            "learning": cards.learn + cards.relearn,
            "young": cards.young,
            "mature": cards.mature,
        },
        "intervals": dict(found.intervals.intervals),
        "difficulty": dict(found.difficulty.eases),
        "retrievability": dict(found.retrievability.retrievability),
        "mean_recall": found.retrievability.average,
    }


def anki_half() -> None:
    import anki.lang
    from anki.collection import Collection

    from e2e.test_same_schedule_as_anki import answer_in_anki, set_options

    question = json.load(sys.stdin)
    anki.lang.set_lang("en_US")
    with tempfile.TemporaryDirectory() as folder:
        col: Any = Collection(str(Path(folder) / "collection.anki2"))
        set_options(col, question)
        notetype = col.models.by_name("Basic")
        cards = []
        for number in range(question["cards"]):
            note = col.new_note(notetype)
            note["Front"] = str(number)
            col.add_note(note, 1)
            cards.append(note.cards()[0].id)
        last: dict[int, tuple[int, float]] = {}
        for number, rating, at, spent, elapsed in question["told"]:
            cid, before = cards[number], int(time.time() * 1000) - 1
            answer_in_anki(col, cid, None if elapsed < 0 else elapsed, rating)
            last[cid] = at, time.time()
            move_to_history(col, cid, at, spent, before)
        for cid, (at, true_now) in last.items():
            move_card(col, cid, at, true_now)
        found = graphs(col)
        col.close()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    anki_half()
