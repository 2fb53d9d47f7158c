"""Deadlines in words: when a rule is due, and from what it is counted."""

from __future__ import annotations

from leadctl.rules.clauses.timeline import MOMENTS
from leadctl.rules.clauses.words import where_words
from leadctl.rules.language.deadlines import Anchor, FollowUp
from leadctl.rules.time.spans import Duration


def deadline_words(rule: FollowUp) -> str:
    """Return when a follow-up is due: "30 minutes after the lead came in (working hours)"."""
    start = anchor_words(rule.from_)
    clock = " (working hours)" if rule.clock == "working" else ""
    clock += f", at {rule.at:%H:%M}" if rule.at else ""
    if rule.before is not None:
        return f"{rule.before} before {start}{clock}"
    if rule.every is not None:
        return f"{_every(rule.every)}{clock}, counted from {beginning_words(rule.from_)}"
    ideal = f", better {rule.ideal}" if rule.ideal else ""
    if rule.after and _is_silence(rule.from_):
        return f"{rule.after} without a reply{clock}{ideal}"
    at_once = "at" if rule.from_.field else "as soon as"
    span = f"{rule.after} after" if rule.after and rule.after != Duration() else at_once
    return f"{span} {start}{clock}{ideal}"


def _is_silence(anchor: Anchor) -> bool:
    """Whether the time since then is told as time without a reply."""
    return anchor.moment in MOMENTS and MOMENTS[anchor.moment].silence


def _every(span: Duration) -> str:
    """Return an interval: "every year", "every 2 weeks"."""
    words = str(span)
    return f"every {words.removeprefix('1 ')}"


def anchor_words(anchor: Anchor) -> str:
    """Return what a deadline is counted from."""
    if anchor.record:
        of = f"{anchor.record}{where_words(anchor.where)}"
        return f"the {anchor.field.replace('_', ' ')} of each {of}"
    if anchor.field:
        return f"the {anchor.field.replace('_', ' ')}"
    of = where_words(anchor.where, (anchor.event,))
    what = f"{anchor.event}{of} was {'last ' if anchor.last else ''}logged"
    return what if anchor.event else MOMENTS[anchor.moment].means


def beginning_words(anchor: Anchor) -> str:
    """Return what something is counted from: "the birthday", "when the lead came in"."""
    noun = anchor.field or _is_silence(anchor)
    return anchor_words(anchor) if noun else f"when {anchor_words(anchor)}"
