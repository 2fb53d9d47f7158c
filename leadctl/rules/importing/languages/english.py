"""English words of the columns of tables, by entry."""

from __future__ import annotations

WORDS = {
    "name.full": "full name|name|last name first name|last first|last name first",
    "name.first": "first name|given name",
    "name.middle": "middle name",
    "name.last": "last name|surname|family name",
    "name.second": (
        "second surname|second last name|second family name|maternal surname"
        "|maternal last name|mother s surname"
    ),
    "people": (
        "buyer|seller|tenant|landlord|homeowner|owner|customer|client|contact|person"
        "|applicant|guest|attendee|member|insured|borrower|lessee|prospect|lead|inquirer"
        "|enquirer|visitor|household|pupil|student|patient|who"
    ),
    "company": "company|organization|organisation",
    "email": "email|mail|email id",
    "phone": "phone|telephone|tel|contact number|contact numbers|contact no|phone no",
    "mobile": "mobile|cell|cellphone|mobile phone",
    "kinds": "home|work|office|number",
    "fax": "fax",
    "address": "address",
    "street": "street|street address",
    "house_number": "house number|street number|house no|street no",
    "city": "city|town",
    "state": "state|province",
    "zip": "zip|zip code|postal code|postcode",
    "country": "country",
    "tags": "tags|labels|categories|groups",
    "note": "notes|note|message|comment|comments|remarks",
    "source": "source|lead source|how did you hear about us|how did you hear about this event",
    "received": (
        "date added|created|created at|received|submitted at|submitted date|date of inquiry"
        "|inquiry date|enquiry date|date of enquiry|first contact|contact date|came in|date"
    ),
    "birthday": "birthday|date of birth",
    "status": "status|stage",
    "status_at": "status date|status changed",
    "remind": ("follow up|followup|next follow up|callback|reminder"),
    "do_not_call": "do not call|no calls|tps|ctps|telephone preference service",
    "do_not_text": "do not text|no texts",
    "do_not_email": "do not email|no emails",
    "do_not_mail": "do not mail|no mail|mps|mailing preference service",
    "do_not_contact": "do not contact|opt out|robinson|robinson list",
    "objection": (
        "objection|objections|objects|objected|opposition|opposed|suppression|suppressed|suppress"
    ),
    "withdrawn": "stop|stops|stopped|withdrawn|withdrew|revoked",
    "calls": "call|calls|calling|voicemail|voicemails",
    "emails": "emails|emailing|newsletter|newsletters|enewsletter|alert|alerts|ealert|ealerts",
    "letters": "mail|mails|letter|letters|post|mailing|mailings|mailer|mailers|postcard|postcards",
    "noted_call": (
        "no calls please|please no calls|no more calls|no phone calls|text only|texts only"
        "|texting only"
    ),
    "noted_call_text": "email only|emails only",
    "noted_email": "unsubscribe|unsubscribed|unsubscribe me",
    "noted_all": (
        "asked to be removed|wants to be removed|wanted to be removed|asked to be taken off"
        "|remove me|remove him|remove her|take me off|take him off|take her off|take them off"
        "|off your list|opted out|leave me alone|lose my number|lose this number|forget my number"
        "|wants no contact|want no contact|wants no more contact|wants no further contact"
        "|not want to be contacted|not wish to be contacted|not like to be contacted"
        "|doesn t want to be contacted|don t want to be contacted|didn t want to be contacted"
        "|not to be contacted"
    ),
    "noted_stop": "stop|stop all|stopall|quit|end|cancel",
    "yes": "yes|y|true|x|on",
    "no": "no|n|false|off|none",
    "others": "spouse|agent|assistant|lawyer|mother|father",
}
