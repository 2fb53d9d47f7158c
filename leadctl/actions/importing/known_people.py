"""What of a lead tells whether a row of an import is the same person."""

from __future__ import annotations

from typing import NamedTuple

from leadctl.actions.importing.rows import Row
from leadctl.book.text.lead_glance import Glance
from leadctl.rules.importing.names import plain_name, same_words, same_words_by_email
from leadctl.rules.joining.values import reach
from leadctl.rules.leads.lead import OWN, Lead


class Known(NamedTuple):
    """What of a lead tells whether a row that shares a way with it is the same person."""

    name: str
    has_email: bool
    has_phone: bool


def look_at(lead: Lead) -> Glance:
    """Return what a file of this lead gives at a glance: its ways, and every key it came under."""
    imports = [event for event in lead.history if event.name == "import"]
    keys = [lead.fields.get("source_key"), *(event.data.get("key") for event in imports)]
    emails, phones = reach(lead.fields, "email"), reach(lead.fields, "phone")
    return Glance(lead.id, lead.name, emails, phones, [str(key) for key in keys if key])


def known_of(lead: Lead) -> Known:
    """Return what of a lead tells whether a row is the same person."""
    ways = (bool(reach(lead.fields, way)) for way in ("email", "phone"))
    return Known(lead.name, *ways)


def can_be_one(lead: Lead, row: Row) -> bool:
    """Whether a row found by an id alone can be this lead: its key agrees, or what both say."""
    if row.key == f"{OWN}:{lead.id}":
        return True
    if row.key and lead.fields.get("source_key"):
        return bool(row.key == lead.fields["source_key"])
    names = plain_name(lead.name), plain_name(row.name)
    phones = set(reach(lead.fields, "phone"))
    if set(row.emails) & set(reach(lead.fields, "email")):
        return not (row.phones or phones) or same_words_by_email(*names)
    return same_words(*names) or bool(phones.intersection(row.phones))
