"""The texts of a lead in which words are looked for, and words as they are looked for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadctl.actions.desk import Desk
    from leadctl.actions.looking.seen import Seen
    from leadctl.rules.leads.lead import Lead


def words_of(text: str) -> str:
    """Return a text in words to look for, its apostrophes left out: "oneil" for "O'Neil"."""
    from leadctl.rules.leads.folded import without_apostrophes
    from leadctl.rules.leads.normal_text import plain_words

    return plain_words(without_apostrophes(text).casefold())


def words_in(texts: Iterable[str]) -> str:
    """Return all words of some texts; those with a hyphen, or an apostrophe, in every spelling."""
    from leadctl.rules.leads.folded import other_spellings
    from leadctl.rules.leads.normal_text import plain_words

    whole = " ".join(texts).casefold()
    return " ".join([words_of(whole), *map(plain_words, other_spellings(whole))])


def field_texts(lead: Lead, masked: Container[str]) -> Iterator[str]:
    """Yield the fields in which bare words are looked for; what is masked is not found."""
    from leadctl.rules.leads.fields import FIELDS

    for field in FIELDS:
        value = lead.value(field.name) if field.searchable and field.name not in masked else None
        for one in value if isinstance(value, list) else [value]:
            if one:
                yield str(one)


def texts_of(desk: Desk, seen: Seen) -> Iterator[str]:
    """Yield what may be found of a lead: searched fields, notes, reminders, words of touches."""
    yield from field_texts(seen.lead, seen.masked)
    shown = desk.as_shown(seen.lead) if seen.masked else seen.lead
    for event in shown.history:
        for text in (event.data.get("text"), event.data.get("do")):
            if text and event.name != "message":
                yield str(text)
