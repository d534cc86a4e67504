"""A sentence of the rules: a template that screens translate, and the facts that fill it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.average import display

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_DECIMALS = 6


class Sentence(NamedTuple):
    """`text` is the Russian template, marked for translation; `facts` are texts by name."""

    text: str
    facts: tuple[tuple[str, str], ...] = ()

    def filled(self, translate: Callable[[str], str] = str) -> str:
        """The sentence in the reader's language."""
        return translate(self.text).format(**dict(self.facts))


def sentence(text: str, **facts: str) -> Sentence:
    """Fill a template by names."""
    return Sentence(text, tuple(facts.items()))


def average_text(value: Fraction, *beside: Fraction) -> str:
    """«4,33»; with more decimals where two would make it look like a border from which it differs.

    4.499 beside 4.5 is «4,499»: «4,50 ниже 4,50» would be nobody's explanation. Where six decimals do not
    tell them apart it is the fraction itself.
    """
    alike = [border for border in beside if border != value and display(border) == display(value)]
    for digits in range(2 if not alike else 3, MOST_DECIMALS + 1):
        text = _decimals(value, digits)
        if all(text != _decimals(border, digits) for border in alike):
            return text
    return f"{value.numerator}/{value.denominator}"


def plain_number(value: Fraction) -> str:
    """«3», «1,5», «66,67»: at most two decimals, none that say nothing."""
    return display(value).rstrip("0").rstrip(",")


def weight_text(hundredths: int) -> str:
    """«1», «1,5», «0,25» for a weight in hundredths."""
    return plain_number(Fraction(hundredths, 100))


def _decimals(value: Fraction, digits: int) -> str:
    scale = 10**digits
    rounded = (2 * value.numerator * scale + value.denominator) // (2 * value.denominator)
    whole, rest = divmod(rounded, scale)
    return f"{whole},{rest:0{digits}d}"
