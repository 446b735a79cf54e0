"""Parse an author's text once: Markdown tokens with formulae and cloze deletions among them.

Token types beyond markdown-it's own: `maths` (content: LaTeX, meta: display), `cloze_open`
(meta: number), `cloze_hint` (content: text) and `cloze_close`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from mlsd_cards.errors import Fault
from mlsd_cards.markup.scan import (
    CLOZE_OPEN,
    MARK,
    MARK_OPEN,
    Formula,
    Scanned,
    deletion_at,
    scan,
    split_deletions,
    without_deletions,
)

__all__ = ["Formula", "Parsed", "Token", "parse"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says: block tokens (inline ones are children), formulae, and what is wrong with it."""

    tokens: tuple[Token, ...]
    formulas: tuple[Formula, ...] = ()
    ordinals: tuple[int, ...] = ()
    images: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _Env:
    """What the inline rules need of the text being parsed."""

    scanned: Scanned
    cloze: bool
    torn: bool = False  # a deletion is never closed
    numbers: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def parse(text: str, *, cloze: bool = False) -> Parsed:
    """Parse Markdown with maths; with `cloze`, deletions too. Faults carry offsets into `text`."""
    scanned = scan(text)
    env = _Env(scanned, cloze)
    tokens = _markdown().parse(scanned.text, {"mlsd": env})
    restore_swallowed(tokens, scanned)
    images: tuple[str, ...] = ()
    faults = [*scanned.faults, *_formulae_faults(scanned.formulas, env)]
    if "](" in text:
        images = tuple(_addresses(tokens, "image", "src"))
        faults += _link_faults(text, _addresses(tokens, "link_open", "href"))
        faults += _refused_links(text, tokens)
        faults += _lost_links(text, tokens)
    if cloze:
        faults += _cloze_faults(text, env)
    return Parsed(
        tuple(tokens),
        scanned.formulas,
        tuple(sorted(set(env.numbers))),
        images,
        tuple(sorted(faults, key=lambda fault: fault.offset)),
    )


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": False, "maxNesting": 100})
    markdown.enable(["table", "strikethrough"])
    # Indented code would turn a YAML author's indentation into code; references hide an address elsewhere;
    # entities would bring in characters that the reader refuses, and `&amp;` is text like any other.
    markdown.disable(["code", "html_block", "html_inline", "autolink", "reference", "entity"])
    markdown.inline.ruler.before("text", "maths", _maths_rule)
    markdown.inline.ruler.before("text", "cloze", _cloze_rule)
    return markdown


def _maths_rule(state: StateInline, silent: bool) -> bool:
    found = MARK.match(state.src, state.pos) if state.src.startswith(MARK_OPEN, state.pos) else None
    env: _Env = state.env["mlsd"]
    if found is None or int(found[1]) >= len(env.scanned.formulas):
        return False
    if not silent:
        formula = env.scanned.formulas[int(found[1])]
        token = state.push("maths", "", 0)
        token.content = formula.latex
        token.meta = {"display": formula.display}
        if env.cloze and "{{c" in formula.latex:
            env.numbers += [part[0] for part in split_deletions(formula.latex) if not isinstance(part, str)]
    state.pos = found.end()
    return True


def _cloze_rule(state: StateInline, silent: bool) -> bool:
    env: _Env = state.env["mlsd"]
    if not env.cloze or env.torn or not state.src.startswith("{{c", state.pos):
        return False
    deletion = deletion_at(state.src, state.pos)
    if deletion is None or deletion.end > state.posMax:
        env.torn = (
            CLOZE_OPEN.match(state.src, state.pos) is not None
        )  # reported; later ones would cost as much again
        return False
    if not silent:
        hint_start = _hint_position(state.src, deletion.content_start, deletion.content_end)
        env.numbers.append(deletion.number)
        token = state.push("cloze_open", "", 1)
        token.meta = {"number": deletion.number}
        _inline(state, deletion.content_start, hint_start)
        if hint_start < deletion.content_end:
            token = state.push("cloze_hint", "", 0)
            token.content = env.scanned.restore(state.src[hint_start + 2 : deletion.content_end])
        state.push("cloze_close", "", -1)
    state.pos = deletion.end
    return True


def _inline(state: StateInline, start: int, end: int) -> None:
    """Parse part of the inline text, as markdown-it's link rule does."""
    pos_max = state.posMax
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.posMax = pos_max


_HINT_UNITS = re.compile(r"@\x02\d+\x03|(`+)(?!`).*?(?<!`)\1(?!`)|::", re.DOTALL)


