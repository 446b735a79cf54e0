"""The one disposable cache file: texts by the hash of all that made them.

Deleting it costs a few seconds and never data. A damaged or foreign file is thrown away; when the
folder cannot be written, everything works without it. Values are JSON, never pickle.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_SCHEMA = 1
_KEEP_DAYS = 60
_LIBRARIES = ("markdown-it-py", "Pygments", "latex2mathml", "genanki")


def library_versions() -> str:
    """The versions of what decides compiled bytes, as part of a cache key."""
    from importlib.metadata import version  # noqa: PLC0415  (10 ms that the app does not need)

    return " ".join(f"{name} {version(name)}" for name in _LIBRARIES)


class Cache:
    """A map from key to text that survives the process; `path` None keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._connection = None if path is None else _open(path)

    def get(self, keys: Sequence[str], today: int) -> dict[str, str]:
        """The texts of those keys that are there; they count as used on `today` (days since 1970)."""
        if self._connection is None or not keys:
            return {}
        found: dict[str, str] = {}
        with suppress(sqlite3.Error):
            for start in range(0, len(keys), 500):
                part = keys[start : start + 500]
                marks = ",".join("?" * len(part))
                rows = self._connection.execute(f"SELECT key, value FROM kept WHERE key IN ({marks})", part)  # noqa: S608
                found.update(rows.fetchall())
                self._connection.execute(
                    f"UPDATE kept SET used = ? WHERE used < ? AND key IN ({marks})",  # noqa: S608
                    (today, today, *part),
                )
            self._connection.commit()
        return found

    def touch(self, part: str, today: int) -> None:
        """Count every text whose key holds `part` as used: what belongs together is dropped together."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error), self._connection:
            self._connection.execute(
                "UPDATE kept SET used = ? WHERE used < ? AND instr(key, ?)", (today, today, part)
            )

    def put(self, values: Mapping[str, str], today: int) -> None:
        """Keep texts, and drop those that nobody used for two months."""
        if self._connection is None or not values:
            return
        with suppress(sqlite3.Error), self._connection:
            rows = [(key, value, today) for key, value in values.items()]
            self._connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
            self._connection.execute("DELETE FROM kept WHERE used < ?", (today - _KEEP_DAYS,))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _open(path: Path) -> sqlite3.Connection | None:
    """Open or make the file; throw a damaged one away; None where that is impossible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for _ in range(2):
            try:
                return _connect(path)
            except sqlite3.OperationalError:
                return None  # locked, or on a disk that cannot be written: work without it
            except sqlite3.DatabaseError:
                path.unlink(missing_ok=True)
                path.with_name(path.name + "-journal").unlink(missing_ok=True)
    except OSError:
        return None
    return None


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=2)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found not in (0, _SCHEMA):
            raise sqlite3.DatabaseError("another version's cache")
        if found == 0:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value TEXT, used INTEGER) STRICT"
            )
            connection.execute(f"PRAGMA user_version = {_SCHEMA}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
