"""German words of the columns of tables, by entry."""

from __future__ import annotations

WORDS = {
    "name.full": (
        "vollstandiger name|vor und nachname|name vorname|nachname vorname|kontakt"
        "|interessent|kunde"
    ),
    "name.first": "vorname",
    "name.middle": "zweiter vorname|namenszusatz",
    "name.last": "nachname|familienname",
    "name.second": "zweiter nachname|zweiter familienname",
    "people": (
        "kaufer|mieter|vermieter|eigentumer|kunde|kundin|kundenname|ansprechpartner"
        "|ansprechpartnerin|ansprechperson|kontaktperson|interessent|gast|besitzer"
        "|bewerber"
    ),
    "company": "firma|unternehmen",
    "email": "emailadresse|e post",
    "phone": "telefon|telefonnummer|rufnummer|festnetz",
    "mobile": "handy|handynummer|mobiltelefon|mobilnummer|mobil",
    "kinds": "privat|geschaftlich|dienstlich|arbeit|nummer|adresse|mobil|nr",
    "fax": "telefax",
    "address": "anschrift",
    "street": "strasse|strasse und hausnummer",
    "house_number": "hausnummer|hausnr|haus nr|nr",
    "city": "ort|stadt|wohnort",
    "state": "bundesland|kanton",
    "zip": "plz|postleitzahl",
    "country": "land",
    "tags": "schlagworte|kategorien|kategorie",
    "note": "bemerkungen|bemerkung|notizen|notiz|nachricht|kommentar|anmerkungen",
    "source": "quelle|herkunft",
    "received": (
        "erstellt am|erstellt|anlagedatum|eingangsdatum|eingang|erstkontakt|kontaktdatum"
        "|anfragedatum|anfrage vom|eingegangen am|eingang am|bewerbung vom|angelegt am|datum"
    ),
    "birthday": "geburtstag|geburtsdatum",
    "status": "phase|kontaktstatus|leadstatus|kundenstatus",
    "status_at": "statusdatum|status seit",
    "remind": (
        "wiedervorlage|wiedervorlage am|wiedervorlagedatum|nachste wiedervorlage"
        "|nachfassen am|ruckruf am|nachster kontakt|erinnerung"
    ),
    "do_not_call": (
        "nicht anrufen|keine anrufe|anruf unerwunscht|rufsperre|anrufsperre|telefonsperre"
    ),
    "do_not_text": "keine sms|nicht simsen|smssperre",
    "do_not_email": (
        "keine emails|keine email|nicht mailen|mailsperre|emailsperre|newslettersperre"
        "|newsletter abgemeldet|newsletter abbestellt"
    ),
    "do_not_mail": "keine post|keine werbung|postsperre|briefsperre",
    "do_not_contact": (
        "nicht kontaktieren|kein kontakt|kontaktsperre|werbesperre|gesperrt|werbewiderspruch"
        "|robinsonliste|kontaktverbot"
    ),
    "objection": "widerspruch|widersprochen|sperre|sperrvermerk|unerwunscht|abgemeldet",
    "withdrawn": "widerrufen|widerruf|gesperrt|gestoppt",
    "calls": "anruf|werbeanruf|werbeanrufe|telefonwerbung|anrufe|anrufen|telefonate|telefonisch",
    "emails": "rundmail|rundmails|mailings",
    "letters": "brief|briefe|postalisch|briefpost",
    "noted_call": "nicht anrufen|nicht mehr anrufen|keine anrufe|nur sms|nur per sms",
    "noted_call_text": "nur email|nur per email|nur per mail",
    "noted_email": "newsletter abbestellt|abbestellen|keine emails mehr|vom newsletter abgemeldet",
    "noted_all": (
        "nicht kontaktieren|nicht mehr kontaktieren|nicht mehr melden|von der liste nehmen"
        "|von der liste streichen|aus der liste loschen|will nicht kontaktiert werden"
        "|kontakt unerwunscht|will keinen kontakt|keinen kontakt mehr"
        "|loschen sie meine nummer"
    ),
    "noted_stop": "stopp|abmelden",
    "yes": "ja|wahr",
    "no": "nein|falsch",
    "others": "ehefrau|ehemann|makler|assistent|anwalt|mutter|vater",
}
