"""Every kind of report by its name, without importing any."""

from __future__ import annotations

KINDS: dict[str, str] = {
    "status": "leadctl.rules.reports.kinds.status",
    "funnel": "leadctl.rules.reports.kinds.funnel",
    "velocity": "leadctl.rules.reports.kinds.velocity",
    "response": "leadctl.rules.reports.kinds.response",
    "duties": "leadctl.rules.reports.kinds.duties",
    "activity": "leadctl.rules.reports.kinds.activity",
    "moves": "leadctl.rules.reports.kinds.moves",
    "sources": "leadctl.rules.reports.kinds.sources",
    "board": "leadctl.rules.reports.kinds.board",
    "forced": "leadctl.rules.reports.kinds.forced",
    "forecast": "leadctl.rules.reports.kinds.forecast",
}
"""Every kind of report -> the module that holds its `REPORT`, in the order of the help."""

ALIASES = {"conversion": "funnel"}
