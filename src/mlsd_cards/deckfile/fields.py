"""The types of single fields in deck files; the models of `schema` and `schema_case` are made of them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

MAX_TEXT = 8_000
"""Characters of one text: ten times the longest card; parsing stays quick on hostile ones."""

MAX_SLUG = 60
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_TAG_PATTERN = r"^[a-z0-9]+([-_:][a-z0-9]+|::[a-z0-9]+)*$"

Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=MAX_SLUG)]
Key = Annotated[Slug, Field(description="unique in its list, permanent")]
Tag = Annotated[str, StringConstraints(pattern=_TAG_PATTERN, max_length=60)]

Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_TEXT, strip_whitespace=True),
    # An editor reads `answer: 0.5` as a number; we read all of these as the text that was typed.
    WithJsonSchema({"type": ["string", "number", "boolean"], "minLength": 1}),
]
Number = Annotated[
    float,
    Field(allow_inf_nan=False),
    # An editor may read `1e6` as text.
    WithJsonSchema(
        {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[-+]?[0-9]*\.?[0-9]+e[-+]?[0-9]+$"}]}
    ),
]


def line(limit: int) -> StringConstraints:
    """A text of one line with at most `limit` characters."""
    return StringConstraints(min_length=1, max_length=limit, strip_whitespace=True, pattern=r"^[^\n]*$")


def one_of(*names: str) -> StringConstraints:
    """A text that is one of these words."""
    return StringConstraints(pattern=f"^({'|'.join(names)})$")


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


ONE_OR_MORE = BeforeValidator(_one_or_more)
"""One text counts as a list of one."""


class Strict(BaseModel):
    """A mapping whose keys are all known."""

    model_config = ConfigDict(extra="forbid", frozen=True)
