"""Writing TOML values on one line each, out of the pieces that tomli-w makes.

Its own layout of lists and inline tables changes with their length; here one event is one line,
always. Moments are written with `Z` and `T`, as people do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from leadctl.patterns import pattern
from leadctl.rules.time.whole_day import is_whole_day

_PLAIN_KEY = pattern(r"[A-Za-z0-9_-]+")
# What tomli-w lets through: what some programs take for a line end, and what reorders text unseen.
_UNSEEN = pattern("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@lru_cache(1024)  # the same few keys stand in every lead's file
def format_key(key: str) -> str:
    """Return a key as TOML, quoted where it must be."""
    return key if _PLAIN_KEY.fullmatch(key) else format_text(key)


def format_text(text: str) -> str:
    """Return a text as a basic TOML string on one line."""
    if _is_plain(text):
        return f'"{text}"'
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", _literal(text))


def _is_plain(text: str) -> bool:
    """Whether there is nothing to escape, as in most texts."""
    return text.isprintable() and '"' not in text and "\\" not in text


def _literal(value: object) -> str:
    """Return a value that is no list and no table as tomli-w writes it."""
    import tomli_w

    return tomli_w.dumps({"v": value})[len("v = ") : -1]


def format_value(value: object) -> str:
    """Return any TOML value on one line; None inside a table is left out.

    Raises TypeError for a value TOML does not have.
    """
    form = _EXACT.get(type(value)) or next((f for k, f in _FORMS if isinstance(value, k)), None)
    if form is None:
        raise TypeError(f"TOML has no {type(value).__name__}")
    return form(value)


def format_pairs(pairs: Iterable[tuple[str, object]]) -> list[str]:
    """Return `key = value` for each pair; None is left out."""
    return [
        f"{format_key(k)} = {format_text(v) if type(v) is str else format_value(v)}"
        for k, v in pairs
        if v is not None
    ]


def format_column(values: Sequence[object]) -> list[str]:
    """Return each value on one line, "" for None; texts are looked through all at once.

    Raises TypeError for a value TOML does not have.
    """
    if _is_plain("".join([value for value in values if type(value) is str])):
        return [
            "" if v is None else f'"{v}"' if type(v) is str else format_value(v) for v in values
        ]
    return ["" if v is None else format_value(v) for v in values]


def format_table(table: Mapping[str, object]) -> str:
    """Return a table inline: `{ a = 1, b = 2 }`."""
    pairs = format_pairs(table.items())
    return f"{{ {', '.join(pairs)} }}" if pairs else "{}"


def format_moment(moment: datetime) -> str:
    """Return a moment with `Z` for UTC and otherwise its own offset, as it was written; a whole
    day as its date.
    """
    if moment.tzinfo is UTC:
        return _format_utc(moment)
    if is_whole_day(moment):
        return moment.date().isoformat()
    offset = moment.utcoffset()
    if offset is not None and offset % timedelta(minutes=1):
        moment = moment - offset  # a zone's offset of old, with seconds, which TOML cannot say
        offset = timedelta(0)
    if offset == timedelta(0):
        return moment.replace(tzinfo=None).isoformat() + "Z"
    return moment.isoformat()


@lru_cache(1024)  # the leads of one import came in on the same few days
def _format_utc(moment: datetime) -> str:
    """Return a moment of UTC; only of UTC, for moments of other offsets may equal it."""
    return moment.isoformat().removesuffix("+00:00") + "Z"


def _format_list(items: list[object]) -> str:
    return f"[{', '.join(map(format_value, items))}]"


# The order matters: a datetime is a date.
_FORMS: tuple[tuple[type | tuple[type, ...], Callable[..., str]], ...] = (
    (str, format_text),
    (datetime, format_moment),
    ((bool, int, float, date, time), _literal),
    (Mapping, format_table),
    ((list, tuple), _format_list),
)
_EXACT: dict[type, Callable[..., str]] = {
    str: format_text,
    datetime: format_moment,
    date: date.isoformat,
    bool: lambda value: str(value).lower(),
    int: str,
    list: _format_list,
    dict: format_table,
}
"""The same for what most values are; the ones above are for what is derived from these."""
