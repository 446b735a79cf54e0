"""What a chart says, whatever it is drawn with. Every figure has a table: the same numbers in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from mlsd_cards.review.statistics import heat_levels

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKS: Final = 53

Row = tuple[str, ...]


class Column(NamedTuple):
    """One value of an ordered axis. `tick` stands below some columns; `label` names each in the table."""

    label: str
    value: float
    tick: str = ""
    text: str = ""  # the value as it is read; made of the value if empty


@dataclass(frozen=True, slots=True)
class Columns:
    """Values along an axis: days, hours, bins. `note` is a sentence below the title; `head` that of the table.

    `top` is what a full column stands for; 0 takes the largest value.
    """

    title: str
    note: str
    head: tuple[str, str]
    columns: tuple[Column, ...]
    top: float = 0.0
    tone: str = "bar"

    @property
    def full(self) -> float:
        return self.top or max((column.value for column in self.columns), default=0.0)

    def table(self) -> tuple[Row, list[Row]]:
        return self.head, [(column.label, text_of(column)) for column in self.columns]


class Bar(NamedTuple):
    """A value beside its name, with what is written at its end. `known` False: there is no value yet.

    `mark` is where it ought to reach.
    """

    label: str
    value: float
    text: str
    known: bool = True
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Named values side by side, from 0 to `whole` (0: the largest). `mark` is where each ought to reach."""

    title: str
    note: str
    head: tuple[str, str]
    bars: tuple[Bar, ...]
    whole: float = 0.0
    mark: float | None = None
    tone: str = "bar"

    @property
    def full(self) -> float:
        return self.whole or max((bar.value for bar in self.bars), default=0.0)

    def table(self) -> tuple[Row, list[Row]]:
        return self.head, [(bar.label, bar.text) for bar in self.bars]


class Stacked(NamedTuple):
    """The parts of one whole, in the order of the stack's names, and what is written at its end."""

    label: str
    counts: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Stack:
    """Wholes and what they are made of, each drawn over the full width."""

    title: str
    note: str
    names: tuple[str, ...]
    rows: tuple[Stacked, ...]
    of_grades: bool = False  # coloured as grades are, not as stages of a card

    def table(self) -> tuple[Row, list[Row]]:
        head = ("", *self.names)
        return head, [(row.label, *(str(count) for count in row.counts)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Heat:
    """A calendar of the weeks up to `last`: a column a week, a row a weekday from Monday on."""

    title: str
    note: str
    last: date
    values: dict[date, int]
    unit: str = "answers"

    def weeks(self, count: int = WEEKS) -> Iterator[tuple[date, tuple[int | None, ...]]]:
        """Each week's Monday and the values of its days; None for days that are still to come."""
        monday = self.last - timedelta(days=self.last.weekday(), weeks=count - 1)
        for week in range(count):
            first = monday + timedelta(weeks=week)
            days = (first + timedelta(days=number) for number in range(7))
            yield first, tuple(self.values.get(day, 0) if day <= self.last else None for day in days)

    def limits(self) -> tuple[int, int, int]:
        """The values at which the second, third and fourth intensity begin."""
        return heat_levels(self.values.values())

    def level(self, value: int) -> int:
        """0 for nothing, else 1 to 4."""
        return 0 if value <= 0 else 1 + sum(value >= limit for limit in self.limits())

    def ranges(self) -> list[tuple[int, str]]:
        """Each intensity that a day can have, and the values that it stands for."""
        second, third, fourth = self.limits()
        spans = ((1, second - 1), (second, third - 1), (third, fourth - 1))
        named = [
            (level, f"{low}-{high}" if low < high else f"{low}") for level, (low, high) in enumerate(spans, 1)
        ]
        return [(0, "0"), *named, (4, f"{fourth}+")]

    def table(self) -> tuple[Row, list[Row]]:
        rows = [
            (monday.isoformat(), *("" if value is None else str(value) for value in days))
            for monday, days in self.weeks()
        ]
        return ("Week from", *WEEKDAYS), [
            row for row in rows if any(cell not in {"", "0"} for cell in row[1:])
        ]


@dataclass(frozen=True, slots=True)
class Table:
    """What is best read as a table."""

    title: str
    note: str
    head: Row
    rows: tuple[Row, ...]

    def table(self) -> tuple[Row, list[Row]]:
        return self.head, list(self.rows)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What stands where there is nothing to draw yet."""

    title: str
    note: str

    def table(self) -> tuple[Row, list[Row]]:
        return (), []


Figure = Columns | Bars | Stack | Heat | Table | Sentence


@dataclass(frozen=True, slots=True)
class Page:
    """Figures that are looked at together."""

    name: str
    figures: tuple[Figure, ...]


def month_names(weeks: Sequence[tuple[date, object]]) -> list[str]:
    """The name of each month at its first Monday; not at the first week if the next month follows soon."""
    mondays = [monday for monday, _ in weeks]
    names = [
        f"{monday:%b}" if place == 0 or monday.month != mondays[place - 1].month else ""
        for place, monday in enumerate(mondays)
    ]
    if any(names[1:4]):
        names[0] = ""
    return names


def text_of(column: Column) -> str:
    """A column's value as it is read."""
    return column.text or number(column.value)


def number(value: float) -> str:
    """A value in few digits."""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def plural(count: int) -> str:
    """The ending that a count asks for."""
    return "" if count == 1 else "s"


def percent(share: float, digits: int = 1) -> str:
    return f"{share * 100:.{digits}f} %"


def lengths(rows: Sequence[Row]) -> list[int]:
    """The longest cell of each column."""
    return [max(map(len, column)) for column in zip(*rows, strict=True)]
