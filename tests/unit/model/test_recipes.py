"""Recipes: what each block gives, under which key, and which cards a point of the rubric leads to."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cases import case_study
from mlsd_cards.model.case import CaseStudy
from mlsd_cards.model.definition import Calc, Checklist, Definition, MissingBox, Question
from mlsd_cards.model.plain import from_plain, to_plain
from mlsd_cards.model.recipes import RECIPES, cards_of, generated


@pytest.fixture
def feed() -> Definition:
    return case_study()


def case_of(definition: Definition) -> CaseStudy:
    assert definition.case is not None
    return definition.case


def sides(definition: Definition) -> dict[str, tuple[str, str, str, str]]:
    """Role, front, back and extra of every generated note."""
    found = {}
    for note in generated(definition.title, case_of(definition)):
        match note.content:
            case Question(ask, answer) | MissingBox(ask, answer):
                found[note.key] = (note.role, ask, answer, note.extra)
            case Checklist(ask, points):
                found[note.key] = (note.role, ask, " / ".join(points), note.extra)
            case Calc(ask, expression):
                found[note.key] = (note.role, ask, expression, note.extra)
    return found


def test_the_chosen_blocks_give_these_cards(feed: Definition) -> None:
    assert sides(feed) == {
        "objective.ml": (
            "definition",
            "A home feed should bring readers back every week. What should its ranker predict?",
            "For a reader and a post, predict the chance of a satisfied read and order by it.",
            (
                "- Input: (reader, context, post)\n- Output: P(satisfied read)\n"
                r"- Value: \(s = p_{read} \cdot (1 - p_{hide})\)"
            ),
        ),
        "rejected.clicks": (
            "misuse",
            "What goes wrong when a home feed ranks posts by predicted clicks alone?",
            "Because it rewards misleading headlines.",
            "",
        ),
        "label.definition": (
            "definition",
            "When does a post shown in the feed become a positive example?",
            "Label: Read for 20 seconds within an hour of being shown. Window: 1 hour, younger examples wait.",
            "Negatives and exclusions:\n\n- Random posts for retrieval\n- Shown and skipped for the ranker",
        ),
        "trap.position": (
            "failure",
            "Reads in the feed fall with the slot even at equal relevance. How do you keep that out of the ranker?",
            "Give the position to the model in training and fix it to one value when serving.",
            "",
        ),
        "model.two-tower": (
            "choice",
            "Two million posts and 20 ms for retrieval in a home feed. Which model finds the candidates, and why?",
            (
                "A two-tower network with in-batch softmax, because post vectors can be computed ahead and searched by"
                " nearest neighbours."
            ),
            "Loss: sampled softmax.",
        ),
        "estimate.scores": (
            "estimate",
            (
                "{readers} daily readers load a feed {loads} times each, peak is 3 times the average and 200 posts are"
                " ranked a load. How many ranker scores a second?"
            ),
            "readers * loads / 86400 * 3 * 200",
            "",
        ),
        "failure.stale": (
            "scenario",
            "Read rates of a feed drop an hour after a deploy, and features are three hours old. What do you do first?",
            "Serve defaults for the stale group and replay the log.",
            "Seen by: Feature age per group.",
        ),
        "followup.conflict": (
            "followup",
            "Reading time is up 2% but the weekly return rate of a feed is down 0.3%. What decides whether you ship?",
            "Check validity and power / Retention is the north star, so the default is no / Look for segments",
            "",
        ),
        "metric.guardrails": (
            "choice",
            "Reading time rises in a test of the home feed. Which guardrails must hold before launch?",
            "Hides and reports: no rise / Server p99 latency: 150 ms",
            "",
        ),
        "box.rank": (
            "mechanism",
            "Candidates and features enter the hidden box of the home feed and scores leave it. Which part is it?",
            "Ranker: scores 200 candidates with the heavy model.",
            "",
        ),
    }


def test_a_block_without_a_question_of_its_own_gets_one_with_the_title(feed: Definition) -> None:
    case = case_of(feed)
    bare = replace(
        case,
        generate=None,
        objective=replace(
            case.objective, ask="", rejected=tuple(replace(it, ask="") for it in case.objective.rejected)
        ),
        models=tuple(replace(model, ask="") for model in case.models),
        failures=tuple(replace(failure, ask="") for failure in case.failures),
        architecture=replace(
            case.architecture, boxes=tuple(replace(box, ask="") for box in case.architecture.boxes)
        ),
    )
    fronts = {key: ask for key, (_, ask, _, _) in sides(replace(feed, case=bare)).items()}
    assert fronts["objective.ml"] == (
        "Home feed: the business wants more readers who come back every week. What should the model predict?"
    )
    assert fronts["rejected.clicks"] == "Home feed: why not optimise click probability?"
    assert fronts["trap.future"] == (
        "Home feed: Lifetime counters hold reads from after the impression. What is the fix?"
    )
    assert fronts["model.ranker"] == "Home feed: which model serves the ranking stage, and why?"
    assert fronts["failure.timeout"] == "Home feed: The ranker times out. What do you do first?"
    assert fronts["box.rank"] == "Home feed: which part belongs in the box marked ?"


def test_without_a_choice_all_blocks_give_notes_in_the_order_of_the_recipes(feed: Definition) -> None:
    keys = [note.key for note in generated("Home feed", replace(case_of(feed), generate=None))]
    assert len(keys) == 1 + 1 + 1 + 3 + 3 + 1 + 3 + 3 + 1 + 1  # one of three estimates has an `ask`
    names = [recipe.name for recipe in RECIPES]
    assert [names.index(key.partition(".")[0]) for key in keys] == sorted(
        names.index(key.partition(".")[0]) for key in keys
    )


def test_a_choice_of_a_recipe_alone_means_all_of_its_blocks_in_the_chosen_order(feed: Definition) -> None:
    chosen = replace(case_of(feed), generate=("followup", "trap.future", "trap"))
    keys = [note.key for note in generated("Home feed", chosen)]
    assert keys == [
        "followup.conflict", "followup.fresh", "followup.cost", "trap.future", "trap.position", "trap.exposure",
    ]  # fmt: skip


def test_sentences_get_one_full_stop(feed: Definition) -> None:
    case = case_of(feed)
    for because in ("it rewards headlines", "it rewards headlines.", r"then \[ a = b \]"):
        rejected = (replace(case.objective.rejected[0], because=because),)
        changed = replace(case, objective=replace(case.objective, rejected=rejected))
        back = sides(replace(feed, case=changed))["rejected.clicks"][2]
        assert back == f"Because {because.rstrip('.')}" + ("" if because.endswith("]") else ".")


@pytest.mark.parametrize(
    ("ref", "keys"),
    [
        ("objective", ["objective.ml", "rejected.clicks"]),
        ("objective.io", ["objective.ml"]),
        ("objective.rejected.clicks", ["rejected.clicks"]),
        ("data", ["label.definition", "trap.position"]),
        ("data.label", ["label.definition"]),
        ("data.label.negatives.random", ["label.definition"]),
        ("data.traps", ["trap.position"]),
        ("data.traps.position", ["trap.position"]),
        ("data.traps.exposure", []),
        ("data.sources", []),
        ("models.two-tower", ["model.two-tower"]),
        ("models.two", []),  # a part of a name is no block
        ("scale", ["estimate.scores"]),
        ("failures.stale", ["failure.stale"]),
        ("followups.conflict", ["followup.conflict"]),
        ("metrics", ["metric.guardrails"]),
        ("metrics.online.hides", ["metric.guardrails"]),
        ("metrics.online.reads", []),
        ("architecture", ["box.rank"]),
        ("architecture.nodes.rank", ["box.rank"]),
        ("architecture.nodes.log", []),
        ("budget.hops.ranking", []),
        ("clarify.goal", []),
        ("note:late-labels", ["late-labels"]),
        ("note:nothing", []),
        ("topic:cascade", []),
    ],
)
def test_a_ref_leads_to_the_cards_of_its_block(feed: Definition, ref: str, keys: list[str]) -> None:
    assert cards_of(feed, ref) == tuple(f"feed/{key}" for key in keys)


def test_a_topic_without_blocks_has_only_its_notes(feed: Definition) -> None:
    assert cards_of(replace(feed, case=None), "objective") == ()
    assert cards_of(replace(feed, case=None), "note:late-labels") == ("feed/late-labels",)


def test_a_case_survives_the_cache(feed: Definition) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(feed))), "one/feed.yaml") == feed
    chosen = replace(feed, case=replace(case_of(feed), generate=None, budget=None))
    assert from_plain(json.loads(json.dumps(to_plain(chosen))), "one/feed.yaml") == chosen
