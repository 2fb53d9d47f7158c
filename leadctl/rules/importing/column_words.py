"""What other systems call things: data only, in the normal form of `normal_text.normal`.

A name on the left is a *use* (see `columns`). Of several columns with one use, the one whose name
stands first in its list wins; the others are kept under [extra].
"""

from __future__ import annotations

from leadctl.rules.importing.languages import named, words_for

NAMES: dict[str, tuple[str, ...]] = {
    "name.full": named(
        "full name|fullname|contact name|client name|lead name|customer name|prospect name"
        "|person name|primary name|display name|your name|attendee name|first and last name"
        "|first last name|name first and last|full name first last|name|client|contact|lead"
        "|prospect|customer",
        "name.full",
    ),
    "name.first": named(
        "first name|firstname|first|fname|f name|given name|forename|contact first name"
        "|lead first name|client first name|primary first name|name first|name first name"
        "|full name first name",
        "name.first",
    ),
    "name.middle": named(
        "middle name|middlename|middle|additional name|middle initial|primary middle name",
        "name.middle",
    ),
    "name.last": named(
        "last name|lastname|last|lname|l name|surname|family name|contact last name|lead last name"
        "|client last name|primary last name|name last|name last name|full name last name",
        "name.last",
    ),
    "name.suffix": named("name suffix|suffix|generational suffix"),
    "company": named(
        "company|company name|organization name|organization|organisation|business name"
        "|account name",
        "company",
    ),
}
"""Names of people. `OWNERS` are added where the file is a list of properties."""

SECOND_SURNAMES = frozenset(words_for("name.second"))
"""A family name that follows the first: "Segundo apellido"."""

PEOPLE = frozenset(words_for("people"))
"""Words of headers of names, where nothing else in a table is one: "Buyer Name"."""

OWNERS: dict[str, tuple[str, ...]] = {
    "name.full": named(
        "owner name|owner s name|owner full name|owner 1 name|owner 1 full name|owner|owner 1"
        "|owner name 1|owners|owners name|primary owner|primary owner name|owner name primary"
        "|taxpayer name"
        "|owner 1 label name|own 1|own name|owner nam|owner nam 1|own name 1|owner names"
    ),
    "name.first": named("owner first name|owner 1 first name"),
    "name.middle": named("owner middle name|owner 1 middle name"),
    "name.last": named("owner last name|owner 1 last name"),
    "name.suffix": named("owner suffix|owner 1 suffix"),
}
"""In a list of properties the lead is the owner; in a CRM "owner" is the agent."""

OWNERS_LABEL = "owner 1 label name"
"""Names a couple in one line ("ANA & JUAN LOPEZ"): the lead's only where nothing else is."""

WHERE_IT_IS = frozenset(named("location|location address|physical address"))
"""What a list of properties calls the address of one, if not by a word for a property."""

OF_PROPERTIES = frozenset(named("apn|parcel number|parcel id|parid|parcel|mls|mls id|mls number"))
"""Columns of a list of properties, whatever it calls its addresses."""

SECOND_PEOPLE = named(
    "secondary name|secondary first name|secondary full name|secondary contact"
    "|secondary contact name|secondary contact first name|second first name|second contact"
    "|second contact name|second contact first name|alternate first name|alternate contact"
    "|alternate contact name|other first name|other contact|other contact name"
    "|owner|owner name|owner first name|owner full name"
)
"""Names of people beside the lead: with one, "Secondary Phone" is no second phone of the lead."""

OTHERS: dict[str, tuple[str, ...]] = {
    "tags": named(
        "tags|tag|tag names|labels|label|categories|category|group membership|groups|group|lists"
        "|contact groups",
        "tags",
    ),
    "note": named(
        "notes|note|message|messages|comments|comment|remarks|remark|memo|background|description"
        "|lead message|initial message|additional notes|agent notes|meeting notes|recent note"
        "|last note|background info|summary|comment or message|inquiry|enquiry",
        "note",
    ),
    "source": named(
        "lead source|source|original source|contact source|lead origin|referral source"
        "|how did you hear about us",
        "source",
    ),
    "received": named(
        "created time|date added|created at|created date|created on|create date|date created"
        "|create time|creation date|creation time|date entered|entered on|person created|created"
        "|lead created|lead date|lead created date|received at|received on|date received|received"
        "|registered|registration time|registration date|register date|registered at"
        "|date registered|register time"
        "|inquiry date|date submitted|submitted at|submission date|submission time|submit date"
        "|submit time|call time|call date|call start time|date time|date time start"
        "|submitted|timestamp|added at|added on|added time|added|profile created on|registered on"
        "|entry date|order date|applied at|applied on|applied date|date applied|application date"
        "|first seen|booked|booked at|booked on|visit date|visit time|visited at|visited on|date",
        "received",
    ),
    "birthday": named("birthday|birth date|birthdate|date of birth|dob", "birthday"),
    "status": named(
        "status|stage|hiring stage|current stage|lead status|lead stage|contact status"
        "|pipeline stage|client status",
        "status",
    ),
    "status_at": named(
        "status date|stage date|status changed|stage changed|status changed at|stage changed at"
        "|status updated|stage updated|last stage change|last status change",
        "status_at",
    ),
    "remind": named(
        "next follow up|next follow up date|next follow up on|next followup|next followup date"
        "|follow up date|follow up on|follow up at|followup date|followup on|callback|call back"
        "|callback date|call back date|call back on|callback on|next action date|next action on"
        "|next contact|next contact date|next contact on|next step date|next activity date"
        "|next task date|next call|next call date|reminder|reminder date|remind on|remind me on",
        "remind",
    ),
    "field:appointment": named(
        "appointment|appointment date|appointment time|appointment at|appointment on"
        "|appointment date time|appointment datetime|next appointment|next appointment date"
    ),
    "id": named("id|contact id|lead id|record id|person id|client id|customer id"),
    "zip": named(
        "zip|zip code|zip postal code|postal zip code|zipcode|postal code|postalcode|postcode"
        "|post code",
        "zip",
    ),
}


