"""Which keys a scenario, a step and a row of one may have, and the kinds of their values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

DUE_KEYS = {
    "rule": "text",
    "at": "moment",
    "kind": "text",
    "do": "text",
    "agent": "text",
    "about": "value",
    "ideal": "moment",
    "planned": "moment",
    "suggest": "text",
}
STEP_KEYS = {
    "at": "moment",
    "as": "text",
    "run": "texts",
    "refused": "texts",
    "exit": "number",
    "prints": "texts",
    "hides": "texts",
    "pipeline": "text",
    "status": "text",
    "owner": "text",
    "fields": "table",
    "derived": "table",
    "due": "rows",
    "not_due": "rows",
    "events": "table",
    "legal": "texts",
    "illegal": "texts",
    "outbox": "texts",
}
SCENARIO_KEYS = {
    "name": "text",
    "rules": "texts",
    "lead": "table",
    "others": "tables",
    "as": "text",
    "steps": "tables",
}
KINDS: dict[str, tuple[Callable[[object], bool], str]] = {
    "text": (lambda v: isinstance(v, str), "takes a text"),
    "texts": (
        lambda v: all(isinstance(x, str) for x in (v if isinstance(v, list) else [v])),
        "takes a text or a list of texts",
    ),
    "number": (lambda v: isinstance(v, int) and not isinstance(v, bool), "takes a whole number"),
    "moment": (
        lambda v: isinstance(v, date) and getattr(v, "tzinfo", True) is not None,
        "takes a time with its UTC offset: 2026-11-20T18:20:00-05:00",
    ),
    "table": (lambda v: isinstance(v, dict), "takes a table"),
    "tables": (
        lambda v: isinstance(v, list) and all(isinstance(x, dict) for x in v),
        "takes a list of tables",
    ),
    "rows": (
        lambda v: isinstance(v, list) and all(isinstance(x, dict | str) for x in v),
        "takes a list of tables, or of rule ids",
    ),
    "value": (lambda _: True, ""),
}
