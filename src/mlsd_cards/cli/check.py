"""`mlsd check`: every problem of a deck with its place."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlsd_cards.cli.options import deck_root
from mlsd_cards.cli.report import print_problems
from mlsd_cards.errors import DeckError, ExitCode, FileError, Problem

if TYPE_CHECKING:
    from mlsd_cards.deckfile.deck import Loaded


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "github"]), default="text", show_default=True
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes; stop with Ctrl+C.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
def check(paths: tuple[Path, ...], style: str, watch: bool, strict: bool) -> None:
    """Check deck folders or single files: format, identity, formulae, calculations, card quality.

    Errors (E) fail the check and the build; warnings (W) are advice that a note may waive with
    `lint: {allow: [W07], why: …}`. docs/checks.md explains every code.

    \b
    Examples:
      mlsd check
      mlsd check decks/metrics/ranking.yaml
      mlsd check --format github
    """
    chosen = paths or (deck_root(None),)
    if watch:
        _watch(chosen, style)
    problems, waived, cards = run(chosen)
    _print(problems, waived, cards, style)
    if any(problem.is_error or strict for problem in problems):
        raise SystemExit(int(ExitCode.DECK))


def run(paths: Sequence[Path]) -> tuple[list[Problem], int, int]:
    """Check folders and files: problems in them, waived warnings, cards."""
    problems: list[Problem] = []
    waived = cards = 0
    for root, files in _by_deck(paths).items():
        found, silent, count = _check_deck(root)
        if files:
            found = [problem for problem in found if problem.span.file in files]
        problems += found
        waived, cards = waived + silent, cards + count
    return sorted(problems), waived, cards


def _by_deck(paths: Sequence[Path]) -> dict[Path, set[str]]:
    """Deck folders to check, each with the files that were asked for (none: all)."""
    from mlsd_cards.deckfile.deck import DECK_FILE, display_name

    decks: dict[Path, set[str]] = {}
    whole: set[Path] = set()
    for path in paths:
        here = path.absolute()
        root = next((folder for folder in (here, *here.parents) if (folder / DECK_FILE).is_file()), None)
        if root is None:
            raise FileError(f"{path} belongs to no deck: neither it nor a folder above it has a {DECK_FILE}")
        files = decks.setdefault(root, set())
        if here == root:
            whole.add(root)
        else:
            inside = here.rglob("*.y*ml") if here.is_dir() else [here]
            files.update(display_name(file) for file in inside)
            if here.is_file() and (here.suffix not in {".yaml", ".yml"} or here.name.startswith(".")):
                raise FileError(
                    f"{path} is no deck file: their names end in .yaml and do not begin with a dot"
                )
    return {root: set() if root in whole else files for root, files in decks.items()}


def _check_deck(root: Path) -> tuple[list[Problem], int, int]:
    from mlsd_cards.deckfile.deck import load, open_folder
    from mlsd_cards.deckfile.lint import lint

    try:
        loaded = load(open_folder(root))
    except DeckError as error:
        return list(error.problems), 0, 0
    lock_problems = _lock_problems(loaded)
    linted = lint(loaded)
    cards = sum(1 for _, note in loaded.deck.notes() for _ in note.cards())
    return [*loaded.problems, *lock_problems, *linted.warnings], len(linted.waived), cards


def _lock_problems(loaded: Loaded) -> list[Problem]:
    """What is wrong with the lock, and, in a deck that is sound, what learners have that would vanish or change."""
    from mlsd_cards.anki.compile import notetype_of
    from mlsd_cards.anki.package import guid
    from mlsd_cards.deckfile.deck import display_name
    from mlsd_cards.deckfile.lock import Fresh, read_lock, update
    from mlsd_cards.model.drill import variant_ids

    path = loaded.folder.lock_path
    lock, problems = read_lock(path, display_name(path))
    if problems or not lock.notes or any(problem.is_error for problem in loaded.problems):
        return problems
    fresh = [
        Fresh(
            name,
            guid(loaded.deck.namespace, name),
            notetype_of(note.content),
            "",
            note.span,
        )
        for _, note in loaded.deck.notes()
        if not note.replaces
        for name in variant_ids(note)
    ]
    return update(lock, fresh, now=1, lock_name=display_name(path))[2]


def _print(problems: Sequence[Problem], waived: int, cards: int, style: str) -> None:
    print_problems(problems, style)
    if style == "text":
        errors = sum(problem.is_error for problem in problems)
        click.echo(
            f"{cards:,} cards: {errors} error{'s' if errors != 1 else ''}, "
            f"{len(problems) - errors} warning{'s' if len(problems) - errors != 1 else ''}, {waived} waived",
            err=bool(problems),
        )


def _watch(paths: Sequence[Path], style: str) -> None:
    """Check again whenever a file's time changes; ends with Ctrl+C."""
    seen: dict[Path, float] = {}
    while True:
        files = [
            file
            for path in paths
            for file in (path.rglob("*") if path.is_dir() else [path])
            if file.is_file()
        ]
        now = {file: file.stat().st_mtime for file in files if file.exists()}
        if now != seen:
            seen = now
            if sys.stdout.isatty():
                click.clear()
            _print(*run(paths), style)
        time.sleep(0.5)
