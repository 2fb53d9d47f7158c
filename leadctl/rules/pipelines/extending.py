"""A definition that extends another: what the two say together, and where each part is written.

Tables are taken together key by key. What adds up for a group and its statuses adds up here too;
of every other key the extending file's own takes the place of the other's. Something is left out
only by naming it in `without`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from leadctl.errors import Problem
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.pipeline import slug
from leadctl.rules.language.sheet import Path, Place, Written
from leadctl.rules.pipelines.policy import ADDS_UP
from leadctl.rules.pipelines.tables import TABLES

ADD_UP = (*ADDS_UP, "automatic", "decisions", "without")
"""The lists that add up: those of a group, and some that only a whole definition has."""

Tables = Mapping[str, object]


def extended(base: Written, own: Written) -> Written:
    """Return the tables of a definition together with those of the one that it extends."""
    merge = _Merge(base, own)
    return Written(
        merge.table("pipeline", base.data, own.data, ()),
        merge.place_of,
        {**base.lines, **own.lines},
        (*base.problems, *own.problems, *merge.unknown()),
        base.left_out | frozenset(_left_out_of_statuses(base.data, own.data)),
    )


class _Merge:
    """Two definitions being taken together: from which of them each path of the whole comes."""

    def __init__(self, base: Written, own: Written) -> None:
        self.base, self.own = base, own
        self.origins: dict[Path, tuple[Written, Path]] = {(): (own, ())}

    def place_of(self, path: Path) -> Place:
        """Return where a path of the whole is written, by the longest part of it that is known."""
        known = next(n for n in range(len(path), -1, -1) if path[:n] in self.origins)
        found, there = self.origins[path[:known]]
        return found.place_of((*there, *path[known:]))

    def table(self, name: str, base: Tables, own: Tables, path: Path) -> dict[str, object]:
        """Return one table of both, `name` as the language calls it."""
        keys, without = TABLES[name].keys, texts(own.get("without"))
        kept = {key: value for key, value in base.items() if key not in without}
        found: dict[str, object] = {}
        for key in _in_order(kept, own):
            left = {n.removeprefix(f"{key}.") if name == "pipeline" else n for n in without}
            kind = keys[key].kind if key in keys else ""
            if key not in own:
                found[key] = self._inherited(kept[key], left, (*path, key))
            elif key not in kept:
                found[key] = own[key]
            else:
                found[key] = self._both(kind, kept[key], own[key], left, (*path, key))
        return found

    def _inherited(self, value: object, left: Collection[str], path: Path) -> object:
        """Return what only the extended definition has, without what is left out."""
        self.origins[path] = self.base, path
        if isinstance(value, dict):
            return {key: item for key, item in value.items() if key not in left}
        if not isinstance(value, list) or path[-1] not in ADD_UP:
            return value
        return self._listed(self.base, value, left, path)

    def _both(
        self, kind: str, base: object, own: object, left: Collection[str], path: Path
    ) -> object:
        """Return the value of a key that both have."""
        shape, _, name = kind.partition(":")
        if shape in {"table", "named"} and isinstance(base, dict) and isinstance(own, dict):
            if shape == "table":
                return self.table(name, base, own, path)
            return self._named(name, base, own, left, path)
        if path[-1] not in ADD_UP:
            return own
        inherited = self._listed(self.base, base, left, path)
        return [*inherited, *self._listed(self.own, own, (), path, len(inherited))]

    def _named(
        self, name: str, base: Tables, own: Tables, left: Collection[str], path: Path
    ) -> dict[str, object]:
        """Return tables by name; those that both have are taken together."""
        kept = {key: value for key, value in base.items() if key not in left}
        found: dict[str, object] = {}
        for key in _in_order(kept, own):
            both = kept.get(key), own.get(key)
            if key not in own:
                self.origins[*path, key] = self.base, (*path, key)
                found[key] = kept[key]
            elif isinstance(both[0], dict) and isinstance(both[1], dict):
                found[key] = self.table(name, both[0], both[1], (*path, key))
            else:
                found[key] = own[key]
        return found

    def _listed(
        self, of: Written, value: object, left: Collection[str], path: Path, first: int = 0
    ) -> list[object]:
        """Return the items of one side's list that are not left out, each with where it stands."""
        items = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        kept = [(place, item) for place, item in items if item_name(item) not in left]
        for place, (there, _) in enumerate(kept, first):
            self.origins[*path, place] = of, path if there is None else (*path, there)
        return [item for _, item in kept]

    def unknown(self) -> Iterator[Problem]:
        """Yield what the definition leaves out of one that has no such thing."""
        base = self.base.data
        named = {f"{key}.{name}" for key, value in base.items() for name in part_names(value)}
        for place, name in enumerate(texts(self.own.data.get("without"))):
            if name not in base and name not in named:
                said = f'"{base.get("id", "")}" has no "{name}"'
                near = nearest(name, [*base, *named])
                yield self.own.problem(("without", place), said, near)


def _left_out_of_statuses(base: Tables, own: Tables) -> Iterator[tuple[str, str]]:
    """Yield each status with what it leaves out of itself as the extended definition has it."""
    before = _table(base.get("status"))
    for name, status in _table(own.get("status")).items():
        there = _table(before.get(name))
        parts = {*there, *(part for value in there.values() for part in part_names(value))}
        yield from ((name, left) for left in texts(_table(status).get("without")) if left in parts)


def _table(value: object) -> Tables:
    return value if isinstance(value, dict) else {}


def texts(value: object) -> list[str]:
    """Return the texts of a list, or of one that stands alone; the reader notes what is none."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def part_names(value: object) -> Iterator[str]:
    """Yield the names by which the parts of a table or a list are left out."""
    yield from value if isinstance(value, dict) else ()
    yield from filter(None, map(item_name, value)) if isinstance(value, list) else ()


def item_name(item: object) -> str:
    """Return the name of an item of a list: a text itself, a follow-up's id; "" for others."""
    if isinstance(item, dict):
        return str(item.get("id") or slug(str(item.get("do", ""))))
    return item if isinstance(item, str) else ""


def _in_order(base: Iterable[str], own: Iterable[str]) -> list[str]:
    """Return the keys of both: new ones stand after the one that they follow in their own file."""
    found = list(base)
    place = len(found)
    for key in own:
        if key in found:
            place = found.index(key) + 1
        else:
            found.insert(place, key)
            place += 1
    return found
