"""A search as SQL: the condition on the card table that each term of a tree of `review.query` is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from mlsd_cards.review.options import Options
from mlsd_cards.review.query import (
    Added,
    All,
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
    Some,
    State,
    Tag,
    Words,
)
from mlsd_cards.review.studyday import DAY_SECONDS, Moment, next_rollover, study_day

Condition = tuple[str, list[Any]]
"""SQL and its values."""

_DAY_MS = DAY_SECONDS * 1000
_STARS = re.compile(r"\*+")  # several are as one, and each would be tried at every place
_STANDS = "NOT EXISTS (SELECT 1 FROM log u WHERE u.kind = 'undo' AND u.value = '\"' || a.id || '\"')"


class At(NamedTuple):
    """When is asked, and the options in force: what "today" and "recall now" mean."""

    now: Moment
    options: Options

    @property
    def day(self) -> int:
        return study_day(self.now, self.options.rollover_hour)

    def start_of(self, days: int) -> int:
        """The UTC ms at which the last `days` study days began; 1 is today."""
        return next_rollover(self.now, self.options.rollover_hour) - days * _DAY_MS


def condition(term: Query, at: At) -> Condition:
    """What holds of the cards that a term finds; `has_tag` must be known to the connection."""
    return _CONDITIONS[type(term)](term, at)


def phrase(words: Words) -> str:
    """What FTS5 looks for: tokens in a row, the last one as the beginning of a word."""
    quoted = words.text.replace('"', '""')
    return f'"{quoted}"' + ("" if words.whole else " *")


def has_tag(tags: str, name: str) -> bool:
    """Whether one tag fits a name with wildcards, or is below one that does; SQL calls it."""
    pattern = re.compile(".*".join(map(re.escape, _STARS.split(name))) + "(::.*)?")
    return any(pattern.fullmatch(tag) for tag in tags.casefold().split())


def _joined(word: str, terms: Sequence[Query], at: At) -> Condition:
    parts = [condition(term, at) for term in terms]
    sql = word.join(f"({sql})" for sql, _ in parts)
    return sql or "TRUE", [value for _, values in parts for value in values]


def _not(term: Not, at: At) -> Condition:
    sql, values = _sharp(term.term, at)
    return f"NOT ({sql})", values


def _sharp(term: Query, at: At) -> Condition:
    """A condition that is unknown, like its contrary, only where Anki's is: for want of a stability or difficulty."""
    match term:
        case Not():
            return _not(term, at)
        case All(terms) | Some(terms):
            parts = [_sharp(part, at) for part in terms]
            word = " AND " if isinstance(term, All) else " OR "
            return word.join(f"({sql})" for sql, _ in parts), [
                value for _, values in parts for value in values
            ]
    sql, values = condition(term, at)
    if isinstance(term, Prop) and term.name in _UNKNOWN:
        return sql, values
    return f"({sql}) IS TRUE", values


_UNKNOWN = {Property.STABILITY, Property.DIFFICULTY}  # of a card that was never seen


def _deck(term: Deck, _at: At) -> Condition:
    names = ("deck", "area", "deck || '::' || area")
    return " OR ".join(f"{name} LIKE ? ESCAPE '\\'" for name in names), [_like(term.name)] * 3


def _id(term: Id, _at: At) -> Condition:
    pattern = _like(term.name)
    names = ("card", "note", "topic") * 2
    sql = " OR ".join(f"card.{name} LIKE ? ESCAPE '\\'" for name in names)
    return sql, [pattern] * 3 + [f"%:{pattern}"] * 3


def _like(text: str) -> str:
    """A pattern of LIKE in which `*` stands for any characters, and nothing else does."""
    escaped = re.sub(r"([%_\\])", r"\\\1", text)
    return _STARS.sub("%", escaped)


_MARKS = {"marked": "marked = 1", "leech": "leech = 1"}  # Anki has these as tags


def _tag(term: Tag, _at: At) -> Condition:
    name = term.name
    if name.casefold() == "none":
        return "card.tags = ''", []
    if any(character.isspace() for character in name):
        return "FALSE", []  # blanks stand between tags
    if "*" in name:  # LIKE may run from one tag into the next
        like = _like(name)
        sql = "(card.tags LIKE ? ESCAPE '\\' OR card.tags LIKE ? ESCAPE '\\') AND has_tag(card.tags, ?)"
        values = [f"% {like} %", f"% {like}::%", name.casefold()]
    else:  # without wildcards: what LIKE would find, in less time
        sql = "instr(lower(card.tags), lower(?)) OR instr(lower(card.tags), lower(?))"
        values = [f" {name} ", f" {name}::"]
    mark = _MARKS.get(name.casefold())
    return (f"{sql} OR {mark}" if mark else sql), values


