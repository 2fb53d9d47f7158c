"""The values that a shell's completion offers: leads, statuses, pipelines of the book at hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leadctl.errors import LeadctlError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from leadctl.book.book import Book


def lead_ids(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the ids of leads, by the names of their files alone."""
    book = _book(ctx)
    if book is None:
        return []
    named = {
        key: paths[0].rpartition("/")[2].removesuffix(f"-{key}.toml")
        for key, paths in book.named_paths().items()
    }
    return _items(((key, named[key]) for key in sorted(named)), incomplete)


def statuses(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the statuses of the book's pipeline."""
    book = _book(ctx)
    if book is None:
        return []
    try:
        names = book.definitions.read(book.settings.pipeline).data.get("status", {})
    except LeadctlError:
        return []
    return _items(((str(name), "") for name in names), incomplete)


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


def _items(found: Iterable[tuple[str, str]], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    start = incomplete.lower()
    return [CompletionItem(k, help=h or None) for k, h in found if k.lower().startswith(start)]


def _book(ctx: click.Context) -> Book | None:
    """Return the book of the line being typed, or None: completion never complains."""
    from leadctl.book.book import Book

    try:
        return Book.open(Path(ctx.find_root().params.get("directory") or Path.cwd()), {})
    except LeadctlError:
        return None
