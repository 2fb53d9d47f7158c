"""What was typed, as values: which leads, reports, and imports are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from pathlib import Path

    from leadctl.rules.importing.dates import Order


class LeadsTyped(TypedDict, total=False):
    """Which leads are wanted, as the options and the query say it."""

    owner: tuple[str, ...]
    pipeline: tuple[str, ...]
    status: tuple[str, ...]
    tag: tuple[str, ...]
    source: tuple[str, ...]
    archived: bool
    query: tuple[str, ...]


class ReportTyped(LeadsTyped):
    """What was asked of reports."""

    by: str | None
    since: str | None
    until: str | None
    last: str | None
    came_from: str | None
    to: str | None
    with_names: bool


class ImportTyped(TypedDict):
    """How a file is to be imported."""

    pipeline: str
    maps: tuple[str, ...]
    statuses: tuple[str, ...]
    layout: str
    save_map: str
    source_name: str
    encoding: str | None
    date_order: Order | None
    region: str | None
    update: bool
    as_new: bool
    rejects: Path | None
    columns: bool
    dry_run: bool