_NOT_BURIED = "suspended = 0 AND buried_on IS NOT ?"


_STATES = {
    State.NEW: "phase = 0",
    State.LEARN: "phase IN (1, 3)",
    State.REVIEW: "phase IN (2, 3)",
    State.SUSPENDED: "suspended = 1",
    State.LEECH: "leech = 1",
    State.MARKED: "marked = 1",
}


def _is(term: Is, at: At) -> Condition:
    match term.state:
        case State.DUE:
            until = at.now.utc_ms + at.options.learn_ahead_minutes * 60_000
            return f"phase > 0 AND (due_day <= ? OR due_at <= ?) AND {_NOT_BURIED}", [at.day, until, at.day]
        case State.BURIED:
            return "suspended = 0 AND buried_on = ?", [at.day]
    return _STATES[term.state], []


_PLAIN = {
    Property.INTERVAL: "interval",
    Property.REVIEWS: "reps",
    Property.LAPSES: "lapses",
    Property.STABILITY: "stability",
}
_TURNED = {
    Sign.LESS: Sign.MORE,
    Sign.MORE: Sign.LESS,
    Sign.AT_MOST: Sign.AT_LEAST,
    Sign.AT_LEAST: Sign.AT_MOST,
}


def _property(term: Prop, at: At) -> Condition:
    name, sign, value = term.name, term.sign, term.value
    match name:
        case Property.POSITION:
            return f"phase = 0 AND position {sign} ?", [value]
        case Property.DUE:
            start = at.start_of(1) // 1000
            day = f"coalesce(due_day - ?, (due_at / 1000 - {start}) / {DAY_SECONDS})"
            return f"phase > 0 AND {_NOT_BURIED} AND {day} {sign} ?", [at.day, at.day, value]
        case Property.DIFFICULTY:
            return f"difficulty {sign} ?", [value * 9 + 1]
        case Property.RECALL:
            # Recall falls with time over stability: compare that, and no power is worked out in SQL.
            seconds = f"max(0, {at.now.utc_ms // 1000} - last_review / 1000)"
            share = _share_at(value, at.options)
            return f"{seconds} {_TURNED.get(sign, sign)} stability * ?", [share * DAY_SECONDS]
        case _:
            return f"{_PLAIN[name]} {sign} ?", [value]


def _share_at(recall: float, options: Options) -> float:
    """After how many times its stability a card is recalled with this chance (FSRS-6 forgetting curve)."""
    exponent = -1 / options.fsrs_parameters[20]
    try:
        return float((recall**exponent - 1) / (0.9**exponent - 1))
    except ArithmeticError:  # later than any number says
        return float("inf")


def _rated(term: Rated, at: At) -> Condition:
    since = at.start_of(term.days)
    graded = "IS NOT NULL" if term.rating is None else "= ?"
    # The first test spares most cards a look at the log; a card that was forgotten has no last review.
    sql = (
        "(last_review >= ? OR phase = 0) AND EXISTS (SELECT 1 FROM log a "  # noqa: S608  (constants)
        f"WHERE a.card = card.card AND a.utc_ms >= ? AND a.rating {graded} AND {_STANDS})"
    )
    return sql, [since, since, *([] if term.rating is None else [term.rating])]


_CONDITIONS: dict[type, Callable[[Any, At], Condition]] = {
    Words: lambda term, _: ("number IN (SELECT rowid FROM words WHERE words MATCH ?)", [phrase(term)]),
    Tag: _tag,
    Deck: _deck,
    Id: _id,
    Is: _is,
    Flag: lambda term, _: ("flag = ?", [term.number]),
    Prop: _property,
    Added: lambda term, at: ("card.card IN (SELECT card FROM arrival WHERE day > ?)", [at.day - term.days]),
    Introduced: lambda term, at: ("introduced_on > ?", [at.day - term.days]),
    Rated: _rated,
    Not: _not,
    All: lambda term, at: _joined(" AND ", term.terms, at),
    Some: lambda term, at: _joined(" OR ", term.terms, at),
}
