"""The store: an append-only review log on SQLite, and what is worked out from it.

Everything that a person did is one row of the log. Card states and daily tallies are a cache of
the log that an answer keeps up to date and `Store.rebuild` makes anew. What searches, `store.search`, is
imported by those who search: a review does without.
"""

from mlsd_cards.paths import data_file
from mlsd_cards.store.backup import Backup, backups, restore
from mlsd_cards.store.errors import (
    AnsweredElsewhere,
    BusyError,
    DamagedError,
    ForeignError,
    GoesOnElsewhere,
    MissingError,
    NewerError,
    NotSavedError,
    StoreError,
)
from mlsd_cards.store.rows import (
    AreaCounts,
    CardText,
    DayTally,
    DeckCard,
    Match,
    Pace,
    QueueRow,
    Scope,
    Today,
    Undone,
)
from mlsd_cards.store.store import Store

__all__ = [
    "AnsweredElsewhere",
    "AreaCounts",
    "Backup",
    "BusyError",
    "CardText",
    "DamagedError",
    "DayTally",
    "DeckCard",
    "ForeignError",
    "GoesOnElsewhere",
    "Match",
    "MissingError",
    "NewerError",
    "NotSavedError",
    "Pace",
    "QueueRow",
    "Scope",
    "Store",
    "StoreError",
    "Today",
    "Undone",
    "backups",
    "data_file",
    "restore",
]
