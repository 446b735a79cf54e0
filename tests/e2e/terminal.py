"""A program in a real pseudo-terminal, and what its screen shows (by pyte)."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from typing import Self

import pyte


class Terminal:
    """Starts a program in a terminal of its own; use as a context manager."""

    def __init__(
        self, command: Sequence[str], environment: dict[str, str], *, columns: int = 80, rows: int = 24
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = b""
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), os.environ | environment | {"TERM": "xterm-256color"})
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.hang_up()

    _status: int | None = None

    @property
    def status(self) -> int | None:
        """The exit code; None while the program runs."""
        if self._status is None:
            pid, raw = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(raw)
        return self._status

    def hang_up(self) -> None:
        """Take the terminal away."""
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def keys(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def read(self, seconds: float) -> bool:
        """Take in output for at most so long; says whether there was any."""
        if self.master < 0 or not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:  # the program closed its side
            return False
        self.sent += data
        self._stream.feed(data)
        return bool(data)

    def wait_for(self, text: str, seconds: float = 20) -> None:
        """Read until the screen shows a text."""
        end = time.monotonic() + seconds
        while text not in self.text:
            assert time.monotonic() < end, f"{text!r} never came; the screen:\n{self.text}"
            self.read(0.05)

    def wait_for_end(self, seconds: float) -> int:
        """Read until the program ends; its exit code."""
        end = time.monotonic() + seconds
        while (status := self.status) is None:
            assert time.monotonic() < end, f"still running after {seconds} s; the screen:\n{self.text}"
            self.read(0.02)
        while self.read(0.05):
            pass
        return status

    def is_raw(self) -> bool:
        """Whether the terminal is left without echo and line editing."""
        return not termios.tcgetattr(self.master)[3] & termios.ICANON
