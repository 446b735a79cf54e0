"""The JSON Schema comes from the models, and a real validator agrees with `mlsd check` about shape."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from decks import TOPIC, topic
from mlsd_cards.deckfile.schema import json_schema

VALIDATOR = Draft202012Validator(json_schema())


def editor(text: str) -> object:
    """The values as an editor sees them: numbers and booleans where YAML says so."""
    return yaml.load(text, Loader=yaml.CSafeLoader)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


def test_the_shipped_decks_are_valid_as_an_editor_reads_them(project: Path) -> None:
    files = [path for path in (project / "decks").rglob("*.yaml") if path.parent != project / "decks"]
    assert files
    for path in files:
        errors = list(VALIDATOR.iter_errors(editor(path.read_text(encoding="utf-8"))))
        assert not errors, f"{path}: {errors[0].json_path}: {errors[0].message}"


def test_every_form_of_note_is_valid_and_mixtures_are_not() -> None:
    assert VALIDATOR.is_valid(editor(TOPIC))
    for notes in (
        "- {key: a, role: use, ask: Q?, answer: A, cloze: '{{c1::x}}'}",
        "- {key: a, role: use, ask: Q?, calc: 1+1}",
        "- {key: a, role: use, ask: Q?, answer: A, extre: x}",
        "- {key: a, role: usage, ask: Q?, answer: A}",
        "- {key: A b, role: use, ask: Q?, answer: A}",
    ):
        assert not VALIDATOR.is_valid(editor(topic(notes))), notes


@pytest.mark.parametrize("value", ["0.5", "yes", "12"])
def test_a_text_that_yaml_takes_for_a_number_is_fine_in_an_editor_too(value: str) -> None:
    assert VALIDATOR.is_valid(editor(topic(f"- {{key: a, role: use, ask: Which?, answer: {value}}}")))


def test_the_committed_schema_is_the_current_one(project: Path) -> None:
    written = json.loads((project / "decks" / "deck.schema.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(json_schema())), "run: mlsd schema -o decks/deck.schema.json"
