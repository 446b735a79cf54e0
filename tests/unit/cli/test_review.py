"""The review side of the command line: line by line, settings, backups, and a log that is always checked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from decks import write_deck


def mlsd(*arguments: str, cwd: Path, say: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mlsd_cards", *arguments],
        input=say,
        stdin=subprocess.DEVNULL if say is None else None,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ,
        check=False,
    )


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_deck(tmp_path / "deck")
    return tmp_path


def test_five_cards_by_lines_and_they_are_scheduled_the_next_time(work: Path) -> None:
    done = mlsd("review", "--plain", "--decks", "deck", cwd=work, say="\n4\n\n4\n0.834\n\n\n3\n3\n")
    assert done.returncode == 0, done.stderr
    assert "Which two corrections turn cumulative gain" in done.stdout
    assert "Within the tolerance." in done.stdout
    assert "4 answers" in done.stdout
    again = mlsd("review", "--plain", "--decks", "deck", cwd=work, say="")
    assert "Which two corrections" not in again.stdout


def test_the_input_may_end_at_any_time(work: Path) -> None:
    for say in ("", "\n", "\n3", "\n3\n\n", "?\n", "u\n", "x\n-\n@\n*\nq\n"):
        done = mlsd("review", "--plain", "--decks", "deck", cwd=work, say=say)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr


def test_undo_by_lines_takes_the_answer_back(work: Path) -> None:
    done = mlsd("review", "--plain", "--decks", "deck", cwd=work, say="\n3\nu\nq\n")
    assert "Took back: rating." in done.stdout
    assert done.stdout.count("Which two corrections turn") == 2
    assert "0 answers" in done.stdout


def test_without_a_terminal_the_app_says_what_to_do(work: Path) -> None:
    done = mlsd("review", "--decks", "deck", cwd=work)
    assert done.returncode == 2
    assert "mlsd review --plain" in done.stderr
    assert mlsd(cwd=work).stdout.startswith("Usage")


def test_an_unknown_area_is_a_usage_error(work: Path) -> None:
    done = mlsd("review", "--plain", "--area", "onee", "--decks", "deck", cwd=work, say="")
    assert done.returncode == 2
    assert "one, two" in done.stderr


def test_an_unknown_tag_is_a_usage_error(work: Path) -> None:
    done = mlsd("review", "--plain", "--tag", "procedur", "--decks", "deck", cwd=work, say="")
    assert done.returncode == 2
    assert "did you mean 'procedure'" in done.stderr


def test_settings_are_shown_set_and_refused(work: Path) -> None:
    assert "desired_retention" in mlsd("config", cwd=work).stdout
    assert mlsd("config", "desired_retention", "0.92", cwd=work).returncode == 0
    assert mlsd("config", "desired_retention", cwd=work).stdout == "0.92\n"
    assert mlsd("config", "learning_steps", "30s 5m", cwd=work).returncode == 0
    assert mlsd("config", "learning_steps", cwd=work).stdout == "30s 5m\n"
    assert mlsd("config", "keymap", "vim", cwd=work).returncode == 0
    assert mlsd("config", "keymap", cwd=work).stdout == "vim\n"
    for wrong, word in (
        (("desired_retention", "2"), "0.7 to 0.99"),
        (("keymap", "emacs"), "anki or vim"),
        (("desired_retentoin", "1"), "did you mean 'desired_retention'"),
        (("fuzz", "maybe"), "neither true nor false"),
        (("new_per_day", "-1"), "0 to 9999"),
        (("new_per_day", "1.5"), "no whole number"),
        (("review_order", "foo"), "relative overdueness"),
        (("learning_steps", "soon"), "soon"),
    ):
        done = mlsd("config", *wrong, cwd=work)
        assert done.returncode == 2, wrong
        assert word in done.stderr


def test_backup_restore_and_doctor(work: Path) -> None:
    mlsd("review", "--plain", "--decks", "deck", cwd=work, say="\n3\nq\n")
    data = Path(os.environ["MLSD_HOME"]) / "data" / "reviews.sqlite"
    assert mlsd("doctor", cwd=work).returncode == 0
    listed = mlsd("backup", "--list", cwd=work).stdout
    assert listed.strip()
    data.write_bytes(b"damaged beyond repair" * 500)
    refused = mlsd("review", "--plain", "--decks", "deck", cwd=work, say="")
    assert refused.returncode == 3
    assert "mlsd restore" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert mlsd("restore", cwd=work).returncode == 2  # no terminal to ask, no --yes
    assert mlsd("restore", "--yes", cwd=work).returncode == 0
    assert mlsd("doctor", "--rebuild", cwd=work).returncode == 0
    assert (
        "Which two corrections" not in mlsd("review", "--plain", "--decks", "deck", cwd=work, say="").stdout
    )


def test_a_checklist_by_lines_takes_commands_and_can_be_skipped(work: Path) -> None:
    done = mlsd("review", "--plain", "--tag", "procedure", "--decks", "deck", cwd=work, say="\n?\n9\n\n3\n")
    assert done.returncode == 0, done.stderr
    assert "A number from 0 to 3." in done.stdout
    assert "1 answer," in done.stdout


def test_problems_of_the_decks_are_told_and_the_rest_is_studied(work: Path) -> None:
    (work / "deck" / "one" / "broken.yaml").write_text("area: one\ndefinitions: [")
    done = mlsd("review", "--plain", "--decks", "deck", cwd=work, say="q\n")
    assert "1 problem in the decks" in done.stderr
    assert "Which two corrections" in done.stdout
