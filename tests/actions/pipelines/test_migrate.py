"""Moving the leads of one definition to another."""

from __future__ import annotations

from pathlib import Path

from desk_maker import added, desk_in, stored

from leadctl.actions.pipelines.migrate import migrate, plan

OLD = """schema = 1
id = "old"
title = "Old"
initial = "New"
[status.New]
definition = "just in"
[status.Gone]
definition = "only here"
"""
NEW = OLD.replace('"old"', '"new"').replace('"Old"', '"New one"').replace(
    'initial = "New"', 'initial = "Fresh"\nreplaces = "old"\nstatus_map = { New = "Fresh" }'
).replace("[status.New]", "[status.Fresh]").replace("[status.Gone]", "[status.Else]")  # fmt: skip


def test_who_has_a_place_is_moved_and_who_has_none_stays(tmp_path: Path) -> None:
    """The plan counts both; a dry run moves nobody."""
    desk = desk_in(tmp_path)
    for name, text in (("old", OLD), ("new", NEW)):
        (tmp_path / "pipelines" / f"{name}.toml").write_text(text)
    desk = desk_in(tmp_path)
    ana, ben = (
        added(desk, name).set(pipeline="old", status=status)
        for name, status in (("Ana", "New"), ("Ben", "Gone"))
    )
    with_old = (path for path in (tmp_path / "leads").rglob("*.toml"))
    for path in with_old:
        status = "New" if "ana" in path.name else "Gone"
        text = path.read_text().replace('"wholesale"', '"old"').split("\n")
        kept = [f'status = "{status}"' if line.startswith("status = ") else line for line in text]
        path.write_text("\n".join(kept))
    desk = desk_in(tmp_path)
    found = plan(desk, "old", "new")
    assert [lead.name for lead in found.leads] == ["Ana"]
    assert [lead.name for lead in found.stuck] == ["Ben"]
    migrate(desk, found, "pipeline migrate", dry_run=True)
    assert stored(desk, ana).pipeline == "old"
    migrate(desk, found, "pipeline migrate")
    moved = stored(desk, ana)
    assert (moved.pipeline, moved.status) == ("new", "Fresh")
    assert stored(desk, ben).pipeline == "old"
