"""Conflicts as they stand in a lead's file until somebody settles them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leadctl.book.text.lead_file import format_event
from leadctl.book.text.toml_lines import scan
from leadctl.book.text.toml_write import format_key, format_value
from leadctl.rules.joining.versions import HISTORY, Conflict
from leadctl.rules.leads.lead import Event


def with_markers(text: str, conflicts: Sequence[Conflict], size: int = 7) -> str:
    """Return a joined file with each conflict between markers, so that nobody takes it for done."""
    spans, blocks = scan(text), []
    for conflict in conflicts:
        span = spans.get((conflict.field,))
        start = end = _after_status(text)
        if span and span.kind == "key" and conflict.field != HISTORY:
            start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end) + 1
        blocks.append((start, end or len(text), "\n".join(_block(conflict, size)) + "\n"))
    for start, end, block in sorted(blocks, reverse=True):
        text = text[:start] + block + text[end:]
    return text


def _after_status(text: str) -> int:
    span = scan(text).get(("status",))
    return text.find("\n", span.end) + 1 if span else 0


def _block(conflict: Conflict, size: int) -> Iterator[str]:
    yield f"{'<' * size} ours"
    yield from _line(conflict.field, conflict.ours)
    yield "=" * size
    yield from _line(conflict.field, conflict.theirs)
    yield f"{'>' * size} theirs"


def _line(name: str, value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, Event):
        return [format_event(value)]
    return [f"{'.'.join(map(format_key, name.split('.')))} = {format_value(value)}"]
