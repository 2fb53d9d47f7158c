"""What other systems call things: data only, in the normal form of `headers.normal`.

A name on the left is a *use* (see `columns`). Of several columns with one use, the one whose name
stands first in its list wins; the others are kept under [extra].
"""

from __future__ import annotations

from leadctl.rules.importing.languages import words_for


def _words(text: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in text.split("|"))


NAMES: dict[str, tuple[str, ...]] = {
    "name.full": _words(
        "full name|fullname|contact name|client name|lead name"
        "|customer name|prospect name"
        "|person name|primary name|display name|your name|attendee name|first and last name"
        "|first last name|name first and last|full name first last|name"
        "|nom complet|nom et prenom|prenom et nom"
        "|nom prenom|nombre completo|nombre y apellidos|nombre y apellido|vollstandiger name"
        "|vor und nachname|name vorname|nom|kontakt|interessent|kunde|cliente|client|contact|lead"
        "|prospect|customer|contacto"
        "|nome completo|nome e cognome|volledige naam|naam"
    ),
    "name.first": _words(
        "first name|firstname|first|fname|f name|given name|forename|contact first name"
        "|lead first name|client first name|primary first name"
        "|name first|name first name|full name first name"
        "|prenom|vorname|nombre|nombres|primer nombre|nome|voornaam"
    ),
    "name.middle": _words(
        "middle name|middlename|middle|additional name|middle initial|primary middle name"
    ),
    "name.last": _words(
        "last name|lastname|last|lname|l name|surname|family name|contact last name"
        "|lead last name|client last name|primary last name"
        "|name last|name last name|full name last name"
        "|nom de famille|nachname|familienname|apellidos"
        "|apellido|primer apellido|cognome|sobrenome|achternaam"
    ),
    "name.suffix": _words("name suffix|suffix|generational suffix"),
    "company": _words(
        "company|company name|organization name|organization|organisation|business name"
        "|account name|firma|entreprise|societe|empresa|raison sociale"
    ),
}
"""Names of people. `OWNERS` are added where the file is a list of properties."""

OWNERS: dict[str, tuple[str, ...]] = {
    "name.full": _words(
        "owner name|owner s name|owner full name|owner 1 name|owner 1 full name|owner|owner 1"
        "|owner name 1|owners|owners name|primary owner|primary owner name|owner name primary"
        "|taxpayer name"
        "|owner 1 label name|own 1|own name|owner nam|owner nam 1|own name 1|owner names"
    ),
    "name.first": _words("owner first name|owner 1 first name"),
    "name.middle": _words("owner middle name|owner 1 middle name"),
    "name.last": _words("owner last name|owner 1 last name"),
    "name.suffix": _words("owner suffix|owner 1 suffix"),
}
"""In a list of properties the lead is the owner; in a CRM "owner" is the agent."""

OWNERS_LABEL = "owner 1 label name"
"""Names a couple in one line ("ANA & JUAN LOPEZ"): the lead's only where nothing else is."""

WHERE_IT_IS = frozenset(_words("location|location address|physical address"))
"""What a list of properties calls the address of one, if not by a word for a property."""

OF_PROPERTIES = frozenset(_words("apn|parcel number|parcel id|parid|parcel|mls|mls id|mls number"))
"""Columns of a list of properties, whatever it calls its addresses."""

SECOND_PEOPLE = _words(
    "secondary name|secondary first name|secondary full name|secondary contact"
    "|secondary contact name|secondary contact first name|second first name|second contact"
    "|second contact name|second contact first name|alternate first name|alternate contact"
    "|alternate contact name|other first name|other contact|other contact name"
    "|owner|owner name|owner first name|owner full name"
)
"""Names of people beside the lead: with one, "Secondary Phone" is no second phone of the lead."""

