"""What the names of columns of phones and e-mails say besides: whose, which of several, what kind.

Data only, in the normal form of `normal_text.normal`.
"""

from __future__ import annotations

from leadctl.rules.importing.languages import named, words_for

PEOPLE = frozenset(
    named(
        "person|candidate|applicant|application|job application|caller|registrant|respondent"
        "|subscriber|enquirer|inquirer|visitor|member|lead|prospect|profile|record|entry|submission"
    )
)
"""What a table calls the people, or the rows, that it is about: "Candidate Email"."""

NAMED = frozenset(
    named(
        "attendee|participant|delegate|pupil|student|guest|patient|trainee|learner|child"
        "|tenant|renter|borrower|resident|donor|volunteer|user|individual"
        "|invitee|signer|signatory|claimant|teilnehmer|schuler|gast|eleve|participante|alumno"
        "|invitado|partecipante|allievo|aluno|convidado|deelnemer|leerling|bezoeker|visiteur"
    )
)
"""What a table calls those whose names it has, where it has no names beside: "Pupil Forename"."""

EMAIL_WORDS = frozenset(
    [*(word for word in words_for("email") if " " not in word), *named("email|emails|mail")]
)

PHONE_WORDS = frozenset(
    [
        *(word for word in (*words_for("phone"), *words_for("mobile")) if " " not in word),
        *named("phone|phones|telephone|tel|cell|cellphone|mobile|whatsapp|landline"),
    ]
)

MOBILE = frozenset(word for word in words_for("mobile") if " " not in word) | {
    *("cellular", "wireless", "iphone")
}
"""Words for a phone that takes calls and texts alike: it comes before others."""

FAX = frozenset(named("faxes|pager", "fax"))

OF_OTHERS = FAX | frozenset(named("wife|husband|attorney|lender|son|daughter", "others"))
"""What a word beside a number says that makes it none to reach the lead by."""

APART = MOBILE | OF_OTHERS
"""Kinds that are not read in their column's turn: mobile ones before it, others' not at all."""

COUNTRY_CODES = frozenset(
    named("phone code|phone country code|country calling code|calling code|dial code|dialing code")
)
"""Columns with the country of the numbers beside them, as digits: 44."""

WRONG = frozenset(named("wrong|bad|disconnected|incorrect|invalid|dead|nonworking|service"))
"""What the status beside a number says that reaches somebody else, or nobody ("not in service")."""

KINDS = frozenset(
    named(
        "additional|home|work|office|business|other|primary|main|second|secondary|third|tertiary"
        "|alternate|alt|personal|preferred|direct|day|evening|number|numbers|no|nr|value|values"
        "|contact|lead|client|customer|your|owner|person|private|address|addresses|skip|traced"
        "|wireless|default|billing|invitee|addr|adr",
        "kinds",
    )
)
"""Words that say which of a person's phones or e-mails a column holds, not whose it is."""
