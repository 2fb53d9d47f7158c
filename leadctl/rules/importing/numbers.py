"""Amounts as people write them in tables: "$1,450,000", "450 000,00 €", "1.200,50"."""

from __future__ import annotations

import re

_AROUND = re.compile(r"[^\d.,+-]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def parse_number(text: str) -> int | float | None:
    """Return an amount without its currency, or None for text that is none or could be two.

    "450.000" alone is such: half the world reads a thousand times what the other half reads.
    """
    if re.search(r"[^\W\d_]{4,}", text):
        return None
    digits = _AROUND.sub("", text)
    point = max(digits.rfind("."), digits.rfind(","))
    if point >= 0 and not (_is_grouped(digits) and "." not in digits):
        if digits.count(".") == 1 and "," not in digits and len(digits) - point == 4:
            return None
        whole, part = digits[:point], digits[point + 1 :]
        if digits.count(digits[point]) > 1:
            whole, part = digits, ""
        digits = re.sub(r"[.,]", "", whole) + (f".{part}" if part else "")
    digits = digits.replace(",", "")
    if not _NUMBER.fullmatch(digits):
        return None
    amount = float(digits)
    return int(amount) if amount.is_integer() else amount


def _is_grouped(digits: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", digits))
