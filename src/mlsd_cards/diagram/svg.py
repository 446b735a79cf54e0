"""A diagram as a picture of its own: panel, colours and letters do not depend on the page around it.

A reader's style sheet does not reach into a picture, nor does the night mode of most. So it brings a light
panel with colours that hold against it (WCAG AA); a card's night mode turns the whole picture dark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape

from mlsd_cards.diagram import lettering
from mlsd_cards.diagram.captions import BADGE, Caption, captions
from mlsd_cards.diagram.layout import HEAD, LABEL, LEADING, NOTE, SHIFTS, Layout, Rect, Spot, lay_out
from mlsd_cards.diagram.shapes import number, outline, points
from mlsd_cards.diagram.text import HIDDEN, WIDEST, to_lines
from mlsd_cards.model.diagram import Diagram, Mode, Node, NodeKind

PANEL, BAND, PAPER = "#f3f4f6", "#e6e9ee", "#ffffff"
INK, QUIET, ASKED = "#1c2228", "#4c5661", "#a3261b"
INKS = {Mode.SYNC: "#1b4f9c", Mode.ASYNC: "#8f3d00", Mode.STREAM: "#7a2a8c", Mode.BATCH: "#1c6137"}
"""Colour of each mode's arrows; the dash pattern says the same to who cannot tell them apart."""

FILLS = {
    NodeKind.CLIENT: "#ffffff",
    NodeKind.HUMAN: "#ffffff",
    NodeKind.SERVICE: "#e3eefc",
    NodeKind.MODEL: "#f5e4f8",
    NodeKind.STORE: "#fdf0d8",
    NodeKind.LOG: "#fdf0d8",
    NodeKind.STREAM: "#e0f3e6",
    NodeKind.JOB: "#e0f3e6",
}
_DASHES = {Mode.SYNC: "", Mode.ASYNC: "4 3", Mode.STREAM: "9 3.5", Mode.BATCH: "0.1 3.6"}
_WIDTHS = {Mode.SYNC: 1.5, Mode.ASYNC: 1.6, Mode.STREAM: 1.6, Mode.BATCH: 2.2}
_BORDER = 1.5  # around a box, for a mask to cover
_TURN = 4.0  # radius of an arrow's corners
_SCALE = 1.5  # how much larger than its units the picture is by itself
_FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"


def to_svg(diagram: Diagram, hide: str | None = None) -> str:
    """Draw a diagram as SVG: the same text for the same diagram, always. The box `hide` shows a `?`."""
    layout, words = _drawn(diagram)
    below, height = _legend(diagram, layout, words)
    width = layout.canvas.width
    body = [
        f'<rect width="{number(width)}" height="{number(height)}" rx="8" fill="{PANEL}"/>',
        *_lanes(diagram, layout),
        *_arrows(diagram, layout, words),
        *(line for node in diagram.nodes for line in _box(node, layout, hidden=node.key == hide)),
        *(line for caption in words for line in _caption(diagram, caption)),
        *below,
    ]
    told = "\n".join(to_lines(diagram, WIDEST, ascii=True, hide=hide))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{number(width * _SCALE)}"'
        f' height="{number(height * _SCALE)}" viewBox="0 0 {number(width)} {number(height)}"'
        f' font-family="{_FONT}" font-size="{number(NOTE)}" fill="{INK}">'
    )
    title = f"<title>{_text(diagram.title)}</title><desc>{_text(told)}</desc>"
    return "\n".join([head, title, *body, "</svg>"]) + "\n"


def box_share(diagram: Diagram, key: str) -> Rect:
    """Where a box and its border stand, as shares of the picture's width and height from the upper left."""
    layout, words = _drawn(diagram)
    _, height = _legend(diagram, layout, words)
    box, width = layout.boxes[key].grown(_BORDER), layout.canvas.width
    return Rect(box.left / width, box.top / height, box.right / width, box.bottom / height)


