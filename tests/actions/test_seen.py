"""What is seen of a lead, kept as plain values."""

from __future__ import annotations

from pathlib import Path

from desk_maker import added, asked, desk_in

from leadctl.actions.looking.seeing import seen_by
from leadctl.actions.looking.seen import seen_of, values_of
from leadctl.actions.recording.log import note
from leadctl.book.index.packing import pack_values, unpack_values


def test_it_is_the_same_once_it_was_kept(tmp_path: Path) -> None:
    """Packed, read back and asked for its history; rows lose only what others are made from."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana", phone="2125550132")
    note(desk, asked(ana), "wants a garden")
    lead = desk.book.load(ana.id)
    seen = seen_by(desk, lead)
    assert seen is not None
    plain = unpack_values(pack_values(values_of(seen, lead)))
    again = seen_of(plain, lambda: lead)  # type: ignore[arg-type]  # as it was packed
    assert again.lead.history == lead.history
    assert again.lead.fields == lead.fields
    assert [(row.rule, row.due, row.do) for row in again.rows] == [
        (row.rule, row.due, row.do) for row in seen.rows
    ]
    assert (again.masked, again.derived, again.problems) == (
        seen.masked, seen.derived, seen.problems,
    )  # fmt: skip
