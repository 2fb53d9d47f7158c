"""The versions of one lead that git has at several paths: a lead is known by its id, not its file.

git takes files for one another by their likeness. Where somebody renamed a lead's file by hand, a
version of it may be at any path, and at one path may be versions of two leads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from leadctl.book.own_files.places import id_of, slug
from leadctl.patterns import pattern
from leadctl.values import dataclass, field

BASE, OUR, THEIR = 1, 2, 3
"""git's numbers of what both began with, of ours, and of theirs."""
_ID = pattern(r"""(?m)^id\s*=\s*["']([^"'\n]+)["']""")


@dataclass
class Versions:
    """What git has of one lead: by number the path and the file; `paths` are those in conflict."""

    lead: str
    sides: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    paths: set[str] = field(default_factory=set)

    def data(self, number: int) -> bytes | None:
        """Return one side's file, or None where that side has none."""
        return self.sides[number][1] if number in self.sides else None

    @property
    def files(self) -> set[str]:
        """Return every path at which a version of it is, or was."""
        return {*self.paths, *(path for path, _ in self.sides.values())}

    @property
    def place(self) -> str:
        """Return where the lead's file belongs: where somebody moved it to.

        Where both sides moved it, a path with the lead's id in it, else the lesser: the same in
        every clone.
        """
        now = [self.sides[side][0] for side in (OUR, THEIR) if side in self.sides]
        was = self.sides[BASE][0] if BASE in self.sides else ""
        moved = [path for path in now if path != was]
        return min(moved or now or [was], key=lambda path: (id_of(path) != self.lead, path))


def by_lead(files: Iterable[tuple[str, Mapping[int, bytes]]]) -> list[Versions]:
    """Sort the versions of files in conflict, each by its number, by the lead that is in them."""
    found: dict[str, Versions] = {}
    for path, stages in files:
        for number, data in stages.items():
            lead = lead_in(data) or id_of(path) or path
            key = lead
            if key in found and number in found[key].sides:
                key = f"{lead} {path}"  # a copy of it, made by hand: that is not to get lost
            one = found.setdefault(key, Versions(lead))
            one.sides[number] = (path, data)
            one.paths.add(path)
    return list(found.values())


def lead_in(data: bytes | None) -> str | None:
    """Return the id that stands in a lead's file, whatever else is in it."""
    said = _ID.search((data or b"").decode("utf-8", "replace").replace("\r\n", "\n"))
    return said[1] if said else None


def met(every: Iterable[Versions]) -> set[str]:
    """Return the paths at which two leads meet: each then gets a file of its own name."""
    places = Counter(
        path for one in every for path in {one.sides[n][0] for n in one.sides if n != BASE}
    )
    return {path for path, count in places.items() if count > 1}


def own_path(path: str, name: str, lead: str) -> str:
    """Return the path beside another at which leadctl itself would keep a lead."""
    return str(PurePosixPath(path).with_name(f"{slug(name)}-{lead}.toml"))
