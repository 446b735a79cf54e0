"""What commands of the review side need: the store, the library and the settings, opened together."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mlsd_cards import paths
from mlsd_cards.cache import Cache
from mlsd_cards.library import Library
from mlsd_cards.review.studyday import Moment
from mlsd_cards.settings import Settings, load_settings
from mlsd_cards.store import Store
from mlsd_cards.study import sync


def now() -> Moment:
    """This instant, and what the wall clock says of it."""
    offset = datetime.now().astimezone().utcoffset()
    return Moment(time.time_ns() // 1_000_000, int(offset.total_seconds() // 60) if offset is not None else 0)


@dataclass(slots=True)
class Opened:
    """The learner's log and the decks they study."""

    store: Store
    library: Library
    settings: Settings
    roots: tuple[Path, ...]
    cache: Cache

    def reread(self) -> Library:
        """Read the decks again after an edit; the store learns of new and vanished cards."""
        own = paths.learner_decks()  # an edit may just have made it
        if self.roots[0] == paths.shipped_decks() and own not in self.roots and (own / "deck.yaml").is_file():
            self.roots = (*self.roots, own)
        self.library = open_library(self.roots, self.cache)
        sync(self.store, self.library)
        return self.library


def deck_roots(decks: Path | None, folders: Sequence[str] = ()) -> tuple[Path, ...]:
    """The folders that are studied: the shipped decks, the learner's own and those of the settings, or the one asked for."""
    if decks is not None:
        return (decks,)
    own = [paths.learner_decks(), *(Path(folder).expanduser() for folder in folders)]
    return (paths.shipped_decks(), *(folder for folder in own if (folder / "deck.yaml").is_file()))


def open_library(roots: tuple[Path, ...], cache: Cache) -> Library:
    return Library.open(roots, cache, int(time.time()) // 86_400)


@contextmanager
def opened(decks: Path | None = None) -> Iterator[Opened]:
    """Open everything for one command and close it again. Raises `StoreError`, `FileError`."""
    settings = load_settings(paths.config_file())
    roots = deck_roots(decks, settings.folders)
    with closing(Cache(paths.cache_file())) as cache:
        library = open_library(roots, cache)
        with Store.open(paths.data_file()) as store:
            sync(store, library)
            yield Opened(store, library, settings, roots, cache)
