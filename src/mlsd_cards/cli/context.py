"""What commands of the review side need: the store, the library and the settings, opened together."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mlsd_cards import paths
from mlsd_cards.cache import Cache
from mlsd_cards.errors import ExitCode, MlsdError
from mlsd_cards.library import Library
from mlsd_cards.review.studyday import Moment
from mlsd_cards.settings import Settings, load_settings
from mlsd_cards.store import Store
from mlsd_cards.study import sync

SPEED_VARIABLE = "MLSD_SPEED"


class SpeedError(MlsdError):
    """The clock of mock interviews cannot run like that."""

    exit_code = ExitCode.USAGE


def now() -> Moment:
    """This instant, and what the wall clock says of it."""
    offset = datetime.now().astimezone().utcoffset()
    return Moment(time.time_ns() // 1_000_000, int(offset.total_seconds() // 60) if offset is not None else 0)


def mock_ticks() -> Callable[[], float]:
    """The clock of mock interviews in seconds; `MLSD_SPEED` makes it run that many times as fast.

    Raises:
        SpeedError: it is no number above 0.
    """
    text = os.environ.get(SPEED_VARIABLE, "1")
    try:
        speed = float(text)
    except ValueError:
        speed = math.nan
    if not 0 < speed < math.inf:
        raise SpeedError(f"{SPEED_VARIABLE} is {text!r}: it must be a number above 0, such as 60")
    return lambda: time.monotonic() * speed


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
        sync(self.store, self.library, now())
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
            sync(store, library, now())
            yield Opened(store, library, settings, roots, cache)
