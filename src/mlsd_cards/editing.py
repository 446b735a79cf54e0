"""Edit a note in the learner's own editor, at its line, and take the result over only if it is sound.

Notes of an installed copy of the project are read-only: editing one writes a version of it into the
learner's deck folder, with the same card ids and so the same history.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mlsd_cards import paths
from mlsd_cards.deckfile.deck import DECK_FILE
from mlsd_cards.deckfile.definitions import read_definitions
from mlsd_cards.deckfile.reading import decode
from mlsd_cards.deckfile.scaffold import deck_yaml, replacement_yaml
from mlsd_cards.errors import FileError, Problem
from mlsd_cards.files import write_atomically
from mlsd_cards.library import Found

Runner = Callable[[Sequence[str]], int]
"""Runs a command in the terminal and returns its exit code."""


@dataclass(frozen=True, slots=True)
class Edited:
    """How an edit ended: `changed` says whether the decks must be read again; `take_back` undoes it."""

    changed: bool
    message: str
    problems: tuple[Problem, ...] = ()
    take_back: Callable[[], Edited] | None = None


def run_in_terminal(command: Sequence[str]) -> int:
    """Run an editor with this process's terminal. Raises `FileError` if it cannot be started."""
    try:
        return subprocess.run(list(command), check=False).returncode  # noqa: S603  (an argv list, never a shell)
    except OSError as error:
        raise FileError(
            f"cannot start {command[0]!r}: {error.strerror}; set `editor` in the settings"
        ) from error


def edit(found: Found, editor: str, run: Runner = run_in_terminal) -> Edited:  # noqa: PLR0911  (each way to end)
    """Open the note's file at its line; report what came of it.

    A broken result is kept in the file, so that nothing typed is lost, and the version in use stays.
    """
    try:
        file, line, fresh = _editable(found)
        before = file.read_bytes() if not fresh else b""
        command = _editor_command(editor, file, line)
    except FileError as error:
        return Edited(False, str(error))
    except OSError as error:
        return Edited(False, f"{error.filename or found.note.span.file} cannot be read: {error.strerror}")
    try:
        code = run(command)
        after = file.read_bytes()
    except FileError as error:
        _forget_untouched(file, fresh)
        return Edited(False, str(error))
    except OSError as error:
        return Edited(False, f"{file} is gone or cannot be read ({error.strerror}); the version in use stays")
    if code != 0 and (after == before or fresh):
        _forget_untouched(file, fresh)
        return Edited(False, f"the editor ended with code {code}: nothing changed")
    if after == before or (fresh and not _differs(found, after)):
        _forget_untouched(file, fresh)
        return Edited(False, "nothing changed")
    text = decode(after, str(file))
    found_problems = (text,) if isinstance(text, Problem) else read_definitions(text, str(file)).problems
    errors = tuple(problem for problem in found_problems if problem.is_error)
    if errors:
        return Edited(False, "not taken over, the old version stays", errors)
    return Edited(True, "edited", take_back=partial(_restore, file, None if fresh else before, after))


def _restore(file: Path, before: bytes | None, after: bytes) -> Edited:
    """Let a file read as before an edit, unless it was changed since; None: it was not there."""
    try:
        if file.read_bytes() != after:
            return Edited(False, f"{file} was changed after the edit: it stays as it is")
        if before is None:
            file.unlink()
        else:
            write_atomically(file, before)
    except FileError as error:
        return Edited(False, str(error))
    except OSError as error:
        return Edited(False, f"{file} cannot be put back: {error.strerror}")
    return Edited(True, "undone: the edit")


def _editable(found: Found) -> tuple[Path, int, bool]:
    """The file and line to edit, and whether the file was made for it just now."""
    source = Path(found.note.span.file)
    if paths.shipped_decks_are_writable() or not source.resolve().is_relative_to(
        paths.shipped_decks().resolve()
    ):
        return source, found.note.span.line, False
    root = paths.learner_decks()
    if not (root / DECK_FILE).exists():
        write_atomically(root / DECK_FILE, deck_yaml("mine", "notes").encode())
    target = root / "edits" / f"{found.topic.id}--{found.note.key}.yaml"
    fresh = not target.exists()
    if fresh:
        write_atomically(target, replacement_yaml(found.topic, found.note).encode())
    return target, 1, fresh


def _differs(found: Found, content: bytes) -> bool:
    return content.decode("utf-8", "replace") != replacement_yaml(found.topic, found.note)


def _forget_untouched(file: Path, fresh: bool) -> None:
    if fresh:
        file.unlink(missing_ok=True)


_PLUS_LINE = frozenset(
    {
        "vi",
        "vim",
        "nvim",
        "view",
        "nano",
        "pico",
        "emacs",
        "emacsclient",
        "micro",
        "kak",
        "joe",
        "ne",
        "mg",
        "ed",
    }
)
_COLON_LINE = {
    "code": ("--wait", "--goto"),
    "codium": ("--wait", "--goto"),
    "subl": ("--wait",),
    "zed": ("--wait",),
    "hx": (),
    "helix": (),
}


def _editor_command(editor: str, file: Path, line: int) -> list[str]:
    """The argv list for an editor, with the line in the way it understands."""
    chosen = (
        editor
        or os.environ.get("VISUAL")
        or os.environ.get("EDITOR")
        or ("notepad" if os.name == "nt" else "vi")
    )
    try:
        command = shlex.split(chosen, posix=os.name != "nt")
    except ValueError as error:
        raise FileError(f"the editor {chosen!r} cannot be read: {error}") from error
    if not command:
        raise FileError("no editor is set: mlsd config editor vim")
    name = Path(command[0]).stem
    if name in _PLUS_LINE:
        return [*command, f"+{line}", str(file)]
    if name in _COLON_LINE:
        return [
            *command,
            *(option for option in _COLON_LINE[name] if option not in command),
            f"{file}:{line}",
        ]
    return [*command, str(file)]
