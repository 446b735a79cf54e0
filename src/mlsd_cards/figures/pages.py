"""The statistics as pages of figures, in words that a learner reads. Where nothing is to draw, a sentence stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from mlsd_cards.figures import recall
from mlsd_cards.figures.model import (
    Bar,
    Bars,
    Column,
    Columns,
    Figure,
    Heat,
    Page,
    Sentence,
    Stack,
    Stacked,
    Table,
    number,
    percent,
    plural,
)
from mlsd_cards.review.statistics import Answers
from mlsd_cards.review.studyday import date_of
from mlsd_cards.standing import YEAR, Area, Standing
from mlsd_cards.store import DayTally

AHEAD = 30
"""Days of the forecast, and of the charts of the last days."""

STATES = ("mature", "young", "learning", "unseen")
_PRIORITIES = {1: "Must know", 2: "Should know", 3: "Nice to know"}
Name = Callable[[str], str]


def pages(found: Standing, name: Name, shown: Name = str) -> tuple[Page, ...]:
    """All pages; `name` tells what a card is called, `shown` makes an author's words fit for where they are drawn."""
    found = replace(found, areas=tuple(replace(area, title=shown(area.title)) for area in found.areas))
    return _pages(found, lambda card: shown(name(card)), shown)


def _pages(found: Standing, name: Name, shown: Name) -> tuple[Page, ...]:
    return (
        Page("Days", (*_days(found), _forecast(found))),
        Page(
            "Retention",
            (
                recall.periods(found),
                recall.by_area(found, shown),
                recall.calibrated(found),
                recall.buttons(found),
            ),
        ),
        Page("Memory", tuple(recall.memory(found))),
        Page("Time", (_hours(found), _hours_right(found), _pace(found), _time_by_area(found))),
        Page(
            "Cards",
            (_progress(found.areas), _priorities(found.areas), _leeches(found, name), _slowest(found, name)),
        ),
    )


# ------------------------------------------------------------ days


def _days(found: Standing) -> tuple[Figure, ...]:
    if not found.answers:
        return (Sentence("Answers by day", "No answers yet: the calendar fills as you study."),)
    today = date_of(found.day)
    values = {date_of(day.day): day.answers for day in found.days}
    hours = sum(day.ms for day in found.days) / 3_600_000
    studied = f"{len(found.days)} day{plural(len(found.days))}"
    minutes_in_all = round(hours * 60)
    spent = f"{hours:.1f} hours" if hours >= 1 else f"{minutes_in_all} minute{plural(minutes_in_all)}"
    note = (
        f"{found.answers:,} answer{plural(found.answers)} on {studied}, {spent} in all. "
        f"{found.streak} day{plural(found.streak)} in a row now, {found.longest} at most."
    )
    answers = _last_days(found, lambda day: day.answers)
    minutes = _last_days(found, lambda day: round(day.ms / 60_000, 2), lambda value: f"{value:.1f}")
    return (
        Heat("Answers by day", note, today, values),
        Columns(f"Answers, last {AHEAD} days", _mean(answers, "answer"), ("Day", "Answers"), answers),
        Columns(
            f"Minutes, last {AHEAD} days",
            _mean(minutes, "minute"),
            ("Day", "Minutes"),
            minutes,
            tone="bar-time",
        ),
    )


def _last_days(
    found: Standing, value: Callable[[DayTally], float], text: Callable[[float], str] = number
) -> tuple[Column, ...]:
    """A column for each of the last days, with the date at every seventh back from today."""
    values = {day.day: value(day) for day in found.days}
    return tuple(
        Column(
            date_of(day).isoformat(), values.get(day, 0), _day_tick(day, found.day), text(values.get(day, 0))
        )
        for day in range(found.day - AHEAD + 1, found.day + 1)
    )


def _day_tick(day: int, today: int) -> str:
    on = date_of(day)
    return "today" if day == today else "" if (today - day) % 7 else f"{on.day} {on:%b}"


def _mean(columns: Sequence[Column], unit: str) -> str:
    there = [column.value for column in columns if column.value]
    if not there:
        return f"Nothing in these {len(columns)} days."
    mean, days = number(sum(there) / len(there)), len(there)
    return f"{mean} {unit}{'' if mean == '1' else 's'} a day on the {days} day{plural(days)} studied."


def _forecast(found: Standing) -> Figure:
    title = f"Due in the next {AHEAD} days"
    waiting = sum(count for days, count in found.forecast.items() if days < 0)
    coming = [found.forecast.get(days, 0) + (waiting if days == 0 else 0) for days in range(AHEAD)]
    if not sum(coming):
        words = (
            "No card has a date in these days."
            if found.answers
            else "Nothing was learned yet, so nothing comes due."
        )
        return Sentence(title, words)
    columns = tuple(
        Column(
            (date_of(found.day) + timedelta(days)).isoformat(),
            count,
            "today" if days == 0 else f"+{days}" if days % 7 == 0 else "",
        )
        for days, count in enumerate(coming)
    )
    late = f" {waiting} of today's {'is' if waiting == 1 else 'are'} from days before." if waiting else ""
    note = f"{sum(coming)} card{plural(sum(coming))}, {sum(coming) / AHEAD:.1f} a day.{late} New cards come on top."
    return Columns(title, note, ("Day", "Cards due"), columns, tone="bar-due")


