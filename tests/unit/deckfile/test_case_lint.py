"""Warnings of cases: how many cards, how large the blocks, and where a warning of a generated card points."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import CASE, FILES
from decks import write_deck
from mlsd_cards.deckfile.deck import load, open_folder
from mlsd_cards.deckfile.lint import lint
from mlsd_cards.errors import Problem


def warnings(folder: Path, *changes: tuple[str, str]) -> tuple[str, tuple[Problem, ...]]:
    text = CASE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    loaded = load(open_folder(write_deck(folder / "deck", {**FILES, "one/feed.yaml": text})))
    assert not [problem for problem in loaded.problems if problem.is_error], loaded.problems
    return text, lint(loaded).warnings


def generate(*names: str) -> tuple[str, str]:
    start, end = CASE.index("    generate:"), CASE.index("    notes:")
    return CASE[start:end], f"    generate: [{', '.join(names)}]\n" if names else ""


def test_the_sample_case_has_no_warning(tmp_path: Path) -> None:
    assert warnings(tmp_path)[1] == ()


def test_more_than_twelve_cards_from_blocks_ask_for_a_choice(tmp_path: Path) -> None:
    _, found = warnings(tmp_path, generate())
    (problem,) = (problem for problem in found if problem.code == "W25")
    assert "generate" in problem.hint
    assert "W12" in {problem.code for problem in found}  # 20 cards: more than 16


def test_a_must_know_case_with_few_cards_is_a_warning_and_another_is_not(tmp_path: Path) -> None:
    late = CASE[CASE.index("      - key: late-labels") :]
    _, found = warnings(tmp_path / "must", (late, ""))
    assert [(problem.code, problem.message) for problem in found] == [
        ("W26", "'feed' has 10 cards from blocks and 1 by hand")
    ]
    _, found = warnings(tmp_path / "should", (late, ""), ("priority: 1", "priority: 2"))
    assert found == ()


@pytest.mark.parametrize(
    ("old", "new", "words", "place"),
    [
        ("topics: [cascade, two-tower,", "topics: [cascade,", "4 topics, not 5 to 12", "[cascade"),
        ("{key: margin, time: 30}", "{key: rest, time: 30}", "0 hops called 'margin', not 1 to 1", "[{key: network"),
        ("points: [Profile by stage, Rank fewer candidates,", "points: [Profile by stage,", "2 points of a follow-up", "[Profile"),
        ("            - {key: react, w: 1, level: good, point: Weighs rising clicks against rising hides, ref: failures.headlines}\n", "", "21 points of the interview", "steps:"),
        ("probes: [conflict, fresh]", "probes: [conflict]", "1 interview.probes", "[conflict]"),
    ],
)  # fmt: skip
def test_a_block_of_unusual_size_is_a_warning_at_the_block(
    tmp_path: Path, old: str, new: str, words: str, place: str
) -> None:
    text, found = warnings(tmp_path, (old, new))
    (problem,) = found
    assert problem.code == "W27"
    assert words in problem.message
    assert text.split("\n")[problem.span.line - 1][problem.span.column - 1 :].startswith(place)


def test_a_front_that_nobody_wrote_is_a_warning_at_its_block(tmp_path: Path) -> None:
    ask = "        ask: Read rates of a feed drop an hour after a deploy, and features are three hours old. What do you do first?\n"
    text, found = warnings(tmp_path, (ask, ""))
    (problem,) = found
    assert problem.code == "W28"
    assert text.split("\n")[problem.span.line - 1] == "      - key: stale"


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("do: Serve defaults for", "do: Always serve defaults for", "W14", "Always serve"),
        ("ask: When does a post shown in the feed become", "ask: Explain when a post shown in the feed becomes", "W05", "Explain"),
        ("do: Serve defaults for", "do: Simply and obviously serve defaults for", "W15", "Simply"),
        ("model: A two-tower network", "model: " + "A two-tower network of the " * 12, "W01", "A two-tower"),
        ("because: it rewards", "because: after 30 ms it rewards", "W08", "after 30 ms"),
        ("why: scores 200", "why: " + "scores " * 23 + "200", "W22", "scores scores"),
    ],
)  # fmt: skip
def test_a_warning_of_a_generated_card_points_at_the_text_that_caused_it(
    tmp_path: Path, old: str, new: str, code: str, place: str
) -> None:
    text, found = warnings(tmp_path, (old, new))
    (problem, *_) = (problem for problem in found if problem.code == code)
    assert problem.message.startswith("feed/")
    assert text.split("\n")[problem.span.line - 1][problem.span.column - 1 :].startswith(place)


def test_thresholds_that_the_design_sets_need_no_source(tmp_path: Path) -> None:
    _, found = warnings(tmp_path, ("Read for 20 seconds within an hour", "Read for 20 s within 3 hours"))
    assert "W08" not in {problem.code for problem in found}
