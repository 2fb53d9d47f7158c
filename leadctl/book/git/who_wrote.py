"""A true conflict of a join: the lead, the field, and who wrote each value when, as git has it."""

from __future__ import annotations

from leadctl.book.git.running import Git
from leadctl.rules.joining.versions import Conflict
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass

FILE = "file"
"""The field of a conflict about the file as a whole: one side removed it."""

OTHER = {
    "merge": "MERGE_HEAD",
    "rebase": "REBASE_HEAD",
    "cherry-pick": "CHERRY_PICK_HEAD",
    "revert": "REVERT_HEAD",
}
"""What git has stopped in -> what it calls the other side."""


@dataclass(frozen=True)
class Written:
    """Who wrote a value, and when, as git has it: "Kim Fox", an ISO time."""

    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class Stop:
    """One true conflict: the lead, the field, and who wrote each value when.

    `joined` is the lead as far as it is joined, where both sides have it.
    """

    path: str
    lead: str
    name: str
    conflict: Conflict
    ours: Written = Written()
    theirs: Written = Written()
    joined: Lead | None = None


class Authors:
    """Knows who wrote what on both sides of what git has stopped in."""

    def __init__(self, git: Git, what: str) -> None:
        self.git, self.what = git, what

    @property
    def is_swapped(self) -> bool:
        """Whether git calls "theirs" what this clone wrote: in a rebase."""
        return self.what == "rebase"

    def told(self, stop: Stop) -> Stop:
        """Return a stop with who wrote each value; in a rebase ours is what this clone wrote."""
        other = OTHER.get(self.what, "refs/stash")
        sides = [self._who("HEAD", stop), self._who(other, stop)]
        conflict = stop.conflict
        if self.is_swapped:
            sides.reverse()
            conflict = Conflict(conflict.field, conflict.base, conflict.theirs, conflict.ours)
        ours, theirs = sides
        return Stop(stop.path, stop.lead, stop.name, conflict, ours, theirs, stop.joined)

    def _who(self, commit: str, stop: Stop) -> Written:
        key = stop.conflict.field.rpartition(".")[2]
        wanted = [f'-G^"?{key}"? = '] if stop.conflict.field not in {"history", FILE} else []
        for more in (wanted, []):
            said = self.git.ask(
                "log", "-1", "--no-merges", "--format=%an%x00%aI", *more, commit, "--", stop.path
            )
            if "\0" in said:
                return Written(*said.split("\0"))
        return Written()
