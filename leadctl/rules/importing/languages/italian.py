"""Italian words of the columns of tables, by entry."""

from __future__ import annotations

WORDS = {
    "name.full": "nome completo|nome e cognome|cognome e nome|cognome nome|nominativo|contatto",
    "name.first": "nome",
    "name.middle": "secondo nome",
    "name.last": "cognome",
    "name.second": "secondo cognome|cognome materno",
    "people": (
        "nominativo|acquirente|inquilino|proprietario|cliente|contatto|persona"
        "|interessato|ospite|locatario|candidato"
    ),
    "company": "azienda|societa|ragione sociale",
    "email": "posta elettronica|indirizzo email",
    "phone": "telefono|numero di telefono",
    "mobile": "cellulare",
    "kinds": "casa|lavoro|ufficio|numero|principale|di",
    "fax": "fax",
    "address": "indirizzo|indirizzo completo",
    "street": "via",
    "house_number": "numero civico|civico|n civico|numero",
    "city": "citta|comune",
    "state": "provincia|regione",
    "zip": "cap|codice postale",
    "country": "paese|nazione",
    "tags": "etichette|categorie",
    "note": "note|messaggio|commenti|commento|osservazioni",
    "source": "fonte|origine|provenienza",
    "received": (
        "data di creazione|creato il|data di inserimento|data di contatto|primo contatto"
        "|data richiesta|data della richiesta|ricevuto il|data di registrazione|data"
    ),
    "birthday": "data di nascita|compleanno",
    "status": "stato|fase|stato trattativa|stato contatto|stato cliente",
    "status_at": "data dello stato",
    "remind": (
        "prossimo contatto|prossimo follow up|data di richiamo"
        "|da richiamare il|prossima chiamata|promemoria"
    ),
    "do_not_call": (
        "non chiamare|non telefonare|registro opposizioni|registro delle opposizioni"
        "|registro pubblico delle opposizioni"
    ),
    "do_not_text": "non inviare sms",
    "do_not_email": "non inviare email|non inviare mail|disiscritto|disiscritta",
    "do_not_mail": "non inviare posta|niente posta",
    "do_not_contact": "non contattare",
    "objection": "opposizione|opposizioni|opposto|opposta",
    "withdrawn": "revocato|revoca|ritirato|disiscrizione|blocco",
    "calls": "chiamata|chiamate|telefonate|telefonico|telefonica|telefoniche",
    "emails": "bollettino",
    "letters": "lettera|lettere|cartacea",
    "noted_call": (
        "non chiamare|non chiamare piu|non telefonare|solo sms|solo messaggi|solo whatsapp"
    ),
    "noted_call_text": "solo email|solo mail|solo per email",
    "noted_email": "disiscrivere|cancellare iscrizione|disiscritto",
    "noted_all": (
        "non contattare|non contattare piu|non disturbare|togliere dalla lista"
        "|rimuovere dalla lista|cancellare dalla lista"
        "|non vuole essere contattato|cancelli il mio numero"
    ),
    "noted_stop": "basta|ferma|disiscrivi",
    "yes": "si|vero",
    "no": "no|falso",
    "others": "moglie|marito|avvocato|madre|padre",
}
