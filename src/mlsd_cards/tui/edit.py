"""Hand the terminal to the editor, and take the card up again as it reads then."""

from __future__ import annotations

from textual.app import SuspendNotSupported

from mlsd_cards.errors import MlsdError
from mlsd_cards.library import Found
from mlsd_cards.tui.base import AppScreen
from mlsd_cards.tui.sitting import Sitting

_PROBLEMS_SHOWN = 3


def edit_card(screen: AppScreen, sitting: Sitting, found: Found) -> tuple[str, bool]:
    """Edit a card of a sitting; returns what to say, and whether something is wrong."""
    said = edit_found(screen, found)
    if screen.context.library is not sitting.study.library:
        sitting.study.library = screen.context.library
        sitting.refresh()
    return said


def edit_found(screen: AppScreen, found: Found) -> tuple[str, bool]:
    """Edit a card; returns what to say, and whether something is wrong."""
    context = screen.context
    assert context.edit is not None, "no editing here"
    try:
        with screen.app.suspend():
            result = context.edit(found)
    except SuspendNotSupported:
        return "this terminal cannot be handed to an editor", True
    except MlsdError as error:
        return str(error), True
    if result.library is not None:
        context.library = result.library
        screen.mlsd.fronts.use(result.library)
    problems = [str(problem) for problem in result.problems[:_PROBLEMS_SHOWN]]
    if len(result.problems) > _PROBLEMS_SHOWN:
        problems.append(f"and {len(result.problems) - _PROBLEMS_SHOWN} more: mlsd check lists them")
    return "\n".join([result.message, *problems]), bool(problems)
