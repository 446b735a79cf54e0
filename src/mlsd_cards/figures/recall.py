"""What is remembered, as figures: retention against the target, predictions against answers, memory now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from mlsd_cards.figures.model import (
    Bar,
    Bars,
    Column,
    Columns,
    Figure,
    Sentence,
    Stack,
    Stacked,
    Table,
    percent,
    plural,
)
from mlsd_cards.review.statistics import Histogram, Retention
from mlsd_cards.standing import YEAR, Standing

GRADES = ("Again", "Hard", "Good", "Easy")
Name = Callable[[str], str]


def _share(retention: Retention) -> str:
    share = retention.share
    return "-" if share is None else percent(share)


def periods(found: Standing) -> Figure:
    title = "True retention"
    if not found.periods["all time"].retention.reviews:
        return Sentence(title, f"No reviews yet. The target is {percent(found.target, 0)}.")
    rows = tuple(
        (
            name,
            *(
                _share(each)
                for each in (answers.young_retention, answers.mature_retention, answers.retention)
            ),
            f"{answers.retention.reviews:,}",
        )
        for name, answers in found.periods.items()
    )
    note = (
        f"What you still knew when a review came; the target is {percent(found.target, 0)}. "
        "Young cards waited less than 21 days, mature ones longer."
    )
    return Table(title, note, ("Period", "Young", "Mature", "All", "Reviews"), rows)


def by_area(found: Standing, shown: Name) -> Figure:
    title = "True retention by area"
    if not any(area.answers.retention.reviews for area in found.areas):
        return Sentence(title, "No reviews in the last 365 days.")
    bars = tuple(_retention_bar(area.title, area.answers.retention, shown("±")) for area in found.areas)
    note = f"Last {YEAR}, with the margin that chance alone explains; the mark is the target of {percent(found.target, 0)}."
    return Bars(title, note, ("Area", "Retention"), bars, whole=1.0, mark=found.target, tone="bar-good")


def _retention_bar(title: str, retention: Retention, sign: str) -> Bar:
    if retention.share is None:
        return Bar(title, 0.0, "no reviews", known=False)
    return Bar(
        title,
        retention.share,
        f"{percent(retention.share)} {sign}{retention.margin * 100:.0f} of {retention.reviews:,}",
    )


def calibrated(found: Standing) -> Figure:
    title, quality = "Predicted and actual recall", found.calibration.quality
    if quality is None:
        return Sentence(title, "No card was answered on a second day yet, so no prediction was tested.")
    calibration = found.calibration
    of = (
        ""
        if calibration.cards == calibration.known
        else f" to {calibration.cards:,} of {calibration.known:,} cards"
    )
    note = (
        f"Log loss {quality.log_loss:.3f}, RMSE (bins) {percent(quality.rmse)} over {quality.reviews:,} answer{plural(quality.reviews)}{of}; "
        "lower is better. Bars are what was recalled, marks what FSRS predicted."
    )
    bars = tuple(
        Bar(
            percent(each.predicted, 0),
            each.actual,
            f"{percent(each.actual, 0)} of {each.reviews:,}",
            mark=each.predicted,
        )
        for each in quality.bins
    )
    return Bars(title, note, ("Predicted", "Recalled"), bars, whole=1.0, tone="bar-good")


def buttons(found: Standing) -> Figure:
    title, answers = "Answer buttons", found.periods[YEAR]
    if not answers.total:
        return Sentence(title, "No answers in the last 365 days.")
    stages = (("Learning", answers.learning), ("Young", answers.young), ("Mature", answers.mature))
    rows = tuple(Stacked(name, counts, _right(counts)) for name, counts in stages)
    return Stack(title, f"Last {YEAR}; at the end what was not Again.", GRADES, rows, of_grades=True)


def _right(counts: Sequence[int]) -> str:
    whole = sum(counts)
    return f"{percent(1 - counts[0] / whole, 0)} of {whole:,}" if whole else "no answers"


# ------------------------------------------------------------ memory


def memory(found: Standing) -> tuple[Figure, ...]:
    seen = found.stabilities.total
    if not seen:
        return (
            Sentence("Memory", "No card was seen yet; intervals, stability, difficulty and recall follow."),
        )
    share = found.remembered / seen
    recall = f"Of {seen:,} card{plural(seen)} seen you would recall {found.remembered:,.0f} now ({percent(share, 0)}), says FSRS."
    return (
        _bins("Recall now", recall, found.recall, _percents(found.recall.edges), ("Chance", "Cards")),
        _bins(
            "Stability",
            f"Days until recall falls to 90 %; half the cards are above {_days_text(found.stabilities.median)}.",
            found.stabilities,
            _spans(found.stabilities.edges),
            ("Days", "Cards"),
        ),
        _bins(
            "Intervals",
            f"Days between reviews; half the cards are above {_days_text(found.intervals.median)}."
            if found.intervals.total
            else "No card has left learning yet.",
            found.intervals,
            _spans(found.intervals.edges),
            ("Days", "Cards"),
        ),
        _bins(
            "Difficulty",
            "From 1, easy, to 10, hard.",
            found.difficulties,
            [f"{edge:.0f}-{edge + 1:.0f}" for edge in found.difficulties.edges],
            ("Difficulty", "Cards"),
        ),
    )


def _bins(title: str, note: str, bins: Histogram, labels: Sequence[str], head: tuple[str, str]) -> Figure:
    if not bins.total:
        return Sentence(title, note)
    columns = tuple(
        Column(label, count, label.partition("-")[0].partition(" ")[0])
        for label, count in zip(labels, bins.counts, strict=True)
    )
    return Columns(title, note, head, columns, tone="bar-memory")


def _percents(edges: Sequence[float]) -> list[str]:
    return [f"{edge * 100:.0f}-{edge * 100 + 5:.0f} %" for edge in edges]


def _spans(edges: Sequence[float]) -> list[str]:
    return [*(f"{low:.0f}-{high:.0f}" for low, high in pairwise(edges)), f"{edges[-1]:.0f}+"]


def _days_text(days: float | None) -> str:
    return "-" if days is None else f"{days:.1f} days" if days < 10 else f"{days:.0f} days"
