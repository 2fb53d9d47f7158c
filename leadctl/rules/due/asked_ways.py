"""What a row asks for where its own way is not open: another one, by name, or none.

Nobody is asked to text whoever wants no texts, or to call whoever has left no number. What was
agreed with them, by whatever way, stands.
"""

from __future__ import annotations

from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.deadlines import Clearing, FollowUp
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.ways import WAYS, is_open, one_of, ways_for, why_closed, with_way
from leadctl.values import replace


def by_open_ways(row: Due, lead: Lead) -> Due:
    """Return a row that asks for no way that is not open to us, and says so where none is."""
    kind = KINDS[row.kind]
    if not row.by or row.to != "lead" or kind.booked or kind.elsewhere:
        return row
    return replace(row, by=ways_for(lead, row.by), do=_words(row.do, row.by, lead))


def rule_for(rule: FollowUp, lead: Lead) -> FollowUp:
    """Return a rule as it is for one lead: what is asked for instead of its way settles it too."""
    if not rule.by or KINDS[rule.kind].booked:
        return rule
    until = (*rule.until, *otherwise(rule.by, lead))
    if not rule.wording:
        return replace(rule, until=until)
    ways = ways_for(lead, rule.by)[:1]
    none = "" if ways else f" ({why_closed(lead, WAYS)})"
    return replace(rule, by=ways, do=with_way(rule.wording, *ways) + none, until=until)


def otherwise(asked: tuple[str, ...], lead: Lead) -> tuple[Clearing, ...]:
    """Return what settles a row as well whose ways are not open: a touch by one that is."""
    ways = () if any(is_open(lead, way) for way in asked) else ways_for(lead, asked)
    words = one_of([WAYS[way].doing for way in ways])
    return (Clearing(ways, "out", text=words),) if ways else ()


def _words(do: str, asked: tuple[str, ...], lead: Lead) -> str:
    """Return what to do; where it names a way that is not open, with why, and what is instead."""
    if len(asked) > 1 or is_open(lead, asked[0]):
        return do
    ways = [WAYS[way].do for way in ways_for(lead, asked)]
    instead = f"; {one_of(ways)} instead" if ways else ""
    return f"{do} ({why_closed(lead, asked)}{instead})"
