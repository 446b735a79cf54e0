"""`mlsd suspend`, `mlsd unsuspend` and `mlsd reset`: the same for every card that a search finds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlsd_cards.cli.options import decks_option

if TYPE_CHECKING:
    from mlsd_cards.review.events import Kind

_query = click.argument("words", nargs=-1, required=True, metavar="QUERY")
_yes = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command()
@_query
@_yes
@decks_option
def suspend(words: tuple[str, ...], yes: bool, decks: Path | None) -> None:
    """Suspend cards: they are not asked until unsuspended.

    \b
    Example:
      mlsd suspend "tag:priority-3 is:new"
    """
    from mlsd_cards.review.events import Kind

    _change(words, Kind.SUSPEND, "suspended", yes=yes, decks=decks, only="-is:suspended")


@click.command()
@_query
@_yes
@decks_option
def unsuspend(words: tuple[str, ...], yes: bool, decks: Path | None) -> None:
    """Let suspended cards be asked again.

    \b
    Example:
      mlsd unsuspend "deck:estimation"
    """
    from mlsd_cards.review.events import Kind

    _change(words, Kind.UNSUSPEND, "no longer suspended", yes=yes, decks=decks, only="is:suspended")


@click.command()
@_query
@_yes
@decks_option
def reset(words: tuple[str, ...], yes: bool, decks: Path | None) -> None:
    """Make cards new again; their history stays in the log.

    \b
    Example:
      mlsd reset "id:ndcg"
    """
    from mlsd_cards.review.events import Kind

    _change(words, Kind.FORGET, "new again", yes=yes, decks=decks, only="-is:new")


def _change(
    words: tuple[str, ...], kind: Kind, done: str, *, yes: bool, decks: Path | None, only: str
) -> None:
    """Say how many cards are found, ask, and log all of it as one: `u` in the app takes it back."""
    from mlsd_cards.cli.search import found_by, query_of
    from mlsd_cards.review.query import all_of
    from mlsd_cards.review.search import parse

    query = all_of([query_of(words), parse(only)])
    with found_by(query, None, decks) as (at, now, count, matches):
        if not matches:
            click.echo("No such card is found; nothing changed.")
            return
        what = f"{count:,} card{'s' if count != 1 else ''}"
        if not yes:
            if not sys.stdin.isatty():
                raise click.UsageError(f"{what} would be {done}; say so with --yes")
            if not click.confirm(f"{what} will be {done}. Go on?"):
                click.echo("Nothing changed.")
                return
        at.store.append_many([match.card for match in matches], kind, None, now.now)
        click.echo(f"{what} {'is' if count == 1 else 'are'} {done}; u in the app takes it back.")
