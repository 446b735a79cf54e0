"""`mlsd new`: a scaffold that is already a sound deck file but for the words."""

from __future__ import annotations

import re
from pathlib import Path

import click

from mlsd_cards.errors import ExitCode, FileError, MlsdError


class ExistsError(MlsdError):
    """The id is taken."""

    exit_code = ExitCode.USAGE


@click.command()
@click.argument("kind")
@click.argument("id", metavar="ID")
@click.option("--area", help="The area it belongs to.  [default: the deck's first]")
@click.option(
    "--decks",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("my-deck"),
    show_default=True,
    help="The deck folder to write into; it is made if it does not exist.",
)
def new(kind: str, id: str, area: str | None, decks: Path) -> None:  # noqa: A002
    """Write a scaffold for a definition of a KIND (metric, loss, component, …, topic).

    Without a deck folder it makes one with its own namespace, ready for `mlsd build --decks`.

    \b
    Example:
      mlsd new topic my-company-stack
      mlsd build --decks my-deck
    """
    from mlsd_cards.deckfile.deck import DECK_FILE, load, open_folder
    from mlsd_cards.deckfile.fields import MAX_SLUG, SLUG_PATTERN
    from mlsd_cards.deckfile.scaffold import deck_yaml, definition_yaml
    from mlsd_cards.files import write_atomically
    from mlsd_cards.model.kinds import KINDS

    if kind not in KINDS:
        raise click.BadParameter(
            f"unknown kind {kind!r}; there are: {', '.join(sorted(KINDS))}", param_hint="KIND"
        )
    if not re.match(SLUG_PATTERN, id):
        raise click.BadParameter("lower-case letters, digits and single hyphens", param_hint="ID")
    if len(id) > MAX_SLUG:
        raise click.BadParameter(f"at most {MAX_SLUG} characters", param_hint="ID")
    if area is not None and not re.match(SLUG_PATTERN, area):
        raise click.BadParameter("lower-case letters, digits and single hyphens", param_hint="--area")
    if not (decks / DECK_FILE).exists():
        write_atomically(decks / DECK_FILE, deck_yaml(decks.name, area or "notes").encode())
        click.echo(f"wrote {decks / DECK_FILE}", err=True)
    loaded = load(open_folder(decks))
    if id in {definition.id for definition in loaded.deck.definitions}:
        raise ExistsError(f"{id!r} exists already; choose another id")
    chosen = area or loaded.deck.areas[0].id
    if chosen not in {known.id for known in loaded.deck.areas}:
        raise ExistsError(
            f"no area {chosen!r}; there are: {', '.join(known.id for known in loaded.deck.areas)}"
        )
    target = decks / chosen / f"{id}.yaml"
    if target.exists():
        raise FileError(f"{target} exists already")
    write_atomically(target, definition_yaml(KINDS[kind], id, chosen).encode())
    click.echo(str(target))
    click.echo("Fill in the words, then: mlsd check " + str(decks), err=True)
