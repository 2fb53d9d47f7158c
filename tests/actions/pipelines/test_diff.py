"""What a change of a definition means for the leads in it."""

from __future__ import annotations

from pathlib import Path

from desk_maker import added, desk_in

from leadctl.actions.pipelines.diff import effect_of
from leadctl.values import replace


def test_leads_without_a_place_are_counted(tmp_path: Path) -> None:
    """A status that is gone leaves those who stand there stuck; the same definition nobody."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana")
    old = desk.pipeline("wholesale")
    assert effect_of(desk, old, old).stuck == []
    others = {name: one for name, one in old.statuses.items() if name != ana.status}
    new = replace(old, statuses=others, initial=next(iter(others)))
    effect = effect_of(desk, old, new)
    assert [lead.name for lead in effect.stuck] == ["Ana"]
    assert effect.leads == 1
