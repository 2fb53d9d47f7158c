"""By which ways a lead may and can be reached: not barred, and a number or an address is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from leadctl.rules.leads.fields import LETTER_TO, MORE, reaching
from leadctl.rules.leads.lead import Event, Lead, listed
from leadctl.values import dataclass


@dataclass(frozen=True)
class Way:
    """One way in words: what is done, what one may want none of, what it needs, how it is done."""

    do: str
    several: str
    needs: str
    doing: str


WAYS = {
    "call": Way("call", "calls", "phone", "calling them"),
    "text": Way("text", "texts", "phone", "texting them"),
    "email": Way("e-mail", "e-mails", "e-mail", "e-mailing them"),
    "letter": Way("write", "letters", "address", "writing to them"),
}
"""The ways that can be barred, the one to try first in front."""


THE_WAY = "{by}"
"""Stands in what there is to do for the way in which it is done."""


def with_way(words: str, way: str = "") -> str:
    """Return what there is to do with its way: "Text to confirm"; "Find a way to confirm"."""
    verb = WAYS[way].do if way in WAYS else way or "find a way"
    said = words.replace(THE_WAY, verb)
    return said[:1].upper() + said[1:]


def may(lead: Lead, way: str) -> bool:
    """Whether a lead has not barred a way."""
    return not {"all", way} & set(lead.do_not_contact)


def can(lead: Lead, way: str) -> bool:
    """Whether a number or an address is known for a way, and no call has told that it is not
    theirs; a way that needs none can always be gone.
    """
    field = reaching(way)
    names = LETTER_TO if field in LETTER_TO else (field, MORE.get(field, ""))
    known = not field or any(lead.value(name) for name in names if name)
    return known and not (field == "phone" and number_is_wrong(lead))


def number_is_wrong(lead: Lead) -> bool:
    """Whether a call told that the only number is not theirs, and nobody was reached, nor another
    number found, since.
    """
    return not lead.value(MORE["phone"]) and first_is_wrong(lead)


def to_use(lead: Lead, field: str) -> str:
    """Return the number or address to use of those in a field and its list of further ones: the
    first, but for a number of which a call told that it is not theirs; "" where there is none.
    """
    first, further = lead.value(field), listed(lead.value(MORE[field]))
    if field == "phone" and first_is_wrong(lead):
        return next((one for one in further if one != first), "")
    return next((one for one in (str(first or ""), *further) if one), "")


def in_order(lead: Lead, field: str) -> list[str]:
    """Return all numbers or addresses of a field and its list of further ones, each once: the one
    to use in front.
    """
    known = [str(one) for one in (lead.value(field), *listed(lead.value(MORE[field]))) if one]
    use = to_use(lead, field)
    return sorted(dict.fromkeys(known), key=lambda one: one != use)


def new_number(before: Lead, after: Lead) -> bool:
    """Whether another number has taken the place of one that was wrong."""
    phone = after.value("phone")
    return bool(phone) and phone != before.value("phone") and first_is_wrong(before)


def first_is_wrong(lead: Lead) -> bool:
    """Whether a call told that a lead's number is not theirs, and nothing has told otherwise.

    To have reached one another tells so of an only number; where further ones are on file it was by
    one of those, and only a new first number tells otherwise.
    """
    if not any(event.name == "call" and "outcome" in event.data for event in lead.history):
        return False
    places = range(len(lead.history))
    found = max((n for n in places if _found_number(lead.history[n])), default=-1)
    is_only = not lead.value(MORE["phone"])
    in_time = sorted(places, key=lambda n: lead.history[n].at)
    for place in reversed(in_time):  # of one moment the last line first
        event = lead.history[place]
        if is_only and (event.is_talk or event.way == "in"):
            return False
        if tells_wrong_number(event):
            return place > found  # in the order of the file: a row of an import knows no hour
    return False


def tells_wrong_number(event: Event) -> bool:
    """Whether a call of ours told that the number is none of theirs: a call of theirs came from
    them, whatever is said of it.
    """
    from leadctl.rules.leads.outcomes import WRONG_NUMBER

    came = event.outcome if event.name == "call" else None
    return came is not None and came.name == WRONG_NUMBER and event.data.get("way") != "in"


def _found_number(event: Event) -> bool:
    """Whether an event says that another number was found in the place of a wrong one."""
    return event.data.get("what") == "wrong-number" and bool(event.data.get("number"))


def is_open(lead: Lead, way: str) -> bool:
    """Whether a lead may and can be reached so."""
    return may(lead, way) and can(lead, way)


def wants_no_contact(lead: Lead) -> bool:
    """Whether a lead has barred every way there is, whatever number or address may be found."""
    return "all" in lead.do_not_contact


def wants_none(lead: Lead) -> bool:
    """Whether a lead has barred ways, and is reached by no other: nobody is to try."""
    barred = lead.do_not_contact
    return "all" in barred or (bool(barred) and not any(is_open(lead, way) for way in WAYS))


def ways_for(lead: Lead, asked: Iterable[str]) -> tuple[str, ...]:
    """Return those of the ways asked for that are open; where none is, the others that are, a
    letter only where nothing else is.
    """
    if open_ := tuple(way for way in asked if is_open(lead, way)):
        return open_
    others = tuple(way for way in WAYS if is_open(lead, way))
    return tuple(way for way in others if way != "letter") or others


def one_of(words: Sequence[str]) -> str:
    """Return words as people list them: call, text or e-mail."""
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def why_closed(lead: Lead, asked: Iterable[str]) -> str:
    """Return why none of these ways is open: "they want no texts, and no e-mail is known"."""
    asked = [way for way in asked if way in WAYS]
    barred = [WAYS[way].several for way in asked if not may(lead, way)]
    lacking = dict.fromkeys(WAYS[way].needs for way in asked if may(lead, way))
    wrong = "phone" in lacking and lead.value("phone") and number_is_wrong(lead)
    if wrong:
        del lacking["phone"]
    return ", and ".join(
        filter(
            None,
            (
                f"they want no {one_of(barred)}" if barred else "",
                "the number was wrong" if wrong else "",
                f"no {one_of(list(lacking))} is known" if lacking else "",
            ),
        )
    )
