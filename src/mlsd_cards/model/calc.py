"""Arithmetic that authors write: a whitelisted syntax tree, never `eval`, with capped results."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping

MAX_LENGTH = 500
MAX_EXPONENT = 1_000.0
MAX_RESULT = 1e30
_MAX_DEPTH = 40

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: dict[str, tuple[Callable[..., float], int, int]] = {
    # name: function, fewest and most arguments
    "log": (math.log, 1, 2),
    "log2": (math.log2, 1, 1),
    "log10": (math.log10, 1, 1),
    "exp": (math.exp, 1, 1),
    "sqrt": (math.sqrt, 1, 1),
    "ceil": (math.ceil, 1, 1),
    "floor": (math.floor, 1, 1),
    "min": (min, 2, 20),
    "max": (max, 2, 20),
    "round": (lambda x, digits=0.0: round(x, int(digits)), 1, 2),
}
FUNCTIONS = frozenset(_FUNCTIONS)
"""Names that an expression can call."""


class CalcError(ValueError):
    """The expression is not one that `evaluate` accepts, or it has no finite value."""


def evaluate(expression: str, names: Mapping[str, float] | None = None) -> float:
    """Compute an author's expression, in which `names` stand for their values.

    Knows `+ - * / ** ( )`, numbers and the functions log (natural, or with a base), log2, log10,
    exp, sqrt, ceil, floor, min, max and round. Raises `CalcError` for anything else, for an exponent
    above 1,000 and for a result above 1e30.
    """
    if len(expression) > MAX_LENGTH:
        raise CalcError(f"longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(expression.strip(), mode="eval")
        value = _Evaluation(names or {}).value(tree.body, _MAX_DEPTH)
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise CalcError("not an arithmetic expression") from error
    except (ArithmeticError, ValueError) as error:
        if isinstance(error, CalcError):
            raise
        raise CalcError(str(error) or "no value") from error
    if not math.isfinite(value) or abs(value) > MAX_RESULT:
        raise CalcError("the result is not a number of reasonable size")
    return float(value)


_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")


def read_number(typed: str) -> float | None:
    """A number as people type it (`1,200`, `12 000`, `1,5`, `83%`, `2e6`, `20e6/86400`); None if it is none."""
    cleaned = re.sub(r"[\s\u00a0\u202f_]", "", typed).rstrip("%").replace("−", "-")
    if _THOUSANDS.fullmatch(cleaned.lstrip("+-")):
        cleaned = cleaned.replace(",", "")
    elif cleaned.count(",") == 1 and "." not in cleaned and "(" not in cleaned:
        cleaned = cleaned.replace(",", ".")
    try:
        return evaluate(cleaned)
    except CalcError:
        return None


def agrees(value: float, expected: float, tolerance: float = 0.02) -> bool:
    """Whether `value` is within the relative `tolerance` of `expected` (absolute where that is 0)."""
    return math.isclose(value, expected, rel_tol=tolerance, abs_tol=tolerance if expected == 0 else 0.0)


class _Evaluation:
    """Walks the tree of an expression."""

    def __init__(self, names: Mapping[str, float]) -> None:
        self._names = names

    def value(self, node: ast.expr, depth: int) -> float:
        if depth == 0:
            raise CalcError("nested too deeply")
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                if abs(number) > MAX_RESULT:
                    raise CalcError("a number is too large")
                return float(number)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                value = self.value(operand, depth - 1)
                return -value if isinstance(sign, ast.USub) else value
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return _power(self.value(left, depth - 1), self.value(right, depth - 1))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
                return _BINARY[type(op)](self.value(left, depth - 1), self.value(right, depth - 1))
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
                return self._call(name, [self.value(argument, depth - 1) for argument in arguments])
            case ast.Name(id=name) if name in self._names:
                return self._names[name]
            case ast.Call(func=ast.Name(id=name)) | ast.Name(id=name):
                raise CalcError(f"unknown name {name!r}")
            case _:
                raise CalcError("only numbers, + - * / ** ( ) and known functions are allowed")

    def _call(self, name: str, arguments: list[float]) -> float:
        function, fewest, most = _FUNCTIONS[name]
        if not fewest <= len(arguments) <= most:
            raise CalcError(f"{name} does not take {len(arguments)} arguments")
        return float(function(*arguments))


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > MAX_EXPONENT:
        raise CalcError("an exponent is too large")
    result = base**exponent
    if isinstance(result, complex):
        raise CalcError("a root of a negative number")
    return float(result)
