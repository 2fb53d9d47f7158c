"""What becomes of a lead that one side deleted or merged into another, and the other added to.

What was added to a lead that was merged goes into the one that it was merged into. Of leads that
were merged into each other the one lives that was merged last, so that the earlier merge stands. A
lead that was merged into one that is deleted lives on, with what it brought there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path, PurePosixPath

from leadctl.book import files
from leadctl.book.own_files.places import LEADS, is_erased
from leadctl.book.text.joining import JoinedText
from leadctl.book.text.lead_edit import edit_lead
from leadctl.book.text.lead_file import parse_lead
from leadctl.errors import Invalid
from leadctl.rules.joining.buried import Buried, carried
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.tombstone import is_tombstone
from leadctl.values import dataclass, field

Sides = Callable[[str], Iterable[bytes | None]]
"""Gives a file as each of the two sides has it."""


@dataclass(frozen=True)
class Grave:
    """A lead's file in which a tombstone is left, and the join that left it."""

    path: str
    made: JoinedText

    @property
    def lead(self) -> Lead:
        """The tombstone."""
        return self.made.lead


@dataclass(frozen=True)
class Fate:
    """What became of one buried lead: `grave` is its tombstone, None where it lives again.

    `buried` is what it was, None where both sides buried it. `into` has what was added to it, None
    where that is gone; `differing` are the fields that stay there under [extra]. `erased` says that
    one side erased the person, of whom `into` still has what was known; `also` is another lead into
    which the other side merged it.
    """

    grave: Lead | None
    buried: Buried | None
    into: Lead | None = None
    differing: tuple[str, ...] = ()
    erased: bool = False
    also: Lead | None = None


@dataclass
class Settled:
    """The fates, the files that were written, and those of leads whose target cannot be read."""

    fates: list[Fate] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


class Burials:
    """The graves of one join; every joined file is written already."""

    def __init__(self, root: Path, sides: Sides, graves: list[Grave]) -> None:
        self.root, self.sides = root, sides
        self.graves = {grave.lead.id: grave for grave in graves}
        self.done = Settled()

    def settle(self) -> Settled:
        """Bring back who is to live, and carry along what was added to the others."""
        for grave in list(self.graves.values()):
            if grave.lead.id in self.graves and (circle := self._circle(grave.lead)):
                self._revive_last(circle)
        brought = {lead_id: self._bring_back(grave) for lead_id, grave in self.graves.items()}
        for lead_id in set().union(*brought.values()):
            self.graves.pop(lead_id, None)
        for lead_id, grave in self.graves.items():
            self._end(grave, brought[lead_id])
        return self.done

    def _end(self, grave: Grave, brought: list[str]) -> None:
        """Give what was added to a buried lead to whom it belongs now."""
        buried, into = grave.made.joined.buried, str(grave.lead.value("merged_into") or "")
        paths = [self._last_of(into)] if into else list(map(self._path, brought))
        if buried is None:
            erased = is_erased(PurePosixPath(grave.path))
            also = self._also(grave, into)
            self.done.fates.append(Fate(grave.lead, None, self._lead(paths[0]), (), erased, also))
            return
        fates = [fate for path in paths if (fate := self._carry(grave, buried, path))]
        if any(path and self._lead(path) is None for path in paths):
            self.done.waiting.append(grave.path)
        self.done.fates += fates or [Fate(grave.lead, buried)]

    def _also(self, grave: Grave, into: str) -> Lead | None:
        """Return the other lead into which a lead was merged, where both sides merged it."""
        said = [one for one in grave.made.joined.settled if one.field == "merged_into"]
        other = {str(value) for one in said for value in (one.ours, one.theirs)} - {into}
        return self._lead(self._last_of(other.pop())) if other else None

    def _carry(self, grave: Grave, buried: Buried, path: str) -> Fate | None:
        target = self._lead(path)
        if target is None or is_tombstone(target):
            return None
        merged = carried(target, buried)
        try:
            text = edit_lead(files.read_text(self.root / path, path), target, merged.lead, path)
        except Invalid:
            return None
        self._write(path, text)
        differing = tuple(one.field for one in merged.differences)
        return Fate(grave.lead, buried, merged.lead, differing)

    # Leads that live again

    def _revive_last(self, circle: list[str]) -> None:
        """Bring back the lead of a circle that was merged last; of two at once the lesser id."""
        here = [self.graves[lead_id] for lead_id in circle if lead_id in self.graves]
        alive = [grave for grave in here if grave.made.living]
        if not alive:
            return
        alive.sort(key=lambda grave: grave.lead.id)
        lives = max(alive, key=lambda grave: _buried_at(grave.lead))
        del self.graves[lives.lead.id]
        self._write(lives.path, lives.made.living)
        self.done.fates.append(Fate(None, lives.made.joined.buried, self._lead(lives.path)))

    def _bring_back(self, grave: Grave) -> list[str]:
        """Bring back the leads that were merged into one that is deleted; return their ids."""
        buried = grave.made.joined.buried
        if buried is None or grave.lead.value("merged_into"):
            return []
        return [lead_id for lead_id in buried.merged_here if self._revive(lead_id, grave.lead.id)]

    def _revive(self, lead_id: str, into: str) -> bool:
        """Write a lead as it is on the side that has not merged it."""
        path = self._path(lead_id)
        now = self._lead(path)
        if now is None or now.value("merged_into") != into:
            return False
        for data in self.sides(path):
            text = (data or b"").decode("utf-8", "replace").replace("\r\n", "\n")
            if text and not is_tombstone(parse_lead(text, path)):
                self._write(path, text)
                return True
        return False

    # Reading and writing

    def _circle(self, lead: Lead) -> list[str]:
        """Return the leads that were merged into each other, this one among them; else none."""
        found, now = [lead.id], str(lead.value("merged_into") or "")
        while now and now not in found:
            found.append(now)
            at = self._lead(self._path(now))
            now = str(at.value("merged_into") or "") if at else ""
        return found if now == lead.id else []

    def _last_of(self, lead_id: str) -> str:
        """Return the file of the lead that a lead has become, however often it was merged."""
        seen: set[str] = set()
        while True:
            path = self._path(lead_id)
            lead = self._lead(path)
            into = str(lead.value("merged_into") or "") if lead else ""
            if not into or into in seen:
                return path
            seen.add(into)
            lead_id = into

    def _path(self, lead_id: str) -> str:
        """Return the file of a lead, "" where there is not exactly one."""
        found = list((self.root / LEADS).rglob(f"*{lead_id}.toml")) if lead_id else []
        return str(found[0].relative_to(self.root)) if len(found) == 1 else ""

    def _lead(self, path: str) -> Lead | None:
        """Return the lead in a file, None where it cannot be read."""
        try:
            return parse_lead(files.read_text(self.root / path, path), path) if path else None
        except Invalid:
            return None

    def _write(self, path: str, text: str) -> None:
        files.write_atomic(self.root / path, text.encode())
        self.done.written.append(path)


def _buried_at(lead: Lead) -> float:
    """Return when a lead was deleted or merged, in seconds; 0 where somebody wrote no time."""
    at = lead.value("deleted")
    return at.timestamp() if isinstance(at, datetime) else 0.0
