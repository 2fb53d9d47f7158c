"""Deleting leads: what is personal goes, the id stays."""

from __future__ import annotations

from leadctl.actions.desk import Desk, living
from leadctl.actions.linking import still_named
from leadctl.actions.recording.changes import Change, Outcome, Refusal, Request
from leadctl.actions.recording.changing import refuse_effect
from leadctl.book.text.lead_file import dump_lead
from leadctl.book.writing.changing import changing
from leadctl.book.writing.operation import Operation
from leadctl.rules.due.ownership import refuse_letting_go
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.tombstone import tombstone


def delete_leads(desk: Desk, request: Request) -> Outcome:
    """Leave a tombstone of each lead; one that is another agent's, or that it is another's turn to
    claim, is refused, unless a manager asks.
    """
    stamp, dry_run = desk.stamp, request.dry_run
    changes: list[Change] = []
    refusals: list[Refusal] = []
    with changing(desk.book, request.command, stamp.at, stamp.by, dry_run=dry_run) as operation:
        for listed in request.leads:
            lead = living(operation.read(listed.id))
            if refused := refuse_taking_away(desk, lead, "delete"):
                refusals.append(refused)
            else:
                bury(desk, operation, tombstone(lead, stamp.at))
                changes.append(Change(lead, lead, "deleted", still_named(desk, lead)))
    return Outcome(tuple(changes), tuple(refusals), (), operation.number, dry_run)


def refuse_burial(desk: Desk, lead: Lead, asked: str) -> Refusal | None:
    """Return why the acting agent may not take a lead away, or None: it is another agent's."""
    refused = refuse_letting_go(lead, desk.actor, desk.book.settings.team.agents)
    return Refusal(desk.told(lead), asked, (refused,)) if refused else None


def refuse_taking_away(desk: Desk, lead: Lead, asked: str) -> Refusal | None:
    """Return why the acting agent may not delete a lead, or None: it is another agent's, or
    another's turn to claim it, unless they brought it in themselves.
    """
    if refused := refuse_burial(desk, lead, asked):
        return refused
    if typed_in(desk, lead):
        return None
    return refuse_effect(desk, desk.case_or_bare(lead)[0], lead.set(deleted=True), asked)


def typed_in(desk: Desk, lead: Lead) -> bool:
    """Whether the acting agent typed a lead."""
    first = next(iter(lead.events("received")), None)
    return first is not None and desk.actor is not None and first.by == desk.actor.id


def bury(desk: Desk, operation: Operation, grave: Lead) -> None:
    """Write a tombstone over a lead's whole file: a comment in it may be personal too."""
    operation.write(desk.book.path_of(grave.id), dump_lead(grave))