# ------------------------------------------------------------ time


def _hour_ticks(hour: int) -> str:
    return f"{hour}" if hour % 4 == 0 else ""


def _hours(found: Standing) -> Figure:
    title = "Answers by hour"
    if not any(hour.answers for hour in found.hours):
        return Sentence(title, "No answers in the last 365 days.")
    columns = tuple(
        Column(f"{number:02}:00", hour.answers, _hour_ticks(number))
        for number, hour in enumerate(found.hours)
    )
    return Columns(title, f"Last {YEAR}, on your wall clock.", ("Hour", "Answers"), columns, tone="bar-time")


def _hours_right(found: Standing) -> Figure:
    title = "Not Again, by hour"
    if not any(hour.answers for hour in found.hours):
        return Sentence(title, "No answers in the last 365 days.")
    columns = tuple(
        Column(
            f"{number:02}:00",
            100 * hour.passed / hour.answers if hour.answers else 0.0,
            _hour_ticks(number),
            f"{percent(hour.passed / hour.answers, 0)} of {hour.answers:,}" if hour.answers else "-",
        )
        for number, hour in enumerate(found.hours)
    )
    return Columns(
        title,
        "Per cent of all answers, learning too.",
        ("Hour", "Not Again"),
        columns,
        top=100.0,
        tone="bar-good",
    )


def _pace(found: Standing) -> Figure:
    title = "Seconds an answer"
    if not found.answers:
        return Sentence(title, "No answers yet.")
    pace = found.pace
    named = (("New", pace.new), ("Learning", pace.learning), ("Review", pace.review))
    bars = tuple(Bar(name, seconds, f"{seconds:.1f} s") for name, seconds in named)
    note = "Over the last 30 days with answers; a guess is mixed in while they are few."
    return Bars(title, note, ("Card", "Seconds"), bars, tone="bar-time")


def _time_by_area(found: Standing) -> Figure:
    title = "Seconds an answer, by area"
    there = [area for area in found.areas if area.answers.total]
    if not there:
        return Sentence(title, "No answers in the last 365 days.")
    bars = tuple(_seconds_bar(area.title, area.answers) for area in there)
    return Bars(title, f"Last {YEAR}.", ("Area", "Seconds"), bars, tone="bar-time")


def _seconds_bar(title: str, answers: Answers) -> Bar:
    seconds = answers.ms / answers.total / 1000
    return Bar(title, seconds, f"{seconds:.1f} s")


# ------------------------------------------------------------ cards


def _progress(areas: Sequence[Area]) -> Figure:
    title = "Progress by area"
    if not areas:
        return Sentence(title, "There are no cards yet.")
    rows = tuple(_stacked(area.title, [area]) for area in areas)
    return Stack(title, "Cards seen, of all cards.", STATES, rows)


def _priorities(areas: Sequence[Area]) -> Figure:
    title = "Progress by priority"
    if not areas:
        return Sentence(title, "There are no cards yet.")
    there = sorted({each.priority for area in areas for each in area.progress})
    rows = tuple(_stacked(_PRIORITIES.get(number, str(number)), areas, number) for number in there)
    return Stack(title, "Cards seen, of all cards.", STATES, rows)


def _stacked(label: str, areas: Sequence[Area], priority: int | None = None) -> Stacked:
    chosen = [each for area in areas for each in area.progress if priority in {None, each.priority}]
    counts = tuple(
        sum(numbers)
        for numbers in zip(
            *((each.mature, each.young, each.learning, each.unseen) for each in chosen), strict=True
        )
    )
    return Stacked(label, counts, f"{sum(counts[:-1]):,} of {sum(counts):,}")


def _leeches(found: Standing, name: Name) -> Figure:
    title = "Leeches"
    if not found.leeches:
        return Sentence(title, "None: no card was forgotten again and again.")
    rows = tuple(
        (name(each.card) + (", suspended" if each.suspended else ""), str(each.lapses), str(each.reps))
        for each in found.leeches
    )
    return Table(
        title,
        "Cards forgotten again and again: reword them, or learn what lies below.",
        ("Card", "Lapses", "Answers"),
        rows,
    )


def _slowest(found: Standing, name: Name) -> Figure:
    title = "Slowest cards"
    if not found.slowest:
        return Sentence(title, "No card was answered three times yet.")
    rows = tuple((name(each.card), f"{each.seconds:.1f}", str(each.answers)) for each in found.slowest)
    return Table(
        title, "By the mean of their latest answers, three at least.", ("Card", "Seconds", "Answers"), rows
    )
