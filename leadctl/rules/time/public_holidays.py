"""Days off of a country or a part of it, as the library `holidays` knows them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from leadctl.patterns import pattern

LAST_YEAR = 2100
"""The library knows of no holidays after this year."""

_PLACE = pattern(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")


class NoPlaceError(ValueError):
    """No holidays are known for a place; the sentence says why."""


def is_place(text: str) -> bool:
    """Whether a text has the form of a country's letters, with those of a part of it or without."""
    return _PLACE.fullmatch(text) is not None


@lru_cache(1024)
def public_holidays(place: str, year: int) -> frozenset[date]:
    """Return the days off of a year, observed ones too: "US-NY" is New York in the United States.

    Raises NoPlaceError where the library is not installed, or knows no such place.
    """
    try:
        from holidays import country_holidays
    except ImportError:
        said = f'the holidays of "{place}" want a library: pip install "leadctl[holidays]"'
        raise NoPlaceError(said) from None
    country, _, part = place.partition("-")
    try:
        return frozenset(country_holidays(country, subdiv=part or None, years=year))
    except NotImplementedError:
        raise NoPlaceError(f'"{place}" is no place whose holidays are known') from None
