"""The app as it is installed, in a real terminal: it studies, it remembers, and it leaves the terminal whole."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from decks import write_deck
from e2e.terminal import Terminal
from mlsd_cards.review.events import Kind
from mlsd_cards.store import Scope, Store
from unit.tui.learner import QUESTIONS


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    write_deck(tmp_path / "deck", {"two/drift.yaml": QUESTIONS})
    return {"MLSD_HOME": str(tmp_path / "home"), "COLORTERM": "truecolor"}


def review(tmp_path: Path, environment: dict[str, str]) -> Terminal:
    command = [str(Path(sys.executable).with_name("mlsd")), "review", "--decks", str(tmp_path / "deck")]
    return Terminal(command, environment)


def log(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "home" / "data" / "reviews.sqlite")


def test_five_cards_are_studied_and_found_scheduled_at_the_next_start(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with review(tmp_path, environment) as app:
        app.wait_for("12 left")
        for left in range(11, 6, -1):
            app.wait_for("show the answer")
            app.keys(" ")
            app.wait_for("4 Easy")
            app.keys("4")
            app.wait_for(f"{left} left")
        app.keys("q")
        assert app.wait_for_end(10) == 0
        assert not app.is_raw()
    with log(tmp_path) as store:
        rated = [event.card for event in store.events() if event.kind == Kind.RATING]
        assert len(set(rated)) == len(rated) == 5
        due = {row.card for row in store.due(30_000, Scope())}
        assert due == set(rated)
    with review(tmp_path, environment) as app:
        app.wait_for("7 left")
        app.keys("q")
        assert app.wait_for_end(10) == 0


def test_a_burst_of_keys_in_one_write_gives_each_answer_once(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with review(tmp_path, environment) as app:
        app.wait_for("12 left")
        app.keys(" 4" * 10)
        app.wait_for("2 left")
        app.keys("q")
        assert app.wait_for_end(10) == 0
    with log(tmp_path) as store:
        rated = [event.card for event in store.events() if event.kind == Kind.RATING]
    assert len(set(rated)) == len(rated) == 10


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signals_end_the_app_and_restore_the_terminal(
    tmp_path: Path, environment: dict[str, str], number: signal.Signals
) -> None:
    with review(tmp_path, environment) as app:
        app.wait_for("show the answer")
        assert app.is_raw()
        app.keys(" 4")
        app.wait_for("11 left")
        os.kill(app.pid, number)
        assert app.wait_for_end(2) == 128 + number
        assert not app.is_raw()
        assert b"\x1b[?1049l" in app.sent, "the alternate screen was not left"
        assert b"\x1b[?25h" in app.sent, "the cursor stayed hidden"
        assert b"Traceback" not in app.sent
    with log(tmp_path) as store:
        assert sum(event.kind == Kind.RATING for event in store.events()) == 1


def test_notes_are_edited_one_after_another_and_put_back_in_one_step(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nfor last; do :; done\nprintf '# seen\\n' >> \"$last\"\n", encoding="utf-8")
    editor.chmod(0o755)
    file = tmp_path / "deck" / "two" / "drift.yaml"
    before = file.read_bytes()
    program = (
        "import sys, pathlib; from mlsd_cards.cli.app import Request, run_app; "
        "run_app('home', Request(decks=pathlib.Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "deck")]
    with Terminal(command, environment | {"VISUAL": str(editor)}, columns=100) as app:
        app.wait_for("Today")
        app.keys("b")
        app.wait_for("12 cards")
        app.keys("*")
        app.wait_for("1 card marked")
        app.keys("   e")
        app.wait_for("3 of 3 notes edited")
        assert file.read_bytes() == before + b"# seen\n" * 3
        app.keys("u")
        app.wait_for("undone: edits of 3 notes")
        assert file.read_bytes() == before
        app.keys("u")
        app.wait_for("undone: the mark is as it was")
        app.keys("qq")
        assert app.wait_for_end(10) == 0


def test_it_ends_when_its_terminal_goes_away(tmp_path: Path, environment: dict[str, str]) -> None:
    with review(tmp_path, environment) as app:
        app.wait_for("show the answer")
        app.hang_up()
        app.wait_for_end(3)


def test_without_a_terminal_it_says_so(tmp_path: Path, environment: dict[str, str]) -> None:
    import subprocess

    done = subprocess.run(
        [str(Path(sys.executable).with_name("mlsd")), "review"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )
    assert done.returncode == 2
    assert "--plain" in done.stderr
