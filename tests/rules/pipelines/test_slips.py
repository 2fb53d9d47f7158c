"""A slip of the pen anywhere in a definition is told: a key misspelt, a name left empty."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from leadctl.book.own_files.definitions import Definitions
from leadctl.errors import Invalid
from leadctl.rules.language.sheet import Written
from leadctl.rules.pipelines.build import build_pipeline
from leadctl.rules.pipelines.findings import findings
from leadctl.rules.pipelines.read_table import PROSE

WRITTEN = {name: Definitions(None).read(name).written for name in Definitions(None).files}
NAMED = {
    *("status", "field", "event", "record", "role", "group", "cadence", "message", "prompt"),
    *("derive", "constant", "fields", "status_map"),
}
"""Tables whose keys are names that a definition gives: what is only shown may have any."""
Path = tuple[str | int, ...]


def paths(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value of a definition with the keys that lead to it."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in items:
        yield (*path, key), value
        if isinstance(value, dict | list):
            yield from paths(value, (*path, key))


def kind(path: Path) -> Path:
    """Return where a value stands, whatever the names and places in lists above it."""
    shown: list[str | int] = []
    for at, key in enumerate(path):
        named = at and path[at - 1] in NAMED
        shown.append("*" if named or isinstance(key, int) else key)
    return tuple(shown)


def told(found: Written, path: Path, change: Callable[[Any, Any], None]) -> bool:
    """Whether anything is told of a definition in which one value was changed."""
    data = copy.deepcopy(dict(found.data))
    held: Any = data
    for key in path[:-1]:
        held = held[key]
    change(held, path[-1])
    try:
        pipeline = build_pipeline(found._replace(data=data))
    except Invalid:
        return True
    return bool(findings(pipeline, found._replace(data=data)))


def misspelt(held: dict[str, Any], key: str) -> None:
    held[key + "zq"] = held.pop(key)


def emptied(held: Any, key: Any) -> None:
    held[key] = ""


def blank(held: Any, key: Any) -> None:
    held[key] = "  "


def once(found: Written) -> Iterator[tuple[Path, Any]]:
    """Yield one value of each kind of place."""
    seen: set[Path] = set()
    for path, value in paths(dict(found.data)):
        if kind(path) not in seen:
            seen.add(kind(path))
            yield path, value


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_every_key_misspelt_is_told(name: str) -> None:
    """No key of any table is passed by in silence; names that a definition gives are its own."""
    silent = [
        path
        for path, _ in once(WRITTEN[name])
        if isinstance(path[-1], str)
        and not (len(path) > 1 and path[-2] in NAMED)
        and not told(WRITTEN[name], path, misspelt)
    ]
    assert silent == []


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_every_name_left_empty_is_told(name: str) -> None:
    """Neither an empty text nor one of blanks names anything; words for people may be missing."""
    silent = [
        (path, change.__name__)
        for path, value in once(WRITTEN[name])
        for change in (emptied, blank)
        if isinstance(value, str)
        and path[-1] not in PROSE
        and not {"advice", "decisions"} & set(path)
        and not told(WRITTEN[name], path, change)
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["event"]["told"]["also"][0].update(event="cal"), 'there is no event "cal"'),
        (
            lambda d: d["event"]["told"]["also"][0]["where"].update(outcome="vm"),
            '"vm" is no choice',
        ),
        (lambda d: d["event"]["told"]["also"][0].update(where={"outcom": "busy"}), '"outcom"'),
        (lambda d: d["automatic"][0]["on"][0]["where"].update(outcome="bussy"), '"bussy" is no'),
        (lambda d: d["record"]["deal"].update(closed={"state": "lost"}), '"lost" is no choice'),
        (lambda d: d["record"]["deal"].update(closed={"stat": "won"}), 'has a field "stat"'),
        (lambda d: d["derive"]["sum"].update(where={"state": "lost"}), '"lost" is no choice'),
        (lambda d: d["derive"]["sum"].update(where={"stat": "won"}), 'has a field "stat"'),
    ],
)
def test_what_is_asked_of_an_event_is_what_it_can_say(
    change: Callable[[dict[str, Any]], object], words: str
) -> None:
    """Wherever a value is asked for: of further events, of moves, what is closed, what derived."""
    data: dict[str, Any] = {
        "schema": 1,
        "id": "wholesale",
        "title": "Small",
        "initial": "New",
        "idle": "7 days",
        "event": {
            "told": {"also": [{"event": "call", "where": {"outcome": "busy"}}]},
            "deal": {
                "fields": {
                    "state": {"type": "choice", "choices": ["open", "won"]},
                    "amount": {"type": "money"},
                }
            },
        },
        "record": {"deal": {"events": ["deal"], "closed": {"state": "won"}}},
        "derive": {"sum": {"record": "deal", "where": {"state": "won"}, "sum": "amount"}},
        "automatic": [{"on": [{"event": "call", "where": {"outcome": "busy"}}], "to": "Met"}],
        "status": {"New": {"definition": "n"}, "Met": {"definition": "m", "closed": "won"}},
    }
    found = WRITTEN["wholesale"]
    build_pipeline(found._replace(data=data))
    change(data)
    with pytest.raises(Invalid) as caught:
        build_pipeline(found._replace(data=data))
    assert any(words in str(problem) for problem in caught.value.problems), caught.value.problems
