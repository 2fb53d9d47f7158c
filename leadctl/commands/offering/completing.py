"""The values that a shell's completion offers: leads, statuses, pipelines of the book at hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from leadctl.errors import LeadctlError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from leadctl.book.book import Book


def lead_ids(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer leads whose id, or any word of whose name, starts so, with name and status beside."""
    from leadctl.commands.offering.completing_leads import desk_of, leads

    desk = desk_of(ctx)
    return _as_they_are(leads(desk, incomplete)) if desk else []


def leads_then_event(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer leads, once one is named what can be logged of it, and then the event's fields."""
    from leadctl.commands.offering import completing_leads as offers

    words = _typed(ctx, "words")
    desk = offers.desk_of(ctx) if words else None
    if desk is None:
        return lead_ids(ctx, param, incomplete)
    lead = offers.lead_named(desk, words[:1])
    fields = items_of(offers.event_fields(desk, lead, words[-1]), incomplete)
    others = [] if fields else lead_ids(ctx, param, incomplete)
    return fields or [*items_of(offers.events_of(desk, lead), incomplete), *others]


def leads_then_field(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer leads, and once one is named the fields that `set` sets, and their values."""
    if not _typed(ctx, "words"):
        return lead_ids(ctx, param, incomplete)
    head, equals, _ = incomplete.partition("=")
    if equals:
        return items_of(((f"{head}={value}", "") for value in _values(ctx, head)), incomplete)
    from leadctl.rules.leads.fields import FIELDS

    labels = {one.name: one.means for one in FIELDS if not one.set_by}
    for name, table in _table(ctx, "field").items():
        labels[name] = str(table.get("label", "")) if isinstance(table, dict) else ""
    fields = [(f"{name}=", means) for name, means in labels.items()]
    more = [("tags+=", "Add a tag."), ("tags-=", "Take a tag away.")]
    return items_of([*fields, *more], incomplete) + lead_ids(ctx, param, incomplete)


def _values(ctx: click.Context, field: str) -> Iterable[str]:
    """Return what a field can be: a choice, or one of the tags that leads have."""
    from leadctl.rules.leads.fields import BY_NAME

    if field.rstrip("+-") == "tags":
        return _tags(ctx)
    if field in BY_NAME:
        return BY_NAME[field].choices
    declared = _table(ctx, "field").get(field)
    found = declared.get("choices", ()) if isinstance(declared, dict) else ()
    return [str(one) for one in found]


def lead_then_row(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer what is open for the lead that is named."""
    from leadctl.commands.offering import completing_leads as offers

    desk, words = offers.desk_of(ctx), _typed(ctx, "lead")
    lead = offers.lead_named(desk, words) if desk else None
    return items_of(offers.open_rows(desk, lead), incomplete) if desk and lead else []


def agents(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the agents of the book."""
    book = _book(ctx)
    if book is None:
        return []
    try:
        team = book.settings.team.agents
    except LeadctlError:
        return []
    return items_of(((key, agent.name) for key, agent in team.items()), incomplete)


def owners(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the agents, and what stands for the acting one and for none."""
    more = [("me", "Who is acting."), ("nobody", "Leads of nobody.")]
    return agents(ctx, param, incomplete) + items_of(more, incomplete)


def tags(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the tags that leads have."""
    return items_of(((tag, "") for tag in _tags(ctx)), incomplete)


def _tags(ctx: click.Context) -> list[str]:
    from leadctl.commands.offering import completing_leads as offers

    desk = offers.desk_of(ctx)
    return offers.tags(desk) if desk else []


def statuses(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the statuses of the book's pipeline."""
    return items_of(((name, "") for name in _table(ctx, "status")), incomplete)


def _table(ctx: click.Context, name: str) -> dict[str, object]:
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
    """Offer leads, and once one is named its pipeline's statuses too: possible ones first."""
    from leadctl.commands.offering import completing_leads as offers

    words = [*_typed(ctx, "leads"), *_typed(ctx, "status")]  # click takes the last for a status
    desk = offers.desk_of(ctx) if words else None
    if desk is None:
        return lead_ids(ctx, param, incomplete)
    lead = offers.lead_named(desk, words)
    known = items_of(offers.statuses_of(desk, lead), incomplete) if lead else []
    return (known or statuses(ctx, param, incomplete)) + lead_ids(ctx, param, incomplete)


def _typed(ctx: click.Context, name: str) -> list[str]:
    """Return the words that an argument has so far."""
    value = ctx.params.get(name) or ()
    return [value] if isinstance(value, str) else list(value)


def pipelines(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the ids of the definitions that the book can use, or the shipped ones."""
    from leadctl.book.own_files.definitions import Definitions

    book = _book(ctx)
    known = book.definitions if book else Definitions(None)
    return items_of(((key, "") for key in known.files), incomplete)


def definitions(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer definitions by their ids, and files."""
    return [*pipelines(ctx, param, incomplete), *files(ctx, param, incomplete)]


def files(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell offer files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def folders(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell offer folders."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


def maps(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the fields that a column can fill, and after = the columns of the file named before."""
    from leadctl.rules.importing.map_fields import MAP_FIELDS

    head, equals, _ = incomplete.partition("=")
    if not equals:
        return items_of(((f"{name}=", "") for name in MAP_FIELDS), incomplete)
    from leadctl.commands.offering.completing_leads import columns

    found = next(filter(None, map(columns, _line_words(ctx))), [])
    return items_of(((f"{head}={name}", "") for name in found), incomplete)


def _line_words(ctx: click.Context) -> list[str]:
    """Return the words of the whole line: click drops arguments before an option without value."""
    from click.shell_completion import split_arg_string

    from leadctl.commands.offering.completing_leads import env_of

    env = env_of(ctx)
    line = env.get("COMP_LINE_SO_FAR") or env.get("COMP_WORDS", "")
    return [word for word in split_arg_string(line)[2:] if not word.startswith("-")]


_NAMED = {
    "view": "A saved query",
    "alias": "A command line of your own",
    "agents": "An agent",
    "constants": "What a pipeline's messages say",
}
"""Settings that one gives names to oneself: what their first word means."""


def settings(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names of settings, with what each is now, and those that one names oneself."""
    book = _book(ctx)
    try:
        known = [(key, str(value)) for key, value, _ in book.settings.shown()] if book else []
    except LeadctlError:
        return []
    there = {key.partition(".")[0] for key, _ in known}
    named = [(f"{head}.", f"{means}: {head}.NAME") for head, means in _NAMED.items()]
    if incomplete.partition(".")[0] in there:  # "view." stands for those that there are
        named = [(key, means) for key, means in named if key != incomplete]
    return items_of([*known, *named], incomplete)


def layouts(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names of the layouts that imports recognise."""
    from leadctl.book.own_files.layouts import layout_files

    book = _book(ctx)
    found = layout_files(book.root, book.own_folder) if book else {}
    return items_of(((key, "") for key in found), incomplete)


def query_terms(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the terms of a query, and after a term's colon what its values can be."""
    from leadctl.rules.leads.fields import FIELDS
    from leadctl.rules.query.terms import STATES, TERMS

    if incomplete.startswith("@"):
        book = _book(ctx)
        views = book.settings.views if book else {}
        return items_of(((f"@{name}", query) for name, query in views.items()), incomplete)
    head, colon, _ = incomplete.partition(":")
    offers = {"status": statuses, "owner": owners, "pipeline": pipelines, "tag": tags}
    if colon and head in offers:
        values = [item.value for item in offers[head](ctx, param, "")]
        return items_of(((f"{head}:{value}", "") for value in values), incomplete)
    if colon and head == "state":
        return items_of(((f"state:{value}", "") for value in STATES), incomplete)
    terms = [(f"{term.name}:", term.means) for term in TERMS.values()]
    fields = [(f"{one.name}:", one.means) for one in FIELDS if one.name not in TERMS]
    return items_of([*terms, *fields], incomplete)


def items_of(found: Iterable[tuple[str, str]], incomplete: str) -> list[CompletionItem]:
    """Return the words that start as what is typed, each with what stands beside it."""
    from click.shell_completion import CompletionItem

    start = incomplete.lower()
    return [CompletionItem(k, help=h or None) for k, h in found if k.lower().startswith(start)]


def _as_they_are(found: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(word, help=beside or None) for word, beside in found]


def _book(ctx: click.Context) -> Book | None:
    """Return the book of the line being typed, or None: completion never complains."""
    from pathlib import Path

    from leadctl.book.book import Book

    try:
        return Book.open(Path(ctx.find_root().params.get("directory") or Path.cwd()), {})
    except LeadctlError:
        return None
