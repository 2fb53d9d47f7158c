"""Two values of one field as one, given the value that both began with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from leadctl.rules.joining.histories import frozen


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same in a file: 1, 1.0 and true are not."""
    return frozen(one) == frozen(other)


def is_settled(base: Any, ours: Any, theirs: Any) -> bool:
    """Whether at most one side changed a value, or both to the same."""
    return same(ours, theirs) or same(base, ours) or same(base, theirs)


def three_way(base: Any, ours: Any, theirs: Any) -> Any:
    """Return the value that stands: the changed one, and at a conflict ours."""
    return theirs if same(base, ours) else ours


def join_lists(base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """Join lists as sets: what either added is in, what either took away is out."""
    for side, other in ((ours, theirs), (theirs, ours)):
        if same(base, side) or same(side, other):
            return list(other)
    was, one, two = map(_by_key, (base, ours, theirs))
    stay = [item for key, item in was.items() if key in one and key in two]
    new = {key: item for key, item in {**one, **two}.items() if key not in was}
    return stay + [new[key] for key in sorted(new)]


def _by_key(items: Sequence[Any]) -> dict[str, Any]:
    return {frozen(item): item for item in items}


def ordered_keys(base: Iterable[str], ours: Iterable[str], theirs: Iterable[str]) -> Iterator[str]:
    """Yield the keys of three tables, each once: the base's, then those that were added."""
    was = dict.fromkeys(base)
    yield from was
    yield from sorted({*ours, *theirs} - {*was})


def table(value: Any) -> Mapping[str, Any]:
    """Return a value as a table, an empty one where it is none."""
    return value if isinstance(value, Mapping) else {}


def unite(held: Sequence[Any], more: Iterable[Any]) -> list[Any]:
    """Return a list with the items of another that it lacks, after its own."""
    return list(dict.fromkeys([*held, *more]))


def reach(fields: Mapping[str, Any], kind: str) -> list[str]:
    """Return all of a lead's e-mails or phones ("email", "phone"), each once, the first first."""
    first, more = fields.get(kind), fields.get(f"{kind}s", ())
    return list(dict.fromkeys([*([str(first)] if first else []), *map(str, more)]))
