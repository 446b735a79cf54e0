"""Anki's cards cannot change their numbers: a template goes into a package as three exercises."""

from __future__ import annotations

from pathlib import Path

from decks import topic, write_deck
from mlsd_cards.anki.build import Request, build
from mlsd_cards.cache import Cache
from mlsd_cards.deckfile.lock import read_lock

TEMPLATE = topic(
    """- key: peak
  role: estimate
  ask: '{users} users make {requests} requests a day each. How many QPS is that on average?'
  calc: users * requests / 86400
  vary: {users: [100e6, 50e6, 20e6, 300e6], requests: [10, 4, 30]}
  result: 11574
  unit: QPS
  steps: ['{users} × {requests} = {= users * requests} a day']""",
    id_="traffic",
)


def test_a_template_becomes_three_notes_with_ids_of_their_own(tmp_path: Path) -> None:
    root = write_deck(tmp_path / "deck", {"one/traffic.yaml": TEMPLATE})
    built = build(Request(root, tmp_path / "one.apkg", 1_000), Cache(None))
    assert [note.id for note in built.notes] == ["traffic/peak", "traffic/peak.v2", "traffic/peak.v3"]
    fronts = [note.fields[0] for note in built.notes]
    assert fronts[0].startswith("<p>100M users make 10 requests") or fronts[0].startswith("100M users")
    assert len(set(fronts)) == 3
    assert not any("{" in field for note in built.notes for field in note.fields)
    assert all("test::drill" in note.tags or "mlsd::drill" in note.tags for note in built.notes)
    lock, problems = read_lock(root / "deck.lock", "deck.lock")
    assert not problems
    assert list(lock.notes) == ["traffic/peak", "traffic/peak.v2", "traffic/peak.v3"]
    positions = [lock.notes[note.id].position for note in built.notes]
    assert positions == sorted(positions)


def test_building_again_changes_nothing_with_or_without_the_cache(tmp_path: Path) -> None:
    root = write_deck(tmp_path / "deck", {"one/traffic.yaml": TEMPLATE})
    cache = Cache(tmp_path / "cache.sqlite")
    build(Request(root, tmp_path / "one.apkg", 1_000), cache)
    build(Request(root, tmp_path / "two.apkg", 2_000), cache)
    build(Request(root, tmp_path / "three.apkg", 3_000), Cache(None))
    first = (tmp_path / "one.apkg").read_bytes()
    assert first == (tmp_path / "two.apkg").read_bytes() == (tmp_path / "three.apkg").read_bytes()
