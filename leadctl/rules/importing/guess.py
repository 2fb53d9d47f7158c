"""What a column is for, guessed from its name as it stands; the uses are listed in `columns`."""

from __future__ import annotations

from functools import lru_cache

from leadctl.patterns import pattern
from leadctl.rules.importing import channel_words, column_words, reach_words
from leadctl.rules.importing.languages import named, words_for
from leadctl.rules.leads.normal_text import IN_UTC

_OUT_WORDS = "opt out|opted out|optout|do not|donot|dont|don t|dnd|blacklisted|blocklisted"
_OUT = [frozenset(said.split()) for said in _OUT_WORDS.split("|")]
_SUBSCRIBED = [frozenset(said.split()) for said in ("subscribed", "is subscribed")]
_CANNOT = [frozenset(said.split()) for said in ("cannot", "can not", "cant", "can t")]
_CHANNELS = frozenset().union(*channel_words.CHANNEL_WORDS.values())
_REMARK = frozenset(
    (
        *("reason", "by", "source", "count", "list", "date", "title", "campaign"),
        *("url", "ip", "text", "at", "time", "scrubbed", "checked"),
    )
)


_ASKED = pattern(
    r"(?:(?:hi|hey|hello|and|first|great|ok|so|also|there) )*"
    r"(?:(?:what s|what is|whats|(?:please )?(?:enter|provide|share)) )?(?:your|the best|best) "
    r"(?:best )?(.+?)"
    r"(?: (?:where )?(?:to|we can|we may) (?:reach|call|contact|text) you(?: at| on)?)?"
)
"""A form's question as the column of its answers: "What's the best phone number to reach you?"."""


_OF_THEM = pattern(
    r" (?:du|de la|des|del|della|de|di|do|da|van de|van het|der) "
    r"(?:contact|contacto|contatto|contato|client|cliente|kunden|klant|interessenten|prospect"
    r"|demandeur|interesado)$"
)
"""Whose a column is, of a lead in other languages: "Nom du contact", "Email del cliente"."""


_MAY_WE = pattern(
    r"(?:may|can|could|do you agree that|is it ok(?:ay)? (?:if|for us to|to)|is it ok(?:ay)?) "
    r"(?:we )?(.+?) you(?: (?:by|via|at|on|through) (.+))?"
)
"""A form's question for a consent: "May we text you?", "Can we contact you by e-mail?"."""


_GLUED = pattern(
    r"\b(mail|mailing|situs|site|prop|property|loc|owner|own)"
    r"(?=(?:adr|addr|address|city|state|stat|st|zip|zipcode|name|nam)\b)"
)
"""What county lists write as one word: "MAILADDR1", "SitusCity", "OwnerName"."""


_POSTAL = frozenset(named("mail|address|addresses|addr|adr|adresse|home|primary|direct"))
"""Words of a column of addresses of the post, of which "mail" alone is one of e-mails."""


@lru_cache(32768)
def as_named(text: str) -> tuple[str, int, int]:
    """Return (use, rank, number) for a header in normal form; ("extra", 0, 0) for no idea."""
    text = _GLUED.sub(r"\1 ", IN_UTC.sub("", text.replace("whats app", "whatsapp")))
    if (of_them := _OF_THEM.sub("", text)) != text and as_named(of_them)[0] not in {
        "extra",
        "id",
    }:
        text = of_them
    text = text.removesuffix(" s")  # "Email(s)"
    if asked := _ASKED.fullmatch(text):
        text = "phone" if asked[1] == "number" else asked[1]
    if (may := _MAY_WE.fullmatch(text)) and set(text.split()) & (_CHANNELS | {"contact", "reach"}):
        return f"allow:{_channel(frozenset((may[2] or may[1]).split()))}", 0, 0
    if _is_another(text):
        return "extra", 0, 0
    found = _EXACT.get(text)
    if found:
        return found[0], found[1], 0
    tokens = text.split()
    number = next((int(piece) for piece in tokens if piece.isdigit() and len(piece) < 3), 0)
    plain = [piece for piece in tokens if not piece.isdigit()]
    said = " ".join(plain)
    use = (
        _FLAGS.get(said)
        or _flag(frozenset(plain))
        or _asked_for(said)
        or _reach(plain)
        or _address(text)
        or _status_since(frozenset(plain))
    )
    if not use and number <= 1:
        use = _address(said)
    found = None if use else _EXACT.get(said)
    if found and found[0] != "id" and (number <= 1 or found[0] in {"tags", "note"}):
        return found[0], found[1] + 100, number
    first, _, rest = text.partition(" ")
    if not use and rest and first in reach_words.PEOPLE:
        of_them, rank, number = as_named(rest)
        if of_them not in {"id", "extra"}:
            return of_them, rank + 100, number
    return use or "extra", 0, number


