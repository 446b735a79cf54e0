"""Opening the log: what is looked at before SQLite may touch it, and the way out when it must not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from mlsd_cards.store import schema
from mlsd_cards.store.backup import back_up, backups, folder_for, way_out
from mlsd_cards.store.errors import (
    DAMAGED,
    BusyError,
    DamagedError,
    ForeignError,
    MissingError,
    NewerError,
    StoreError,
    code,
    not_saved,
    reason,
)
from mlsd_cards.store.files import Found, Header, connect, damage, make_private, read_header

QUICK_CHECK_BYTES = 10_000_000
"""Up to this size `quick_check` costs under about 30 ms and is part of opening."""


def open_file(path: Path, *, create: bool, read_only: bool) -> sqlite3.Connection:
    """Open the log after the checks of its header; make or update it where that is needed.

    Raises:
        StoreError: the file cannot be used; it was not written to.
    """
    if sqlite3.sqlite_version_info < (3, 37):
        raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old: the review log needs 3.37 or newer")
    try:
        header = read_header(path)
        _refuse(path, header)
        if header.version == 0:
            _make_room(path, header, create=create and not read_only)
        connection = connect(path, read_only=read_only)
        try:
            if header.version < schema.VERSION:
                _update(connection, path, header.version, read_only=read_only)
            if path.stat().st_size <= QUICK_CHECK_BYTES:
                quick_check(connection, path)
        except BaseException:
            connection.close()
            raise
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {reason(error)}") from error
    except sqlite3.Error as error:
        raise unusable(path, error) from error
    return connection


def quick_check(connection: sqlite3.Connection, path: Path) -> None:
    """Let SQLite look at every page.

    Raises:
        DamagedError: it found something wrong.
    """
    if found := damage(connection):
        raise DamagedError(f"{path} is damaged ({found[-1]}); {way_out(path)}")


def unusable(path: Path, error: sqlite3.Error) -> StoreError:
    """What it means that a log cannot be opened."""
    if code(error) in DAMAGED:
        return DamagedError(f"{path} is damaged ({error}); {way_out(path)}")
    if code(error) == sqlite3.SQLITE_BUSY:
        return BusyError(f"{path} is in use by another program; try again in a moment")
    return StoreError(f"{path} cannot be opened: {reason(error)}")


def _refuse(path: Path, header: Header) -> None:
    """Stop at a file that is not ours to open."""
    match header.found:
        case Found.NO_FILE:
            raise ForeignError(f"{path} is no file: move it away and start again")
        case Found.NO_DATABASE:
            raise DamagedError(f"{path} is damaged (it is no database); {way_out(path)}")
        case Found.CUT_SHORT:
            raise DamagedError(f"{path} is damaged (it was cut short); {way_out(path)}")
        case Found.FOREIGN:
            raise ForeignError(f"{path} belongs to another program: move it away; {way_out(path)}")
        case Found.NEWER:
            raise NewerError(
                f"{path} was written by a newer mlsd-cards (format {header.version}, this version knows "
                f"{schema.VERSION}): update mlsd-cards; the file was left as it is"
            )


def _make_room(path: Path, header: Header, *, create: bool) -> None:
    """Make an empty file that only its owner can read, unless there was a log before."""
    if backups(folder_for(path)):
        state = "is empty" if header.found is Found.EMPTY else "is missing"
        raise MissingError(
            f"{path} {state} although there are backups; {way_out(path)} "
            f"(to start afresh instead, move {folder_for(path)} away)"
        )
    if not create:
        raise MissingError(f"{path} does not exist: nothing was studied yet")
    make_private(path)


def _update(connection: sqlite3.Connection, path: Path, version: int, *, read_only: bool) -> None:
    """Make the tables, or bring an older file to this version: a backup, then one transaction."""
    if read_only:
        raise StoreError(f"{path} has an older format: start mlsd once so that it is brought up to date")
    if version > 0:
        back_up(path, folder_for(path), "update")
    try:
        connection.execute("BEGIN IMMEDIATE")
        schema.migrate(connection)
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise not_saved(error) from error
