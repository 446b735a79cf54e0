"""The inline tokens of a paragraph as words to be set into lines, with display formulae between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from mlsd_cards.markup.mathruns import BLANK, View, formula
from mlsd_cards.markup.parser import Token
from mlsd_cards.markup.runs import Part, Word, shown, styled

_WIDE = "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]"
# Wide letters may begin a line each, but not what closes a sentence.
_UNITS = re.compile(f"{_WIDE}[、。，．！？」）]*|(?:(?!{_WIDE}).)+")
_CLOSING = re.compile(r"[.,;:!?]+(?=\s|$)")
_STYLES = {"strong": "strong", "em": "emphasis", "s": "struck"}


@dataclass(slots=True)
class Display:
    """A display formula in a paragraph; `tail` is the punctuation behind it."""

    content: str
    style: str = ""
    tail: str = ""


@dataclass(slots=True)
class Text:
    """Words up to the next hard break or display formula."""

    words: list[Word] = field(default_factory=list)


Segment = Text | Display


def segments(tokens: Iterable[Token], view: View, *, style: str = "", display: bool = True) -> list[Segment]:
    """Read inline tokens. Without `display`, display formulae are written in the line like the others."""
    reading = _Reading(view, style, display=display)
    for token in tokens:
        reading.read(token)
    return [segment for segment in reading.segments if isinstance(segment, Display) or segment.words]


def words(tokens: Iterable[Token], view: View, *, style: str = "") -> list[Word]:
    """Read inline tokens as words of one text, as a table cell holds them."""
    result: list[Word] = []
    for segment in segments(tokens, view, style=style, display=False):
        if isinstance(segment, Text):
            result += segment.words
    return result


class _Reading:
    """Where a paragraph's reading stands: styles and links that are open, and the word being written."""

    def __init__(self, view: View, style: str, *, display: bool) -> None:
        self.segments: list[Segment] = [Text()]
        self._view = view
        self._display = display
        self._styles = [style] if style else []
        self._style = style
        self._links: list[list[str]] = []  # target and text of the links that are open
        self._word: Word | None = None
        self._space: str | None = None
        self._deletions: list[bool] = []  # those that are open: is it an answer?
        self._hidden = 0  # how many are open since the one that is asked for began
        self._hint = ""

    def read(self, token: Token) -> None:
        kind = token.type
        if kind.startswith("cloze_"):
            self._cloze(token)
        elif kind.endswith(("_open", "_close")):
            self._mark(token)
        elif self._hidden:
            return
        elif kind == "text":
            self._text(token.content)
        elif kind == "maths":
            self._maths(token)
        elif kind == "code_inline":
            self._text(token.content, styled(self._style, "code"))
        elif kind == "softbreak":
            self._break_word()
        elif kind == "hardbreak":
            self._next(Text())
        elif kind == "image":
            self._text(f"[picture: {_alternative(token)}]", styled(self._style, "picture"))

    # Words

    def _text(self, text: str, style: str | None = None) -> None:
        style = self._style if style is None else style
        last = self.segments[-1]
        if isinstance(last, Display) and (closing := _CLOSING.match(text)):
            last.tail, text = closing[0], text[closing.end() :]
        if self._links:
            self._links[-1][1] += text
        if "\t" in text or "\n" in text:
            text = text.replace("\t", " ").replace("\n", " ")
        for index, piece in enumerate(shown(text, ascii=self._view.ascii).split(" ")):
            if index:
                self._break_word(style)
            if piece.isascii():
                self._glue(piece, style)
            else:
                self._glue_units(piece, style)

    def _glue_units(self, piece: str, style: str) -> None:
        for index, unit in enumerate(_UNITS.findall(piece)):
            if index:
                self._word = None  # a line may end between wide letters
            self._glue(unit, style)

    def _glue(self, text: str, style: str) -> None:
        if text:
            self._open_word().add(text, style)

    def _open_word(self) -> Word:
        if self._word is None:
            segment = self.segments[-1]
            if isinstance(segment, Display):
                segment = Text()
                self._next(segment)
            self._word = Word(self._space)
            segment.words.append(self._word)
            self._space = None
        return self._word

    def _break_word(self, style: str | None = None) -> None:
        self._word = None
        self._space = self._style if style is None else style

    def _next(self, segment: Segment) -> None:
        self.segments.append(segment)
        self._word, self._space = None, None

    # Formulae

    def _maths(self, token: Token) -> None:
        if token.meta["display"] and self._display:
            self._next(Display(token.content, self._style))
            return
        (line,) = formula(token.content, self._view, style=self._style)
        self._glue_parts(line)

    def _glue_parts(self, parts: list[Part]) -> None:
        for text, style in parts:
            self._glue(text, style)

    # Marks round text

    def _mark(self, token: Token) -> None:
        if token.tag == "a":
            self._link(token)
            return
        name = _STYLES.get(token.tag, "")
        if not name:
            return
        if name == "struck" and not self._hidden and token.nesting < 0:
            self._glue("~~", self._style)
        self._turn(name, on=token.nesting > 0)
        if name == "struck" and not self._hidden and token.nesting > 0:
            self._glue("~~", self._style)

    def _turn(self, name: str, *, on: bool) -> None:
        """Open or close a style; deletions and emphasis may overlap."""
        if on:
            self._styles.append(name)
        elif name in self._styles:
            del self._styles[len(self._styles) - 1 - self._styles[::-1].index(name)]
        self._style = " ".join(dict.fromkeys(self._styles))

    def _link(self, token: Token) -> None:
        if token.nesting > 0:
            self._turn("link", on=True)
            self._links.append([str(token.attrs.get("href", "")), ""])
            return
        self._turn("link", on=False)
        target, text = self._links.pop() if self._links else ("", "")
        if not self._hidden and text != target and target.lower().startswith(("https://", "http://")):
            self._break_word()
            self._text(f"({target})", styled(self._style, "quiet"))

    # Deletions

    def _cloze(self, token: Token) -> None:
        if self._hidden:
            self._hidden += token.nesting
            if token.type == "cloze_hint" and self._hidden == 1:
                self._hint = token.content
            if not self._hidden:
                self._text(f"[{self._hint}]" if self._hint else BLANK, styled(self._style, "cloze-hidden"))
            return
        if token.type == "cloze_open":
            self._open_deletion(token.meta["number"])
        elif token.type == "cloze_close" and self._deletions and self._deletions.pop():
            self._turn("cloze", on=False)

    def _open_deletion(self, number: int) -> None:
        if number == self._view.hide:
            self._hidden, self._hint = 1, ""
            return
        answer = number == self._view.reveal
        self._deletions.append(answer)
        if answer:
            self._turn("cloze", on=True)


def _alternative(token: Token) -> str:
    """The text instead of a picture: its description, else its file name."""
    described = "".join(child.content or " " for child in token.children or ()).strip()
    return described or str(token.attrs.get("src", "")).rpartition("/")[2]
