"""A realistic drawing for tests: a video recommender of thirteen boxes and sixteen arrows."""

from __future__ import annotations

from mlsd_cards.model.definition import MissingBox
from mlsd_cards.model.diagram import Diagram, Edge, Mode, Node, NodeKind

_NODES = """
app     client  0 client  App              App
gw      online  0 service Rec service      Rec svc
retr    online  1 service Retrieval x4     Retrieval
prerank online  2 model   Pre-ranker       Pre-rank
rank    online  3 model   Ranker (GPU)     Ranker
rerank  online  4 service Re-rank + policy Re-rank
kafka   stream  0 log     Kafka events     Kafka
flink   stream  1 stream  Flink join+count Flink
fs      stream  2 store   Redis features   Redis feat
lake    offline 1 store   Lake             Lake
train   offline 2 job     Training         Training
reg     offline 3 store   Model registry   Registry
index   offline 4 job     ANN index build  ANN build
"""

_EDGES = """
app     gw      sync   request
gw      retr    sync   fan-out
retr    prerank sync   2000 ids
prerank rank    sync   500 ids
rank    rerank  sync   scores
rerank  app     sync   30 videos
fs      rank    sync   features
app     kafka   stream impressions and watches
kafka   flink   stream events
flink   fs      stream counters under 1 min
flink   lake    stream joined examples
lake    train   batch  hourly and daily
train   reg     batch  gated models
reg     rank    async  deploy
reg     index   batch  item tower
index   retr    batch  atomic switch
"""


def _node(line: str) -> Node:
    key, lane, column, kind = line.split()[:4]
    label, short = line[25:42].strip(), line[42:].strip()
    return Node(key, lane, int(column), label, short, NodeKind(kind))


def _edge(line: str) -> Edge:
    start, end, mode, label = line.split(maxsplit=3)
    return Edge(start, end, Mode(mode), label)


RECOMMENDER = Diagram(
    "Video recommendation",
    ("client", "online", "stream", "offline"),
    tuple(_node(line) for line in _NODES.strip().split("\n")),
    tuple(_edge(line) for line in _EDGES.strip().split("\n")),
)

QUESTION = MissingBox(
    "Scored candidates leave the hidden box of a video recommender. Which part is it?",
    "Ranker: scores 500 candidates with the heavy model.",
    RECOMMENDER,
    "rank",
)
