"""An architecture drawing as data: boxes on a grid and arrows between them, no free layout."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_LANES = 4
MAX_COLUMNS = 5
MAX_LABEL = 16
"""Characters of a box's label in the picture."""

MAX_SHORT = 10
"""Characters of a box's label in the terminal."""


class NodeKind(StrEnum):
    """What a box stands for; the picture gives each kind a shape of its own."""

    CLIENT = "client"
    SERVICE = "service"
    MODEL = "model"
    STORE = "store"
    LOG = "log"
    STREAM = "stream"
    JOB = "job"
    HUMAN = "human"


class Mode(StrEnum):
    """How an arrow carries its data; told by dash pattern as well as colour."""

    SYNC = "sync"
    ASYNC = "async"
    STREAM = "stream"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Node:
    """A box in the cell (`lane`, `column`), the column counting from 0.

    `component` is the topic that teaches the part, `fallback` what serves when it is down.
    """

    key: str
    lane: str
    column: int
    label: str
    short: str
    kind: NodeKind
    component: str = ""
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from one node to another, by their keys."""

    start: str
    end: str
    mode: Mode
    label: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """A drawing: `lanes` are its rows from top to bottom, at most one node stands in a cell."""

    title: str
    lanes: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def columns(self) -> int:
        """How many columns the grid has."""
        return max((node.column for node in self.nodes), default=0) + 1

    def node(self, key: str) -> Node:
        """The node of that key (`KeyError` if there is none)."""
        for node in self.nodes:
            if node.key == key:
                return node
        raise KeyError(key)
