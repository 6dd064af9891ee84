"""Formulas are arithmetic and nothing else, however a guide writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.formula import LONGEST, MOST_UNKNOWNS, parse


@given(st.text(alphabet="ab c()+-*/=×÷−1.2,^%_'\n", max_size=LONGEST))
def test_any_text_is_read_or_left(text: str) -> None:
    """No text of a guide raises; what is read as a formula has few unknowns in each of its readings."""
    formula = parse(text)

    for unknowns in formula.unknowns() if formula else ():
        assert 1 < len(unknowns) <= MOST_UNKNOWNS


def test_many_sums_do_not_multiply() -> None:
    """A product of sums, each of which could be one number or two, is read at once."""
    formula = parse("(a + b)" + " * (a + b)" * 25)

    assert formula
    assert ("v0", "v1") in list(formula.unknowns())


@pytest.mark.parametrize(
    "text", ["__import__('os').system('true')", "a ** b", "a if b else c", "f(a) / b", "a + " * 200 + "a"]
)
def test_what_is_no_arithmetic_is_no_formula(text: str) -> None:
    """Calls, powers, conditions and endless sums are not worked out."""
    assert parse(text) is None
