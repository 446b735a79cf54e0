"""Small decks for tests: written as YAML, because that is what authors write."""

from __future__ import annotations

from pathlib import Path

DECK = "name: Test Deck\nnamespace: test\nareas:\n  - {id: one, title: Area One, deck: 1 One}\n  - {id: two, title: Area Two}\n"

TOPIC = r"""area: one
definitions:
  - id: ndcg
    kind: topic
    title: nDCG@k
    priority: 1
    gist: Ranking quality by rank and ideal order.
    sources:
      - {title: Cumulated gain, by: K. Järvelin, year: 2002, ref: "https://doi.org/10.1145/582415.582418"}
    notes:
      - key: formula
        role: formula
        ask: Which two corrections turn cumulative gain into nDCG@k?
        answer: |
          A rank discount, then division by the ideal:
          \[ \mathrm{nDCG@}k = \frac{\mathrm{DCG@}k}{\mathrm{IDCG@}k} \]
        extra: The ideal order puts the highest grades first.
      - key: discount
        role: mechanism
        cloze: The log discount weights ranks 1 to 3 by {{c1::1}}, {{c2::0.63}} and {{c3::0.5}}.
      - key: worked
        role: example
        ask: Grades 2, 3, 0 are shown in this order. What is nDCG@3 with gain \(2^{rel}-1\)?
        calc: (3 + 7/log2(3)) / (7 + 3/log2(3))
        result: 0.834
        answer: About 0.834 (7.42 / 8.89).
      - key: steps
        role: procedure
        ask: Which steps compute nDCG@k by hand?
        points: [Gain of each grade, Discount by rank, Divide by the ideal]
"""


def write_deck(root: Path, files: dict[str, str] | None = None, deck: str = DECK) -> Path:
    """Write a deck folder; `files` maps paths below it to their YAML."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "deck.yaml").write_text(deck, encoding="utf-8")
    for name, text in (files or {"one/ranking.yaml": TOPIC}).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def topic(notes: str, *, id_: str = "topic", kind: str = "topic", area: str = "one", head: str = "") -> str:
    """A deck file with one definition; `notes` is a YAML list that starts at the first column."""
    body = "\n".join("      " + line for line in notes.split("\n"))
    return f"area: {area}\ndefinitions:\n  - id: {id_}\n    kind: {kind}\n    title: Topic\n{head}    notes:\n{body}\n"
