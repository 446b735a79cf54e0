"""What the app is given when it starts: everything that it reads, writes or asks stands here."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from mlsd_cards.cache import Cache
from mlsd_cards.errors import Problem
from mlsd_cards.library import Found, Library
from mlsd_cards.review.studyday import Moment
from mlsd_cards.settings import Settings, Value
from mlsd_cards.store import Scope, Store
from mlsd_cards.study import Study


@dataclass(frozen=True, slots=True)
class EditResult:
    """How an edit ended: a sentence for the person, what is wrong with the file, and the decks read again.

    `library` is None when nothing changed or the new text is not sound: the old one stays in use.
    `take_back` undoes the edit; None if there is nothing to undo.
    """

    message: str
    problems: tuple[Problem, ...] = ()
    library: Library | None = None
    take_back: Callable[[], EditResult] | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """Where the app opens. `minutes` ends the sitting after that time; `ahead` adds the coming days' reviews.

    `drill` lines up so many cards of the scope instead of today's queue; `seed` chooses their numbers.
    For a mock interview `minutes` is its length; `case` and `step` say what is opened.
    """

    screen: Literal["home", "review", "mock"] = "home"
    scope: Scope = field(default_factory=Scope)
    tags: Callable[[Found], bool] | None = None
    ahead: bool = False
    minutes: int | None = None
    drill: int | None = None
    seed: int = 0
    case: str = ""
    step: str = ""


@dataclass(slots=True)
class AppContext:
    """The app's surroundings. `edit` runs the editor while the terminal is its own; None: no editing here.

    `save_setting` writes one key of the settings file and returns what the file says then. `backups` is
    the folder of backups; None makes none. `cache` keeps drawn fronts; None keeps nothing. `ticks` are the
    seconds of a mock interview's clock.
    """

    store: Store
    library: Library
    settings: Settings
    clock: Callable[[], Moment]
    save_setting: Callable[[str, Value], Settings]
    edit: Callable[[Found], EditResult] | None = None
    start: Start = field(default_factory=Start)
    backups: Path | None = None
    cache: Cache | None = None
    ticks: Callable[[], float] = time.monotonic

    def study(self, start: Start) -> Study:
        """Open today's queue of a scope."""
        now = self.clock()
        study = Study(self.store, self.library, start.scope, now, tags=start.tags, seed=start.seed)
        if start.drill is not None:
            study.drill(now, start.drill)
        if start.ahead:
            study.study_ahead()
        return study
