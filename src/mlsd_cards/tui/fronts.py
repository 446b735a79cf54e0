"""Drawn fronts that survive the process, so that the first question shows before the parser is loaded."""

from __future__ import annotations

import json

from mlsd_cards.cache import Cache
from mlsd_cards.library import Found, Library
from mlsd_cards.tui.drawing import Front, Paper, draw_front

_KEPT = 200


class Fronts:
    """Fronts by card and paper. Only the first one that is asked for is looked up in the cache."""

    def __init__(self, library: Library, cache: Cache, today: int) -> None:
        self._library = library
        self._cache = cache
        self._today = today
        self._started = False
        self._drawn: dict[str, Front] = {}

    def front(self, found: Found, paper: Paper) -> Front:
        """The question, and whether the topic may be named above it."""
        key = self._key(found, paper)
        if not self._started:
            self._started = True
            kept = self._cache.get([key], self._today).get(key)
            if kept is not None:
                return Front.from_plain(json.loads(kept))
        front = draw_front(found, paper)
        if len(self._drawn) < _KEPT:
            self._drawn[key] = front
        return front

    def _key(self, found: Found, paper: Paper) -> str:
        # The library's fingerprint covers the deck files and our code that draws.
        return f"front:{self._library.fingerprint}:{paper.width}:{paper.ascii:d}:{found.card}:{found.number}"

    def use(self, library: Library) -> None:
        """The decks were read again."""
        self._library = library

    def save(self) -> None:
        """Keep what was drawn; losing it costs milliseconds."""
        self._cache.put(
            {key: json.dumps(front.to_plain()) for key, front in self._drawn.items()}, self._today
        )
        self._drawn = {}
