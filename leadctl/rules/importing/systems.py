"""Systems recognised by their header: data, and one question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from leadctl.rules.leads.lead import OWN
from leadctl.values import dataclass, field


@dataclass(frozen=True, slots=True)
class System:
    """One known export.

    `signs` are normal header names of which at least `needed` must be there. `id` is the column
    that names a person for ever, or several, the best one first; `uses` overrides what a column
    would be taken for elsewhere; `source` is said of every lead that names no source itself;
    `bare` is whose address a plain "Address" is.
    """

    name: str
    slug: str
    signs: frozenset[str]
    needed: int
    id: str = ""
    uses: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    bare: str = "address"

    @property
    def ids(self) -> list[str]:
        """Return the columns that can name a person, the best one first."""
        return self.id.split("|") if self.id else []


def _system(name: str, slug: str, needed: int, signs: str, **more: object) -> System:
    pieces = frozenset(piece.strip() for piece in signs.split("|"))
    return System(name, slug, pieces, needed, **more)  # type: ignore[arg-type]  # a table, not code


_EXTRA = "extra"

SYSTEMS: tuple[System, ...] = (
    _system(
        "Follow Up Boss",
        "followupboss",
        5,
        "date added|stage|lead source|assigned to|last assigned|is contacted|email 1 type"
        "|phone 1 type|property mls number|deal stage|background|timeframe|deal close date",
        id="id",
        uses={"texts": "note", "calls": "note", "background": "note"},
    ),
    _system(
        "Google Contacts",
        "google",
        2,
        "email 1 value|phone 1 value|phonetic first name|organization title|email 1 label"
        "|address 1 formatted|file as|given name yomi|group membership|organization 1 title",
        uses={"nickname": _EXTRA, "photo": "ignored"},
    ),
    _system(
        "PropStream",
        "propstream",
        4,
        "apn|owner 1 first name|phone 1 dnc|litigator|skip traces|foreclosure factor|est equity"
        "|est loan to value|owner occupied|do not mail|total assessed value|mls status",
        source="PropStream",
        bare="property_address",
    ),
    _system(
        "BatchLeads",
        "batchleads",
        4,
        "list count|tag count|is vacant|phone 1 type|owner occupied|property address"
        "|mailing address|self managed|mailing county|is mailing vacant|apn|opt out",
        source="BatchLeads",
        bare="property_address",
    ),
    _system(
        "GoHighLevel",
        "gohighlevel",
        5,
        "contact id|last activity|opportunities|created|tags|dnd|business name|additional emails",
        id="contact id",
    ),
    _system(
        "Mailchimp",
        "mailchimp",
        3,
        "member rating|leid|euid|optin time|optin ip|last changed|gmtoff|confirm time|unsub time",
        id="leid",
        uses={
            "confirm time": "received",
            "optin time": _EXTRA,
            "region": _EXTRA,
            "unsub time": "bar:email",
            "clean time": "bar:email",
            "unsub campaign title": _EXTRA,
        },
    ),
    _system(
        "Meta Lead Ads",
        "meta",
        4,
        "ad id|ad name|adset id|adset name|campaign id|campaign name|form id|form name|is organic"
        "|platform",
        id="id",
        source="Meta Lead Ads",
    ),
    _system(
        "HubSpot",
        "hubspot",
        3,
        "record id|contact owner|lifecycle stage|create date|associated company|lead status"
        "|last activity date|marketing contact status",
        id="record id",
        uses={"lifecycle stage": _EXTRA},
    ),
    _system(
        "Salesforce",
        "salesforce",
        3,
        "lead owner|company account|owner id|is converted|is deleted"
        "|created date|lead id|has opted out of email|last modified date",
        id="lead id",
        uses={"id": "id"},
    ),
    _system(
        "kvCORE",
        "kvcore",
        3,
        "hashtags|deal type|assigned agent|registered|avg price|last login|kvcore id|listing views",
        id="kvcore id|lead id|id",
    ),
    _system(
        "BoomTown",
        "boomtown",
        4,
        "register date|last visit|lender|buyer lead|avg price|favorites|opportunity status"
        "|lead type|visits|assigned agent",
        id="id",
    ),
    _system(
        "LionDesk",
        "liondesk",
        3,
        "hotness|spouse name|campaigns|last contacted|home anniversary|spouse email",
        id="id",
    ),
    _system(
        "Zillow Premier Agent",
        "zillow",
        3,
        "contact type|last touch|team member|homes viewed|connection status|zillow lead id",
        id="zillow lead id",
        source="Zillow",
    ),
    _system(
        "Realvolve",
        "realvolve",
        3,
        "relationship score|contact status|contact stage|contact type|contact sources|score"
        "|last purchase date|last sale date",
        id="id",
    ),
    _system(
        "Zoho CRM",
        "zoho",
        4,
        "record id|lead owner id|contact owner id|created by id|modified by id|email opt out"
        "|unsubscribed mode|unsubscribed time|last activity time|no of employees|skype id",
        id="record id",
    ),
    _system(
        "Close",
        "close",
        4,
        "display name|status label|status id|html url|primary contact name|created by name"
        "|primary contact primary phone|primary contact primary email|date updated",
        id="id",
        uses={"display name": "company", "status label": "status"},
    ),
    _system(
        "Calendly",
        "calendly",
        4,
        "invitee email|invitee uuid|event type name|event uuid|invitee time zone|guest email s"
        "|event created date time|text reminder number|marked as no show",
        source="Calendly",
        uses={"text reminder number": "phone", "group": _EXTRA},
    ),
    _system(
        "Constant Contact",
        "constantcontact",
        3,
        "email permission status|email update source|confirmed opt out date|email lists"
        "|confirmed opt out reason|confirmed opt out source|source name",
        uses={
            "confirmed opt out date": "bar:email",
            "email lists": "tags",
            "source name": "source",
        },
    ),
    _system(
        "Brevo",
        "brevo",
        4,
        "sms|double opt in|opt in|whatsapp|whats app|ext id|landline number|added time"
        "|modified time|email blacklisted|sms blacklisted|blocklisted",
        uses={"sms": "phone", "blocklisted": "bar:email"}
        | dict.fromkeys(("opt in", "double opt in"), "allow:email"),
    ),
    _system(
        "Shopify",
        "shopify",
        4,
        "customer id|accepts email marketing|accepts sms marketing|default address company"
        "|default address city|default address zip|total spent|total orders|tax exempt",
        id="customer id",
    ),
    _system(
        "Google Ads",
        "googleads",
        3,
        "google click id|gcl id|gclid|adgroup id|ad group|is test|google key|asset group id"
        "|lead submit time|lead submission time|user email|user phone",
        id="lead id",
        source="Google Ads",
        uses={"user email": "email", "user phone": "phone"},
    ),
    _system(
        "TikTok",
        "tiktok",
        5,
        "lead id|ad id|ad name|adgroup id|adgroup name|ad group id|ad group name|campaign id"
        "|campaign name|form id|form name",
        id="lead id",
        source="TikTok",
    ),
    _system(
        "PropertyRadar",
        "propertyradar",
        5,
        "apn|yr built|est value|est equity|owner occ|primary mobile phone 1|purchase mos since"
        "|high equity|primary email 1 hash|listed for sale",
        source="PropertyRadar",
        bare="property_address",
    ),
    _system(
        "ListSource",
        "listsource",
        4,
        "owner 1 label name|owner 2 label name|owner care of name|mail carrier route|mail zip 4"
        "|property carrier route|property zip 4|property house number",
        source="ListSource",
    ),
    _system(
        "Outlook",
        "outlook",
        4,
        "home street|business street|email 2 address|email display name|assistants phone"
        "|assistant s phone|anniversary|office location|business fax|home fax|primary phone"
        "|callback|radio phone",
        uses={"title": _EXTRA, "location": _EXTRA, "initials": _EXTRA},
    ),
    _system(
        "leadctl",
        OWN,
        6,
        "id|pipeline|source key|do not contact|letter to|received|entered|next due|next do",
        id="id",
        uses={
            "name": "name.full",
            "entered": "status_at",
            "source key": "field:source_key",
            "role": "field:role",
            "owner": "field:owner",
            "zip": "zip",
        }
        | dict.fromkeys(("pipeline", "archived", "letter to", "next due", "next do"), "ignored"),
    ),
    _system(
        "vCard",
        "vcard",
        2,
        "vcard uid|vcard version|vcard full name",
        id="vcard uid",
        uses={"vcard full name": "name.full", "vcard version": "ignored"},
    ),
)


def recognise(normal_headers: Iterable[str]) -> System | None:
    """Return the system whose signs the header carries most of, or None."""
    present = frozenset(normal_headers)
    scored = [(len(one.signs & present) / one.needed, one) for one in SYSTEMS]
    best, system = max(scored, key=lambda pair: pair[0])
    return system if best >= 1 else None
