"""The files of many new leads at once, column by column: in a third of `dump_lead`'s time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.book.text.lead_file import ordered
from leadctl.book.text.toml_write import format_column, format_key, format_text
from leadctl.rules.importing.new_leads import EventColumn, NewLeads


def dump_new(leads: NewLeads) -> list[str]:
    """Return the text of each lead's file, as `dump_lead` writes it. Raises Refused as it does."""
    lines = [
        _lines("id", leads.ids),
        _lines("name", leads.names),
        _lines("pipeline", leads.pipelines),
        _lines("status", leads.statuses),
        *[_lines(name, leads.fields[name]) for name in ordered(tuple(leads.fields))],
        ["\nhistory = [\n"] * len(leads.ids),
        *map(_event_lines, leads.events),
        ["]\n"] * len(leads.ids),
        *_extra_lines(leads.extra),
    ]
    return list(map("".join, zip(*lines, strict=True)))


def _lines(key: str, column: Sequence[object]) -> list[str]:
    """Return `key = value` with its line end for each lead that has a value, else ""."""
    begin = f"{format_key(key)} = "
    return [f"{begin}{text}\n" if text else "" for text in format_column(column)]


def _event_lines(event: EventColumn) -> list[str]:
    name, by = format_text(event.name), format_text(event.by)
    pairs = [_pairs(key, column) for key, column in event.data.items()]
    said = map("".join, zip([f", event = {name}"] * len(event.at), *pairs, strict=True))
    return [
        f"    {{ at = {at}{data}, by = {by} }},\n" if at else ""
        for at, data in zip(format_column(event.at), said, strict=True)
    ]


def _pairs(key: str, column: Sequence[object]) -> list[str]:
    begin = f", {format_key(key)} = "
    return [begin + text if text else "" for text in format_column(column)]


def _extra_lines(extra: Mapping[str, Sequence[object]]) -> list[list[str]]:
    if not extra:
        return []
    lines = [_lines(key, column) for key, column in extra.items()]
    heads = ["\n[extra]\n" if any(of_one) else "" for of_one in zip(*lines, strict=True)]
    return [heads, *lines]
