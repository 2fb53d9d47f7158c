"""In words: what became of a lead that one clone deleted or merged, and another added to."""

from __future__ import annotations

from leadctl.actions.desk import Desk
from leadctl.book.git.burials import Fate
from leadctl.book.git.message import event_words
from leadctl.rules.joining.buried import Buried
from leadctl.rules.joining.values import same
from leadctl.rules.leads.lead import Lead


def fate_words(desk: Desk, fate: Fate) -> str:
    """Return one sentence or two; who is hidden from the acting agent has an id and no name."""
    if fate.buried is None:
        return _of_both(desk, fate)
    name, added = _name(desk, fate.buried.living), _added(fate.buried)
    if fate.grave is None:
        return f"{name} and another lead were merged into each other: {name} has all of both."
    if fate.into is None:
        return f"{name} was deleted. Only git's past has what was added to it elsewhere: {added}."
    into = _name(desk, fate.into)
    if fate.grave.value("merged_into"):
        said = f"{name} was merged into {into}: what was added to it elsewhere went along ({added})"
    else:
        said = f"{name} was deleted; {into}, merged into it elsewhere, lives on ({added})"
    if fate.differing:
        said += f"; {into} keeps its own {', '.join(fate.differing)}, the other's is kept as it was"
    return f"{said}."


def fate_values(desk: Desk, fate: Fate) -> dict[str, object]:
    """Return for programs whose fate it is, in which lead the rest is now, and the sentence."""
    lead = fate.grave or (fate.buried.living if fate.buried else None)
    into = fate.into if fate.grave else None
    return {
        "id": lead.id if lead else None,
        "lives": fate.grave is None,
        "into": into.id if into else None,
        "said": fate_words(desk, fate),
    }


def _of_both(desk: Desk, fate: Fate) -> str:
    """Say of a lead that one side deleted, and the other merged, where its data are."""
    grave, into = fate.grave, fate.into
    if grave is None or into is None:
        return ""
    if fate.also:
        first, second = (_name(desk, lead) for lead in (into, fate.also))
        said = f"{grave.id} was merged into {first} here, into {second} there: both have its data"
        return f"{said}. If they are one person: leadctl merge-leads {into.id} {fate.also.id}"
    verb = "erased" if fate.erased else "deleted"
    said = f"{grave.id} was {verb}, and merged into {_name(desk, into)} elsewhere, who has its data"
    if not fate.erased:
        return f"{said}."
    return f"{said} still. To erase both, as one person: leadctl erase {grave.id}"


def _name(desk: Desk, lead: Lead) -> str:
    return desk.told(lead).name or lead.id


def _added(buried: Buried) -> str:
    """Name the events and fields that were added, each once."""
    base, living = buried.base, buried.living
    words = list(map(event_words, buried.added))
    for before, after in ((base.fields, living.fields), (base.extra, living.extra)):
        keys = dict.fromkeys([*before, *after])
        words += [key for key in keys if not same(before.get(key), after.get(key))]
    if base.name != living.name:
        words.append("name")
    return ", ".join(dict.fromkeys(words)) or "lines were taken away"
