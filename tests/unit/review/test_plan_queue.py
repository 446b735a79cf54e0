"""Today's part of a plan: by gain within the time, siblings apart, and what was asked for first."""

from __future__ import annotations

from typing import Any

from mlsd_cards.review.memory import DEFAULT_PARAMETERS
from mlsd_cards.review.options import NewReviewOrder, Options
from mlsd_cards.review.outlook import Outlook
from mlsd_cards.review.pace import USUAL, Seconds
from mlsd_cards.review.plan_queue import Asked, Room, build_plan_queue, room_left
from mlsd_cards.review.queue import QueueRow
from mlsd_cards.review.scheduling import Phase

DAY_MS = 86_400_000
TODAY = 20_000
ROLLOVER = (TODAY + 1) * DAY_MS
OUTLOOK = Outlook(DEFAULT_PARAMETERS, USUAL, Seconds(40, 15, 30))
OPTIONS = Options(new_review_order=NewReviewOrder.AFTER)
ENOUGH = Room(100_000, 100)


def new(
    card: str, position: int = 0, priority: int = 1, topic: str = "", *, queued: bool = False
) -> QueueRow:
    note = card.partition("#")[0]
    return QueueRow(card, note, topic or note, "a", position, priority, queued=queued)


def review(card: str, stability: float, elapsed: int, priority: int = 1, due: int = 0) -> QueueRow:
    return QueueRow(
        *(card, card.partition("#")[0], "t", "a", 0, priority, TODAY + due, None, elapsed),
        *(stability, ROLLOVER - elapsed * DAY_MS - 1000, 0, 5.0, Phase.REVIEW),
    )


def queue(reviews: list[QueueRow], unseen: list[QueueRow], room: Room = ENOUGH, **more: Any) -> list[str]:
    given: dict[str, Any] = {
        "ahead": 10,
        "rollover": ROLLOVER,
        "weigh": lambda row: float(4 - row.priority),
        "outlook": OUTLOOK,
        "options": OPTIONS,
    }
    return [row.card for row in build_plan_queue(reviews, unseen, room=room, **{**given, **more})]


def test_reviews_come_by_what_they_gain_a_second() -> None:
    firm, weak, light = review("firm", 200, 20), review("weak", 3, 4), review("light", 3, 4, priority=3)
    assert queue([firm, light, weak], []) == ["weak", "light", "firm"]


def test_what_gains_nothing_is_left_out() -> None:
    assert queue([review("eternal", 30_000, 10)], []) == []


def test_the_time_ends_the_day_and_the_most_valuable_cards_have_it() -> None:
    rows = [new("light", 0, 3), new("heavy", 1, 1), new("middle", 2, 2)]
    assert queue([], rows, Room(85, 100)) == ["heavy", "middle"]
    assert queue([], rows, Room(39, 100)) == []
    assert queue([], rows, Room(-5, 100)) == []


def test_new_cards_keep_to_their_share() -> None:
    rows = [new(f"n{number}", number) for number in range(10)]
    assert queue([], rows, Room(100_000, 3)) == ["n0", "n1", "n2"]


def test_siblings_are_apart_and_the_better_one_comes() -> None:
    rows = [new("note#c1", 0), new("note#c2", 1), new("other", 2)]
    assert queue([], rows) == ["note#c1", "other"]
    seen = [review("note#c3", 3, 4), review("note#c4", 60, 20)]
    assert queue(seen, []) == ["note#c3"]
    assert queue([], rows, busy_notes=frozenset({"note"})) == ["other"]
    assert queue([], rows, options=Options(bury_siblings=False)) == ["note#c1", "note#c2", "other"]


def test_topics_take_turns_among_cards_of_one_weight() -> None:
    rows = [new("a1", 0, topic="a"), new("a2", 1, topic="a"), new("b1", 2, topic="b")]
    assert queue([], rows) == ["a1", "b1", "a2"]


def test_what_the_learner_asked_for_comes_first_even_without_time() -> None:
    asked = review("asked", 30_000, 1, due=50)
    rows = [new("wanted", 5, 3, queued=True), new("usual", 0)]
    found = queue([asked, review("weak", 3, 4)], rows, Room(0, 0), queued=frozenset({"asked"}))
    assert found == ["asked", "wanted"]


def test_a_card_with_a_date_but_no_memory_counts_as_seen_for_the_first_time() -> None:
    row = review("dated", 3, 4)._replace(stability=None, difficulty=None)
    assert queue([row], []) == ["dated"]


def test_what_was_done_today_is_taken_off() -> None:
    def left(**more: Any) -> Room:
        given: dict[str, Any] = {"spent": 0.0, "introduced": 0, "asked": Asked(), "outlook": OUTLOOK}
        return room_left(30, 100 - more.get("introduced", 0), 22, **{**given, **more})

    assert left() == Room(1800, 10)
    assert left(spent=600, introduced=4) == Room(1200, 6)
    assert left(spent=1800, introduced=12) == Room(0, 0)
    assert left(spent=1800, introduced=10, asked=Asked(5)) == Room(200, 5)
    assert left(spent=1800, introduced=10, asked=Asked(0, 4)) == Room(60, 0)
