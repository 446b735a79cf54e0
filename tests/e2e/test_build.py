"""The build itself: same bytes everywhere, nothing half-done, the cache only saves time."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from decks import TOPIC, write_deck


def mlsd(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mlsd_cards", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | environment,
        check=False,
    )


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_deck(tmp_path / "deck")
    assert mlsd("build", "--decks", "deck", "-o", "first.apkg", cwd=tmp_path).returncode == 0
    return tmp_path


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "4711", "LC_ALL": "C"},
        {"SOURCE_DATE_EPOCH": "1", "MLSD_HOME": "elsewhere"},
    ],
)
def test_the_same_decks_and_lock_give_the_same_bytes(work: Path, environment: dict[str, str]) -> None:
    lock = (work / "deck" / "deck.lock").read_bytes()
    done = mlsd("build", "--decks", "deck", "-o", "again.apkg", "--locked", cwd=work, **environment)
    assert done.returncode == 0, done.stderr
    assert (work / "again.apkg").read_bytes() == (work / "first.apkg").read_bytes()
    assert (work / "deck" / "deck.lock").read_bytes() == lock


def test_the_cache_changes_no_byte(work: Path) -> None:
    for number, options in enumerate(([], ["--no-cache"], [])):
        assert mlsd("build", "--decks", "deck", "-o", f"{number}.apkg", *options, cwd=work).returncode == 0
        assert (work / f"{number}.apkg").read_bytes() == (work / "first.apkg").read_bytes()


def test_one_changed_note_gives_the_same_bytes_with_and_without_the_cache(work: Path) -> None:
    path = work / "deck" / "one" / "ranking.yaml"
    path.write_text(path.read_text().replace("highest grades", "best grades"))
    assert mlsd("build", "--decks", "deck", "-o", "warm.apkg", cwd=work).returncode == 0
    done = mlsd("build", "--decks", "deck", "-o", "cold.apkg", "--no-cache", "--locked", cwd=work)
    assert done.returncode == 0, done.stderr
    assert (work / "warm.apkg").read_bytes() == (work / "cold.apkg").read_bytes()


def test_locked_fails_when_a_note_changed_and_touches_nothing(work: Path) -> None:
    path = work / "deck" / "one" / "ranking.yaml"
    path.write_text(TOPIC.replace("highest grades", "best grades"))
    before = {name: (work / name).read_bytes() for name in ("first.apkg", "deck/deck.lock")}
    done = mlsd("build", "--decks", "deck", "-o", "first.apkg", "--locked", cwd=work)
    assert done.returncode == 1
    assert "E33" in done.stderr
    assert "1 changed (ndcg/formula)" in done.stderr
    assert {name: (work / name).read_bytes() for name in before} == before


def test_a_vanished_note_stops_the_build_until_it_is_retired(work: Path) -> None:
    path = work / "deck" / "one" / "ranking.yaml"
    path.write_text(TOPIC[: TOPIC.index("      - key: steps")])
    before = {name: (work / name).read_bytes() for name in ("first.apkg", "deck/deck.lock")}
    done = mlsd("build", "--decks", "deck", "-o", "first.apkg", cwd=work)
    assert done.returncode == 1
    assert "E31 'ndcg/steps' has vanished" in done.stderr
    assert {name: (work / name).read_bytes() for name in before} == before
    done = mlsd("build", "--decks", "deck", "-o", "first.apkg", "--retire", "ndcg/steps", cwd=work)
    assert done.returncode == 0
    assert "1 retired: ndcg/steps" in done.stdout
    path.write_text(TOPIC)
    done = mlsd("build", "--decks", "deck", "-o", "first.apkg", cwd=work)
    assert "1 back from retirement: ndcg/steps" in done.stdout


def test_a_note_that_changes_its_form_needs_a_new_key(work: Path) -> None:
    path = work / "deck" / "one" / "ranking.yaml"
    changed = "cloze: Which steps {{c1::compute}} nDCG@k by hand?\n"
    path.write_text(TOPIC[: TOPIC.index("ask: Which steps")] + changed)
    done = mlsd("build", "--decks", "deck", "-o", "first.apkg", cwd=work)
    assert done.returncode == 1
    assert "E32" in done.stderr
    assert "new key" in done.stderr


def test_a_torn_lock_stops_the_build(work: Path) -> None:
    lock = work / "deck" / "deck.lock"
    torn = lock.read_bytes()[:-20] + b"\n>>>>>>> main\n"
    lock.write_bytes(torn)
    done = mlsd("build", "--decks", "deck", "-o", "first.apkg", cwd=work)
    assert done.returncode == 1
    assert done.stderr.count("E30") == 2
    assert lock.read_bytes() == torn


def test_the_package_is_small_and_holds_one_collection(work: Path) -> None:
    with zipfile.ZipFile(work / "first.apkg") as archive:
        assert archive.namelist() == ["collection.anki2", "media"]
        assert all(info.date_time == (2020, 1, 1, 0, 0, 0) for info in archive.infolist())
        assert all(info.compress_type == zipfile.ZIP_DEFLATED for info in archive.infolist())


def test_no_temporary_file_is_left_behind(work: Path) -> None:
    assert not [path for path in work.rglob(".*") if "apkg" in path.name or "lock" in path.name]
