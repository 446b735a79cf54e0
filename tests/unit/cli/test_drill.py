"""`mlsd drill`: numbers by a seed, an answer within a factor, worked steps, and the template is what comes back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from decks import topic, write_deck
from unit.cli.test_review import mlsd

TEMPLATES = topic(
    """- key: peak
  role: estimate
  ask: '{users} users make {requests} requests a day each. How many QPS is that on average?'
  calc: users * requests / 86400
  vary: {users: [100e6, 50e6, 20e6, 300e6], requests: [10, 4, 30]}
  result: 11574
  unit: QPS
  steps: ['{users} × {requests} = {= users * requests} a day', '÷ 86,400 = {result} QPS']
- key: plain
  role: estimate
  ask: 'How much is twice a hundred thousand?'
  calc: 2 * 100000
  result: 200000
  answer: It is 200,000.""",
    id_="traffic",
)
OTHER = TEMPLATES.replace("id: traffic", "id: storage").replace("users make", "people make")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_deck(tmp_path / "deck", {"one/traffic.yaml": TEMPLATES, "one/storage.yaml": OTHER})
    return tmp_path


def drill(work: Path, *arguments: str, say: str) -> str:
    done = mlsd("drill", "--plain", "--decks", "deck", *arguments, cwd=work, say=say)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_same_seed_asks_with_the_same_numbers(work: Path) -> None:
    first = drill(work, "--seed", "3", say="")
    assert first == drill(work, "--seed", "3", say="")
    asked = {drill(work, "traffic", "--seed", str(seed), say="").split("\n")[2] for seed in range(1, 12)}
    assert len(asked) >= 5


def test_an_answer_within_the_factor_is_right_and_the_steps_show_its_own_numbers(work: Path) -> None:
    shown = drill(work, "traffic", "--seed", "3", say="\nq\n")
    found = re.search(r"About ([\d,]+) QPS", shown)
    assert found is not None, shown
    right = int(found[1].replace(",", ""))
    near = drill(work, "traffic", "--seed", "3", say=f"{right * 1.8:.0f}\nq\n")
    assert "Within a factor of 2." in near
    far = drill(work, "traffic", "--seed", "3", say=f"{right * 2.2:.0f}\nq\n")
    assert "Not within a factor of 2." in far
    assert f"÷ 86,400 = {found[1]} QPS" in near


def test_only_templates_are_asked_and_a_topic_narrows_them(work: Path) -> None:
    everything = drill(work, say="\n3\n\n3\n")
    assert "twice a hundred thousand" not in everything
    assert "people make" in everything
    one = drill(work, "traffic", say="\n3\n")
    assert "people make" not in one


def test_after_an_answer_the_template_is_scheduled_and_comes_with_other_numbers(work: Path) -> None:
    first = drill(work, "traffic", "--seed", "3", say="\n4\n")
    assert "1 answer, 1 new card," in first
    second = drill(work, "traffic", "--seed", "3", say="")
    assert second.split("\n")[2] != first.split("\n")[2]


def test_the_count_limits_the_questions(work: Path) -> None:
    assert "2 left" in drill(work, say="")
    assert "1 left" in drill(work, "--count", "1", say="")


def test_a_deck_without_templates_says_so(tmp_path: Path) -> None:
    write_deck(tmp_path / "deck", {"one/notes.yaml": topic(TEMPLATES[TEMPLATES.index("- key: plain") :])})
    done = mlsd("drill", "--plain", "--decks", "deck", cwd=tmp_path, say="")
    assert done.returncode == 2
    assert "no question with changing numbers" in done.stderr


def test_what_was_answered_is_backed_up(work: Path) -> None:
    drill(work, "traffic", say="\n3\n")
    assert "session" in mlsd("backup", "--list", cwd=work).stdout


def test_the_list_shows_every_template_and_an_unknown_topic_gets_a_suggestion(work: Path) -> None:
    listed = mlsd("drill", "--list", "--decks", "deck", cwd=work).stdout
    assert "traffic/peak" in listed
    assert "100M users make 10 requests" in listed
    assert "traffic/plain" not in listed
    wrong = mlsd("drill", "trafic", "--plain", "--decks", "deck", cwd=work, say="")
    assert wrong.returncode == 2
    assert "did you mean 'traffic'?" in wrong.stderr


def test_without_a_terminal_it_says_what_to_do(work: Path) -> None:
    done = mlsd("drill", "--decks", "deck", cwd=work)
    assert done.returncode == 2
    assert "mlsd drill --plain" in done.stderr
