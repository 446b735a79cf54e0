"""`mlsd optimize`: fit, decide, go back; and what a retention costs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

import mlsd_cards.cli
from learners import histories
from mlsd_cards import paths
from mlsd_cards.review.memory import DEFAULT_PARAMETERS
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store import DeckCard, Store
from unit.cli.test_review import mlsd

DAY_MS = 86_400_000
START = 19_000


@pytest.fixture
def studied(tmp_path: Path) -> Path:
    """A learner of 160 cards who forgets more slowly than the default says."""
    cards = histories(160, 6, seed=6)
    with Store.open(paths.data_file()) as store:
        store.sync_cards([DeckCard(name, name, "t", "a", 1, 1) for name in cards], "own")
        for name, ((*reviews,),) in cards.items():
            day = START
            for review in reviews:
                day += review.days
                at = Moment(day * DAY_MS + DAY_MS // 2, 0)
                store.rate(name, review.rating, at, 8_000, expected=store.record(name))
    return tmp_path


def parameters() -> tuple[float, ...]:
    with Store.open(paths.data_file()) as store:
        return store.options().fsrs_parameters


def test_a_fit_is_shown_asked_about_used_and_taken_back(studied: Path) -> None:
    asked = mlsd("optimize", cwd=studied, say="n\n")
    assert "Log loss" in asked.stdout, asked.stderr
    assert "Nothing changed." in asked.stdout
    assert parameters() == DEFAULT_PARAMETERS
    done = mlsd("optimize", "--yes", cwd=studied)
    assert "Done." in done.stdout, done.stderr
    fitted = parameters()
    assert fitted != DEFAULT_PARAMETERS
    assert mlsd("optimize", "--back", cwd=studied).returncode == 0
    assert parameters() == DEFAULT_PARAMETERS
    mlsd("optimize", "--back", cwd=studied)
    assert parameters() == fitted


def test_json_tells_both_qualities_and_changes_nothing(studied: Path) -> None:
    told = json.loads(mlsd("optimize", "--json", cwd=studied).stdout)
    assert told["version"] == 1
    assert told["after"]["log_loss"] < told["before"]["log_loss"]
    assert len(told["parameters"]) == 21
    assert parameters() == DEFAULT_PARAMETERS


def test_json_is_as_its_schema_says_and_so_are_the_examples_of_the_documents(studied: Path) -> None:
    schema = json.loads(
        (Path(mlsd_cards.cli.__file__).parent / "schemas" / "optimize.schema.json").read_text()
    )
    document = (Path(__file__).parents[3] / "docs" / "json.md").read_text(encoding="utf-8")
    examples = re.findall(
        r"```json\n(.*?)```", document.split("## `mlsd optimize --json`")[1].split("\n## ")[0], re.DOTALL
    )
    assert len(examples) == 2
    printed = [mlsd("optimize", "--json", *more, cwd=studied).stdout for more in ((), ("--cost", "0.85"))]
    for text in (*examples, *printed):
        jsonschema.validate(json.loads(text), schema)


def test_a_person_who_just_began_is_told_what_is_missing(tmp_path: Path) -> None:
    done = mlsd("optimize", cwd=tmp_path)
    assert done.returncode == 2
    assert "0 cards: a fit needs 400 of 100 cards" in done.stderr
    back = mlsd("optimize", "--back", cwd=tmp_path)
    assert back.returncode == 2
    assert "nothing to go back to" in back.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--back", "--json"], "--back goes with no other option"),
        (["--back", "--cost", "0.85"], "--back goes with no other option"),
        (["--cost", "0.85", "--yes"], "--cost changes nothing"),
    ],
)
def test_options_that_contradict_one_another_are_refused(
    options: list[str], words: str, tmp_path: Path
) -> None:
    done = mlsd("optimize", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())


def test_the_cost_of_a_retention_stands_beside_the_present_one(tmp_path: Path) -> None:
    done = mlsd("optimize", "--cost", "0.85", "--json", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert told["asked"]["retention"] == 0.85
    assert told["asked"]["minutes"] < told["now"]["minutes"]
    shown = mlsd("optimize", "--cost", "0.85", cwd=tmp_path)
    assert "Minutes a day" in shown.stdout
    assert mlsd("optimize", "--cost", "0.5", cwd=tmp_path).returncode == 2
