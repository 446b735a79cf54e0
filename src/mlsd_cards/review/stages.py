"""What an answer was given to: definitions are Anki's."""

from __future__ import annotations

from enum import IntEnum

from mlsd_cards.review.options import Options
from mlsd_cards.review.scheduling import CardState, Phase
from mlsd_cards.review.studyday import Moment, next_rollover

MATURE_DAYS = 21
"""A review card that waits this long is mature; before, it is young."""


class Stage(IntEnum):
    """What an answer was given to. New cards and both kinds of steps are learning (Anki's answer buttons)."""

    LEARNING = 0
    YOUNG = 1
    MATURE = 2


def stage_of(state: CardState) -> Stage:
    """The stage of a card before an answer."""
    if state.phase is not Phase.REVIEW:
        return Stage.LEARNING
    return Stage.MATURE if state.interval >= MATURE_DAYS else Stage.YOUNG


def waited_days(state: CardState, at: Moment, options: Options) -> bool:
    """Whether an answer in (re)learning counts for true retention: the step it ended is a day or more.

    Anki takes a step for one of days if, begun at the answer, it would reach the next rollover.
    """
    if state.phase is Phase.LEARNING:
        steps = options.learning_steps
    elif state.phase is Phase.RELEARNING:
        steps = options.relearning_steps
    else:
        return False
    if not steps:
        return False
    step = steps[min(max(0, len(steps) - state.remaining_steps), len(steps) - 1)]
    return step >= next_rollover(at, options.rollover_hour) // 1000 - at.utc_ms // 1000
