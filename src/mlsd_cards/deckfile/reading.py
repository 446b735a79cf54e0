"""Read one YAML file in a single pass over the C parser's events: values, places and limits together.

Text stays as written (`no`, `010`, `1.10` are text): types come from the models. A file is hostile
until it has passed: size, encoding, control characters, depth, aliases, tags and keys are checked
before anything else sees it.
"""

from __future__ import annotations

import gc
import os
import re
import stat
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mlsd_cards.errors import Problem, Span

MAX_BYTES = 4_000_000
MAX_DEPTH = 24
MAX_ALIASES = 200
MAX_DUPLICATES = 100

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_TRAP = re.compile(r"^\s*(?:-\s+)?[\w-]+:\s+(?:[{\[&*!%@`|>]|.*:\s|.*: ?$)|^\s*-\s+[{\[&*!%@`]")

Entry = tuple[int, int, Any]
"""Where a value stands: index of its key (of itself, in a list), its own index, its children's entries."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file's plain values, with a parallel tree of places: dicts and lists of `Entry`."""

    file: str
    text: str
    value: Any
    root: Entry
    line_starts: tuple[int, ...]

    def span(self, path: tuple[str | int, ...] = (), *, key: bool = False) -> Span:
        """The place of the value at `path` (or of its key), or of its nearest ancestor that exists."""
        return self._place(self._entry(path)[0 if key else 1])

    def span_in(self, path: tuple[str | int, ...], offset: int) -> Span:
        """The place of the character at `offset` of the text at `path`."""
        value: Any = self.value
        for step in path:
            value = value[step]
        return self._place(_index_in_source(self.text, self._entry(path)[1], str(value), offset))

    def _place(self, index: int) -> Span:
        line = bisect_right(self.line_starts, index)
        return Span(self.file, line, index - self.line_starts[line - 1] + 1)

    def _entry(self, path: tuple[str | int, ...]) -> Entry:
        entry = self.root
        for step in path:
            try:
                entry = entry[2][step]
            except (KeyError, IndexError, TypeError):
                break
        return entry


def _index_in_source(text: str, start: int, value: str, offset: int) -> int:
    """Align a scalar's value with its source from `start`: indentation, folds and quotes are skipped."""
    index, end = start, len(text)
    if text[start] == "&":  # an anchor before the value
        index = start = start + len(text[start:].split(maxsplit=1)[0]) + 1
    if text[index] in "|>":
        index = text.find("\n", index) + 1
    elif text[index] in "\"'":
        index += 1
    position = 0
    while index < end:
        wanted, found = value[position : position + 1], text[index]
        if wanted == found:
            if position >= offset:
                return index
            position, index = position + 1, index + 1
        elif wanted.isspace() and not found.isspace():
            position += 1
        elif not wanted:
            return start
        else:
            index += 1
    return start


class _RefusedError(Exception):
    """The rest of the file cannot be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read_bytes(path: Path, name: str, root: Path) -> bytes | Problem:
    """The file's bytes, if it is a regular file of bearable size inside `root`."""
    start = Span(name)
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode) and not path.resolve().is_relative_to(root.resolve()):
            return Problem(
                start, "E20", "a symbolic link out of the deck folder", "copy the file into the folder"
            )
        if not stat.S_ISREG(path.stat().st_mode):
            return Problem(start, "E20", "not a regular file")
        if status.st_size > MAX_BYTES:
            return Problem(start, "E20", f"larger than {MAX_BYTES:,} bytes", "split it into several files")
        return path.read_bytes()
    except OSError as error:
        return Problem(start, "E20", f"cannot be read: {error.strerror}")


