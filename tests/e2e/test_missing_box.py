"""Drawings with a hidden box in the real Anki: native image occlusion, updated without losing a review."""

from __future__ import annotations

import zipfile
from pathlib import Path

from anki.collection import Collection

from cases import CASE, FILES
from decks import TOPIC, write_deck
from e2e.anki_collection import answer, counts, import_package, note_by_id, notetype, rows
from mlsd_cards.anki.build import Request, build
from mlsd_cards.anki.notetypes import OCCLUSION
from mlsd_cards.cache import Cache

DECK = "Test Deck::1 One"


def built(root: Path, output: Path, now: int, cache: Cache | None = None) -> Path:
    build(Request(root, output, now), cache or Cache(None))
    return output


def pictures(collection: Collection) -> list[str]:
    return sorted(path.name for path in Path(collection.media.dir()).glob("*.svg"))


def test_a_hidden_box_is_one_card_of_ankis_image_occlusion(collection: Collection, tmp_path: Path) -> None:
    root = write_deck(tmp_path / "deck", FILES)
    log = import_package(collection, built(root, tmp_path / "1.apkg", 1_000))
    assert set(counts(log)) == {"new"}
    note = note_by_id(collection, "feed/box.rank")
    (card,) = note.cards()
    assert note["Occlusion"].startswith("{{c1::image-occlusion:rect:left=.")
    (picture,) = pictures(collection)
    assert f'src="{picture}"' in note["Image"]
    assert f'src="{picture}"' in card.question()
    assert "image-occlusion-canvas" in card.question()
    assert "Which part is it?" in card.question()
    assert "Ranker" not in card.question().replace(note["Occlusion"], "")
    assert "Ranker" in card.answer()
    model = notetype(collection, OCCLUSION.id)
    assert model["originalStockKind"] == 6
    assert [(field["id"], field["name"]) for field in model["flds"]] == list(OCCLUSION.fields)
    assert [field["tag"] for field in model["flds"][:5]] == [0, 1, 2, 3, 4]
    known = collection.get_image_occlusion_note(note.id)  # what Anki's mask editor opens
    assert known.note.image_data.startswith(b"<svg")
    (mask,) = known.note.occlusions
    assert mask.shapes[0].shape == "rect"
    assert not collection.media.check().missing
    report, fine = collection.fix_integrity()
    assert fine, report


def test_a_changed_drawing_arrives_and_the_history_stays(collection: Collection, tmp_path: Path) -> None:
    root = write_deck(tmp_path / "deck", FILES)
    import_package(collection, built(root, tmp_path / "1.apkg", 1_000))
    (before,) = pictures(collection)
    assert answer(collection, DECK, 12) == 12
    (card,) = note_by_id(collection, "feed/box.rank").cards()
    assert card.reps > 0
    state = rows(collection, f"select type, queue, due, ivl, reps from cards where id = {card.id}")
    (root / "one" / "feed.yaml").write_text(CASE.replace("label: Event log", "label: Event stream"))
    log = import_package(collection, built(root, tmp_path / "2.apkg", 2_000_000_000))
    assert counts(log) == {"updated": 1, "duplicate": collection.note_count() - 1}
    note = note_by_id(collection, "feed/box.rank")
    (same,) = note.cards()
    assert same.id == card.id
    assert rows(collection, f"select type, queue, due, ivl, reps from cards where id = {card.id}") == state
    (after,) = set(pictures(collection)) - {before}
    assert after in note["Image"]
    assert b"Event" in Path(collection.media.dir(), after).read_bytes()


def test_packages_are_the_same_with_and_without_the_cache(tmp_path: Path) -> None:
    root, cache = write_deck(tmp_path / "deck", FILES), Cache(tmp_path / "cache.sqlite")
    cold = built(root, tmp_path / "cold.apkg", 1_000, cache).read_bytes()
    assert built(root, tmp_path / "warm.apkg", 2_000, cache).read_bytes() == cold
    assert built(root, tmp_path / "none.apkg", 3_000).read_bytes() == cold


def test_only_decks_with_drawings_carry_pictures_and_the_note_type(tmp_path: Path) -> None:
    with_box = write_deck(tmp_path / "with", FILES)
    without = write_deck(tmp_path / "without", {"one/ranking.yaml": TOPIC})
    for root, number in ((with_box, 1), (without, 0)):
        package = built(root, tmp_path / "a.apkg", 1_000)
        with zipfile.ZipFile(package) as archive:
            assert archive.read("media").count(b"case-feed-arch-") == number
        assert (root / "deck.lock").read_text().count("notetype occlusion ") == number
