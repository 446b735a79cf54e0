"""The shape of drawings, as pydantic models: of a case, or of a single note."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mlsd_cards.deckfile.fields import Key, Slug, Strict, Text, line
from mlsd_cards.model.diagram import MAX_COLUMNS, MAX_LABEL, MAX_LANES, MAX_SHORT, Mode, NodeKind

MAX_LANE = 12
"""Characters of a lane's name."""

MAX_EDGE_LABEL = 22

Lane = Annotated[str, line(MAX_LANE)]


class NodeYaml(Strict):
    """A box in a cell of the grid."""

    key: Key
    lane: Lane
    col: Annotated[int, Field(ge=0, lt=MAX_COLUMNS)]
    label: Annotated[str, line(MAX_LABEL)]
    short: Annotated[str, line(MAX_SHORT)]
    kind: NodeKind
    component: Slug | None = Field(None, description="a topic that teaches this part")
    fallback: Text | None = Field(None, description="what serves when it is down")


class EdgeYaml(Strict):
    """An arrow."""

    start: Slug = Field(alias="from")
    end: Slug = Field(alias="to")
    mode: Mode
    label: Annotated[str, line(MAX_EDGE_LABEL)]


Lanes = Annotated[list[Lane], Field(min_length=1, max_length=MAX_LANES)]
Nodes = Annotated[list[NodeYaml], Field(min_length=2)]
Edges = Annotated[list[EdgeYaml], Field(min_length=1)]


class DiagramYaml(Strict):
    """The drawing of a note: its own, or the one of its case."""

    case: Slug | None = Field(None, description="the case itself; left out, it is that one")
    lanes: Lanes | None = None
    nodes: Nodes | None = None
    edges: Edges | None = None
    hide: Slug = Field(description="key of the node whose label the card asks for")
