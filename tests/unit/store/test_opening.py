"""A file that cannot be used is refused in one sentence with the way out, and is never written to."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from mlsd_cards import paths
from mlsd_cards.review.memory import Rating
from mlsd_cards.store import (
    DamagedError,
    ForeignError,
    MissingError,
    NewerError,
    Store,
    StoreError,
    backups,
    data_file,
)
from mlsd_cards.store.opening import QUICK_CHECK_BYTES
from unit.store.scenes import answer, deck, noon


def test_the_log_lies_in_the_home_that_the_user_chose(tmp_path: Path) -> None:
    assert data_file() == tmp_path / "home" / "data" / "reviews.sqlite"
    assert paths.backup_dir() == tmp_path / "home" / "data" / "backups"


def test_a_new_log_can_be_read_by_its_owner_only(path: Path) -> None:
    with Store.open(path) as store:
        answer(store, "mlsd:a/n")
        store.backup(path.parent / "backups", "session")
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (copy,) = backups(path.parent / "backups")
    assert stat.S_IMODE(copy.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.path.parent.stat().st_mode) == 0o700


def test_a_log_is_kept_in_a_way_that_survives_a_power_cut(store: Store) -> None:
    wanted = {
        "journal_mode": "delete",
        "synchronous": 3,
        "busy_timeout": 5000,
        "foreign_keys": 1,
        "trusted_schema": 0,
    }
    for name, value in wanted.items():
        assert store._connection.execute(f"PRAGMA {name}").fetchone() == (value,)


def test_a_log_that_another_tool_put_into_wal_mode_is_put_back(store: Store, path: Path) -> None:
    store.close()
    tool = sqlite3.connect(path)
    tool.execute("PRAGMA journal_mode = WAL")
    tool.close()
    with Store.open(path) as again:
        assert again._connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_nothing_is_made_when_only_reading(path: Path) -> None:
    with pytest.raises(MissingError, match="nothing was studied yet"):
        Store.open(path, create=False)
    with pytest.raises(MissingError):
        Store.open(path, read_only=True)
    assert not path.parent.exists()


def test_an_empty_file_without_backups_is_a_new_log(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with Store.open(path) as store:
        assert list(store.events()) == []


def with_backup(path: Path) -> Path:
    with Store.open(path) as store:
        answer(store, "mlsd:a/n")
        copy = store.backup(path.parent / "backups", "session")
    assert copy is not None
    return copy


@pytest.mark.parametrize("state", ["missing", "empty"])
def test_a_log_that_vanished_is_not_silently_begun_afresh(path: Path, state: str) -> None:
    copy = with_backup(path)
    path.unlink()
    if state == "empty":
        path.touch()
    with pytest.raises(MissingError, match=f"is {state} .*mlsd restore {copy}"):
        Store.open(path)
    assert not path.exists() or path.stat().st_size == 0


def garbled(path: Path) -> bytes:
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 3] = os.urandom(4096 * 2)
    return bytes(data)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"no database at all, but long enough to have a header" * 9,
        lambda path: path.read_bytes()[:60],
        lambda path: path.read_bytes()[:-4096],
        lambda path: path.read_bytes()[:8192],
        garbled,
    ],
    ids=["other content", "stump", "last page", "first pages", "random pages"],
)
def test_a_damaged_log_is_refused_with_the_way_out_and_left_as_it_is(path: Path, damage: object) -> None:
    copy = with_backup(path)
    assert callable(damage)
    path.write_bytes(damage(path))
    before = path.read_bytes()
    with pytest.raises(DamagedError, match=f"{path} is damaged .*mlsd restore {copy}"):
        Store.open(path)
    assert path.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == ["backups", "reviews.sqlite"]


def test_the_way_out_names_the_newest_backup_that_is_good(path: Path) -> None:
    copy = with_backup(path)
    newer = copy.with_name("reviews-29990101T000000Z-session.sqlite")
    newer.write_bytes(copy.read_bytes()[:-5000])
    path.write_bytes(b"gone" * 100)
    with pytest.raises(DamagedError, match=f"mlsd restore {copy}"):
        Store.open(path)


def test_without_a_backup_the_way_out_is_to_start_afresh(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"gone" * 100)
    with pytest.raises(DamagedError, match=r"no good backup.*move the file away"):
        Store.open(path)


def test_another_programs_database_is_refused_untouched(path: Path) -> None:
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE notes (id)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(ForeignError, match="belongs to another program"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_newer_format_is_refused_untouched(path: Path) -> None:
    Store.open(path).close()
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    before = path.read_bytes()
    with pytest.raises(NewerError, match="update mlsd-cards"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_folder_in_the_place_of_the_log_is_named(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(ForeignError, match="no file"):
        Store.open(path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path / "file" / "data" / "reviews.sqlite")


def test_a_crash_in_the_middle_of_a_commit_is_taken_back(store: Store, path: Path, tmp_path: Path) -> None:
    before = store.record("mlsd:metrics/n0")
    store._connection.execute("PRAGMA cache_size = 1")
    store._connection.execute("BEGIN IMMEDIATE")
    store._connection.execute("UPDATE card SET flag = 3, note = hex(randomblob(2000))")
    crashed = tmp_path / "crashed" / path.name  # what a power cut would leave: half a commit and its journal
    crashed.parent.mkdir()
    for name in (path.name, f"{path.name}-journal"):
        (crashed.parent / name).write_bytes((path.parent / name).read_bytes())
    store._connection.execute("ROLLBACK")
    with Store.open(crashed) as again:
        assert again.record("mlsd:metrics/n0") == before
        assert again.verify() == []


def test_a_large_log_is_looked_at_after_the_first_paint(path: Path) -> None:
    with Store.open(path) as store:
        store.sync_cards(deck(100), "decks")
        store._connection.execute("UPDATE card SET note = hex(randomblob(60000))")
        store.check_later()
        assert path.stat().st_size > QUICK_CHECK_BYTES
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(os.urandom(300_000))
    with Store.open(path) as store, pytest.raises(DamagedError, match="is damaged"):
        store.check_later()


def test_a_write_to_a_damaged_part_says_so_and_changes_nothing(store: Store, path: Path) -> None:
    answer(store, "mlsd:metrics/n0")
    store.close()
    connection = sqlite3.connect(path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'log'").fetchone()
    connection.close()
    opened = Store.open(path)
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(os.urandom(4096))
    damaged = path.read_bytes()
    opened._connection.execute("PRAGMA shrink_memory")
    with pytest.raises(DamagedError, match="mlsd doctor"):
        opened.rate("mlsd:metrics/n1", Rating.Good, noon(), 10, expected=opened.record("mlsd:metrics/n1"))
    opened.close()
    assert path.read_bytes() == damaged
