"""Time zones as people name them: "Eastern", "New York", "PST"."""

from __future__ import annotations

_AMERICAN = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "arizona": "America/Phoenix",
    "pacific": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "atlantic": "America/Halifax",
}
_LETTERS = {"e": "eastern", "c": "central", "m": "mountain", "p": "pacific"}
_SHORT = {f"{one}{kind}t": word for one, word in _LETTERS.items() for kind in ("", "s", "d")}


def zone_named(text: str) -> str:
    """Return the IANA name of a zone by that, by its city, or by what Americans call it.

    Raises ValueError with the closest ones for any other text.
    """
    from zoneinfo import available_timezones

    words = " ".join(text.strip().lower().replace("_", " ").split())
    word = words.removesuffix(" time").removesuffix(" standard").removesuffix(" daylight")
    word = _SHORT.get(word, word).removeprefix("us/")
    if word in _AMERICAN:
        return _AMERICAN[word]
    zones = {name.lower().replace("_", " "): name for name in sorted(available_timezones())}
    if words in zones:
        return zones[words]
    cities: dict[str, str] = {}
    for spelt, name in zones.items():
        cities.setdefault(spelt.rpartition("/")[2], name)
    if words in cities:
        return cities[words]
    from difflib import get_close_matches

    if said := get_close_matches(word, _AMERICAN, n=1, cutoff=0.75):
        raise ValueError(f'"{text}" is no time zone; did you mean {said[0].title()}?')
    close = get_close_matches(words, {**zones, **cities}, n=3, cutoff=0.6)
    near = list(dict.fromkeys({**cities, **zones}[one] for one in close))
    hint = f"; did you mean {' or '.join(near)}?" if near else "; write a city: New York"
    raise ValueError(f'"{text}" is no time zone{hint}')
