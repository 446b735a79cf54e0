"""Frozen dataclasses as plain lists and back, by the types of their fields: for what nests deeply."""

from __future__ import annotations

from dataclasses import Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, ClassVar, Protocol, TypeVar, get_args, get_origin, get_type_hints


class Record(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


_R = TypeVar("_R", bound=Record)


def to_record(value: Record) -> list[Any]:
    """The fields of a dataclass in order, as lists, texts and numbers."""
    return [_plain(getattr(value, field.name)) for field in fields(value)]


def from_record(kind: type[_R], plain: list[Any]) -> _R:
    """The dataclass that `to_record` wrote."""
    return kind(*(_typed(hint, value) for hint, value in zip(_types(kind), plain, strict=True)))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return to_record(value) if is_dataclass(value) and not isinstance(value, type) else value


def _typed(hint: Any, plain: Any) -> Any:
    """A plain value as the type that a field declares: tuple, dataclass, enumeration or what JSON keeps."""
    if plain is None:
        return None
    if get_origin(hint) is UnionType:  # X | None
        hint = get_args(hint)[0]
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        if inner[-1] is Ellipsis:
            return tuple(_typed(inner[0], item) for item in plain)
        return tuple(_typed(part, item) for part, item in zip(inner, plain, strict=True))
    if is_dataclass(hint) and isinstance(hint, type):
        return from_record(hint, plain)
    return hint(plain) if issubclass(hint, StrEnum) else plain


@cache
def _types(kind: type[Record]) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[field.name] for field in fields(kind))
