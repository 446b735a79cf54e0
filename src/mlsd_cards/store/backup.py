"""Backups: whole, verified copies beside the log, many of the last days and few of long ago."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from mlsd_cards.store.errors import StoreError, reason
from mlsd_cards.store.files import (
    Found,
    connect,
    damage,
    flush,
    journal_of,
    last_event,
    make_private,
    read_header,
)

_NAME = re.compile(r"reviews-(\d{8}T\d{6})Z-([a-z0-9-]{1,40})\.sqlite")
_TIME = "%Y%m%dT%H%M%S"
_PATIENCE = 30.0  # seconds


class Backup(NamedTuple):
    """A copy of the log and when and why it was made."""

    path: Path
    at: datetime  # UTC
    reason: str
    bytes: int


def folder_for(path: Path) -> Path:
    """Where the backups of a log lie."""
    return path.parent / "backups"


def backups(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first; other files are passed over."""
    found: list[tuple[datetime, int, Backup]] = []
    with suppress(FileNotFoundError, NotADirectoryError):
        for path in folder.iterdir():
            match = _NAME.fullmatch(path.name)
            with suppress(ValueError, OSError):
                if match:
                    at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
                    stat = path.stat()
                    found.append((at, stat.st_mtime_ns, Backup(path, at, match[2], stat.st_size)))
    return [backup for *_, backup in sorted(found, reverse=True)]


def problem_with(path: Path) -> str | None:
    """Why a file is no good backup; None if it is one."""
    try:
        header = read_header(path)
        match header.found:
            case Found.OURS:
                with closing(connect(path, read_only=True)) as connection:
                    return next(iter(damage(connection)), None)
            case Found.NEWER:
                return "it was written by a newer mlsd-cards"
            case Found.NOTHING:
                return "it does not exist"
            case _:
                return "it is no whole review log"
    except (OSError, sqlite3.Error) as error:
        return reason(error)


def way_out(path: Path) -> str:
    """What to do about a log that cannot be used: the newest backup that is good, and the command."""
    for backup in backups(folder_for(path)):
        if problem_with(backup.path) is None:
            return f"the newest good backup is of {backup.at:%Y-%m-%d %H:%M} UTC: mlsd restore {backup.path}"
    return f"there is no good backup in {folder_for(path)}: move the file away to start afresh"


def back_up(path: Path, folder: Path, why: str, now_ms: int | None = None) -> Path:
    """Copy a log, verify the copy, and only then give it its name.

    Raises:
        StoreError: there is no new backup; what there was is still there.
    """
    at = datetime.fromtimestamp(time.time() if now_ms is None else now_ms / 1000, UTC)
    slug = re.sub(r"[^a-z0-9]+", "-", why.lower()).strip("-")[:30] or "backup"
    part = folder / f".{slug}-{os.getpid()}.part"
    try:
        make_private(part)
        _copy(path, part)
        target = _free(folder, at, slug)
        part.replace(target)
        flush(folder)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"no backup was made in {folder}: {reason(error)}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return target


def _copy(source: Path, target: Path) -> None:
    """Copy a database page by page while others may use it; the copy is whole and on the disk.

    Raises:
        sqlite3.Error: it is not, or the source was busy for half a minute.
    """
    deadline = time.monotonic() + _PATIENCE

    def watch(_status: int, remaining: int, _total: int) -> None:
        if remaining and time.monotonic() > deadline:
            raise sqlite3.OperationalError("the review log is busy")

    with closing(connect(source, read_only=True)) as reader, closing(sqlite3.connect(target)) as writer:
        writer.execute("PRAGMA synchronous = OFF")  # flushed as a whole below
        reader.backup(writer, progress=watch)
        if found := damage(writer):
            raise sqlite3.DatabaseError(f"the copy is damaged: {found[0]}")
    flush(target)


def _free(folder: Path, at: datetime, slug: str) -> Path:
    """A name that is not taken yet."""
    names = (
        f"reviews-{at.strftime(_TIME)}Z-{slug}{suffix}.sqlite"
        for suffix in ("", *map("-{}".format, range(2, 99)))
    )
    return next(folder / name for name in names if not (folder / name).exists())


def is_current(path: Path, folder: Path) -> bool:
    """Whether the newest backup holds all that the log holds."""
    newest = next(iter(backups(folder)), None)
    if newest is None:
        return False
    with (
        suppress(sqlite3.Error, OSError),
        closing(connect(newest.path, read_only=True)) as copy,
        closing(connect(path, read_only=True)) as log,
    ):
        return last_event(copy) == last_event(log)
    return False


# ------------------------------------------------------------ thinning


def thin(folder: Path) -> list[Path]:
    """Delete what the years need not keep, and parts that a crash left; return what went."""
    there = backups(folder)
    keep = kept([backup.at for backup in there])
    gone = [backup.path for backup in there if backup.at not in keep]
    yesterday = time.time() - 86_400
    gone += [path for path in folder.glob(".*.part") if path.stat().st_mtime < yesterday]
    for path in gone:
        with suppress(OSError):
            path.unlink()
    return gone


def kept(times: Iterable[datetime]) -> set[datetime]:
    """Which backups stay: all of two days, then the newest of 7 days, of 4 weeks and of 12 months.

    Counted back from the newest backup over days, weeks and months that have one: neither a
    holiday nor a clock that jumps deletes anything.
    """
    ordered = sorted(times, reverse=True)
    if not ordered:
        return set()
    keep = {at for at in ordered if at > ordered[0] - timedelta(days=2)}
    older = [at for at in ordered if at not in keep]
    days: dict[date, datetime] = {}
    weeks: dict[tuple[int, int], datetime] = {}
    months: dict[tuple[int, int], datetime] = {}
    for at in older:
        year, week, _ = at.isocalendar()
        days.setdefault(at.date(), at)
        weeks.setdefault((year, week), at)
        months.setdefault((at.year, at.month), at)
    return keep.union([*days.values()][:7], [*weeks.values()][:4], [*months.values()][:12])


# ------------------------------------------------------------ restoring


def restore(backup: Path, target: Path) -> None:
    """Put a backup in the place of a log; what was there is kept beside it, with its journal. Nothing is thinned.

    Raises:
        StoreError: the backup is no good or the disk refuses; the target is as it was.
    """
    if problem := problem_with(backup):
        raise StoreError(f"{backup} cannot be restored: {problem}")
    target = target.resolve()
    part = target.with_name(f".{target.name}-{os.getpid()}.part")
    try:
        make_private(part)
        _copy(backup, part)
        _set_aside(target)
        part.replace(target)
        flush(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{target} was not restored: {reason(error)}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _set_aside(target: Path) -> None:
    """Give a log a second name; its journal moves along, or SQLite would play it into the restored file."""
    stem = f"{target.stem}-replaced-{datetime.now(UTC).strftime(_TIME)}Z"
    names = (f"{stem}{suffix}{target.suffix}" for suffix in ("", *map("-{}".format, range(2, 99))))
    aside = next(target.with_name(name) for name in names if not target.with_name(name).exists())
    if target.exists():
        try:
            os.link(target, aside)
        except OSError:  # a file system without hard links
            shutil.copy2(target, aside)
            flush(aside)
    with suppress(FileNotFoundError):
        journal_of(target).replace(journal_of(aside))
