"""Finding leads by words: in their fields, their notes, and what was said with a touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from leadctl.actions.workspace import Desk
from leadctl.book.text.broken import Broken
from leadctl.errors import Problem
from leadctl.rules.leads.fields import FIELDS
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.normal_text import normal


class Hit(NamedTuple):
    """One lead, and the text in which the words were found."""

    lead: Lead
    found: str


def find_words(desk: Desk, words: Sequence[str]) -> tuple[list[Hit], list[Problem]]:
    """Return the leads in which all the words stand, and what is wrong with files left out."""
    wanted = [normal(word) for word in words if normal(word)]
    hits: list[Hit] = []
    problems: list[Problem] = []
    for lead in desk.scan():
        if isinstance(lead, Broken):
            problems.extend(lead.problems)
            continue
        texts = list(_texts(desk, lead))
        whole = normal(" ".join(texts))
        if wanted and all(word in whole for word in wanted):
            best = next((text for text in texts if wanted[0] in normal(text)), lead.name)
            hits.append(Hit(lead, " ".join(best.split())))
    hits.sort(key=lambda hit: (hit.lead.name.casefold(), hit.lead.id))
    return hits, list(dict.fromkeys(problems))


def _texts(desk: Desk, lead: Lead) -> Iterator[str]:
    """Yield what may be found of a lead: fields that are searched, notes, words of touches."""
    hidden = desk.masked(lead)
    for field in FIELDS:
        value = lead.value(field.name) if field.searchable and field.name not in hidden else None
        for one in value if isinstance(value, list) else [value]:
            if one:
                yield str(one)
    for event in lead.history:
        if event.name != "message" and (text := event.data.get("text")):
            yield str(text)
