"""What is wrong with one file, collected with the places of what caused it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from mlsd_cards.deckfile.reading import Document
from mlsd_cards.errors import Problem, Span
from mlsd_cards.markup.parser import Parsed, parse

Path = tuple[str | int, ...]
"""The way to a value: keys and list positions."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at `path`, which begins at what was looked at; `key` points at the key, not its value."""

    path: Path
    code: str
    message: str
    hint: str = ""
    key: bool = False

    def below(self, *base: str | int) -> Finding:
        """The same, where what was looked at stands at `base`."""
        return replace(self, path=(*base, *self.path))


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that a text shows, and where; `path` leads to the text inside the file."""

    name: str
    span: Span
    path: Path = ()


class Reporter:
    """Collects the problems of a document and the pictures that its texts show."""

    def __init__(self, document: Document, problems: list[Problem]) -> None:
        self._document = document
        self._problems = problems
        self.images: list[Image] = []

    def span(self, path: Path) -> Span:
        """The place of the value at `path`, or of its nearest ancestor that exists."""
        return self._document.span(path)

    def value(self, path: Path) -> Any:
        """What stands at `path`."""
        value: Any = self._document.value
        for step in path:
            value = value[step]
        return value

    def report(self, path: Path, code: str, message: str, hint: str = "", *, key: bool = False) -> None:
        self._problems.append(Problem(self._document.span(path, key=key), code, message, hint))

    def report_all(self, base: Path, findings: Iterable[Finding]) -> bool:
        """Report what was found below `base`; tell whether that was anything."""
        found = False
        for finding in findings:
            found = True
            it = finding.below(*base)
            self.report(it.path, it.code, it.message, it.hint, key=it.key)
        return found

    def parse(self, path: Path, text: str, *, cloze: bool = False) -> Parsed:
        """Parse a text of the file; its faults become problems, its pictures are noted."""
        parsed = parse(text, cloze=cloze)
        for fault in parsed.faults:
            span = self._document.span_in(path, fault.offset)
            self._problems.append(Problem(span, fault.code, fault.message, fault.hint))
        self.images += [Image(image, self.span(path), path) for image in parsed.images]
        return parsed


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint: the known name that was meant, if one is close."""
    close = get_close_matches(name, list(known), 1)
    return f"did you mean {close[0]!r}?" if close else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint: the nearest known name, or all of them."""
    names = list(known)
    return nearest(name, names) or f"known: {', '.join(sorted(names))}"