def _status_since(tokens: frozenset[str]) -> str:
    """Return "status_at" for a column that says since when a status stands, or ""."""
    said = tokens - column_words.OF_STATUS
    is_since = said < tokens and bool(said & column_words.SINCE) and said <= column_words.OF_SINCE
    return "status_at" if is_since else ""


def by_name(text: str) -> tuple[str, int] | None:
    """Return what a header is by a name of our table, with its place among those of its use."""
    return _EXACT.get(text)


def may_be_labelled(text: str) -> bool:
    """Whether cells below a header in normal form can be labels that bar, such as "DNC"."""
    said = text.split()
    of_lead = not _is_another(text) and said[:1] != ["secondary"]
    return of_lead and not channel_words.LABELLED.isdisjoint(said)


_AGENTS = pattern(
    r"\b(?:lead|contact|client|customer|business|account|record|deal|person) owner\b|^email owner$"
)
"""The owner of somebody in a CRM is the agent: "Lead Owner Email"."""


def _is_another(text: str) -> bool:
    """Whether a column is of a person beside the lead: "contact 2 name", "lead owner email".

    A second phone of the lead is called "contact phone 2".
    """
    if _AGENTS.search(text):
        return True
    pieces = text.split()
    is_person = len(pieces) > 2 and pieces[0] in {"contact", "owner", "person", "client"}
    return is_person and pieces[1].isdigit() and int(pieces[1]) > 1


def _flag(tokens: frozenset[str]) -> str:
    if tokens & _REMARK - {"date", "at", "time", "text", "list"}:
        return ""
    if "dnc" in tokens:
        return "bar:call,text"
    if "litigator" in tokens:
        return "bar:all"
    left = _left(tokens) or _objected_to(tokens)
    return f"bar:{left}" if left else _consent(tokens)


def _left(tokens: frozenset[str]) -> str:
    """Return the channels that a column's name says somebody left, or ""."""
    if _is_elsewhere(tokens):
        return ""
    channel = _channel(tokens)
    if any(said <= tokens for said in _CANNOT):
        return channel if tokens & (_CHANNELS | {"contact"}) else ""
    if any(said <= tokens for said in _OUT):
        return channel
    if tokens & {"unsubscribed", "unsubscribe", "unsub"}:
        return "email" if channel in {"all", "letter"} else channel
    return ""


def _objected_to(tokens: frozenset[str]) -> str:
    """Return the channels that a column's name says somebody objected to, or ""."""
    said = tokens & (channel_words.OBJECTIONS | channel_words.ENDS)
    if said <= {"stop", "stops"} and tokens & channel_words.STOPS:
        return ""
    is_about = tokens & (_CHANNELS | channel_words.CONSENTS | channel_words.OBJECTED_TO)
    return _channel(tokens) if said and is_about and not _is_elsewhere(tokens) else ""


def may_object(text: str) -> bool:
    """Whether a header in normal form speaks of an objection, though not of what to."""
    tokens = frozenset(text.split())
    return bool(tokens & channel_words.OBJECTIONS) and not tokens & _REMARK - {"date", "at", "list"}


def _asked_for(said: str) -> str:
    """Return the use of a phrase that bars channels among polite words: "Prefers no calls"."""
    tokens = said.split()
    starts = range(1, len(tokens) - 1)
    for start in [0, *starts]:
        for end in range(len(tokens), start + 1, -1):
            around = {*tokens[:start], *tokens[end:]}
            use = _FLAGS.get(" ".join(tokens[start:end]))
            if use and around <= channel_words.POLITE:
                return use
    return ""


def _is_elsewhere(tokens: frozenset[str]) -> bool:
    """Whether a choice is about something that is no way to reach the person ("Fax Opt Out")."""
    return bool(tokens & channel_words.NO_CHANNEL) and not tokens & _CHANNELS


