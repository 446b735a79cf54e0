"""What `config.toml` says: how the app looks and where things lie, but nothing that changes scheduling.

Read strictly: an unknown key is an error with its line and a suggestion. Writing one key leaves the
person's comments and the order of the rest as they are.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from mlsd_cards.errors import FileError, Problem, Span
from mlsd_cards.files import write_atomically

KEYMAPS = ("anki", "vim")

_WRONG = "E80"


@dataclass(frozen=True, slots=True)
class Settings:
    """The app's settings; `editor` empty means `$VISUAL` or `$EDITOR`, `folders` are further deck folders."""

    keymap: str = "anki"
    theme: str = "textual-dark"
    editor: str = ""
    folders: tuple[str, ...] = ()
    ascii: bool = False


MEANING = {
    "keymap": "anki or vim",
    "theme": "colours of the terminal app",
    "editor": "command that edits a card; empty: $VISUAL or $EDITOR",
    "folders": "deck folders studied besides the shipped one",
    "ascii": "true draws formulae and lines with ASCII only",
}
"""Each key in a few words, for the settings screen and `mlsd config`."""

Value = str | bool | tuple[str, ...]


class SettingsError(FileError):
    """The settings file cannot be used; `problems` has every reason with its line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def parse_settings(text: str, name: str) -> Settings:
    """Read the text of a settings file called `name`; raises `SettingsError` with all that is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError((_syntax_problem(error, name),)) from None
    problems = tuple(sorted(_problems(table, text, name)))
    if problems:
        raise SettingsError(problems)
    values: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in table.items()}
    return Settings(**values)


def _syntax_problem(error: tomllib.TOMLDecodeError, name: str) -> Problem:
    message, _, place = str(error).partition(" (at ")
    found = re.match(r"line (\d+), column (\d+)", place)
    span = Span(name, int(found[1]), int(found[2])) if found else Span(name)
    return Problem(span, _WRONG, message, 'a line reads: key = "value"')


def _problems(table: Mapping[str, Any], text: str, name: str) -> Iterator[Problem]:
    known = [field.name for field in fields(Settings)]
    for key, value in table.items():
        span = Span(name, _line_of(text, key))
        if key not in known:
            close = get_close_matches(key, known, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(known)}"
            yield Problem(span, _WRONG, f"unknown key {key!r}", hint)
        elif wrong := wrong_value(key, tuple(value) if isinstance(value, list) else value):
            yield Problem(span, _WRONG, wrong)


def wrong_value(key: str, value: object) -> str | None:
    """Why a key cannot have this value, in a sentence; None if it can."""
    match key:
        case "ascii":
            return None if isinstance(value, bool) else f"ascii is {value!r}: it must be true or false"
        case "folders":
            sound = isinstance(value, tuple) and all(isinstance(folder, str) for folder in value)
            return None if sound else f'folders is {value!r}: it must be a list like ["~/cards"]'
        case "keymap" if value not in KEYMAPS:
            return f"keymap is {value!r}: it must be {' or '.join(KEYMAPS)}"
        case _:
            return None if isinstance(value, str) else f"{key} is {value!r}: it must be text in quotes"


def _line_of(text: str, key: str) -> int:
    """The line on which a key or the table of that name stands."""
    assignment = re.compile(rf"""\s*(?:\[+\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(text.split("\n"), 1) if assignment.match(line)), 1)


def with_value(text: str, key: str, value: Value) -> str:
    """The settings text with one key changed or added; all else stays as it is."""
    written = f"{key} = {_toml(value)}"
    lines = text.split("\n")
    start = _line_of(text, key) - 1
    if not re.match(rf"\s*{re.escape(key)}\s*=", lines[start]):
        body = text.rstrip("\n")
        return f"{body}\n{written}\n" if body else f"{written}\n"
    end = _end_of_value(lines, start)
    comment = _comment(lines[end - 1])
    return "\n".join([*lines[:start], written + comment, *lines[end:]])


def _end_of_value(lines: list[str], start: int) -> int:
    """The line after a value that may run over several lines (a list)."""
    for end in range(start + 1, len(lines) + 1):
        with suppress(tomllib.TOMLDecodeError):
            tomllib.loads("\n".join(lines[start:end]))
            return end
    return start + 1


def _comment(line: str) -> str:
    """A comment at the end of a line: a `#` that no quotes enclose."""
    found = re.match(r"""(?:[^"'#]|"(?:\\.|[^"\\])*"|'[^']*')*(\s*\#.*)$""", line)
    if found is None:
        return ""
    return "  " + found[1].strip()


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return "[" + ", ".join(_toml(item) for item in value) + "]"


def load_settings(path: Path) -> Settings:
    """Read the settings file; a missing one means the defaults."""
    return parse_settings(_read(path), str(path))


def save_setting(path: Path, key: str, value: Value) -> Settings:
    """Change one key in the settings file and return what it says then; a wrong value writes nothing."""
    text = with_value(_read(path), key, value)
    settings = parse_settings(text, str(path))
    write_atomically(path, text.encode())
    return settings


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise SettingsError((Problem(Span(str(path)), _WRONG, "this file is not UTF-8 text"),)) from error
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from error
