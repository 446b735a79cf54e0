"""The command line: light help, exit codes, formats, and no traceback whatever happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from decks import TOPIC, topic, write_deck
from mlsd_cards.cli import COMMANDS
from mlsd_cards.model.kinds import KINDS


def mlsd(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mlsd_cards", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | environment,
        check=False,
    )


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_and_version_load_none_of_the_heavy_libraries(arguments: list[str]) -> None:
    script = (
        "import sys\n"
        "from mlsd_cards.cli import main\n"
        "try:\n"
        f"    main({arguments!r})\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0, end.code\n"
        "heavy = {'textual', 'genanki', 'pydantic', 'sqlite_utils', 'yaml', 'markdown_it'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_each_commands_help_has_an_example(name: str) -> None:
    done = mlsd(name, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout


def test_usage_errors_exit_with_2() -> None:
    assert mlsd("nonsense").returncode == 2
    assert "did you mean 'build'" in mlsd("buidl").stderr
    assert mlsd("build", "--nonsense").returncode == 2
    assert mlsd("build", "--area", "nowhere").returncode == 2


def test_a_deck_with_problems_exits_with_1_and_lists_all_of_them_with_their_lines(tmp_path: Path) -> None:
    notes = "- {key: a, role: use, ask: Q?, answr: A}\n- {key: b, role: use, cloze: none}"
    write_deck(tmp_path / "deck", {"one/a.yaml": topic(notes)})
    for command in (["check", "deck"], ["build", "--decks", "deck", "-o", "x.apkg"]):
        done = mlsd(*command, cwd=tmp_path)
        assert done.returncode == 1
        text = done.stdout + done.stderr
        assert "deck/one/a.yaml:7:38: E01 unknown key 'answr' (did you mean 'answer'?)" in text
        assert "deck/one/a.yaml:8:36: E05 a cloze without a deletion" in text
        assert "- {key: a, role: use, ask: Q?, answr: A}" in text
        assert "Traceback" not in text
    assert not (tmp_path / "x.apkg").exists()


def test_json_and_github_formats_are_for_programs(tmp_path: Path) -> None:
    write_deck(tmp_path / "deck", {"one/a.yaml": topic("- {key: a, role: use, ask: Q?, answr: A}")})
    found = json.loads(mlsd("check", "deck", "--format", "json", cwd=tmp_path).stdout)
    assert found[0] == {
        "file": "deck/one/a.yaml",
        "line": 7,
        "column": 38,
        "code": "E01",
        "level": "error",
        "message": "unknown key 'answr'",
        "hint": "did you mean 'answer'?",
    }
    line = mlsd("check", "deck", "--format", "github", cwd=tmp_path).stdout.split("\n")[0]
    assert line.startswith("::error file=deck/one/a.yaml,line=7,col=38,title=E01::unknown key 'answr'")


def test_a_single_file_is_checked_within_its_deck(tmp_path: Path) -> None:
    files = {"one/a.yaml": topic("- {key: a, role: nope, ask: Q?, answer: A}"), "one/b.yaml": TOPIC}
    root = write_deck(tmp_path / "deck", files)
    assert mlsd("check", str(root / "one" / "b.yaml")).returncode == 0
    assert mlsd("check", str(root / "one" / "a.yaml")).returncode == 1


def test_fifty_problems_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    notes = "\n".join(f"- {{key: k{n}, role: nope, ask: Q?, answer: A}}" for n in range(70))
    write_deck(tmp_path / "deck", {"one/a.yaml": topic(notes)})
    done = mlsd("check", "deck", cwd=tmp_path)
    assert done.stdout.count("E01 unknown role") == 50
    assert "and 20 more" in done.stdout


def test_control_characters_of_a_strangers_file_never_reach_the_terminal(tmp_path: Path) -> None:
    root = write_deck(
        tmp_path / "deck", {"one/a.yaml": "area: one\ndefinitions:\n  - id: \x1b]52;c;ZXZpbA==\x07\n"}
    )
    done = mlsd("check", str(root))
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr
    assert "\\x1b" in done.stdout + done.stderr


@pytest.mark.parametrize("command", [["check", "."], ["build", "--decks", "."], ["list", "--decks", "."]])
def test_a_folder_that_is_no_deck_exits_with_4_and_says_why(tmp_path: Path, command: list[str]) -> None:
    done = mlsd(*command, cwd=tmp_path)
    assert done.returncode == 4
    assert "deck.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_output_that_cannot_be_written_exits_with_4_and_keeps_the_lock_away(tmp_path: Path) -> None:
    root = write_deck(tmp_path / "deck")
    (tmp_path / "file").write_text("in the way")
    done = mlsd("build", "--decks", str(root), "-o", str(tmp_path / "file" / "x.apkg"))
    assert done.returncode == 4
    assert "cannot write" in done.stderr
    assert not (root / "deck.lock").exists()


def test_a_closed_pipe_gives_no_traceback(tmp_path: Path, project: Path) -> None:
    command = f"{sys.executable} -m mlsd_cards schema | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_an_ascii_locale_works(tmp_path: Path) -> None:
    write_deck(tmp_path / "deck")
    done = mlsd(
        "show", "ndcg", "--decks", "deck", cwd=tmp_path, PYTHONUTF8="0", LC_ALL="C", PYTHONIOENCODING="ascii"
    )
    assert done.returncode == 0, done.stderr
    assert "nDCG@k" in done.stdout


def test_list_and_show_find_topics_and_suggest_near_misses(tmp_path: Path) -> None:
    root = str(write_deck(tmp_path / "deck"))
    assert "ndcg" in mlsd("list", "--decks", root).stdout
    shown = mlsd("show", "ndcg/worked", "--decks", root)
    assert "(3 + 7/log2(3))" in shown.stdout
    missed = mlsd("show", "ndgc", "--decks", root)
    assert missed.returncode == 2
    assert "did you mean ndcg" in missed.stderr


def test_new_writes_a_deck_that_builds_at_once(tmp_path: Path) -> None:
    for kind, name in (("topic", "my-stack"), *((kind, f"my-{kind.replace('_', '-')}") for kind in KINDS)):
        done = mlsd("new", kind, name, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    built = mlsd("build", "--decks", "my-deck", "-o", "x.apkg", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "x.apkg").stat().st_size > 1000
    assert mlsd("new", "topic", "my-stack", cwd=tmp_path).returncode == 2
    assert mlsd("new", "topik", "x", cwd=tmp_path).returncode == 2


def test_an_unexpected_error_is_one_line_and_a_private_file(tmp_path: Path) -> None:
    script = (
        "import mlsd_cards.cli as c, mlsd_cards.cli.browse as b\n"
        "c.cli.get_command = lambda *_: (_ for _ in ()).throw(RuntimeError('boom'))\n"
        "c.main(['list'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )
    assert done.returncode == 4
    assert done.stderr.count("\n") == 1
    (log,) = tmp_path.glob("mlsd-*.log")
    assert log.stat().st_mode & 0o777 == 0o600
    assert "RuntimeError: boom" in log.read_text()


def test_check_tells_of_a_note_that_vanished_from_a_sound_deck(tmp_path: Path) -> None:
    root = write_deck(tmp_path / "deck")
    assert mlsd("build", "--decks", "deck", "-o", "x.apkg", cwd=tmp_path).returncode == 0
    (root / "one" / "ranking.yaml").write_text(TOPIC[: TOPIC.index("      - key: steps")])
    done = mlsd("check", "deck", cwd=tmp_path)
    assert done.returncode == 1
    assert "E31 'ndcg/steps' has vanished" in done.stdout


@pytest.mark.parametrize("name", ["deck/deck.lock", "deck/one/ranking.yaml", "package.zip"])
def test_a_package_never_takes_the_place_of_another_file(tmp_path: Path, name: str) -> None:
    write_deck(tmp_path / "deck")
    done = mlsd("build", "--decks", "deck", "-o", name, cwd=tmp_path)
    assert done.returncode == 2
    assert ".apkg" in done.stderr


def test_an_empty_area_leaves_an_old_package_alone(tmp_path: Path) -> None:
    write_deck(tmp_path / "deck")
    (tmp_path / "old.apkg").write_bytes(b"old")
    done = mlsd("build", "--decks", "deck", "--area", "two", "-o", "old.apkg", cwd=tmp_path)
    assert done.returncode == 1
    assert "no notes to build" in done.stderr
    assert (tmp_path / "old.apkg").read_bytes() == b"old"


def test_a_file_that_is_never_read_is_not_said_to_be_fine(tmp_path: Path) -> None:
    root = write_deck(tmp_path / "deck")
    (root / "one" / "draft.yaml.txt").write_text("broken: [")
    assert mlsd("check", "deck/one/draft.yaml.txt", cwd=tmp_path).returncode == 4
