"""Which leads a change is of: those named, a line of stdin each, and those that a query means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from leadctl.errors import Invalid, NotFound, Problem, Refused, Usage
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.actions.desk import Desk
    from leadctl.rules.leads.lead import Lead


def those_where(desk: Desk, where: str, named: Sequence[Lead]) -> list[Lead]:
    """Return the leads beside those named that a query means.

    Raises NotFound where it is true of none, Invalid where not every file can be read.
    """
    from leadctl.actions.looking.lead_filter import LeadFilter, wanted_leads
    from leadctl.actions.looking.queries import query_of

    problems: list[Problem] = []
    wanted = LeadFilter(query=query_of(desk, [where]))
    ids = {lead.id for lead in named}
    leads = [seen.lead for seen in wanted_leads(desk, wanted, problems)]
    found = [lead for lead in leads if lead.id not in ids]
    if problems:
        raise Invalid(problems)
    if not found:
        raise NotFound(f"No lead is one where {where}.")
    return found


def words_of(selectors: Iterable[str]) -> Iterator[str]:
    """Yield the words that name leads; "-" stands for the first word of each line of stdin."""
    for selector in selectors:
        if selector != "-":
            yield selector
            continue
        from leadctl.commands.starting.stdin_text import take_stdin

        for line in take_stdin():
            if words := line.decode("utf-8-sig", "replace").split():
                yield words[0]


def agreed(found: Sequence[Lead], *, sure: bool, asks: bool) -> str:
    """Count the leads that --where means, and ask; return what is to be said where one is sure.

    Raises Usage where nobody can be asked and --yes was not said, Refused for a no.
    """
    import click

    count = "1 lead" if len(found) == 1 else f"{len(found)} leads"
    some = ", ".join(lead.name for lead in found[:3]) + (", ..." if len(found) > 3 else "")
    if sure:
        return f"{count}: {some}"
    if not asks:
        raise Usage(f"{count} ({some}); to do it without being asked: --yes")
    if not click.confirm(f"{count}: {some}. Do it?", err=True):
        raise Refused("Nothing was changed.")
    return ""


@dataclass(frozen=True)
class Meant:
    """The leads that words typed side by side mean: one of them together, or one each."""

    words: Sequence[str]
    leads: Sequence[Lead]

    @property
    def unclear(self) -> bool:
        """Whether these are several people, and the words are not the whole of their names."""
        from leadctl.book.selector import is_whole_name

        pairs = zip(self.words, self.leads, strict=True)
        several = len({lead.id for lead in self.leads}) > 1
        return several and not all(is_whole_name(word, lead) for word, lead in pairs)

    def refused(self, line: str) -> Usage:
        """Return why they are asked about: the line in quotes for each of them, and for all."""
        from leadctl.rules.clauses.words import quote

        typed = " ".join(self.words)
        named = {one.id: quote(one.name) if " " in one.name else one.id for one in self.leads}
        each = [*named.values(), " ".join(named.values())]
        lines = [line.replace(typed, words, 1) for words in each]
        return Usage(f'"{typed}" would be several people: {self.people}.', hint="\n".join(lines))

    @property
    def people(self) -> str:
        """The names of the leads."""
        return ", ".join(dict.fromkeys(lead.name for lead in self.leads))


def meant(desk: Desk, selectors: Iterable[str], *, hidden: bool = False) -> Iterator[Meant]:
    """Yield the leads that were typed; what stands on stdin is one lead a line.

    Raises NotFound for the first that is not found or is ambiguous.
    """
    typed = list(selectors)
    runs = [[word] for word in words_of(typed)] if "-" in typed else _runs(desk, typed)
    for words in runs:
        one = desk.find_together(words) if len(words) > 1 else None
        if one is not None:
            yield Meant([" ".join(words)], [one])
        else:
            yield Meant(words, [desk.find(word, hidden=hidden) for word in words])


def _runs(desk: Desk, typed: Sequence[str]) -> list[list[str]]:
    """Return the words, those side by side that may be one name without its quotes together."""
    found: list[list[str]] = []
    for word in typed:
        if found and _is_loose(desk, word) and _is_loose(desk, found[-1][-1]):
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _is_loose(desk: Desk, word: str) -> bool:
    """Whether a word may be part of a name that was not put in quotes: letters, and no id."""
    from leadctl.rules.leads.lead import ID

    letters = word.replace("'", "").replace("-", "").replace(".", "")
    return letters.isalpha() and not (ID.fullmatch(word) and desk.book.named(word))
