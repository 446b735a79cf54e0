"""The shape of a deck file: what pydantic finds, told in the words of somebody who writes YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from mlsd_cards.deckfile.reading import Document
from mlsd_cards.deckfile.schema import (
    DEFINITION,
    EXTENSION,
    DefinitionYaml,
    ExtensionYaml,
    FileYaml,
    NoteYaml,
)
from mlsd_cards.errors import Problem

Path = tuple[str | int, ...]
"""The way to a value: keys and list positions."""


def valid_part(document: Document, problems: list[Problem]) -> FileYaml | None:
    """Validate the whole file; where a note or definition is broken, report it and validate the rest."""
    value = document.value
    try:
        return FileYaml.model_validate(value)
    except ValidationError as error:
        problems += shape_problems(document, error)
        reduced = _without_broken(value, error)
    try:
        return FileYaml.model_validate(reduced)
    except ValidationError:
        return None


def _without_broken(value: Any, error: ValidationError) -> Any:
    """The file without the notes and definitions that the errors are in; a hole keeps its place as None."""
    definitions: list[Any] = list(value["definitions"]) if has_list(value, "definitions") else []
    broken: dict[int, set[int] | None] = {}
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        match _path(item["loc"]):
            case ("definitions", int(index), "notes", int(note), *_):
                notes = broken.setdefault(index, set())
                if notes is not None:
                    notes.add(note)
            case ("definitions", int(index), *_):
                broken[index] = None
            case _:
                return None
    kept = []
    for index, definition in enumerate(definitions):
        if index not in broken:
            kept.append(definition)
        elif (gone := broken[index]) is not None:
            left = [note for number, note in enumerate(definition["notes"]) if number not in gone]
            kept.append(definition | {"notes": left})
    return value | {"definitions": [definition for definition in kept if definition.get("notes")]}


def _name(item: Mapping[str, Any]) -> Any:
    return item.get("extends", item.get("id"))


def has_list(value: Any, key: str) -> bool:
    return isinstance(value, dict) and isinstance(value.get(key), list)


def kept_indices(document: Document, shape: FileYaml) -> list[int]:
    """Positions in the file of the definitions that validation kept."""
    raw = [_name(item) if isinstance(item, dict) else None for item in document.value["definitions"]]
    indices, start = [], 0
    for definition in shape.definitions:
        start = raw.index(
            definition.extends if isinstance(definition, ExtensionYaml) else definition.id, start
        )
        indices.append(start)
        start += 1
    return indices


def shape_problems(document: Document, error: ValidationError) -> Iterator[Problem]:
    """Pydantic's errors as problems with a place, in the words of somebody who writes YAML."""
    for item in error.errors(include_url=False, include_input=True):
        yield _shape_problem(document, _path(item["loc"]), item)


def _path(loc: Path) -> Path:
    """Pydantic's location without the names of its own validators and of the two sorts of definition."""
    return tuple(
        step
        for place, step in enumerate(loc)
        if not str(step).startswith("function-") and not (place == 2 and step in {DEFINITION, EXTENSION})
    )


def _shape_problem(document: Document, path: Path, item: Any) -> Problem:
    name = str(path[-1]) if path else "the file"
    if item["type"] == "extra_forbidden":
        known = _known_keys(path[:-1])
        close = get_close_matches(name, known, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(known)}"
        return Problem(document.span(path, key=True), "E01", f"unknown key {name!r}", hint)
    if item["type"] == "missing":
        return Problem(document.span(path[:-1]), "E01", f"{name!r} is missing")
    if item["type"] == "string_pattern_mismatch":
        code = "E02" if name in {"id", "key"} else "E01"
        hint = "lower-case letters, digits and single hyphens" if name in {"id", "key", "area"} else ""
        return Problem(document.span(path), code, f"{name!r} cannot be {item['input']!r}", hint)
    if item["type"] == "string_type" and isinstance(item["input"], (dict, list)):
        hint = "put the text in single quotes, or use a | block"
        return Problem(document.span(path), "E01", f"{name!r} should be text", hint)
    message = str(item["msg"])
    return Problem(document.span(path), "E01", f"{name!r}: {message[0].lower()}{message[1:]}")


def _known_keys(path: Path) -> list[str]:
    match path:
        case ("definitions", int(), "notes", int()):
            return list(NoteYaml.model_fields)
        case ("definitions", int(), "notes", int(), "lint"):
            return ["allow", "why"]
        case ("definitions", int(), "sources", int()):
            return ["title", "by", "year", "ref"]
        case ("definitions", int()):
            return [*DefinitionYaml.model_fields, "extends"]
        case _:
            return list(FileYaml.model_fields)
