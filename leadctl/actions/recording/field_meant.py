"""Which field was meant by a name that is none."""

from __future__ import annotations

from leadctl.actions.desk import Desk
from leadctl.actions.recording.odd_fields import used_fields
from leadctl.errors import Usage
from leadctl.rules.language.nearest import nearest


def no_field(key: str, text: str, near: str, value: str | None = None) -> Usage:
    """Return the refusal of a name that is nearly a field's, with the line that says that one.

    `value` is what stands in its place there, if not what was typed.
    """
    meant = near if value is None else f"{near}={value}"
    error = Usage(f'There is no field "{key}".', hint=f'Did you mean "{meant}"?')
    error.instead = (f"{key}={text}", f"{near}={text if value is None else value}")
    return error


def near_used(desk: Desk, key: str) -> str:
    """Return a field of other leads that is nearly spelt so, or ""; none where this one is used."""
    used = used_fields(desk)
    near = "" if key in used else nearest(key, used, 0.8)
    return near.split('"')[1] if near else ""


def barring(key: str, text: str) -> str | None:
    """Return the channels that a name bars by what it says ("dnc", "do_not_call"): "" for a no.

    None for a name that says nothing of that kind.
    """
    from leadctl.rules.importing.channel_words import FLAG_WORDS
    from leadctl.rules.importing.values import says_no
    from leadctl.rules.leads.normal_text import normal

    said = normal(key)
    found = next((bars for bars, words in FLAG_WORDS.items() if said in words), None)
    if found is not None and says_no(text):
        return ""
    return "call" if found == "call,text" else found
