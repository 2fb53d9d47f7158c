"""What the value of a term asks of a lead's value, by the type of its field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeVar
from zoneinfo import ZoneInfo

from leadctl.rules.leads.folded import folded, spellings, unmarked
from leadctl.rules.leads.lead import is_day
from leadctl.rules.query.parsing import QueryError, Words
from leadctl.rules.time.spans import parse_duration
from leadctl.rules.time.typed_times import parse_when
from leadctl.rules.time.wall_clock import at_wall, move_wall
from leadctl.rules.time.whole_day import is_whole_day
from leadctl.values import dataclass

Asks = Callable[[object], bool]
"""Whether one value of a lead is what was asked for; None is never."""

Point = TypeVar("Point", datetime, Decimal)

YES, NO = {"yes", "true", "on", "1"}, {"no", "false", "off", "0"}
_AREA, _LOCAL, _CODE = 3, 6, 3
"""So many digits may be the start of a telephone number, are no whole one, are a country's."""
MULTIPLES = {"k": 1_000, "m": 1_000_000}


@dataclass(frozen=True)
class Clock:
    """When a query is asked, and in whose zone its days begin."""

    now: datetime
    zone: ZoneInfo


def has_words(wanted: str, text: str) -> bool:
    """Whether a text has these words in it, each from its start: "two bed" is in "a two-bedroom".

    In scripts that write no spaces any piece counts.
    """
    return any(_has(*pair) for pair in spellings(folded(wanted), folded(text)))


def _has(wanted: str, text: str) -> bool:
    place = text.find(wanted)
    while place >= 0:
        before, first = text[place - 1 : place], wanted[:1]
        if not (before.isalnum() and first.isalnum()) or not first.isascii():
            return True
        place = text.find(wanted, place + 1)
    return False


def asks_text(words: Words) -> Asks:
    """Return what a text must be: one of the values with commas between them."""
    _only(words, (":", "="), "is a text: it has no order")
    wanted = [part for part in words.value.split(",") if part.strip()]
    if words.op == "=":
        exact = {unmarked(folded(part)) for part in wanted}
        return lambda value: value is not None and unmarked(folded(str(value))) in exact
    return lambda value: value is not None and any(has_words(part, str(value)) for part in wanted)


def asks_phone(words: Words) -> Asks:
    """Return what a telephone number must be, however it is written; three digits are its start
    behind the country's, more any piece.
    """
    asks = asks_text(words)
    typed = ["".join(filter(str.isdigit, part)) for part in words.value.split(",")]
    wanted = [d.lstrip("0") if len(d) > _LOCAL else d for d in typed if len(d) >= _AREA]

    def is_asked(value: object) -> bool:
        known = "".join(filter(str.isdigit, str(value or "")))
        if asks(value) or words.op == "=":
            return asks(value) or any(known.endswith(one) and len(one) > _LOCAL for one in wanted)
        starts = [known[place:] for place in range(_CODE + 1)]
        return any(
            one in known if len(one) > _AREA else any(rest.startswith(one) for rest in starts)
            for one in wanted
        )

    return is_asked


def asks_flag(words: Words) -> Asks:
    """Return what a flag must be: yes or no."""
    _only(words, (":", "="), "is yes or no")
    wanted = words.value.casefold()
    if wanted not in YES | NO:
        raise _error(words, f"{words.field} is yes or no")
    return lambda value: bool(value) is (wanted in YES)


def asks_number(words: Words) -> Asks:
    """Return what a number must be: 5, 5..9, ..9, 450k.., or compared with < > <= >=."""
    low, high = _bounds(words, lambda text: _number(text, words))
    return lambda value: value is not None and _is_between(_decimal(value), low, high)


def _number(text: str, words: Words) -> tuple[Decimal, Decimal]:
    plain = text.replace("_", "").strip().lower().lstrip("$€£")
    multiple = MULTIPLES.get(plain[-1:], 1)
    try:
        found = Decimal(plain[:-1] if multiple > 1 else plain) * multiple
    except InvalidOperation:
        raise _error(words, f'"{text}" is no number') from None
    return found, found


