"""A GUID survives every edit but that of the ids; every place that is reported lies in its file."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from decks import TOPIC, write_deck
from mlsd_cards.anki.build import Request, build
from mlsd_cards.cache import Cache
from mlsd_cards.deckfile import reading
from mlsd_cards.deckfile.definitions import read_definitions
from mlsd_cards.deckfile.lock import read_lock

WORDS = st.text(st.sampled_from("abcdefgh <>&*_$:'"), min_size=3, max_size=25).map(
    lambda text: f"Which {text} word?"
)


def guids(text: str, folder: Path, file: str) -> dict[str, str]:
    root = write_deck(folder, {file: text})
    build(Request(root, folder / "x.apkg", 100), Cache(None))
    lock, _ = read_lock(root / "deck.lock", "deck.lock")
    return {name: note.guid for name, note in lock.notes.items()}


@given(WORDS, st.integers(1, 3), st.sampled_from(["one/ranking.yaml", "deep/er/other.yaml"]), st.booleans())
def test_a_guid_survives_any_edit_but_that_of_the_ids(
    ask: str, priority: int, file: str, reverse: bool
) -> None:
    quoted = "'" + ask.replace("'", "''") + "'"
    edited = TOPIC.replace("Which two corrections turn cumulative gain into nDCG@k?", quoted)
    edited = edited.replace("priority: 1", f"priority: {priority}").replace(
        "title: nDCG@k", "title: Something else"
    )
    if reverse:
        head, *notes = re.split(r"(?=      - key: )", edited)
        edited = head + "".join(reversed(notes))
    with TemporaryDirectory() as before, TemporaryDirectory() as after:
        original = guids(TOPIC, Path(before) / "d", "one/ranking.yaml")
        changed = guids(edited, Path(after) / "d", file)
    assert changed == original
    assert len(set(original.values())) == 4


@given(st.data())
def test_every_place_lies_in_its_file(data: st.DataObject) -> None:
    """Damage a sound file anywhere: whatever is reported points at an existing line and column."""
    start = data.draw(st.integers(0, len(TOPIC)))
    end = data.draw(st.integers(start, min(start + 30, len(TOPIC))))
    text = (
        TOPIC[:start]
        + data.draw(st.text(st.sampled_from("ab:{}[]#\\(\n -'\"|>&*!%@`"), max_size=12))
        + TOPIC[end:]
    )
    lines = text.split("\n")
    for problem in read_definitions(text, "f.yaml").problems:
        assert 1 <= problem.span.line <= len(lines) + 1
        line = lines[problem.span.line - 1] if problem.span.line <= len(lines) else ""
        assert 1 <= problem.span.column <= len(line) + 2


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(content: bytes) -> None:
    text = reading.decode(content, "f.yaml")
    if isinstance(text, str):
        read_definitions(text, "f.yaml")