OTHERS: dict[str, tuple[str, ...]] = {
    "tags": _words(
        "tags|tag|tag names|labels|label|categories|category|group membership|groups"
        "|group|lists"
        "|contact groups|etiquetas|etiquetes|etiquettes|schlagworte|kategorien|kategorie"
    ),
    "note": _words(
        "notes|note|message|messages|comments|comment|remarks|remark|memo|background|description"
        "|lead message|initial message|additional notes|agent notes|meeting notes|recent note"
        "|last note"
        "|background info|summary|comment or message|inquiry|enquiry"
        "|bemerkungen|bemerkung|notizen|notiz|nachricht|kommentar|notas|nota|mensaje|comentarios"
        "|comentario|commentaires|commentaire|remarques|remarque"
    ),
    "source": _words(
        "lead source|source|original source|contact source|lead origin|referral source"
        "|how did you hear about us|quelle|herkunft|fuente"
        "|origen|provenance|origine|source du lead"
    ),
    "received": _words(
        "created time|date added|created at|created date|created on|create date|date created"
        "|create time|creation date|creation time|date entered|entered on|person created"
        "|created|lead created|lead date|lead created date|received at|received on|date received"
        "|received|registered|registration date|register date|registered at|date registered"
        "|register time"
        "|inquiry date|date submitted"
        "|submitted at|submission date|submit date|submit time"
        "|submitted|timestamp|added at|added on|added time"
        "|added"
        "|profile created on|registered on|entry date"
        "|order date"
        "|applied at|applied on|applied date|date applied|application date"
        "|first seen"
        "|erstellt am|erstellt|anlagedatum|eingangsdatum|eingang|date de creation|date creation"
        "|cree le|date d ajout|date ajout|fecha de creacion|fecha creacion|fecha de alta|creado"
        "|date|datum|fecha"
    ),
    "birthday": _words(
        "birthday|birth date|birthdate|date of birth|dob|geburtstag|geburtsdatum"
        "|date de naissance|anniversaire|fecha de nacimiento|cumpleanos"
    ),
    "status": _words(
        "status|stage|hiring stage|current stage|lead status|lead stage|contact status"
        "|pipeline stage|client status"
        "|etape|statut|etapa|phase|situacion"
    ),
    "status_at": _words(
        "status date|stage date|status changed|stage changed|status changed at|stage changed at"
        "|status updated|stage updated|last stage change|last status change|date du statut"
        "|statusdatum|fecha de estado"
    ),
    "id": _words("id|contact id|lead id|record id|person id|client id|customer id"),
    "zip": _words(
        "zip|zip code|zip postal code|postal zip code"
        "|zipcode|postal code|postalcode|postcode|post code|plz|postleitzahl"
        "|code postal|codigo postal|cp"
    ),
}

PEOPLE = frozenset(
    _words(
        "person|candidate|applicant|application|job application|caller|registrant|respondent"
        "|subscriber|enquirer|inquirer|visitor|member|lead|prospect|profile|record|entry|submission"
    )
)
"""What a table calls the people, or the rows, that it is about: "Candidate Email"."""

EMAIL_WORDS = frozenset(
    [
        *(word for word in words_for("email") if " " not in word),
        "email",
        "emails",
        "mail",
        "courriel",
        "courriels",
        "correo",
        "emailadresse",
        "emailadres",
        "mel",
    ]
)
PHONE_WORDS = frozenset(
    [
        *(word for word in (*words_for("phone"), *words_for("mobile")) if " " not in word),
        "phone",
        "phones",
        "telephone",
        "telephones",
        "tel",
        "telefon",
        "telefono",
        "telefonos",
        "telefonnummer",
        "telefone",
        "telefoonnummer",
        "cellulare",
        "rufnummer",
        "handy",
        "handynummer",
        "movil",
        "celular",
        "cell",
        "cellphone",
        "mobile",
        "mobiltelefon",
        "portable",
        "mobilnummer",
        "whatsapp",
        "gsm",
        "festnetz",
        "landline",
    ]
)
MOBILE = frozenset(word for word in words_for("mobile") if " " not in word) | frozenset(
    _words(
        "mobile|cell|cellphone|cellular|handy|handynummer|movil|celular|cellulare|portable"
        "|mobiltelefon|mobilnummer|mobil|wireless|iphone"
    )
)
"""Words for a phone that takes calls and texts alike: it comes before others."""
FAX = frozenset(_words("faxes|pager")) | frozenset(words_for("fax"))
OF_OTHERS = (
    FAX
    | frozenset(words_for("others"))
    | frozenset(
        _words(
            "agent|spouse|wife|husband|assistant|attorney|lawyer|lender|mother|father|son|daughter"
        )
    )
)
"""What a word beside a number says that makes it none to reach the lead by."""
KINDS = frozenset(
    [
        "additional",
        "home",
        "work",
        "office",
        "business",
        "other",
        "primary",
        "main",
        "second",
        "secondary",
        "third",
        "tertiary",
        "alternate",
        "alt",
        "personal",
        "preferred",
        "direct",
        "day",
        "evening",
        "number",
        "numbers",
        "no",
        "nr",
        "value",
        "values",
        "contact",
        "lead",
        "client",
        "customer",
        "your",
        "owner",
        "person",
        "privat",
        "private",
        "geschaftlich",
        "fixe",
        "domicile",
        "travail",
        "bureau",
        "numero",
        "de",
        "di",
        "du",
        "la",
        "le",
        "casa",
        "trabajo",
        "oficina",
        "principal",
        "secundario",
        "electronico",
        "electronica",
        "address",
        "addresses",
        "adresse",
        "direccion",
        "mobil",
        "skip",
        "traced",
        "wireless",
        "default",
        "billing",
        "invitee",
    ]
)
"""Words that say which of a person's phones or e-mails a column holds, not whose it is."""

