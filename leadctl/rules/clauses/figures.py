"""How far a figure of a lead is from the one that is asked for, and what logs the rest of a sum."""

from __future__ import annotations

from decimal import Decimal

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.event import required_values
from leadctl.rules.clauses.words import field_label, where_typed
from leadctl.rules.language.contents import Share
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.money import amount, plain

_TIMES = 2
"""From so many times another field on, nobody says per cent."""


def share_words(share: Share | None, pipeline: Pipeline) -> str:
    """Return "is at least 25% of fee"; "" for no share."""
    if share is None:
        return ""
    of = field_label(pipeline, share.field)
    if share.share == 1:
        return f"is at least {of}"
    part = f"{share.share:.0%} of" if share.share < _TIMES else f"{share.share:g} times the"
    return f"is at least {part} {of}"


def share_of(share: Share, case: Case) -> Decimal | None:
    """Return the share of the other field's figure; None where that has none."""
    part, whole = amount(share.share), amount(case.value(share.field))
    return None if part is None or whole is None else part * whole


def share_so_far(name: str, share: Share, case: Case) -> str:
    """Return how far a field is from a share of another: "99.99 of 100", "fee is not known"; ""
    where one of them may be hidden from somebody.
    """
    masks = case.pipeline.visibility.mask if case.pipeline.visibility else ()
    if {name, share.field} & {field for mask in masks for field in mask.fields}:
        return ""
    asked = share_of(share, case)
    if asked is None:
        return f"{field_label(case.pipeline, share.field)} is not known"
    return f"{plain(amount(case.value(name)) or Decimal(0))} of {plain(asked)}"


def log_the_rest(name: str, asked: Decimal | None, case: Case) -> str:
    """Return the command that logs what a sum of events still lacks; "" for what is no such sum."""
    derivation = case.pipeline.derive[name]
    if asked is None or not (derivation.event and derivation.sum):
        return ""
    rest = asked - (amount(case.value(name)) or Decimal(0))
    required = required_values(case.pipeline, derivation.event)
    values = {**required, **derivation.where, derivation.sum: plain(rest)}
    return f"leadctl log {case.lead.id} {derivation.event}{where_typed(values)}"
