"""Synthetic decks: one formula a note, ten notes a topic, about 300 bytes a note."""

from __future__ import annotations

from pathlib import Path

NOTES_PER_TOPIC = 10
TOPICS_PER_FILE = 100


def note_yaml(topic: int, note: int) -> str:
    return f"""      - key: n{note}
        role: formula
        ask: Which estimator number {topic} gives the mean of \\(x_{{{note}}}\\) in setting {note * 7 + topic}?
        answer: |
          The ratio **{topic}** of the two sums in setting {note}:
          \\[ \\frac{{a_{{{topic}}} + b^{{{note}}}}}{{c^2}} = \\sum_i x_i \\]
        extra: something to say that is about forty characters long
"""


def topic_yaml(topic: int) -> str:
    notes = "".join(note_yaml(topic, note) for note in range(NOTES_PER_TOPIC))
    return f"  - id: topic-{topic}\n    kind: topic\n    title: Topic {topic}\n    notes:\n{notes}"


def write_deck(root: Path, notes: int) -> Path:
    """Write a deck of so many notes and return its folder."""
    (root / "area").mkdir(parents=True)
    (root / "deck.yaml").write_text(
        "name: Synthetic\nnamespace: synthetic\nareas:\n  - {id: area, title: Area}\n", encoding="utf-8"
    )
    topics = range(notes // NOTES_PER_TOPIC)
    for start in range(0, len(topics), TOPICS_PER_FILE):
        body = "".join(topic_yaml(topic) for topic in topics[start : start + TOPICS_PER_FILE])
        (root / "area" / f"file-{start:06}.yaml").write_text(
            f"area: area\ndefinitions:\n{body}", encoding="utf-8"
        )
    return root
