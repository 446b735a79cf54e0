"""One self-contained page: no script, nothing loaded, readable in light and dark and without its drawings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from importlib.resources import files

from mlsd_cards.figures.model import Figure, Page, Row, Table
from mlsd_cards.figures.svg import svg

_HEAD = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
    '<link rel="icon" href="data:,">\n'
)


def page(title: str, day: date, some: Sequence[Page]) -> str:
    """The pages of figures as one HTML document."""
    style = files("mlsd_cards.figures").joinpath("page.css").read_text(encoding="utf-8")
    links = " ".join(f'<a href="#{_id(each)}">{escape(each.name)}</a>' for each in some)
    return (
        f"{_HEAD}<title>{escape(title)}, {day.isoformat()}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n<p>{day.day} {day:%B %Y}</p>\n<nav>{links}</nav>\n"
        + "".join(_section(each) for each in some)
        + "</main>\n</body>\n</html>\n"
    )


def _id(one: Page) -> str:
    return one.name.lower()


def _section(one: Page) -> str:
    figures = "".join(_figure(figure) for figure in one.figures)
    return f'<section id="{_id(one)}">\n<h2>{escape(one.name)}</h2>\n{figures}</section>\n'


def _figure(figure: Figure) -> str:
    head, rows = figure.table()
    table = _table(head, rows) if rows else ""
    if table and not isinstance(figure, Table):
        table = f"<details><summary>Table</summary>{table}</details>"
    return f"<figure>\n<h3>{escape(figure.title)}</h3>\n<p>{escape(figure.note)}</p>\n{svg(figure)}{table}\n</figure>\n"


def _table(head: Row, rows: Sequence[Row]) -> str:
    first = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{first}</tr></thead><tbody>{body}</tbody></table></div>'
