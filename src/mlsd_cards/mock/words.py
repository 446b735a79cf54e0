"""What grades, attempts and reports say in words, in the app and on the command line alike."""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_cards.mock.report import Report
from mlsd_cards.mock.score import Grade
from mlsd_cards.mock.script import TITLES
from mlsd_cards.mock.session import Attempt


def percent(share: float) -> str:
    return f"{round(share * 100)} %"


def grade_words(grade: str) -> str:
    """A grade as a person says it; a word that this version does not know stays as it is."""
    return Grade(grade).words if grade in set(Grade) else grade


def attempt_words(attempt: Attempt) -> str:
    """`Lean no 58 %`, or for a single step `Data 80 %`."""
    what = grade_words(attempt.grade) if attempt.grade else TITLES.get(attempt.stops[0], attempt.stops[0])
    return what if attempt.score is None else f"{what.split(' and ')[0]} {percent(attempt.score)}"


def caps(told: Report) -> Iterator[str]:
    """Why there is no hire although the points might be enough for one."""
    score, floor = told.score, told.script.grading.must_floor
    if score.grade is None:
        return
    if score.must.share < floor:
        yield (
            f"Of the points that any hire makes you made {percent(score.must.share)}; "
            f"a hire needs {percent(floor)}."
        )
    if score.open_flags:
        many = "A red flag was" if score.open_flags == 1 else f"{score.open_flags} red flags were"
        yield f"{many} not repaired: {Grade.LEAN_NO.words.lower()} at best, whatever the points."


def comparison(told: Report, when: str) -> str:
    """How the attempt before went, of the date `when`; empty if there is none."""
    if told.before is None:
        return ""
    earlier = told.before.score
    grade = f", {earlier.grade.words.lower()}" if earlier.grade is not None else ""
    what = "The attempt before" if earlier.grade is not None else "This step before"
    return f"{what}, {when}: {percent(earlier.all.share)}{grade}."
