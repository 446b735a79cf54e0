"""What a search found, and the place in it: the cursor, the first row that is seen, and the chosen cards."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message

from mlsd_cards.store import Match
from mlsd_cards.store.search import Searching


class Came(Message):
    """A search found its first cards, or all of them."""

    def __init__(self, ticket: int, numbers: list[int], first: Sequence[Match], *, whole: bool) -> None:
        super().__init__()
        self.ticket = ticket
        self.numbers = numbers
        self.first = first
        self.whole = whole


class Failed(Message):
    """A search could not be made."""

    def __init__(self, ticket: int, reason: str) -> None:
        super().__init__()
        self.ticket = ticket
        self.reason = reason


class Results:
    """Numbers of cards, of which only those that are looked at are read."""

    def __init__(self, searching: Searching) -> None:
        self.numbers: list[int] = []
        self.whole = False  # whether those are all
        self.chosen: set[int] = set()
        self.cursor = self.top = 0
        self._searching = searching
        self._known: dict[int, Match] = {}

    def take(self, numbers: list[int], known: Sequence[Match], *, whole: bool) -> None:
        """Go on with these cards; the cursor stays on its card if that is among them."""
        if numbers != self.numbers:
            here = self.numbers[self.cursor] if self.cursor < len(self.numbers) else None
            self.cursor = numbers.index(here) if here in numbers else self.cursor
        self.numbers, self.whole = numbers, whole
        self._known = {match.number: match for match in known}
        self.go(self.cursor)

    def from_the_top(self) -> None:
        """What comes next is another search: its first card is the one to look at."""
        self.numbers, self.whole = [], False
        self.cursor = self.top = 0

    def go(self, cursor: int) -> None:
        """Move the cursor, as far as there are cards."""
        self.cursor = max(0, min(cursor, len(self.numbers) - 1))

    def seen(self, room: int) -> list[Match]:
        """The cards of the rows that are seen, moved so that the cursor is among them."""
        self.top = max(0, min(self.top, self.cursor, len(self.numbers) - 1))
        self.top = max(self.top, self.cursor - room + 1)
        return self.matches(self.numbers[self.top : self.top + room])

    def matches(self, numbers: Sequence[int]) -> list[Match]:
        """The cards of these numbers; those that are not known yet are read.

        Raises:
            StoreError: they cannot be read.
        """
        missing = [number for number in numbers if number not in self._known]
        if missing:
            self._known.update((match.number, match) for match in self._searching.matches(missing))
        return [self._known[number] for number in numbers if number in self._known]

    @property
    def here(self) -> Match | None:
        """The card under the cursor."""
        return next(iter(self.matches(self.numbers[self.cursor : self.cursor + 1])), None)

    @property
    def concerned(self) -> list[Match]:
        """The cards that a key concerns: the chosen ones, or else the one under the cursor."""
        if self.chosen:
            return self.matches(sorted(self.chosen))
        return [self.here] if self.here is not None else []

    def choose(self) -> None:
        """Choose the card under the cursor, or no longer."""
        self.chosen ^= set(self.numbers[self.cursor : self.cursor + 1])

    def choose_all(self) -> None:
        """Choose every card that was found, or none if they are chosen."""
        self.chosen = set() if self.chosen >= set(self.numbers) else set(self.numbers)
