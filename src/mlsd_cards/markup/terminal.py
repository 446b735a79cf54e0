"""Draw parsed text as lines for a terminal: styled runs, wrapped to a width, the same with and without styles.

Styles: heading strong emphasis struck link quote picture marker quiet maths cloze cloze-hidden
table-rule code; a code block is source, with keyword name string number operator comment inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from mlsd_cards.markup.code import highlight
from mlsd_cards.markup.columns import Table, table_lines
from mlsd_cards.markup.inline import Display, segments, words
from mlsd_cards.markup.mathruns import View, formula, too_wide
from mlsd_cards.markup.parser import Parsed, Token
from mlsd_cards.markup.runs import Line, Part, Run, Word, fill, merged, plain, shown, styled

__all__ = ["Line", "Run", "draw", "plain"]

NARROWEST = 20  # what is narrower is drawn as if it had so many cells
_LEAST_ROOM = 10  # lists and quotes that would leave less begin at the margin again
_INDENT = 2  # of display formulae
_TAB = 4
_CODE_STYLES = {"k": "keyword", "n": "name", "s": "string", "m": "number", "o": "operator", "c": "comment"}


def draw(
    parsed: Parsed,
    *,
    width: int,
    ascii: bool = False,  # noqa: A002  (what it asks for)
    hide: int | None = None,
    reveal: int | None = None,
) -> tuple[Line, ...]:
    """Draw a text as lines of at most `width` cells (at least 20).

    Deletions numbered `hide` are left out and show `[...]` or their hint; those numbered `reveal` are
    marked as the answer; all others read as text. With `ascii` every character is ASCII.
    """
    view = View(ascii, hide, reveal, cloze=bool(parsed.ordinals))
    page = _Page(max(width, NARROWEST), view)
    tokens = parsed.tokens
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "table_open":
            end = _end(tokens, index)
            page.table(tokens[index + 1 : end])
            index = end
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            page.open_list(tokens[index : _end(tokens, index)])
        else:
            page.read(token)
        index += 1
    lines = page.lines
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def _end(tokens: Sequence[Token], opening: int) -> int:
    """The index of the token that closes the one at `opening`."""
    level, kind = tokens[opening].level, tokens[opening].type.replace("_open", "_close")
    for index in range(opening + 1, len(tokens)):
        if tokens[index].level == level and tokens[index].type == kind:
            return index
    return len(tokens)


@dataclass(slots=True)
class _Frame:
    """A list item or quote that is open: what stands before its first line, and before the others."""

    first: list[Part]
    rest: list[Part]
    width: int
    style: str = ""
    begun: bool = False


@dataclass(slots=True)
class _List:
    """A list that is open; `numbers` is how wide its widest number is, 0 for bullets."""

    loose: bool
    numbers: int = 0
    next: int = 1


@dataclass(slots=True)
class _Page:
    """The lines so far, and the lists and quotes in which the next one stands."""

    width: int
    view: View
    lines: list[Line] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    margins: list[int] = field(default_factory=lambda: [0])  # the frame that stands at the margin
    blank: bool = False  # a blank line comes before the next
    heading: bool = False

    # Lines

    @property
    def room(self) -> int:
        return self.width - sum(frame.width for frame in self.frames[self.margins[-1] :])

    def add(self, parts: Sequence[Part]) -> None:
        """Write a line behind the marks of its lists and quotes."""
        self._blank_line()
        before: list[Part] = []
        for frame in self.frames[self.margins[-1] :]:
            before += frame.rest if frame.begun else frame.first
            frame.begun = True
        self.lines.append(merged([*before, *parts]))

    def add_all(self, lines: Iterable[Sequence[Part]]) -> None:
        for parts in lines:
            self.add(parts)

    def _blank_line(self) -> None:
        if self.blank and self.lines:
            frames = self.frames[self.margins[-1] :]
            self.lines.append(merged(part for frame in frames if frame.begun for part in frame.rest))
        self.blank = False

    def _push(self, frame: _Frame) -> None:
        if frame.style == "quote":
            self._blank_line()
        if self.room - frame.width < _LEAST_ROOM:
            if self.frames and not self.frames[-1].begun:
                self.add([])
            self.margins.append(len(self.frames))
        else:
            self.margins.append(self.margins[-1])
        self.frames.append(frame)

    def _pop(self) -> None:
        if not self.frames[-1].begun and self.frames[-1].style != "quote":
            self.add([])
        self.frames.pop()
        self.margins.pop()

    @property
    def _style(self) -> str:
        """The style of all text here."""
        return "heading" if self.heading else "quote" if any(frame.style for frame in self.frames) else ""

    # Blocks

    def read(self, token: Token) -> None:
        match token.type:
            case "inline":
                self._paragraph(token.children or ())
            case "paragraph_close":
                self.blank = not token.hidden
            case "heading_open":
                self.heading = True
            case "heading_close":
                self.heading, self.blank = False, True
            case "fence":
                self._code(token)
            case "hr":
                self._rule()
            case _:
                self._container(token)

    def _container(self, token: Token) -> None:
        match token.type:
            case "blockquote_open":
                bar = [("> " if self.view.ascii else "▎ ", "table-rule")]
                self._push(_Frame(bar, bar, 2, "quote"))
            case "blockquote_close":
                self._pop()
                self.blank = True
            case "list_item_open":
                self._item(token)
            case "list_item_close":
                self._pop()
                self.blank = self.lists[-1].loose
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
                self.blank = not self.lists or self.lists[-1].loose
            case _:
                pass

    def _paragraph(self, tokens: Iterable[Token]) -> None:
        drawn = False
        for segment in segments(tokens, self.view, style=self._style):
            if isinstance(segment, Display):
                self.blank = self.blank or drawn
                self._formula(segment)
                self.blank = True
            else:
                self.add_all(fill(segment.words, self.room))
            drawn = True

    def _formula(self, segment: Display) -> None:
        """A display formula as a block; in its one-line form, broken like text, if it is too wide for that."""
        inside = segment.tail in {".", ",", ";"}
        content = segment.content + (segment.tail if inside else "")
        for indent in (_INDENT, 0):
            room = self.room - indent
            lines = formula(content, self.view, style=segment.style, display=True, width=room)
            if not too_wide(lines, room):
                break
        else:
            indent = 0
            (line,) = formula(content, self.view, style=segment.style)
            lines = list(fill([_as_word(line)], self.room, hang=_INDENT))
        self.add_all([(" " * indent, ""), *parts] for parts in lines)
        if segment.tail and not inside:
            self.add([(segment.tail, segment.style)])

    def _code(self, token: Token) -> None:
        language = token.info.split()[0] if token.info.strip() else ""
        bar, continued = ("| ", ": ") if self.view.ascii else ("│ ", "┆ ")
        for line in _code_lines(token.content, language, self.view):
            pieces = fill([_as_word(line)], self.room - 2)
            for index, parts in enumerate(list(pieces) or [[]]):
                self.add([(continued if index else bar, "table-rule"), *parts])
        self.blank = True

    def _rule(self) -> None:
        self.blank = True
        self.add([(("-" if self.view.ascii else "─") * min(self.room, 40), "table-rule")])
        self.blank = True

    # Lists and tables

    def open_list(self, tokens: Sequence[Token]) -> None:
        """Begin a list; `tokens` are all of its tokens, to see how long and how loose it is."""
        opening = tokens[0]
        inner = [token for token in tokens if token.level == opening.level + 2]
        loose = any(token.type == "paragraph_open" and not token.hidden for token in inner)
        entry = _List(loose)
        if opening.type == "ordered_list_open":
            count = sum(
                token.type == "list_item_open" and token.level == opening.level + 1 for token in tokens
            )
            entry.next = int(opening.attrs.get("start", 1))
            entry.numbers = len(str(entry.next + max(count - 1, 0)))
        self.lists.append(entry)

    def _item(self, token: Token) -> None:
        entry = self.lists[-1]
        if entry.numbers:
            marker = f"{entry.next}{token.markup or '.'}".rjust(entry.numbers + 1)
            entry.next += 1
        elif self.view.ascii:
            marker = "-"
        else:
            marker = "•–·"[(sum(not one.numbers for one in self.lists) - 1) % 3]
        width = len(marker) + 1
        self._push(_Frame([(marker, "marker"), (" ", "")], [(" " * width, "")], width))

    def table(self, tokens: Sequence[Token]) -> None:
        rows: list[list[list[Word]]] = []
        align: list[str] = []
        style = self._style
        for index, token in enumerate(tokens):
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                head = token.type == "th_open"
                inner = styled(style, "strong") if head else style
                rows[-1].append(words(tokens[index + 1].children or (), self.view, style=inner))
                if head:
                    align.append(str(token.attrs.get("style", "")).removeprefix("text-align:")[:1] or "l")
        self.add_all(table_lines(Table(rows, align), self.room, ascii=self.view.ascii))
        self.blank = True


def _as_word(parts: Iterable[Part]) -> Word:
    word = Word()
    for text, style in parts:
        word.add(text, style)
    return word


def _code_lines(source: str, language: str, view: View) -> Iterator[list[Part]]:
    """The lines of a code block in colour, tabs as spaces."""
    line: list[Part] = []
    for css, text in highlight(source.rstrip("\n").expandtabs(_TAB), language):
        style = styled("source", _CODE_STYLES.get(css, ""))
        for index, piece in enumerate(text.split("\n")):
            if index:
                yield line
                line = []
            if piece:
                line.append((shown(piece, ascii=view.ascii), style))
    yield line