@cache
def _drawn(diagram: Diagram) -> tuple[Layout, tuple[Caption, ...]]:
    layout = lay_out(diagram)
    return layout, captions(diagram, layout)


def _text(text: str) -> str:
    return escape(text, quote=False)


def _line(text: str, at: Spot, size: float, extra: str = "", *, bold: bool = False) -> str:
    """A line of text around a point, as wide as it was reckoned in whatever font there is."""
    wide = lettering.width(text, size) * (lettering.BOLD if bold else 1)
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{number(at.x)}" y="{number(at.y + size * 0.35)}" text-anchor="middle"{weight}{extra}'
        f' textLength="{number(wide)}" lengthAdjust="spacingAndGlyphs">{_text(text)}</text>'
    )


def _lines(
    lines: Sequence[str], centre: Spot, size: float, extra: str = "", *, bold: bool = False
) -> Iterator[str]:
    for place, line in enumerate(lines):
        y = centre.y + (place - (len(lines) - 1) / 2) * LEADING
        yield _line(line, Spot(centre.x, y), size, extra, bold=bold)


def _rect(place: Rect, radius: float, extra: str) -> str:
    return (
        f'<rect x="{number(place.left)}" y="{number(place.top)}" width="{number(place.width)}"'
        f' height="{number(place.height)}" rx="{number(radius)}" {extra}/>'
    )


def _lanes(diagram: Diagram, layout: Layout) -> Iterator[str]:
    for name, lane, place in zip(diagram.lanes, layout.lanes, layout.names, strict=True):
        yield _rect(lane, 6, f'fill="{BAND}"')
        yield _line(
            name.upper(),
            place.centre,
            NOTE * 0.95,
            f' font-size="{number(NOTE * 0.95)}" fill="{QUIET}"',
            bold=True,
        )


# --- arrows


def _arrows(diagram: Diagram, layout: Layout, words: Sequence[Caption]) -> Iterator[str]:
    holes = {caption.edge: caption.place for caption in words if caption.on}
    for number_, (edge, way) in enumerate(zip(diagram.edges, layout.ways, strict=True)):
        yield _arrow(way, edge.mode, holes.get(number_))


def _arrow(way: Sequence[Spot], mode: Mode, hole: Rect | None = None) -> str:
    """An arrow; it is interrupted where words stand on it."""
    end, before = way[-1], way[-2]
    back = _towards(end, before, HEAD)
    dx, dy = (end.x - back.x) / 2, (end.y - back.y) / 2
    head = f"M{points(*end)}L{points(back.x - dy, back.y + dx)}L{points(back.x + dy, back.y - dx)}Z"
    dashes = f' stroke-dasharray="{_DASHES[mode]}"' if _DASHES[mode] else ""
    cap = ' stroke-linecap="round"' if mode is Mode.BATCH else ""
    return (
        f'<path d="{_path((*way[:-1], back), hole)}" fill="none" stroke="{INKS[mode]}"'
        f' stroke-width="{number(_WIDTHS[mode])}"{dashes}{cap}/><path d="{head}" fill="{INKS[mode]}"/>'
    )


def _path(way: Sequence[Spot], hole: Rect | None) -> str:
    """A path whose corners are rounded, as far as its pieces are long enough."""
    path, here = f"M{points(*way[0])}", way[0]
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        radius = min(_TURN, _apart(before, corner) / 2, _apart(corner, after) / 2)
        turn = _towards(corner, before, radius)
        out = _towards(corner, after, radius)
        path += f"{_piece(here, turn, hole)}Q{points(*corner)} {points(*out)}"
        here = out
    return path + _piece(here, way[-1], hole)


def _piece(start: Spot, end: Spot, hole: Rect | None) -> str:
    """A straight piece to `end`, without what lies in the hole."""
    if hole is None or not hole.touches(Rect(*map(min, start, end), *map(max, start, end)).grown(0.1)):
        return f"L{points(*end)}"
    half = (hole.height if start.x == end.x else hole.width) / 2
    middle = Spot(start.x, hole.centre.y) if start.x == end.x else Spot(hole.centre.x, start.y)
    return f"L{points(*_towards(middle, start, half))}M{points(*_towards(middle, end, half))}L{points(*end)}"


