"""Merging two leads of one person: one lead with both histories, and a tombstone."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.actions.desk import Desk, living
from leadctl.actions.linking import carry
from leadctl.actions.recording.changes import Refusal
from leadctl.actions.recording.changing import refuse_effect
from leadctl.actions.recording.delete import bury, refuse_burial
from leadctl.actions.recording.said import dropped_words
from leadctl.book.writing.changing import changing
from leadctl.errors import Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.due.ownership import masks, refuse_assign, refuse_claim
from leadctl.rules.due.rows.row import Due
from leadctl.rules.joining.still_owed import with_messages, with_owed
from leadctl.rules.joining.two_leads import Merged, merge_leads
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.tombstone import tombstone
from leadctl.rules.moves.judging.judge import judge_arrival, judge_by_itself
from leadctl.values import dataclass, replace


@dataclass(frozen=True)
class MergeOutcome:
    """What a merge did; `refusals` say why it did not. `masked` fields are not to be shown;
    `dropped` says what is on no list any more, `coming` what is due next.
    """

    merged: Merged | None = None
    refusals: tuple[Refusal, ...] = ()
    masked: frozenset[str] = frozenset()
    number: int | None = None
    dropped: tuple[str, ...] = ()
    coming: Due | None = None


def merge(desk: Desk, pair: tuple[Lead, Lead], command: str, *, dry_run: bool,
          status_from_other: bool) -> MergeOutcome:  # fmt: skip
    """Merge the second lead into the first, as one operation.

    Raises Usage for a lead and itself. A lead of another agent is refused.
    """
    stamp = desk.stamp
    if pair[0].id == pair[1].id:
        raise Usage("A lead cannot be merged with itself.")
    with changing(desk.book, command, stamp.at, stamp.by, dry_run=dry_run) as operation:
        kept, other = (living(operation.read(lead.id)) for lead in pair)
        asked = f"merge {other.id} into {kept.id}"
        refused = [refuse_burial(desk, lead, asked) for lead in (kept, other)]
        if any(refused):
            return MergeOutcome(refusals=tuple(filter(None, refused)))
        merged = merge_leads(kept, other, stamp, status_from_other=status_from_other)
        pair_of = (desk.case(kept), desk.case(other))
        merged.lead = with_owed(pair_of, merged.lead, desk.case)
        merged.lead = with_messages(pair_of, merged.lead, desk.case)
        if unmet := _unmet(desk, kept, other, merged.lead):
            return MergeOutcome(refusals=(Refusal(kept, asked, unmet),))
        merged.lead = carry(desk, operation, other, merged.lead)
        operation.save(merged.lead)
        bury(desk, operation, tombstone(other, stamp.at, merged_into=kept.id))
    masked = {name for lead in (kept, other) for m in masks(desk.case(lead)) for name in m.fields}
    dropped = [words for lead in pair for words in dropped_words(desk, lead, merged.lead)]
    coming = desk.next_due(merged.lead)
    return MergeOutcome(merged, (), frozenset(masked), operation.number, tuple(dropped), coming)


def _unmet(desk: Desk, kept: Lead, other: Lead, merged: Lead) -> tuple[Unmet, ...]:
    """Return why a merge may not move the lead, or give it to an agent: rules hold for it too.

    What is merged into one's own lead becomes one's own, as by a claim.
    """
    case = desk.case(merged)
    refused = refuse_assign(desk.case(kept), merged.owner) if merged.owner != kept.owner else ()
    cases = map(desk.case, (kept, other))
    effects = (refuse_effect(desk, one, merged, "merge", joins=True) for one in cases)
    refused = refused or next((each.unmet for each in effects if each), ())
    if not refused and desk.actor and merged.owner == desk.actor.id != other.owner:
        refused = refuse_claim(desk.case(other))
    moved = (merged.pipeline, merged.status) != (kept.pipeline, kept.status)
    judged = judge_arrival(case, merged.status).unmet if moved else ()
    closed = (unmet for one in (kept, other) for unmet in _closing(case, one))
    return (*refused, *dict.fromkeys((*judged, *closed)))


def _closing(case: Case, one: Lead) -> Iterator[Unmet]:
    """Yield why one of two leads that is open may not be closed by the merge, as `case` has it:
    its move there is judged as any, with all that is known of both for evidence.
    """
    pipeline, target = case.pipeline, case.lead.status
    here = one.status if one.pipeline == pipeline.id else pipeline.initial
    if pipeline.is_closed(target) and not pipeline.is_closed(here):
        moving = with_derived(replace(case, lead=case.lead.set(status=here)))
        for unmet in judge_by_itself(moving, target).unmet:
            yield replace(unmet, hint=unmet.hint.replace(case.lead.id, one.id))
