"""`mlsd review`: study what is due, in the app or line by line."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlsd_cards.cli.options import decks_option
from mlsd_cards.errors import ExitCode, MlsdError

if TYPE_CHECKING:
    from mlsd_cards.library import Library
    from mlsd_cards.store import Scope, Store


class NoTerminalError(MlsdError):
    """The app needs a terminal."""

    exit_code = ExitCode.USAGE


@click.command()
@click.option("--area", "areas", multiple=True, metavar="AREA", help="Only this area (repeatable).")
@click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar="TAG",
    help="Only notes with this tag, role or priority (repeatable).",
)
@click.option("--ahead", is_flag=True, help="Also reviews of the coming week.")
@click.option("--minutes", type=click.IntRange(1, 600), help="Stop after so many minutes.")
@click.option(
    "--plain", is_flag=True, help="Print and read lines: for screen readers, pipes and dumb terminals."
)
@decks_option
def review(
    areas: tuple[str, ...],
    tags: tuple[str, ...],
    ahead: bool,
    minutes: int | None,
    plain: bool,
    decks: Path | None,
) -> None:
    """Study what is due today.

    \b
    Examples:
      mlsd review
      mlsd review --area metrics --minutes 20
      mlsd review --tag scenario --plain
    """
    if not plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminalError("the app needs a terminal; use: mlsd review --plain")
    if plain:
        _plain(areas, tags, ahead, minutes, decks)
        return
    from mlsd_cards.cli.app import Request, run_app

    raise SystemExit(run_app("review", Request(areas, tags, ahead, minutes, decks)))


def _plain(
    areas: tuple[str, ...], tags: tuple[str, ...], ahead: bool, minutes: int | None, decks: Path | None
) -> None:
    from mlsd_cards.cli.context import now, opened
    from mlsd_cards.cli.plain import review_plain
    from mlsd_cards.study import Study

    with opened(decks) as at:
        scope = scope_of(areas, [area.id for area in at.library.areas], tags)
        warn_of_unknown_tags(tags, at.library)
        study = Study(at.store, at.library, scope, now())
        warn_of_problems(at.library)
        if ahead:
            study.study_ahead()
        until = time.monotonic() + 60 * minutes if minutes else None
        review_plain(study, ascii_only=at.settings.ascii, until=until)
        back_up(at.store)


def warn_of_problems(library: Library) -> None:
    """Say on stderr that the decks are not whole: what is missing would look as if it had never been there."""
    count = len(library.problems)
    if count:
        many = f"{count} problem{'s' if count != 1 else ''}"
        click.echo(f"{many} in the decks, what is sound is studied: mlsd check", err=True)


def back_up(store: Store) -> None:
    """Keep a copy of what a dialogue of lines has written."""
    from mlsd_cards import paths

    if store.changed_since_backup():
        store.backup(paths.backup_dir(), "session")


def warn_of_unknown_tags(tags: tuple[str, ...], library: Library) -> None:
    """Say so when no card has a tag: an empty queue would look like a day's work done."""
    from difflib import get_close_matches

    known = {tag.casefold() for card in library.cards() for tag in card.tags} if tags else set()
    for tag in tags:
        if tag.casefold() not in known:
            close = get_close_matches(tag.casefold(), known, 1)
            raise click.BadParameter(
                f"no card has {tag!r}" + (f"; did you mean {close[0]!r}?" if close else ""),
                param_hint="--tag",
            )


def scope_of(areas: tuple[str, ...], known: list[str], tags: tuple[str, ...] = ()) -> Scope:
    """The scope for some areas and tags; all without any. Raises a usage error for an unknown area."""
    from mlsd_cards.store import Scope

    for area in areas:
        if area not in known:
            raise click.BadParameter(f"no area {area!r}; there are: {', '.join(known)}", param_hint="--area")
    return Scope(frozenset(areas) or None, frozenset(tag.casefold() for tag in tags) or None)
