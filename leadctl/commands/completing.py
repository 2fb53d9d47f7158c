"""The values that a shell's completion offers: leads, statuses, pipelines of the book at hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from leadctl.errors import LeadctlError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from leadctl.book.book import Book


SEARCHED = 500
"""So many leads' files are looked into; in a larger book, type a letter first."""


def lead_ids(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the ids of leads beside their names, and once a name is begun their files' names.

    Shells show only what starts as the word does: "mar" becomes "maria-gomez-k7f3q9m2", which
    means that lead as its id does. Leads deleted or merged away are not offered.
    """
    book = _book(ctx)
    if book is None:
        return []
    stems = {key: paths[0].rpartition("/")[2][:-5] for key, paths in book.listing.by_id().items()}
    start = incomplete.lower()
    found = [(key, key, stem) for key, stem in stems.items() if key.startswith(start)]
    if start:
        found += [(stem, key, stem) for key, stem in stems.items() if stem.startswith(start)]
    if len(found) <= SEARCHED:
        paths = book.listing.by_id()
        found = [one for one in found if not _is_gone(book, paths[one[1]][0])]
    offered = ((word, stem.removesuffix(f"-{key}")) for word, key, stem in sorted(found))
    return _items(offered, incomplete)


def _is_gone(book: Book, path: str) -> bool:
    """Whether a lead was deleted or merged into another, without parsing its file."""
    try:
        return b"\ndeleted = " in (book.read_file(path) or b"")
    except LeadctlError:
        return True


def leads_then_event(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer leads, and once one is named what can be logged."""
    named = ctx.params.get("words")
    return (_events(ctx, incomplete) if named else []) + lead_ids(ctx, param, incomplete)


def _events(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Offer the touches, and the events of the book's pipeline with their labels."""
    from leadctl.rules.leads.event_kinds import TOUCHES

    own = _table(ctx, "event")
    labels = {
        name: str(table.get("label", "")) if isinstance(table, dict) else ""
        for name, table in own.items()
    }
    return _items([*((touch, "") for touch in TOUCHES), *labels.items()], incomplete)


def leads_then_field(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer leads, and once one is named the fields that `set` sets, those of the pipeline too."""
    if not ctx.params.get("words"):
        return lead_ids(ctx, param, incomplete)
    from leadctl.rules.leads.fields import FIELDS

    labels = {one.name: one.means for one in FIELDS if not one.set_by}
    for name, table in _table(ctx, "field").items():
        labels[name] = str(table.get("label", "")) if isinstance(table, dict) else ""
    fields = [(f"{name}=", means) for name, means in labels.items()]
    return _items(fields, incomplete) + lead_ids(ctx, param, incomplete)


def agents(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the agents of the book."""
    book = _book(ctx)
    if book is None:
        return []
    try:
        team = book.settings.team.agents
    except LeadctlError:
        return []
    return _items(((key, agent.name) for key, agent in team.items()), incomplete)


def statuses(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the statuses of the book's pipeline."""
    return _items(((name, "") for name in _table(ctx, "status")), incomplete)


def _table(ctx: click.Context, name: str) -> dict[str, Any]:
    """Return a table of the book's pipeline; an empty one where there is none."""
    book = _book(ctx)
    if book is None:
        return {}
    try:
        table = book.definitions.read(book.settings.pipeline).data.get(name)
    except LeadctlError:
        return {}
    return table if isinstance(table, dict) else {}


def leads_then_status(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer ids, and once a lead is named statuses as well: click cannot tell where leads end."""
    named = ctx.params.get("leads") or ctx.params.get("status")  # click takes the last for it
    return (statuses(ctx, param, incomplete) if named else []) + lead_ids(ctx, param, incomplete)


def pipelines(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the ids of the definitions that the book can use."""
    book = _book(ctx)
    return _items(((key, "") for key in book.definitions.files), incomplete) if book else []


def layouts(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names of the layouts that imports recognise."""
    from leadctl.book.own_files.layouts import layout_files

    book = _book(ctx)
    found = layout_files(book.root, book.own_folder) if book else {}
    return _items(((key, "") for key in found), incomplete)


def query_terms(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the terms of a query, and after a term's colon what its values can be."""
    from leadctl.rules.leads.fields import FIELDS
    from leadctl.rules.query.terms import STATES, TERMS

    head, colon, _ = incomplete.partition(":")
    offers = {"status": statuses, "owner": agents, "pipeline": pipelines}
    if colon and head in offers:
        values = [item.value for item in offers[head](ctx, param, "")]
        values += ["me", "nobody"] if head == "owner" else []
        return _items(((f"{head}:{value}", "") for value in values), incomplete)
    if colon and head == "state":
        return _items(((f"state:{value}", "") for value in STATES), incomplete)
    terms = [(f"{term.name}:", term.means) for term in TERMS.values()]
    fields = [(f"{one.name}:", one.means) for one in FIELDS if one.name not in TERMS]
    return _items([*terms, *fields], incomplete)


def _items(found: Iterable[tuple[str, str]], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    start = incomplete.lower()
    return [CompletionItem(k, help=h or None) for k, h in found if k.lower().startswith(start)]


def _book(ctx: click.Context) -> Book | None:
    """Return the book of the line being typed, or None: completion never complains."""
    from pathlib import Path

    from leadctl.book.book import Book

    try:
        return Book.open(Path(ctx.find_root().params.get("directory") or Path.cwd()), {})
    except LeadctlError:
        return None
