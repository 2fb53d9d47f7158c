"""Change each shipped definition in small ways; the scenarios beside it must notice.

    python tests/mutants.py                  ten mutants of each definition
    python tests/mutants.py --all wholesale  every mutant of one, survivors listed
    python tests/mutants.py --all tests/definitions/trades/music.toml

Ends with 1 when fewer than nine of ten mutants of a definition are killed. Mutants that change
nothing anybody could see are named below, each with the reason, and are not counted.
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
DURATIONS |= {"older", "newer", "spaced", "actor_tenure_below"}
FLIPS = {"repeats", "raise_only", "owner_only", "reset", "parked", "past", "future", "absent"}
DROPS = {"requires", "forbids", "expects", "enter", "follow_up", "cadence", "automatic", "until"}
DROPS |= {"stop", "when", "steps", "repeat", "cases", "mask", "fields", "next", "any", "status"}
DROPS |= {"required", "from", "one_of", "on", "offered", "choices", "without", "also", "while"}
KEYS = {"closed", "default_role", "assign", "where", "way", "since", "when", "forbids", "enter"}
KEYS |= {"requires", "group", "suggest", "then", "spaced", "every", "contains", "branch", "stop"}
KEYS |= {"default", "call_back", "credit", "release", "holidays", "promise", "rank", "lapse"}
KEYS |= {"early", "since_last", "same_as", "same", "at_least_of", "without", "while", "older", "at"}
KEYS |= {"newer", "also", "begins"}

_ANCHOR = "what it is counted from moves along with what settles it"
_MEETS = "a meeting on its day is the appointment, whatever the definition says"
_LEAVES = "a follow-up of a status ends when the lead leaves that"
_TAKEN = "only a lead from an import is taken over: a test of imports looks, no scenario can"
EQUIVALENT = {
    "realvolve": {
        "derive.stage.cases.1.when.0: dropped": "whoever is not None is at least Aware",
        "derive.stage.cases.1.when: dropped": "whoever is not None is at least Aware",
    },
    "recruiting": {"follow_up.0.until.0: dropped": _ANCHOR},
    "sold-appointment": {"follow_up.1.until.0: dropped": _MEETS},
    "wholesale": {
        "status.Appointment Booked.follow_up.0.until.1: dropped": _MEETS,
        "status.Offer Rejected.follow_up.0.until.1: dropped": _LEAVES,
    },
    "streeteasy-classic": {
        "status.Appointment Set.follow_up.1.until.0: dropped": _MEETS,
        "follow_up.0.until.0: dropped": _ANCHOR,
    },
    "streeteasy-buyer": {
        "status.Appointment Set.follow_up.1.until.0: dropped": _MEETS,
        "follow_up.0.until.0: dropped": _ANCHOR,
        "follow_up.3.until.0: dropped": _ANCHOR,
        "visibility.mask.0.until.0.any.1: dropped": _TAKEN,
        "visibility.mask.0.until.1: dropped": _TAKEN,
        "visibility.mask.0.until.1.way: dropped": _TAKEN,
        "visibility.mask.0.until.1.when: dropped": _TAKEN,
        "visibility.mask.0.until.1.when.0: dropped": _TAKEN,
    },
    "streeteasy-seller": {
        "without.0: dropped": "migrating is no scenario: a test of definitions looks at `replaces`",
        "without.4: dropped": "a field of buyers that nothing asks a seller for",
        "without.5: dropped": "a plan that no status uses: `pipeline check` warns of it",
        "status.Appointment Set.follow_up.0.until.0: dropped": _MEETS,
        "follow_up.0.until.0: dropped": _ANCHOR,
    },
}
"""Mutants that no scenario could tell from the definition as it is, and why."""


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
    if key == "at" and isinstance(value, str):
        yield "an hour later", f"{int(value[:2]) + 1:02}{value[2:]}"
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

    data = tomllib.loads(file_of(pipeline_id).read_text())
    as_it_is = meaning(whole(data))
    found = []
    for words, mutant in mutations(data):
        try:
            changed = whole(mutant)
        except (Invalid, ValueError):
            continue
        if meaning(changed) != as_it_is:
            found.append((words, tomli_w.dumps(mutant)))
    random.Random(pipeline_id).shuffle(found)
    return found


def file_of(name: str) -> Path:
    """Return the file of a shipped definition by its id, or the file that is named."""
    return Path(name) if name.endswith(".toml") else ROOT / "pipelines" / f"{name}.toml"


def whole(data: dict[str, Any]) -> Any:
    """Return the definition that a file's tables make, with what it extends. Raises Invalid."""
    from leadctl.book.own_files.definitions import Definitions
    from leadctl.rules.language.sheet import written
    from leadctl.rules.pipelines.build import build_pipeline
    from leadctl.rules.pipelines.extending import extended

    found = written(data, "mutant", lambda _path: 0)
    if below := data.get("extends"):
        found = extended(Definitions(None).read(below).written, found)
    return build_pipeline(found)


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
    changed = replace(found, texts={**found.texts, found.pipeline: text}) if text else found
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
            known = EQUIVALENT.get(name, {})
            mutants = [mutant for mutant in sound(name) if mutant[0] not in known]
            mutants = mutants if everything else mutants[:SAMPLE]
            texts = [text for _, text in mutants]
            killed = list(pool.map(is_killed, [name] * len(texts), texts, chunksize=1))
            same = f"; {len(known)} change nothing" if known else ""
            say(f"{name}: {sum(killed)} of {len(killed)} mutants killed{same}")
            for (words, _), dead in zip(mutants, killed, strict=True):
                if not dead:
                    say(f"  survived: {words}")
            weak = weak or sum(killed) < ENOUGH * len(killed)
    return int(weak)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
