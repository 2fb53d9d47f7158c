"""What sorts of rows the morning list has; a file of its own, for help pages name them."""

from __future__ import annotations

FOLLOW_UP_KINDS = (
    "sla",
    "duty",
    "reminder",
    "step",
    "appointment",
    "promise",
    "call-back",
    "reply",
    "message",
    "approval",
    "hold",
    "claim",
    "move",
    "suggestion",
    "task",
    "birthday",
)
