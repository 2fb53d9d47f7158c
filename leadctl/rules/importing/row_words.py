"""What rows and their columns say of those who are no leads: data only, in normal form."""

from __future__ import annotations

from leadctl.rules.importing.languages import named

NO_NAMES = frozenset(
    named(
        "anonymous|unknown|unknown caller|unknown name|unavailable|name unavailable|not available"
        "|not provided|no name|private|private caller|private number|restricted|blocked"
        "|caller id blocked|wireless caller|cell phone|toll free call|toll free caller|untitled"
        "|out of area|no caller id|unknown owner|owner unknown|current owner"
        "|current resident|occupant|walk in|walk-in|walkin|guest checkout"
    )
)
"""What stands where a name must be and nobody knew one."""

TOTALS = frozenset(
    named(
        "total|totals|grand total|subtotal|sub total|sum|sum total|total records|total leads"
        "|total contacts|record count|summe|anzahl|nombre de lignes|cantidad|aantal"
        "|count|gesamt|gesamtsumme|zwischensumme|total general|totale"
        "|totale generale|totaal|suma|page of|seite von|pagina de|pagina di|end of report"
        "|end of file"
    )
)
"""What stands in the place of a name in lines between those of people, figures left out."""

WEEKDAYS = frozenset(
    named(
        "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun"
        "|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
        "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
        "|lunes|martes|miercoles|jueves|viernes|sabado|domingo"
        "|lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica"
        "|segunda feira|terca feira|quarta feira|quinta feira|sexta feira"
        "|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    )
)
"""Titles of groups of rows, which also have figures, capitals or a colon."""

NOBODY = {
    "is test": "made up to try a form out",
    **dict.fromkeys(
        named("deleted|is deleted|deleted at|deleted on|date deleted|trashed|in trash"), "deleted"
    ),
}
"""Columns that are filled in, or say yes, for rows that are nobody, and why they are left out."""

OWN_NUMBERS = frozenset(
    named(
        "tracking number|tracking phone number|receiving number|destination number|called number"
        "|dialed number|number called|business number|company number|to number|destination did"
        "|internal number|our number"
    )
)
"""Columns of a list of calls with one's own number: who calls from it is nobody."""

CALLERS = {
    "phone": frozenset(
        named(
            "source number|from|from number|caller|caller id|caller number|calling number|ani"
            "|customer number|contact number|remote number|external number|originating number"
        )
    ),
    "name.full": frozenset(named("source name|from name|caller name|caller id name|cnam|contact")),
}
"""Columns of a list of calls with who called, by what is said of them."""
