"""The cache is disposable: damage, foreign files and read-only folders cost time, never results."""

from __future__ import annotations

from pathlib import Path

from mlsd_cards.cache import Cache


def test_what_was_put_is_found_again_by_another_process_opening_the_file(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "cache.sqlite"
    first = Cache(path)
    first.put({"a": "1", "b": "2"}, today=10)
    first.close()
    assert Cache(path).get(["a", "b", "c"], today=10) == {"a": "1", "b": "2"}


def test_a_damaged_file_is_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    cache = Cache(path)
    cache.put({"a": "1"}, today=1)
    assert cache.get(["a"], today=1) == {"a": "1"}


def test_a_folder_that_cannot_be_made_means_no_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "cache.sqlite")
    cache.put({"a": "1"}, today=1)
    assert cache.get(["a"], today=1) == {}


def test_what_nobody_used_for_two_months_is_dropped(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    cache.put({"old": "1", "used": "2"}, today=0)
    cache.get(["used"], today=50)
    cache.put({"new": "3"}, today=70)
    assert cache.get(["old", "used", "new"], today=70) == {"used": "2", "new": "3"}
