"""The cache can always be made anew from the log, and a file of an older format becomes one of this."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from mlsd_cards.review.events import NO_CARD, Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.options import Options
from mlsd_cards.store import Store, backups, schema
from unit.store.scenes import DAY, answer, noon

CARD, OTHER = "mlsd:metrics/n0", "mlsd:metrics/n1"


@pytest.fixture
def lived(store: Store) -> Store:
    """A log with something of everything."""
    for number in range(6):
        answer(store, CARD, Rating.Again if number == 4 else Rating.Good, noon(DAY + number * 3))
    store.change_options(replace(Options(), rollover_hour=12, learning_steps=()), noon(DAY + 20))
    answer(store, OTHER, at=noon(DAY + 20))
    store.undo(noon(DAY + 20))
    store.append(OTHER, Kind.MARK, True, noon(DAY + 20))
    store.append(NO_CARD, Kind.LIMIT_TODAY, [DAY + 20, 3, 4], noon(DAY + 20))
    answer(store, "mlsd:metrics/n2", at=noon(DAY + 20))
    return store


def test_a_cache_that_went_wrong_is_found_and_made_anew(lived: Store) -> None:
    assert lived.verify() == []
    record, tallies = lived.record(CARD), lived.tallies(0, 99_999)
    connection = lived._connection
    connection.execute("UPDATE card SET due_day = due_day + 1 WHERE card = ?", (CARD,))
    connection.execute("UPDATE card SET flag = 1 WHERE card = 'mlsd:losses/n0'")
    connection.execute("DELETE FROM card WHERE card = ?", (OTHER,))
    connection.execute("UPDATE day SET reviews = 77")
    found = lived.verify()
    assert [line.split(" is not ")[0] for line in found[:3]] == [
        f"the state of {CARD}",
        "the state of mlsd:losses/n0",
        f"the state of {OTHER}",
    ]
    assert "daily tallies are not what the log says" in found[3]
    lived.rebuild()
    assert lived.verify() == []
    assert lived.record(CARD) == record
    assert lived.record(OTHER).marked
    assert lived.tallies(0, 99_999) == tallies


def test_many_wrong_cards_are_counted(lived: Store) -> None:
    lived._connection.execute("INSERT INTO card (card, reps) SELECT 'x' || seq || id, 4 FROM log")
    assert lived.verify()[10] == "so are the states of 2 more cards"


def test_a_rebuild_makes_a_backup_first_and_tells_how_far_it_is(lived: Store, path: Path) -> None:
    told: list[tuple[int, int]] = []
    lived.rebuild(lambda done, total: told.append((done, total)))
    assert told == [(12, 12)]
    assert [backup.reason for backup in backups(path.parent / "backups")] == ["rebuild"]


def test_a_missing_trigger_is_found(lived: Store) -> None:
    lived._connection.execute("DROP TRIGGER log_never_shrinks")
    lived._connection.execute("DROP INDEX card_due")
    assert lived.verify() == [
        "the INDEX card_due is missing or altered",
        "the TRIGGER log_never_shrinks is missing or altered",
    ]


# ------------------------------------------------------------ migrations


def add_a_column(db: Database) -> None:
    db.execute("ALTER TABLE day ADD COLUMN cheers INTEGER NOT NULL DEFAULT 0")


def lose_the_log(db: Database) -> None:
    db.execute("DROP TABLE log")
    db.execute(schema.LOG)


def test_a_migration_is_one_transaction_that_ends_with_the_version(lived: Store) -> None:
    connection = lived._connection
    connection.execute("BEGIN IMMEDIATE")
    schema.migrate(connection, [*schema.MIGRATIONS, add_a_column])
    assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION + 1,)
    connection.execute("ROLLBACK")
    assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert lived.verify() == []


def test_a_migration_that_was_made_meanwhile_is_not_made_again(lived: Store) -> None:
    lived._connection.execute("BEGIN IMMEDIATE")
    schema.migrate(lived._connection)
    lived._connection.execute("COMMIT")
    assert lived.verify() == []


def test_a_migration_that_loses_entries_is_refused(lived: Store) -> None:
    lived._connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.DatabaseError, match="lose entries"):
        schema.migrate(lived._connection, [*schema.MIGRATIONS, lose_the_log])
    lived._connection.execute("ROLLBACK")
    assert lived.verify() == []


def test_a_failed_creation_leaves_an_empty_file_that_can_be_created_again(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    schema.migrate(connection)
    connection.execute("ROLLBACK")
    connection.close()
    assert path.stat().st_size == 0
    with Store.open(path) as store:
        assert store.verify() == []


@pytest.mark.parametrize("version", range(1, schema.VERSION + 1))
def test_logs_of_every_released_format_open_and_say_the_same(tmp_path: Path, version: int) -> None:
    fixture = Path(__file__).parent / "released" / f"v{version}.sql"
    path = tmp_path / "data" / "reviews.sqlite"
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.executescript(fixture.read_text(encoding="utf-8"))
    connection.close()
    with Store.open(path) as store:
        assert store.verify() == []
        assert store.device == "0123456789abcdef"
        assert [event.kind for event in store.history(CARD)] == ["rating", "rating", "flag"]
        assert store.record(CARD).flag == 2
        assert store.record(CARD).schedule.reps == 2
        assert store.options().new_per_day == 7