def _consent(tokens: frozenset[str]) -> str:
    if tokens & _REMARK - {"text"} or _is_elsewhere(tokens):
        return ""
    if {"opt", "in"} <= tokens or "optin" in tokens or {"opted", "in"} <= tokens:
        marketing = {"email"} if "marketing" in tokens else set()
        return f"allow:{_channel(tokens | marketing)}"
    if "status" in tokens:
        return _subscription(tokens - {"status", "person"})
    if tokens & channel_words.CONSENTS or (
        tokens & channel_words.MAY and tokens & (_CHANNELS | {"contact"})
    ):
        return f"allow:{_channel(tokens)}"
    is_switch = len(tokens) == 2 and "on" in tokens and tokens & {"text", "phone", "email", "call"}
    return f"allow:{_channel(tokens)}" if is_switch else _marketing(tokens)


def _marketing(tokens: frozenset[str]) -> str:
    """Return the use of "Accepts Marketing", "SMS Marketing" or "Subscribed": e-mail if untold."""
    if tokens & channel_words.ADVERTS:
        tokens = tokens - channel_words.ADVERTS | {"marketing"}
    if tokens & channel_words.MAY and "marketing" in tokens:
        return f"allow:{_channel(tokens | {'email'})}"
    is_all = tokens - {"marketing"} <= _CHANNELS | channel_words.MAY
    if tokens in _SUBSCRIBED or ("marketing" in tokens and is_all):
        return f"allow:{_channel(tokens | {'email'})}"
    return ""


def _subscription(tokens: frozenset[str]) -> str:
    """Return the use of a column "... status", named without that word."""
    if tokens in ({"subscription"}, {"marketing"}):
        return "words:email"
    if "consent" in tokens or ("permission" in tokens and tokens & _CHANNELS):
        return f"allow:{_channel(tokens)}"
    if not tokens & _CHANNELS - {"post", "mail"}:
        return ""
    is_known = (
        tokens & {"subscription", "subscriber", "marketing"}
        or tokens <= _CHANNELS | reach_words.KINDS
    )
    return f"words:{_channel(tokens)}" if is_known else ""


def _channel(tokens: frozenset[str]) -> str:
    if tokens & channel_words.BY_POST:
        return "letter"
    named = (channel for channel, said in channel_words.CHANNEL_WORDS.items() if tokens & said)
    return next(named, "all")


def _reach(tokens: list[str]) -> str:
    """Return "email" or "phone" where the words say no more than that, and whose kind."""
    found = frozenset(tokens)
    if found & reach_words.EMAIL_WORDS and found <= reach_words.EMAIL_WORDS | reach_words.KINDS:
        if found <= _POSTAL:
            return "email" if found == {"mail"} else ""
        return "email"
    if found & reach_words.PHONE_WORDS and found <= reach_words.PHONE_WORDS | reach_words.KINDS:
        return "phone"
    return ""


def _address(text: str) -> str:
    start, _, last = text.rpartition(" ")
    if start and last in {"home", "mailing", "property"}:  # "City (Home)"
        return _address(f"{last} {start}")
    for phrase, part in _PART_PHRASES:
        if text == phrase or text.endswith(f" {phrase}"):
            place = _PLACE_PHRASES.get(text[: len(text) - len(phrase)].strip())
            if place:
                return f"{place}.{part}"
    return ""


def _table() -> dict[str, tuple[str, int]]:
    return {
        phrase: (use, rank)
        for group in (column_words.NAMES, column_words.OTHERS)
        for use, phrases in group.items()
        if use != "zip"
        for rank, phrase in enumerate(phrases)
    }


_EXACT = {
    **{word: ("phone", 0) for entry in ("phone", "mobile") for word in words_for(entry)},
    **dict.fromkeys(words_for("email"), ("email", 0)),
    **_table(),
}
_FLAGS = {
    phrase: f"bar:{channels}"
    for channels, said in channel_words.FLAG_WORDS.items()
    for phrase in said
}
_PART_PHRASES = sorted(
    ((phrase, part) for part, phrases in column_words.PARTS.items() for phrase in phrases),
    key=lambda pair: -len(pair[0]),
)
_PLACE_PHRASES = {
    phrase: place for place, phrases in column_words.PLACES.items() for phrase in phrases
}
