"""Two values of one field as one, given the value that both began with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from leadctl.rules.joining.histories import frozen
from leadctl.rules.leads.fields import FIELDS, LISTS, MORE
from leadctl.rules.leads.lead import listed


def same(one: object, other: object) -> bool:
    """Whether two values are the same in a file: 1, 1.0 and true are not."""
    return frozen(one) == frozen(other)


def is_settled(base: object, ours: object, theirs: object) -> bool:
    """Whether at most one side changed a value, or both to the same."""
    return same(ours, theirs) or same(base, ours) or same(base, theirs)


def three_way(base: object, ours: object, theirs: object) -> object:
    """Return the value that stands: the changed one, and at a conflict ours."""
    return theirs if same(base, ours) else ours


def join_lists(
    base: Sequence[object], ours: Sequence[object], theirs: Sequence[object]
) -> list[object]:
    """Join lists as sets: what either added is in, what either took away is out."""
    for side, other in ((ours, theirs), (theirs, ours)):
        if same(base, side) or same(side, other):
            return list(other)
    was, one, two = map(_by_key, (base, ours, theirs))
    stay = [item for key, item in was.items() if key in one and key in two]
    new = {key: item for key, item in {**one, **two}.items() if key not in was}
    return stay + [new[key] for key in sorted(new)]


def _by_key(items: Sequence[object]) -> dict[str, object]:
    return {frozen(item): item for item in items}


def ordered_keys(base: Iterable[str], ours: Iterable[str], theirs: Iterable[str]) -> Iterator[str]:
    """Yield the keys of three tables, each once: the base's, then those that were added."""
    was = dict.fromkeys(base)
    yield from was
    yield from sorted({*ours, *theirs} - {*was})


def table(value: object) -> Mapping[str, object]:
    """Return a value as a table, an empty one where it is none."""
    return value if isinstance(value, Mapping) else {}


def unite(held: Sequence[object], more: Iterable[object]) -> list[object]:
    """Return a list with the items of another that it lacks, after its own."""
    return list(dict.fromkeys([*held, *more]))


def reach(fields: Mapping[str, object], kind: str) -> list[str]:
    """Return all of a lead's e-mails or phones ("email", "phone"), each once, the first first."""
    first, more = fields.get(kind), listed(fields.get(f"{kind}s"))
    return list(dict.fromkeys([*([str(first)] if first else []), *more]))


def add_lists(fields: dict[str, object], more: Mapping[str, object]) -> list[str]:
    """Add the phones, e-mails and items of lists that another lead has; none is taken away.

    Return the fields that hold more than before.
    """
    return [*_add_reach(fields, more), *_add_items(fields, more)]


def _add_reach(fields: dict[str, object], more: Mapping[str, object]) -> Iterator[str]:
    for one, many in MORE.items():
        held = reach(fields, one)
        new = [value for value in reach(more, one) if value not in held]
        if new and not fields.get(one):
            fields[one] = new.pop(0)
            yield one
        if new:
            fields[many] = unite(listed(fields.get(many)), new)
            yield many


def _add_items(fields: dict[str, object], more: Mapping[str, object]) -> Iterator[str]:
    """Unite what else is a list; where there are choices, it is in their order."""
    for known in FIELDS:
        if not known.several or known.first:
            continue
        held = listed(fields.get(known.name))
        both = unite(held, listed(more.get(known.name)))
        if len(both) > len(held):
            ordered = [choice for choice in known.choices if choice in both]
            fields[known.name] = ordered or both
            yield known.name


def single(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields that hold one value, but for those that `add_lists` adds."""
    apart = {*MORE, *LISTS}
    return {name: value for name, value in fields.items() if name not in apart}
