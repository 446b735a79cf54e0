"""Errors are one kind of thing: a problem has a place, a code, a message and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """What the `mlsd` process returns; part of the command line's interface."""

    FINE = 0
    DECK = 1  # the deck has problems
    USAGE = 2
    STORE = 3
    FILE = 4  # a file, a missing extra or something unexpected


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: `line` and `column` count from 1, in characters."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem inside one text, `offset` characters from its start; the deck file knows the place."""

    offset: int
    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something an author can mend. Codes that begin with W are warnings, all others errors."""

    span: Span
    code: str
    message: str
    hint: str = ""

    @property
    def is_error(self) -> bool:
        return not self.code.startswith("W")

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.span}: {self.code} {self.message}{hint}"


class MlsdError(Exception):
    """Any error that ends a command: one sentence for a person, and the process's exit code."""

    exit_code = ExitCode.FILE


class DeckError(MlsdError):
    """The deck cannot be used; `problems` holds all of them, sorted by place."""

    exit_code = ExitCode.DECK

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        errors = sum(problem.is_error for problem in self.problems)
        super().__init__(f"the deck has {errors} error{'s' if errors != 1 else ''}")


class FileError(MlsdError):
    """A file or folder outside the decks cannot be read or written."""
