"""Formulas as guides print them, worked out from numbers."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

#: A variable: words with one blank or a hyphen between them, so that a minus between blanks stays a minus.
_VARIABLE = re.compile(r"[^\W\d]\w*(?:[ -][^\W\d]\w*)*")
_IDENTIFIER = re.compile(r"v\d+")
_SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "[": "(", "]": ")"})
_WORKED = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
#: Variables and sums that a formula may have, so that there are not too many ways to fill it in.
MOST_UNKNOWNS = 4
#: Characters of the longest text that is read as a formula.
LONGEST = 300


@dataclass(frozen=True)
class Formula:
    """An arithmetic expression; its unknowns are variables and, where somebody counted them together, sums of them."""

    tree: ast.expr
    #: What each identifier of the tree stands for.
    names: Mapping[str, str]

    def unknowns(self) -> Iterator[tuple[str, ...]]:
        """The sets of expressions whose numbers work the formula out, the one of its bare variables first."""
        few = (cut for cut in _cuts(self.tree) if len(cut) > 1)
        yield from sorted(few, key=lambda cut: [part.isidentifier() for part in cut].count(False))

    def words(self, unknown: str) -> str:
        """An unknown in the words of the guide."""
        return _IDENTIFIER.sub(lambda match: self.names[match.group()], unknown)

    def adds_up(self, numbers: Mapping[str, float]) -> bool:
        """Whether no variable is greater than a sum that it is part of."""
        parts = {unknown: set(_IDENTIFIER.findall(unknown)) for unknown in numbers}
        return all(
            numbers[part] <= numbers[whole] for whole, held in parts.items() for part in numbers if parts[part] < held
        )

    def value(self, numbers: Mapping[str, float]) -> float | None:
        """The value, given the numbers of a set of unknowns; None where it divides by nothing."""
        try:
            return _worked(self.tree, numbers)
        except ZeroDivisionError:
            return None

    def filled(self, numbers: Mapping[str, float]) -> str:
        """The formula with the numbers in place of its unknowns.

        >>> parse("Hits / (Hits + Misses)").filled({"v0": 3, "v1": 2.5})
        '3 / (3 + 2.5)'
        """
        return ast.unparse(_Filler(numbers).visit(ast.parse(ast.unparse(self.tree), mode="eval")))


def parse(text: str) -> Formula | None:
    """The formula that a text is; None if it is none.

    >>> parse("Hit rate = Hits / (Hits + Misses)").value({"v0": 3, "v1": 1})
    0.75
    >>> parse("the square root of it") is None
    True
    """
    names: dict[str, str] = {}
    if len(text) > LONGEST:
        return None

    def identifier(match: re.Match[str]) -> str:
        return names.setdefault(match.group().casefold(), f"v{len(names)}")

    try:
        tree = ast.parse(_VARIABLE.sub(identifier, text.translate(_SIGNS).rpartition("=")[2]).strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None
    if not isinstance(tree, ast.BinOp) or not all(map(_is_arithmetic, ast.walk(tree))):
        return None
    return Formula(tree, {name: words for words, name in names.items()})


def _is_arithmetic(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float)
    return isinstance(node, (ast.BinOp, ast.Name, ast.Load, *_WORKED))


def _cuts(node: ast.expr, *, whole: bool = False) -> list[tuple[str, ...]]:
    """The sets of few parts under a node that give its value, each as source text; those with many are dropped on the
    way, since their number grows with the power of the sums.
    """
    if isinstance(node, ast.Name):
        return [(node.id,)]
    if not isinstance(node, ast.BinOp):
        return [()]
    cuts = [
        tuple(dict.fromkeys((*left, *right)))
        for left in _cuts(node.left, whole=True)
        for right in _cuts(node.right, whole=True)
    ]
    if whole and isinstance(node.op, ast.Add):
        cuts.append((ast.unparse(node),))
    return [cut for cut in dict.fromkeys(cuts) if len(cut) <= MOST_UNKNOWNS]


def _worked(node: ast.expr, numbers: Mapping[str, float]) -> float:
    known = numbers.get(ast.unparse(node))
    if known is not None:
        return known
    if isinstance(node, ast.BinOp):
        return float(_WORKED[type(node.op)](_worked(node.left, numbers), _worked(node.right, numbers)))
    return float(ast.literal_eval(node))


class _Filler(ast.NodeTransformer):
    """Puts numbers in place of expressions."""

    def __init__(self, numbers: Mapping[str, float]) -> None:
        self.numbers = numbers

    def visit(self, node: ast.AST) -> ast.AST:
        known = self.numbers.get(ast.unparse(node)) if isinstance(node, ast.expr) else None
        if known is None:
            return self.generic_visit(node)
        return ast.Constant(int(known) if known == int(known) else known)
