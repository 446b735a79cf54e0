"""The generated parts of the documents; `make docs` writes them with cog, `make test` compares."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from mlsd_cards.cli import COMMANDS, cli
from mlsd_cards.deckfile.codes import CODES
from mlsd_cards.deckfile.deck import load, open_folder
from mlsd_cards.model.case import Level
from mlsd_cards.model.definition import Calc, Deck
from mlsd_cards.model.kinds import KINDS, ROLES
from mlsd_cards.model.recipes import RECIPES

GENERATED = "."
"""Stands in the keys of notes that blocks give, and in no others."""

ROOT = Path(__file__).resolve().parents[1]


def deck() -> Deck:
    """The shipped deck."""
    return load(open_folder(ROOT / "decks")).deck


def deck_table() -> str:
    """Area × priority × cards as Markdown."""
    shipped = deck()
    counts: Counter[tuple[str, int]] = Counter()
    for definition, note in shipped.notes():
        counts[definition.area, definition.priority] += sum(1 for _ in note.cards())
    lines = ["| Area | Topics | Must know | Should | Nice | Cards |", "|---|--:|--:|--:|--:|--:|"]
    totals = [0] * 5
    for area in shipped.areas:
        cards = [counts[area.id, priority] for priority in (1, 2, 3)]
        if not sum(cards):
            continue
        row = [sum(definition.area == area.id for definition in shipped.definitions), *cards, sum(cards)]
        totals = [total + number for total, number in zip(totals, row, strict=True)]
        lines.append(f"| {area.title} | " + " | ".join(f"{number:,}" for number in row) + " |")
    lines.append("| **Total** | " + " | ".join(f"**{number:,}**" for number in totals) + " |")
    return "\n".join(lines)


def cli_reference() -> str:
    """Every command's own help."""
    settings: dict[str, Any] = {
        "terminal_width": 100,
        "max_content_width": 100,
        "help_option_names": ["-h", "--help"],
    }
    context = click.Context(cli, info_name="mlsd", **settings)
    parts = []
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context, **settings)
        parts.append(f"### `mlsd {name}`\n\n```text\n{command.get_help(inner)}\n```\n")
    return "\n".join(parts)


def codes_table() -> str:
    """The codes of `mlsd check`."""
    return "| Code | Meaning |\n|---|---|\n" + "\n".join(
        f"| {code} | {text} |" for code, text in CODES.items()
    )


def roles_table() -> str:
    """Roles with their bucket of the mix."""
    rows = (f"| `{role.name}` | {role.bucket.value} | {role.asks} |" for role in ROLES.values())
    return "| Role | Trains | Such a note asks |\n|---|---|---|\n" + "\n".join(rows)


def cases_table() -> str:
    """The case studies: what each one holds for the interview and for reviews."""
    head = "| Case | Family | Priority | Points: must | good | senior | Cards: generated | written | Drills |"
    lines = [head, "|---|---|--:|--:|--:|--:|--:|--:|--:|"]
    totals = [0] * 6
    for definition in sorted(deck().definitions, key=lambda one: (one.priority, one.title)):
        if definition.case is None:
            continue
        levels = Counter(point.level for _, point in definition.case.interview.points())
        generated = sum(GENERATED in note.key for note in definition.notes)
        drills = sum(isinstance(note.content, Calc) and bool(note.content.vary) for note in definition.notes)
        numbers = [*(levels[level] for level in Level), generated, len(definition.notes) - generated, drills]
        totals = [total + number for total, number in zip(totals, numbers, strict=True)]
        cells = " | ".join(map(str, numbers))
        lines.append(f"| {definition.title} | {definition.case.family} | {definition.priority} | {cells} |")
    lines.append("| **Total** | | | " + " | ".join(f"**{total}**" for total in totals) + " |")
    return "\n".join(lines)


def recipes_table() -> str:
    """What the blocks of a case give."""
    rows = (
        f"| `{recipe.name}.{recipe.key or 'KEY'}` | `{recipe.role}` | {recipe.front or '`ask` is needed'} | {recipe.back} |"
        for recipe in RECIPES
    )
    head = "| Card | Role | Front without an `ask` | Back |\n|---|---|---|---|\n"
    return head + "\n".join(rows)


def kinds_table() -> str:
    """Kinds with the roles that they need."""
    rows = []
    for kind in KINDS.values():
        needs = ", ".join(" or ".join(f"`{role}`" for role in sorted(roles)) for roles in kind.required)
        rows.append(f"| `{kind.name}` | {needs or '(none)'} | {'yes' if kind.content_rules else 'no'} |")
    return "| Kind | Needs at least one note of each | Content rules |\n|---|---|---|\n" + "\n".join(rows)
