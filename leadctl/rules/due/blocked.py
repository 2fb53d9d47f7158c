"""What could not happen by itself, and whether it is still meant to."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.due.settling import Deadline, is_done
from leadctl.rules.language.deadlines import DONE, MOVED, Clearing
from leadctl.rules.leads.lead import Event

CLEARED = (
    MOVED,
    Clearing(("claim", "assign"), text="claiming"),
    Clearing(("role",), text="another role"),
    DONE,
)


def blocked_still(case: Case) -> Iterator[tuple[Key, Event]]:
    """Yield what could not happen by itself and nothing has settled, when it was to happen.

    Of one thing it is what was said last: what is missing may have become less.
    """
    if "blocked" not in case.line.names:
        return
    last: dict[tuple[object, ...], tuple[Key, Event]] = {}
    for key, event in case.line.keyed:
        if event.name == "blocked":
            what = tuple(event.data.get(name) for name in ("to", "role", "claim"))
            last[what] = key, event
    for key, event in last.values():
        deadline = Deadline(rule="blocked", due=key[0], opens=key)
        if not _is_moot(key, event, case) and not is_done(deadline, case):
            yield key, event


def _is_moot(key: Key, event: Event, case: Case) -> bool:
    """Whether what could not happen is not asked for any more.

    A move that an event makes is still, after another one by itself, where it could start from.
    """
    if case.line.last_settled(CLEARED[1:], key):
        return True
    to, on = event.data.get("to"), event.data.get("on")
    moves = [later for _, later in case.line.after(key) if later.name == "status"]
    if any(not on or moved.is_by_hand or moved.data.get("to") == to for moved in moves):
        return True
    here = case.lead.status
    return bool(on) and not any(
        rule.to == to and (not rule.from_ or here in rule.from_) for rule in case.pipeline.automatic
    )
