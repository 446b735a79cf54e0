"""The memory state: py-fsrs' formulas, to the precision that Anki keeps."""

import random
import struct
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import fsrs
import pytest

from mlsd_cards.review.memory import DEFAULT_PARAMETERS, STABILITY_MAX, Memory, MemoryModel, Rating, _single

MODEL = MemoryModel(DEFAULT_PARAMETERS, 0.9)
OTHER = tuple(
    parameter * 1.1 if 0 < i < 17 and i != 7 else parameter for i, parameter in enumerate(DEFAULT_PARAMETERS)
)


def by_py_fsrs(parameters: tuple[float, ...], memory: Memory, days: int, rating: Rating) -> Memory:
    """Ask py-fsrs' public scheduler, reviews standing at noon so that its 24-hour periods are days."""
    scheduler = fsrs.Scheduler(parameters, enable_fuzzing=False)
    last = datetime(2026, 1, 1, 12, tzinfo=UTC)
    card = fsrs.Card(
        1, fsrs.State.Review, None, memory.stability, memory.difficulty, due=last, last_review=last
    )
    after, _ = scheduler.review_card(card, rating, last + timedelta(days=days))
    assert after.stability is not None
    assert after.difficulty is not None
    return Memory(min(after.stability, STABILITY_MAX), after.difficulty)


@pytest.mark.parametrize("parameters", [DEFAULT_PARAMETERS, OTHER])
@pytest.mark.parametrize("rating", list(Rating))
def test_memory_moves_as_py_fsrs_moves_it(parameters: tuple[float, ...], rating: Rating) -> None:
    rng = random.Random(f"memory {rating}")
    model = MemoryModel(parameters, 0.9)
    for _ in range(300):
        memory = Memory(round(10 ** rng.uniform(-2, 4), 4), round(rng.uniform(1, 10), 3))
        days = rng.choice([0, 1, 2, 10, 100, 3000])
        ours, theirs = model.memory_after(memory, days, rating), by_py_fsrs(parameters, memory, days, rating)
        assert ours.stability == pytest.approx(theirs.stability, rel=2e-5, abs=6e-5), (memory, days)
        assert ours.difficulty == pytest.approx(theirs.difficulty, abs=6e-4), (memory, days)


def test_the_first_answer_sets_the_memory_that_anki_stores() -> None:
    # Measured with Anki 26.9.3.
    assert [MODEL.memory_after(None, 0, rating) for rating in Rating] == [
        (0.212, 6.413),
        (1.2931, 5.112),
        (2.3065, 2.118),
        (8.2956, 1.0),
    ]


def test_stability_has_4_decimals_difficulty_3_and_there_is_a_cap() -> None:
    memory = MODEL.memory_after(Memory(30_000.0, 1.0), 30_000, Rating.Easy)
    assert memory.stability == STABILITY_MAX
    kept = MODEL.memory_after(Memory(7.1234, 4.321), 9, Rating.Hard)
    assert kept == (round(kept.stability, 4), round(kept.difficulty, 3))


def test_retrievability_is_90_percent_after_the_stability_and_falls() -> None:
    memory = Memory(12.5, 5.0)
    assert MODEL.retrievability(memory, 12.5) == pytest.approx(0.9)
    curve = [MODEL.retrievability(memory, days / 4) for days in range(400)]
    assert curve[0] == 1
    assert all(later < earlier for earlier, later in pairwise(curve))


@pytest.mark.parametrize("retention", [0.7, 0.8, 0.9, 0.95, 0.99])
def test_the_interval_ends_when_the_desired_retention_is_reached(retention: float) -> None:
    model = MemoryModel(DEFAULT_PARAMETERS, retention)
    assert model.retrievability(Memory(20.0, 5.0), model.interval(20.0)) == pytest.approx(retention, abs=1e-6)


def test_parameters_out_of_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match=r"parameters\[0\]"):
        MemoryModel((-1.0, *DEFAULT_PARAMETERS[1:]), 0.9)


def test_rounding_to_32_bits_is_what_the_processor_does() -> None:
    rng = random.Random(32)
    for _ in range(20_000):
        number = rng.uniform(-1, 1) * 10 ** rng.randint(-8, 8)
        assert _single(number) == struct.unpack("f", struct.pack("f", number))[0]
        tie = struct.unpack("f", struct.pack("f", number))[0] + 11
        assert _single(tie) == struct.unpack("f", struct.pack("f", tie))[0]
