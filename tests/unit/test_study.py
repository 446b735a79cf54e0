"""One sitting against a real store: order, siblings, undo, studying more, and answers from elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from decks import TOPIC, write_deck
from mlsd_cards.answers import check_number, interval_label, suggested_for_points
from mlsd_cards.cache import Cache
from mlsd_cards.library import Library
from mlsd_cards.model.definition import Calc
from mlsd_cards.review.events import Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store import Scope, Store
from mlsd_cards.study import Study, sync

START = 1_790_000_000_000
MINUTE, DAY = 60_000, 86_400_000
OTHER = TOPIC.replace("id: ndcg", "id: map").replace("area: one", "area: two").replace("nDCG", "MAP")


def at(ms: int) -> Moment:
    return Moment(START + ms, 0)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    root = write_deck(tmp_path / "deck", {"one/ranking.yaml": TOPIC, "two/map.yaml": OTHER})
    return Library.open([root], Cache(tmp_path / "cache.sqlite"), 1)


@pytest.fixture
def store(tmp_path: Path, library: Library) -> Iterator[Store]:
    with Store.open(tmp_path / "reviews.sqlite") as opened:
        sync(opened, library, at(0))
        yield opened


def study(store: Store, library: Library, ms: int = 0, scope: Scope | None = None) -> Study:
    return Study(store, library, scope or Scope(), at(ms))


def answer_all(sitting: Study, ms: int, rating: Rating = Rating.Good) -> list[str]:
    seen: list[str] = []
    while (shown := sitting.current(at(ms))) is not None and len(seen) < 60:
        seen.append(shown.card)
        sitting.rate(rating, at(ms), 5_000)
        ms += MINUTE
    return seen


def test_new_cards_of_both_topics_take_turns_and_siblings_wait_for_tomorrow(
    store: Store, library: Library
) -> None:
    seen = answer_all(study(store, library), 0, Rating.Easy)
    topics = [card.partition("/")[0] for card in seen]
    assert topics[0] != topics[1]
    clozes = [card for card in seen if "/discount#" in card]
    assert len(clozes) == 2  # one of three siblings a topic
    assert len(seen) == 8


def test_a_learning_card_comes_back_and_nothing_is_asked_twice_in_between(
    store: Store, library: Library
) -> None:
    sitting = study(store, library)
    first = sitting.current(at(0))
    assert first is not None
    sitting.rate(Rating.Again, at(0), 3_000)
    second = sitting.current(at(1_000))
    assert second is not None
    assert second.card != first.card
    due = sitting.current(at(2 * MINUTE))
    assert due is not None
    assert due.card == second.card  # the card on the screen stays until it is answered
    sitting.rate(Rating.Easy, at(2 * MINUTE), 3_000)
    again = sitting.current(at(2 * MINUTE))
    assert again is not None
    assert again.card == first.card


def test_the_minutes_that_are_left_include_the_steps_of_new_cards(store: Store, library: Library) -> None:
    pace, left = store.pace(), study(store, library).remaining()
    assert (left.learning, left.review) == (0, 0)
    assert left.minutes * 60 > left.new * (pace.new + pace.learning)
    store.change_options(replace(store.options(), learning_steps=()), at(0))
    assert study(store, library).remaining().minutes * 60 == pytest.approx(left.new * pace.new)


def test_undo_shows_the_card_again_as_if_it_had_not_been_answered(store: Store, library: Library) -> None:
    sitting = study(store, library)
    first = sitting.current(at(0))
    assert first is not None
    remaining = sitting.remaining()
    sitting.rate(Rating.Good, at(0), 3_000)
    sitting.current(at(1_000))
    event = sitting.undo(at(2_000))
    assert event is not None
    assert event.card == first.card
    shown = sitting.current(at(2_000))
    assert shown is not None
    assert (shown.card, shown.record) == (first.card, first.record)
    assert sitting.remaining() == remaining
    assert sitting.tally.answers == 0
    assert study(store, library, 3_000).remaining() == remaining


def test_undo_works_after_the_last_card_and_without_anything_to_undo(store: Store, library: Library) -> None:
    sitting = study(store, library)
    assert sitting.undo(at(0)) is None
    last = answer_all(sitting, 0, Rating.Easy)[-1]
    assert sitting.undo(at(DAY // 2)) is not None
    shown = sitting.current(at(DAY // 2))
    assert shown is not None
    assert shown.card == last


def test_an_answer_from_elsewhere_is_not_overwritten(store: Store, library: Library) -> None:
    sitting = study(store, library)
    shown = sitting.current(at(0))
    assert shown is not None
    with Store.open(store.path) as other:
        other.rate(shown.card, Rating.Easy, at(1_000), 2_000, expected=other.record(shown.card))
    assert sitting.rate(Rating.Again, at(2_000), 1_000) is None
    assert [event.rating for event in store.history(shown.card)] == [Rating.Easy]
    following = sitting.current(at(3_000))
    assert following is not None
    assert following.card != shown.card
    assert sitting.tally.answers == 0


def test_flags_and_marks_of_ones_own_are_no_conflict(store: Store, library: Library) -> None:
    sitting = study(store, library)
    assert sitting.current(at(0)) is not None
    sitting.set_flag(2, at(1))
    sitting.toggle_mark(at(2))
    assert sitting.rate(Rating.Good, at(3), 1_000) is not None


def test_undo_takes_the_answer_out_of_the_tally(store: Store, library: Library) -> None:
    sitting = study(store, library)
    sitting.current(at(0))
    sitting.rate(Rating.Again, at(1), 1_000)
    sitting.undo(at(2))
    tally = sitting.tally
    assert (tally.answers, tally.new, tally.again, tally.milliseconds, tally.cards) == (0, 0, 0, 0, [])


def test_the_library_survives_a_cache_that_loses_its_texts(tmp_path: Path) -> None:
    root = write_deck(tmp_path / "deck")
    cache = Cache(tmp_path / "cache.sqlite")
    before = list(Library.open([root], cache, 1).cards())
    opened = Library.open([root], cache, 2)
    connection = sqlite3.connect(tmp_path / "cache.sqlite")
    with connection:
        connection.execute("DELETE FROM kept WHERE key LIKE 'cards:%' OR key LIKE 'topic:%'")
    connection.close()
    assert list(opened.cards()) == before
    assert Library.open([root], cache, 2).find("test:ndcg/formula") is not None


def test_two_months_of_daily_use_drop_nothing_that_belongs_together(tmp_path: Path) -> None:
    root = write_deck(tmp_path / "deck")
    cache = Cache(tmp_path / "cache.sqlite")
    Library.open([root], cache, 0)
    for day in range(1, 150, 20):
        Library.open([root], cache, day)
        cache.put({f"other {day}": "text"}, day)
    connection = sqlite3.connect(tmp_path / "cache.sqlite")
    (kept,) = connection.execute(
        "SELECT count(*) FROM kept WHERE key LIKE 'topic:%' OR key LIKE 'cards:%'"
    ).fetchone()
    connection.close()
    assert kept == 2


def test_decks_opened_from_another_folder_still_know_their_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_deck(tmp_path / "deck")
    cache = Cache(tmp_path / "cache.sqlite")
    monkeypatch.chdir(tmp_path)
    Library.open([root], cache, 1)
    monkeypatch.chdir("/")
    found = Library.open([root], cache, 1).find("test:ndcg/formula")
    assert found is not None
    assert Path(found.note.span.file).is_file()


def test_burying_suspending_flags_and_marks(store: Store, library: Library) -> None:
    sitting = study(store, library, scope=Scope(frozenset({"one"})))
    first = sitting.current(at(0))
    assert first is not None
    sitting.set_flag(3, at(1))
    assert sitting.toggle_mark(at(2))
    assert not sitting.toggle_mark(at(3))
    sitting.put_aside(Kind.BURY, at(4))
    second = sitting.current(at(5))
    assert second is not None
    assert second.card != first.card
    sitting.put_aside(Kind.SUSPEND, at(6), whole_note=True)
    left = {row.card for row in sitting._queue}
    assert not left & {first.card, second.card}
    tomorrow = answer_all(study(store, library, DAY, Scope(frozenset({"one"}))), DAY)
    assert first.card in tomorrow
    assert second.card not in tomorrow
    assert store.record(first.card).flag == 3


def test_the_area_scope_holds(store: Store, library: Library) -> None:
    seen = answer_all(study(store, library, scope=Scope(frozenset({"two"}))), 0, Rating.Easy)
    assert seen
    assert all(card.startswith("test:map/") for card in seen)


def test_limits_can_be_raised_for_today_only(store: Store, library: Library) -> None:
    from dataclasses import replace

    store.change_options(replace(store.options(), new_per_day=1), at(0))
    sitting = study(store, library)
    assert sitting.remaining().new == 1
    sitting.more_today(at(1), new=2)
    assert sitting.remaining().new == 3
    assert study(store, library, DAY).remaining().new == 1


def test_reviews_can_be_studied_ahead_and_the_weakest_again(store: Store, library: Library) -> None:
    sitting = study(store, library)
    answer_all(sitting, 0, Rating.Easy)
    assert sitting.current(at(DAY // 2)) is None
    ahead = sitting.study_ahead(days=30)
    assert ahead == 8
    assert sitting.current(at(DAY // 2)) is not None
    fresh = study(store, library, DAY // 2)
    assert fresh.study_weakest(at(DAY // 2), 3) == 3


def test_a_card_that_left_the_decks_is_passed_over_and_comes_back_with_its_history(
    store: Store, library: Library, tmp_path: Path
) -> None:
    sitting = study(store, library)
    seen = answer_all(sitting, 0, Rating.Easy)
    root = write_deck(tmp_path / "deck", {"one/ranking.yaml": TOPIC})
    (root / "two" / "map.yaml").unlink()
    smaller = Library.open([root], Cache(None), 1)
    sync(store, smaller, at(0))
    gone = [card for card in seen if card.startswith("test:map/")]
    rest = study(store, smaller, 30 * DAY)
    assert not set(answer_all(rest, 30 * DAY)) & set(gone)
    sync(store, library, at(0))
    assert store.record(gone[0]).schedule.reps == 1


def test_a_new_study_day_brings_new_cards_while_the_app_is_open(store: Store, library: Library) -> None:
    sitting = study(store, library)
    answer_all(sitting, 0, Rating.Easy)
    assert sitting.current(at(DAY // 2)) is None
    assert sitting.current(at(2 * DAY)) is not None


@pytest.mark.parametrize(
    ("ticked", "total", "rating"),
    [
        (6, 6, Rating.Good),
        (5, 6, Rating.Hard),
        (4, 6, Rating.Hard),
        (3, 6, Rating.Again),
        (0, 3, Rating.Again),
    ],
)
def test_a_checklist_suggests_a_grade(ticked: int, total: int, rating: Rating) -> None:
    assert suggested_for_points(ticked, total) is rating


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("2083", True),
        ("2,080", True),
        ("2.1e3", True),
        ("2000", False),
        ("20e6*9/86400", True),
        ("2 083", True),
        ("−2083", False),
        ("about two", None),
        ("", None),
    ],
)
def test_a_typed_number_is_right_within_the_tolerance(typed: str, right: bool | None) -> None:
    assert check_number(Calc("Q?", "20e6*9/86400", 2083), typed) is right


@pytest.mark.parametrize(
    ("seconds", "label"),
    [
        (30, "<1m"),
        (600, "10m"),
        (5 * 3600, "5h"),
        (86_400, "1d"),
        (29 * 86_400, "29d"),
        (45 * 86_400, "1.5mo"),
        (60 * 86_400, "2mo"),
        (548 * 86_400, "1.5y"),
    ],
)
def test_intervals_read_as_ankis(seconds: int, label: str) -> None:
    assert interval_label(seconds) == label


def test_a_flag_does_not_hide_that_the_card_was_answered_elsewhere(store: Store, library: Library) -> None:
    sitting = study(store, library)
    shown = sitting.current(at(0))
    assert shown is not None
    with Store.open(store.path) as other:
        other.rate(shown.card, Rating.Again, at(1_000), 2_000, expected=other.record(shown.card))
    sitting.toggle_mark(at(2_000))
    assert sitting.rate(Rating.Good, at(3_000), 1_000) is None
    assert len([event for event in store.history(shown.card) if event.rating is not None]) == 1


def test_a_card_answered_elsewhere_is_not_shown_on(store: Store, library: Library) -> None:
    sitting = study(store, library)
    shown = sitting.current(at(0))
    assert shown is not None
    with Store.open(store.path) as other:
        other.rate(shown.card, Rating.Easy, at(1_000), 2_000, expected=other.record(shown.card))
    following = sitting.current(at(2_000))
    assert following is not None
    assert following.card != shown.card


def test_a_clock_that_jumped_is_doubted(store: Store, library: Library) -> None:
    sitting = study(store, library)
    assert sitting.clock_doubt(at(0)) is None
    sitting.current(at(0))
    sitting.rate(Rating.Good, at(0), 1_000)
    assert sitting.clock_doubt(at(30 * DAY)) is None
    assert "behind" in (sitting.clock_doubt(at(-2 * DAY)) or "")
    assert "ahead" in (sitting.clock_doubt(at(4000 * DAY)) or "")


def test_other_decks_opened_on_the_same_log_take_nothing_from_this_sitting(
    store: Store, library: Library, tmp_path: Path
) -> None:
    sitting = study(store, library)
    before = sitting.remaining()
    other = Library.open([write_deck(tmp_path / "other")], Cache(None), 1)
    with Store.open(store.path) as elsewhere:
        sync(elsewhere, other, at(0))
    sitting.reload(at(1_000))
    assert sitting.remaining() == before
