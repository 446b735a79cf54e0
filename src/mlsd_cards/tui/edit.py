"""Hand the terminal to the editor, take cards up again as they read then, and put the files back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.app import SuspendNotSupported

from mlsd_cards.errors import MlsdError
from mlsd_cards.library import Found
from mlsd_cards.tui.base import AppScreen
from mlsd_cards.tui.context import EditResult
from mlsd_cards.tui.sitting import Sitting

_PROBLEMS_SHOWN = 3

TakeBack = Callable[[], EditResult]


class Said(NamedTuple):
    """What to say of edits, whether something is wrong, and what undoes each of them."""

    message: str
    failed: bool = False
    undos: tuple[TakeBack, ...] = ()


def edit_card(screen: AppScreen, sitting: Sitting, found: Found) -> tuple[str, bool]:
    """Edit a card of a sitting; returns what to say, and whether something is wrong."""
    said = _edit_found(screen, found)
    if screen.context.library is not sitting.study.library:
        sitting.study.library = screen.context.library
        sitting.refresh()
    return said.message, said.failed


def edit_notes(screen: AppScreen, cards: Sequence[str]) -> Said:
    """Edit the notes of cards, one after another; the first one that goes wrong is the last one."""
    said, undos, done = Said("there is nothing to edit"), list[TakeBack](), set[str]()
    for card in cards:
        found = screen.context.library.find(card)  # anew: the edit before may have moved its lines
        note = card.partition("#")[0]  # cards of a cloze share one
        if found is None or note in done:
            continue
        done.add(note)
        said = _edit_found(screen, found)
        undos += said.undos
        if said.failed:
            return said._replace(undos=tuple(undos))
    if len(done) > 1:
        said = Said(f"{len(undos)} of {len(done)} notes edited")
    return said._replace(undos=tuple(undos))


def take_back(screen: AppScreen, undos: Sequence[TakeBack]) -> Said:
    """Let the files read as they did, the last edit first; stops at one that was changed since."""
    said = Said("there is nothing to undo")
    for undo in reversed(undos):
        result = undo()
        said = _taken_up(screen, result)
        if result.library is None:
            return said._replace(failed=True)
    return Said(f"undone: edits of {len(undos)} notes") if len(undos) > 1 else said


def _edit_found(screen: AppScreen, found: Found) -> Said:
    assert screen.context.edit is not None, "no editing here"
    try:
        with screen.app.suspend():
            result = screen.context.edit(found)
        return _taken_up(screen, result)
    except SuspendNotSupported:
        return Said("this terminal cannot be handed to an editor", failed=True)
    except MlsdError as error:
        return Said(str(error), failed=True)


def _taken_up(screen: AppScreen, result: EditResult) -> Said:
    """Go on with the decks as they read now."""
    if result.library is not None:
        screen.context.library = result.library
        screen.mlsd.fronts.use(result.library)
    problems = [str(problem) for problem in result.problems[:_PROBLEMS_SHOWN]]
    if len(result.problems) > _PROBLEMS_SHOWN:
        problems.append(f"and {len(result.problems) - _PROBLEMS_SHOWN} more: mlsd check lists them")
    undos = () if result.take_back is None else (result.take_back,)
    return Said("\n".join([result.message, *problems]), bool(problems), undos)
