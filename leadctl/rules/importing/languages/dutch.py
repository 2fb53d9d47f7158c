"""Dutch words of the columns of tables, by entry."""

from __future__ import annotations

WORDS = {
    "name.full": "volledige naam|naam|achternaam voornaam|contactpersoon|klant",
    "name.first": "voornaam",
    "name.middle": "tussenvoegsel|tussenvoegsels",
    "name.last": "achternaam|familienaam",
    "name.second": "tweede achternaam|tweede familienaam",
    "people": (
        "koper|huurder|verhuurder|eigenaar|klant|contactpersoon|persoon|gast"
        "|geinteresseerde|kandidaat"
    ),
    "company": "bedrijf|bedrijfsnaam",
    "email": "emailadres",
    "phone": "telefoon|telefoonnummer|vaste telefoon",
    "mobile": "mobiel|mobiele telefoon|mobiel nummer|gsm",
    "kinds": "thuis|werk|prive|zakelijk|nummer|nr",
    "fax": "fax",
    "address": "adres|volledig adres",
    "street": "straat|straat en huisnummer",
    "house_number": "huisnummer|huisnr|nr",
    "city": "plaats|woonplaats|stad",
    "state": "provincie",
    "zip": "postcode",
    "country": "land",
    "tags": "labels|trefwoorden",
    "note": "opmerkingen|opmerking|notities|notitie|bericht",
    "source": "bron|herkomst",
    "received": (
        "aangemaakt op|aangemaakt|datum toegevoegd|contactdatum|eerste contact|datum aanvraag"
        "|aanvraagdatum|ontvangen op"
        "|registratiedatum|datum"
    ),
    "birthday": "geboortedatum|verjaardag",
    "status": "fase|stadium|klantstatus|status klant",
    "status_at": "statusdatum|datum status",
    "remind": (
        "volgende opvolging|opvolgdatum|opvolgen op|terugbellen op|volgend contact|herinnering"
    ),
    "do_not_call": "niet bellen|bel me niet|bel me niet register",
    "do_not_text": "geen sms|niet sms en",
    "do_not_email": "geen email|geen emails|niet mailen|uitgeschreven",
    "do_not_mail": "geen post|postfilter",
    "do_not_contact": "geen contact|niet benaderen|niet contacteren",
    "objection": "bezwaar|verzet",
    "withdrawn": "ingetrokken|afgemeld|geblokkeerd",
    "calls": "bellen|gebeld|oproepen|telefoontjes|telefonisch|telefonische",
    "emails": "nieuwsbrief|nieuwsbrieven|mailen",
    "letters": "brief|brieven",
    "noted_call": (
        "niet bellen|niet meer bellen|geen telefoontjes|alleen sms|alleen whatsapp|alleen appen"
    ),
    "noted_call_text": "alleen email|alleen mailen|alleen per email",
    "noted_email": "uitschrijven|afmelden nieuwsbrief|geen emails meer",
    "noted_all": (
        "niet benaderen|niet contacteren|niet meer benaderen|van de lijst halen"
        "|van de lijst verwijderen|haal me van de lijst|geen contact meer|wil geen contact"
        "|verwijder mijn nummer"
    ),
    "noted_stop": "afmelden|stoppen",
    "yes": "ja|waar",
    "no": "nee|onwaar",
    "others": "echtgenote|echtgenoot|makelaar|advocaat|moeder|vader",
}
