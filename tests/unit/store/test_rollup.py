"""Roll-ups by area and hour: kept by each answer, taken back by undo, moved with a card, made anew from the log."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from mlsd_cards.review.events import Kind
from mlsd_cards.review.histories import histories, judge, predictions
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.options import Options
from mlsd_cards.review.statistics import Answers, Hour, Retention
from mlsd_cards.store import Store, backups, schema
from mlsd_cards.store.statistics import Leech, Progress
from unit.store.scenes import DAY, answer, deck, noon

CARD, OTHER = "mlsd:metrics/n0", "mlsd:losses/n0"


def tables(store: Store) -> list[list[tuple[object, ...]]]:
    return [
        store._connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
        for name in ("day_area", "day_hour")
    ]


@pytest.fixture
def studied(store: Store) -> Store:
    """A card learned, recalled young, recalled mature and forgotten; another of another area only learned."""
    answer(store, CARD, Rating.Easy, noon(DAY), ms=20_000)
    answer(store, OTHER, Rating.Good, noon(DAY, 60), ms=500_000)
    answer(store, CARD, Rating.Good, noon(DAY + 12), ms=4_000)
    answer(store, CARD, Rating.Good, noon(DAY + 70), ms=3_000)
    answer(store, CARD, Rating.Again, noon(DAY + 300), ms=2_000)
    return store


def test_answers_count_by_area_stage_and_rating(studied: Store) -> None:
    found = studied.statistics().answers_by_area(0, 99_999)
    assert found == {
        "metrics": Answers((0, 0, 0, 1), (0, 0, 1, 0), (1, 0, 1, 0), (0, 0), 29_000),
        "losses": Answers((0, 0, 1, 0), ms=120_000),
    }
    assert found["metrics"].retention == Retention(2, 1)
    assert set(studied.statistics().answers_by_area(DAY, DAY)) == {"metrics", "losses"}
    assert studied.statistics().answers_by_area(DAY + 13, DAY + 69) == {}


def test_answers_count_at_the_hour_that_the_wall_clock_showed(studied: Store) -> None:
    answer(studied, OTHER, Rating.Again, noon(DAY, 90)._replace(offset_minutes=330))
    hours = studied.statistics().hours(0, 99_999)
    assert {number: hour for number, hour in enumerate(hours) if hour.answers} == {
        12: Hour(4, 3),
        13: Hour(1, 1),
        19: Hour(1, 0),
    }


def test_steps_of_days_count_for_retention(store: Store) -> None:
    store.change_options(replace(Options(), learning_steps=(60, 86_400)), noon(DAY - 1))
    answer(store, CARD, Rating.Good, noon(DAY))
    answer(store, CARD, Rating.Again, noon(DAY + 1))
    answer(store, CARD, Rating.Good, noon(DAY + 1, 5))
    answer(store, CARD, Rating.Good, noon(DAY + 2))
    found = store.statistics().answers_by_area(0, 99_999)["metrics"]
    assert found.retention == Retention(1, 1)
    assert found.learning == (1, 0, 3, 0)
    assert store.verify() == []


def test_undo_takes_every_number_back(studied: Store) -> None:
    before, progress = tables(studied), studied.statistics().progress()
    answer(studied, OTHER, Rating.Easy, noon(DAY + 301))
    assert tables(studied) != before
    studied.undo(noon(DAY + 301))
    assert tables(studied) == before
    assert studied.statistics().progress() == progress
    while studied.undo(noon(DAY + 302)) is not None:
        pass
    assert tables(studied) == [[], []]


def test_a_card_takes_its_answers_along_to_another_area(studied: Store) -> None:
    whole = studied.statistics().answers_by_area(0, 99_999)
    moved = [card._replace(area="losses") if card.card == CARD else card for card in deck(5)]
    studied.sync_cards([*moved, *deck(3, "losses", 2)], "decks-2")
    assert studied.statistics().answers_by_area(0, 99_999) == {"losses": whole["metrics"] + whole["losses"]}
    assert studied.verify() == []
    studied.sync_cards(deck(1, "losses"), "decks-3")  # the card vanishes: its answers stay where they were
    assert studied.verify() == []
    studied.sync_cards([*deck(5), *deck(3, "losses", 2)], "decks-4")
    assert studied.statistics().answers_by_area(0, 99_999) == whole


def test_answers_to_a_card_that_no_deck_had_are_found_once_one_has_it(store: Store) -> None:
    answer(store, "mlsd:new/n0", at=noon())
    assert set(store.statistics().answers_by_area(DAY, DAY)) == {""}
    store.sync_cards(deck(1, "new"), "decks-2")
    assert set(store.statistics().answers_by_area(DAY, DAY)) == {"new"}
    assert store.verify() == []


def test_a_roll_up_that_went_wrong_is_found_and_made_anew(studied: Store) -> None:
    right = tables(studied)
    studied._connection.execute("UPDATE day_area SET mature_good = 7 WHERE day = ?", (DAY,))
    studied._connection.execute("DELETE FROM day_hour WHERE day = ?", (DAY,))
    assert studied.verify() == [
        "4 tallies by area are not what the log says",
        "2 tallies by hour are not what the log says",
    ]
    studied.rebuild()
    assert tables(studied) == right
    assert studied.verify() == []


def test_a_log_of_the_first_format_is_counted_when_it_is_opened(studied: Store, tmp_path: Path) -> None:
    right, records = tables(studied), [studied.record(card) for card in (CARD, OTHER)]
    path = tmp_path / "old" / "reviews.sqlite"
    path.parent.mkdir()
    old = sqlite3.connect(path, isolation_level=None)
    old.execute("BEGIN")
    schema.migrate(old, schema.MIGRATIONS[:1])
    old.execute("COMMIT")
    old.execute("ATTACH ? AS now", (str(studied.path),))
    old.execute("INSERT INTO log SELECT * FROM now.log")
    old.execute("INSERT INTO card SELECT * FROM now.card")
    old.execute("INSERT INTO day SELECT * FROM now.day")
    old.close()
    with Store.open(path) as opened:
        assert tables(opened) == right
        assert [opened.record(card) for card in (CARD, OTHER)] == records
        assert len(list(opened.events())) == len(list(studied.events()))
        assert opened.verify() == []
    assert [backup.reason for backup in backups(path.parent / "backups")] == ["update"]


# ------------------------------------------------------------ what comes from the cards


def test_the_forecast_counts_what_comes_up_and_leaves_out_what_is_hidden(store: Store) -> None:
    for number in range(4):
        answer(store, f"mlsd:metrics/n{number}", Rating.Easy, noon(DAY))
    answer(store, OTHER, Rating.Good, noon(DAY))
    due = {store.record(f"mlsd:metrics/n{number}").schedule.due_day for number in range(4)}
    store.append("mlsd:metrics/n1", Kind.SUSPEND, None, noon(DAY))
    end = (DAY + 1) * 86_400_000 + 4 * 3_600_000
    found = store.statistics().forecast(DAY, end)
    assert sum(found.values()) == 4
    assert found[0] == 1  # the step
    assert {days + DAY for days in found if days} <= due
    late = DAY + 100
    found = store.statistics().forecast(late, end + 100 * 86_400_000)
    assert sum(count for days, count in found.items() if days < 0) == 4
    store.append("mlsd:metrics/n0", Kind.BURY, late, noon(late))
    assert sum(store.statistics().forecast(late, end + 100 * 86_400_000).values()) == 3


def test_progress_counts_cards_by_area_priority_and_state(studied: Store) -> None:
    assert studied.statistics().progress() == [
        Progress("losses", 1, 2, 1, 0, 0),
        Progress("metrics", 1, 4, 1, 0, 0),
    ]
    answer(studied, OTHER, Rating.Easy, noon(DAY, 90))
    assert studied.statistics().progress()[0] == Progress("losses", 1, 2, 0, 1, 0)


def test_leeches_and_slow_cards_are_named(store: Store) -> None:
    store.change_options(replace(Options(), leech_threshold=1, relearning_steps=()), noon(DAY))
    for number, ms in enumerate((5_000, 30_000)):
        card = f"mlsd:metrics/n{number}"
        for day, rating in enumerate((Rating.Easy, Rating.Again, Rating.Good)):
            answer(store, card, rating if number else Rating.Easy, noon(DAY + 40 * day), ms=ms)
    answer(store, OTHER, Rating.Easy, noon(DAY + 90), ms=90_000)
    ask = store.statistics()
    assert ask.leeches(5) == [Leech("mlsd:metrics/n1", 1, 3, suspended=False)]
    assert [(slow.card, slow.seconds) for slow in ask.slowest(5)] == [
        ("mlsd:metrics/n1", 30.0),
        ("mlsd:metrics/n0", 5.0),
    ]
    store.undo(noon(DAY + 91), among={"mlsd:metrics/n1"})
    assert [slow.card for slow in ask.slowest(5)] == ["mlsd:metrics/n0"]


def test_calibration_is_that_of_all_answers_while_they_are_few(studied: Store) -> None:
    options = studied.options()
    told = histories(studied.histories().answers(), options.rollover_hour)
    every = [each for own in told.values() for one in own for each in predictions(one, options.model)]
    found = studied.statistics().calibration(options)
    assert len(every) == 3
    assert found.quality == judge(every)
    assert (found.cards, found.known) == (1, 1)


def test_a_long_log_is_judged_by_a_sample_of_its_cards(store: Store) -> None:
    for number in range(5):
        for day in range(4):
            answer(store, f"mlsd:metrics/n{number}", Rating.Good, noon(DAY + 10 * day))
    store.append(
        "mlsd:metrics/n0", Kind.IMPORT, {"phase": 2, "due_day": DAY, "interval": 4, "reps": 9}, noon(DAY + 50)
    )
    ask = store.statistics()
    whole, part = ask.sample(), ask.sample(size=10)
    assert (whole.cards, whole.known) == (4, 5)  # an imported card teaches nothing
    assert part.known == 5
    assert {each.card for each in part.answers} < {each.card for each in whole.answers}
