"""Start the terminal app: open what it needs, hand it over, and close it again."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mlsd_cards import paths
from mlsd_cards.cli.context import Opened, mock_ticks, now, opened
from mlsd_cards.cli.review import scope_of, warn_of_unknown_tags
from mlsd_cards.library import Found, Library
from mlsd_cards.settings import save_setting
from mlsd_cards.tui.context import AppContext, EditResult, Start

if TYPE_CHECKING:
    from mlsd_cards.editing import Edited


@dataclass(frozen=True, slots=True)
class Request:
    """What a command asks the app for."""

    areas: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ahead: bool = False
    minutes: int | None = None
    decks: Path | None = None
    choose: Callable[[Library], Callable[[Found], bool] | None] | None = None
    drill: int | None = None
    seed: int = 0
    case: str = ""
    step: str = ""


def run_app(screen: Literal["home", "review", "mock"], request: Request | None = None) -> int:
    """Open the app at a screen; returns the process's exit code."""
    gc.disable()  # until the first picture: what start-up makes, it keeps
    asked = request or Request()
    with opened(asked.decks) as at:
        chosen = asked.choose(at.library) if asked.choose is not None else None
        scope = scope_of(asked.areas, [area.id for area in at.library.areas], asked.tags)
        warn_of_unknown_tags(asked.tags, at.library)
        context = AppContext(
            store=at.store,
            library=at.library,
            settings=at.settings,
            clock=now,
            save_setting=lambda key, value: save_setting(paths.config_file(), key, value),
            edit=lambda found: _edit(at, found),
            start=Start(
                screen,
                scope,
                chosen,
                ahead=asked.ahead,
                minutes=asked.minutes,
                drill=asked.drill,
                seed=asked.seed,
                case=asked.case,
                step=asked.step,
            ),
            backups=paths.backup_dir(),
            cache=at.cache,
            ticks=mock_ticks(),
        )
        from mlsd_cards.tui.app import run

        return run(context)


def _edit(at: Opened, found: Found) -> EditResult:
    """Edit a note and read the decks again if the result is sound."""
    from mlsd_cards.editing import edit

    return _taken_over(at, edit(found, at.settings.editor))


def _taken_over(at: Opened, edited: Edited) -> EditResult:
    if not edited.changed:
        return EditResult(edited.message, edited.problems)
    take_back = edited.take_back
    return EditResult(
        edited.message,
        library=at.reread(),
        take_back=None if take_back is None else lambda: _taken_over(at, take_back()),
    )
