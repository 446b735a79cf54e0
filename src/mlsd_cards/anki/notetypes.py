"""The Anki note types. Ids, field ids and template ids are constants for ever; wording may change.

Anki matches note types, fields and templates by these ids: with them a renamed label is an ordinary
update, without them every note of an update becomes a conflict. Fields are frozen; spares are for
what the years bring. Templates and style are files in `templates/`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mlsd_cards.hashing import content_hash


@dataclass(frozen=True, slots=True)
class NoteType:
    """One Anki note type: `fields` in their frozen order as (id, name)."""

    key: str  # in the lock
    id: int
    name: str
    fields: tuple[tuple[int, str], ...]
    template_id: int
    template_name: str
    cloze: bool = False

    @property
    def front(self) -> str:
        return _file(f"{self.key}_front.html")

    @property
    def back(self) -> str:
        return _file(f"{self.key}_back.html").replace("<!-- footer -->", _file("footer.html"))

    @property
    def hash(self) -> str:
        """Changes when anything of the note type that a learner has would change."""
        names = json.dumps([self.name, self.fields, self.template_name])
        return content_hash(names, self.front, self.back, style())


_COMMON = (
    "Extra",
    "Title",
    "Context",
    "Area",
    "Role",
    "Source",
    "Note id",
    "Spare 1",
    "Spare 2",
    "Spare 3",
    "Spare 4",
)


def _numbered(base: int, *names: str) -> tuple[tuple[int, str], ...]:
    return tuple((base + number, name) for number, name in enumerate(names))


QUESTION = NoteType(
    key="question",
    id=1_763_100_100_001,
    name="ML System Design: question",
    fields=_numbered(7_310_100_100, "Question", "Answer", *_COMMON),
    template_id=7_310_100_001,
    template_name="Question",
)
CLOZE = NoteType(
    key="cloze",
    id=1_763_100_100_002,
    name="ML System Design: cloze",
    fields=_numbered(7_310_200_100, "Text", *_COMMON),
    template_id=7_310_200_001,
    template_name="Cloze",
    cloze=True,
)
NOTE_TYPES = {notetype.key: notetype for notetype in (QUESTION, CLOZE)}


@cache
def style() -> str:
    """The style sheet that all note types share."""
    return _file("cards.css")


@cache
def _file(name: str) -> str:
    return (files("mlsd_cards.anki") / "templates" / name).read_text(encoding="utf-8")
