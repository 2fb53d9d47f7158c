"""Looking at what a book needs around it."""

from __future__ import annotations

from pathlib import Path

from desk_maker import NOW, added, desk_in

from leadctl.actions.keeping.doctor import examine


def test_open_modes_are_found_and_with_fix_put_right(tmp_path: Path) -> None:
    """A private folder that others may read is told; fixed, it is private, and nothing is left."""
    desk = desk_in(tmp_path)
    added(desk, "Ana")
    (tmp_path / ".leadctl").chmod(0o755)
    assert examine(desk.book, {}, NOW, fix=False).problems
    assert (tmp_path / ".leadctl").stat().st_mode & 0o777 == 0o755
    examined = examine(desk.book, {}, NOW, fix=True)
    assert examined.mended
    assert (tmp_path / ".leadctl").stat().st_mode & 0o777 == 0o700
