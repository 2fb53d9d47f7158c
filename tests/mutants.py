"""Change each shipped definition in small ways; the scenarios beside it must notice.

    python tests/mutants.py                  ten mutants of each definition
    python tests/mutants.py --all wholesale  every mutant of one, survivors listed

Ends with 1 when fewer than nine of ten mutants of a definition are killed.
"""

from __future__ import annotations

import copy
import random
import re
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import tomli_w

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
SAMPLE, ENOUGH = 10, 0.9
Spot = tuple[str | int, ...]

# Words for people: changing them breaks no rule.
WORDS = {"title", "version", "description", "decisions", "label", "help", "why", "note", "color"}
WORDS |= {"definition", "advice", "inferred", "id", "schema", "aliases", "do", "say", "pool"}
WORDS |= {"verified", "text", "subject", "file", "by"}
DURATIONS = {"after", "before", "every", "ideal", "lapse", "claim_window", "for", "within"}
FLIPS = {"repeats", "raise_only", "owner_only", "reset", "parked", "past", "future", "absent"}
DROPS = {"requires", "forbids", "expects", "enter", "follow_up", "cadence", "automatic", "until"}
DROPS |= {"stop", "when", "steps", "repeat", "cases", "mask", "fields", "next", "any", "status"}
DROPS |= {"required", "from", "one_of", "on", "offered", "choices"}
KEYS = {"closed", "default_role", "assign", "where", "way", "since", "when", "forbids", "enter"}
KEYS |= {"requires", "group", "suggest", "then", "spaced", "every", "contains", "branch", "stop"}
KEYS |= {"default", "call_back", "credit", "release", "holidays", "promise", "rank", "lapse"}


def mutations(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield definitions that differ in one thing, each with what was changed."""
    for spot, value in _walk(data, ()):
        for words, changed in _changes(spot, value):
            mutant = copy.deepcopy(data)
            _put(mutant, spot, changed)
            yield f"{'.'.join(map(str, spot))}: {words}", mutant


def _walk(value: Any, spot: Spot) -> Iterator[tuple[Spot, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        if key in WORDS and not (key == "by" and spot[:1] == ("routing",)):
            continue
        yield (*spot, key), inner
        if isinstance(inner, dict | list):
            yield from _walk(inner, (*spot, key))


GONE = object()


def _changes(spot: Spot, value: Any) -> Iterator[tuple[str, Any]]:
    key, list_of = spot[-1], spot[-2] if len(spot) > 1 else ""
    if isinstance(key, int) and list_of in DROPS:
        yield "dropped", GONE
    if key in KEYS:
        yield "dropped", GONE
    if key in DURATIONS and isinstance(value, str) and not value.startswith("0"):
        yield "doubled", _scaled(value, 2)
        yield "halved", _scaled(value, 0.5)
    if key in FLIPS or (isinstance(value, bool) and key == "claim"):
        yield "flipped", not value
    elif isinstance(value, int | float) and not isinstance(value, bool) and key != "rank":
        yield "one more", value + 1
    if key == "clock":
        yield "the other clock", "wall" if value == "working" else "working"
    if key == "from" and isinstance(value, str):
        yield "another moment", "received" if value != "received" else "status update"
    if key == "owner":
        yield "another owner", "nobody" if value != "nobody" else "somebody"
    if isinstance(value, str) and re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", value):
        yield "opens an hour earlier", f"{int(value[:2]) - 1:02}{value[2:]}"
        yield "closes an hour later", f"{value[:6]}{int(value[6:8]) + 1:02}{value[8:]}"
    if key == "timezone":
        yield "another zone", "Asia/Tokyo"


def _scaled(text: str, factor: float) -> str:
    return re.sub(r"\d+", lambda m: str(int(int(m[0]) * factor)), text)


def _put(data: Any, spot: Spot, value: Any) -> None:
    for key in spot[:-1]:
        data = data[key]
    if value is GONE:
        del data[spot[-1]]
    else:
        data[spot[-1]] = value


def sound(pipeline_id: str) -> list[tuple[str, str]]:
    """Return the mutants of a definition that are still definitions, in a fixed random order."""
    from leadctl.errors import Invalid
    from leadctl.rules.pipelines.build import build_pipeline

    data = tomllib.loads((ROOT / "pipelines" / f"{pipeline_id}.toml").read_text())
    as_it_is = meaning(build_pipeline(data, "mutant", lambda _path: 0))
    found = []
    for words, mutant in mutations(data):
        try:
            changed = build_pipeline(mutant, "mutant", lambda _path: 0)
        except (Invalid, ValueError):
            continue
        if meaning(changed) != as_it_is:
            found.append((words, tomli_w.dumps(mutant)))
    random.Random(pipeline_id).shuffle(found)
    return found


def meaning(pipeline: Any) -> Any:
    """Return a definition without what only people see: the groups of its statuses, colours."""
    statuses = {k: replace(s, group="", color="") for k, s in pipeline.statuses.items()}
    return replace(pipeline, statuses=statuses, groups={})


def is_killed(pipeline_id: str, text: str) -> bool:
    """Whether a scenario fails with this text in the definition's place ("": as it is)."""
    from scenario_runner import printing

    from leadctl.actions.pipelines.scenarios import play
    from leadctl.book.own_files.definitions import Definitions
    from leadctl.book.own_files.scenario_files import scenario_file
    from leadctl.errors import LeadctlError

    found = scenario_file(Definitions(None), pipeline_id)
    changed = replace(found, texts={pipeline_id: text} if text else {})
    try:
        return any(play(changed, scenario, printing).failures for scenario in found.found.scenarios)
    except LeadctlError:
        return True


def say(line: str) -> None:
    """Print a line at once: a run takes minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Run the mutants and print how many were killed, and which were not."""
    everything = "--all" in arguments
    wanted = [name for name in arguments if not name.startswith("-")]
    files = sorted((ROOT / "pipelines").glob("*.scenarios.toml"))
    weak = False
    with ProcessPoolExecutor() as pool:
        for name in wanted or [path.name.removesuffix(".scenarios.toml") for path in files]:
            if is_killed(name, ""):
                say(f"{name}: its scenarios fail as it is")
                weak = True
                continue
            mutants = sound(name) if everything else sound(name)[:SAMPLE]
            texts = [text for _, text in mutants]
            killed = list(pool.map(is_killed, [name] * len(texts), texts, chunksize=1))
            say(f"{name}: {sum(killed)} of {len(killed)} mutants killed")
            for (words, _), dead in zip(mutants, killed, strict=True):
                if not dead:
                    say(f"  survived: {words}")
            weak = weak or sum(killed) < ENOUGH * len(killed)
    return int(weak)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
