"""A whole mock interview in a real terminal: killed in the middle, taken up again, and its cards come today."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from cases import FILES
from decks import write_deck
from e2e.terminal import Terminal
from mlsd_cards.mock.entries import read_entry
from mlsd_cards.mock.session import Phase, Session, replay
from mlsd_cards.review.events import Kind
from mlsd_cards.store import Store

SPEED = 60


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    write_deck(tmp_path / "deck", FILES)
    return {"MLSD_HOME": str(tmp_path / "home"), "COLORTERM": "truecolor", "MLSD_SPEED": str(SPEED)}


def mock(tmp_path: Path, environment: dict[str, str], *arguments: str) -> Terminal:
    command = [str(Path(sys.executable).with_name("mlsd")), "mock", *arguments]
    return Terminal([*command, "--decks", str(tmp_path / "deck")], environment)


def log(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "home" / "data" / "reviews.sqlite")


def session_in(tmp_path: Path) -> Session:
    """The newest session as another process reads it from the log."""
    with log(tmp_path) as store:
        name = store.mock_events()[-1].value["session"]
        entries = [read_entry(event.value, event.at.utc_ms) for event in store.mock_events(name)]
    return replay(entry for entry in entries if entry is not None)[name]


def take(app: Terminal, stop: str, marks: str) -> None:
    """Note something at a stop, mark its points, and go on."""
    app.wait_for("Ctrl+N done")
    assert stop in app.text
    app.keys(f"notes on {stop}\x0e")
    check(app, marks)


def check(app: Terminal, marks: str) -> None:
    app.wait_for("What of this did you say?")
    app.keys(marks)
    for mark in set(marks):
        app.wait_for(f"[{mark}]")
    app.keys("\r")


def killed_at_the_sketch(app: Terminal) -> None:
    """Two steps, and a note that has been there for longer than a second."""
    app.wait_for("The whole interview")
    app.keys("\r")
    take(app, "Clarify", "yyy")
    take(app, "Framing and metrics", "yyy")
    app.wait_for("Ctrl+N done")
    app.keys("boxes and arrows")
    app.wait_for("boxes and arrows")
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        app.read(0.1)
    app.keys(" lost")
    os.kill(app.pid, signal.SIGKILL)
    app.wait_for_end(5)


def finished_from_the_sketch(app: Terminal) -> None:
    """The rest of the interview: one point of it is missed."""
    app.wait_for("unfinished")
    app.keys("\r")
    app.wait_for("Go on with the interview")
    app.keys("\r")
    app.wait_for("boxes and arrows")
    app.keys("\x0e")
    app.wait_for("One good sketch")
    check(app, "yy")
    take(app, "Data and features", "ynyy")
    take(app, "Interruption", "yyy")
    take(app, "Model and evaluation", "yyy")
    take(app, "Interruption", "yyy")
    take(app, "Serving and scale", "yyy")
    take(app, "Operate", "yyy")
    take(app, "Close", "y")
    app.wait_for("of the missed points to today's queue")
    assert "Strong hire" in app.text
    app.keys("\r")
    app.wait_for("in today's queue")
    app.keys("q")
    app.wait_for("last attempt")
    app.keys("q")
    assert app.wait_for_end(10) == 0
    assert not app.is_raw()


def test_an_interview_is_killed_resumed_finished_and_its_missed_cards_come_today(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with mock(tmp_path, environment, "feed") as app:
        killed_at_the_sketch(app)
    killed = session_in(tmp_path)
    assert (killed.phase, killed.stop) == (Phase.ANSWERING, "sketch")
    assert killed.notes["clarify"] == "notes on Clarify"
    assert killed.notes["sketch"].startswith("boxes and arrows")
    assert killed.seconds["sketch"] >= SPEED  # a second of ours is a minute of the interview

    with mock(tmp_path, environment) as app:
        finished_from_the_sketch(app)
    finished = session_in(tmp_path)
    assert (finished.phase, finished.id) == (Phase.FINISHED, killed.id)
    assert finished.seconds["sketch"] >= killed.seconds["sketch"]
    with log(tmp_path) as store:
        queued = {event.card for event in store.events() if event.kind == Kind.QUEUE_TODAY}
        assert queued == {"test:feed/label.definition", "test:feed/why-two-negatives"}
        (day,) = {store.record(card).queued_on for card in queued}
        assert day is not None
        assert {row.card for row in store.new(0, day)} == queued
        assert store.verify() == []


def test_the_terminal_may_go_away_without_a_loss(tmp_path: Path, environment: dict[str, str]) -> None:
    with mock(tmp_path, environment, "feed", "--step", "data") as app:
        app.wait_for("Only Data and features")
        app.keys("\r")
        app.wait_for("Ctrl+N done")
        app.keys("every word")
        app.wait_for("every word")
        os.kill(app.pid, signal.SIGTERM)
        assert app.wait_for_end(3) == 128 + signal.SIGTERM
        assert not app.is_raw()
    assert session_in(tmp_path).notes == {"data": "every word"}


def test_the_clock_alone_costs_few_bytes(tmp_path: Path, environment: dict[str, str]) -> None:
    with mock(tmp_path, environment | {"MLSD_SPEED": "1"}, "feed") as app:
        app.wait_for("The whole interview")
        app.keys("\r")
        app.wait_for("0:02 of 5:00")
        before = len(app.sent)
        app.wait_for("0:07 of 5:00")
        assert len(app.sent) - before < 5 * 800
