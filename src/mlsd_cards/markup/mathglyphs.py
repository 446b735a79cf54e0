"""The letters of terminal maths: for every symbol its class, its glyph and its ASCII spelling.

Tables only. Every glyph is one cell wide in an ordinary terminal: no U+1D400..1D7FF,
no emoji, no variation selectors. Symbols are looked up by the character latex2mathml
emits, which is why the command table is resolved through its own symbol list.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from latex2mathml.symbols_parser import convert_symbol


class Kind(Enum):
    """What a symbol is to its neighbours; the space between two symbols follows from it."""

    LETTER = auto()  # also anything that behaves like one: roots, accents, unmatched brackets
    NUMBER = auto()
    WORD = auto()  # upright text, or a run of letters that is meant as a name: pCTR
    NAME = auto()  # a function: ln, max, softmax
    LARGE = auto()  # sum, product, integral; anything that carries limits
    BINARY = auto()
    SIGN = auto()  # a binary operator without a left operand: -x
    SLASH = auto()
    RELATION = auto()
    PUNCTUATION = auto()
    INNER = auto()  # dots
    FENCE = auto()
    FRACTION = auto()
    OPEN = auto()  # brackets before they are matched
    CLOSE = auto()
    BAR = auto()  # | and ‖ open, close or stand between


@dataclass(frozen=True, slots=True)
class Symbol:
    """One sign as it is shown."""

    glyph: str
    ascii: str
    kind: Kind


_GREEK = (
    ("epsilon varepsilon", "ε"), ("phi varphi", "φ"), ("theta vartheta", "θ"), ("rho varrho", "ρ"),
    ("sigma varsigma", "σ"), ("pi varpi", "π"), ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"),
    ("zeta", "ζ"), ("eta", "η"), ("iota", "ι"), ("kappa", "κ"), ("lambda", "λ"), ("mu", "μ"), ("nu", "ν"),
    ("xi", "ξ"), ("omicron", "ο"), ("tau", "τ"), ("upsilon", "υ"), ("chi", "χ"), ("psi", "ψ"), ("omega", "ω"),
    ("Gamma", "Γ"), ("Delta", "Δ"), ("Theta", "Θ"), ("Lambda", "Λ"), ("Xi", "Ξ"), ("Pi", "Π"), ("Sigma", "Σ"),
    ("Upsilon", "Υ"), ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"),
)  # fmt: skip

# Commands (or plain characters), glyph, ASCII spelling.
_TABLE: Final[dict[Kind, tuple[tuple[str, str, str], ...]]] = {
    Kind.LETTER: (
        *((commands, glyph, commands.split()[0]) for commands, glyph in _GREEK),
        ("infty", "∞", "inf"), ("partial", "∂", "partial"), ("nabla", "∇", "grad"), ("ell", "ℓ", "ell"),
        ("hbar", "ℏ", "hbar"), ("emptyset varnothing", "∅", "{}"), ("top", "⊤", "T"), ("bot perp", "⊥", "_|_"),
        ("prime", "′", "'"), ("dagger", "†", "+"), ("star", "⋆", "*"), ("bullet", "•", "o"), ("Re", "Re", "Re"),
        ("Im", "Im", "Im"), ("% \\%", "%", "%"), ("\\_", "_", "_"), ("\\#", "#", "#"), ("\\$", "$", "$"),
        ("\\&", "&", "&"), ("@", "@", "@"), ("!", "!", "!"), ("?", "?", "?"), (".", ".", "."), ("'", "′", "'"),
        ("backslash", "\\", "\\"), ("angle", "∠", "angle"), ("aleph", "ℵ", "aleph"), ("uparrow", "↑", "^"),
        ("downarrow", "↓", "v"), ("square Box", "□", "[]"), ("checkmark", "✓", "ok"), ('"', '"', '"'),
        ("triangle", "△", "triangle"), ("degree", "°", "deg"), ("ddagger", "‡", "++"),
    ),
    Kind.NAME: (("arg", "arg", "arg"), ("forall", "∀", "for all"), ("exists", "∃", "exists"),
                ("nexists", "∄", "no"), ("neg lnot", "¬", "not")),
    Kind.LARGE: (
        ("sum", "∑", "sum"), ("prod", "∏", "prod"), ("coprod", "∐", "coprod"), ("int", "∫", "int"),
        ("iint", "∬", "iint"), ("oint", "∮", "oint"), ("bigcup", "⋃", "union"), ("bigcap", "⋂", "inter"),
        ("bigoplus", "⊕", "(+)"), ("bigotimes", "⊗", "(x)"), ("bigvee", "⋁", "or"), ("bigwedge", "⋀", "and"),
    ),
    Kind.BINARY: (
        ("+", "+", "+"), ("-", "−", "-"), ("* ast", "*", "*"), ("pm", "±", "+/-"), ("mp", "∓", "-/+"),
        ("times", "×", "*"), ("div", "÷", "/"), ("cdot", "·", "*"), ("circ", "∘", "o"), ("cap", "∩", "inter"),
        ("cup", "∪", "union"), ("setminus", "∖", "minus"), ("land wedge", "∧", "and"), ("lor vee", "∨", "or"),
        ("oplus", "⊕", "(+)"), ("otimes", "⊗", "(x)"), ("odot", "⊙", "(.)"), ("ominus", "⊖", "(-)"), ("oslash", "⊘", "(/)"),
        ("wr", "≀", "wr"), ("amalg", "⨿", "amalg"),
        ("mod", "mod", "mod"),
    ),
    Kind.SLASH: (("/", "/", "/"),),
    Kind.RELATION: (
        ("=", "=", "="), ("< lt", "<", "<"), ("> gt", ">", ">"), (": colon", ":", ":"), ("le leq leqslant", "≤", "<="),
        ("ge geq geqslant", "≥", ">="), ("ne neq", "≠", "!="), ("approx", "≈", "~="), ("equiv", "≡", "=="),
        ("sim", "~", "~"), ("simeq", "≃", "~="), ("cong", "≅", "~="), ("propto", "∝", "propto"),
        ("ll", "≪", "<<"), ("gg", "≫", ">>"), ("prec", "≺", "prec"), ("succ", "≻", "succ"),
        ("preceq", "≼", "preceq"), ("succeq", "≽", "succeq"), ("in", "∈", "in"), ("notin", "∉", "not in"),
        ("ni", "∋", "contains"), ("subset", "⊂", "subset of"), ("subseteq", "⊆", "subset of"),
        ("supset", "⊃", "superset of"), ("supseteq", "⊇", "superset of"), ("mid", "|", "|"),
        ("nmid", "∤", "does not divide"), ("parallel", "∥", "||"), ("to rightarrow longrightarrow", "→", "->"),
        ("gets leftarrow longleftarrow", "←", "<-"), ("leftrightarrow", "↔", "<->"),
        ("Rightarrow implies Longrightarrow", "⇒", "=>"), ("Leftarrow", "⇐", "<=="),
        ("Leftrightarrow iff", "⇔", "<=>"), ("mapsto", "↦", "|->"), ("triangleq", "≜", ":="), ("doteq", "≐", ".="),
        ("models", "⊨", "|="), ("vdash", "⊢", "|-"), ("lesssim", "≲", "<~"), ("gtrsim", "≳", ">~"),
        ("therefore", "∴", "therefore"), ("because", "∵", "because"), ("hookrightarrow", "↪", "->"),
        ("rightharpoonup", "⇀", "->"),
    ),
    Kind.PUNCTUATION: ((",", ",", ","), (";", ";", ";")),
    Kind.INNER: (
        ("cdots dotsb", "⋯", "..."), ("dots ldots dotsc", "…", "..."), ("vdots", "⋮", ":"), ("ddots", "⋱", "..."),
    ),
    Kind.OPEN: (
        ("(", "(", "("), ("[ lbrack", "[", "["), ("\\{ lbrace", "{", "{"), ("lfloor", "⌊", "floor("),
        ("lceil", "⌈", "ceil("), ("langle", "⟨", "<"),
    ),
    Kind.CLOSE: (
        (")", ")", ")"), ("] rbrack", "]", "]"), ("\\} rbrace", "}", "}"), ("rfloor", "⌋", ")"),
        ("rceil", "⌉", ")"), ("rangle", "⟩", ">"),
    ),
    Kind.BAR: (("| vert lvert rvert", "|", "|"), ("\\| Vert lVert rVert", "‖", "||")),
}  # fmt: skip


def _emitted(command: str) -> str:
    """Return the character latex2mathml puts into MathML for a command or a plain character."""
    spelling = command if not command.isalpha() else f"\\{command}"
    code = convert_symbol(spelling)
    if code:
        return chr(int(code, 16))
    # Not a symbol of latex2mathml's: plain characters as they are, `\arg` with its backslash.
    return spelling if command.isalpha() and command != "mod" else command


SYMBOLS: Final[dict[str, Symbol]] = {
    _emitted(command): Symbol(glyph, ascii_, kind)
    for kind, rows in _TABLE.items()
    for commands, glyph, ascii_ in rows
    for command in commands.split()
}
SYMBOL_COMMANDS: Final = frozenset(
    f"\\{command.removeprefix(chr(92))}"
    for rows in _TABLE.values()
    for commands, _, _ in rows
    for command in commands.split()
    if command.isalpha() or command[0] == "\\"
) - {"\\mod"}

_FUNCTION_NAMES = """
    arccos arcsin arctan cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log
    max min Pr sec sin sinh sup tan tanh
