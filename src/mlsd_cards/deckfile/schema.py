"""The shape of a deck file as pydantic models: they validate, and they write the JSON Schema.

Everything arrives as text (see `reading`), so numbers are converted here. What the shape alone
cannot say (roles of a kind, ids that exist) is checked in `definitions` and `deck`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, StringConstraints, WithJsonSchema
from pydantic import Tag as PydanticTag

from mlsd_cards.deckfile.fields import ONE_OR_MORE, SLUG_PATTERN, Number, Slug, Strict, Tag, Text
from mlsd_cards.deckfile.schema_case import MAX_VARIED, CaseBlocks, SourceYaml, Vary
from mlsd_cards.deckfile.schema_drawing import DiagramYaml
from mlsd_cards.model.kinds import CASE_STUDY, KINDS, ROLES

_NOTE_PATTERN = f"{SLUG_PATTERN[:-1]}/[a-z0-9]+([-.][a-z0-9]+)*$"

_ROLE = {"enum": sorted(ROLES)}
_ROLE_SCHEMA = {"anyOf": [_ROLE, {"type": "array", "items": _ROLE, "minItems": 1, "maxItems": 2}]}


class DeckYaml(Strict):
    """`deck.yaml`: what the folder of deck files is called and how its areas are ordered."""

    name: Text
    namespace: Slug
    areas: Annotated[list[AreaYaml], Field(min_length=1)]


class AreaYaml(Strict):
    """An area and the permanent name of its Anki deck below the deck's own name."""

    id: Slug
    title: Text
    deck: Text | None = Field(None, description="name of the Anki subdeck; never change it")
    files: list[Slug] = Field([], description="names of the area's files in teaching order; others follow")


class LintYaml(Strict):
    """A waiver: which warnings this note may keep, and why."""

    allow: Annotated[list[Annotated[str, StringConstraints(pattern=r"^[EW]\d\d$")]], Field(min_length=1)]
    why: Annotated[str, StringConstraints(min_length=10)]


class NoteYaml(Strict):
    """A note. Its form follows from its keys: `answer`, `cloze`, `calc`, `points` or `diagram`."""

    key: Slug | None = Field(None, description="unique in the definition, permanent")
    replaces: Annotated[str, StringConstraints(pattern=_NOTE_PATTERN)] | None = Field(
        None, description="id of a note of another deck that this one stands in for (below `extends` only)"
    )
    role: Annotated[
        list[str],
        ONE_OR_MORE,
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
    vary: Annotated[Vary, Field(min_length=1, max_length=MAX_VARIED)] | None = Field(
        None, description="names in `calc`, each with the values that it takes; the first ones give `result`"
    )
    factor: Annotated[float, Field(ge=1, le=100)] | None = Field(
        None, description="how far off a typed answer may be where `vary` is given; default 2"
    )
    points: Annotated[list[Text], Field(min_length=2)] | None = None
    diagram: DiagramYaml | None = None
    extra: Text | None = Field(None, description="explanation, never needed to answer")
    tags: list[Tag] = Field([])
    source: Annotated[int, Field(ge=1)] | None = Field(
        None, description="a number in the definition's sources"
    )
    lint: LintYaml | None = None


class DefinitionYaml(Strict):
    """One topic."""

    id: Slug = Field(description="unique in the collection, permanent")
    kind: Annotated[str, WithJsonSchema({"enum": sorted(KINDS.keys() - {CASE_STUDY})})]
    title: Text
    priority: Annotated[int, Field(ge=1, le=3)] = Field(2, description="1 must know, 2 should, 3 nice")
    gist: Text | None = Field(None, description="the topic in one sentence")
    requires: list[Slug] = Field([])
    contrast: list[Slug] = Field([])
    sources: list[SourceYaml] = Field([])
    tags: list[Tag] = Field([])
    notes: Annotated[list[NoteYaml], Field(min_length=1)]


class CaseStudyYaml(DefinitionYaml, CaseBlocks):
    """A case study: a topic that is told in blocks."""

    # Both parents have one; the blocks' says which of them an editor must ask for.
    model_config = ConfigDict(json_schema_extra=CaseBlocks.model_config["json_schema_extra"])

    kind: Annotated[str, WithJsonSchema({"const": CASE_STUDY})]


class ExtensionYaml(Strict):
    """Notes of one's own for a topic of another deck, or versions of its notes."""

    extends: Slug = Field(description="id of the topic in another deck")
    notes: Annotated[list[NoteYaml], Field(min_length=1)]


DEFINITION, EXTENSION = "definition", "extension"
SORTS: Mapping[str, type[Strict]] = {
    DEFINITION: DefinitionYaml,
    EXTENSION: ExtensionYaml,
    CASE_STUDY: CaseStudyYaml,
}
"""What stands under `definitions`."""


def sort_of(value: Any) -> str:
    """Which of `SORTS` a value is meant to be."""
    keys = value if isinstance(value, dict) else getattr(value, "__dict__", {})
    if "extends" in keys:
        return EXTENSION
    return CASE_STUDY if keys.get("kind") == CASE_STUDY else DEFINITION


class FileYaml(Strict):
    """A deck file: definitions of one area."""

    area: Slug
    definitions: Annotated[
        list[
            Annotated[
                Annotated[DefinitionYaml, PydanticTag(DEFINITION)]
                | Annotated[ExtensionYaml, PydanticTag(EXTENSION)]
                | Annotated[CaseStudyYaml, PydanticTag(CASE_STUDY)],
                Discriminator(sort_of),
            ]
        ],
        Field(min_length=1),
    ]


class ConfusionYaml(Strict):
    """A pair that candidates confuse, and the topics of which one must hold a contrast card naming both."""

    terms: Annotated[list[Text], Field(min_length=2, max_length=4)]
    topics: Annotated[list[Slug], Field(min_length=1)]


class ConfusionsYaml(Strict):
    """`confusions.yaml`."""

    pairs: list[ConfusionYaml]


class GlossaryYaml(Strict):
    """`glossary.yaml`: acronyms that cards may use without spelling them out."""

    acronyms: dict[str, Text]


FORMS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    # form: keys it needs, keys it may have besides (all may have ask's companions extra, tags, …)
    "cloze": (frozenset({"cloze"}), frozenset()),
    "calc": (
        frozenset({"ask", "calc", "result"}),
        frozenset({"answer", "unit", "tolerance", "steps", "vary", "factor"}),
    ),
    "points": (frozenset({"ask", "points"}), frozenset()),
    "diagram": (frozenset({"ask", "answer", "diagram"}), frozenset()),
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
    schema["properties"]["definitions"]["items"] = _sorts()
    schema["$defs"]["NoteYaml"]["oneOf"] = [
        {
            "required": sorted(needs),
            "not": {"anyOf": [{"required": [key]} for key in sorted(FORM_KEYS - needs - may)]},
        }
        for needs, may in FORMS.values()
    ]
    schema["$defs"]["NoteYaml"]["anyOf"] = [{"required": ["key"]}, {"required": ["replaces"]}]
    return schema


def _sorts() -> dict[str, Any]:
    """Which schema an element of `definitions` has: decided first, so that an editor marks what is wrong in it."""
    to = {sort: {"$ref": f"#/$defs/{model.__name__}"} for sort, model in SORTS.items()}
    is_case = {"properties": {"kind": {"const": CASE_STUDY}}, "required": ["kind"]}
    other = {"if": is_case, "then": to[CASE_STUDY], "else": to[DEFINITION]}
    return {"if": {"required": ["extends"]}, "then": to[EXTENSION], "else": other}
