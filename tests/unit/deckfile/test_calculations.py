"""Calculations with changing numbers: names, figures and every combination of extremes are checked."""

from __future__ import annotations

import pytest

from decks import topic
from mlsd_cards.deckfile.definitions import Read, read_definitions
from mlsd_cards.markup.plain import plain_text
from mlsd_cards.model.definition import Calc

NOTE = """- key: load
  role: estimate
  ask: '{users} users send {each} requests a day. How many a second?'
  calc: users * each / 86400
  vary: {users: [10e6, 5e6, 20e6], each: [5, 10, 20]}
  result: 579
  answer: About {result} a second
  steps: ['{users} × {each} = {= users*each} a day']
"""


def read(old: str = "", new: str = "") -> Read:
    assert old in NOTE
    return read_definitions(topic(NOTE.replace(old, new, 1) if old else NOTE), "f.yaml")


def test_a_sound_template_keeps_its_values_and_shows_the_first_ones_to_the_checks() -> None:
    found = read()
    assert found.problems == ()
    (note,) = found.definitions[0].notes
    assert isinstance(note.content, Calc)
    assert note.content.vary == (("users", (10e6, 5e6, 20e6)), ("each", (5.0, 10.0, 20.0)))
    assert note.content.factor == Calc.DEFAULT_FACTOR
    text = found.texts["topic/load"]
    assert plain_text(text.front) == "10M users send 5 requests a day. How many a second?"
    assert plain_text(text.back) == "About 579 a second"


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("each: [5, 10, 20]", "each: [5, 10]", "E01", "2 entries, not at least 3"),
        ("each: [5, 10, 20]", "each: [5, 10, 5]", "E10", "the same value twice"),
        ("each: [5, 10, 20]", "each: [5, 10, 20], rest: [1, 2, 3]", "E10", "'rest' does not stand in `calc`"),
        ("{each} requests", "5 requests", "E10", "`ask` does not show {each}"),
        ("calc: users * each / 86400", "calc: users * each / day", "E10", "'day' is not declared"),
        ("users * each / 86400\n", "users * each / max(86400, 1)\n", "", ""),
        ("{= users*each}", "{= users*day}", "E10", "unknown name 'day'"),
        ("About {result}", "About {reslt}", "E10", "{reslt} is not declared"),
        ("About {result}", "About 600", "E10", "does not show 579"),
        ("result: 579", "result: 600", "E10", "gives 578.704, not 600"),
        ("users: [10e6, 5e6, 20e6]", "users: [10e6, 5e6, 0]", "E10", "gives 0 for users = 0"),
        ("users * each / 86400", "users * each / 86400 / (users - 20e6) * -10e6", "E10", "cannot be calculated for users = 2e+07"),
        ("  vary: {users: [10e6, 5e6, 20e6], each: [5, 10, 20]}\n", "", "E10", "only written in where `vary`"),
        ("  result: 579\n", "  result: 579\n  factor: 3\n", "", ""),
        ("  result: 579\n", "  result: 579\n  factor: 0.5\n", "E01", "'factor'"),
    ],
)  # fmt: skip
def test_each_fault_of_a_template_is_found(old: str, new: str, code: str, words: str) -> None:
    problems = read(old, new).problems
    if not code:
        assert problems == ()
        return
    assert any(p.code == code and words in p.message for p in problems), problems
    assert all(problem.span.line >= 7 for problem in problems)


@pytest.mark.parametrize("name", ["log", "max", "result", "x", "Users", "a1"])
def test_a_name_that_means_something_else_cannot_vary(name: str) -> None:
    text = topic(NOTE.replace("each", name))
    assert "cannot be a name" in " ".join(p.message for p in read_definitions(text, "f.yaml").problems)


def test_a_factor_needs_changing_numbers() -> None:
    note = "- {key: a, role: estimate, ask: Which?, calc: 1 + 1, result: 2, factor: 2}"
    (problem,) = read_definitions(topic(note), "f.yaml").problems
    assert (problem.code, problem.message) == ("E01", "'factor' goes with 'vary' only")


def test_the_argument_of_a_formulas_command_is_no_placeholder() -> None:
    found = read("How many a second?", r"How many a second, \(n_{total} \cdot \mathrm{day}\)?")
    assert found.problems == ()
