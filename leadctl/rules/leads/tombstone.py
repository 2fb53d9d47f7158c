"""What stays of a lead that is deleted or merged: its id and the moment, nothing personal."""

from __future__ import annotations

from datetime import datetime

from leadctl.rules.leads.lead import Lead


def tombstone(lead: Lead, at: datetime, merged_into: str = "") -> Lead:
    """Return a lead emptied of everything personal, so that its id is never given again.

    The file stays where it is: without it, git could carry one person's edits into a look-alike's
    file, and the next import would bring the person back. `merged_into` names the lead that has
    the history now.
    """
    into = {"merged_into": merged_into} if merged_into else {}
    return Lead(lead.id, "", lead.pipeline, lead.status, {"deleted": at, **into})


def is_tombstone(lead: Lead) -> bool:
    """Whether a lead was deleted, or merged into another."""
    return lead.value("deleted") is not None
