"""Case pairs: a file of another system, and beside it a TOML file of what must come of it.

Of a lead all fields are listed; of [extra] those worth saying. A pair is two files, NAME.csv (or
.vcf, .tsv) and NAME.toml; `options` in the latter are those of the import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypedDict, cast

from leadctl.actions.importing.import_leads import run_import
from leadctl.actions.importing.plan import plan_import
from leadctl.actions.importing.result import ImportOptions, ImportResult
from leadctl.book.book import Book
from leadctl.book.own_files.layouts import pair_files
from leadctl.errors import LeadctlError
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""When the import of a pair that names no other moment (`now`) is."""


class LeadSaid(TypedDict, total=False):
    """What must be so of a lead, beside its fields."""

    name: str
    status: str
    status_at: date
    received: date
    note: str | list[str]
    note_length: int
    extra: dict[str, object]


BESIDE = frozenset(LeadSaid.__annotations__)


class Said(TypedDict, total=False):
    """What a pair's TOML file says: how to import, and what must come of it."""

    now: datetime
    options: dict[str, object]
    error: str
    hint: str
    leads: list[LeadSaid]
    rejects: list[tuple[int, str]]
    notes: list[str]
    system: str
    ignored: list[str]
    skipped: int
    told: list[list[object]]
    unchanged: int


@dataclass(frozen=True)
class Pair:
    """A file and what must come of it."""

    file: Path
    expected: Said


def pairs_in(places: list[str]) -> list[Pair]:
    """Return the pairs of files and folders. Raises NotFound where there are none."""
    return [Pair(file, cast("Said", said)) for file, said in pair_files(places)]


def play_pair(pair: Pair, into: Book, layouts_of: Book) -> list[str]:
    """Import a pair's file into an empty book; return in words what came of it otherwise."""
    options = _options(pair.expected)
    error = str(pair.expected.get("error", ""))
    try:
        result = run_pair(pair, into, layouts_of, options)
    except LeadctlError as raised:
        told = f"{raised.sentence} {raised.hint}"
        wanted = (error, str(pair.expected.get("hint", "")))
        if error and all(piece in told for piece in wanted):
            return []
        return [f"refused: {told}"]
    if error:
        return [f"was not refused: {error}"]
    leads = sorted((x for x in into.leads() if isinstance(x, Lead)), key=lambda lead: lead.name)
    return [*_check_leads(leads, pair.expected), *_check_result(result, pair.expected)]


def run_pair(pair: Pair, into: Book, layouts_of: Book, options: ImportOptions) -> ImportResult:
    """Import a pair's file."""
    now = pair.expected.get("now", NOW)
    prepared = plan_import(layouts_of, str(pair.file), options)
    return run_import(into, prepared, options, now=now, by="sam")


def _options(expected: Said) -> ImportOptions:
    given = expected.get("options", {})
    maps = cast("list[tuple[str, str]]", given.get("maps", []))
    pairs = tuple((name, column) for name, column in maps)
    made: Callable[..., ImportOptions] = ImportOptions
    return made(**{"pipeline": "buyers", "initial": "New", **given, "maps": pairs})


def _check_leads(leads: list[Lead], expected: Said) -> Iterator[str]:
    wanted = [one["name"] for one in expected.get("leads", ())]
    found = [lead.name for lead in leads]
    if found != wanted:
        yield f"leads are {', '.join(found)}; wanted: {', '.join(wanted)}"
        return
    for lead, one in zip(leads, expected.get("leads", ()), strict=True):
        yield from (f"{lead.name}: {said}" for said in _check_lead(lead, one))


def _check_lead(lead: Lead, one: LeadSaid) -> Iterator[str]:
    fields = {key: value for key, value in one.items() if key not in BESIDE}
    found = dict(lead.fields)
    if "source_key" not in one:
        found.pop("source_key", None)
    for key in {**found, **fields}:
        if found.get(key) != fields.get(key):
            yield f"{key} is {found.get(key)!r}; wanted: {fields.get(key)!r}"
    for key, value in one.get("extra", {}).items():
        if lead.extra.get(key) != value:
            yield f"extra.{key} is {lead.extra.get(key)!r}; wanted: {value!r}"
    said: dict[str, tuple[object, object]] = {
        "status": (lead.status, one.get("status", "New")),
        "received": (lead.received(), one.get("received", lead.received())),
        "status_at": (lead.entered(), one.get("status_at", lead.entered())),
    }
    for key, (is_so, should) in said.items():
        if is_so != should:
            yield f"{key} is {is_so}; wanted: {should}"
    notes = [str(event.data["text"]) for event in lead.events("note")]
    if "note_length" in one:
        notes, should_be = [str(len(text)) for text in notes], [str(one["note_length"])]
    else:
        said_so = one.get("note", [])
        should_be = [said_so] if isinstance(said_so, str) else said_so
    if notes != should_be:
        yield f"notes are {notes}; wanted: {should_be}"


def _check_result(result: ImportResult, expected: Said) -> Iterator[str]:
    layout = result.plan.layout.name if result.plan.layout else None
    told = [(one.line, one.reason) for one in result.rejects]
    wanted = [(line, piece) for line, piece in expected.get("rejects", [])]
    both = zip(told, wanted, strict=False)
    fit = [line == its and piece in said for (line, said), (its, piece) in both]
    if len(told) != len(wanted) or not all(fit):
        yield f"refused are {told}; wanted: {wanted}"
    for piece in expected.get("notes", ()):
        if not any(piece in note for note in result.notes):
            yield f"“{piece}” is not said; said: {result.notes}"
    changes = [[one.change.field, one.change.old, one.change.new] for one in result.told]
    said: dict[str, tuple[object, object]] = {
        "system": (layout, expected.get("system")),
        "ignored": (result.plan.names("ignored"), expected.get("ignored")),
        "skipped": (result.skipped, expected.get("skipped", 0)),
        "told": (changes, expected.get("told", [])),
        "unchanged": (result.unchanged, expected.get("unchanged")),
    }
    for key, (is_so, should) in said.items():
        if is_so != should and (should is not None or key == "system"):
            yield f"{key} is {is_so}; wanted: {should}"
