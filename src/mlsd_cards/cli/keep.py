"""`mlsd backup`, `mlsd restore` and `mlsd doctor`: nothing that was learnt is ever lost."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mlsd_cards.errors import ExitCode


@click.command()
@click.option("--list", "show", is_flag=True, help="List the backups instead of making one.")
def backup(show: bool) -> None:
    """Write a verified copy of the review log.

    The app does so by itself when a session starts and something changed (`--plain` at its end). All copies of two days are
    kept, then 7 daily, 4 weekly and 12 monthly ones.

    \b
    Examples:
      mlsd backup
      mlsd backup --list
    """
    from mlsd_cards import paths
    from mlsd_cards.store import Store, backups

    if show:
        for found in backups(paths.backup_dir()):
            click.echo(str(found.path))
        return
    with Store.open(paths.data_file(), create=False) as store:
        written = store.backup(paths.backup_dir(), "asked")
    click.echo(str(written) if written else "Nothing changed since the last backup.")


@click.command()
@click.argument(
    "backup_file",
    required=False,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="[FILE]",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(backup_file: Path | None, yes: bool) -> None:
    """Put a backup in the place of the review log (the newest one, or FILE).

    The log that is there now is kept aside, damaged or not.

    \b
    Example:
      mlsd restore
    """
    from mlsd_cards import paths
    from mlsd_cards.store import StoreError, backups
    from mlsd_cards.store import restore as restore_backup

    chosen = backup_file
    if chosen is None:
        found = backups(paths.backup_dir())
        if not found:
            raise StoreError(f"there is no backup in {paths.backup_dir()}")
        chosen = max(found, key=lambda one: one.path.name).path
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError(f"restoring {chosen} replaces the review log; say so with --yes")
        if not click.confirm(f"Replace {paths.data_file()} by {chosen}?"):
            click.echo("Nothing changed.")
            return
    restore_backup(chosen, paths.data_file())
    click.echo(f"Restored {chosen}.")


@click.command()
@click.option("--rebuild", is_flag=True, help="Compute every card's state anew from the log.")
def doctor(rebuild: bool) -> None:
    """Check the review log: the file, and that every card's state follows from its answers.

    \b
    Examples:
      mlsd doctor
      mlsd doctor --rebuild
    """
    from mlsd_cards import paths
    from mlsd_cards.store import Store

    with Store.open(paths.data_file(), create=False) as store:
        if rebuild:
            store.backup(paths.backup_dir(), "rebuild")
            store.rebuild(_progress if sys.stderr.isatty() else None)
            click.echo("Rebuilt from the log.")
        problems = store.verify()
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo("The log itself is the truth: mlsd doctor --rebuild makes the rest anew.", err=True)
        raise SystemExit(int(ExitCode.STORE))
    click.echo(f"{paths.data_file()}: all is well.")


def _progress(done: int, total: int) -> None:
    click.echo(f"\r\x1b[K{done:,} of {total:,} events", nl=done == total, err=True)
