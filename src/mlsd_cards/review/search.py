"""Reading a search: what a person types, as a tree, or a place at which it cannot be read. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from mlsd_cards.errors import ExitCode, MlsdError
from mlsd_cards.review.query import (
    EVERYTHING,
    FRACTIONS,
    KEYWORDS,
    Added,
    Deck,
    Flag,
    Id,
    Introduced,
    Is,
    Not,
    Prop,
    Property,
    Query,
    Rated,
    Sign,
    State,
    Tag,
    Words,
    all_of,
    some_of,
)

LONGEST = 1000  # characters of a search
DEEPEST = 40  # brackets within brackets

_PROPERTY = re.compile(r"([a-z]+)(<=|>=|!=|<|>|=)(.*)", re.DOTALL)
_SURROGATES = range(0xD800, 0xE000)


class SearchError(MlsdError):
    """A search cannot be read: what is wrong, at which character of it, and what to do."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, text: str, at: int, hint: str = "") -> None:
        super().__init__(message + (f" ({hint})" if hint else ""))
        self.message = message
        self.hint = hint
        self.text = text
        self.at = at

    def pointed(self) -> str:
        """The sentence, and below it the search with a caret under the place."""
        line = "".join(character if character.isprintable() else "?" for character in self.text)
        start = max(0, self.at - 50)
        return f"{self}\n    {line[start : start + 70]}\n    {' ' * (self.at - start)}^"


def parse(text: str) -> Query:
    """Read a search.

    Raises:
        SearchError: it cannot be read; `at` is a place inside the text.
    """
    if len(text) > LONGEST:
        raise SearchError(f"a search has at most {LONGEST} characters", text, LONGEST)
    for at, character in enumerate(text):
        if ord(character) in _SURROGATES or character == "\0":
            raise SearchError("this is no character that a card can have", text, at)
    return _Reader(text).query()


