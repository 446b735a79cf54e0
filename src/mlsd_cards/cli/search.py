"""`mlsd search`: find cards by what they say, how they stand and what was done."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mlsd_cards.cli.options import decks_option
from mlsd_cards.errors import ExitCode

if TYPE_CHECKING:
    from mlsd_cards.cli.context import Opened
    from mlsd_cards.library import Library
    from mlsd_cards.review.query import Query
    from mlsd_cards.store import Match
    from mlsd_cards.store.search import At

_FRONT = 60  # characters of a front in the table
_NARROWEST = 20  # in a narrow terminal
_BESIDE = 64  # characters that the other columns usually take


@click.command()
@click.argument("words", nargs=-1, metavar="QUERY")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (docs/json.md).")
@click.option(
    "--limit", type=click.IntRange(0), default=50, show_default=True, help="Print so many cards; 0 is all."
)
@decks_option
def search(words: tuple[str, ...], as_json: bool, limit: int, decks: Path | None) -> None:
    """Find cards with Anki's search words (docs/search.md lists them).

    Quote a QUERY for the shell; one that begins with a minus stands behind --.

    \b
    Examples:
      mlsd search "nDCG tag:formula"
      mlsd search "is:due prop:r<0.8 -deck:losses" --json
      mlsd search -- -is:new
    """
    query = query_of(words)
    with found_by(query, limit or None, decks) as (at, now, count, matches):
        if as_json:
            told = {
                "version": 1,
                "query": str(query),
                "found": count,
                "cards": [_as_json(match, now, at.library) for match in matches],
            }
            click.echo(json.dumps(told, indent=1, ensure_ascii=False))
            return
        if not matches:
            click.echo("No card is found.", err=True)
            return
        _print(matches, now, at)
        more = f"; {len(matches):,} of them are shown (--limit 0 shows all)" if len(matches) < count else ""
        click.echo(f"{count:,} card{'s' if count != 1 else ''}{more}", err=True)


def query_of(words: tuple[str, ...]) -> Query:
    """The search that the arguments are; one that cannot be read ends the command, with a caret at the place."""
    from mlsd_cards.cli.report import visible
    from mlsd_cards.review.search import SearchError, parse

    try:
        return parse(" ".join(words))
    except SearchError as error:
        for line in error.pointed().split("\n"):
            click.echo(visible(line), err=True)
        raise SystemExit(int(ExitCode.USAGE)) from None


@contextmanager
def found_by(
    query: Query, limit: int | None, decks: Path | None
) -> Iterator[tuple[Opened, At, int, list[Match]]]:
    """What is open, the moment that was asked about, how many cards there are, and the first of them."""
    from mlsd_cards.cli.context import now, opened
    from mlsd_cards.store.search import At, Order, Searching

    with opened(decks) as at, closing(Searching(at.store.path)) as searching:
        moment = At(now(), at.store.options())
        matches = searching.first(query, Order.PLACE, moment, limit)
        count = len(matches)
        if count == limit:
            count = len(searching.numbers(query, Order.PLACE, moment))
        yield at, moment, count, matches


def _print(matches: list[Match], now: At, at: Opened) -> None:
    from mlsd_cards import listing
    from mlsd_cards.cli.browse import visible_table

    width, rows = _front_width(), list[list[object]]()
    for match in matches:
        record, found = match.record, at.library.find(match.card)
        front = listing.front(found, ascii=at.settings.ascii) if found else match.card
        state = ", ".join([listing.state(record, now.day), *listing.marks(record)])
        rows.append(
            [
                front if len(front) <= width else front[: width - 3] + "...",
                match.area,
                found.note.roles[0] if found else "",
                state,
                listing.due(record, now),
                listing.stability(record),
                listing.recall_label(record, now),
            ]
        )
    click.echo(visible_table(["Front", "Area", "Role", "State", "Due", "Stability", "Recall"], rows))


def _front_width() -> int:
    """Characters of a front: fewer in a terminal that is narrow, never what a file or a pipe gets."""
    if not sys.stdout.isatty():
        return _FRONT
    return max(_NARROWEST, min(_FRONT, shutil.get_terminal_size().columns - _BESIDE))


def _as_json(match: Match, now: At, library: Library) -> dict[str, Any]:
    from mlsd_cards import listing

    record, found = match.record, library.find(match.card)
    schedule, memory = record.schedule, record.schedule.memory
    recall = listing.recall(record, now)
    return {
        "id": match.card,
        "topic": match.topic,
        "title": found.topic.title if found else "",
        "area": match.area,
        "roles": list(found.note.roles) if found else [],
        "front": listing.front(found) if found else "",
        "state": schedule.phase.name.lower(),
        "due": listing.due_date(record),
        "interval": schedule.interval,
        "stability": memory.stability if memory else None,
        "difficulty": memory.difficulty if memory else None,
        "recall": None if recall is None else round(recall, 4),
        "reviews": schedule.reps,
        "lapses": schedule.lapses,
        "suspended": record.suspended,
        "buried": record.buried_on == now.day,
        "flag": record.flag,
        "marked": record.marked,
        "leech": record.leech,
    }
