"""An outline for each kind of box; all of them touch the middle of their rectangle's four sides."""

from __future__ import annotations

from mlsd_cards.diagram.layout import Rect
from mlsd_cards.model.diagram import NodeKind


def number(value: float) -> str:
    """A coordinate: one decimal place, the same on every machine."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text not in {"-0.0", "0.0"} else "0"


def points(*values: float) -> str:
    return " ".join(number(value) for value in values)


def outline(kind: NodeKind, box: Rect) -> tuple[str, str]:
    """The path of a box's border, and the path of what is drawn inside it (may be empty)."""
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    inside = ""
    match kind:
        case NodeKind.STORE:
            border, inside = _cylinder(box)
        case NodeKind.LOG:
            border = _rounded(box, 2)
            inside = "".join(f"M{points(right - at, top + 1)}V{number(bottom - 1)}" for at in (4, 8))
        case NodeKind.MODEL:
            border = _cut(box, 8)
        case NodeKind.STREAM:
            border = _wave(box)
        case NodeKind.JOB:
            border = _rounded(box, 1)
            inside = "".join(f"M{points(x, top)}V{number(bottom)}" for x in (left + 4, right - 4))
        case NodeKind.CLIENT:
            border, inside = _rounded(box, 6), f"M{points(left, top + 7)}H{number(right)}"
        case NodeKind.HUMAN:
            border = _rounded(box, box.height / 2)
        case NodeKind.SERVICE:
            border = _rounded(box, 6)
    return border, inside


def _cut(box: Rect, cut: float) -> str:
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    corners = (
        (left + cut, top),
        (right - cut, top),
        (right, top + cut),
        (right, bottom - cut),
        (right - cut, bottom),
        (left + cut, bottom),
        (left, bottom - cut),
        (left, top + cut),
    )
    return "M" + "L".join(points(*corner) for corner in corners) + "Z"


def _rounded(box: Rect, radius: float) -> str:
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    arc = f"A{points(radius, radius)} 0 0 1 "
    return (
        f"M{points(left + radius, top)}H{number(right - radius)}{arc}{points(right, top + radius)}"
        f"V{number(bottom - radius)}{arc}{points(right - radius, bottom)}H{number(left + radius)}"
        f"{arc}{points(left, bottom - radius)}V{number(top + radius)}{arc}{points(left + radius, top)}Z"
    )


def _cylinder(box: Rect) -> tuple[str, str]:
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    half, lid = box.width / 2, 4.5
    arc = f"A{points(half, lid)} 0 0 "
    body = (
        f"M{points(left, top + lid)}{arc}1 {points(right, top + lid)}V{number(bottom - lid)}"
        f"{arc}1 {points(left, bottom - lid)}Z"
    )
    return body, f"M{points(left, top + lid)}{arc}0 {points(right, top + lid)}"


def _wave(box: Rect) -> str:
    left, top, bottom = box.left, box.top, box.bottom
    quarter, high = box.width / 4, 4.0
    return (
        f"M{points(left, top + high / 2)}"
        f"q{points(quarter, -high, 2 * quarter, 0)}t{points(2 * quarter, 0)}"
        f"V{number(bottom - high / 2)}"
        f"q{points(-quarter, high, -2 * quarter, 0)}t{points(-2 * quarter, 0)}Z"
    )
