"""Print problems: for people, for programs, and for GitHub's annotations."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TextIO

import click

from mlsd_cards.errors import Problem

SHOWN = 50
_VISIBLE = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {
    code: f"\\u{code:04x}"
    for code in (0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
}


def visible(text: str) -> str:
    """Text with control characters written out: a stranger's deck must not steer the terminal."""
    return text.translate(_VISIBLE)


def print_problems(problems: Sequence[Problem], style: str, stream: TextIO | None = None) -> None:
    """Print problems in a format of `mlsd check`."""
    out = stream or sys.stdout
    match style:
        case "json":
            click.echo(
                json.dumps([as_dict(problem) for problem in problems], indent=1, ensure_ascii=False), file=out
            )
        case "github":
            for problem in problems:
                click.echo(_github(problem), file=out)
        case _:
            _print_text(problems, out)


def as_dict(problem: Problem) -> dict[str, str | int]:
    """A problem as JSON shows it; the keys are part of the interface."""
    return {
        "file": problem.span.file,
        "line": problem.span.line,
        "column": problem.span.column,
        "code": problem.code,
        "level": "error" if problem.is_error else "warning",
        "message": problem.message,
        "hint": problem.hint,
    }


def _print_text(problems: Sequence[Problem], out: TextIO) -> None:
    for problem in problems[:SHOWN]:
        click.echo(visible(str(problem)), file=out)
        line = _source_line(problem.span.file, problem.span.line)
        if line:
            start = max(0, problem.span.column - 60)
            click.echo("    " + visible(line[start : start + 100].rstrip()), file=out)
            click.echo("    " + " " * (len(visible(line[start : problem.span.column - 1]))) + "^", file=out)
    if len(problems) > SHOWN:
        click.echo(f"… and {len(problems) - SHOWN} more (--format json lists all)", file=out)


@lru_cache(maxsize=8)
def _lines(file: str) -> tuple[str, ...]:
    path = Path(file)
    try:
        if path.is_file() and path.stat().st_size < 5_000_000:
            return tuple(path.read_text(encoding="utf-8-sig", errors="replace").split("\n"))
    except OSError:
        pass
    return ()


def _source_line(file: str, number: int) -> str:
    lines = _lines(file)
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _github(problem: Problem) -> str:
    level = "error" if problem.is_error else "warning"
    text = problem.message + (f" ({problem.hint})" if problem.hint else "")
    text = visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    file = problem.span.file.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    return f"::{level} file={file},line={problem.span.line},col={problem.span.column},title={problem.code}::{text}"
