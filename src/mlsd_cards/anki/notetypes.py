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
    stock_kind: int = 0
    """Anki's number of the built-in note type that this one is handled as; 0: none."""
    stock_fields: int = 0
    """How many fields, from the first, are that type's own."""

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
        return content_hash(names, self.front, self.back, self.css)

    @property
    def css(self) -> str:
        """The style sheet that all note types share, and what this one adds."""
        return style() + (_file(f"{self.key}.css") if self.stock_kind else "")


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
OCCLUSION = NoteType(
    key="occlusion",
    id=1_763_100_100_003,
    name="ML System Design: missing box",
    fields=_numbered(7_310_300_100, "Occlusion", "Image", "Header", "Back Extra", "Comments", *_COMMON),
    template_id=7_310_300_001,
    template_name="Missing box",
    cloze=True,
    stock_kind=6,  # image occlusion: its fields keep their order, its templates their script
    stock_fields=5,
)
NOTE_TYPES = {notetype.key: notetype for notetype in (QUESTION, CLOZE, OCCLUSION)}


@cache
def style() -> str:
    """The style sheet that all note types share."""
    return _file("cards.css")


@cache
def _file(name: str) -> str:
    return (files("mlsd_cards.anki") / "templates" / name).read_text(encoding="utf-8")
