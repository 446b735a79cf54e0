"""Every setting as a line that can be read, written and refused with a reason: options and app settings alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import Any

from mlsd_cards.review.options import (
    NewReviewOrder,
    Options,
    OptionsError,
    ReviewOrder,
    format_steps,
    parse_steps,
)
from mlsd_cards.settings import MEANING, Settings, Value, wrong_value


class FieldError(ValueError):
    """What was typed cannot be; the message says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Field:
    """One setting. `choices` are all its values, empty where it is typed freely."""

    name: str
    meaning: str
    show: Callable[[Any], str]
    read: Callable[[str], Any]
    choices: tuple[str, ...] = ()


def _yes_no(text: str) -> bool:
    word = text.strip().casefold()
    if word in {"yes", "true", "on"}:
        return True
    if word in {"no", "false", "off"}:
        return False
    raise FieldError(f"{text!r} is neither yes nor no")


def _whole(text: str) -> int:
    try:
        return int(text.strip())
    except ValueError:
        raise FieldError(f"{text!r} is no whole number") from None


def _part(text: str) -> float:
    """A share: `0.9` or `90 %`."""
    cleaned = text.strip()
    try:
        value = float(cleaned.rstrip("% "))
    except ValueError:
        raise FieldError(f"{text!r} is no number; write 0.9 or 90 %") from None
    return value / 100 if cleaned.endswith("%") else value


def _parameters(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.replace(",", " ").split())
    except ValueError:
        raise FieldError("the FSRS parameters are 21 numbers with spaces between them") from None


def _one_of(kind: type[Enum]) -> Callable[[str], Enum]:
    def read(text: str) -> Enum:
        try:
            return kind(text.strip())
        except ValueError:
            raise FieldError(f"{text!r} is none of: {', '.join(str(one.value) for one in kind)}") from None

    return read


def _flag(value: bool) -> str:
    return "yes" if value else "no"


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:g}" for value in values)


def _value(one: Enum) -> str:
    return str(one.value)


_YES_NO = ("yes", "no")

OPTION_FIELDS = (
    Field("new_per_day", "new cards a day", str, _whole),
    Field("reviews_per_day", "reviews a day", str, _whole),
    Field("desired_retention", "share of reviews to recall, 0.7 to 0.99", "{:g}".format, _part),
    Field("learning_steps", "steps of a new card, like 1m 10m", format_steps, parse_steps),
    Field("relearning_steps", "steps of a forgotten card", format_steps, parse_steps),
    Field("maximum_interval", "longest interval in days", str, _whole),
    Field("learn_ahead_minutes", "show learning cards this many minutes early", str, _whole),
    Field("rollover_hour", "hour at which a study day begins: 0 or 4 to 12", str, _whole),
    Field("bury_siblings", "hide other cards of a note for the day", _flag, _yes_no, _YES_NO),
    Field("new_cards_ignore_review_limit", "new cards come whatever reviews wait", _flag, _yes_no, _YES_NO),
    Field(
        "new_review_order",
        "where new cards stand",
        _value,
        _one_of(NewReviewOrder),
        tuple(one.value for one in NewReviewOrder),
    ),
    Field(
        "review_order",
        "which review comes first",
        _value,
        _one_of(ReviewOrder),
        tuple(one.value for one in ReviewOrder),
    ),
    Field("leech_threshold", "lapses that make a leech", str, _whole),
    Field("leech_suspend", "suspend leeches", _flag, _yes_no, _YES_NO),
    Field("fuzz", "spread intervals a little", _flag, _yes_no, _YES_NO),
    Field("fsrs_parameters", "the memory model's 21 numbers", _numbers, _parameters),
)
"""What changes scheduling: kept in the review log."""


def _folders(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def setting_fields(themes: tuple[str, ...]) -> tuple[Field, ...]:
    """What `config.toml` holds; the themes are the app's to know."""
    return (
        Field("theme", MEANING["theme"], str, str.strip, themes),
        Field("keymap", MEANING["keymap"], str, str.strip, ("anki", "vim")),
        Field("ascii", "draw with ASCII only", _flag, _yes_no, _YES_NO),
        Field("editor", MEANING["editor"], str, str.strip),
        Field("folders", f"{MEANING['folders']}; with ; between", "; ".join, _folders),
    )


def changed_options(options: Options, field: Field, text: str) -> Options:
    """The options with one changed.

    Raises:
        FieldError: it cannot have this value.
    """
    try:
        return replace(options, **{field.name: field.read(text)})
    except OptionsError as error:
        raise FieldError(str(error)) from None


def setting_value(field: Field, text: str) -> Value:
    """The value of an app setting as typed.

    Raises:
        FieldError: it cannot have this value.
    """
    value: Value = field.read(text)
    wrong = wrong_value(field.name, value)
    if wrong is None and field.name == "theme" and value not in field.choices:
        wrong = f"there is no theme {value!r}"
    if wrong is not None:
        raise FieldError(wrong)
    return value


def next_choice(field: Field, text: str, step: int = 1) -> str:
    """The value after this one, for settings with few."""
    at = field.choices.index(text) if text in field.choices else -step
    return field.choices[(at + step) % len(field.choices)]


assert {field.name for field in OPTION_FIELDS} == {field.name for field in fields(Options)}, (
    "an option has no line"
)
assert {field.name for field in setting_fields(())} == {field.name for field in fields(Settings)}, (
    "nor a setting"
)