class _Reader:
    """Reads a search from left to right; `at` is the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def query(self) -> Query:
        self._skip_blanks()
        if self._ended():
            return EVERYTHING
        found = self._either()
        if not self._ended():
            raise self._error("this bracket closes nothing", self.at)
        return found

    # --- characters

    def _ended(self) -> bool:
        return self.at >= len(self.text)

    @property
    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip_blanks(self) -> None:
        while self._next.isspace():
            self.at += 1

    def _error(self, message: str, at: int, hint: str = "") -> SearchError:
        return SearchError(message, self.text, at, hint)

    def _bare(self) -> str:
        """Characters up to a blank, a bracket or a quote."""
        start = self.at
        while not self._ended() and not self._next.isspace() and self._next not in '()"':
            self.at += 1
        return self.text[start : self.at]

    def _keyword(self) -> str:
        """The `and` or `or` that stands here, or nothing."""
        start = self.at
        word = self._bare().casefold()
        found = word if word in KEYWORDS and self._next != '"' else ""
        self.at = start
        return found

    # --- grammar: either = both { or both }; both = term { [and] term }

    def _either(self) -> Query:
        terms = [self._both()]
        while self._keyword() == "or":
            terms.append(self._after_keyword(self._both))
        return some_of(terms)

    def _both(self) -> Query:
        terms = [self._term()]
        while True:
            self._skip_blanks()
            keyword = self._keyword()
            if self._ended() or self._next == ")" or keyword == "or":
                return all_of(terms)
            terms.append(self._after_keyword(self._term) if keyword else self._term())

    def _after_keyword(self, read: Callable[[], Query]) -> Query:
        start = self.at
        word = self._bare()
        self._skip_blanks()
        if self._ended() or self._next == ")":
            raise self._error(f"nothing stands behind {word!r}", start, f'put quotes round it: "{word}"')
        return read()

    def _term(self) -> Query:
        self._skip_blanks()
        start = self.at
        if word := self._keyword():
            raise self._error(f"nothing stands before {word!r}", start, f'put quotes round it: "{word}"')
        match self._next:
            case "-":
                return self._negated()
            case "(":
                return self._group()
            case '"':
                return self._words(self._quoted(), start + 1)
            case ")":
                raise self._error("this bracket closes nothing", start)
            case _:
                return self._word()

    def _negated(self) -> Query:
        start = self.at
        while self._next == "-":
            self.at += 1
        if self._ended() or self._next.isspace() or self._next == ")":
            raise self._error("nothing stands behind the minus", start)
        minuses, inner = self.at - start, self._term()
        if minuses % 2 == 0:
            return inner
        return inner.term if isinstance(inner, Not) else Not(inner)

    def _group(self) -> Query:
        start = self.at
        self.at += 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._error(f"brackets stand at most {DEEPEST} deep", start)
        self._skip_blanks()
        if self._next == ")":
            raise self._error("nothing stands between these brackets", start)
        if self._ended():
            raise self._error("this bracket is not closed", start)
        found = self._either()
        if self._ended():
            raise self._error("this bracket is not closed", start)
        self.at += 1
        self.depth -= 1
        return found

    def _quoted(self) -> str:
        """The text between quotes; in it a backslash stands before a quote or a backslash."""
        start = self.at
        self.at += 1
        found = ""
        while not self._ended() and self._next != '"':
            if self._next == "\\" and self.text[self.at + 1 : self.at + 2] in {'"', "\\"}:
                self.at += 1
            found += self._next
            self.at += 1
        if self._ended():
            raise self._error("this quote is not closed", start)
        self.at += 1
        return found

    def _word(self) -> Query:
        start = self.at
        word = self._bare()
        key, colon, value = word.partition(":")
        if not colon:
            text = word.removesuffix("*")
            if "*" in text:
                raise self._error("* stands only at the end of a word", start + text.index("*"))
            return self._words(text or word, start)
        at = start + len(key) + 1
        if not value and self._next == '"':
            at += 1
            value = self._quoted()
        if key.casefold() not in _TERMS:
            raise self._error(f"there is no search word {key + ':'!r}", start, _or_rather(key, word))
        if not value:
            raise self._error(f"nothing stands behind {key + ':'!r}", at - 1)
        return self._term_of(key.casefold(), value, at)

    def _words(self, text: str, at: int, *, whole: bool = False) -> Words:
        if not any(character.isalnum() for character in text):
            at = min(at, len(self.text) - 1)
            raise self._error(f"no letter or digit to look for in {text!r}", at)
        return Words(text, whole)

    # --- what stands behind a colon

    def _term_of(self, key: str, value: str, at: int) -> Query:  # noqa: PLR0911  (one for each word)
        match key:
            case "w":
                return self._words(value, at, whole=True)
            case "tag":
                return Tag(value)
            case "deck":
                return Deck(value)
            case "id":
                return Id(value)
            case "is":
                return Is(self._state(value, at))
            case "flag":
                return Flag(self._whole(value, at, 0, 7))
            case "prop":
                return self._property(value, at)
            case "rated":
                return self._rated(value, at)
            case "added":
                return Added(self._whole(value, at, 1, 99_999))
            case _:
                return Introduced(self._whole(value, at, 1, 99_999))

    def _state(self, value: str, at: int) -> State:
        if value.casefold() not in set(State):
            raise self._error(f"no card is {value!r}", at, f"there are: {', '.join(State)}")
        return State(value.casefold())

    def _whole(self, value: str, at: int, least: int, most: int) -> int:
        if not (value.isascii() and value.isdigit() and len(value) < 9 and least <= int(value) <= most):
            raise self._error(f"{value!r} is no whole number from {least} to {most}", at)
        return int(value)

    def _rated(self, value: str, at: int) -> Rated:
        days, colon, rating = value.partition(":")
        given = self._whole(rating, min(at + len(days) + 1, len(self.text) - 1), 1, 4) if colon else None
        return Rated(self._whole(days, at, 1, 99_999), given)

    def _property(self, value: str, at: int) -> Prop:
        match = _PROPERTY.fullmatch(value)
        if match is None or match[1] not in set(Property):
            raise self._error(
                f"{value!r} compares no number of a card",
                at,
                f"like prop:s<10; there are: {', '.join(Property)}",
            )
        name, sign, number = Property(match[1]), Sign(match[2]), match[3]
        place = min(at + match.start(3), len(self.text) - 1)
        try:
            found = float(number) if name in FRACTIONS else float(int(number))
        except ValueError:
            found = float("nan")
        if not (number.isascii() and abs(found) < 1e9) or "_" in number:
            sort = "number" if name in FRACTIONS else "whole number"
            raise self._error(f"{number!r} is no {sort}", place)
        if name in {Property.RECALL, Property.DIFFICULTY} and not 0 <= found <= 1:
            raise self._error(f"prop:{name} lies between 0 and 1, not at {number}", place)
        return Prop(name, sign, found + 0.0)  # no -0.0


_TERMS = frozenset({"w", "tag", "deck", "id", "is", "flag", "prop", "rated", "added", "introduced"})


def _or_rather(key: str, word: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  (only for a mistake)

    close = get_close_matches(key.casefold(), sorted(_TERMS), 1)
    return f"did you mean {close[0]}:?" if close else f'put quotes round text with a colon: "{word}"'
