"""Words that bar the ways to reach somebody, or allow them: data only, in normal form."""

from __future__ import annotations

from leadctl.rules.importing.languages import named

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

CHANNEL_WORDS: dict[str, frozenset[str]] = {
    "text": frozenset(named("sms|text|texts|texting|whatsapp|whats|mms")),
    "call,text": frozenset(
        named(
            "call|calls|calling|phone|phones|telephone|cell|mobile|landline|voicemail|voicemails"
            "|rvm|tcpa"
        )
    ),
    "email": frozenset(
        named(
            "email|emails|emailing|newsletter|newsletters|enewsletter|alert|alerts|ealert|ealerts"
        )
    ),
    "letter": frozenset(
        named("mail|mails|letter|letters|post|mailing|mailings|mailer|mailers|postcard|postcards")
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
    named(
        "fax|faxes|sell|sale|share|sharing|track|tracking|cookie|cookies|sync|publish|show"
        "|display|import|export|merge|delete|assign|photo|photos|video|recording|modify|edit|change"
        "|overwrite|use|robin"
    )
)
"""What people opt out of, or consent to, that is no way to reach them."""

CONSENTS = frozenset(
    named("consent|consentement|consentimiento|consentimento|consenso|einwilligung|toestemming")
)
ADVERTS = frozenset(
    named("publicidad|publicite|pubblicita|publicidade|werbung|reclame|promociones|promotions")
)
"""Words for marketing, which is by e-mail where no channel is named."""

MAY = frozenset(
    named(
        "can|may|allow|allows|allowed|receive|receives|accept|accepts|accepted|ok|okay|permission"
        "|permitted|acepta|acepto|accepte|j accepte|accetta|accetto|aceita|aceito"
        "|erlaubt|akzeptiert"
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
