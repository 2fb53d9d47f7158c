"""The one list of events that every lead may have: whoever writes one finds it there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cli_runner import ROOT
from world import NOW

from leadctl.rules.leads.event_kinds import ARTICLES, BUILT_IN_EVENTS, EVENTS, OWNING, TOUCHES
from leadctl.rules.leads.lead import Event
from leadctl.rules.pipelines.reference import language_reference


def written() -> Iterator[str]:
    """Yield the name of every event that the package makes itself."""
    for path in (ROOT / "leadctl").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Event":
                name = node.args[1] if len(node.args) > 1 else None
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    yield name.value


def test_every_event_that_is_written_is_in_the_list() -> None:
    """No code makes an event that the list, and so the reference and the checker, do not know."""
    assert set(written()) - set(BUILT_IN_EVENTS) == set()


def test_all_that_is_said_of_events_is_made_of_the_list() -> None:
    """Touches, what stands before them, who owns, and the reference follow from it."""
    assert len(BUILT_IN_EVENTS) == len(EVENTS)
    assert set(ARTICLES) == {"touch", *TOUCHES}
    assert all(Event(NOW, name, "sam").is_touch == (name in TOUCHES) for name in BUILT_IN_EVENTS)
    assert set(OWNING) == {"claim", "assign", "release", "pass"}
    page = language_reference()
    assert all(f"| `{one.name}` | {one.means} |" in page for one in EVENTS)
