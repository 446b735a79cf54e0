"""The shape of a deck file as pydantic models: they validate, and they write the JSON Schema.

Everything arrives as text (see `reading`), so numbers are converted here. What the shape alone
cannot say (roles of a kind, ids that exist) is checked in `definitions` and `deck`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic import Tag as PydanticTag

from mlsd_cards.model.kinds import KINDS, ROLES

MAX_TEXT = 8_000
"""Characters of one text: ten times the longest card; parsing stays quick on hostile ones."""

MAX_SLUG = 60
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_NOTE_PATTERN = SLUG_PATTERN[:-1] + "/" + SLUG_PATTERN[1:]
_TAG_PATTERN = r"^[a-z0-9]+([-_:][a-z0-9]+|::[a-z0-9]+)*$"

Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=MAX_SLUG)]
Tag = Annotated[str, StringConstraints(pattern=_TAG_PATTERN, max_length=60)]
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_TEXT, strip_whitespace=True),
    # An editor reads `answer: 0.5` as a number; we read all of these as the text that was typed.
    WithJsonSchema({"type": ["string", "number", "boolean"], "minLength": 1}),
]
Number = Annotated[float, Field(allow_inf_nan=False)]


_ROLE = {"enum": sorted(ROLES)}
_ROLE_SCHEMA = {"anyOf": [_ROLE, {"type": "array", "items": _ROLE, "minItems": 1, "maxItems": 2}]}


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DeckYaml(_Strict):
    """`deck.yaml`: what the folder of deck files is called and how its areas are ordered."""

    name: Text
    namespace: Slug
    areas: Annotated[list[AreaYaml], Field(min_length=1)]


class AreaYaml(_Strict):
    """An area and the permanent name of its Anki deck below the deck's own name."""

    id: Slug
    title: Text
    deck: Text | None = Field(None, description="name of the Anki subdeck; never change it")
    files: list[Slug] = Field([], description="names of the area's files in teaching order; others follow")


class SourceYaml(_Strict):
    """Where a statement can be checked."""

    title: Text
    by: Text
    year: Annotated[int, Field(ge=1600, le=2100)]
    ref: Text = Field(description="https://…, doi:… or arXiv:…")


class LintYaml(_Strict):
    """A waiver: which warnings this note may keep, and why."""

    allow: Annotated[list[Annotated[str, StringConstraints(pattern=r"^[EW]\d\d$")]], Field(min_length=1)]
    why: Annotated[str, StringConstraints(min_length=10)]


class NoteYaml(_Strict):
    """A note. Its form follows from its keys: `answer`, `cloze`, `calc` or `points`."""

    key: Slug | None = Field(None, description="unique in the definition, permanent")
    replaces: Annotated[str, StringConstraints(pattern=_NOTE_PATTERN)] | None = Field(
        None, description="id of a note of another deck that this one stands in for (below `extends` only)"
    )
    role: Annotated[
        list[str],
        BeforeValidator(_one_or_more),
        Field(min_length=1, max_length=2),
        WithJsonSchema(_ROLE_SCHEMA),
    ]
    ask: Text | None = None
    answer: Text | None = None
    cloze: Text | None = None
    calc: Text | None = None
    result: Number | None = None
    unit: Text | None = None
    tolerance: Annotated[float, Field(gt=0, le=1)] | None = Field(
        None, description="for typed answers; default 0.02"
    )
    steps: Annotated[list[Text], Field(min_length=1)] | None = None
    points: Annotated[list[Text], Field(min_length=2)] | None = None
    extra: Text | None = Field(None, description="explanation, never needed to answer")
    tags: list[Tag] = []
    source: Annotated[int, Field(ge=1)] | None = Field(
        None, description="a number in the definition's sources"
    )
    lint: LintYaml | None = None


class DefinitionYaml(_Strict):
    """One topic."""

    id: Slug = Field(description="unique in the collection, permanent")
    kind: Annotated[str, WithJsonSchema({"enum": sorted(KINDS)})]
    title: Text
    priority: Annotated[int, Field(ge=1, le=3)] = Field(2, description="1 must know, 2 should, 3 nice")
    gist: Text | None = Field(None, description="the topic in one sentence")
    requires: list[Slug] = []
    contrast: list[Slug] = []
    sources: list[SourceYaml] = []
    tags: list[Tag] = []
    notes: Annotated[list[NoteYaml], Field(min_length=1)]


class ExtensionYaml(_Strict):
    """Notes of one's own for a topic of another deck, or versions of its notes."""

    extends: Slug = Field(description="id of the topic in another deck")
    notes: Annotated[list[NoteYaml], Field(min_length=1)]


DEFINITION, EXTENSION = "definition", "extension"


def _which(value: Any) -> str:
    keys = value if isinstance(value, dict) else getattr(value, "__dict__", {})
    return EXTENSION if "extends" in keys else DEFINITION


class FileYaml(_Strict):
    """A deck file: definitions of one area."""

    area: Slug
    definitions: Annotated[
        list[
            Annotated[
                Annotated[DefinitionYaml, PydanticTag(DEFINITION)]
                | Annotated[ExtensionYaml, PydanticTag(EXTENSION)],
                Discriminator(_which),
            ]
        ],
        Field(min_length=1),
    ]


class ConfusionYaml(_Strict):
    """A pair that candidates confuse, and the topics of which one must hold a contrast card naming both."""

    terms: Annotated[list[Text], Field(min_length=2, max_length=4)]
    topics: Annotated[list[Slug], Field(min_length=1)]


class ConfusionsYaml(_Strict):
    """`confusions.yaml`."""

    pairs: list[ConfusionYaml]


class GlossaryYaml(_Strict):
    """`glossary.yaml`: acronyms that cards may use without spelling them out."""

    acronyms: dict[str, Text]


FORMS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    # form: keys it needs, keys it may have besides (all may have ask's companions extra, tags, …)
    "cloze": (frozenset({"cloze"}), frozenset()),
    "calc": (frozenset({"ask", "calc", "result"}), frozenset({"answer", "unit", "tolerance", "steps"})),
    "points": (frozenset({"ask", "points"}), frozenset()),
    "answer": (frozenset({"ask", "answer"}), frozenset()),
}
"""The forms of a note, by the key that decides."""

FORM_KEYS = frozenset().union(*(needs | may for needs, may in FORMS.values()))


@cache
def json_schema() -> dict[str, Any]:
    """The JSON Schema of a deck file, for editors: the models, the kinds and roles, and the forms of a note."""
    schema = FileYaml.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "mlsd-cards deck file"
    schema["$defs"]["NoteYaml"]["oneOf"] = [
        {
            "required": sorted(needs),
            "not": {"anyOf": [{"required": [key]} for key in sorted(FORM_KEYS - needs - may)]},
        }
        for needs, may in FORMS.values()
    ]
    schema["$defs"]["NoteYaml"]["anyOf"] = [{"required": ["key"]}, {"required": ["replaces"]}]
    return schema
