"""The words that every definition may use: clocks, and types of constants."""

from __future__ import annotations

CLOCKS = ("wall", "working")
CONSTANT_TYPES = ("text", "date", "number", "money")
