"""`mlsd stats`: the statistics as text, as JSON, or as one page for a browser."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mlsd_cards.cli.options import decks_option

if TYPE_CHECKING:
    from mlsd_cards.cli.context import Opened
    from mlsd_cards.figures.model import Page
    from mlsd_cards.review.statistics import Answers, Calibration, Histogram, Retention
    from mlsd_cards.standing import Area, Standing

_WIDEST = 96


@click.command()
@decks_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON (docs/json.md).")
@click.option("--table", "as_table", is_flag=True, help="Print tables instead of charts, for screen readers.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write one self-contained page with the charts instead.",
)
def stats(decks: Path | None, as_json: bool, as_table: bool, html: Path | None) -> None:
    """Show where you stand: days, retention against the target, memory, time, cards.

    \b
    Examples:
      mlsd stats
      mlsd stats --table
      mlsd stats --html stats.html
      mlsd stats --json | jq .retention
    """
    from mlsd_cards.cli.context import now, opened
    from mlsd_cards.standing import standing

    if as_json + as_table + (html is not None) > 1:
        raise click.UsageError("--json, --table and --html exclude one another")
    with opened(decks) as at:
        found = standing(at.store, at.library, now())
        if as_json:
            click.echo(json.dumps(as_plain(found), indent=2, ensure_ascii=False))
        elif html is not None:
            _write(html, found, at)
        else:
            _print(found, at, as_table=as_table)


def _pages(found: Standing, at: Opened, *, ascii_only: bool) -> tuple[Page, ...]:
    from mlsd_cards.figures.pages import pages
    from mlsd_cards.markup.runs import shown
    from mlsd_cards.standing import card_name

    return pages(found, lambda card: card_name(at.library, card), lambda text: shown(text, ascii=ascii_only))


def _print(found: Standing, at: Opened, *, as_table: bool) -> None:
    from mlsd_cards.figures.text import draw, draw_table, plain

    ascii_only = at.settings.ascii or (sys.stdout.encoding or "").lower() in {
        "ascii",
        "us-ascii",
        "ansi_x3.4-1968",
    }
    width = max(40, min(shutil.get_terminal_size().columns - 1, _WIDEST))
    drawing = draw_table if as_table else draw
    for each in _pages(found, at, ascii_only=ascii_only):
        click.echo(f"{each.name.upper()}\n")
        for figure in each.figures:
            click.echo(plain(drawing(figure, width, ascii=ascii_only)) + "\n")


def _write(target: Path, found: Standing, at: Opened) -> None:
    from mlsd_cards.figures.page import page
    from mlsd_cards.files import write_atomically
    from mlsd_cards.review.studyday import date_of

    document = page("Where you stand", date_of(found.day), _pages(found, at, ascii_only=False))
    write_atomically(target, document.encode())
    click.echo(f"Wrote {target}")


# ------------------------------------------------------------ JSON


def as_plain(found: Standing) -> dict[str, Any]:
    """The numbers as docs/json.md has them; shares are from 0 to 1, null where nothing was counted."""
    from mlsd_cards.review.studyday import date_of
    from mlsd_cards.standing import YEAR

    year = found.periods[YEAR]
    return {
        "version": 1,
        "day": date_of(found.day).isoformat(),
        "streak": {"now": found.streak, "longest": found.longest},
        "days": [
            {
                "day": date_of(each.day).isoformat(),
                "answers": each.answers,
                "new": each.new,
                "reviews": each.reviews,
                "learning": each.learning,
                "seconds": round(each.ms / 1000, 1),
            }
            for each in found.days
        ],
        "target": found.target,
        "retention": {name: _retained(answers) for name, answers in found.periods.items()},
        "areas": [_area(each) for each in found.areas],
        "buttons": {"learning": list(year.learning), "young": list(year.young), "mature": list(year.mature)},
        "hours": [{"answers": hour.answers, "passed": hour.passed} for hour in found.hours],
        "seconds_per_answer": {name: round(seconds, 2) for name, seconds in asdict(found.pace).items()},
        "forecast": [{"in_days": days, "cards": count} for days, count in sorted(found.forecast.items())],
        "intervals": _binned(found.intervals),
        "stability": _binned(found.stabilities),
        "difficulty": _binned(found.difficulties),
        "recall": _binned(found.recall) | {"remembered": round(found.remembered, 1)},
        "leeches": [each._asdict() for each in found.leeches],
        "slowest": [each._asdict() | {"seconds": round(each.seconds, 1)} for each in found.slowest],
        "calibration": _calibration(found.calibration),
    }


def _area(area: Area) -> dict[str, Any]:
    answers = area.answers
    parts = [each._asdict() for each in area.progress]
    return {
        "id": area.id,
        "title": area.title,
        "retention": _retained(answers),
        "answers": answers.total,
        "seconds_per_answer": round(answers.ms / answers.total / 1000, 2) if answers.total else None,
        "cards": [{name: part[name] for name in part if name != "area"} for part in parts],
    }


def _calibration(found: Calibration) -> dict[str, Any]:
    quality = found.quality
    return {
        "answers": quality.reviews if quality else 0,
        "log_loss": quality.log_loss if quality else None,
        "rmse": quality.rmse if quality else None,
        "cards": found.cards,
        "of_cards": found.known,
        "bins": [each._asdict() for each in quality.bins] if quality else [],
    }


def _retained(answers: Answers) -> dict[str, Any]:
    parts = {"young": answers.young_retention, "mature": answers.mature_retention, "all": answers.retention}
    return {name: _retention(each) for name, each in parts.items()}


def _retention(retention: Retention) -> dict[str, Any]:
    return {"passed": retention.passed, "failed": retention.failed, "share": retention.share}


def _binned(found: Histogram) -> dict[str, Any]:
    return {"from": list(found.edges), "cards": list(found.counts), "median": found.median}
