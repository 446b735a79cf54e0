"""A kind of definition is data: its roles, what it must have, and the rules it asks for.

One declaration drives validation, the JSON Schema, the scaffold of `mlsd new` and the
order on the printed sheet. A new kind is one entry in `KINDS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Bucket(StrEnum):
    """What a card trains; the deck keeps a mix of these (`cards.md`: 30/20/25/25 %)."""

    FACT = "fact"
    NUMBER = "number"
    CHOICE = "choice"
    SCENARIO = "scenario"


MIX: dict[Bucket, float] = {
    Bucket.FACT: 0.30,
    Bucket.NUMBER: 0.20,
    Bucket.CHOICE: 0.25,
    Bucket.SCENARIO: 0.25,
}
"""Share of cards that each bucket should have in a release."""

MIX_TOLERANCE = 0.08


@dataclass(frozen=True, slots=True)
class Role:
    """What a note does for its topic."""

    name: str
    bucket: Bucket
    asks: str  # one line for authors: what such a note asks


ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("definition", Bucket.FACT, "what the thing is"),
        Role("problem", Bucket.FACT, "which problem it solves"),
        Role("mechanism", Bucket.FACT, "how it works"),
        Role("property", Bucket.FACT, "what holds of it"),
        Role("intuition", Bucket.FACT, "why the formula has its shape"),
        Role("formula", Bucket.NUMBER, "the expression, asked for by meaning"),
        Role("example", Bucket.NUMBER, "a tiny worked number"),
        Role("number", Bucket.NUMBER, "an order of magnitude with its frame"),
        Role("estimate", Bucket.NUMBER, "a back-of-envelope calculation"),
        Role("use", Bucket.CHOICE, "when to choose it"),
        Role("misuse", Bucket.CHOICE, "when it misleads; the classic mistake"),
        Role("contrast", Bucket.CHOICE, "what tells it from its neighbour"),
        Role("choice", Bucket.CHOICE, "which of two under stated constraints"),
        Role("alternative", Bucket.CHOICE, "what to take instead, and when"),
        Role("scenario", Bucket.SCENARIO, "a symptom; the first move"),
        Role("failure", Bucket.SCENARIO, "what breaks and how it shows"),
        Role("followup", Bucket.SCENARIO, "an interviewer's what-if"),
        Role("procedure", Bucket.SCENARIO, "the next step of a known order"),
    )
}

JUDGEMENT_ROLES = frozenset({"contrast", "choice", "scenario"})
"""Every priority-1 topic needs one of these (W18)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of definition.

    `required` lists alternatives: each entry is a set of roles of which one must be there.
    `content_rules` says whether the content rules of `mlsd check` apply (format rules always do),
    `most_cards` how many cards a topic may have before it should be two.
    """

    name: str
    title: str
    required: tuple[frozenset[str], ...] = ()
    content_rules: bool = True
    most_cards: int = 12
    scaffold: tuple[str, ...] = ("definition", "use", "scenario")
    sheet_order: tuple[str, ...] = ("definition", "problem", "formula", "mechanism", "use", "misuse")


def _one_of(*roles: str) -> frozenset[str]:
    return frozenset(roles)


CASE_STUDY = "case_study"
"""The kind whose definitions are told in blocks (see `case`)."""

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "framework",
            "Interview framework",
            required=(
                _one_of("definition", "procedure", "mechanism"),
                _one_of("misuse", "scenario", "failure"),
            ),
            scaffold=("definition", "procedure", "misuse", "scenario"),
            sheet_order=("procedure", "definition", "use", "misuse"),
        ),
        Kind(
            "metric",
            "Metric",
            required=(_one_of("example", "number", "estimate"), _one_of("use"), _one_of("misuse")),
            scaffold=("formula", "intuition", "example", "use", "misuse", "contrast", "scenario"),
            sheet_order=("formula", "definition", "intuition", "use", "misuse"),
        ),
        Kind(
            "loss",
            "Loss",
            required=(_one_of("use"), _one_of("misuse")),
            scaffold=("formula", "intuition", "example", "use", "misuse", "contrast", "scenario"),
            sheet_order=("formula", "intuition", "use", "misuse"),
        ),
        Kind(
            "component",
            "Component",
            required=(
                _one_of("problem", "definition"),
                _one_of("mechanism"),
                _one_of("number", "example", "estimate", "formula"),
                _one_of("failure", "misuse", "scenario"),
                _one_of("alternative", "choice", "contrast", "use"),
            ),
            scaffold=("problem", "mechanism", "number", "failure", "alternative"),
            sheet_order=("problem", "mechanism", "number", "use", "failure", "alternative"),
        ),
        Kind(
            "model",
            "Model",
            required=(
                _one_of("mechanism", "definition"),
                _one_of("use", "choice", "contrast", "alternative"),
            ),
            scaffold=("mechanism", "property", "number", "use", "contrast", "scenario"),
        ),
        Kind(
            "data",
            "Data",
            required=(
                _one_of("definition", "mechanism", "problem"),
                _one_of("scenario", "failure", "procedure"),
            ),
            scaffold=("definition", "example", "failure", "choice", "scenario"),
        ),
        Kind(
            "estimation",
            "Estimation",
            required=(_one_of("number", "formula"), _one_of("estimate")),
            scaffold=("number", "estimate", "estimate", "scenario"),
        ),
        Kind(
            "tradeoff",
            "Trade-off",
            required=(_one_of("choice", "contrast"), _one_of("scenario", "failure", "followup")),
            scaffold=("definition", "choice", "choice", "scenario"),
        ),
        Kind(
            "failure_mode",
            "Failure mode",
            required=(_one_of("scenario", "failure"), _one_of("procedure", "mechanism", "definition")),
            scaffold=("failure", "mechanism", "procedure", "scenario"),
            sheet_order=("failure", "mechanism", "procedure", "scenario"),
        ),
        Kind(
            CASE_STUDY,
            "Case study",
            most_cards=16,
            sheet_order=("definition", "choice", "failure", "estimate", "scenario", "followup"),
        ),
        Kind("topic", "Topic", content_rules=False, scaffold=("definition",)),
    )
}
"""All kinds by name. Only case studies bring blocks besides their notes."""
