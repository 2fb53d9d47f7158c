"""Phone numbers as people of a country write them."""

from __future__ import annotations

_AMERICANS = frozenset({"US", "CA"})


def national(number: str, region: str) -> str:
    """Return a number as it is written where the book is: "(212) 555-0143", "020 7946 0018".

    One of another country keeps its prefix; what is no number stays as it is. Plain American ones
    are written here: the library costs more than the whole list.
    """
    if region in _AMERICANS and _is_american(number):
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    if not number.startswith("+"):
        return number
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    forms = phonenumbers.PhoneNumberFormat
    home = phonenumbers.region_code_for_number(parsed) == region
    return phonenumbers.format_number(parsed, forms.NATIONAL if home else forms.INTERNATIONAL)


def _is_american(number: str) -> bool:
    """Whether a number is one of North America as files have it: "+12125550143"."""
    own = number.removeprefix("+1")
    return len(number) == 12 and len(own) == 10 and own.isdecimal() and own[0] in "23456789"
