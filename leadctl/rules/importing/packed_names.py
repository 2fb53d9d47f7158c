"""Names beside which a portal writes how to reach them: "Jane Doe <jane@example.com> +44 ..."."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.patterns import pattern
from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.phones import read_phones
from leadctl.rules.importing.values import read_emails
from leadctl.rules.leads.fields import MORE
from leadctl.rules.leads.lead import listed

_EMAIL = pattern(r"(?:mailto:)?([\w.+'-]+@[\w-]+(?:\.[\w-]+)+)")
_PHONE = pattern(r"(?:tel:\s*)?(\+?\(?\d[\d\s().\-]{6,}\d)")
_EDGES = " \t,;:|/<>()[]-–"


def unpacked(one: Incoming, cells: Sequence[str], region: str) -> Sequence[str]:
    """Return the cells of a name, the first without what says how to reach the person, which is
    taken; one without an e-mail is a name as it stands: figures in it may be anything.
    """
    if "@" not in cells[0]:
        return cells
    emails = [email for said in _EMAIL.findall(cells[0]) for email in read_emails(said).values]
    if not emails:
        return cells
    rest = _EMAIL.sub(" ", cells[0])
    phones: list[str] = []
    for said in _PHONE.findall(rest):
        if found := read_phones(said, region).values:
            phones += found
            rest = rest.replace(said, " ")
    _take(one, "email", emails)
    _take(one, "phone", phones)
    name = " ".join(rest.replace("tel:", " ").split()).strip(_EDGES)
    return name, *cells[1:]


def _take(one: Incoming, kind: str, values: Sequence[str]) -> None:
    for value in values:
        first = one.fields.setdefault(kind, value)
        more = listed(one.fields.get(MORE[kind]))
        if value not in (first, *more):
            one.fields[MORE[kind]] = [*more, value]
