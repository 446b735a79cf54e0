"""Options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path

import click

from mlsd_cards import paths
from mlsd_cards.cache import Cache

decks_option = click.option(
    "--decks",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A deck folder (with deck.yaml) other than the shipped one.",
)
no_cache_option = click.option(
    "--no-cache", is_flag=True, help="Neither read nor write the cache; same result."
)


def deck_root(decks: Path | None) -> Path:
    """The deck folder that a command works on."""
    return decks if decks is not None else paths.shipped_decks()


def is_writable(root: Path) -> bool:
    """Whether the deck's lock may be updated: not that of an installed copy, nor in a read-only folder."""
    if not os.access(root, os.W_OK):
        return False
    return paths.shipped_decks_are_writable() or root.resolve() != paths.shipped_decks().resolve()


def open_cache(no_cache: bool) -> Cache:
    return Cache(None if no_cache else paths.cache_file())
