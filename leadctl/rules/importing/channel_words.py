"""Words that bar the ways to reach somebody, or allow them: data only, in normal form."""

from __future__ import annotations

from leadctl.rules.importing.languages import named, words_for

FLAG_WORDS: dict[str, tuple[str, ...]] = {
    "call,text": named(
        "dnc|do not call|donotcall|do not phone|dont call|don t call|no calls|no call|never call"
        "|do not call or text",
        "do_not_call",
    ),
    "text": named(
        "stop|do not text|do not sms|donottext|dont text|don t text|no texts|no text", "do_not_text"
    ),
    "email": named(
        "do not email|donotemail|dont email|don t email|no emails|no email|unsubscribed|unsubscribe"
        "|unsubscribed from all email",
        "do_not_email",
    ),
    "letter": named("do not mail|donotmail|do not send mail|no mail", "do_not_mail"),
    "all": named(
        "do not contact|donotcontact|dont contact|don t contact|litigator|do not market|opt out"
        "|opted out|optout|dnd|remove me",
        "do_not_contact",
    ),
}
"""Words that bar channels, as a column's name and as a label of one person alike.

A do-not-call registry covers texts to the same number as well as calls.
"""

_PHONES = tuple(word for entry in ("phone", "mobile") for word in words_for(entry))

CHANNEL_WORDS: dict[str, frozenset[str]] = {
    "text": frozenset(named("sms|text|texts|texting|whatsapp|whats|mms")),
    "call,text": frozenset(
        [
            *named("phone|phones|telephone|cell|mobile|landline|rvm|tcpa", "calls"),
            *(word for word in _PHONES if " " not in word),
        ]
    ),
    "email": frozenset(named("email|courriel|correo", "emails")),
    "letter": frozenset(words_for("letters")),
}
"""What a column's name calls the channels that it bars or allows; the first that is named counts.

A column that names none of them is about all.
"""

BY_POST = frozenset({"postal", "postale"})
"""Words that make letters of what is e-mail else: "Correo postal"."""

OBJECTIONS = frozenset(words_for("objection"))
"""Words of somebody who wants no contact: of what, a column need not say."""

ENDS = frozenset(words_for("withdrawn"))
"""Words of what ends or is taken back: an objection only beside what it is about."""

OBJECTED_TO = frozenset(
    named(
        "contact|contacts|contacting|marketing|advertising|solicitation|gdpr|rgpd|dsgvo|kontakt"
        "|kontaktaufnahme|werbe|werbung|demarchage|prospection|contacto|contatto|contato|benaderen"
    )
)
"""What people object to, beside a channel or a consent."""

STOPS = frozenset({"call", "phone", "mail", "time"})
"""Words beside which "stop" is the end of a call, or a part of an address."""

POLITE = frozenset(
    named(
        "please|prefers|prefer|wants|want|asked|asks|requested|requests|request|has|for|client|lead"
        "|contact|customer|to|bitte|mochte|wunscht|will|prefere|souhaite|veut|demande|a|de|merci"
        "|prefiere|quiere|pide|desea|por|favor|preferisce|vuole|chiede|di|per|favore|prefere|quer"
        "|pede|graag|wil|verzoekt|liever"
    )
)
"""Words around a phrase that bars channels: "Prefers no calls"."""

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
    named(
        "fax|faxes|sell|sale|share|sharing|track|tracking|cookie|cookies|sync|publish|show"
        "|display|import|export|merge|delete|assign|photo|photos|video|recording|modify|edit|change"
        "|overwrite|use|robin"
    )
)
"""What people opt out of, or consent to, that is no way to reach them."""

CONSENTS = frozenset(
    named(
        "consent|consents|consentement|consentimiento|consentimento|consenso|einwilligung"
        "|zustimmung|toestemming"
    )
)
ADVERTS = frozenset(
    named("publicidad|publicite|pubblicita|publicidade|werbung|reclame|promociones|promotions")
)
"""Words for marketing, which is by e-mail where no channel is named."""

MAY = frozenset(
    named(
        "can|may|allow|allows|allowed|receive|receives|accept|accepts|accepted|ok|okay|permission"
        "|permitted|acepta|acepto|accepte|j accepte|accetta|accetto|aceita|aceito"
        "|erlaubt|akzeptiert|erlaubnis|einverstanden|autorise|autorisation|autoriza|autorizo"
        "|autorizacion|autorizacao|autorizza|autorizzo|permiso|akkoord|toegestaan"
    )
)
"""Words that make a consent of a column that names a channel ("OK to Email")."""

LABELLED = frozenset(
    named(
        "status|stage|statut|etape|etapa|flags|preference|preferences|preferred|disposition"
        "|outcome|result|type|tags"
    )
)
"""Words of columns whose cells can be labels such as "DNC", though they hold other things too."""