ROLES = frozenset(
    named(
        "role|lead role|contact role|client role|lead type|contact type|client type|customer type"
        "|type of lead|type of contact|type of client|rolle|kundentyp|kontaktart|rol|papel|ruolo"
        "|tipo de cliente|tipo de contacto|tipo de contato|tipo cliente|tipo contatto"
        "|type de client|type de contact|klanttype|type klant|soort klant"
    )
)
"""Columns of roles where some of their cells are roles of ours."""

OF_STATUS = frozenset({"status", "stage"})
SINCE = frozenset(
    ("date", "changed", "change", "since", "updated", "update", "entered", "moved", "modified")
)
OF_SINCE = SINCE | frozenset(
    (
        *("at", "on", "of", "in", "the", "last", "time", "current"),
        *("lead", "contact", "client", "deal", "pipeline"),
    )
)
"""Words of a column that says since when a status stands: "Last stage change", "In stage since"."""

ARRIVED = frozenset(
    named(
        "entered|entry|came|start|started|arrived|arrival|inquired|enquired|contacted|contact"
        "|logged|opened|since|signed|signup|joined|asked|lead|call|eingetragen|anfrage|kontakt"
        "|entree|arrivee|contacto|entrada|alta|ingreso|contatto|inserimento|arrivo|contato|chegada"
        "|binnengekomen|aanmelding|aangemeld"
    )
)
"""Words of columns of dates that may be the day on which people came in."""

NOT_ARRIVED = frozenset(
    named(
        "last|next|end|ended|birth|close|closed|closing|expires|expiry|move|lease|sale|sold|due"
        "|follow|updated|modified|appointment|letzter|letzte|nachster|dernier|derniere|prochain"
        "|ultimo|ultima|proximo|proxima|prossimo|laatste|volgende"
    )
)

PLACES: dict[str, tuple[str, ...]] = {
    "property_address": named(
        "property|prop|loc|property address|associated property|associated property address|site"
        "|site address|situs|situs address|subject property|listing address|listing|asset"
        "|house address"
    ),
    "mailing_address": named(
        "mailing|mailing address|primary mailing|mail|mail address|owner mailing"
        "|owner mailing address|tax mailing|owner 1 mailing|postal address|owner"
    ),
    "address": named(
        "|address|home|home address|person|person address|contact|contact address|street|primary"
        "|primary address|current address|current|default address|billing|billing address|client"
        "|customer|wohnort|address 1",
        "address",
    ),
}
"""Whose address: the words before its part ("Mailing" in "Mailing City")."""

PARTS: dict[str, tuple[str, ...]] = {
    "whole": named(
        "address|full address|address full|formatted|formatted address|complete address", "address"
    ),
    "street": named(
        "street|addr|addr 1|adr|adr 1|street address|street address line 1|address line 1"
        "|address line|address1|street 1|line 1|address street|address 1|streetaddress",
        "street",
    ),
    "street2": named(
        "street 2|street address line 2|address line 2|line 2|address 2|unit|apt|suite|unit number"
        "|extended address|adresse 2|unit no|addr 2|adr 2"
    ),
    "street3": named("street 3|address line 3|line 3|address 3|addr 3|adr 3"),
    "city": named("city|town|city town|locality", "city"),
    "state": named(
        "state|state province|state or province|province|region|county state|state region"
        "|state code|province code|stat|st",
        "state",
    ),
    "zip": OTHERS["zip"],
    "country": named("country|country region|country code", "country"),
}

_PLACED_NUMBERS = ("num", "no", "nbr", "number", "house num", "street num", "st num", "st no")
HOUSE_NUMBERS = frozenset(
    [
        *named("house num|street num|st num|st no", "house_number"),
        *(
            f"{place} {number}".strip()
            for place in ("site", "situs", "prop", "property", "loc", "mail", "mailing", "owner")
            for number in (*_PLACED_NUMBERS, *named("house number", "house_number"))
        ),
    ]
)
"""A column beside the street's that belongs into it, before or behind as the columns stand."""

STATES_OR_STATUSES = frozenset({"estado"})
"""A state of a country beside the columns of an address, the state of things elsewhere."""
