"""The warnings of `mlsd check`: signs of a card that teaches badly. Heuristics, each waivable with a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mlsd_cards.deckfile.case_lint import case_warnings
from mlsd_cards.deckfile.deck import Loaded
from mlsd_cards.deckfile.notes import NoteText
from mlsd_cards.deckfile.topic_lint import mix_warnings, topic_warnings
from mlsd_cards.deckfile.vocabulary import vocabulary_problems
from mlsd_cards.errors import Problem, Span
from mlsd_cards.markup.parser import Parsed, Token, walk
from mlsd_cards.markup.plain import plain_text, visible_maths
from mlsd_cards.model.definition import Calc, Checklist, Cloze
from mlsd_cards.model.kinds import KINDS
from mlsd_cards.model.recipes import DESIGN_CHOICES

FRONT_LIMIT, BACK_LIMIT, LONG_BACK_LIMIT = 220, 280, 400


@dataclass(frozen=True, slots=True)
class Sides:
    """What the rules look at: both sides as a reader sees them, formulae as one word each in `*_prose`."""

    text: NoteText
    front: str
    back: str
    front_prose: str
    back_prose: str

    @property
    def roles(self) -> tuple[str, ...]:
        return self.text.note.roles

    @property
    def is_cloze(self) -> bool:
        return isinstance(self.text.note.content, Cloze)

    @property
    def is_long(self) -> bool:
        """Calculations, scenarios and checklists may say more."""
        content = self.text.note.content
        return isinstance(content, (Calc, Checklist)) or bool(
            {"scenario", "failure", "followup"} & set(self.roles)
        )


def sides(text: NoteText) -> Sides:
    """Measure a note's texts once for all rules."""
    front, front_prose = plain_text(text.front), _prose(text.front)
    if isinstance(text.note.content, Cloze):
        return Sides(text, front, "", front_prose, "")
    return Sides(text, front, plain_text(text.back), front_prose, _prose(text.back))


def _prose(parsed: Parsed) -> str:
    """The text with each formula as the one word `M`, so that its commas and points are not prose."""
    return "\n".join(
        "".join(_prose_piece(child) for child in token.children or ())
        for token in parsed.tokens
        if token.type == "inline"
    )


def _prose_piece(token: Token) -> str:
    match token.type:
        case "text" | "code_inline":
            return token.content
        case "maths":
            return "M"
        case "softbreak" | "hardbreak":
            return " "
        case _:
            return ""


Rule = Callable[[Sides], Iterator[str]]


def _w01(s: Sides) -> Iterator[str]:
    limit = LONG_BACK_LIMIT if s.is_long else BACK_LIMIT
    if len(s.front) > FRONT_LIMIT:
        yield f"front of {len(s.front)} characters (limit {FRONT_LIMIT})"
    if len(s.back) > limit and not isinstance(s.text.note.content, Checklist):
        yield f"back of {len(s.back)} characters (limit {limit})"


