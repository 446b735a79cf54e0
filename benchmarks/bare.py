"""The yardstick of a build: C YAML events, markdown-it-py, genanki in memory, and nothing else."""

from __future__ import annotations

import io
import itertools
import sqlite3
import sys
import zipfile
from pathlib import Path
from typing import Any

import genanki
import yaml
from markdown_it import MarkdownIt


def plain_values(text: str) -> Any:
    """A bare loop over the C parser's events that builds plain values."""
    stack: list[tuple[Any, Any]] = []
    container: Any = []
    key: Any = None
    event: Any
    for event in yaml.parse(text, Loader=yaml.CLoader):
        kind = type(event)
        if kind is yaml.ScalarEvent:
            value = event.value
        elif kind is yaml.MappingStartEvent:
            stack.append((container, key))
            container, key = {}, None
            continue
        elif kind is yaml.SequenceStartEvent:
            stack.append((container, key))
            container, key = [], None
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            value = container
            container, key = stack.pop()
        else:
            continue
        if type(container) is list:
            container.append(value)
        elif key is None:
            key = value
        else:
            container[key] = value
            key = None
    return container[0]


def build(root: Path, output: Path) -> None:
    """The shortest way from the deck's files to a package."""
    model = genanki.Model(
        1607392319,
        "Bare",
        fields=[{"name": name} for name in ("Question", "Answer", "Extra")],
        templates=[{"name": "Card", "qfmt": "{{Question}}", "afmt": "{{Answer}}{{Extra}}"}],
    )
    deck = genanki.Deck(2059400110, "Bare")
    render = MarkdownIt("commonmark").render
    for path in sorted(root.rglob("file-*.yaml")):
        for topic in plain_values(path.read_text(encoding="utf-8"))["definitions"]:
            for note in topic["notes"]:
                fields = [render(note[name]) for name in ("ask", "answer", "extra")]
                deck.add_note(genanki.Note(model, fields, guid=genanki.guid_for(topic["id"], note["key"])))
    connection = sqlite3.connect(":memory:")
    genanki.Package(deck).write_to_db(connection.cursor(), 1, itertools.count(1))
    connection.commit()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("collection.anki2", connection.serialize())
        archive.writestr("media", "{}")
    output.write_bytes(buffer.getvalue())


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
