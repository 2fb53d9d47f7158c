"""The merge driver: git gives it three files of one lead, and it writes the joined one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from leadctl.book import files
from leadctl.book.git.running import Git
from leadctl.book.git.to_carry import keep
from leadctl.book.text.joining import join_texts
from leadctl.book.text.lead_file import MAX_LEAD
from leadctl.book.text.markers import with_markers
from leadctl.errors import Invalid, LeadctlError
from leadctl.rules.joining.versions import Conflict
from leadctl.values import dataclass

_OUTERMOST = 7
"""Markers are longer where git joins what two sides began with, of histories that cross."""


@dataclass(frozen=True)
class Driven:
    """What came of a driver's run: conflicts to be settled, or why git's own merge stands."""

    name: str = ""
    lead: str = ""
    conflicts: tuple[Conflict, ...] = ()
    refused: str = ""

    @property
    def clean(self) -> bool:
        """Whether the lead is joined, with nothing left to settle."""
        return not self.conflicts and not self.refused


Sides = tuple[Path, Path, Path]
"""The files of the base, ours and theirs, as git names them."""


def drive(sides: Sides, size: int, shown: str, env: Mapping[str, str]) -> Driven:
    """Write into ours the join of three files. What cannot be joined is left to git's markers."""
    try:
        was, one, two = (files.read_bytes(path, shown, MAX_LEAD) for path in sides)
        made = join_texts(was, one, two, shown)
    except LeadctlError as error:
        said = str(error.problems[0]) if isinstance(error, Invalid) else error.sentence
        _by_lines(sides, size, env)
        return Driven(refused=said)
    text = with_markers(made.text, made.conflicts, size) if made.conflicts else made.text
    if size <= _OUTERMOST and not made.conflicts:
        keep(shown, (was, one, two), made)
    files.write_atomic(sides[1], text.encode(), durable=False)
    return Driven(made.lead.name, made.lead.id, tuple(made.conflicts))


def _by_lines(sides: Sides, size: int, env: Mapping[str, str]) -> None:
    """Leave git's own markers by lines, as it would without a driver."""
    base, ours, theirs = sides
    labels = ("-L", "ours", "-L", "base", "-L", "theirs", f"--marker-size={size}")
    places = [str(path.absolute()) for path in (ours, base, theirs)]
    Git(ours.absolute().parent, env).run("merge-file", *labels, *places)
