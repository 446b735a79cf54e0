"""Definitions: every problem of a file is listed at once, with its place and what to do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from decks import DECK, TOPIC, topic, write_deck
from mlsd_cards.deckfile.deck import load, open_folder
from mlsd_cards.deckfile.definitions import read_definitions
from mlsd_cards.errors import DeckError, FileError, Problem
from mlsd_cards.model.definition import Calc, Checklist, Cloze, Question


def problems_of(text: str) -> list[tuple[str, int]]:
    return [(problem.code, problem.span.line) for problem in read_definitions(text, "f.yaml").problems]


def deck_problems(root: Path) -> list[Problem]:
    return list(load(open_folder(root)).problems)


def test_a_sound_file_gives_each_form_of_note() -> None:
    read = read_definitions(TOPIC, "f.yaml")
    assert not read.problems
    (definition,) = read.definitions
    forms = [type(note.content) for note in definition.notes]
    assert forms == [Question, Cloze, Calc, Checklist]
    assert [note.id for note in definition.notes] == [
        "ndcg/formula",
        "ndcg/discount",
        "ndcg/worked",
        "ndcg/steps",
    ]
    cards = [card for note in definition.notes for card in note.cards()]
    assert cards[1:4] == ["ndcg/discount#c1", "ndcg/discount#c2", "ndcg/discount#c3"]
    assert definition.notes[0].span.line == 11


@pytest.mark.parametrize(
    ("notes", "code", "words"),
    [
        ("- {key: a, role: use, ask: Q?, answer: A, extre: x}", "E01", "did you mean 'extra'"),
        ("- {key: a, role: use, ask: Q?}", "E01", "needs `answer`"),
        ("- {key: a, role: use, answer: A}", "E01", "'ask' is missing"),
        ("- {role: use, ask: Q?, answer: A}", "E01", "'key' is missing"),
        ("- {key: a, role: usage, ask: Q?, answer: A}", "E01", "did you mean 'use'"),
        ("- {key: a, role: use, ask: Q?, answer: A, points: [x, y]}", "E01", "'points' and 'answer'"),
        ("- {key: a, role: use, ask: Q?, answer: A, result: 3}", "E01", "'result' does not go with 'answer'"),
        ("- {key: a, role: use, ask: Q?, calc: 1+1}", "E01", "'result' is missing"),
        ("- {key: A b, role: use, ask: Q?, answer: A}", "E02", "lower-case"),
        ("- {key: a, role: use, ask: '  ', answer: A}", "E01", "'ask'"),
        ("- {key: a, role: use, ask: Same, answer: same}", "E03", "the same"),
        ("- {key: a, role: use, ask: Q?, calc: 1 + 1, result: 3}", "E10", "gives 2"),
        ("- {key: a, role: use, ask: Q?, calc: 1 + 1, result: 2, answer: three}", "E10", "does not show 2"),
        ("- {key: a, role: use, ask: Q?, calc: __import__('os'), result: 2}", "E10", "unknown name"),
        ("- {key: a, role: use, ask: Q?, calc: 9**9**9, result: 2}", "E10", "too large"),
        ("- {key: a, role: use, cloze: nothing hidden}", "E05", "without a deletion"),
        ("- {key: a, role: use, cloze: 'a {{c2::b}}'}", "E05", "numbered c1"),
        ("- {key: a, role: use, cloze: 'a {{c1::}} b'}", "E05", "empty"),
        ("- {key: a, role: use, cloze: 'a {{c1::b'}", "E05", "never closed"),
        ("- {key: a, role: use, cloze: 'a {{c1::b {{c2::c}} d}}'}", "E05", "inside a deletion"),
        (r"- {key: a, role: use, ask: Q?, answer: '\(\foo\)'}", "E06", r"unknown command \foo"),
        (r"- {key: a, role: use, ask: Q?, answer: '\(a'}", "E06", "no closing"),
        (r"- {key: a, role: use, ask: Q?, answer: '\(\frac{a}\)'}", "E06", "does not parse"),
        (r"- {key: a, role: use, ask: Q?, answer: '\(\href{x}{y}\)'}", "E06", "not allowed"),
        (r"- {key: a, role: use, ask: Q?, answer: '\(100%\)'}", "E06", "bare %"),
        (r"- {key: a, role: use, ask: Q?, answer: '\(a#b\)'}", "E06", "bare #"),
        (r"- {key: a, role: use, ask: Q?, answer: '\(\text{$5}\)'}", "E06", "inside"),
        (r"- {key: a, role: use, ask: Q?, answer: '\(\hat\frac12\)'}", "E06", "bare fraction"),
        (r"- {key: a, role: use, ask: Q?, answer: '\(\begin{array}a\end{array}\)'}", "E06", "columns"),
        ("- {key: a, role: use, ask: Q?, answer: 'see [this](https://a b/c)'}", "E07", "looks like a link"),
        ("- {key: a, role: use, cloze: 'a {{c1::::hint}}'}", "E05", "empty"),
        ("- {key: a, role: use, cloze: 'a ![{{c1::b}}](p.png)'}", "E05", "description"),
        (r"- {key: a, role: use, ask: Q?, answer: '\(\begin{matrix}a\)'}", "E06", "begin without"),
        ("- {key: a, role: use, ask: Q?, answer: '[x](javascript:alert(1))'}", "E07", "not allowed"),
        ("- {key: a, role: use, ask: Q?, answer: '[x](ftp://a.b)'}", "E07", "link"),
        ("- {key: a, role: use, ask: Q?, answer: A, source: 2}", "E09", "no source 2"),
        ("- {key: a, role: use, ask: {x: y}, answer: A}", "E01", "should be text"),
    ],
)
def test_each_mistake_in_a_note_has_a_code_a_place_and_words(notes: str, code: str, words: str) -> None:
    problems = read_definitions(topic(notes), "f.yaml").problems
    assert [problem.code for problem in problems] == [code]
    assert words in f"{problems[0].message} {problems[0].hint}"
    assert problems[0].span.line == 7


def test_two_broken_notes_do_not_hide_each_other_or_the_sound_one() -> None:
    notes = (
        "- {key: a, role: use, ask: Q?, answr: A}\n"
        "- {key: b, role: use, ask: Where does it stand?, answer: Here}\n"
        "- {key: c, role: nope, ask: Q?, answer: A}\n"
        r"- {key: d, role: use, ask: Q?, answer: '\(\foo\) and \(\bar'}"
    )
    read = read_definitions(topic(notes), "f.yaml")
    assert [(problem.code, problem.span.line) for problem in read.problems] == [
        ("E01", 7),
        ("E01", 9),
        ("E06", 10),
        ("E06", 10),
    ]
    assert [note.key for note in read.definitions[0].notes] == ["b", "d"]


def test_a_duplicate_key_and_a_duplicate_id_are_refused(tmp_path: Path) -> None:
    double = topic("- {key: a, role: use, ask: One?, answer: A}\n- {key: a, role: use, ask: Two?, answer: B}")
    root = write_deck(
        tmp_path / "deck", {"one/a.yaml": double, "one/b.yaml": double.replace("One?", "Three?")}
    )
    codes = sorted(problem.code for problem in deck_problems(root))
    assert codes == ["E02", "E02", "E02"]


def test_relations_must_exist_and_must_not_go_in_a_circle(tmp_path: Path) -> None:
    def needs(id_: str, needed: str) -> str:
        return topic(
            f"- {{key: a, role: use, ask: What is {id_} for?, answer: A}}",
            id_=id_,
            head=f"    requires: [{needed}]\n",
        )

    root = write_deck(
        tmp_path / "deck",
        {"one/a.yaml": needs("a", "b"), "one/b.yaml": needs("b", "a"), "one/c.yaml": needs("c", "bb")},
    )
    messages = [problem.message for problem in deck_problems(root) if problem.code == "E08"]
    assert any("circle: " in message for message in messages)
    assert any("'bb'" in message for message in messages)


def test_an_unknown_area_is_reported_with_the_nearest_one(tmp_path: Path) -> None:
    root = write_deck(
        tmp_path / "deck", {"x.yaml": topic("- {key: a, role: use, ask: Which?, answer: A}", area="onee")}
    )
    (problem,) = deck_problems(root)
    assert (problem.code, problem.hint) == ("E08", "did you mean 'one'?")


def test_a_picture_must_exist_be_one_and_be_used(tmp_path: Path) -> None:
    root = write_deck(
        tmp_path / "deck",
        {"one/a.yaml": topic("- {key: a, role: use, ask: 'Which ![x](missing.png)?', answer: A}")},
    )
    media = root / "media"
    media.mkdir()
    (media / "unused.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (media / "fake.png").write_text("no picture")
    (media / "evil.svg").write_text("<svg><script>alert(1)</script></svg>")
    problems = deck_problems(root)
    assert {problem.code for problem in problems} == {"E13"}
    assert len(problems) == 4


def test_a_remote_picture_is_refused(tmp_path: Path) -> None:
    text = topic("- {key: a, role: use, ask: 'Which ![x](https://a.b/c.png)?', answer: A}")
    (problem,) = deck_problems(write_deck(tmp_path / "deck", {"one/a.yaml": text}))
    assert problem.code == "E07"


def test_a_folder_without_deck_yaml_and_a_broken_deck_yaml_say_so(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"no deck\.yaml"):
        open_folder(tmp_path)
    (tmp_path / "deck.yaml").write_text("name: X\nnamespace: Y Z\n")
    with pytest.raises(DeckError) as caught:
        open_folder(tmp_path)
    assert {problem.code for problem in caught.value.problems} == {"E01"}


def test_fronts_that_repeat_each_other_are_refused_where_content_rules_apply(tmp_path: Path) -> None:
    notes = (
        "- {key: a, role: use, ask: 'Which metric ranks by graded relevance here?', answer: A}\n"
        "- {key: b, role: use, ask: 'Which metric ranks by graded relevance here, then?', answer: B}\n"
        "- {key: c, role: use, ask: 'WHICH metric ranks by graded relevance here?', answer: C}"
    )
    text = topic(
        notes, kind="data", head="    sources: [{title: T, by: B, year: 2000, ref: 'https://a.b/c'}]\n"
    )
    codes = [problem.code for problem in deck_problems(write_deck(tmp_path / "deck", {"one/a.yaml": text}))]
    assert codes.count("E04") >= 2
    plain = write_deck(tmp_path / "plain", {"one/a.yaml": topic(notes)})
    assert deck_problems(plain) == []


def test_a_formula_without_intuition_and_a_metric_without_example_are_refused(tmp_path: Path) -> None:
    text = topic("- {key: a, role: formula, ask: 'Which formula?', answer: A}", kind="metric")
    codes = [problem.code for problem in deck_problems(write_deck(tmp_path / "deck", {"one/a.yaml": text}))]
    assert sorted(codes) == ["E09", "E11", "E11", "E12", "E12", "E12"]


def test_a_wrong_key_of_a_definition_does_not_hide_what_is_wrong_in_its_notes() -> None:
    notes = (
        "- {key: a, role: nope, ask: Q?, answer: A}\n" + r"- {key: b, role: use, ask: Q?, answer: '\(\foo\)'}"
    )
    text = topic(notes).replace("title: Topic", "titel: Topic")
    codes = sorted(problem.code for problem in read_definitions(text, "f.yaml").problems)
    assert codes == ["E01", "E01", "E01", "E06"]


@pytest.mark.parametrize("definitions", ["[foo]", "[[x]]", "[]", "text", "[{}]", "[null]"])
def test_definitions_of_a_strange_shape_are_problems_and_no_crash(definitions: str) -> None:
    read = read_definitions(f"area: one\ndefinitions: {definitions}\n", "f.yaml")
    assert {problem.code for problem in read.problems} <= {"E01", "E22"}
    assert read.problems


@pytest.mark.parametrize("piece", ["{{c1::[a", r"\({{c1::", "{{c1::", r"\(x{", "[a](", "**a"])
def test_a_hostile_text_is_refused_quickly(piece: str) -> None:
    text = topic("- {key: a, role: use, cloze: '" + piece * 900 + "'}")
    started = time.perf_counter()
    assert read_definitions(text, "f.yaml").problems
    assert time.perf_counter() - started < 5
    long = topic("- {key: a, role: use, cloze: '" + piece * 4000 + "'}")
    assert [problem.code for problem in read_definitions(long, "f.yaml").problems] == ["E01"]


def test_two_extensions_cannot_hold_the_same_note(tmp_path: Path) -> None:
    text = "area: one\ndefinitions:\n  - extends: ndcg\n    notes: [{key: own, role: use, ask: Which one?, answer: A}]\n"
    root = write_deck(tmp_path / "deck", {"one/a.yaml": text, "one/b.yaml": text})
    assert "E02" in [problem.code for problem in deck_problems(root)]
    lost = write_deck(tmp_path / "lost", {"one/a.yaml": text.replace("area: one", "area: nowhere")})
    assert [problem.code for problem in deck_problems(lost)] == ["E08"]


def test_an_area_stands_once_in_deck_yaml(tmp_path: Path) -> None:
    deck = "name: X\nnamespace: x\nareas:\n  - {id: one, title: One}\n  - {id: one, title: Two}\n"
    with pytest.raises(DeckError) as caught:
        open_folder(write_deck(tmp_path / "deck", deck=deck))
    assert [problem.code for problem in caught.value.problems] == ["E02"]


def test_a_comment_in_deck_yaml_is_a_warning_at_most(tmp_path: Path) -> None:
    deck = "name: My deck #1\nnamespace: x\nareas:\n  - {id: one, title: One}\n"
    assert open_folder(write_deck(tmp_path / "deck", deck=deck)).name == "My deck"


@pytest.mark.parametrize("answer", ["At k = 2, 0.5 of them.", "It is .5 here.", "0.5"])
def test_a_result_is_found_in_its_answer(answer: str) -> None:
    note = f"- {{key: a, role: use, ask: Which?, calc: 1 / 2, result: 0.5, answer: '{answer}'}}"
    assert read_definitions(topic(note), "f.yaml").problems == ()


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("namespace:", "namespce:", "did you mean 'namespace'?"),
        ("title: Area One", "titel: One", "did you mean 'title'?"),
    ],
)
def test_an_unknown_key_of_deck_yaml_has_the_nearest_of_its_own_keys(
    tmp_path: Path, old: str, new: str, hint: str
) -> None:
    with pytest.raises(DeckError) as caught:
        open_folder(write_deck(tmp_path / "deck", deck=DECK.replace(old, new, 1)))
    assert hint in {problem.hint for problem in caught.value.problems}
