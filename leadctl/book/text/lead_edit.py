"""Changing a lead in its file's text without touching any byte that is not part of the change.

Text in the canonical form is written anew. In any other only the keys, items and lines that the
change concerns are replaced, by their place in the text; comments, order, blank lines, unknown
keys, line ends and a `#:schema` line stay. The result is read again and compared either way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from leadctl.book.text.lead_file import (
    FIRST,
    KNOWN,
    dump_lead,
    format_event,
    format_history,
    parse_lead,
)
from leadctl.book.text.toml_lines import Path, Span, scan
from leadctl.book.text.toml_write import format_key, format_value
from leadctl.errors import Invalid, Problem
from leadctl.rules.leads.lead import Event, Lead

_ORDER = (*FIRST, *KNOWN)


def edit_lead(text: str, before: Lead, after: Lead, file: str) -> str:
    """Return the text of `before` with what `after` says otherwise changed in it.

    Raises Invalid where the file is written in a way that the change cannot be made in safely.
    """
    if before == after:
        return text
    canonical = text == dump_lead(before)
    edited = dump_lead(after) if canonical else _Edit(text).lead(before, after)
    if parse_lead(edited, file) != after:
        said = "is written in a way that this change cannot be made in safely; nothing was written"
        raise Invalid([Problem(file, 0, "", said, "change it by hand: leadctl edit")])
    return edited


class _Edit:
    """Replacements of spans of a text, made all at once at the end."""

    def __init__(self, text: str) -> None:
        self.text, self.spans = text, scan(text)
        self.changes: list[tuple[int, int, str]] = []
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def lead(self, before: Lead, after: Lead) -> str:
        self.table((), _top(before), _top(after))
        self.history(before.history, after.history)
        self.table(("extra",), before.extra, after.extra)
        return self.made()

    def made(self) -> str:
        """Return the text with every replacement made; insertions at one place keep their order."""
        parts, at = [], 0
        for start, end, new in sorted(self.changes, key=lambda change: change[:2]):
            parts += [self.text[at:start], new]
            at = end
        return "".join([*parts, self.text[at:]])

    # Tables

    def table(self, path: Path, before: Mapping[str, object], after: Mapping[str, object]) -> None:
        for key, value in before.items():
            if key not in after:
                self.remove((*path, key))
            elif not _same(value, after[key]):
                self.change((*path, key), value, after[key])
        added = {key: value for key, value in after.items() if key not in before}
        if added:
            self.add(path, added, list(after))

    def change(self, path: Path, before: object, after: object) -> None:
        span = self.spans[path]
        if span.kind == "key":
            self.changes.append((span.value, span.end, format_value(after)))
        elif isinstance(before, dict) and isinstance(after, dict):
            self.table(path, before, after)

    def remove(self, path: Path) -> None:
        """Remove a key with its whole line; one inside an inline table is left to the re-read."""
        span = self.spans[path]
        if span.kind == "key":
            start = self.text.rfind("\n", 0, span.start) + 1
            self.changes.append((start, self.line_end(span.end), ""))

    def add(self, path: Path, added: Mapping[str, object], order: list[str]) -> None:
        lines = [f"{format_key(k)} = {format_value(v)}{self.newline}" for k, v in added.items()]
        if path and path not in self.spans:
            head = f"{self.newline}[{'.'.join(map(format_key, map(str, path)))}]{self.newline}"
            self.insert(len(self.text), head + "".join(lines))
            return
        for (key, _value), line in zip(added.items(), lines, strict=True):
            self.insert(self.place(path, key, order), line)

    def place(self, path: Path, key: str, order: list[str]) -> int:
        """Return where a new key goes: after the nearest one that a file has before it."""
        if not path and key in _ORDER:
            order = list(_ORDER)
        for earlier in reversed(order[: order.index(key)]):
            span = self.spans.get((*path, earlier))
            if span and span.kind == "key":
                return self.line_end(span.end)
        return self.line_end(self.spans[path].end) if path else self.spans["id",].start

    def insert(self, at: int, new: str) -> None:
        if at and self.text[at - 1] != "\n":
            new = self.newline + new  # the last line of the file has no line end
        self.changes.append((at, at, new))

    def line_end(self, at: int) -> int:
        """Return where the next line begins."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    # History

    def history(self, before: tuple[Event, ...], after: tuple[Event, ...]) -> None:
        if before == after:
            return
        span = self.spans.get(("history",))
        added = after[len(before) :] if after[: len(before)] == before else None
        if span is None:
            self.new_history(after)
        elif span.kind == "above":
            self.tables(len(before), added)
        elif (between := _inserted(before, after)) is not None and added is None:
            self.between(span, len(before), between)
        elif added is None:
            new = format_history(after).removeprefix("history = ").replace("\n", self.newline)
            self.changes.append((span.value, span.end, new))
        else:
            self.append(span, len(before), added)

    def new_history(self, events: tuple[Event, ...]) -> None:
        new = (format_history(events) + "\n").replace("\n", self.newline)
        at = max(self.line_end(s.end) for p, s in self.spans.items() if self.at_top(p, s))
        self.insert(at, self.newline + new)

    def at_top(self, path: Path, span: Span) -> bool:
        return len(path) == 1 and span.kind == "key"

    def append(self, span: Span, count: int, events: tuple[Event, ...]) -> None:
        """Put events after the last one of an array, each on its own line."""
        bracket = span.end - 1
        # An empty array ends, for our purpose, right after its first bracket.
        opening = Span(span.value, span.value, span.value + 1, "item")
        last = self.spans["history", count - 1] if count else opening
        if count and not re.match(r"(?:\s|#[^\n]*+)*+,", self.text[last.end : bracket]):
            self.changes.append((last.end, last.end, ","))
        indent = self.indent(last.start) if count else "    "
        lines = "".join(f"{indent}{format_event(e)},{self.newline}" for e in events)
        start = self.text.rfind("\n", 0, bracket) + 1
        if self.text[start:bracket].strip() or start < last.end:
            self.changes.append((bracket, bracket, self.newline + lines))
        else:
            self.changes.append((start, start, lines))

    def between(self, span: Span, count: int, inserted: Mapping[int, tuple[Event, ...]]) -> None:
        """Put events before others that are there, each on its own line where those are so."""
        for index, events in inserted.items():
            if index == count:
                self.append(span, count, events)
                continue
            at = self.spans["history", index].start
            start = self.text.rfind("\n", 0, at) + 1
            if self.text[start:at].strip():
                self.changes.append((at, at, "".join(f"{format_event(e)}, " for e in events)))
                continue
            indent = self.text[start:at]
            lines = [f"{indent}{format_event(e)},{self.newline}" for e in events]
            self.changes.append((start, start, "".join(lines)))

    def indent(self, at: int) -> str:
        """Return the white space before an item that is the first of its line."""
        before = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        return before if not before.strip() and before else "    "

    def tables(self, count: int, events: tuple[Event, ...] | None) -> None:
        """Put events after the last [[history]] table. Other changes of tables are not made."""
        last = self.spans["history", count - 1]
        inside = [s for p, s in self.spans.items() if p[:2] == ("history", count - 1)]
        at = self.line_end(max([last.end, *(s.end for s in inside)]))
        for event in events or ():
            table = f"\n[[history]]\n{_as_table(event)}"
            self.insert(at, table.replace("\n", self.newline))


def _inserted(
    before: tuple[Event, ...], after: tuple[Event, ...]
) -> dict[int, tuple[Event, ...]] | None:
    """Return which events were put before which of those there were; None if any is missing."""
    found: dict[int, tuple[Event, ...]] = {}
    place = 0
    for event in after:
        if place < len(before) and event == before[place]:
            place += 1
        else:
            found[place] = (*found.get(place, ()), event)
    return found if place == len(before) else None


def _top(lead: Lead) -> dict[str, object]:
    fields = {key: value for key, value in lead.fields.items() if value is not None}
    return {**{key: getattr(lead, key) for key in FIRST}, **fields}


def _same(one: object, other: object) -> bool:
    """Whether two values are the same in the file: 1, 1.0 and true are not."""
    return type(one) is type(other) and format_value(one) == format_value(other)


def _as_table(event: Event) -> str:
    pairs = {"at": event.at, "event": event.name, **event.data}
    if event.by:
        pairs["by"] = event.by
    lines = [f"{format_key(k)} = {format_value(v)}\n" for k, v in pairs.items() if v is not None]
    return "".join(lines)
