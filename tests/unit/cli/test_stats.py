"""`mlsd stats` from outside: charts, tables, JSON by its schema, and a page."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import mlsd_cards.cli
from decks import TOPIC, write_deck
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.studyday import Moment
from mlsd_cards.store import Store
from unit.tui.learner import QUESTIONS

SCHEMA = json.loads(
    (Path(mlsd_cards.cli.__file__).parent / "schemas" / "stats.schema.json").read_text(encoding="utf-8")
)
DAY_MS = 86_400_000


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_deck(tmp_path / "deck", {"one/ranking.yaml": TOPIC, "two/drift.yaml": QUESTIONS})
    return tmp_path


def mlsd(work: Path, *arguments: str, code: int = 0, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mlsd_cards", "stats", "--decks", "deck", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=work,
        env=os.environ | environment,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if code == 0 else done.stderr


def study(days: tuple[int, ...]) -> None:
    """Answer two cards on days in the past."""
    with Store.open(Path(os.environ["MLSD_HOME"]) / "data" / "reviews.sqlite") as store:
        for back in days:
            at = Moment(int(time.time() * 1000) - back * DAY_MS)
            for number, card in enumerate(("test:drift/q1", "test:ndcg/formula")):
                rating = Rating.Again if back == 1 and number else Rating.Easy
                moment = at._replace(utc_ms=at.utc_ms + number * 9_000)
                store.rate(card, rating, moment, 9_000, expected=store.record(card))


def as_json(work: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(mlsd(work, "--json"))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(found, SCHEMA)
    return found


def test_without_an_answer_there_are_sentences(work: Path) -> None:
    text = mlsd(work)
    assert "No answers yet: the calendar fills as you study." in text
    assert "No reviews yet. The target is 90 %." in text
    assert "│" not in text
    assert as_json(work)["days"] == []


def test_a_single_day_is_enough(work: Path) -> None:
    study((0,))
    found = as_json(work)
    assert (found["streak"], len(found["days"]), found["days"][0]["new"]) == ({"now": 1, "longest": 1}, 1, 2)
    assert "2 answers on 1 day" in mlsd(work)


def test_json_has_the_numbers_of_the_log(work: Path) -> None:
    study((90, 60, 1))
    found = as_json(work)
    assert found["retention"]["all time"]["all"] == {"passed": 3, "failed": 1, "share": 0.75}
    assert found["retention"]["yesterday"]["mature"] == {"passed": 1, "failed": 1, "share": 0.5}
    assert found["retention"]["today"]["all"] == {"passed": 0, "failed": 0, "share": None}
    areas = {area["id"]: area for area in found["areas"]}
    assert areas["one"]["retention"]["all"]["failed"] == 1
    assert areas["two"]["answers"] == 3
    assert sum(cards["unseen"] for cards in areas["two"]["cards"]) == 11
    assert sum(hour["answers"] for hour in found["hours"]) == 6
    assert found["calibration"]["answers"] == 4


def test_charts_keep_to_the_width_and_to_ascii_where_asked(work: Path) -> None:
    study((90, 60, 1, 0))
    for columns in ("60", "80", "200"):
        assert max(map(len, mlsd(work, COLUMNS=columns).splitlines())) < int(columns)
    assert mlsd(work, PYTHONIOENCODING="ascii").isascii()
    assert "?" not in mlsd(work, PYTHONIOENCODING="ascii")


def test_tables_have_no_drawings(work: Path) -> None:
    study((60, 1, 0))
    text = mlsd(work, "--table")
    assert not re.search("[█░▒▓│└]", text)
    assert "Week from" in text


def test_a_page_is_written_whole(work: Path) -> None:
    study((60, 1, 0))
    assert "Wrote stats.html" in mlsd(work, "--html", "stats.html")
    page = (work / "stats.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert page.count("<svg") > 8


def test_what_cannot_be_is_said_in_a_sentence(work: Path) -> None:
    assert "exclude one another" in mlsd(work, "--json", "--html", "x.html", code=2)
    assert not (work / "x.html").exists()
    assert "deck.yaml" in mlsd(work, "--html", "deck/deck.yaml/x.html", code=4)


def test_the_example_of_the_documents_is_part_of_what_is_printed(project: Path) -> None:
    text = (project / "docs" / "json.md").read_text(encoding="utf-8")
    section = text.partition("## `mlsd stats --json`")[2].partition("\n## ")[0]
    example = json.loads(section.partition("```json\n")[2].partition("```")[0])
    for key, value in example.items():
        schema = {**SCHEMA["properties"][key], "$defs": SCHEMA["$defs"]}
        if key == "retention":
            schema.pop("required")
        jsonschema.validate(value, schema)
    documented = set(re.findall(r"`(\w+)`", section))
    assert set(SCHEMA["properties"]) - {"version"} <= documented
