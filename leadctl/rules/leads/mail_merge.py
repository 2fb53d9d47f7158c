"""What a letter or a round of mail wants of a lead: names apart, one line to send to."""

from __future__ import annotations

from leadctl.patterns import pattern
from leadctl.rules.leads.lead import Lead

_AFTER_NAME = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd", "esq", "dds", "cpa"})

_BEFORE_NAME = pattern(r"(?:bin|d[aeiu]|das|del|della|de[nr]|dos|las?|les?|los|st|ter|van|von)\.?")
"""Words that a last name begins with: "de la Cruz", "St. John", "van den Berg"."""


def name_parts(lead: Lead) -> tuple[str, str]:
    """Return the first and the last name: the fields that say so, else the first word and the rest.

    A name that is an e-mail, a phone or one word has no last name; "Jr." and "de la" belong to
    the last one.
    """
    given, family = lead.value("first_name"), lead.value("last_name")
    if given or family:
        return str(given or ""), str(family or "")
    if "@" in lead.name or lead.name[:1] == "+":
        return "", ""
    words = lead.name.split()
    if len(words) < 2:
        return lead.name, ""
    last = len(words) - 1
    if last > 1 and words[last].lower().replace(".", "") in _AFTER_NAME:
        last -= 1
    while last > 1 and _BEFORE_NAME.fullmatch(words[last - 1].lower()):
        last -= 1
    return " ".join(words[:last]), " ".join(words[last:])


def letter_line(lead: Lead) -> str:
    """Return where a letter goes, on one line: the mailing address, else the lead's own."""
    text = str(lead.value("mailing_address") or lead.value("address") or "")
    postal = str(lead.value("zip") or "")
    is_missing = postal and not lead.value("mailing_address") and postal not in text
    return " ".join(f"{text} {postal}".split()) if text and is_missing else " ".join(text.split())
