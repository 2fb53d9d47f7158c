"""JSON: every field of every row, always, exactly as it is."""

from __future__ import annotations

from leadctl.patterns import pattern
from leadctl.render.listing import Listing, exact

_LIVE = pattern("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What a terminal may act on and JSON itself does not escape; escaped it is read back the same."""


def json_array(listing: Listing) -> str:
    """Return one array with one object for each row, each on its own line."""
    body = ",\n".join("  " + one for one in _objects(listing))
    return f"[\n{body}\n]\n" if body else "[]\n"


def json_lines(listing: Listing) -> str:
    """Return one object for each row, one a line."""
    return "".join(f"{one}\n" for one in _objects(listing))


def json_value(value: object, *, indent: int | None = 2) -> str:
    """Return any value of ours as JSON, with ISO dates and a newline at its end."""
    return _dumped(exact(value), indent) + "\n"


def _objects(listing: Listing) -> list[str]:
    keys = [column.key for column in listing.data()]
    return [_dumped({key: exact(row.get(key)) for key in keys}) for row in listing.rows]


def _dumped(value: object, indent: int | None = None) -> str:
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _LIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
