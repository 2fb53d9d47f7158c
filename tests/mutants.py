"""Changes each shipped definition in every way listed here, and asks whether its scenarios notice.

Run with `make mutants`. It ends with an error where of any definition's mutants fewer than nine in
ten are noticed. `--show` lists those that were not; further words are ids of definitions.
"""

from __future__ import annotations

import copy
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from scenario_runner import printing

from leadctl.actions.scenarios import play
from leadctl.book.definitions import Definitions
from leadctl.book.scenario_files import ScenarioFile, scenario_file, with_scenarios
from leadctl.book.toml_write import format_key, format_value
from leadctl.errors import Invalid, LeadctlError
from leadctl.rules.build_pipeline import build_pipeline

ENOUGH = 0.9
FEWEST = 10

Path = tuple[str | int, ...]
Table = dict[str, Any]


@dataclass(frozen=True)
class Mutant:
    """One changed definition: what was changed, where, and its text."""

    pipeline: str
    what: str
    text: str


def mutants(name: str) -> Iterator[Mutant]:
    """Yield every mutant of a definition that is itself a sound definition."""
    data = Definitions(None).read(name).data
    for path, value in places(data):
        for what, change in changes(path, value):
            changed = copy.deepcopy(data)
            change(at(changed, path[:-1]), path[-1])
            if changed != data and is_sound(changed):
                yield Mutant(name, f"{what}: {shown(path)}", as_text(changed))