def _hint_position(text: str, start: int, end: int) -> int:
    """Where `::hint` begins in a deletion, outside code and formulae; `end` without one."""
    for found in _HINT_UNITS.finditer(text, start, end):
        if found[0] == "::":
            return found.start()
    return end


def walk(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield block and inline tokens in reading order."""
    for token in tokens:
        yield token
        if token.children:
            yield from walk(token.children)


def restore_swallowed(tokens: Iterable[Token], scanned: Scanned) -> None:
    """Give code, addresses and titles their formula source back: there it is plain text."""
    if not scanned.formulas:
        return
    for token in walk(tokens):
        if token.type in {"code_inline", "fence", "text", "image"}:
            token.content = scanned.restore(token.content)


def _addresses(tokens: Iterable[Token], kind: str, attribute: str) -> Iterator[str]:
    return (str(token.attrs.get(attribute, "")) for token in walk(tokens) if token.type == kind)


def _formulae_faults(formulas: Iterable[Formula], env: _Env) -> Iterator[Fault]:
    if not formulas:
        return
    from mlsd_cards.markup.formula import formula_faults  # noqa: PLC0415  (30 ms that a text without one saves)

    for formula in formulas:
        latex = without_deletions(formula.latex) if env.cloze else formula.latex
        for message, hint in formula_faults(latex):
            yield Fault(formula.offset, "E06", message, hint)


def _link_faults(text: str, links: Iterable[str]) -> Iterator[Fault]:
    for link in links:
        if urlsplit(link).scheme not in {"http", "https"}:
            yield Fault(
                max(text.find(link), 0), "E07", f"link to {link!r}", "links start with https:// or http://"
            )


_LINK = re.compile(r"\[[^\]\n]+\]\([^)\n]*\)")
_REFUSED_LINK = re.compile(r"\]\(\s*(?:javascript|vbscript|file|data)\s*:", re.IGNORECASE)


def _refused_links(text: str, tokens: Iterable[Token]) -> Iterator[Fault]:
    """Markdown leaves dangerous links as text; say so instead of printing their source on a card."""
    if any(token.type == "text" and _REFUSED_LINK.search(token.content) for token in walk(tokens)):
        found = _REFUSED_LINK.search(text)
        yield Fault(
            found.start() if found else 0, "E07", "this link is not allowed", "links start with https://"
        )


def _lost_links(text: str, tokens: Iterable[Token]) -> Iterator[Fault]:
    """What looks like a link or picture but is none would show its source; pictures hold no deletions."""
    for token in walk(tokens):
        if token.type == "text" and _LINK.search(token.content) and not _REFUSED_LINK.search(token.content):
            found = _LINK.search(text)
            place = found.start() if found else 0
            yield Fault(
                place, "E07", "this looks like a link but is none", "no spaces or \\( \\) in its address"
            )
        elif token.type == "image" and any(child.type == "cloze_open" for child in token.children or ()):
            yield Fault(text.find("!["), "E05", "a deletion in a picture's description")


def _cloze_faults(text: str, env: _Env) -> Iterator[Fault]:
    """E05: one to three numbers from c1 on without a gap; none nested, empty, unclosed or in code."""
    openings = list(CLOZE_OPEN.finditer(text))
    if not openings:
        yield Fault(0, "E05", "a cloze without a deletion", "mark what to recall: {{c1::…}}")
        return
    done, nested = 0, False
    for opening in openings:
        deletion = deletion_at(text, opening.start())
        if opening.start() < done:
            nested = True
            yield Fault(
                opening.start(), "E05", "a deletion inside a deletion", "delete them one after the other"
            )
        elif deletion is None:
            yield Fault(opening.start(), "E05", "this deletion is never closed", "close it with }}")
            return
        else:
            done = deletion.end
            content = text[deletion.content_start : deletion.content_end].strip()
            if not content or content.startswith("::"):
                yield Fault(opening.start(), "E05", "an empty deletion")
    numbers = sorted(set(env.numbers))
    if len(env.numbers) < len(openings) and done and not nested:
        yield Fault(
            openings[0].start(),
            "E05",
            "a deletion stands in code, in a link or across paragraphs",
            "put {{c1::…}} round the whole `code`, inside one paragraph",
        )
    elif numbers and numbers != list(range(1, len(numbers) + 1)):
        wanted = ", ".join(f"c{n}" for n in range(1, len(numbers) + 1))
        yield Fault(openings[0].start(), "E05", f"deletions are numbered {wanted} without a gap")
    if len(env.numbers) > 3:
        yield Fault(openings[3].start(), "E05", "more than three deletions", "make two notes of it")
