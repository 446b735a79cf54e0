"""What can go wrong with the store, each in one sentence that says what to do; nothing is half saved."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from mlsd_cards.errors import ExitCode, MlsdError
from mlsd_cards.review.replay import CardRecord


class StoreError(MlsdError):
    """The review log cannot be used as asked."""

    exit_code = ExitCode.STORE


class NotSavedError(StoreError):
    """Nothing was written; the same call may be made again."""


class BusyError(NotSavedError):
    """Another program holds the file."""


class AnsweredElsewhere(StoreError):  # noqa: N818  (it is news, not a failure)
    """The card changed since it was shown; nothing was written, `record` is what it is now."""

    def __init__(self, record: CardRecord) -> None:
        super().__init__("not saved: the card was answered elsewhere meanwhile; here it is as it stands now")
        self.record = record


class GoesOnElsewhere(StoreError):  # noqa: N818  (it is news, not a failure)
    """The mock interview was taken up in another window; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "not saved: this interview goes on in another window; leave it here, nothing is lost"
        )


class MissingError(StoreError):
    """There is no log, or an empty file, where there was one."""


class DamagedError(StoreError):
    """The file is no whole database any more. It is left as it is."""


class ForeignError(StoreError):
    """The file belongs to another program."""


class NewerError(StoreError):
    """The file was written by a newer version."""


_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the file is read-only",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_CANTOPEN: "the file or its journal cannot be opened",
    sqlite3.SQLITE_PERM: "access is denied",
    sqlite3.SQLITE_NOMEM: "memory is short",
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 if the error comes from Python."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def reason(error: Exception) -> str:
    """Say why in a few words."""
    if isinstance(error, sqlite3.Error):
        return _REASONS.get(code(error), str(error))
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error)


def not_saved(error: sqlite3.Error) -> StoreError:
    """What a failed write means."""
    found = code(error)
    if found in _BUSY:
        return BusyError("not saved: another program is using the review log; try again in a moment")
    if found in DAMAGED:
        return DamagedError(
            f"not saved: the review log is damaged ({error}); quit and run mlsd doctor, which names the newest backup"
        )
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED:
        # SQLite looks before each write: otherwise it would go on writing to a file that was deleted.
        return NotSavedError("not saved: the review log was moved or replaced; quit and start mlsd again")
    return NotSavedError(f"not saved: {reason(error)}; nothing was changed, try again once that is mended")


@contextmanager
def reading() -> Iterator[None]:
    """Turn a failed read into a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        found = code(error)
        if found in _BUSY:
            raise BusyError("the review log is in use by another program; try again in a moment") from error
        kind = DamagedError if found in DAMAGED else StoreError
        raise kind(f"the review log cannot be read: {reason(error)}; mlsd doctor says more") from error