PLACES: dict[str, tuple[str, ...]] = {
    "property_address": _words(
        "property|prop|loc|property address|associated property|associated property address|site"
        "|site address|situs|situs address|subject property"
        "|listing address|listing|asset|house address"
    ),
    "mailing_address": _words(
        "mailing|mailing address|primary mailing|mail|mail address|owner mailing"
        "|owner mailing address"
        "|tax mailing|owner 1 mailing|postal address|owner"
    ),
    "address": _words(
        "|address|home|home address|person|person address|contact|contact address|street|primary"
        "|primary address|current address|current|default address|billing|billing address|client"
        "|adresse|anschrift|direccion|wohnort"
        "|address 1"
    ),
}
"""Whose address: the words before its part ("Mailing" in "Mailing City")."""

PARTS: dict[str, tuple[str, ...]] = {
    "whole": _words(
        "address|full address|address full|formatted|formatted address|complete address|adresse"
        "|anschrift"
        "|direccion|domicilio|adresse complete|direccion completa|adresse postale"
    ),
    "street": _words(
        "street|addr|addr 1|adr|adr 1"
        "|street address|street address line 1|address line 1|address line|address1"
        "|street 1|line 1|address street"
        "|strasse|rue|calle|strasse und hausnummer|address 1|streetaddress"
    ),
    "street2": _words(
        "street 2|street address line 2|address line 2|line 2|address 2|unit|apt|suite"
        "|unit number|extended address"
        "|adresse 2|unit no|addr 2|adr 2"
    ),
    "city": _words(
        "city|town|city town|locality|ort|stadt|ville|ciudad|localidad|poblacion"
        "|citta|cidade|plaats|woonplaats"
    ),
    "state": _words(
        "state|state province|state or province|province|region|county state|bundesland|provincia"
        "|state region"
        "|state code|province code|departement|stat|st"
    ),
    "zip": OTHERS["zip"],
    "country": _words("country|country region|country code|pays|land|pais"),
}

FLAG_WORDS: dict[str, tuple[str, ...]] = {
    "call,text": _words(
        "dnc|do not call|donotcall|do not phone|dont call|don t call|no calls|no call|never call"
        "|do not call or text|nicht anrufen|ne pas appeler"
    ),
    "text": _words("stop|do not text|do not sms|donottext|dont text|don t text|no texts|no text"),
    "email": _words(
        "do not email|donotemail|dont email|don t email|no emails|no email|unsubscribed|unsubscribe"
        "|unsubscribed from all email"
    ),
    "letter": _words("do not mail|donotmail|do not send mail|no mail|keine post"),
    "all": _words(
        "do not contact|donotcontact|dont contact|don t contact|litigator|do not market"
        "|opt out|opted out|optout|dnd|no contactar|ne pas contacter|nicht kontaktieren|remove me"
    ),
}
"""Words that bar channels, as a column's name and as a label of one person alike.

A do-not-call registry covers texts to the same number as well as calls.
"""

CHANNEL_WORDS: dict[str, frozenset[str]] = {
    "text": frozenset(_words("sms|text|texts|texting|whatsapp|whats|mms")),
    "call,text": frozenset(
        _words(
            "call|calls|calling|phone|phones|telephone|cell|mobile|landline|voicemail|voicemails"
            "|rvm|tcpa"
        )
    ),
    "email": frozenset(
        _words(
            "email|emails|emailing|newsletter|newsletters|enewsletter|alert|alerts|ealert|ealerts"
        )
    ),
    "letter": frozenset(
        _words("mail|mails|letter|letters|post|mailing|mailings|mailer|mailers|postcard|postcards")
    ),
}
"""What a column's name calls the channels that it bars or allows; the first that is named counts.

A column that names none of them is about all.
"""

