"""Phone numbers as people of a country write them."""

from __future__ import annotations

from leadctl.patterns import pattern

_AMERICAN = pattern(r"\+1([2-9]\d\d)(\d\d\d)(\d\d\d\d)")
_AMERICANS = frozenset({"US", "CA"})


def national(number: str, region: str) -> str:
    """Return a number as it is written where the book is: "(212) 555-0143", "020 7946 0018".

    One of another country keeps its prefix; what is no number stays as it is. Plain American ones
    are written here: the library costs more than the whole list.
    """
    if region in _AMERICANS and (found := _AMERICAN.fullmatch(number)):
        return f"({found[1]}) {found[2]}-{found[3]}"
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
