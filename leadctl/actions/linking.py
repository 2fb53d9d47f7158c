"""Leads that name each other in a field of type lead (spouse, referrer), seen from both sides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from leadctl.actions.desk import Desk
from leadctl.book.own_files.fingerprint import own_definitions
from leadctl.errors import Invalid, NotFound
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.tombstone import is_tombstone
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.book.writing.operation import Operation


@dataclass(frozen=True)
class Link:
    """One lead named by another: in which field, what people call that, and who is named.

    `name` is what `other`, the far end, is called, "" where there is no such lead.
    """

    field: str
    label: str
    other: str
    name: str
    incoming: bool = False


def names_in(lead: Lead, pipeline: Pipeline) -> Iterator[tuple[str, str, str]]:
    """Yield each field of type lead that a lead has: its name, its label, the id in it."""
    for name, value in lead.fields.items():
        kind = pipeline.fields.get(name)
        if kind is not None and kind.type == "lead" and value:
            yield name, kind.label or name.replace("_", " "), str(value)


def links(desk: Desk, lead: Lead, pipeline: Pipeline) -> tuple[Link, ...]:
    """Return whom a lead names, and who names it."""
    out = [
        Link(field, label, other, _called(desk, other))
        for field, label, other in names_in(lead, pipeline)
    ]
    into = [
        Link(field, label, other.id, other.name, incoming=True)
        for other, field, label in naming(desk, lead)
    ]
    return (*out, *into)


def _called(desk: Desk, lead_id: str) -> str:
    try:
        found = desk.book.load(lead_id)
    except (NotFound, Invalid):
        return ""
    return "" if is_tombstone(found) else found.name


def naming(desk: Desk, lead: Lead) -> Iterator[tuple[Lead, str, str]]:
    """Yield the leads that name a lead, with the field and its label.

    Files are looked through for the id only where a definition in use has such a field.
    """
    if not _has_links(desk, lead):
        return
    wanted = f'"{lead.id}"'.encode()
    for path in desk.book.listing.all():
        if wanted not in (desk.book.read_file(path) or b""):
            continue
        try:
            other = desk.book.load_path(path)
            pipeline = desk.pipeline(other.pipeline)
        except (NotFound, Invalid):
            continue
        if other.id != lead.id:
            found = names_in(other, pipeline)
            yield from ((other, field, label) for field, label, named in found if named == lead.id)


def _has_links(desk: Desk, lead: Lead) -> bool:
    """Whether the lead's definition, the book's usual one or one of its own links leads."""
    own = own_definitions(desk.book.place("."))
    for name in filter(None, {*own, lead.pipeline, desk.book.settings.pipeline}):
        with suppress(NotFound, Invalid):  # what links in it nobody can say
            if any(kind.type == "lead" for kind in desk.pipeline(name).fields.values()):
                return True
    return False


def still_named(desk: Desk, lead: Lead) -> tuple[str, ...]:
    """Return who still names a lead that goes, a sentence each."""
    return tuple(
        f"{other.name} ({other.id}) still names it as {label}: leadctl set {other.id} {field}="
        for other, field, label in naming(desk, lead)
    )


def carry(desk: Desk, operation: Operation, gone: Lead, kept: Lead) -> Lead:
    """Let those who named a lead that was merged away name the one kept; return that one.

    What the two said of each other is gone: nobody is one's own spouse.
    """
    for other, field, _label in list(naming(desk, gone)):
        if other.id != kept.id:
            operation.save(operation.read(other.id).set(**{field: kept.id}))
    own = desk.pipeline(kept.pipeline)
    of_each_other = {field: None for field, _, named in names_in(kept, own)
                     if named in {gone.id, kept.id}}  # fmt: skip
    return kept.set(**of_each_other) if of_each_other else kept
