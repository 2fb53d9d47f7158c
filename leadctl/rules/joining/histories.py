"""Two histories of one lead as one: what both added is kept, in the order of time.

Given the history that both began with, a line that one side took away is gone. An identical line
is the same event, however many clones wrote it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

from leadctl.rules.leads.lead import Event
from leadctl.values import dataclass

History = Sequence[Event]
Node = tuple[str, int]
"""One line: its key, and which of equal ones it is."""


def frozen(value: object) -> str:
    """Return a text that two values share only where they are the same in a file."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{k!r}={frozen(v)}" for k, v in sorted(value.items())) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(frozen, value)) + "]"
    if isinstance(value, datetime | date | time):
        return f"{type(value).__name__} {value.isoformat()}"
    return f"{type(value).__name__} {value!r}"


def line_key(event: Event) -> str:
    """Return what tells one line from another; identical lines have the same, and sort by time."""
    head = f"{event.at.astimezone(UTC).isoformat()} {event.at.isoformat()}"
    return f"{head} {event.name!r} {event.by!r} {frozen(event.data)}"


@dataclass(frozen=True)
class Rewritten:
    """A line that both sides wrote anew, each in its own way: what each has in its place."""

    base: Event
    ours: tuple[Event, ...]
    theirs: tuple[Event, ...]


def wanted(base: int, ours: int, theirs: int) -> int:
    """Return how often a line stands in the joined history, by how often the three have it."""
    return max(ours, theirs) if min(ours, theirs) >= base else min(ours, theirs)


def counted(history: History) -> Counter[str]:
    """Return how often a history has each line."""
    return Counter(map(line_key, history))


def join_histories(base: History, ours: History, theirs: History) -> tuple[Event, ...]:
    """Return the joined history. Each side's own order holds; additions go in the order of time.

    The same whichever side is called ours.
    """
    was, one, two = ([line_key(e) for e in side] for side in (base, ours, theirs))
    if two in (one, was):
        return tuple(ours)
    if one == was:
        return tuple(theirs)
    counts = [Counter(keys) for keys in (was, one, two)]
    stay = {key: wanted(*(c[key] for c in counts)) for key in {*one, *two}}
    lines = dict(zip([*one, *two], [*ours, *theirs], strict=True))
    order = _merged(_side(one, stay, lines), _side(two, stay, lines))
    return tuple(lines[key] for key, _ in order)


def rewritten(base: History, ours: History, theirs: History) -> list[Rewritten]:
    """Return the lines of the base that both sides replaced by something different.

    What a line is replaced by has its time, its event and its agent.
    """
    was, one, two = map(counted, (base, ours, theirs))
    gone = [e for e in base if (k := line_key(e)) and one[k] < was[k] and two[k] < was[k]]
    found = []
    for line in gone:
        new = [
            tuple(e for e in side if _head(e) == _head(line) and not was[line_key(e)])
            for side in (ours, theirs)
        ]
        if counted(new[0]) != counted(new[1]):
            found.append(Rewritten(line, *new))
    return found


def _head(event: Event) -> tuple[datetime, str, str]:
    return event.at, event.name, event.by


@dataclass
class _Side:
    """One side's lines that stay, and of each the time that counts for its place."""

    nodes: list[Node]
    moments: list[datetime]
    at: int = 0

    def rest(self, done: set[Node]) -> Node | None:
        while self.at < len(self.nodes) and self.nodes[self.at] in done:
            self.at += 1
        return self.nodes[self.at] if self.at < len(self.nodes) else None


def _side(keys: list[str], stay: Mapping[str, int], lines: Mapping[str, Event]) -> _Side:
    seen: Counter[str] = Counter()
    side = _Side([], [])
    for key in keys:
        if seen[key] < stay[key]:
            side.nodes.append((key, seen[key]))
            side.moments.append(lines[key].at.astimezone(UTC))
        seen[key] += 1
    return side


def _merged(one: _Side, two: _Side) -> list[Node]:
    """Merge two chains of lines, the shared ones once, the others by time.

    A line recorded later for an earlier time counts as of the latest addition before it. What one
    side did at one moment stays together.
    """
    shared = {*one.nodes} & {*two.nodes}
    places = {**_places(one, shared), **_places(two, shared)}
    done: set[Node] = set()
    order: list[Node] = []
    while True:
        first, second = one.rest(done), two.rest(done)
        if first is None and second is None:
            return order
        node = _next(first, second, shared, places)
        order.append(node)
        done.add(node)


def _next(
    first: Node | None,
    second: Node | None,
    shared: set[Node],
    places: Mapping[Node, tuple[datetime, Node]],
) -> Node:
    """Return which of two lines comes first; one that the other side has too waits for it."""
    if first is None or second is None or first == second:
        found = second if first is None else first
        assert found is not None
        return found
    if (first in shared) != (second in shared):
        return second if first in shared else first
    if first in shared:  # the sides have them in different orders
        return min(first, second)
    return min(first, second, key=lambda node: places[node])


def _places(side: _Side, shared: set[Node]) -> dict[Node, tuple[datetime, Node]]:
    """Return of each addition the moment that counts, and the first addition at that moment."""
    found: dict[Node, tuple[datetime, Node]] = {}
    last: tuple[datetime, Node] | None = None
    for node, moment in zip(side.nodes, side.moments, strict=True):
        if node not in shared:
            last = last if last and moment <= last[0] else (moment, node)
            found[node] = last
    return found
