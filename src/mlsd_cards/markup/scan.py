r"""Find formulae and cloze deletions in an author's text before Markdown sees it.

Markdown would eat backslashes, split table cells at `|` and end a paragraph inside a formula.
So each `\(…\)` and `\[…\]` is taken out first and stands in the text as a mark that Markdown
passes through; an inline rule puts the formula back as a token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mlsd_cards.errors import Fault

MARK_OPEN = "@\x02"  # `@` makes Markdown's text rule stop here; the control character is refused in decks
MARK_CLOSE = "\x03"
MARK = re.compile(r"@\x02(\d+)\x03")

CLOZE_OPEN = re.compile(r"\{\{c(\d+)::")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^\n]*(?:\n|$)")
_STOP = re.compile(r"[\\`~\n]")
_CLOSER = {"(": r"\)", "[": r"\]"}


@dataclass(frozen=True, slots=True)
class Formula:
    r"""One formula as typed between its delimiters; `offset` is where `latex` starts in the text."""

    latex: str
    display: bool
    offset: int


@dataclass(frozen=True, slots=True)
class Scanned:
    """A text whose formulae are replaced by marks; the mark's number is the index in `formulas`."""

    text: str
    formulas: tuple[Formula, ...]
    faults: tuple[Fault, ...] = ()

    def restore(self, text: str) -> str:
        """Put the formulae's source back where code or an address swallowed a mark."""
        return (
            MARK.sub(lambda match: _source(self.formulas[int(match[1])]), text) if MARK_OPEN in text else text
        )


def _source(formula: Formula) -> str:
    return f"\\[{formula.latex}\\]" if formula.display else f"\\({formula.latex}\\)"


def scan(text: str) -> Scanned:
    """Take the formulae out of `text`; code spans and fences are left alone."""
    if "\\" not in text:
        return Scanned(text, ())
    pieces: list[str] = []
    formulas: list[Formula] = []
    faults: list[Fault] = []
    done = 0
    for start, end in _formula_spans(text, faults):
        pieces += (text[done:start], f"{MARK_OPEN}{len(formulas)}{MARK_CLOSE}")
        formulas.append(Formula(text[start + 2 : end - 2], text[start + 1] == "[", start + 2))
        done = end
    pieces.append(text[done:])
    return Scanned("".join(pieces), tuple(formulas), tuple(faults))


def _formula_spans(text: str, faults: list[Fault]) -> Iterator[tuple[int, int]]:
    position = 0 if not _fence(text, 0) else _after_fence(text, 0)
    while found := _STOP.search(text, position):
        start = found.start()
        match text[start]:
            case "\n":
                position = start + 1
                if _fence(text, position):
                    position = _after_fence(text, position)
            case "`":
                position = after_code_span(text, start)
            case "~":
                position = start + 1
            case _:
                opener = text[start + 1 : start + 2]
                position = start + 2
                if opener in _CLOSER:
                    end = _formula_end(text, position, _CLOSER[opener])
                    if end is None:
                        message = f"\\{opener} has no closing {_CLOSER[opener]}"
                        faults.append(Fault(start, "E06", message, _unclosed_hint(opener)))
                        return  # what follows cannot be told apart
                    else:
                        yield start, end
                        position = end
                elif opener and opener in ")]":
                    faults.append(Fault(start, "E06", f"\\{opener} closes no formula"))


def _unclosed_hint(opener: str) -> str:
    return f"close the formula with {_CLOSER[opener]} and check that its braces balance"


def _fence(text: str, line_start: int) -> bool:
    return _FENCE.match(text, line_start) is not None


def _after_fence(text: str, line_start: int) -> int:
    """The position behind a fenced code block that opens at `line_start` (unclosed: the end)."""
    opening = _FENCE.match(text, line_start)
    assert opening is not None
    marker = opening[1]
    closing = re.compile(rf"^ {{0,3}}{re.escape(marker[0])}{{{len(marker)},}}[ \t]*$", re.MULTILINE)
    found = closing.search(text, opening.end())
    return found.end() if found else len(text)


def after_code_span(text: str, start: int) -> int:
    """The position behind the code span that opens at `start`, or behind its backticks if none closes it."""
    run = start
    while text[run : run + 1] == "`":
        run += 1
    length = run - start
    position = run
    while (position := text.find("`", position)) != -1:
        end = position
        while text[end : end + 1] == "`":
            end += 1
        if end - position == length:
            return end
        position = end
    return run


def _formula_end(text: str, position: int, closer: str) -> int | None:
    r"""The position behind `closer`, found as MathJax does: outside braces, `\x` is one unit."""
    depth = 0
    while position < len(text):
        character = text[position]
        if character == "\\":
            if depth == 0 and text.startswith(closer, position):
                return position + 2
            position += 2
            continue
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return None
        position += 1
    return None


@dataclass(frozen=True, slots=True)
class Deletion:
    """A cloze deletion: positions of the whole `{{c1::…}}` and of its content."""

    number: int
    start: int
    content_start: int
    content_end: int

    @property
    def end(self) -> int:
        return self.content_end + 2


def deletion_at(text: str, start: int) -> Deletion | None:
    """The deletion that opens at `start`, closed by the first `}}` outside braces, code and formulae."""
    opening = CLOZE_OPEN.match(text, start)
    if opening is None:
        return None
    position, depth = opening.end(), 0
    while position < len(text):
        match text[position]:
            case "`":
                position = after_code_span(text, position)
                continue
            case "\\":
                position += 2
                continue
            case "{":
                depth += 1
            case "}" if depth == 0:
                if text.startswith("}}", position):
                    return Deletion(int(opening[1]), start, opening.end(), position)
            case "}":
                depth -= 1
            case _:
                pass
        position += 1
    return None


def split_deletions(latex: str) -> Iterator[str | tuple[int, str]]:
    """The parts of a formula: text outside deletions, and (number, content) of each deletion in it."""
    done = 0
    for opening in CLOZE_OPEN.finditer(latex):
        if opening.start() < done:
            continue
        deletion = deletion_at(latex, opening.start())
        if deletion is None:
            continue
        if deletion.start > done:
            yield latex[done : deletion.start]
        yield deletion.number, latex[deletion.content_start : deletion.content_end]
        done = deletion.end
    if done < len(latex):
        yield latex[done:]


def without_deletions(latex: str) -> str:
    """The formula as it reads when all of its deletions are shown."""
    if "{{c" not in latex:
        return latex
    return "".join(part if isinstance(part, str) else part[1] for part in split_deletions(latex))
