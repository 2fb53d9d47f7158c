"""Leads as cards (vCard 4.0, or 3.0 for older address books)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal

from leadctl.render.content_lines import escaped, written
from leadctl.rules.leads.mail_merge import name_parts
from leadctl.rules.leads.ways import in_order

if TYPE_CHECKING:
    from leadctl.rules.leads.lead import Lead

Version = Literal["4.0", "3.0"]

_BARRED = {"call": "CALL", "text": "TEXT", "email": "EMAIL", "letter": "MAIL", "all": "CONTACT"}
"""How a card says that a channel is barred, for programs: an import takes it as such again."""


def vcf(leads: Iterable[Lead], *, version: Version = "4.0") -> str:
    """Return one card for each lead, with what the lead says: mask a field before, not here."""
    return "".join(written(_card(lead, version)) for lead in leads)


def _card(lead: Lead, version: Version) -> Iterator[str]:
    yield from ("BEGIN:VCARD", f"VERSION:{version}", f"UID:urn:leadctl:{escaped(lead.id)}")
    yield from (f"FN:{escaped(lead.name or lead.id)}", f"N:{_name(lead)}")
    yield from (f"TEL:{escaped(phone)}" for phone in in_order(lead, "phone"))
    yield from (f"EMAIL:{escaped(email)}" for email in in_order(lead, "email"))
    yield from _addresses(lead)
    yield from _birthday(lead, version)
    if tags := _texts(lead.value("tags")):
        yield f"CATEGORIES:{','.join(escaped(tag) for tag in tags)}"
    yield f"NOTE:{escaped(_note(lead))}"
    yield from (f"X-DO-NOT-{_BARRED[channel]}:yes" for channel in lead.do_not_contact)
    yield "END:VCARD"


def _name(lead: Lead) -> str:
    """Return family;given;;; parted as in a spreadsheet, or the whole name as given."""
    given, family = name_parts(lead)
    if not (given or family):
        given = lead.name or lead.id
    return f"{escaped(family)};{escaped(given)};;;"


def _addresses(lead: Lead) -> Iterator[str]:
    """Yield where the lead lives and gets mail; one line of text goes where the street does."""
    zip_code = lead.value("zip")
    for text, code in ((lead.value("address"), zip_code), (lead.value("mailing_address"), "")):
        if text or code:
            yield f"ADR:;;{escaped(str(text or ''))};;;{escaped(str(code or ''))};"


def _birthday(lead: Lead, version: Version) -> Iterator[str]:
    """Yield BDAY; one without a year is nothing that an older card could say."""
    day = lead.value("birthday")
    if isinstance(day, str) and version == "4.0" and day.startswith("--"):
        yield f"BDAY:{day.replace('-', '').rjust(6, '-')}"
    if isinstance(day, date):
        yield f"BDAY:{day:%Y%m%d}" if version == "4.0" else f"BDAY:{day:%Y-%m-%d}"


def _note(lead: Lead) -> str:
    """Return how the lead may not be reached, the status, and the property it is about."""
    barred, home = ", ".join(lead.do_not_contact), lead.value("property_address")
    lines = [f"Do not contact: {barred}"] if barred else []
    lines.append(f"Status: {lead.status}")
    lines += [f"Property: {home}"] if home else []
    return "\n".join(lines)


def _texts(value: object) -> list[str]:
    """Return a field of one text or several as a list."""
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
