"""A learner with a small deck, a log of their own and a clock that only moves when told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from decks import DECK, TOPIC, write_deck
from mlsd_cards.cache import Cache
from mlsd_cards.library import Library
from mlsd_cards.review.studyday import Moment
from mlsd_cards.settings import Settings, Value, save_setting
from mlsd_cards.store import Scope, Store
from mlsd_cards.study import Study, sync
from mlsd_cards.tui.context import AppContext, Start
from mlsd_cards.tui.sitting import Sitting

MORNING = 1_700_000_000_000  # 14 November 2023, 22:13 UTC: long after the rollover
MINUTE = 60_000
DAY = 86_400_000

QUESTIONS = """area: two
definitions:
  - id: drift
    kind: topic
    title: Drift
    priority: 1
    gist: The world moves.
    notes:
""" + "\n".join(
    f"      - {{key: q{number}, role: definition, ask: 'Question {number}?', answer: 'Answer {number}.'}}"
    for number in range(1, 13)
)


@dataclass(slots=True)
class Clock:
    """Says the time it was set to."""

    ms: int = MORNING

    def __call__(self) -> Moment:
        return Moment(self.ms, 0)


@dataclass(slots=True)
class Learner:
    """Everything that a sitting needs."""

    root: Path
    library: Library
    store: Store
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def open(cls, root: Path, files: dict[str, str] | None = None) -> Learner:
        deck = write_deck(root / "deck", files or {"one/ranking.yaml": TOPIC}, DECK)
        library = Library.open([deck], Cache(None), 1)
        store = Store.open(root / "data" / "reviews.sqlite")
        learner = cls(root, library, store)
        learner.sync()
        return learner

    def sync(self) -> None:
        sync(self.store, self.library, self.clock())

    def study(self) -> Study:
        return Study(self.store, self.library, Scope(), self.clock())

    def sitting(self, minutes: int | None = None) -> Sitting:
        return Sitting(self.study(), self.clock, minutes)

    def at(self, sitting: Sitting, key: str) -> Sitting:
        """Grade cards Easy until the one of this key is shown."""
        from mlsd_cards.review.memory import Rating

        while sitting.shown is not None and sitting.shown.found.note.key != key:
            answer(sitting, Rating.Easy)
        assert sitting.shown is not None, f"{key} never came"
        return sitting

    def context(self, start: Start | None = None, settings: Settings | None = None) -> AppContext:
        return AppContext(
            store=self.store,
            library=self.library,
            settings=settings or Settings(),
            clock=self.clock,
            save_setting=self.save_setting,
            start=start or Start(),
        )

    def save_setting(self, key: str, value: Value) -> Settings:
        return save_setting(self.root / "config.toml", key, value)


def answer(sitting: Sitting, rating: int) -> None:
    """Reveal the card and grade it."""
    from mlsd_cards.review.memory import Rating

    sitting.reveal()
    sitting.done_ticking()
    sitting.rate(Rating(rating))
