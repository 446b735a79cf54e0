"""An unexpected error: one line for the person, the traceback in a private file."""

from __future__ import annotations

import os
import tempfile
import traceback

import click

from mlsd_cards import __version__


def report_crash(error: Exception) -> None:
    """Write the traceback to a file that only its owner can read, and say where."""
    descriptor, name = tempfile.mkstemp(prefix="mlsd-", suffix=".log")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"mlsd-cards {__version__}\n")
        traceback.print_exception(error, file=file)
    click.echo(f"mlsd: unexpected {type(error).__name__}: {error}. Details: {name}", err=True)
