"""Every kind of report by its name, without importing any."""

from __future__ import annotations

KINDS: dict[str, tuple[str, str]] = {
    "status": (
        "leadctl.rules.reports.kinds.status",
        "How many leads stand where now, what they are worth, and for how long.",
    ),
    "funnel": (
        "leadctl.rules.reports.kinds.funnel",
        "How far leads get: status by status, by month of receipt, and how they ended.",
    ),
    "velocity": (
        "leadctl.rules.reports.kinds.velocity",
        "How long leads stay in each status, and which are stuck.",
    ),
    "response": (
        "leadctl.rules.reports.kinds.response",
        "How fast new leads are answered, by the promise of their pipeline.",
    ),
    "duties": (
        "leadctl.rules.reports.kinds.duties",
        "Which duties were kept and which were missed: updates, reports.",
    ),
    "activity": (
        "leadctl.rules.reports.kinds.activity",
        "What agents did: touches, attempts, talks, events, credits and moves.",
    ),
    "moves": (
        "leadctl.rules.reports.kinds.moves",
        "Which changes of status were made, and how often.",
    ),
    "sources": (
        "leadctl.rules.reports.kinds.sources",
        "Where leads come from, how many were won, and what they are worth.",
    ),
    "board": (
        "leadctl.rules.reports.kinds.board",
        "Every open lead as a card in the column of its status.",
    ),
    "forced": (
        "leadctl.rules.reports.kinds.forced",
        "Which moves overrode a rule, who made them, and why.",
    ),
    "forecast": (
        "leadctl.rules.reports.kinds.forecast",
        "How many open leads are likely to be won, by how this book's leads ended before.",
    ),
}
"""Every kind of report -> the module that holds its `REPORT`, and what it says; in order."""

ALIASES = {"conversion": "funnel"}
