"""What a column is for, guessed from its name alone; the uses are listed in `columns`."""

from __future__ import annotations

from leadctl.rules.importing import words

_OUT = [frozenset(said.split()) for said in ("opt out", "opted out", "optout", "do not", "dnd")]
_REMARK = frozenset(
    [
        "reason",
        "by",
        "source",
        "count",
        "list",
        "date",
        "title",
        "campaign",
        "url",
        "ip",
        "text",
        "at",
        "time",
    ]
)


def classify(text: str) -> tuple[str, int, int]:
    """Return (use, rank, number) for a header in normal form; ("extra", 0, 0) for no idea."""
    found = _EXACT.get(text)
    if found:
        return found[0], found[1], 0
    tokens = text.split()
    number = next((int(piece) for piece in tokens if piece.isdigit() and len(piece) < 3), 0)
    plain = [piece for piece in tokens if not piece.isdigit()]
    use = _flag(frozenset(plain)) or _reach(plain) or _address(text)
    if not use and number <= 1:
        use = _address(" ".join(plain))
        if not use and (found := _EXACT.get(" ".join(plain))) and found[0] not in {"id"}:
            return found[0], found[1] + 100, number
    return use or "extra", 0, number


def _flag(tokens: frozenset[str]) -> str:
    if tokens & _REMARK - {"date", "at", "time", "text", "list"}:
        return ""
    if "dnc" in tokens:
        return "bar:call,text"
    if "litigator" in tokens:
        return "bar:all"
    if any(said <= tokens for said in _OUT):
        return f"bar:{_channel(tokens)}"
    if tokens & {"unsubscribed", "unsubscribe", "unsub"}:
        return "bar:email"
    return _consent(tokens)


def _consent(tokens: frozenset[str]) -> str:
    if tokens & _REMARK - {"text"}:
        return ""
    if {"opt", "in"} <= tokens or "optin" in tokens or {"opted", "in"} <= tokens:
        return f"allow:{_channel(tokens)}"
    if "consent" in tokens or ("can" in tokens and tokens & {"call", "text", "email", "contact"}):
        return f"allow:{_channel(tokens)}"
    if "status" in tokens and tokens & {"subscription", "marketing"} and tokens & {"email", "sms"}:
        return f"words:{_channel(tokens)}"
    return "words:email" if tokens == {"subscription", "status"} else ""


def _channel(tokens: frozenset[str]) -> str:
    if tokens & {"sms", "text", "texts"}:
        return "text"
    if tokens & {"call", "calls", "phone", "calling"}:
        return "call,text"
    if tokens & {"email", "emails", "newsletter"}:
        return "email"
    return "letter" if tokens & {"mail", "letter", "post", "mailing"} else "all"


def _reach(tokens: list[str]) -> str:
    """Return "email" or "phone" where the words say no more than that, and whose kind."""
    found = frozenset(tokens)
    if found & words.EMAIL_WORDS and found <= words.EMAIL_WORDS | words.KINDS:
        if found <= {"mail", "address", "addresses", "adresse", "home", "primary"}:
            return "email" if found == {"mail"} else ""
        return "email"
    if found & words.PHONE_WORDS and found <= words.PHONE_WORDS | words.KINDS:
        return "phone"
    return ""


def _address(text: str) -> str:
    for phrase, part in _PART_PHRASES:
        if text == phrase or text.endswith(f" {phrase}"):
            place = _PLACE_PHRASES.get(text[: len(text) - len(phrase)].strip())
            if place:
                return f"{place}.{part}"
    return ""


def _table() -> dict[str, tuple[str, int]]:
    return {
        phrase: (use, rank)
        for group in (words.NAMES, words.OTHERS)
        for use, phrases in group.items()
        if use != "zip"
        for rank, phrase in enumerate(phrases)
    }


_EXACT = _table()
_PART_PHRASES = sorted(
    ((phrase, part) for part, phrases in words.PARTS.items() for phrase in phrases),
    key=lambda pair: -len(pair[0]),
)
_PLACE_PHRASES = {phrase: place for place, phrases in words.PLACES.items() for phrase in phrases}
