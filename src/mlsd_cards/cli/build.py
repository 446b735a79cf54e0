"""`mlsd build`: deck files in, an Anki package out."""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlsd_cards.cli.options import deck_root, decks_option, is_writable, no_cache_option, open_cache
from mlsd_cards.cli.table import table

if TYPE_CHECKING:
    from mlsd_cards.anki.build import Built
    from mlsd_cards.model.definition import Deck


@click.command()
@decks_option
@click.option("--area", help="Build one area only, e.g. metrics.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The package to write.  [default: build/NAME.apkg]",
)
@click.option("--locked", is_flag=True, help="Fail if deck.lock would change (for CI).")
@click.option("--retire", multiple=True, metavar="ID", help="A note that is gone on purpose (repeatable).")
@no_cache_option
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but problems.")
def build(
    decks: Path | None,
    area: str | None,
    output: Path | None,
    locked: bool,
    retire: tuple[str, ...],
    no_cache: bool,
    quiet: bool,
) -> None:
    """Compile the decks into an Anki package.

    Ids and times of notes are kept in deck.lock, so that learners who import a newer package keep
    every review. Importing again updates notes and never makes duplicates.

    \b
    Examples:
      mlsd build
      mlsd build --decks my-deck -o my-deck.apkg
      mlsd build --area metrics
      mlsd build --retire ndcg/old-note
    """
    from mlsd_cards.anki.build import Request
    from mlsd_cards.anki.build import build as build_package
    from mlsd_cards.deckfile.deck import LOCK_FILE, display_name, open_folder
    from mlsd_cards.deckfile.lock import read_lock
    from mlsd_cards.paths import shipped_decks

    if area and retire:
        raise click.UsageError("--retire goes without --area: a part says nothing of what is gone")
    if output is not None and output.suffix != ".apkg" and (output.is_file() or not output.exists()):
        raise click.BadParameter("a package's name ends in .apkg", param_hint="-o")
    gc.disable()  # one run, few cycles: the collector would walk a hundred thousand notes again and again
    root = deck_root(decks)
    target = output or Path("build") / default_name(open_folder(root).name, area)
    cache = open_cache(no_cache)
    shows_progress = not quiet and sys.stderr.isatty()

    def progress(step: str) -> None:
        if shows_progress:
            click.echo(f"\r\x1b[K{step} …", nl=False, err=True)

    try:
        published, _ = read_lock(shipped_decks() / LOCK_FILE, LOCK_FILE)
        request = Request(
            root, target, int(time.time()), area, retire, locked, is_writable(root), published.types
        )
        built = build_package(request, cache, progress)
    finally:
        cache.close()
        if shows_progress:
            click.echo("\r\x1b[K", nl=False, err=True)
    if quiet:
        return
    click.echo(summary_table(built.deck, _area_cards(built)))
    click.echo(f"\n{built.cards:,} cards in {len(built.notes):,} notes → {display_name(built.output)}")
    _print_changes(built)
    click.echo("Import it in Anki with File → Import (then switch on FSRS in the deck options).")


def default_name(deck: str, area: str | None) -> str:
    """The package's file name: the deck's name as a slug, and the area's if only one is built."""
    slug = "-".join("".join(c if c.isalnum() else " " for c in deck.casefold()).split())
    return f"{slug}-{area}.apkg" if area else f"{slug}.apkg"


def _area_cards(built: Built) -> Counter[tuple[str, int]]:
    """Cards by area and priority."""
    priorities = {definition.id: definition.priority for definition in built.deck.definitions}
    counts: Counter[tuple[str, int]] = Counter()
    for note in built.notes:
        counts[note.area, priorities[note.id.partition("/")[0]]] += len(note.ordinals)
    return counts


def summary_table(deck: Deck, cards: Counter[tuple[str, int]]) -> str:
    """Area × priority × cards, with topics."""
    rows: list[tuple[str, list[int]]] = []
    for area in deck.areas:
        by_priority = [cards[area.id, priority] for priority in (1, 2, 3)]
        topics = sum(definition.area == area.id for definition in deck.definitions)
        if sum(by_priority):
            rows.append((area.title, [topics, *by_priority, sum(by_priority)]))
    rows.append(("Total", [sum(numbers[column] for _, numbers in rows) for column in range(5)]))
    head = ["Area", "Topics", "Must know", "Should", "Nice", "Cards"]
    return table(head, [[title, *numbers] for title, numbers in rows])


def _print_changes(built: Built) -> None:
    changes = built.changes
    for word, ids in (
        ("new", changes.new),
        ("changed", changes.changed),
        ("back from retirement", changes.returned),
        ("retired", changes.retired),
    ):
        if ids:
            shown = ", ".join(ids[:8]) + (f", … and {len(ids) - 8} more" if len(ids) > 8 else "")
            click.echo(f"{len(ids)} {word}: {shown}")
    if not any((changes.new, changes.changed, changes.returned, changes.retired)):
        click.echo("No note changed since the last build.")
    if built.types:
        click.echo(f"New look: note type {', '.join(built.types)}")
    if built.lock_written:
        click.echo("deck.lock was updated: commit it with the decks.")
