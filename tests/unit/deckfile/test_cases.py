"""Case studies: each rule of the format fires at its place, and one fault hides no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import CASE, FILES
from decks import write_deck
from mlsd_cards.deckfile.deck import load, open_folder
from mlsd_cards.deckfile.definitions import Read, read_definitions
from mlsd_cards.errors import Problem
from mlsd_cards.model.definition import Calc, MissingBox


def edited(*changes: tuple[str, str]) -> str:
    """The case with texts replaced; each must be there."""
    text = CASE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def read(*changes: tuple[str, str]) -> Read:
    return read_definitions(edited(*changes), "one/feed.yaml")


def deck_problems(folder: Path, text: str, file: str = "one/feed.yaml") -> list[Problem]:
    root = write_deck(
        folder / "deck", {**{name: FILES[name] for name in FILES if name != "one/feed.yaml"}, file: text}
    )
    return list(load(open_folder(root)).problems)


def test_a_complete_case_has_no_problem(tmp_path: Path) -> None:
    assert read().problems == ()
    assert deck_problems(tmp_path, CASE) == []


FAULTS: list[tuple[str, str, str, str, str]] = [
    # old, new, code, words of the message or hint, text that stands at the reported place
    ("    family: recommendation\n", "", "E01", "'family' is missing", "id: feed"),
    ("family: recommendation", "family: recsys", "E01", "known: recommendation, search", "recsys"),
    ("level: [mid, senior]", "level: [mid, boss]", "E01", "known: junior, mid", "boss"),
    ("        why: Clicks and retention lead to different labels\n", "        wy: x\n", "E01", "did you mean 'why'", "wy"),
    ("kind: job}", "kind: jobs}", "E01", "'job'", "jobs"),
    ("col: 3", "col: 5", "E01", "less than 5", "5"),
    ("label: Retrieval,", "label: Retrieval of posts,", "E01", "at most 16", "Retrieval of posts"),
    ("short: Retrieval,", "short: Retrieval of,", "E01", "at most 10", "Retrieval of"),
    ("label: 200 posts}", "label: two hundred posts and more}", "E01", "at most 22", "two hundred"),
    ("lanes: [client,", "lanes: [the whole client,", "E01", "at most 12", "the whole client"),
    ("lane: client, col: 0", "lane: client, nothing, col: 0", "E01", "single quotes", "nothing"),
    ("key: size", "key: goal", "E02", "duplicate key 'goal' in 'clarify'", "goal"),
    ("{key: depth, w: 2", "{key: baseline, w: 2", "E02", "duplicate key 'baseline' in 'expect'", "baseline"),
    ("- objective.ml\n", "- objective.ml\n      - objective\n", "E02", "chosen twice", "objective\n"),
    (r"(1 - p_{hide})\)", r"(1 - p_{hide}", "E06", "no closing", r"\(s"),
    ('ref: "https://doi.org/10.1145/3298689.3346997"', "ref: the journal", "E09", "no address", "the journal"),
    ("result: 579", "result: 600", "E10", "gives 578.7", "600"),
    ("calc: 10e6 * 5 / 86400", "calc: 10e6 * five / 86400", "E10", "unknown name 'five'", "10e6"),
    ("must: true\n      - key: latency", "must: false\n      - key: latency", "E14", "2 questions with `must", "- key: goal"),
    ("role: guardrail, limit: no rise", "role: north_star, limit: no rise", "E14", "1 guardrails", "- {key: reads"),
    ("role: north_star}", "role: primary}", "E14", "2 primary", "- {key: reads"),
    ("role: primary}", "role: north_star}", "E14", "0 primary", "- {key: reads"),
    ("      - {key: timeout, when: The ranker times out, detect: Rate of fallbacks, do: Serve the order of retrieval}\n", "", "E14", "2 failures", "- key: stale"),
    ("total: 150", "total: 160", "E14", "take 150 ms, not 160", "160"),
    ("minutes: 9\n          minutes_60: 12", "minutes: 8\n          minutes_60: 12", "E14", "`minutes` sums to 44", "- key: clarify"),
    ("minutes_60: 12", "minutes_60: 13", "E14", "`minutes_60` sums to 61", "- key: clarify"),
    ("- key: operate", "- key: ship", "E14", "eight steps in order", "ship"),
    ("hire: 0.65", "hire: 0.90", "E14", "do not rise", "{strong"),
    ("ref: clarify.today", "ref: clarify.tody", "E15", "did you mean 'today'", "clarify.tody"),
    ("ref: features", "ref: title", "E15", "leads nowhere", "title"),
    ("note:why-two-negatives", "note:why-negatives", "E15", "did you mean 'why-two-negatives'", "["),
    ("probes: [conflict, fresh]", "probes: [conflict, frsh]", "E15", "did you mean 'fresh'", "frsh"),
    ("- trap.position", "- trap.positions", "E15", "did you mean 'trap.position'", "trap.positions"),
    ("- trap.position", "- estimate.loads", "E15", "it needs `ask`", "estimate.loads"),
    ("- key: rank\n          why", "- key: ranker\n          why", "E15", "no node 'ranker'", "ranker"),
    ("no_fallback: [fs]", "no_fallback: [fs, redis]", "E15", "no node 'redis'", "redis"),
    ("ref: ['data.label.negatives.random', 'note:why-two-negatives']", "ref: models.baseline", "E16", "'negatives'", "models.baseline"),
    (", ref: 'topic:release'", "", "E16", "'ramp'", "{key: ramp"),
    ("lane: online, col: 3", "lane: onlin, col: 3", "E17", "did you mean 'online'", "onlin"),
    ("lanes: [client, online, offline]", "lanes: [client, online, stream, offline]", "E17", "no node stands in lane 'stream'", "stream"),
    ("lane: online, col: 2", "lane: online, col: 1", "E17", "cell of 'retr'", "1"),
    ("from: log, to: train", "from: log, to: trn", "E17", "did you mean 'train'", "trn"),
    ("{from: log, to: train,", "{from: train, to: train,", "E17", "to itself", "{from: train"),
    ("{from: log, to: train,", "{from: app, to: log,", "E17", "second arrow", "{from: app, to: log, mode: batch"),
    ("label: Ranker, short", "label: 排序, short", "E17", "one cell wide", "排序"),
    ("- key: rank\n          why", "- key: app\n          why", "E17", "is the client", "app"),
    ("no_fallback: [fs]", "no_fallback: []", "E18", "'fs' is on the online path", "{key: fs"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "words", "place"), FAULTS, ids=lambda value: value[:24])
def test_each_fault_of_a_case_has_a_code_a_place_and_words(
    old: str, new: str, code: str, words: str, place: str
) -> None:
    text = edited((old, new))
    problems = read_definitions(text, "one/feed.yaml").problems
    assert code in {problem.code for problem in problems}, problems
    (problem, *_) = (p for p in problems if p.code == code and words in f"{p.message} {p.hint}")
    line = text.split("\n")[problem.span.line - 1] + "\n"
    assert line[problem.span.column - 1 :].startswith(place)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("role: north_star", "role: guardrail"),  # a north star is optional
        ("      no_fallback: [fs]\n      boxes", "      no_fallback: [fs, retr]\n      boxes"),
        (", ref: 'topic:release'", ", ref: 'note:late-labels'"),
        (", ref: 'topic:release'", ", ref: [architecture.nodes.rank, clarify.goal]"),
        ("      grading: {strong_hire: 0.80, hire: 0.65, lean_no: 0.50, must_floor: 0.75}\n", ""),
        ("      - trap.position\n", "      - trap\n"),  # all of a recipe
        ("p99 under 150 ms,", "'p99 under 150 ms, 99 of 100',"),
    ],
)
def test_what_the_format_leaves_open_is_fine(old: str, new: str) -> None:
    assert read((old, new)).problems == ()


def test_a_broken_block_a_wrong_key_and_a_bad_note_hide_nothing_else() -> None:
    problems = read(
        ("trap: Top slots", "trp: Top slots"),
        ("total: 150", "total: 151"),
        ("probes: [conflict, fresh]", "probes: [conflict, none]"),
        ("role: choice\n        ask: A home feed counts", "rol: choice\n        ask: A home feed counts"),
        ("    family:", "    famly: x\n    family:"),
        ("priority: 1", "priority: 9"),
    ).problems
    assert [
        (problem.code, problem.message.split(" ")[0]) for problem in problems if problem.code != "E01"
    ] == [
        ("E14", "the"),
        ("E15", "no"),
    ]
    assert len([problem for problem in problems if problem.code == "E01"]) == 6  # two of them a missing key


def test_a_case_with_a_broken_block_keeps_its_other_cards() -> None:
    (definition,) = read(("trap: Top slots", "trp: Top slots")).definitions
    keys = [note.key for note in definition.notes]
    assert "model.two-tower" in keys
    assert "why-two-negatives" in keys
    assert "trap.position" not in keys
    assert "label.definition" not in keys  # it stands in the same block
    assert definition.case is None


def test_topics_that_no_deck_has_are_reported_where_they_are_named(tmp_path: Path) -> None:
    text = edited(
        ("topics: [cascade,", "topics: [cascades,"),
        ("component: event-log", "component: event-logs"),
        ("'topic:release'", "'topic:releas'"),
    )
    problems = deck_problems(tmp_path, text)
    assert {problem.code for problem in problems} == {"E08"}
    lines = text.split("\n")
    named = [lines[problem.span.line - 1][problem.span.column - 1 :] for problem in problems]
    assert [name.split(",")[0].split("}")[0] for name in named] == [
        "cascades",
        "event-logs",
        "'topic:releas'",
    ]
    assert all("did you mean" in problem.hint for problem in problems)


def test_a_case_stands_in_a_file_of_its_name(tmp_path: Path) -> None:
    (problem,) = deck_problems(tmp_path, CASE, "one/other.yaml")
    assert (problem.code, problem.span.line) == ("E02", 3)
    assert "feed.yaml" in problem.hint


NOTE = """
      - key: drawn
        role: mechanism
        ask: Which part of the feed holds the values that training saw?
        answer: The feature store.
        diagram: """
OWN = """{lanes: [top], nodes: [{key: a, lane: top, col: 0, label: One, short: One, kind: client},
          {key: b, lane: top, col: 1, label: Two, short: Two, kind: service}],
          edges: [{from: a, to: b, mode: sync, label: call}], hide: b}"""


def with_note(diagram: str) -> Read:
    return read_definitions(CASE.rstrip() + NOTE + diagram + "\n", "one/feed.yaml")


@pytest.mark.parametrize("diagram", ["{hide: fs}", "{case: feed, hide: fs}"])
def test_a_hand_written_note_can_hide_a_part_of_its_case(diagram: str) -> None:
    found = with_note(diagram)
    assert found.problems == ()
    content = found.definitions[0].notes[-1].content
    assert isinstance(content, MissingBox)
    assert content.hide == "fs"
    assert found.definitions[0].case is not None
    assert content.diagram == found.definitions[0].case.architecture.diagram


def test_a_note_can_bring_a_drawing_of_its_own() -> None:
    found = with_note(OWN)
    assert found.problems == ()
    content = found.definitions[0].notes[-1].content
    assert isinstance(content, MissingBox)
    assert [node.label for node in content.diagram.nodes] == ["One", "Two"]


@pytest.mark.parametrize(
    ("diagram", "code", "words"),
    [
        ("{hide: fss}", "E15", "did you mean 'fs'"),
        ("{case: other, hide: fs}", "E15", "write the note in 'other'"),
        ("{lanes: [top], hide: fs}", "E01", "'nodes' is missing"),
        ("{hid: fs}", "E01", "did you mean 'hide'"),
        (OWN.replace("col: 1", "col: 0"), "E17", "cell of 'a'"),
        (OWN.replace("hide: b", "hide: c"), "E15", "no node 'c'"),
        (OWN.replace("{lanes", "{case: feed, lanes"), "E01", "a drawing of its own"),
    ],
)
def test_a_drawing_that_cannot_be_asked_for_is_refused(diagram: str, code: str, words: str) -> None:
    problems = with_note(diagram).problems
    assert any(p.code == code and words in f"{p.message} {p.hint}" for p in problems), problems
    assert all(problem.span.line >= CASE.count("\n") for problem in problems)


def test_generated_notes_are_checked_like_written_ones_where_their_texts_stand(tmp_path: Path) -> None:
    repeated = (
        "In a two-stage feed, why does the retrieval model need random negatives while the ranker does not?"
    )
    asked = "A home feed should bring readers back every week. What should its ranker predict?"
    assert [problem.code for problem in deck_problems(tmp_path, edited((asked, repeated)))] == ["E04"]
    for change, code, place in (
        (("predict the chance", r"predict \(\foo\) the chance"), "E06", r"\foo"),
        (
            (asked, "For a reader and a post, predict the chance of a satisfied read and order by it."),
            "E03",
            "For",
        ),
    ):
        text = edited(change)
        (problem,) = read_definitions(text, "one/feed.yaml").problems
        assert problem.code == code
        assert text.split("\n")[problem.span.line - 1][problem.span.column - 1 :].startswith(place)


def test_an_estimate_with_changing_numbers_becomes_a_template() -> None:
    (definition,) = read().definitions
    content = next(note.content for note in definition.notes if note.key == "estimate.scores")
    assert isinstance(content, Calc)
    assert dict(content.vary)["loads"] == (5.0, 10.0, 20.0)
    assert content.factor == Calc.DEFAULT_FACTOR
