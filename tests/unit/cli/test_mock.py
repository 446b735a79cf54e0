"""`mlsd mock` without the app: the list, reports, and what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cases import FILES
from decks import write_deck
from mlsd_cards.cache import Cache
from mlsd_cards.cli.context import SpeedError, mock_ticks
from mlsd_cards.library import Library
from mlsd_cards.mock.session import Mark
from mlsd_cards.rehearsal import Place, Rehearsal, case_of, cases
from mlsd_cards.store import Store
from unit.test_rehearsal import hold
from unit.tui.learner import MINUTE, MORNING, Clock, Learner


def mlsd(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mlsd_cards", "mock", *arguments, "--decks", "deck"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ,
        check=False,
    )


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_deck(tmp_path / "deck", FILES)
    return tmp_path


def held(work: Path, mark: Mark, step: str | None = None, hour: int = 0) -> str:
    """Hold an interview; returns the session's id."""
    library = Library.open([work / "deck"], Cache(None), 1)
    with Store.open(Path(os.environ["MLSD_HOME"]) / "data" / "reviews.sqlite") as store:
        learner = Learner(work, library, store, Clock(MORNING + 60 * MINUTE * hour))
        place = Place(store, learner.clock, lambda: learner.clock.ms / 1000)
        case = case_of("feed", cases(library, store))
        rehearsal = Rehearsal.begin(place, case, minutes=45, step=step)
        hold(learner, rehearsal, mark)
        return rehearsal.session.id


def test_the_list_shows_how_the_last_attempt_went(work: Path) -> None:
    done = mlsd("--list", cwd=work)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].split() == ["Id", "Title", "Family", "Priority", "Level", "Last"]
    assert "recommendation" in done.stdout
    held(work, Mark.PARTIAL)
    assert "Lean no 50 %" in mlsd("--list", cwd=work).stdout


def test_the_last_report_is_printed(work: Path) -> None:
    refused = mlsd("feed", "--report", cwd=work)
    assert refused.returncode == 2
    assert "no finished interview on feed" in refused.stderr
    held(work, Mark.YES)
    held(work, Mark.PARTIAL, hour=1)
    done = mlsd("--report", cwd=work)
    assert done.returncode == 0, done.stderr
    assert "Home feed: Lean no, 50 % of the points in " in done.stdout
    assert "Of the points that any hire makes you made 50 %" in done.stdout
    assert ": 100 %, strong hire." in done.stdout
    assert done.stdout.split("Step")[1].split("\n")[0].split() == ["Points", "Time", "Plan", "Before"]
    assert "In part, clarify: " in done.stdout
    assert "To read: " in done.stdout


def test_a_deck_without_cases_says_so(tmp_path: Path) -> None:
    write_deck(tmp_path / "deck")
    done = mlsd("--list", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "The decks hold no case studies: mlsd new case_study ID\n")


def test_a_case_that_cannot_be_read_is_not_just_missing(work: Path) -> None:
    file = next((work / "deck").rglob("feed.yaml"))
    file.write_text(file.read_text().replace("mode: batch", "mode: bach"))
    done = mlsd("--list", cwd=work)
    assert done.returncode == 0
    assert "problem" in done.stderr
    assert "mlsd check" in done.stderr


def test_a_report_is_json_for_programs(work: Path) -> None:
    name = held(work, Mark.NO, "data")
    done = mlsd("--report", name, "--json", cwd=work)
    told = json.loads(done.stdout)
    assert (told["session"], told["case"], told["grade"], told["score"]) == (name, "test:feed", None, 0)
    assert [step["key"] for step in told["steps"]] == ["data"]
    assert told["steps"][0]["seconds"] == 60
    assert told["steps"][0]["notes"] == "notes of data"
    assert {missed["step"] for missed in told["missed"]} == {"data"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("fed", "--list"), "did you mean feed"),
        (("--report", "nobody"), "no interview 'nobody'"),
        (("--json",), "--json goes with --report"),
        ((), "needs a terminal"),
        (("--minutes", "50"), "'50' is not one of"),
    ],
)
def test_what_cannot_be_is_said(work: Path, arguments: tuple[str, ...], said: str) -> None:
    done = mlsd(*arguments, cwd=work)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_clock_can_be_made_to_run_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = mock_ticks()
    start = ticks()
    monkeypatch.setenv("MLSD_SPEED", "1000000")
    fast = mock_ticks()
    assert fast() > 1000 * start


@pytest.mark.parametrize("speed", ["0", "-1", "fast", "nan", "inf", ""])
def test_a_clock_that_cannot_run_is_refused(speed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLSD_SPEED", speed)
    with pytest.raises(SpeedError, match="MLSD_SPEED"):
        mock_ticks()