CHANNEL_NAMES: dict[str, frozenset[str]] = {
    "all": frozenset({"all"}),
    **dict.fromkeys(("call", "calls", "voice"), frozenset({"call"})),
    **dict.fromkeys(("phone", "phones"), frozenset({"call", "text"})),
    **dict.fromkeys(("text", "texts", "sms"), frozenset({"text"})),
    **dict.fromkeys(("email", "emails", "e-mail"), frozenset({"email"})),
    **dict.fromkeys(("letter", "letters", "mail", "post"), frozenset({"letter"})),
}
"""What stands below "Do not contact" where it names the channels."""

NO_CHANNEL = frozenset(
    _words(
        "fax|faxes|sell|sale|share|sharing|track|tracking|cookie|cookies|sync|publish|show"
        "|display|import|export|merge|delete|assign|photo|photos|video|recording|modify|edit|change"
        "|overwrite|use|robin"
    )
)
"""What people opt out of, or consent to, that is no way to reach them."""

MAY = frozenset(
    _words(
        "can|may|allow|allows|allowed|receive|receives|accept|accepts|accepted|ok|okay|permission"
        "|permitted"
    )
)
"""Words that make a consent of a column that names a channel ("OK to Email")."""

LABELLED = frozenset(
    _words(
        "status|stage|statut|etape|etapa|flags|preference|preferences|preferred|disposition"
        "|outcome|result|type|tags"
    )
)
"""Words of columns whose cells can be labels such as "DNC", though they hold other things too."""

NO = frozenset(
    [
        *words_for("no"),
        "no",
        "n",
        "false",
        "f",
        "0",
        "off",
        "none",
        "nein",
        "non",
        "faux",
        "falsch",
        "falso",
        "unchecked",
        "never",
    ]
)
YES = frozenset(
    [
        *words_for("yes"),
        "yes",
        "y",
        "true",
        "t",
        "1",
        "x",
        "on",
        "checked",
        "ja",
        "oui",
        "si",
        "vrai",
    ]
)
NOT_BARRED = (
    NO
    | {
        *("not on dnc", "not listed", "not registered", "not on list", "callable", "safe to call"),
        *("ok to call", "safe"),
    }
    | {"clean", "subscribed", "allow", "allowed", "opted in", "opted-in", "opt-in"}
)
"""What says below "Do not email" that e-mails are welcome; of a consent only NO denies it."""
NO_DATE = frozenset(
    _words("0|0/0/00|0/0/0000|00/00/00|00/00/0000|0000-00-00|0000-00-00 00:00:00|1/0/1900|0/0/0")
)
"""What some systems write where there is no date."""
EMPTY = frozenset(
    (
        "",
        "-",
        "--",
        "—",
        "null",
        "NULL",
        "(null)",
        "N/A",
        "n/a",
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#DIV/0!",
        "#NULL!",
        "#NUM!",
        "#ERROR!",
        "#NV",
        "#BEZUG!",
        "#WERT!",
        "#REF",
        "NaN",
        "nan",
        "None",
        "undefined",
        "[]",
        "{}",
    )
)
"""Cells that say nothing. "Null" and "Na" with one capital are people's names and stay."""

# Words of everyday languages ---------------------------------------------------------------------


def _add(table: dict[str, tuple[str, ...]], use: str, entry: str) -> None:
    table[use] = tuple(dict.fromkeys((*table[use], *words_for(entry))))


for _use in ("name.full", "name.first", "name.last", "company"):
    _add(NAMES, _use, _use)
for _use in ("tags", "note", "source", "received", "birthday", "status", "status_at", "zip"):
    _add(OTHERS, _use, _use)
for _part in ("street", "city", "state", "zip", "country"):
    _add(PARTS, _part, _part)
_add(PARTS, "whole", "address")
_add(PLACES, "address", "address")
for _channels, _entry in {
    "call,text": "do_not_call",
    "text": "do_not_text",
    "email": "do_not_email",
    "letter": "do_not_mail",
    "all": "do_not_contact",
}.items():
    _add(FLAG_WORDS, _channels, _entry)
