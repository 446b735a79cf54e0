"""The app is killed at random moments, again and again: no answer that was saved is lost, changed or doubled."""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from decks import topic, write_deck
from mlsd_cards.store import Store

KILLS = int(os.environ.get("MLSD_KILLS", "6"))
"""`make kill` asks for 200."""

MANY = topic(
    "\n".join(
        f"- {{key: n{n}, role: use, ask: 'Which thing is number {n}?', answer: 'Thing {n}'}}"
        for n in range(max(400, 12 * KILLS))
    )
)


class Terminal:
    """The app in a pseudo-terminal of its own."""

    def __init__(self, cwd: Path, *arguments: str) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.environ["TERM"] = "xterm-256color"
            os.execv(sys.executable, [sys.executable, "-m", "mlsd_cards", *arguments])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def read(self, seconds: float) -> bytes:
        """What the app writes within that time."""
        output, end = b"", time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([self.fd], [], [], left)
            if not ready:
                break
            try:
                output += os.read(self.fd, 65_536)
            except OSError:
                break
        return output

    def wait_for(self, text: bytes, seconds: float = 20) -> bytes:
        output = b""
        end = time.monotonic() + seconds
        while text not in output and time.monotonic() < end:
            output += self.read(0.1)
        assert text in output, output[-2000:]
        return output

    def send(self, keys: bytes) -> None:
        os.write(self.fd, keys)

    def end(self, number: int) -> int:
        os.kill(self.pid, number)
        return self.wait()

    def wait(self, seconds: float = 10) -> int:
        """Wait for the process; returns its status as `os.waitpid` gives it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.fd)
                return status
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        pytest.fail("the app did not end")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_deck(tmp_path / "deck", {"one/many.yaml": MANY})
    done = subprocess.run(
        [sys.executable, "-m", "mlsd_cards", "config", "new_per_day", "9999"], cwd=tmp_path, check=False
    )
    assert done.returncode == 0
    subprocess.run(
        [sys.executable, "-m", "mlsd_cards", "config", "reviews_per_day", "9999"], cwd=tmp_path, check=True
    )
    return tmp_path


def data_file() -> Path:
    return Path(os.environ["MLSD_HOME"]) / "data" / "reviews.sqlite"


def log() -> list[tuple[object, ...]]:
    """The log's rows, read as another process would."""
    connection = sqlite3.connect(f"file:{data_file()}?mode=ro", uri=True, timeout=5)
    try:
        return connection.execute(
            "SELECT id, card, rating, utc_ms FROM log WHERE kind = 'rating' ORDER BY seq"
        ).fetchall()
    finally:
        connection.close()


def test_kills_at_random_moments_lose_change_and_double_nothing(work: Path) -> None:
    chance = random.Random(20)
    sent = 0
    for _ in range(KILLS):
        before = log()
        app = Terminal(work, "review", "--decks", "deck")
        app.wait_for(b"left")
        keys = chance.randrange(1, 12)
        for _ in range(keys):
            app.send(b" 4")
            app.read(chance.uniform(0.001, 0.06))
        saved = log()
        app.end(signal.SIGKILL)
        sent += keys
        after = log()
        assert after[: len(before)] == before
        assert after[: len(saved)] == saved
        assert len(after) <= len(saved) + 1  # one more may have been on its way
        assert len({row[0] for row in after}) == len(after)
    assert len(log()) > KILLS
    assert len(log()) <= sent
    with Store.open(data_file()) as store:
        assert store.verify() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_restores_the_terminal_within_two_seconds(work: Path, number: int) -> None:
    app = Terminal(work, "review", "--decks", "deck")
    app.wait_for(b"left")
    start = time.monotonic()
    os.kill(app.pid, number)
    output = b""
    while time.monotonic() - start < 2:
        output += app.read(0.1)
        if b"\x1b[?1049l" in output:
            break
    assert b"\x1b[?1049l" in output, "the alternate screen was not left"
    assert b"\x1b[?25h" in output, "the cursor stays hidden"
    app.wait()
    assert time.monotonic() - start < 2.5


def test_two_at_once_on_one_log_lose_nothing(work: Path) -> None:
    command = [sys.executable, "-m", "mlsd_cards", "review", "--plain", "--decks", "deck"]
    subprocess.run(command, input="q\n", text=True, cwd=work, check=True, capture_output=True)
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=work)
        for _ in range(2)
    ]
    for one in both:
        assert one.stdin is not None
        one.stdin.write("\n4\n" * 25)
        one.stdin.flush()
        one.stdin.close()
    said = []
    for one in both:
        assert one.stdout is not None
        with one.stdout as lines:
            said.append(lines.read())
    assert [one.wait(60) for one in both] == [0, 0]
    answers = sum(int(text.rsplit(" answer", 1)[0].rsplit("\n", 1)[1]) for text in said)
    assert len(log()) == answers
    with Store.open(data_file()) as store:
        assert store.verify() == []


def test_a_burst_of_twenty_keys_never_doubles_an_answer(work: Path) -> None:
    app = Terminal(work, "review", "--decks", "deck")
    app.wait_for(b"left")
    app.send(b" 4" * 10)
    app.read(2.5)
    app.send(b"q")
    app.read(0.5)
    app.end(signal.SIGTERM)
    rows = log()
    assert 1 <= len(rows) <= 10
    assert len({row[1] for row in rows}) == len(rows), "a card was graded twice"
