"""A real Anki collection to import packages into."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportResponse
from anki.models import NotetypeDict, NotetypeId
from anki.notes import Note
from anki.scheduler.v3 import Scheduler


def import_package(collection: Collection, package: Path) -> ImportResponse.Log:
    """Import as the dialog does with its default options; returns Anki's own log."""
    options = ImportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, merge_notetypes=False)
    request = ImportAnkiPackageRequest(package_path=str(package), options=options)
    log = collection.import_anki_package(request).log
    collection.models._clear_cache()  # the Python side keeps note types that the import changed
    return log


def counts(log: ImportResponse.Log) -> dict[str, int]:
    names = (
        "new",
        "updated",
        "duplicate",
        "conflicting",
        "first_field_match",
        "missing_notetype",
        "missing_deck",
        "empty_first_field",
    )
    return {name: len(getattr(log, name)) for name in names if len(getattr(log, name))}


def answer(collection: Collection, deck: str, number: int) -> int:
    """Review so many cards of a deck with mixed answers; returns how many were answered.

    Anki may write a card's review time a second apart from its log entry's when two answers fall
    on both sides of a full second, and `fix_integrity` reports that as a repair. It is let do so
    here, so that what it reports later comes from what a test did to the collection.
    """
    deck_id = collection.decks.id(deck)
    scheduler = collection.sched
    assert deck_id is not None
    assert isinstance(scheduler, Scheduler)
    collection.decks.select(deck_id)
    answered = 0
    while answered < number and (queued := scheduler.get_queued_cards(fetch_limit=1)).cards:
        card = collection.get_card(queued.cards[0].card.id)
        card.start_timer()
        scheduler.answerCard(card, (3, 4, 1, 2)[answered % 4])
        answered += 1
    collection.fix_integrity()
    return answered


def rows(collection: Collection, sql: str) -> list[list[Any]]:
    """The rows of a query on the collection's own database."""
    assert collection.db is not None
    return [list(row) for row in collection.db.all(sql)]


def note_by_id(collection: Collection, name: str) -> Note:
    """The note whose small print says `name`."""
    (found,) = collection.find_notes(f'"Note id:{name}"')
    return collection.get_note(found)


def notetype(collection: Collection, id_: int) -> NotetypeDict:
    """The note type with that id."""
    found = collection.models.get(NotetypeId(id_))
    assert found is not None
    return found