def _apart(one: Spot, two: Spot) -> float:
    return abs(one.x - two.x) + abs(one.y - two.y)


def _towards(here: Spot, there: Spot, by: float) -> Spot:
    share = by / (_apart(here, there) or 1)
    return Spot(here.x + (there.x - here.x) * share, here.y + (there.y - here.y) * share)


# --- boxes and words


def _box(node: Node, layout: Layout, *, hidden: bool) -> Iterator[str]:
    box = layout.boxes[node.key]
    if hidden:
        border = f'fill="{PAPER}" stroke="{ASKED}" stroke-width="2" stroke-dasharray="4 3"'
        yield _rect(box, 6, border)
        yield _line(HIDDEN, box.centre, 22, f' font-size="22" fill="{ASKED}"', bold=True)
        return
    border, inside = outline(node.kind, box)
    ink = f'stroke="{INK}" stroke-width="1.2" stroke-linejoin="round"'
    yield f'<path d="{border}" fill="{FILLS[node.kind]}" {ink}/>'
    if inside:
        yield f'<path d="{inside}" fill="none" stroke="{INK}" stroke-width="1"/>'
    right, down = SHIFTS.get(node.kind, (0.0, 0.0))
    centre = Spot(box.centre.x + right, box.centre.y + down)
    yield from _lines(layout.labels[node.key], centre, LABEL, f' font-size="{number(LABEL)}"', bold=True)


def _caption(diagram: Diagram, caption: Caption) -> Iterator[str]:
    ink = INKS[diagram.edges[caption.edge].mode]
    if caption.number:
        yield from _numbered(caption.number, caption.place, ink)
        return
    yield from _lines(caption.lines, caption.place.centre, NOTE, f' fill="{ink}"')


def _numbered(count: int, place: Rect, ink: str) -> Iterator[str]:
    yield _rect(place, BADGE / 2, f'fill="{ink}"')
    yield _line(str(count), place.centre, NOTE, f' fill="{PAPER}"', bold=True)


# --- below the drawing


def _legend(diagram: Diagram, layout: Layout, words: Sequence[Caption]) -> tuple[list[str], float]:
    """What the numbers and the dashes mean, and where the picture ends."""
    lines: list[str] = []
    y, left, width = layout.canvas.bottom + 2, 10.0, layout.canvas.width - 20
    entries = [caption for caption in words if caption.number]
    if entries:
        widest = max(lettering.width(diagram.edges[entry.edge].label, NOTE) for entry in entries)
        columns = max(1, int(width // (widest + BADGE + 18)))
        rows = -(-len(entries) // columns)
        for place, entry in enumerate(entries):
            x = left + (place // rows) * width / columns
            middle = y + (place % rows) * (LEADING + 3) + BADGE / 2
            edge, half = diagram.edges[entry.edge], entry.place.width / 2
            badge = Rect.around(Spot(x + half, middle), entry.place.width, BADGE)
            lines += _numbered(entry.number, badge, INKS[edge.mode])
            lines.append(_from_left(edge.label, Spot(badge.right + 4, middle)))
        y += rows * (LEADING + 3) + 4
    modes = [mode for mode in Mode if any(edge.mode is mode for edge in diagram.edges)]
    x = left
    for mode in modes:
        lines.append(_arrow((Spot(x, y + 6), Spot(x + 34, y + 6)), mode))
        lines.append(_from_left(mode.value, Spot(x + 39, y + 6)))
        x += width / len(Mode)
    return lines, y + (18 if modes else 0)


def _from_left(text: str, at: Spot) -> str:
    return (
        f'<text x="{number(at.x)}" y="{number(at.y + NOTE * 0.35)}"'
        f' textLength="{number(lettering.width(text, NOTE))}" lengthAdjust="spacingAndGlyphs">{_text(text)}</text>'
    )
