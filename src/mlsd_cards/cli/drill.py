"""`mlsd drill`: estimation questions with numbers that differ each time."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlsd_cards.cli.options import decks_option

if TYPE_CHECKING:
    from mlsd_cards.library import Found, Library

_MOST = 500


@click.command()
@click.argument("topic", required=False, metavar="[TOPIC]")
@click.option(
    "-n",
    "--count",
    type=click.IntRange(1, _MOST),
    default=10,
    show_default=True,
    help="How many different questions.",
)
@click.option(
    "--seed", type=click.IntRange(0), help="Which numbers to ask with: the same seed asks the same."
)
@click.option("--list", "list_", is_flag=True, help="List the questions and stop.")
@click.option(
    "--plain", is_flag=True, help="Print and read lines: for screen readers, pipes and dumb terminals."
)
@decks_option
def drill(
    topic: str | None, count: int, seed: int | None, list_: bool, plain: bool, decks: Path | None
) -> None:
    """Estimate with fresh numbers: traffic, storage, memory, cost, experiment size.

    Type your number: it counts when it is within the question's factor, mostly 2. Then the worked steps
    show. Due questions come first, then unseen ones, then those you know least. Answers count as reviews:
    the question comes back when it is due, with other numbers.

    \b
    Examples:
      mlsd drill
      mlsd drill time-scale --count 5
      mlsd drill --list
    """
    if list_:
        _print_list(topic, decks)
        return
    numbers = random.randrange(1, 1_000_000) if seed is None else seed  # noqa: S311  (no secret)
    if plain:
        _plain(topic, count, numbers, decks)
        return
    from mlsd_cards.cli.review import NoTerminalError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminalError("the app needs a terminal; use: mlsd drill --plain")
    from mlsd_cards.cli.app import Request, run_app
    from mlsd_cards.model.drill import DRILL

    request = Request(
        tags=(DRILL,),
        decks=decks,
        choose=lambda library: _of_topic(topic, library),
        drill=count,
        seed=numbers,
    )
    raise SystemExit(run_app("review", request))


def _plain(topic: str | None, count: int, seed: int, decks: Path | None) -> None:
    from mlsd_cards.cli.context import now, opened
    from mlsd_cards.cli.plain import review_plain
    from mlsd_cards.cli.review import back_up, warn_of_problems
    from mlsd_cards.model.drill import DRILL
    from mlsd_cards.store import Scope
    from mlsd_cards.study import Study

    with opened(decks) as at:
        warn_of_problems(at.library)
        scope = Scope(tags=frozenset({DRILL}))
        study = Study(at.store, at.library, scope, now(), tags=_of_topic(topic, at.library), seed=seed)
        study.drill(now(), count)
        review_plain(study, ascii_only=at.settings.ascii)
        back_up(at.store)


def _print_list(topic: str | None, decks: Path | None) -> None:
    from mlsd_cards.cli.context import opened
    from mlsd_cards.cli.report import visible

    with opened(decks) as at:
        wanted = _of_topic(topic, at.library)
        for found in _templates(at.library):
            if wanted is None or wanted(found):
                click.echo(f"{found.note.id}\n  {visible(found.note.front)}")


def _templates(library: Library) -> Iterator[Found]:
    from mlsd_cards.model.drill import DRILL

    for listed in library.cards():
        if DRILL in listed.tags and (found := library.find(listed.card)) is not None:
            yield found


def _of_topic(topic: str | None, library: Library) -> Callable[[Found], bool] | None:
    """The choice of one topic's cards; None for all. Raises a usage error where there are none to choose."""
    from mlsd_cards.model.drill import DRILL

    if not any(DRILL in listed.tags for listed in library.cards()):
        raise click.UsageError("the decks hold no question with changing numbers (`vary:` makes one)")
    if topic is None:
        return None
    known = sorted({found.topic.id for found in _templates(library)})
    if topic not in known:
        close = get_close_matches(topic, known, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(known)}"
        raise click.BadParameter(
            f"no question with changing numbers in {topic!r}; {hint}", param_hint="TOPIC"
        )
    return lambda found: found.topic.id == topic
