"""`mlsd schema`: the JSON Schema that editors use while you write a deck."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of the screen."
)
def schema(output: Path | None) -> None:
    """Print the JSON Schema of deck files.

    Deck files name it in their first line, so that editors complete keys and mark mistakes:

    \b
    Example:
      mlsd schema -o my-deck/deck.schema.json
      # yaml-language-server: $schema=../deck.schema.json
    """
    from mlsd_cards.deckfile.schema import json_schema

    text = json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    from mlsd_cards.files import write_atomically

    write_atomically(output, text.encode())
    click.echo(f"wrote {output}", err=True)
