"""`mlsd search` and what it chooses cards for; the documents say nothing that does not run."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import mlsd_cards.cli
from decks import TOPIC, write_deck
from mlsd_cards import paths
from mlsd_cards.cli.context import now
from mlsd_cards.review.events import Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.review.search import parse
from mlsd_cards.store import Store
from mlsd_cards.store.search import At, Order, Searching
from unit.cli.test_review import mlsd
from unit.tui.learner import QUESTIONS

SCHEMA = Path(mlsd_cards.cli.__file__).parent / "schemas" / "search.schema.json"
ROW = re.compile(r"^\| `([^`]+)` \| (.*) \|$", re.MULTILINE)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_deck(tmp_path / "deck", {"one/ranking.yaml": TOPIC, "two/drift.yaml": QUESTIONS})
    return tmp_path


def search(work: Path, *arguments: str) -> Any:
    done = mlsd("search", *arguments, "--json", "--decks", "deck", cwd=work)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    return told


def test_cards_are_listed_with_their_state(work: Path) -> None:
    done = mlsd("search", "ndcg", "tag:formula", "--decks", "deck", cwd=work)
    head, _, row = done.stdout.rstrip().split("\n")
    assert head.split() == ["Front", "Area", "Role", "State", "Due", "Stability", "Recall"]
    assert row.startswith("Which two corrections turn cumulative gain")
    assert row.split()[-2:] == ["formula", "new"]
    assert done.stderr == "1 card\n"


def test_a_limit_says_how_many_there_are(work: Path) -> None:
    done = mlsd("search", "drift", "--limit", "2", "--decks", "deck", cwd=work)
    assert len(done.stdout.rstrip().split("\n")) == 4
    assert done.stderr == "12 cards; 2 of them are shown (--limit 0 shows all)\n"
    assert len(search(work, "drift", "--limit", "0")["cards"]) == 12


def test_nothing_found_is_said_and_is_no_error(work: Path) -> None:
    done = mlsd("search", "gradient", "--decks", "deck", cwd=work)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "No card is found.\n")


def test_a_search_that_cannot_be_read_is_pointed_at(work: Path) -> None:
    done = mlsd("search", "is:due prop:r<80", "--decks", "deck", cwd=work)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "prop:r lies between 0 and 1, not at 80\n    is:due prop:r<80\n" + " " * 18 + "^\n"


def test_json_tells_states_memories_and_marks(work: Path) -> None:
    told = search(work, "is:new -tag:drift")
    assert (told["version"], told["query"], told["found"]) == (1, "is:new -tag:drift", 6)
    card = "test:ndcg/formula"
    with Store.open(paths.data_file()) as store:
        store.rate(card, Rating.Easy, now(), 9_000, expected=store.record(card))
        store.append(card, Kind.FLAG, 3, now())
        store.append("test:ndcg/steps", Kind.SUSPEND, None, now())
    (told_card,) = search(work, "rated:1")["cards"]
    assert told_card["state"] == "review"
    assert told_card["flag"] == 3
    assert told_card["recall"] > 0.99
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told_card["due"])
    assert [one["id"] for one in search(work, "is:suspended")["cards"]] == ["test:ndcg/steps"]


def test_cards_are_suspended_unsuspended_and_reset_after_asking(work: Path) -> None:
    asked = mlsd("suspend", "deck:two", "--decks", "deck", cwd=work)
    assert asked.returncode == 2
    assert "12 cards would be suspended; say so with --yes" in asked.stderr
    assert search(work, "is:suspended")["found"] == 0
    done = mlsd("suspend", "deck:two", "--yes", "--decks", "deck", cwd=work)
    assert done.stdout == "12 cards are suspended; u in the app takes it back.\n"
    assert mlsd("suspend", "deck:two", "--yes", "--decks", "deck", cwd=work).stdout.startswith("No such card")
    with Store.open(paths.data_file()) as store:
        store.undo(now())
    assert search(work, "is:suspended")["found"] == 0
    mlsd("suspend", "id:drift/q1", "--yes", "--decks", "deck", cwd=work)
    mlsd("unsuspend", "deck:two", "--yes", "--decks", "deck", cwd=work)
    assert search(work, "is:suspended")["found"] == 0
    card = "test:drift/q1"
    with Store.open(paths.data_file()) as store:
        store.rate(card, Rating.Easy, now(), 9_000, expected=store.record(card))
    assert mlsd("reset", "id:drift", "--yes", "--decks", "deck", cwd=work).stdout.startswith("1 card is new")
    assert search(work, "is:new deck:two")["found"] == 12


def test_a_change_without_a_search_is_a_usage_error(work: Path) -> None:
    assert mlsd("reset", "--yes", "--decks", "deck", cwd=work).returncode == 2
    assert mlsd("reset", "is:", "--yes", "--decks", "deck", cwd=work).returncode == 2


def test_every_search_in_the_documents_runs(project: Path, work: Path) -> None:
    search(work, "")
    text = (project / "docs" / "search.md").read_text(encoding="utf-8")
    rows = ROW.findall(text)
    assert len(rows) >= 25
    searches = [
        found for row in rows for found in (row[0], *re.findall(r"`((?:\w+:|-)[^\s`][^`]*)`", row[1]))
    ]
    with Store.open(paths.data_file()) as store, closing(Searching(store.path)) as searching:
        for found in searches:
            searching.first(parse(found), Order.PLACE, At(now(), store.options()))


def test_the_example_in_the_documents_fits_the_schema(project: Path) -> None:
    text = (project / "docs" / "json.md").read_text(encoding="utf-8")
    section = text.split("## `mlsd search --json`")[1]
    example = section.split("```json\n")[1].split("```")[0]
    jsonschema.validate(json.loads(example), json.loads(SCHEMA.read_text(encoding="utf-8")))
