"""Words by which leads are told apart: what to type for one, and what two have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from leadctl.rules.leads.lead import Lead


class Names(Protocol):
    """The names of the leads that the acting agent is shown."""

    def named(self, word: str) -> int:
        """Return how many leads have one of `name_words`; where they are several, at least 2."""


class NamesSeen:
    """Names, counted as leads are seen."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def add(self, name: str) -> None:
        """Count a lead's name."""
        for word in set(name_words(name)):
            self._counts[word] = self._counts.get(word, 0) + 1

    def named(self, word: str) -> int:
        """Return how many leads have one of `name_words`."""
        return self._counts.get(word, 0)


def name_words(name: str) -> Iterator[str]:
    """Yield each word of a name, and the whole name, which begins with a space; as they are told
    apart, without case.
    """
    plain = name.casefold()
    yield from plain.split()
    yield f" {plain}"


def shared_words(lead: Lead) -> Iterator[str]:
    """Yield what a lead may have in common with another that is the same person: its name in
    normal form, its number, its e-mail address. They begin with a tab.
    """
    from leadctl.rules.leads.normal_text import normal

    yield f"\tname {normal(lead.name)}"
    for key in ("phone", "email"):
        if (value := lead.value(key)) is not None:
            yield f"\t{key} {value}"


def handle(lead: Lead, names: Names) -> str:
    """Return what to type for a lead: the least that means nobody else."""
    *words, whole = name_words(lead.name)
    first = words[0] if words else ""
    if len(first) > 1 and first.isalpha() and names.named(first) == 1:
        return first
    quotable = lead.name.replace(" ", "").replace("-", "").isalpha()
    return f'"{lead.name}"' if quotable and names.named(whole) == 1 else lead.id