def places(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value of a definition with its path, tables before what they hold."""
    pairs: Any = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        pairs = enumerate(value)
    for key, item in pairs:
        yield (*path, key), item
        yield from places(item, (*path, key))


def at(value: Any, path: Path) -> Any:
    """Return what stands at a path."""
    for key in path:
        value = value[key]
    return value


def shown(path: Path) -> str:
    """Return a path in words."""
    return ".".join(map(str, path))


def is_sound(data: Table) -> bool:
    """Whether a changed definition can still be read."""
    try:
        build_pipeline(data, "mutant.toml", lambda _: 0)
    except Invalid:
        return False
    return True


def as_text(data: Table) -> str:
    """Return a definition as TOML, each top value on one line."""
    return "".join(f"{format_key(key)} = {format_value(item)}\n" for key, item in data.items())


Change = Callable[[Any, Any], object]

SPANS = {"after", "before", "every", "ideal", "lapse", "claim_window", "within", "for", "attempt"}
SPANS |= {"actor_tenure_below", "spaced"}
LISTS = {
    "requires": "drop a guard",
    "forbids": "drop a guard",
    "expects": "drop an expectation",
    "enter": "drop an effect",
    "then": "drop an effect",
    "until": "drop what settles it",
    "stop": "drop what stops it",
    "follow_up": "drop a follow-up",
    "automatic": "drop a move by itself",
    "cadence": "drop a cadence",
    "steps": "drop a step",
    "repeat": "drop a repetition",
    "mask": "drop a mask",
    "cases": "drop a case",
    "when": "drop a condition",
    "next": "drop a move",
    "from": "drop where it starts",
    "offered": "drop where it is offered",
    "one_of": "drop a value",
    "fields": "drop a hidden field",
    "required": "drop a field that is required",
    "source": "drop a value",
    "status": "drop a status",
}
"""Lists of which an item is left out; where the list would be empty, the list itself."""

SINGLE = {"then", "enter", "requires", "forbids", "expects", "when", "until", "stop", "cadence"}
"""Lists that may stand as the one item they have."""

SWAPS: dict[str, Callable[[Any], Any]] = {
    "at_least": lambda number: number + 1,
    "at_most": lambda number: number + 1,
    "more_than": lambda number: number + 1,
    "share_above": lambda share: share / 4,
    "factor": lambda factor: 1.0 - factor / 2,
    "times": lambda times: times + 1,
    "clock": lambda clock: "wall" if clock == "working" else "working",
    "timezone": lambda _: "Asia/Tokyo",
    "raise_only": lambda flag: not flag,
    "reset": lambda flag: not flag,
    "owner_only": lambda flag: not flag,
    "repeats": lambda flag: not flag,
    "parked": lambda flag: not flag,
    "past": lambda flag: not flag,
}
DROPPED = {
    "closed": "open a closed status",
    "suggest": "drop a suggestion",
    "way": "drop the way",
    "assign": "drop who assigns",
    "routing": "drop the routing",
    "call_back": "drop the call-back",
    "default_role": "drop the role",
    "calendar": "drop the calendar",
    "claim_window": "drop the claim window",
    "visibility": "drop the visibility",
    "promise": "drop a promise",
    "credit": "drop a credit",
    "ideal": "drop the ideal",
    "where": "drop the where",
}


def changes(path: Path, value: Any) -> Iterator[tuple[str, Change]]:
    """Yield the ways in which a value can be changed, each in words."""
    key = path[-1]
    if key in SPANS and isinstance(value, str):
        yield "widen", lambda table, k: table.__setitem__(k, doubled(table[k]))
    if key in SWAPS:
        yield "change", lambda table, k: table.__setitem__(k, SWAPS[k](table[k]))
    if key in DROPPED:
        yield DROPPED[str(key)], lambda table, k: table.pop(k)
    if isinstance(key, int) and path[-2] in LISTS and "roles" not in path:
        yield LISTS[str(path[-2])], lambda items, k: items.pop(k)
    if key in SINGLE and (isinstance(value, str) or (isinstance(value, dict) and len(path) > 1)):
        yield LISTS[str(key)], lambda table, k: table.pop(k)
    if path[-2:-1] == ("hours",):
        yield "widen the hours", lambda table, k: table.__setitem__(k, earlier(table[k]))
    if key == "from" and isinstance(value, str):
        yield "count from elsewhere", lambda table, k: table.__setitem__(k, ANCHORS[table[k]])


ANCHORS = {
    "received": "entered",
    "entered": "received",
    "status update": "received",
    "first touch out": "received",
    "last touch out": "received",
    "last touch in": "received",
    "last touch": "received",
    "unanswered": "received",
    "claimed": "received",
}


def doubled(span: str) -> str:
    """Return a span of time, doubled; nothing at all becomes a day and an hour."""
    if re.match(r"0\b", span):
        return "25 hours"
    return re.sub(r"\d+", lambda found: str(int(found[0]) * 2), span)


def earlier(hours: Any) -> Any:
    """Return opening hours that begin two hours earlier."""
    if isinstance(hours, list):
        return [earlier(part) for part in hours]
    return re.sub(r"^\d+", lambda found: f"{(int(found[0]) - 2) % 24:02d}", hours)


def notices(file: ScenarioFile, mutant: Mutant) -> str:
    """Return the first scenario that fails with a mutant, or "" where none does."""
    changed = replace(file, texts={mutant.pipeline: mutant.text})
    for scenario in file.found.scenarios:
        try:
            if play(changed, scenario, printing).failures:
                return scenario.name
        except LeadctlError:
            return scenario.name
    return ""


def judge(name: str) -> list[tuple[str, str]]:
    """Return every mutant of a definition in words, with the scenario that noticed it."""
    file = scenario_file(Definitions(None), name)
    return [(mutant.what, notices(file, mutant)) for mutant in mutants(name)]


def main(words: list[str]) -> int:
    """Judge definitions and print the figures; 1 where too few mutants are noticed."""
    wanted = [word for word in words if word != "--show"] or with_scenarios(Definitions(None))
    failed = False
    with ProcessPoolExecutor() as pool:
        for name, found in zip(wanted, pool.map(judge, wanted), strict=True):
            killed = sum(bool(by) for _, by in found)
            enough = len(found) >= FEWEST and killed >= ENOUGH * len(found)
            failed = failed or not enough
            state = "ok  " if enough else "FAIL"
            say(f"{state} {name}: {killed} of {len(found)} mutants noticed")
            for what, by in found if "--show" in words or not enough else ():
                if not by:
                    say(f"       survived: {what}")
    return int(failed)


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
