"""A backup is a whole, verified copy; restoring one loses nothing of what was there."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mlsd_cards.store import Store, StoreError, backups, restore
from mlsd_cards.store.backup import kept, thin
from unit.store.scenes import answer, noon

CARD = "mlsd:metrics/n0"


@pytest.fixture
def folder(path: Path) -> Path:
    return path.parent / "backups"


def test_a_backup_holds_the_whole_log_and_says_when_and_why_it_was_made(store: Store, folder: Path) -> None:
    answer(store, CARD)
    assert store.changed_since_backup()
    copy = store.backup(folder, "Before an import!", now_ms=noon().utc_ms)
    assert copy is not None
    assert copy.name == "reviews-20241004T120000Z-before-an-import.sqlite"
    assert [(found.path, found.reason) for found in backups(folder)] == [(copy, "before-an-import")]
    with Store.open(copy, read_only=True) as held:
        assert list(held.events()) == list(store.events())
        assert held.verify() == []


def test_nothing_is_copied_while_nothing_changed(store: Store, folder: Path) -> None:
    answer(store, CARD)
    assert store.backup(folder, "session") is not None
    assert not store.changed_since_backup()
    assert store.backup(folder, "session") is None
    answer(store, CARD)
    assert store.changed_since_backup()


def test_two_backups_of_one_second_are_two_files(store: Store, folder: Path) -> None:
    for _ in range(3):
        answer(store, CARD)
        store.backup(folder, "session", now_ms=noon().utc_ms)
    assert len(backups(folder)) == 3
    assert not store.changed_since_backup()


def test_a_backup_can_be_made_while_another_process_answers(store: Store, folder: Path, path: Path) -> None:
    answer(store, CARD)
    with Store.open(path) as other:
        assert other.backup(folder, "session") is not None
        answer(store, CARD)
        assert other.changed_since_backup()


def test_a_backup_that_cannot_be_made_says_so_and_leaves_no_part(store: Store, tmp_path: Path) -> None:
    answer(store, CARD)
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="no backup was made"):
        store.backup(tmp_path / "file" / "backups", "session")


def test_other_files_among_the_backups_are_passed_over(folder: Path) -> None:
    assert backups(folder) == []
    folder.mkdir(parents=True)
    for name in ("notes.txt", "reviews-20241399T000000Z-session.sqlite", ".session-1.part"):
        (folder / name).touch()
    assert backups(folder) == []


# ------------------------------------------------------------ thinning


def test_all_of_two_days_stay_then_days_weeks_and_months() -> None:
    newest = datetime(2026, 6, 30, 12, tzinfo=UTC)
    times = [newest - timedelta(hours=6 * number) for number in range(4 * 365 * 2)]
    keep = sorted(kept(times), reverse=True)
    assert keep[:8] == times[:8]
    assert [at.date().isoformat() for at in keep[8:15]] == [
        f"2026-06-{day}" for day in (28, 27, 26, 25, 24, 23, 22)
    ]
    assert [at.date().isoformat() for at in keep[15:17]] == ["2026-06-21", "2026-06-14"]
    assert [at.date().isoformat() for at in keep[17:]] == [
        f"{month}"
        for month in (
            "2026-06-07",
            "2026-05-31",
            "2026-04-30",
            "2026-03-31",
            "2026-02-28",
            "2026-01-31",
            "2025-12-31",
            "2025-11-30",
            "2025-10-31",
            "2025-09-30",
            "2025-08-31",
            "2025-07-31",
        )
    ]


def test_a_long_pause_or_a_clock_that_jumps_deletes_nothing_by_itself() -> None:
    times = [datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 8)]
    jumped = datetime(2046, 1, 1, tzinfo=UTC)
    assert kept([*times, jumped]) == {*times, jumped}
    assert kept([]) == set()


def test_thinning_deletes_files_and_what_a_crash_left_a_day_ago(folder: Path) -> None:
    folder.mkdir(parents=True)
    for day in range(1, 31):
        for hour in (8, 20):
            (folder / f"reviews-202601{day:02}T{hour:02}0000Z-session.sqlite").touch()
    (folder / ".session-1.part").touch()
    assert thin(folder)
    days = [(backup.at.day, backup.at.hour) for backup in backups(folder)]
    assert days == [
        *((30, 20), (30, 8), (29, 20), (29, 8)),
        *((28, 20), (27, 20), (26, 20), (25, 20), (24, 20), (23, 20), (22, 20)),
        *((18, 20), (11, 20)),
    ]
    assert (folder / ".session-1.part").exists()


# ------------------------------------------------------------ restoring


def test_restoring_brings_the_backup_back_and_keeps_what_was_there(
    store: Store, folder: Path, path: Path
) -> None:
    after = answer(store, CARD)
    copy = store.backup(folder, "session")
    assert copy is not None
    store.close()
    path.write_bytes(b"damaged" * 1000)
    restore(copy, path)
    with Store.open(path) as again:
        assert again.record(CARD) == after
        assert again.verify() == []
        assert not again.changed_since_backup()
    (aside,) = path.parent.glob("reviews-replaced-*.sqlite")
    assert aside.read_bytes() == b"damaged" * 1000
    assert copy.exists()
    assert path.stat().st_mode & 0o777 == 0o600


def test_restoring_where_nothing_is_left_works_too(store: Store, folder: Path, path: Path) -> None:
    answer(store, CARD)
    copy = store.backup(folder, "session")
    assert copy is not None
    store.close()
    path.unlink()
    restore(copy, path)
    with Store.open(path) as again:
        assert len(again.history(CARD)) == 1


def test_the_journal_of_the_damaged_log_is_not_played_into_the_restored_one(
    store: Store, folder: Path, path: Path
) -> None:
    answer(store, CARD)
    copy = store.backup(folder, "session")
    assert copy is not None
    store._connection.execute("PRAGMA cache_size = 1")
    store._connection.execute("BEGIN IMMEDIATE")
    store._connection.execute("UPDATE card SET flag = 3, note = hex(randomblob(2000))")
    journal = path.with_name(f"{path.name}-journal")
    hot = journal.read_bytes()
    store._connection.execute("ROLLBACK")
    store.close()
    journal.write_bytes(hot)
    restore(copy, path)
    assert not journal.exists()
    with Store.open(path) as again:
        assert again.verify() == []
    (aside,) = path.parent.glob("reviews-replaced-*.sqlite")
    assert aside.with_name(f"{aside.name}-journal").read_bytes() == hot


@pytest.mark.parametrize("content", [b"", b"text" * 100, None], ids=["empty", "no database", "missing"])
def test_a_bad_backup_is_not_restored(
    store: Store, path: Path, tmp_path: Path, content: bytes | None
) -> None:
    answer(store, CARD)
    bad = tmp_path / "bad.sqlite"
    if content is not None:
        bad.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"bad\.sqlite cannot be restored: it"):
        restore(bad, path)
    assert path.read_bytes() == before


def test_a_backup_with_a_damaged_page_is_not_restored(store: Store, folder: Path, path: Path) -> None:
    answer(store, CARD)
    copy = store.backup(folder, "session")
    assert copy is not None
    data = bytearray(copy.read_bytes())
    data[4096:12288] = bytes(range(256)) * 32
    copy.write_bytes(data)
    with pytest.raises(StoreError, match="cannot be restored"):
        restore(copy, path)
    assert len(store.history(CARD)) == 1


def test_whoever_still_has_the_replaced_log_open_cannot_write_to_it(
    store: Store, folder: Path, path: Path
) -> None:
    answer(store, CARD)
    copy = store.backup(folder, "session")
    assert copy is not None
    restore(copy, path)
    with pytest.raises(StoreError, match="moved or replaced"):
        answer(store, CARD)
    with Store.open(path) as again:
        assert len(again.history(CARD)) == 1


def test_a_backup_is_no_hot_copy(store: Store, folder: Path) -> None:
    answer(store, CARD)
    copy = store.backup(folder, "session")
    assert copy is not None
    connection = sqlite3.connect(copy)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()
    assert [file.name for file in folder.iterdir()] == [copy.name]
