"""Words of a time in the order in which the grammar reads them: "3pm tomorrow", "this sat, 2pm"."""

from __future__ import annotations

from leadctl.patterns import pattern

_HOUR = r"[0-9]{1,2}(?::[0-9]{2})?"
_CLOCK = rf"{_HOUR} ?(?:am|pm)|[0-9]{{1,2}}:[0-9]{{2}}|noon"
_TIMED = pattern(rf"(?:(?P<before>.+) )?(?:at )?(?P<time>{_CLOCK})(?: (?P<behind>.+))?")
_ISO = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9]{2}:.*")
_DAYS = r"mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|[a-z]+day"
_HALVES = {"morning": "am", "afternoon": "pm", "evening": "pm", "night": "pm"}
_HOURS = {"morning": "9am", "afternoon": "2pm", "evening": "6pm", "night": "8pm"}
_TO_12 = 12

_THIS = pattern(rf"this (?=(?:{_DAYS})\b)")
_COUNTED = pattern(r"\b([0-9]{1,2})(?:st|nd|rd|th)\b")
_DOTTED = pattern(r"\b(a|p)\.m\.?(?= |$)")
_ABBREVIATED = pattern(r"\b([a-z]{3,})\.(?= |$)")
_BY_DOT = pattern(r"(?<![0-9.])([0-9]{1,2})\.([0-9]{2})(?= ?(?:am|pm)\b)")
_NO_DATE = pattern(r"(?<![0-9.])(1[3-9]|2[0-3])\.(1[3-9]|[2-5][0-9])(?![0-9.])")
_BY_H = pattern(r"(?<= )([0-9]{1,2}) ?h([0-9]{2})?$|^([0-9]{1,2}) ?h([0-9]{2})?(?= )")
_WORDS = {"midday": "noon", "@": "at", "sharp": ""}
_BARE_FIRST = pattern(
    rf"(?:at )?(?P<hour>{_HOUR}) (?P<day>(?:[a-z]+ )?(?:tonight|morning|afternoon|evening|night))"
)
_SPAN = pattern(r"(?:in |[+-]).*|.* ago")
_PART = pattern(
    r"(?P<day>.*?) ?\b(?P<part>morning|afternoon|evening|night)(?: (?:at )?(?P<rest>.+))?"
)
_BARE = pattern(rf"(?:(?P<day>.+?) )??(?:at )?(?P<hour>{_HOUR})")


def in_order(words: str) -> str:
    """Return small words of a time with the day first, and without what only the ear needs.

    "3pm tomorrow" is "tomorrow 3pm", "Sat., 2pm" is "sat 2pm", "dec 24th @ 3.30pm" is
    "dec 24 3:30pm", "5 dec 15h" is "5 dec 15:00", and "monday morning at 9" is "monday 9am". What
    is not clear stays as it is.
    """
    if _ISO.fullmatch(words):
        return words
    return _day_first(_with_half(_day_first(_spelt(words))))


def _spelt(words: str) -> str:
    """Return a time's words as the grammar spells them, in the order they have."""
    words = words.replace(",", " ").replace("@", " @ ")
    words = " ".join(_WORDS.get(word, word) for word in words.split())
    words = _DOTTED.sub(r"\1m", _COUNTED.sub(r"\1", " ".join(words.split())))
    words = _ABBREVIATED.sub(r"\1", words).removesuffix(".")
    words = _NO_DATE.sub(r"\1:\2", _BY_DOT.sub(r"\1:\2", words))
    if not _SPAN.fullmatch(words):  # "in 15h" is a span
        words = _BY_H.sub(lambda m: f"{m[1] or m[3]}:{m[2] or m[4] or '00'}", words)
    return _THIS.sub("", words).removeprefix("on ").removeprefix("at ")


def _day_first(words: str) -> str:
    """Return the words with their one time of day behind the day: "3pm on sat" is "sat 3pm"."""
    if bare := _BARE_FIRST.fullmatch(words):
        return f"{bare['day']} at {bare['hour']}"
    found = _TIMED.fullmatch(words)
    if found is None or (found["behind"] or "").startswith(("am", "pm")):
        return words
    behind = (found["behind"] or "").removeprefix("on ").removeprefix("at ")
    day = " ".join(filter(None, ((found["before"] or "").removesuffix(" at"), behind)))
    return f"{day} {found['time']}" if day else found["time"]


def _with_half(words: str) -> str:
    """Return a part of a day and its hour as that hour: "tonight at 8" is "today 8pm"."""
    day, part, rest = _parted(words)
    bare = _BARE.fullmatch(rest)
    if not part or bare is None or bare["day"] or not 1 <= _hour(bare["hour"]) < _TO_12:
        agrees = part and rest.endswith(_HALVES[part])
        return f"{day} {rest}" if agrees else words
    return f"{day} {rest}{_HALVES[part]}"


def _parted(words: str) -> tuple[str, str, str]:
    """Return the day, the part of the day, and what follows; no part where none is named."""
    found = _PART.fullmatch(words.replace("tonight", "today night"))
    if found is None:
        return "", "", ""
    return found["day"].replace("this", "today") or "today", found["part"], found["rest"] or ""


def _hour(text: str) -> int:
    return int(text.partition(":")[0])


def hours_meant(words: str) -> tuple[str, ...]:
    """Return what may be meant by words that lack an hour, or its half of the day; () for others.

    "tomorrow at 3" is "tomorrow 3pm" or "tomorrow 3am", the likelier first; "tonight" is, say,
    "today 8pm".
    """
    day, part, rest = _parted(words)
    if part and not rest:
        return (f"{day} {_HOURS[part]}",)
    if "midnight" in words.split():
        named = " ".join(word for word in words.split() if word != "midnight") or "today"
        return f"{named} 00:00", f"{named} 23:59"
    found = _BARE.fullmatch(words)
    if found is None:
        return ()
    before, hour = f"{found['day']} " if found["day"] else "", found["hour"]
    if not 1 <= _hour(hour) <= _TO_12:
        whole = hour if ":" in hour else f"{hour}:00"
        return (f"{before}{whole}",)
    late = _hour(hour) < 7 or _hour(hour) == _TO_12
    halves = ("pm", "am") if late else ("am", "pm")
    return tuple(f"{before}{hour}{half}" for half in halves)


_NIGHT = pattern(r"(?P<before>.* )?(?P<time>[1-6]:[0-9]{2})")


def night_or_day(words: str) -> tuple[str, str] | None:
    """Return both readings of a time between 1:00 and 6:59, None where the words say which.

    "thu 3:30" is hardly meant at night: "thu 3:30pm", or "thu 03:30". A leading zero is how a
    clock of 24 hours writes the night, and am or pm say it.
    """
    found = _NIGHT.fullmatch(words)
    if found is None:
        return None
    before = found["before"] or ""
    return f"{before}{found['time']}pm", f"{before}0{found['time']}"
