"""What a shell's completion offers of leads: who may be meant, and what is possible with one."""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from leadctl.book.own_files.places import id_of
from leadctl.book.text.broken import Broken
from leadctl.commands.starting.globals import Globals
from leadctl.commands.starting.session import Session
from leadctl.errors import LeadctlError
from leadctl.rules.leads.lead import listed

if TYPE_CHECKING:
    from leadctl.actions.desk import Desk
    from leadctl.book.book import Book
    from leadctl.rules.leads.lead import Lead

Offered = tuple[str, str]
"""A word, and what stands beside it."""
MOST = 200
"""So many leads are looked at and offered; in a larger book, type a letter more."""
TAGGED = 2000
"""So many leads with tags are asked for theirs."""


def env_of(ctx: click.Context) -> Mapping[str, str]:
    """Return the environment of the line being typed, as `cli` has put it there."""
    _, env, _ = ctx.find_root().obj or ("", {}, [])
    return dict(env)


def desk_of(ctx: click.Context) -> Desk | None:
    """Return the desk of the line being typed, or None: completion never complains."""
    given = ctx.find_root().params
    named = (given.get("directory"), given.get("now_text"), given.get("actor"))
    typed = Globals(*named, env=env_of(ctx))
    try:
        desk = Session(typed).desk
    except LeadctlError:
        return None
    desk.choose = None
    atexit.register(desk.book.close)  # a process that completes does nothing else, and ends
    return desk


def leads(desk: Desk, typed: str) -> Iterator[Offered]:
    """Yield the leads whose id, or any word of whose name, starts as the word does.

    Each is offered as what starts so: its id, its file's name, or its name in its own script.
    """
    found = (one for one in _looked_at(desk.book, typed) if not one[1].value("deleted"))
    for path, lead in found:
        if (word := _word(path, lead, typed)) and not _is_hidden(desk, lead):
            yield word, f"{lead.name}, {lead.status}"


def _is_hidden(desk: Desk, lead: Lead) -> bool:
    """Whether a lead is another agent's alone; of nobody's, and one's own, no rules are asked."""
    owner = lead.value("owner")
    is_own = desk.actor is not None and owner == desk.actor.id
    return bool(owner) and not is_own and desk.hidden(lead)


def _looked_at(book: Book, typed: str) -> Iterator[tuple[str, Lead]]:
    """Yield path and lead of those that may be meant."""
    index = book.up_to_date()
    start = typed.lower()  # so a file's name has its lead's words
    pieces = list(dict.fromkeys([typed, start, typed.title(), typed.upper()]))
    found = (
        index.holding(pieces, MOST, in_path=start)
        if index
        else ((str(p), one) for p, one in book.scan())
    )
    for path, lead in found:
        if not isinstance(lead, Broken):
            yield path, lead


def _word(path: str, lead: Lead, typed: str) -> str:
    """Return the word that means a lead and starts, somewhere, as what is typed; "" for none."""
    stem, start = path.rpartition("/")[2].removesuffix(".toml"), typed.casefold()
    named = id_of(path) == lead.id
    if lead.id.startswith(start) and start:
        return lead.id
    if named and f"-{start}" in f"-{stem.removesuffix(f'-{lead.id}')}":
        return stem
    name = lead.name.casefold()
    if name.startswith(start) or any(word.startswith(start) for word in name.split()):
        return lead.name if start else lead.id
    return ""


def lead_named(desk: Desk, words: Sequence[str]) -> Lead | None:
    """Return the lead that the last of some words means, or None."""
    for word in reversed(words):
        with suppress(LeadctlError):
            return desk.find(word)
    return None


def statuses_of(desk: Desk, lead: Lead) -> Iterator[Offered]:
    """Yield the statuses of a lead's own pipeline, those first that it may move to now."""
    from leadctl.rules.moves.judging.judge import legal_moves

    case, unusable = desk.case_or_bare(lead)
    legal = legal_moves(case) if not unusable else ()
    for name in (*legal, *(name for name in case.pipeline.statuses if name not in legal)):
        yield name, "possible now" if name in legal else "not now"


def open_rows(desk: Desk, lead: Lead) -> Iterator[Offered]:
    """Yield what is open for a lead, by its name, with what there is to do."""
    with suppress(LeadctlError):
        for row in desk.agenda(lead):
            if row.accepts_done:
                yield row.rule, row.do


def events_of(desk: Desk, lead: Lead | None) -> Iterator[Offered]:
    """Yield the touches, and the events of a lead's pipeline or of the book's, with labels."""
    from leadctl.rules.leads.event_kinds import TOUCHES

    yield from ((touch, "") for touch in TOUCHES)
    with suppress(LeadctlError):
        pipeline = desk.pipeline(lead.pipeline if lead else desk.book.settings.pipeline)
        yield from ((name, event.label) for name, event in pipeline.events.items())


def event_fields(desk: Desk, lead: Lead | None, event: str) -> Iterator[Offered]:
    """Yield the fields that an event takes, as one types them, with their labels."""
    with suppress(LeadctlError):
        pipeline = desk.pipeline(lead.pipeline if lead else desk.book.settings.pipeline)
        declared = pipeline.events.get(event)
        for name, field in declared.fields.items() if declared else ():
            yield f"{name}=", field.label or field.help


def tags(desk: Desk) -> list[str]:
    """Return the tags of the leads that are shown to whoever acts, the most used first."""
    from collections import Counter

    index = desk.book.up_to_date()
    found = index.holding(["tags"], TAGGED) if index else desk.book.scan()
    counted: Counter[str] = Counter()
    for _, lead in found:
        if not isinstance(lead, Broken) and not _is_hidden(desk, lead):
            counted.update(listed(lead.fields.get("tags")))
    return [tag for tag, _ in counted.most_common()]


def columns(source: str) -> list[str]:
    """Return the names of a table's columns, or none for a file that is no table."""
    from leadctl.book.tables.csv_table import open_table

    try:
        table = open_table(source, lambda cells: len(list(filter(None, cells))))
    except (LeadctlError, OSError):
        return []
    try:
        return [name for name in table.header if name]
    finally:
        table.close()
