"""Reading YAML: values as written, places that are right, and a stranger's file does no harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlsd_cards.deckfile import reading
from mlsd_cards.errors import Problem, Span


def problems_of(text: str) -> list[Problem]:
    return reading.parse(text, "f.yaml")[1]


def only(text: str) -> Problem:
    (problem,) = problems_of(text)
    return problem


@pytest.mark.parametrize("written", ["no", "010", "12:30", "1.10", "1e6", "~", "2024-01-01", "0x1F"])
def test_scalars_stay_the_text_that_was_typed(written: str) -> None:
    document, problems = reading.parse(f"a: {written}\n", "f.yaml")
    assert document is not None
    assert document.value == {"a": written}
    assert not problems


def test_places_of_keys_values_and_characters_inside_texts() -> None:
    text = "a: |\n  first\n   more \\(x\\)\nb: 'it''s here'\nc: >\n   folded text\n   goes on\nd: [x, yy]\n"
    document, _ = reading.parse(text, "f.yaml")
    assert document is not None
    value = document.value
    assert document.span(("b",), key=True) == Span("f.yaml", 4, 1)
    assert document.span(("d", 1)) == Span("f.yaml", 8, 8)
    assert document.span_in(("a",), value["a"].index("\\(")) == Span("f.yaml", 3, 9)
    assert document.span_in(("b",), value["b"].index("here")) == Span("f.yaml", 4, 11)
    assert document.span_in(("c",), value["c"].index("goes")) == Span("f.yaml", 7, 4)


def test_a_missing_path_is_placed_at_its_nearest_ancestor() -> None:
    document, _ = reading.parse("a:\n  b: 1\n", "f.yaml")
    assert document is not None
    assert document.span(("a", "nothing", 3)) == Span("f.yaml", 2, 3)


def test_a_duplicate_key_is_reported_with_the_first_ones_line() -> None:
    problem = only("a: 1\nb: 2\na: 3\n")
    assert (problem.code, problem.span.line, problem.hint) == ("E02", 3, "first on line 1")


@pytest.mark.parametrize(
    ("text", "code", "line", "hint"),
    [
        ("cloze: {{c1::x}} y\n", "E22", 1, "quotes"),
        ("cloze: {{c1::x}}\n", "E22", 1, "quotes"),
        ("ask: a: b\n", "E22", 1, "quotes"),
        ("ask: `x`\n", "E22", 1, "quotes"),
        ("ask: @x\n", "E22", 1, "quotes"),
        ("ask: *x\n", "E22", 1, "quotes"),
        ("ask: !x\n", "E23", 1, "quotes"),
        ("a:\n\t- b\n", "E22", 2, "tabs"),
        ("a: 1\n---\nb: 2\n", "E22", 2, "one document"),
        ("a: !!python/object:os.system x\n", "E23", 1, "quotes"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", "E23", 3, ""),
        ("", "E22", 1, "area"),
    ],
)
def test_each_yaml_trap_is_named_with_its_place_and_a_way_out(
    text: str, code: str, line: int, hint: str
) -> None:
    problem = only(text)
    assert (problem.code, problem.span.line) == (code, line)
    assert hint in problem.hint


@pytest.mark.parametrize(
    "command", [r"\frac", r"\beta", r"\theta", r"\nabla", r"\rho", r"\alpha", r"\xi", r"\eta"]
)
def test_latex_in_double_quotes_is_refused_before_it_is_mangled(command: str) -> None:
    codes = [problem.code for problem in problems_of(f'a: "{command}{{1}}"\n')]
    assert codes in (["E24"], ["E22"])  # some are no YAML escape at all


def test_an_escaped_backslash_in_double_quotes_is_fine() -> None:
    document, problems = reading.parse('a: "\\\\frac and \\" quote"\n', "f.yaml")
    assert not problems
    assert document is not None
    assert document.value["a"] == '\\frac and " quote'


def test_a_comment_that_cuts_a_text_is_a_warning() -> None:
    problem = only("ask: What is C #1 of them?\n")
    assert (problem.code, problem.span.column) == ("W23", 16)


def test_comments_elsewhere_are_fine() -> None:
    assert problems_of("# head\na: one  # word\nb:\n  - x # y\n") == []


def test_fifty_thousand_levels_end_in_a_message_not_in_a_crash() -> None:
    assert only("[" * 50_000).code == "E23"


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 20))
    assert only(f"l0: &l0 [x]\n{levels}\n").code == "E23"


def test_a_few_aliases_of_texts_are_allowed() -> None:
    document, problems = reading.parse("a: &x text\nb: *x\n", "f.yaml")
    assert not problems
    assert document is not None
    assert document.value["b"] == "text"


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"a: 1\nb: caf\xe9\n", "E21", 2),
        (b"a: \x1b[31m\n", "E21", 1),
        ("a: \u202eevil\n".encode(), "E21", 1),
        ("a: x\nb: \u0085\n".encode(), "E21", 2),
    ],
)
def test_bytes_that_are_not_clean_utf8_are_refused_with_their_line(
    content: bytes, code: str, line: int
) -> None:
    found = reading.decode(content, "f.yaml")
    assert isinstance(found, Problem)
    assert (found.code, found.span.line) == (code, line)


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    assert reading.decode(b"\xef\xbb\xbfa: 1\r\n", "f.yaml") == "a: 1\n"


def test_only_regular_files_of_bearable_size_inside_the_folder_are_read(tmp_path: Path) -> None:
    root = tmp_path / "deck"
    root.mkdir()
    secret = tmp_path / "secret.yaml"
    secret.write_text("a: 1\n")
    link, huge, fifo = root / "link.yaml", root / "huge.yaml", root / "pipe.yaml"
    link.symlink_to(secret)
    huge.write_bytes(b"#" * (reading.MAX_BYTES + 1))
    os.mkfifo(fifo)
    for path in (link, huge, fifo, root / "missing.yaml"):
        found = reading.read_bytes(path, path.name, root)
        assert isinstance(found, Problem), path
        assert found.code == "E20"


def test_a_control_character_behind_an_escape_is_found() -> None:
    document, _ = reading.parse('a: ["x\\x07y"]\n', "f.yaml")
    assert document is not None
    assert list(reading.control_characters(document.value)) == [(("a", 0), "\x07")]
