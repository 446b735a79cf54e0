"""What is looked for among cards, as a small tree: Anki's search words where they exist. Pure.

`str` of a tree is a search that `review.search.parse` reads as the same tree again. Meaning of the words: Anki
manual, "Searching"; `docs/search.md` lists them and says what differs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What stands behind `is:`."""

    NEW = "new"
    LEARN = "learn"
    REVIEW = "review"
    DUE = "due"
    SUSPENDED = "suspended"
    BURIED = "buried"
    LEECH = "leech"
    MARKED = "marked"


class Property(StrEnum):
    """What stands behind `prop:`."""

    INTERVAL = "ivl"
    DUE = "due"  # days from today
    REVIEWS = "reps"
    LAPSES = "lapses"
    POSITION = "pos"
    STABILITY = "s"  # days
    DIFFICULTY = "d"  # 0 to 1, as in Anki
    RECALL = "r"  # 0 to 1


class Sign(StrEnum):
    """How a property is compared."""

    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    EQUAL = "="
    OTHER = "!="


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a row; the last one may go on unless `whole`."""

    text: str
    whole: bool = False

    def __str__(self) -> str:
        bare = _BARE_WORD.fullmatch(self.text) and self.text.casefold() not in KEYWORDS
        text = self.text if bare else _quoted(self.text)
        return f"w:{text}" if self.whole else text


@dataclass(frozen=True, slots=True)
class Tag:
    """Cards with a tag or one below it; `*` stands for any characters."""

    name: str

    def __str__(self) -> str:
        return f"tag:{_value(self.name)}"


@dataclass(frozen=True, slots=True)
class Deck:
    """Cards of an area, of a deck by its namespace, or of `namespace::area`."""

    name: str

    def __str__(self) -> str:
        return f"deck:{_value(self.name)}"


@dataclass(frozen=True, slots=True)
class Id:
    """The card of this id, or the cards of a note or topic; `*` stands for any characters."""

    name: str

    def __str__(self) -> str:
        return f"id:{_value(self.name)}"


@dataclass(frozen=True, slots=True)
class Is:
    """Cards in a state."""

    state: State

    def __str__(self) -> str:
        return f"is:{self.state}"


@dataclass(frozen=True, slots=True)
class Flag:
    """Cards with a flag; 0 is none."""

    number: int

    def __str__(self) -> str:
        return f"flag:{self.number}"


@dataclass(frozen=True, slots=True)
class Prop:
    """Cards by a number of theirs."""

    name: Property
    sign: Sign
    value: float

    def __str__(self) -> str:
        number = self.value if self.name in FRACTIONS else int(self.value)
        return f"prop:{self.name}{self.sign}{number!r}"


@dataclass(frozen=True, slots=True)
class Added:
    """Cards that the decks have had for so many days at most; 1 is today."""

    days: int

    def __str__(self) -> str:
        return f"added:{self.days}"


@dataclass(frozen=True, slots=True)
class Introduced:
    """Cards that were answered for the first time in the last days; 1 is today."""

    days: int

    def __str__(self) -> str:
        return f"introduced:{self.days}"


@dataclass(frozen=True, slots=True)
class Rated:
    """Cards that were answered in the last days; 1 is today. With a rating: answered like that."""

    days: int
    rating: int | None = None

    def __str__(self) -> str:
        return f"rated:{self.days}" + (f":{self.rating}" if self.rating is not None else "")


@dataclass(frozen=True, slots=True)
class Not:
    """Cards that the term does not find."""

    term: Query

    def __str__(self) -> str:
        return f"-{_grouped(self.term, All, Some)}"


@dataclass(frozen=True, slots=True)
class All:
    """Cards that every term finds; without terms, every card."""

    terms: tuple[Query, ...]

    def __str__(self) -> str:
        return " ".join(_grouped(term, Some) for term in self.terms)


@dataclass(frozen=True, slots=True)
class Some:
    """Cards that at least one term finds."""

    terms: tuple[Query, ...]

    def __str__(self) -> str:
        return " or ".join(str(term) for term in self.terms)


Query = Words | Tag | Deck | Id | Is | Flag | Prop | Added | Introduced | Rated | Not | All | Some

EVERYTHING = All(())
"""What an empty search looks for."""

FRACTIONS = frozenset({Property.STABILITY, Property.DIFFICULTY, Property.RECALL})
"""The properties that are no whole numbers."""

KEYWORDS = frozenset({"and", "or"})
_BARE_WORD = re.compile(r'[^\s()":*\-][^\s()":*]*')
_BARE_VALUE = re.compile(r'[^\s()"]+')


def all_of(terms: list[Query]) -> Query:
    """Terms that must all hold, in the one form that trees have: none directly inside its like."""
    flat = [inner for term in terms for inner in (term.terms if isinstance(term, All) else (term,))]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def some_of(terms: list[Query]) -> Query:
    """Terms of which one must hold."""
    flat = [inner for term in terms for inner in (term.terms if isinstance(term, Some) else (term,))]
    return flat[0] if len(flat) == 1 else Some(tuple(flat))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _value(text: str) -> str:
    return text if _BARE_VALUE.fullmatch(text) else _quoted(text)


def _grouped(term: Query, *kinds: type[All | Some]) -> str:
    return f"({term})" if isinstance(term, kinds) else str(term)
