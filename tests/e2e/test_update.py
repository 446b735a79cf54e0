"""The promise: a newer build brings every correction and costs no learner anything."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import Collection

from decks import TOPIC, topic, write_deck
from e2e.anki_collection import answer, counts, import_package, note_by_id, notetype, rows
from mlsd_cards.anki import build as building
from mlsd_cards.anki import notetypes, package
from mlsd_cards.anki.build import Request, build
from mlsd_cards.cache import Cache

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
OTHER_PNG = PNG[:-12] + b"\x00\x00\x00\x00IEND\xaeB`\x82"

MANY = topic(
    "\n".join(
        f"- {{key: n{n}, role: use, ask: 'Which thing is number {n}?', answer: 'Thing {n} ![p](p.png)'}}"
        for n in range(30)
    ),
    id_="many",
    area="two",
)


def built(
    root: Path, output: Path, now: int, *, area: str | None = None, retire: tuple[str, ...] = ()
) -> Path:
    build(Request(root, output, now, area=area, retire=retire), Cache(None))
    return output


def scheduling(collection: Collection) -> dict[tuple[str, int], tuple[object, ...]]:
    found = rows(
        collection,
        "select n.guid, c.ord, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.data from cards c join notes n on n.id = c.nid",
    )
    return {(guid, ord_): tuple(rest) for guid, ord_, *rest in found}


def test_an_update_with_every_kind_of_change_keeps_history_and_the_learners_edit(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_deck(tmp_path / "deck", {"one/ranking.yaml": TOPIC, "two/many.yaml": MANY})
    (root / "media").mkdir()
    (root / "media" / "p.png").write_bytes(PNG)
    first = built(root, tmp_path / "1.apkg", 1_000)
    assert counts(import_package(collection, first)) == {"new": 34}
    edited = note_by_id(collection, "ndcg/formula")  # a note that the update does not touch
    edited["Extra"] = "my own words"
    collection.update_note(edited)
    assert answer(collection, "Test Deck", 20) == 20
    before = scheduling(collection)
    log_before = rows(collection, "select * from revlog order by id")

    corrected = MANY.replace("'Thing 5 ", "'Corrected thing 5 ")  # a correction
    corrected = corrected.replace(
        "Which thing is number 6?", "Which thing carries the number 6?"
    )  # a rewording
    corrected = corrected.replace("answer: 'Thing 4 ![p](p.png)'", "answer: 'Thing 4, without a picture'")
    insertion = (
        "      - {key: new, role: use, ask: 'Which thing came later?', answer: This one}\n      - {key: n10,"
    )
    corrected = corrected.replace("      - {key: n10,", insertion)
    corrected = re.sub(r"      - \{key: n29,.*\n", "", corrected)  # a retirement
    (root / "two" / "many.yaml").write_text(corrected)
    (root / "media" / "p.png").write_bytes(OTHER_PNG)  # a changed picture
    renamed = replace(
        notetypes.QUESTION,
        fields=tuple((id_, "More" if name == "Spare 1" else name) for id_, name in notetypes.QUESTION.fields),
    )
    for module in (notetypes, package, building):  # a renamed field label and another style
        monkeypatch.setitem(module.NOTE_TYPES, "question", renamed)
    old_style = notetypes.style()
    monkeypatch.setattr(notetypes, "style", lambda: old_style + "\n.mlsd { letter-spacing: .01em; }")
    second = built(root, tmp_path / "2.apkg", 2_000_000_000, retire=("many/n29",))

    log = counts(import_package(collection, second))
    assert "conflicting" not in log
    assert "missing_notetype" not in log
    assert log["new"] == 1
    after = scheduling(collection)
    assert {key: after[key] for key in before} == before
    assert rows(collection, "select * from revlog order by id") == log_before
    assert collection.note_count() == 35  # the retired note stays with its learner, nothing is doubled
    assert note_by_id(collection, "ndcg/formula")["Extra"] == "my own words"
    assert note_by_id(collection, "many/n5")["Answer"].startswith("Corrected thing 5")
    assert note_by_id(collection, "many/n6")["Question"] == "Which thing carries the number 6?"
    assert note_by_id(collection, "many/new")["Answer"] == "This one"
    picture = re.search(r'src="([^"]+)"', note_by_id(collection, "many/n7")["Answer"])
    assert picture is not None
    assert Path(collection.media.dir(), picture[1]).read_bytes() == OTHER_PNG
    models = [model for model in collection.models.all() if model["name"].startswith("ML System Design")]
    assert sorted(model["name"] for model in models) == [
        "ML System Design: cloze",
        "ML System Design: question",
    ]
    question = notetype(collection, notetypes.QUESTION.id)
    assert "More" in [field["name"] for field in question["flds"]]
    assert "letter-spacing" in question["css"]
    report, fine = collection.fix_integrity()
    assert fine, report


def test_the_learners_edit_on_an_untouched_note_is_kept(collection: Collection, tmp_path: Path) -> None:
    root = write_deck(tmp_path / "deck")
    import_package(collection, built(root, tmp_path / "1.apkg", 1_000))
    edited = note_by_id(collection, "ndcg/formula")
    edited["Extra"] = "my own words"
    edited.tags.append("mine")
    collection.update_note(edited)
    (root / "one" / "ranking.yaml").write_text(TOPIC.replace("About 0.834", "Nearly 0.834"))
    log = import_package(collection, built(root, tmp_path / "2.apkg", 2_000_000_000))
    assert counts(log) == {"updated": 1, "duplicate": 3}
    kept = note_by_id(collection, "ndcg/formula")
    assert kept["Extra"] == "my own words"
    assert "mine" in kept.tags
    assert note_by_id(collection, "ndcg/worked")["Answer"].startswith("Nearly")


def test_a_topic_package_and_the_full_package_are_the_same_notes(
    collection: Collection, tmp_path: Path
) -> None:
    root = write_deck(
        tmp_path / "deck", {"one/ranking.yaml": TOPIC, "two/many.yaml": MANY.replace(" ![p](p.png)", "")}
    )
    full = built(root, tmp_path / "full.apkg", 1_000)
    part = built(root, tmp_path / "part.apkg", 1_000, area="two")
    assert counts(import_package(collection, part)) == {"new": 30}
    assert counts(import_package(collection, full)) == {"new": 4, "duplicate": 30}
    assert collection.note_count() == 34


def test_importing_the_same_package_twice_changes_nothing(collection: Collection, tmp_path: Path) -> None:
    one = built(write_deck(tmp_path / "deck"), tmp_path / "1.apkg", 1_000)
    shutil.copy(one, tmp_path / "copy.apkg")
    import_package(collection, one)
    assert counts(import_package(collection, tmp_path / "copy.apkg")) == {"duplicate": 4}


def test_hostile_text_arrives_as_text(collection: Collection, tmp_path: Path) -> None:
    ask = "Why is <script>alert(1)</script> or [sound:x.mp3] or {{c1::x}} or <img src=x onerror=y> only text?"
    root = write_deck(
        tmp_path / "deck", {"one/a.yaml": topic(f"- {{key: a, role: use, ask: {ask!r}, answer: Escaped}}")}
    )
    import_package(collection, built(root, tmp_path / "1.apkg", 1_000))
    (card_id,) = collection.find_cards("")
    card = collection.get_card(card_id)
    assert "<script" not in card.question()
    assert "<img" not in card.question()
    assert card.question_av_tags() == []
