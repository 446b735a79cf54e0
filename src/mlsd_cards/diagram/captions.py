"""Where the words of arrows stand: beside or on their arrow where there is room, else a number stands there.

Nothing is left out: what a number stands for is told below the drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from mlsd_cards.diagram import lettering
from mlsd_cards.diagram.layout import HEAD, LEADING, NOTE, Layout, Rect, Spot
from mlsd_cards.model.diagram import Diagram

_CLEAR = 2.0  # between words and what is not theirs
_BESIDE = 3.5  # between words and the arrow that they stand beside
_STEP = 3.0  # from one place that is tried to the next
_SHOWN = 5.0  # of an arrow, before and after words that stand on it
_OFF = (0.0, -4.0, 4.0, -7.0, 7.0)  # how far from the middle of its arrow a number may stand
BADGE = 12.0
"""Height of the badge with an arrow's number."""


@dataclass(frozen=True, slots=True)
class Caption:
    """The words of an edge, or its number where the words have no room."""

    edge: int
    place: Rect
    lines: tuple[str, ...]
    number: int = 0
    on: bool = False  # on the arrow, which is interrupted there


@dataclass(frozen=True, slots=True)
class _Piece:
    """A straight piece of an arrow's way."""

    start: Spot
    end: Spot
    last: bool

    @property
    def upright(self) -> bool:
        return self.start.x == self.end.x

    @property
    def length(self) -> float:
        return abs(self.start.x - self.end.x) + abs(self.start.y - self.end.y)

    @property
    def rect(self) -> Rect:
        (x1, y1), (x2, y2) = self.start, self.end
        return Rect(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

    def at(self, share: float) -> Spot:
        (x1, y1), (x2, y2) = self.start, self.end
        return Spot(x1 + (x2 - x1) * share, y1 + (y2 - y1) * share)

    def spots(self, room: float) -> Iterator[Spot]:
        """Points from the middle outwards that leave `room` to both sides, and more before the head."""
        low, high = room, self.length - room - (HEAD if self.last else 0)
        middle, reach = (low + high) / 2, (high - low) / 2
        distance = 0.0
        while distance <= reach:
            for sign in (1, -1) if distance else (1,):
                yield self.at((middle + sign * distance) / self.length)
            distance += _STEP


@dataclass(slots=True)
class _Board:
    """What is drawn already."""

    canvas: Rect
    solid: list[Rect]  # boxes and words
    pieces: Sequence[Sequence[_Piece]]
    captions: list[Caption] = field(default_factory=list)

    def is_free(self, place: Rect, edge: int, clear: float, *, own: bool) -> bool:
        """Whether words may stand there; with `own` they may stand on their own arrow."""
        grown = place.grown(clear)
        if not self.canvas.holds(place) or any(grown.touches(solid) for solid in self.solid):
            return False
        return not self.lines_under(grown, edge) and (
            own or not any(place.touches(piece.rect.grown(_BESIDE / 2)) for piece in self.pieces[edge])
        )

    def lines_under(self, place: Rect, edge: int) -> int:
        """How many pieces of other arrows a place would cover."""
        return sum(
            place.touches(piece.rect.grown(0.5))
            for number, pieces in enumerate(self.pieces)
            if number != edge
            for piece in pieces
        )

    def put(self, caption: Caption) -> None:
        self.captions.append(caption)
        self.solid.append(caption.place)


def captions(diagram: Diagram, layout: Layout) -> tuple[Caption, ...]:
    """A caption for each edge that has words, in the order of the edges."""
    pieces = [
        [_Piece(start, end, last=place == len(way) - 2) for place, (start, end) in enumerate(pairwise(way))]
        for way in layout.ways
    ]
    board = _Board(layout.canvas, [*layout.boxes.values(), *layout.names], pieces)
    waiting = [number for number, edge in enumerate(diagram.edges) if edge.label.strip()]
    numbered: list[int] = []
    for number in sorted(waiting, key=lambda number: (len(pieces[number]), number)):
        found = _words(board, number, diagram.edges[number].label)
        if found is None:
            numbered.append(number)
        else:
            board.put(found)
    for count, number in enumerate(sorted(numbered), 1):
        board.put(_badge(board, number, count))
    return tuple(sorted(board.captions, key=lambda caption: caption.edge))


def _words(board: _Board, edge: int, label: str) -> Caption | None:
    """The words where they fit: on the arrow first, then beside it; on few lines rather than on many."""
    for lines in lettering.wraps(label, NOTE):
        width, height = lettering.widest(lines, NOTE) + 4, len(lines) * LEADING
        for piece in sorted(board.pieces[edge], key=lambda piece: -piece.length):
            room = (height if piece.upright else width) / 2
            for spot in piece.spots(room + _SHOWN):
                place = Rect.around(spot, width, height)
                if board.is_free(place, edge, _CLEAR, own=True):
                    return Caption(edge, place, lines, on=True)
            for spot in piece.spots(min(room, piece.length / 2 - HEAD)):
                for place in _beside(piece, spot, width, height):
                    if board.is_free(place, edge, _BESIDE + 1, own=False):
                        return Caption(edge, place, lines)
    return None


def _beside(piece: _Piece, spot: Spot, width: float, height: float) -> Iterator[Rect]:
    if piece.upright:
        away = width / 2 + _BESIDE
        yield Rect.around(Spot(spot.x + away, spot.y), width, height)
        yield Rect.around(Spot(spot.x - away, spot.y), width, height)
    else:
        away = height / 2 + _BESIDE
        yield Rect.around(Spot(spot.x, spot.y - away), width, height)
        yield Rect.around(Spot(spot.x, spot.y + away), width, height)


def _badge(board: _Board, edge: int, number: int) -> Caption:
    """A number on the arrow, near its beginning, where it covers least of the others."""
    width = BADGE if number < 10 else BADGE + 4
    pieces = board.pieces[edge]
    total = sum(piece.length for piece in pieces)
    wanted = min(1.5 * BADGE, (total - HEAD) / 2)
    best: tuple[tuple[float, ...], Rect] | None = None
    before = 0.0
    for piece in pieces:
        for step, off in product(range(int(piece.length) + 1), _OFF):
            distance = abs(before + step - wanted)
            if best is not None and (abs(off) / 4, distance, off) >= best[0]:
                continue
            spot = piece.at(step / piece.length)
            aside = Spot(spot.x + off, spot.y) if piece.upright else Spot(spot.x, spot.y + off)
            place = Rect.around(aside, width, BADGE)
            if any(place.grown(1).touches(solid) for solid in board.solid) or not board.canvas.holds(place):
                continue
            on_head = piece.last and piece.length - step < HEAD + BADGE / 2
            covered = board.lines_under(place.grown(1), edge) + on_head
            rank = covered + abs(off) / 4, distance, off
            if best is None or rank < best[0]:
                best = rank, place
        before += piece.length
    if best is None:  # every point of a short arrow is taken: the middle of its longest piece
        longest = max(pieces, key=lambda piece: piece.length)
        return Caption(edge, Rect.around(longest.at(0.5), width, BADGE), (), number)
    return Caption(edge, best[1], (), number)
