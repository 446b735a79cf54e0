"""The shipped deck in the real Anki: it imports cleanly, every card renders, every formula is as typed."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from anki.collection import Collection

from e2e.anki_collection import counts, import_package, notetype, rows
from mlsd_cards.anki.notetypes import NOTE_TYPES
from mlsd_cards.deckfile.deck import Loaded, load, open_folder
from mlsd_cards.markup.scan import without_deletions
from mlsd_cards.model.drill import variant_ids


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(open_folder(Path(__file__).resolve().parents[2] / "decks"))


def test_it_imports_without_conflict_and_leaves_a_sound_database(
    collection: Collection, shipped_package: Path, loaded: Loaded
) -> None:
    log = import_package(collection, shipped_package)
    notes = [note for _, note in loaded.deck.notes()]
    variants = sum(1 for note in notes for _ in variant_ids(note)) - len(notes)
    assert variants >= 80  # two more exercises of each template
    assert counts(log) == {"new": len(notes) + variants}
    assert collection.card_count() == sum(1 for note in notes for _ in note.cards()) + variants
    report, fine = collection.fix_integrity()
    assert fine, report
    assert collection.media.check().missing == []
    assert {deck.name for deck in collection.decks.all_names_and_ids()} >= {
        area.deck for area in loaded.deck.areas if any(d.area == area.id for d in loaded.deck.definitions)
    }


def test_every_card_renders_and_shows_its_formulae_as_they_were_typed(
    collection: Collection, shipped_package: Path, loaded: Loaded
) -> None:
    import_package(collection, shipped_package)
    texts = {
        note.id: text for read in loaded.reads for note, text in ((t.note, t) for t in read.texts.values())
    }
    for card_id in collection.find_cards(""):
        card = collection.get_card(card_id)
        output = card.render_output()
        front, back = output.question_text, output.answer_text
        for side in (front, back):
            assert not re.search(r"Front template has a problem|unknown field|No cloze|Invalid", side), side
            assert "{{" not in re.sub(r"&#123;", "", side)
        note = card.note()
        shown = unescape(re.sub(r"<[^>]+>", "", back))
        text = texts[re.sub(r"\.v\d$", "", note["Note id"])]  # a template's exercises share its formulae
        for formula in text.front.formulas + text.back.formulas:
            assert without_deletions(formula.latex) in shown
        assert note["Title"] in back


def test_new_cards_come_in_teaching_order_with_areas_mixed(
    collection: Collection, shipped_package: Path
) -> None:
    import_package(collection, shipped_package)
    found = rows(
        collection, "select c.due, n.tags from cards c join notes n on n.id = c.nid order by c.due, c.id"
    )
    priorities = ["".join(re.findall(r"mlsd::priority::(\d)", tags)) for _, tags in found]
    assert all(due > 0 for due, _ in found)
    assert priorities[:50] == ["1"] * 50
    areas = {
        area
        for _, tags in found[:40]
        for area in re.findall(
            r"mlsd::(framework|metrics|data|losses|models|components|estimation|tradeoffs)::", tags
        )
    }
    assert len(areas) >= 5


def test_note_types_carry_the_pinned_ids(collection: Collection, shipped_package: Path) -> None:
    import_package(collection, shipped_package)
    for pinned in NOTE_TYPES.values():
        model = notetype(collection, pinned.id)
        assert [(field["id"], field["name"]) for field in model["flds"]] == list(pinned.fields)
        scripts = (model["tmpls"][0]["qfmt"] + model["tmpls"][0]["afmt"]).count("<script")
        assert scripts == (2 if pinned.stock_kind else 0)  # Anki's own, one a side
        assert model["css"].count("nightMode") >= 1