_SENTENCE = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bcf)[.!?](?=\s+[A-Z(\"M]|\s*$)")


def _sentences(prose: str) -> list[str]:
    parts = (part.strip() for line in prose.split("\n") for part in _SENTENCE.split(line))
    return [part for part in parts if part]


def _w02(s: Sides) -> Iterator[str]:
    if s.is_cloze or isinstance(s.text.note.content, Checklist):
        return
    words, sentences = len(s.back_prose.split()), len(_sentences(s.back_prose))
    if words > 45 and not s.is_long:
        yield f"back of {words} words (limit 45)"
    if sentences > (3 if s.is_long else 2):
        yield f"back of {sentences} sentences"


_YES_NO = re.compile(r"^(Is|Are|Does|Do|Did|Can|Could|Should|Will|Has|Have|Was|Were)\b")
_WH = re.compile(r"\b(why|how|which|what|when|where|who)\b", re.IGNORECASE)


def _w03(s: Sides) -> Iterator[str]:
    question = _last_question(s.front_prose)
    if not s.is_cloze and _YES_NO.match(question) and not _WH.search(question):
        yield "a yes/no question: ask which, what, why or how"


def _last_question(prose: str) -> str:
    parts = _sentences(prose)
    return parts[-1] if parts else ""


_ORPHAN = re.compile(
    r"^(?:\W*\w+\W+){0,2}?(It|This|That|These|Those|They|The above|The following)\b\s+(?:is|are|was|does|do|has|can|will|above|following)\b"
)


def _w04(s: Sides) -> Iterator[str]:
    if _ORPHAN.match(s.front_prose) or re.search(
        r"\b(as (seen|shown|said) above|the (above|following))\b", s.front_prose
    ):
        yield "the front points at something that is not on it"


def _w05(s: Sides) -> Iterator[str]:
    if re.match(r"(Explain|Describe|Discuss|Tell|List|Name all|What about)\b", s.front_prose):
        yield "a vague verb begins the front: ask for one thing"


def _w06(s: Sides) -> Iterator[str]:
    if isinstance(s.text.note.content, Checklist) or s.is_cloze:
        return
    bullets = sum(token.type == "list_item_open" for token in s.text.back.tokens)
    if bullets > 3:
        yield f"a list of {bullets} on the back: use clozes, or `points`"
    for sentence in _sentences(s.back_prose):
        items = re.split(r"[,;]\s+", sentence)
        last = re.match(r"(?:(.+) )?(?:and|or)\b", items[-1])
        count = len(items) + bool(last and last[1])
        if last and count > 3 and len(items) > 2 and all(len(item.split()) <= 6 for item in items[1:]):
            yield f"an enumeration of {count} on the back"


def _w07(s: Sides) -> Iterator[str]:
    if s.is_cloze:
        return
    joined = re.search(r",? and (what|why|when|how|which)\b", s.front_prose, re.IGNORECASE)
    doubled = s.front_prose.count("?") + bool(joined)
    if doubled > (2 if {"contrast", "scenario", "choice"} & set(s.roles) else 1):
        yield "two questions on one front"


_QUANTITY = re.compile(
    r"\d\s?(ms|µs|ns|s\b|sec|min\b|hours?|days?|GB|MB|KB|TB|PB|GiB|QPS|qps|USD|EUR|billion|million|GPUs?|tokens)(?![a-z])"
)
_FRAMED = re.compile(r"\b(19|20)\d\d\b|\bassum\w+|\bfor example\b|\be\.g\.", re.IGNORECASE)


def _w08(s: Sides) -> Iterator[str]:
    note = s.text.note
    if isinstance(note.content, Calc) or note.source is not None or s.is_cloze:
        return
    if note.key.partition(".")[0] in DESIGN_CHOICES:
        return
    if _QUANTITY.search(s.back) and not _FRAMED.search(s.back) and not re.search(r"\d", s.front):
        yield "a number with a unit but no year, source or assumption"


def _w09(s: Sides) -> Iterator[str]:
    if re.search(r"\b(it depends(?! on)|(various|several|many) factors)\b", s.back, re.IGNORECASE):
        yield "say on what it depends"


_LONG_WORD = re.compile(r"[a-z]{5,}")


def _w10(s: Sides) -> Iterator[str]:
    words = s.back_prose.split()
    if (
        s.is_cloze
        or isinstance(s.text.note.content, Calc)
        or not 0 < len(words) <= 4
        or {"contrast", "choice"} & set(s.roles)
    ):
        return
    shared = set(_LONG_WORD.findall(s.back_prose.casefold())) & set(
        _LONG_WORD.findall(s.front_prose.casefold())
    )
    if shared:
        yield f"the answer stands in the question: {', '.join(sorted(shared))}"


def _w11(s: Sides) -> Iterator[str]:
    if len(s.front) < 25 or len(s.front.split()) < 5:
        yield "a front too short to fix its context"


_ABSOLUTE = re.compile(r"\b(always|never|best|all)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(if|when|unless|except|only|as long as|while|once|whenever|until|not all|at best|nearly all|almost)\b",
    re.IGNORECASE,
)


def _w14(s: Sides) -> Iterator[str]:
    for sentence in _sentences(s.back_prose):
        found = _ABSOLUTE.search(sentence)
        if found and not _CONDITION.search(sentence) and not _CONDITION.search(s.front_prose):
            yield f"{found[0]!r} without a condition"


_FILLER = re.compile(r"(?<![\w-])(basically|obviously|simply|in general|of course|I|we|our|my|us)(?![\w-])")


def _w15(s: Sides) -> Iterator[str]:
    for side in (s.front_prose, s.back_prose):
        unquoted = re.sub(r"[\"“'‘][^\"”'’]*[\"”'’]", "", side)
        found = _FILLER.search(unquoted)
        if found:
            yield f"filler or first person: {found[0]!r}"


_STOP = frozenset(
    "a an the of to in on at by for with and or but is are was be it its as that this from not".split()
)


def _w16(s: Sides) -> Iterator[str]:
    if not s.is_cloze:
        return
    hidden, total, depth = Counter[int](), 0, 0
    words: dict[int, list[str]] = {}
    for token in walk(s.text.front.tokens):
        if token.type == "cloze_open":
            depth = token.meta["number"]
        elif token.type == "cloze_close":
            depth = 0
        elif token.type in {"text", "code_inline", "maths"}:
            content = visible_maths(token.content) if token.type == "maths" else token.content
            total += len(content.strip())
            if depth:
                hidden[depth] += len(content.strip())
                words.setdefault(depth, []).extend(content.casefold().split())
    for number, length in hidden.items():
        if length > 0.6 * total:
            yield f"deletion c{number} hides most of the sentence"
        elif words[number] and all(word in _STOP for word in words[number]):
            yield f"deletion c{number} hides a function word"


_REASON = re.compile(
    r"\b(because|since|so|as|for|if|when|while|unless|until|due to|needs?|only|without|than|whose|which|that|where|by|otherwise|lets|keeps|gives|makes|avoids|costs?|means|to)\b|[:;–—(]",
    re.IGNORECASE,
)


def _w20(s: Sides) -> Iterator[str]:
    if s.roles[0] == "choice" and not s.is_cloze and not _REASON.search(s.back_prose):
        yield "a choice without its reason: say because, since or so that"


def _w22(s: Sides) -> Iterator[str]:
    for name, prose in (("front", s.front_prose), ("back", s.back_prose)):
        sentences = _sentences(prose)
        if sentences:
            average = len(prose.split()) / len(sentences)
            if average > 22 and not (s.is_cloze and average <= 30):
                yield f"sentences of {average:.0f} words on the {name} (limit 22)"


INLINE_LIMIT = 25
"""Characters of an inline formula that fit a phone; a displayed one scrolls."""


def _w24(s: Sides) -> Iterator[str]:
    parsed = (s.text.front, s.text.back, *([s.text.extra] if s.text.extra else []))
    for formula in {formula for text in parsed for formula in text.formulas}:
        length = len(visible_maths(formula.latex))
        if not formula.display and length > INLINE_LIMIT:
            yield f"an inline formula of about {length} characters: display it with \\[ \\]"


NOTE_RULES: Mapping[str, Rule] = {
    "W01": _w01,
    "W02": _w02,
    "W03": _w03,
    "W04": _w04,
    "W05": _w05,
    "W06": _w06,
    "W07": _w07,
    "W08": _w08,
    "W09": _w09,
    "W10": _w10,
    "W11": _w11,
    "W14": _w14,
    "W15": _w15,
    "W16": _w16,
    "W20": _w20,
    "W22": _w22,
    "W24": _w24,
}
"""Rules of one note, by code. A new rule: a function here, a line in `codes`, a test."""


@dataclass(frozen=True, slots=True)
class Lint:
    """Warnings that stand, and those that their authors waived with a reason."""

    warnings: tuple[Problem, ...]
    waived: tuple[Problem, ...]


def lint(loaded: Loaded) -> Lint:
    """Run the warnings over every note whose kind has content rules, then over topics and the deck."""
    warnings: list[Problem] = []
    waived: list[Problem] = []
    kinds = {definition.id: KINDS.get(definition.kind) for definition in loaded.deck.definitions}
    for read in loaded.reads:
        for text in read.texts.values():
            kind = kinds.get(text.note.id.partition("/")[0])
            if kind is None or not kind.content_rules:
                continue
            measured = sides(text)
            for code, rule in NOTE_RULES.items():
                found = [
                    Problem(_place(text, code, message), code, f"{text.note.id}: {message}")
                    for message in rule(measured)
                ]
                (waived if code in text.allow else warnings).extend(found)
    for problem, is_waived in vocabulary_problems(loaded):
        (waived if is_waived else warnings).append(problem)
    warnings += topic_warnings(loaded.deck.definitions)
    warnings += case_warnings(loaded)
    warnings += mix_warnings(loaded.deck, loaded.folder.root.joinpath("deck.yaml").as_posix())
    return Lint(tuple(sorted(warnings)), tuple(sorted(waived)))


_OF_FRONT = frozenset({"W03", "W04", "W05", "W07", "W10", "W11"})


def _place(text: NoteText, code: str, message: str) -> Span:
    """A note's place; of a note that a block gives, that of the side which is meant."""
    side = text.front_span if code in _OF_FRONT or message.startswith("front") else text.back_span
    return side or text.note.span
