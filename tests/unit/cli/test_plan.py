"""`mlsd plan` from outside: setting, looking, trying, dropping, and what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import mlsd_cards.cli
from decks import TOPIC, write_deck
from mlsd_cards.cli.context import now
from mlsd_cards.model.profiles import PROFILES
from mlsd_cards.review.events import Kind
from mlsd_cards.review.goal import Goal
from mlsd_cards.review.studyday import date_of, study_day
from mlsd_cards.store import Store
from unit.tui.learner import QUESTIONS

SCHEMA = Path(mlsd_cards.cli.__file__).parent / "schemas" / "plan.schema.json"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_deck(tmp_path / "deck", {"one/ranking.yaml": TOPIC, "two/drift.yaml": QUESTIONS})
    return tmp_path


def mlsd(work: Path, *arguments: str, code: int = 0) -> str:
    """Run `mlsd plan`; returns what it printed, after holding its exit code against `code`."""
    done = subprocess.run(
        [sys.executable, "-m", "mlsd_cards", "plan", *arguments, "--decks", "deck"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=work,
        env=os.environ,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if code == 0 else done.stderr


def day(ahead: int) -> str:
    return str(date_of(study_day(now(), 4)) + timedelta(days=ahead))


def goal(work: Path) -> Goal | None:
    with Store.open(Path(os.environ["MLSD_HOME"]) / "data" / "reviews.sqlite") as store:
        return store.goal()


def printed(work: Path, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(mlsd(work, *arguments, "--json"))
    jsonschema.validate(found, json.loads(SCHEMA.read_text(encoding="utf-8")))
    return found


def test_a_date_puts_the_plan_in_force_and_the_bare_command_shows_it(work: Path) -> None:
    said = mlsd(work, "--date", day(20), "--minutes", "45", "--for", "search")
    assert "in 20 days: 45 minutes a day, for search and retrieval" in said
    assert "Area One" in said
    assert "Predictions, not promises" in said
    assert goal(work) == Goal(study_day(now(), 4) + 20, 45, "search")
    assert mlsd(work) == said


def test_options_change_the_plan_in_force(work: Path) -> None:
    mlsd(work, "--date", day(20), "--minutes", "45", "--for", "search")
    mlsd(work, "--minutes", "20")
    assert goal(work) == Goal(study_day(now(), 4) + 20, 20, "search")
    mlsd(work, "--date", day(5))
    assert goal(work) == Goal(study_day(now(), 4) + 5, 20, "search")


def test_trying_changes_nothing_and_dropping_takes_it_back(work: Path) -> None:
    assert "Only tried" in mlsd(work, "--date", day(20), "--try")
    assert goal(work) is None
    assert "no plan to drop" in mlsd(work, "--drop")
    mlsd(work, "--date", day(20))
    assert "ordinary scheduling is back" in mlsd(work, "--drop")
    assert goal(work) is None
    assert "There is no plan" in mlsd(work)


def test_minutes_between_steps_and_minutes_that_are_not_needed_are_named(work: Path) -> None:
    assert "more would change nothing" in mlsd(work, "--date", day(60), "--minutes", "300", "--try")
    assert "in steps" in mlsd(work, "--date", day(1), "--minutes", "8", "--try")
    assert "Left out for lack of time" in mlsd(work, "--date", day(1), "--minutes", "8", "--try")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--date", day(0)], "is today"),
        (["--date", day(-1)], "is over"),
        (["--date", "tomorrow"], "is no date"),
        (["--date", day(2000)], "too far"),
        (["--date", day(5), "--minutes", "0"], "5 to 600 minutes a day, not 0"),
        (["--date", day(5), "--minutes", "601"], "5 to 600 minutes a day, not 601"),
        (["--date", day(5), "--for", "chess"], "'chess' is not one of"),
        (["--minutes", "20"], "there is no plan to change"),
        (["--drop", "--date", day(5)], "no other option"),
        (["--drop", "--json"], "no other option"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(work: Path, arguments: list[str], words: str) -> None:
    assert words in " ".join(mlsd(work, *arguments, code=2).split())
    assert goal(work) is None


def test_an_empty_deck_is_no_plan(tmp_path: Path) -> None:
    write_deck(tmp_path / "deck", {"one/empty.yaml": "area: one\ndefinitions: []\n"})
    assert "there are no cards to plan for" in mlsd(tmp_path, "--date", day(5), code=2)


def test_suspended_cards_alone_are_no_plan(work: Path) -> None:
    mlsd(work, "--date", day(20), "--try")  # the log hears of the decks
    with Store.open(Path(os.environ["MLSD_HOME"]) / "data" / "reviews.sqlite") as store:
        store.append_many([row.card for row in store.every()], Kind.SUSPEND, None, now())
    assert "all are suspended" in mlsd(work, "--date", day(20), code=2)
    assert goal(work) is None


def test_json_says_the_same(work: Path) -> None:
    assert printed(work) == {"version": 1, "date": None}
    found = printed(work, "--date", day(12), "--for", "llm")
    assert (found["date"], found["minutes"], found["for"], found["in_force"]) == (day(12), 30, "llm", True)
    assert found["cards"] == sum(area["cards"] for area in found["areas"]) == 18
    assert len(found["days"]) == found["days_left"] == 12
    assert found["new_per_day"] == max(one["new"] for one in found["days"])
    assert not printed(work, "--date", day(30), "--try")["in_force"]


def test_the_documented_example_fits_the_schema(project: Path) -> None:
    text = (project / "docs" / "json.md").read_text(encoding="utf-8")
    section = text.partition("## `mlsd plan --json`")[2].partition("\n## ")[0]
    example = json.loads(section.partition("```json")[2].partition("```")[0])
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.validate(example, schema)
    told = {name for line in section.splitlines() if line.startswith("| `") for name in _names(line)}
    assert told == set(schema["anyOf"][0]["required"]) - {"version"}


def _names(line: str) -> list[str]:
    """The keys in the first column of a table's line."""
    return [part for part in line.split("|")[1].split("`") if part.strip(" ,")]


def test_a_plan_whose_day_has_come_is_over(work: Path) -> None:
    with Store.open(Path(os.environ["MLSD_HOME"]) / "data" / "reviews.sqlite") as store:
        store.set_goal(Goal(study_day(now(), 4), 30), now())
    assert "ordinary scheduling is back" in mlsd(work)
    assert printed(work) == {"version": 1, "date": None}


def test_every_profile_can_be_asked_for(work: Path) -> None:
    help_ = mlsd(work, "--help")
    assert all(name in help_ for name in PROFILES)