def _decimal(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def asks_moment(words: Words, clock: Clock, *, ahead: bool) -> Asks:
    """Return what a day or moment must be. A bare span is a distance from now.

    `ahead` says that the field's moments lie ahead, so that 7d is in seven days; else seven days
    ago. `received<30d` is within the last 30 days, as `received:30d..` is.
    """
    if _is_span(words.value) and words.op in {"<", "<=", ">", ">="}:
        return _asks_distance(words, clock, ahead=ahead)
    low, high = _bounds(words, lambda text: _period(text, words, clock, ahead=ahead))

    def asks(value: object) -> bool:
        moments = _moments(value, clock.zone)
        if moments is None:
            return False
        first, last = moments
        return (low is None or last >= low) and (high is None or first <= high)

    return asks


def _asks_distance(words: Words, clock: Clock, *, ahead: bool) -> Asks:
    """Return whether a moment is nearer to now than a span, or further from it."""
    edge = _moved(words.value, clock, 1 if ahead else -1)
    nearer = words.op[0] == "<"

    def asks(value: object) -> bool:
        moments = _moments(value, clock.zone)
        if moments is None:
            return False
        within = moments[0] <= edge if ahead else moments[1] >= edge
        return within if nearer else not within

    return asks


def _is_span(text: str) -> bool:
    try:
        parse_duration(text)
    except ValueError:
        return False
    return True


def _moved(text: str, clock: Clock, sign: int) -> datetime:
    span = parse_duration(text)
    moved = move_wall(clock.now, sign * span.months, sign * span.wall_days, clock.zone)
    return moved + sign * timedelta(seconds=span.seconds)


def _period(text: str, words: Words, clock: Clock, *, ahead: bool) -> tuple[datetime, datetime]:
    """Return the first and the last moment that a text means: of a day both its ends."""
    if _is_span(text):
        moment = _moved(text, clock, 1 if ahead else -1)
        return moment, moment
    try:
        first, other = (
            parse_when(text, clock.now, clock.zone, past=not ahead, day_hour=time(0, minute))
            for minute in (0, 1)
        )
    except ValueError as error:
        raise _error(words, str(error).split("\n")[0]) from None
    if first == other:
        return first, first
    return first, move_wall(first, 0, 1, clock.zone) - timedelta(seconds=1)


def _moments(value: object, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return the first and last moment of a value: a day has both its ends."""
    if isinstance(value, datetime) and is_whole_day(value):
        value = value.date()
    if is_day(value):
        first = at_wall(datetime.combine(value, time()), zone)
        return first, move_wall(first, 0, 1, zone) - timedelta(seconds=1)
    if isinstance(value, datetime):
        moment = value if value.tzinfo else at_wall(value, zone)
        return moment, moment
    if isinstance(value, str):
        try:
            return _moments(date.fromisoformat(value), zone)
        except ValueError:
            return None
    return None


def _bounds(
    words: Words, read: Callable[[str], tuple[Point, Point]]
) -> tuple[Point | None, Point | None]:
    """Return the least and the greatest value asked for, None where there is none.

    `read` gives the first and the last of what one text means.
    """
    value, op = words.value.strip(), words.op
    if op in {":", "="} and ".." in value:
        low, _, high = value.partition("..")
        if not low and not high:
            raise _error(words, "a range wants at least one end: 5.. or ..9")
        return (read(low)[0] if low else None), (read(high)[1] if high else None)
    if not value:
        raise _error(words, f"{words.field}{op} wants a value")
    first, last = read(value)
    bounds: dict[str, tuple[Point | None, Point | None]] = {
        "<": (None, _below(first)),
        "<=": (None, last),
        ">": (_above(last), None),
        ">=": (first, None),
    }
    return bounds.get(op, (first, last))


def _below(value: Point) -> Point:
    """Return what is just less: for numbers the smallest step that a book keeps."""
    if isinstance(value, datetime):
        return value - timedelta(seconds=1)
    return value - Decimal("1e-9")


def _above(value: Point) -> Point:
    if isinstance(value, datetime):
        return value + timedelta(seconds=1)
    return value + Decimal("1e-9")


def _is_between(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> bool:
    return value is not None and (low is None or value >= low) and (high is None or value <= high)


def any_of(asks: Asks) -> Asks:
    """Return what a list must hold: one item that is asked for."""

    def asked(value: object) -> bool:
        items: Iterable[object] = value if isinstance(value, list | tuple) else (value,)
        return any(asks(item) for item in items)

    return asked


def _only(words: Words, ops: tuple[str, ...], why: str) -> None:
    if words.op not in ops:
        raise _error(words, f"{words.field} {why}; write {words.field}:{words.value}")
    if not words.value.strip():
        raise _error(words, f"{words.field}{words.op} wants a value")


def _error(words: Words, said: str) -> QueryError:
    return QueryError(said, words.text, words.place)
