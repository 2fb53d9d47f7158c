"""Amounts as people write them: "$1,450,000", "450 000,00 €", "$450K", "1.2M"."""

from __future__ import annotations

import re
from decimal import Decimal

from leadctl.patterns import pattern

_CURRENCY = r"(?:[$€£¥₹]|[A-Z]{1,2}\$|[A-Za-z]{3}(?![A-Za-z]))"
_TIMES = {
    **dict.fromkeys(("k", "thousand"), 1_000),
    **dict.fromkeys(("m", "mm", "mil", "mill", "mio", "million", "millions"), 1_000_000),
    **dict.fromkeys(("b", "bn", "billion"), 1_000_000_000),
}
_AMOUNT = pattern(
    rf"(?P<sign>[+-]?)\s*(?:{_CURRENCY})?\s*(?P<digits>[+-]?\d[\d.,'’_\s]*?)\s*"
    rf"(?P<times>{'|'.join(sorted(_TIMES, key=len, reverse=True))})?\.?\s*(?:{_CURRENCY})?",
    re.IGNORECASE,
)
_PLAIN = pattern(r"(?P<sign>[+-]?)\s*(?P<digits>\d[\d.,'’_\s]*?)\s*[^\W\d_]{0,3}\.?%?")
_NUMBER = pattern(r"\d+(\.\d+)?")


def read_amount(text: str, *, money: bool = True) -> Decimal | None:
    """Return an amount without its currency, or None for text that is none or could be two.

    "450.000" alone is such: half the world reads a thousand times what the other half reads.
    Of `money` "450K" and "1.2 mil" are amounts; ranges and "6+" are none.
    """
    found = (_AMOUNT if money else _PLAIN).fullmatch(text.strip())
    if not found:
        return None
    digits = _decimal(re.sub(r"[\s'’_]", "", found["digits"].lstrip("+-")))
    if digits is None:
        return None
    times = _TIMES[said.lower()] if money and (said := found["times"]) else 1
    amount = Decimal(digits) * times
    return -amount if "-" in (found["sign"], found["digits"][:1]) else amount


def _decimal(digits: str) -> str | None:
    """Return digits with a point where their decimals begin, or None where nobody can tell."""
    point = max(digits.rfind("."), digits.rfind(","))
    if point >= 0 and not (_is_grouped(digits) and "." not in digits):
        if digits.count(".") == 1 and "," not in digits and len(digits) - point == 4:
            return None
        whole, part = digits[:point], digits[point + 1 :]
        if digits.count(digits[point]) > 1:
            whole, part = digits, ""
        digits = re.sub(r"[.,]", "", whole) + (f".{part}" if part else "")
    digits = digits.replace(",", "")
    return digits if _NUMBER.fullmatch(digits) else None


def _is_grouped(digits: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}(,\d{3})+", digits))