def decode(content: bytes, name: str) -> str | Problem:
    """Strict UTF-8 without control characters."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        span = Span(name, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        return Problem(span, "E21", f"not UTF-8: byte 0x{content[error.start]:02x}", "save the file as UTF-8")
    text = text.replace("\r\n", "\n")
    found = _CONTROL.search(text)
    if found:
        start = text.rfind("\n", 0, found.start()) + 1
        span = Span(name, text.count("\n", 0, found.start()) + 1, found.start() - start + 1)
        return Problem(span, "E21", f"control character U+{ord(found[0]):04X}", "delete it")
    return text


def parse(text: str, name: str) -> tuple[Document | None, list[Problem]]:
    """Values and places of a YAML text, or what is wrong with it. Never raises for bad input."""
    problems: list[Problem] = []
    builder = _Builder(text, name, problems)
    collects = gc.isenabled()
    gc.disable()  # the collector would walk the growing tree again and again; there are no cycles in it
    try:
        builder.run()
    except _RefusedError as refused:
        return None, [*problems, refused.problem]
    except yaml.MarkedYAMLError as error:
        return None, [*problems, _syntax_problem(error, text, name)]
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        return None, [*problems, Problem(Span(name), "E22", f"not YAML: {error}")]
    finally:
        if collects:
            gc.enable()
    if builder.document is None:
        return None, [
            *problems,
            Problem(Span(name), "E22", "the file is empty", "start with `area:` and `definitions:`"),
        ]
    return builder.document, problems


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    marks = [mark for mark in (error.problem_mark, error.context_mark) if mark is not None]
    span = Span(name, marks[0].line + 1, marks[0].column + 1) if marks else Span(name)
    lines = text.split("\n")
    hint = ""
    for mark in marks:
        for number in (mark.line, mark.line - 1):
            if 0 <= number < len(lines) and _TRAP.match(lines[number]):
                hint = f"line {number + 1}: put the text in single quotes, or use a | block"
                break
        if hint:
            break
    if not hint and "\t" in (lines[span.line - 1] if span.line <= len(lines) else ""):
        hint = "indent with spaces, not tabs"
    return Problem(span, "E22", f"not YAML: {error.problem or error.context}", hint)


class _Builder:
    """Builds values and places from events; one frame a level of nesting."""

    def __init__(self, text: str, name: str, problems: list[Problem]) -> None:
        self.text, self.name, self.problems = text, name, problems
        self.document: Document | None = None
        self._anchors: dict[str, tuple[Any, Any, bool]] = {}  # value, children, holds an alias
        self._aliases = 0
        self._duplicates = 0

    def run(self) -> None:  # noqa: C901, PLR0912, PLR0915  (the hot loop: one pass, no calls for common events)
        text = self.text
        get_event: Any = yaml.CLoader(text).get_event
        event: Any
        scalar, mapping_start, sequence_start = (
            yaml.ScalarEvent,
            yaml.MappingStartEvent,
            yaml.SequenceStartEvent,
        )
        mapping_end, sequence_end, alias = yaml.MappingEndEvent, yaml.SequenceEndEvent, yaml.AliasEvent
        stack: list[tuple[Any, Any, Any, Any]] = []  # container, its children, key event, own event
        container: Any = []
        children: Any = []
        key_event: Any = None
        documents = 0
        while (event := get_event()) is not None:
            kind = type(event)
            if kind is scalar:
                value: Any = event.value
                below: Any = None
                if event.tag is not None or event.anchor is not None:
                    self._properties(event, value, None)
                style = event.style
                if style == '"':
                    self._double_quoted(event)
                elif not style and text.startswith(" #", event.end_mark.index):
                    self._comment(event, is_key=type(container) is dict and key_event is None)
            elif kind is mapping_start or kind is sequence_start:
                if len(stack) >= MAX_DEPTH:
                    raise _RefusedError(self._problem(event, "E23", f"nested deeper than {MAX_DEPTH} levels"))
                if type(container) is dict and key_event is None:
                    raise _RefusedError(self._complex_key(event))
                stack.append((container, children, key_event, event))
                container, children = ({}, {}) if kind is mapping_start else ([], [])
                key_event = None
                continue
            elif kind is mapping_end or kind is sequence_end:
                value, below = container, children
                container, children, key_event, event = stack.pop()
                if event.tag is not None or event.anchor is not None:
                    self._properties(event, value, below)
            elif kind is alias:
                value, below = self._resolve(event)
            else:
                if kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        raise _RefusedError(
                            self._problem(event, "E22", "a second YAML document", "one document a file")
                        )
                continue
            index = event.start_mark.index
            if type(container) is list:
                container.append(value)
                children.append((index, index, below))
            elif key_event is None:
                if type(value) is not str:
                    raise _RefusedError(self._complex_key(event))
                if value == "<<":
                    raise _RefusedError(self._problem(event, "E23", "merge keys (<<) are not allowed"))
                key_event = event
            else:
                key = key_event.value
                if key in container:
                    self._duplicate(key_event, key, children[key][0])
                else:
                    container[key] = value
                    children[key] = (key_event.start_mark.index, index, below)
                key_event = None
        if container:
            starts = (0, *(found.end() for found in re.finditer("\n", text)))
            self.document = Document(self.name, text, container[0], children[0], starts)

    def _problem(self, event: Any, code: str, message: str, hint: str = "") -> Problem:
        mark = event.start_mark
        return Problem(Span(self.name, mark.line + 1, mark.column + 1), code, message, hint)

    def _duplicate(self, event: Any, key: str, first: int) -> None:
        self._duplicates += 1
        if self._duplicates > MAX_DUPLICATES:
            raise _RefusedError(self._problem(event, "E02", f"more than {MAX_DUPLICATES} duplicate keys"))
        hint = f"first on line {self.text.count(chr(10), 0, first) + 1}"
        self.problems.append(self._problem(event, "E02", f"duplicate key {key!r}", hint))

    def _complex_key(self, event: Any) -> Problem:
        return self._problem(
            event, "E22", "a key that is not text", "put the text in single quotes, or use a | block"
        )

    def _properties(self, event: Any, value: Any, children: Any) -> None:
        """Tags are refused; anchors are remembered."""
        if event.tag is not None:
            hint = "put text that starts with ! in single quotes"
            raise _RefusedError(self._problem(event, "E23", f"tag {event.tag!r} is not allowed", hint))
        self._anchors[event.anchor] = (value, children, self._aliases > 0)

    def _resolve(self, event: Any) -> tuple[Any, Any]:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise _RefusedError(self._problem(event, "E23", f"more than {MAX_ALIASES} aliases"))
        found = self._anchors.get(event.anchor)
        if found is None:
            hint = "put text that starts with * in single quotes"
            raise _RefusedError(self._problem(event, "E22", f"unknown alias *{event.anchor}", hint))
        value, children, nested = found
        if nested and not isinstance(value, str):
            raise _RefusedError(self._problem(event, "E23", "an alias of something that may hold an alias"))
        return value, children

    def _double_quoted(self, event: Any) -> None:
        raw = self.text[event.start_mark.index : event.end_mark.index]
        found = re.search(r"(?<!\\)(?:\\\\)*\\([A-Za-z0])", raw) if "\\" in raw else None
        if found:
            self.problems.append(
                self._problem(
                    event,
                    "E24",
                    f"\\{found[1]} in double quotes is an escape",
                    "use single quotes or a | block",
                )
            )

    def _comment(self, event: Any, *, is_key: bool) -> None:
        if not is_key and " " in event.value:
            mark = event.end_mark
            self.problems.append(
                Problem(
                    Span(self.name, mark.line + 1, mark.column + 2),
                    "W23",
                    "the text ends here: ` #` starts a comment",
                    "put the text in single quotes if # belongs to it",
                )
            )


def control_characters(
    value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Control characters that entered through an escape such as `"\\x07"`, with the path of their text."""
    if isinstance(value, str):
        found = _CONTROL.search(value)
        if found:
            yield path, found[0]
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from control_characters(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from control_characters(item, (*path, number))