"""
FUNCTIONS: Final = frozenset(_FUNCTION_NAMES.split())
# Functions whose subscript says over what: it stands below the name in a display formula.
LIMIT_NAMES: Final = frozenset(
    {"lim", "lim inf", "lim sup", "max", "min", "sup", "inf", "det", "gcd", "Pr", "argmax", "argmin"}
    | {"arg max", "arg min"}
)

_DIGITS: Final = "0123456789+−-()"
SUPERSCRIPTS: Final[dict[str, str]] = dict(
    zip(
        _DIGITS + "abcdefghijklmnoprstuvwxyzT⊤′∘*†",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᵀ′°*†",
        strict=True,
    )
)
SUBSCRIPTS: Final[dict[str, str]] = dict(
    zip(_DIGITS + "aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)

# The letters of \\mathcal and \\mathbb that the basic plane has; the others stay plain.
ALPHABETS: Final[dict[str, dict[str, str]]] = {
    "script": dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True)),
    "double-struck": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
}

VULGAR: Final[dict[str, str]] = {
    "1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/5": "⅕", "1/6": "⅙", "1/8": "⅛",
    "3/8": "⅜", "5/8": "⅝", "7/8": "⅞",
}  # fmt: skip

# What latex2mathml puts over or under the base, and the accent it means.
ACCENTS: Final[dict[str, str]] = {
    "^": "hat", "~": "tilde", "¯": "bar", "―": "bar", "→": "vec", "˙": "dot", "¨": "ddot", "ˇ": "check",
    "´": "acute", "`": "grave", "˘": "breve", "˚": "ring", "←": "left",
    "⏞": "overbrace", "⏟": "underbrace",
}  # fmt: skip
COMBINING: Final[dict[str, str]] = {
    "hat": "\u0302", "tilde": "\u0303", "bar": "\u0304", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308",
    "check": "\u030c", "acute": "\u0301", "grave": "\u0300", "breve": "\u0306", "ring": "\u030a",
    "left": "\u20d6",
}  # fmt: skip

_ASCII: Final[dict[str, str]] = {
    **{symbol.glyph: symbol.ascii for symbol in SYMBOLS.values()},
    **{glyph: f"({digits})" for digits, glyph in VULGAR.items()},
    "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"',
}  # fmt: skip
_ALPHANUMERIC = re.compile("[\U0001d400-\U0001d7ff]")


def plain(text: str) -> str:
    """Replace mathematical alphabets, which terminals lack or draw too wide, by ordinary letters.

    ℝ, ℒ and their like are single-width letters of the basic plane and stay.
    """
    return _ALPHANUMERIC.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def to_ascii(text: str) -> str:
    """Spell `text` in ASCII: by table first, then without accents, at last as a question mark."""
    if text.isascii():
        return text
    if text in _ASCII:
        return _ASCII[text]
    return "".join(_ascii_character(character) for character in text)


def _ascii_character(character: str) -> str:
    if character.isascii() or character in _ASCII:
        return _ASCII.get(character, character)
    reduced = unicodedata.normalize("NFKD", character)
    return "".join(c for c in reduced if c.isascii()) or ("" if unicodedata.combining(character) else "?")
