"""The shape of a deck file: what pydantic finds, told in the words of somebody who writes YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from mlsd_cards.deckfile.reading import Document
from mlsd_cards.deckfile.reporter import Path, nearest
from mlsd_cards.deckfile.schema import (
    SORTS,
    ConfusionsYaml,
    DeckYaml,
    ExtensionYaml,
    FileYaml,
    GlossaryYaml,
    sort_of,
)
from mlsd_cards.deckfile.schema_case import CaseBlocks
from mlsd_cards.errors import Problem
from mlsd_cards.model.kinds import CASE_STUDY

_ROOTS = {model.__name__: model for model in (FileYaml, DeckYaml, ConfusionsYaml, GlossaryYaml)}


def valid_part(document: Document, problems: list[Problem]) -> FileYaml | None:
    """Validate the whole file; where a note, block or definition is broken, report it and validate the rest."""
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


def sound_blocks(definition: Mapping[str, Any]) -> CaseBlocks:
    """The blocks of a case that are in shape; the others count as missing."""
    blocks = {name: definition[name] for name in CaseBlocks.model_fields if name in definition}
    try:
        return CaseBlocks.model_validate(blocks)
    except ValidationError as error:
        broken = {item["loc"][0] for item in error.errors()}
    return CaseBlocks.model_validate({name: block for name, block in blocks.items() if name not in broken})


@dataclass(slots=True)
class _Broken:
    """What to leave out of a definition: notes by number, blocks by name, or all of it."""

    notes: set[int] = field(default_factory=set)
    blocks: set[str] = field(default_factory=set)
    whole: bool = False


def _without_broken(value: Any, error: ValidationError) -> Any:
    """The file without the notes, blocks and definitions that the errors are in."""
    definitions: list[Any] = list(value["definitions"]) if has_list(value, "definitions") else []
    broken: dict[int, _Broken] = {}
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        match _path(item["loc"]):
            case ("definitions", int(index), "notes", int(note), *_):
                broken.setdefault(index, _Broken()).notes.add(note)
            case ("definitions", int(index), str(name), *_) if sort_of(definitions[index]) == CASE_STUDY and (
                name in CaseBlocks.model_fields
            ):
                broken.setdefault(index, _Broken()).blocks.add(name)
            case ("definitions", int(index), *_):
                broken.setdefault(index, _Broken()).whole = True
            case _:
                return None
    kept = []
    for index, definition in enumerate(definitions):
        gone = broken.get(index, _Broken())
        if index not in broken:
            kept.append(definition)
        elif not gone.whole:
            left = {name: part for name, part in definition.items() if name not in gone.blocks}
            notes = [note for number, note in enumerate(definition["notes"]) if number not in gone.notes]
            kept.append(left | {"notes": notes})
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
        yield _shape_problem(document, _path(item["loc"]), item, _ROOTS[error.title])


def _path(loc: Path) -> Path:
    """Pydantic's location without the names of its own validators and of the sorts of definition."""
    return tuple(
        step
        for place, step in enumerate(loc)
        if not str(step).startswith("function-") and not (place == 2 and step in SORTS)
    )


def _shape_problem(document: Document, path: Path, item: Any, root: type[BaseModel]) -> Problem:
    name, given, code, hint = str(path[-1]) if path else "the file", item["input"], "E01", ""
    span = document.span(path)
    match item["type"]:
        case "extra_forbidden":
            span, message = document.span(path, key=True), f"unknown key {name!r}"
            hint = _unknown_key(name, given, _known_keys(root, document.value, path[:-1]))
        case "missing":
            span, message = document.span(path[:-1]), f"{name!r} is missing"
        case "string_pattern_mismatch":
            message = f"{name!r} cannot be {given!r}"
            code = "E02" if name in {"id", "key"} else "E01"
            is_slug = name in {"id", "key", "area"}
            hint = "lower-case letters, digits and single hyphens" if is_slug else _choices(item)
        case "enum":
            message, hint = f"{name!r} cannot be {given!r}", f"known: {item['ctx']['expected']}"
        case "string_type" if isinstance(given, (dict, list)):
            message, hint = f"{name!r} should be text", "put the text in single quotes, or use a | block"
        case "too_short" | "too_long" if item["ctx"].get("actual_length") is not None:
            limits = item["ctx"]
            wanted = f"at least {limits['min_length']}" if "min_length" in limits else limits["max_length"]
            message = f"{name!r} has {limits['actual_length']} entries, not {wanted}"
        case _:
            message = f"{name!r}: {item['msg'][0].lower()}{item['msg'][1:]}"
    return Problem(span, code, message, hint)


def _unknown_key(name: str, given: Any, known: list[str]) -> str:
    hint = nearest(name, known)
    if given == "" and not hint:
        return "a comma ends a text inside { }: put the text in single quotes"
    return hint or f"known here: {', '.join(known)}"


def _choices(item: Any) -> str:
    """The words of a pattern that is a choice of some."""
    words = re.fullmatch(r"\^\(([a-z_|]+)\)\$", item["ctx"]["pattern"])
    return f"known: {words[1].replace('|', ', ')}" if words else ""


def _known_keys(root: type[BaseModel], value: Any, path: Path) -> list[str]:
    """The keys that the mapping at `path` can have."""
    model: type[BaseModel] | None = root
    for place, step in enumerate(path):
        value = value[step]
        if root is FileYaml and place == 1:  # an element of `definitions`
            model = SORTS[sort_of(value)]
        elif isinstance(step, str) and model is not None:
            model = _model_of(model, step)
    return [] if model is None else [known.alias or name for name, known in model.model_fields.items()]


def _model_of(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    """The model of a key's value, or of the elements of its list."""
    fields = ((name, known) for name, known in model.model_fields.items() if key in {name, known.alias})
    return next((_model_in(known.annotation) for _, known in fields), None)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as `list[X] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
