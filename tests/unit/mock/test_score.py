"""What an attempt is worth."""

from __future__ import annotations

import pytest

from mlsd_cards.mock.entries import Do
from mlsd_cards.mock.score import Grade, grade_of, score
from mlsd_cards.mock.script import script_of
from mlsd_cards.mock.session import Flag, Mark
from mlsd_cards.model.case import Grading
from unit.mock.attempts import CASE, DEFINITION, SCRIPT, all_marked, entry, told

GRADING = Grading()
FLAG = next(text for stop in SCRIPT.steps for text in stop.red_flags)


def test_all_points_are_a_strong_hire() -> None:
    result = score(SCRIPT, told(*all_marked()))
    weights = sum(point.weight for stop in SCRIPT.steps for point in stop.points)
    assert (result.all.earned, result.all.total, result.grade) == (weights, weights, Grade.STRONG_HIRE)


def test_half_points_are_half_the_weight() -> None:
    result = score(SCRIPT, told(*all_marked(Mark.PARTIAL)))
    assert result.all.share == 0.5
    assert result.grade is Grade.LEAN_NO


def test_points_of_probes_do_not_count() -> None:
    probes = [stop for stop in SCRIPT.stops if stop.is_probe]
    assert all(stop.points for stop in probes)
    marked = [one for one in all_marked() if not (one.do is Do.MARK and one.stop.startswith("probe."))]
    assert score(SCRIPT, told(*marked)) == score(SCRIPT, told(*all_marked()))


def test_an_open_red_flag_leaves_no_hire_until_it_is_repaired() -> None:
    ticked = score(SCRIPT, told(*all_marked(flags={FLAG: Flag.TICKED})))
    assert (ticked.open_flags, ticked.grade) == (1, Grade.LEAN_NO)
    repaired = score(SCRIPT, told(*all_marked(flags={FLAG: Flag.REPAIRED})))
    assert repaired.grade is Grade.STRONG_HIRE


@pytest.mark.parametrize(
    ("share", "must", "flags", "grade"),
    [
        (0.80, 0.75, 0, Grade.STRONG_HIRE),
        (0.79, 1.00, 0, Grade.HIRE),
        (0.65, 0.75, 0, Grade.HIRE),
        (0.64, 1.00, 0, Grade.LEAN_NO),
        (0.90, 0.74, 0, Grade.LEAN_NO),
        (0.90, 1.00, 1, Grade.LEAN_NO),
        (0.50, 0.00, 0, Grade.LEAN_NO),
        (0.49, 1.00, 0, Grade.NO_HIRE),
        (0.49, 0.00, 3, Grade.NO_HIRE),
    ],
)
def test_grades_stand_on_their_thresholds(share: float, must: float, flags: int, grade: Grade) -> None:
    assert grade_of(share, must, flags, GRADING) is grade


def test_a_single_step_has_a_score_and_no_grade() -> None:
    script = script_of(CASE, DEFINITION, 45, ("data",))
    key = script.stop("data").points[0]
    start = entry(Do.START, minutes=45, stops=("data",))
    marked = entry(Do.MARK, "data", key=key.key, mark="y")
    result = score(script, told(start, entry(Do.REVEAL, "data"), marked))
    assert result.grade is None
    assert result.all.earned == key.weight
    assert result.all.total == sum(point.weight for point in script.stop("data").points)
