"""A merge, rebase, cherry-pick or revert that has stopped: joining what git could not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from leadctl.book import files
from leadctl.book.git.place import in_middle_of
from leadctl.book.git.running import Git
from leadctl.book.own_files.places import LEADS, id_of
from leadctl.book.text.joining import JoinedText, join_texts
from leadctl.book.text.lead_edit import edit_lead
from leadctl.book.text.lead_file import parse_lead
from leadctl.book.text.markers import with_markers
from leadctl.errors import Busy, Invalid
from leadctl.rules.joining.two_leads import carried
from leadctl.rules.joining.versions import OURS, THEIRS, Conflict, Taken
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass, field

FILE = "file"
"""The field of a conflict about the file as a whole: one side removed it."""
_OTHER = {
    "merge": "MERGE_HEAD",
    "rebase": "REBASE_HEAD",
    "cherry-pick": "CHERRY_PICK_HEAD",
    "revert": "REVERT_HEAD",
}
_SWAPPED = {OURS: THEIRS, THEIRS: OURS}


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote a value, and when, as git has it: "Kim Fox", an ISO time."""

    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
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


@dataclass(slots=True)
class Resolved:
    """What became of the files that git could not join: joined, in conflict, not leads at all.

    `buried` are leads of which a tombstone is left, though the other side had added to them.
    """

    joined: list[str] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    buried: list[JoinedText] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether nothing is left to be settled by hand."""
        return not (self.stops or self.others or self.refused)


@dataclass(frozen=True, slots=True)
class Unmerged:
    """One file of the index that has no one version: its stages by number, each a blob's id."""

    path: str
    stages: dict[int, str]


class Stopped:
    """What git has stopped in, and the one way to end it."""

    def __init__(self, root: Path, git: Git) -> None:
        self.root, self.git = root, git
        self.what = in_middle_of(root)
        self._writes = True

    @property
    def is_swapped(self) -> bool:
        """Whether git calls "theirs" what this clone wrote: in a rebase."""
        return self.what == "rebase"

    def unmerged(self) -> list[Unmerged]:
        """Return the files that git could not join; paths are from the book's root."""
        found: dict[str, dict[int, str]] = {}
        for entry in self.git.must("ls-files", "--unmerged", "-z").items:
            head, _, path = entry.partition("\t")
            _mode, blob, stage = head.split()
            found.setdefault(path, {})[int(stage)] = blob
        return [Unmerged(path, stages) for path, stages in found.items()]

    def resolve(self, taken: dict[str, Taken]) -> Resolved:
        """Join every lead in conflict; `taken` says by id whose values stand where they differ."""
        result, unmerged = Resolved(), self.unmerged()
        ids = [blob for one in unmerged for blob in one.stages.values()]
        blobs = dict(zip(ids, self.git.blobs(ids), strict=True))
        ready: list[str] = []
        for one in unmerged:
            if not one.path.startswith(f"{LEADS}/"):
                result.others.append(one.path)
            elif self._join(one, blobs, taken, result):
                ready.append(one.path)
        if self._writes:
            ready += filter(None, map(self._carry, result.buried))
        if ready and self._writes:
            names = "\0".join(ready).encode("utf-8", "surrogateescape")
            self.git.must("add", "--pathspec-from-file=-", "--pathspec-file-nul", text=names)
        result.others += self._outside()
        return result

    def stops(self) -> list[Stop]:
        """Return the conflicts that are to be settled, and write nothing."""
        self._writes = False
        try:
            return self.resolve({}).stops
        finally:
            self._writes = True

    def _outside(self) -> list[str]:
        """Return the files in conflict elsewhere in the repository that the book is in."""
        top = self.git.ask("rev-parse", "--show-cdup")
        if not top:
            return []
        every = self.git.must("diff", "--name-only", "--diff-filter=U", "-z").items
        prefix = self.git.ask("rev-parse", "--show-prefix")
        return [top + path for path in every if not path.startswith(prefix)]

    def _join(
        self,
        one: Unmerged,
        blobs: dict[str, bytes | None],
        taken: dict[str, Taken],
        result: Resolved,
    ) -> bool:
        """Join one file and write it; False where something is left to settle."""
        base, ours, theirs = (blobs.get(one.stages.get(stage, "")) for stage in (1, 2, 3))
        if ours is None and theirs is None:
            self._write(one.path, None)  # both sides moved it elsewhere
            return True
        if ours is None or theirs is None:
            return self._removed(one, ours if ours is not None else theirs, taken, result)
        try:
            made = join_texts(base, ours, theirs, one.path)
            if made.conflicts and (said := taken.get(made.lead.id)):
                made = join_texts(base, ours, theirs, one.path, self._turned(said))
        except Invalid as error:
            result.refused.append(str(error.problems[0]))
            return False
        if made.conflicts:
            self._write(one.path, with_markers(made.text, made.conflicts))
            result.stops += [self._stop(one.path, made, c) for c in made.conflicts]
            return False
        self._write(one.path, made.text)
        result.joined.append(made.lead.id)
        if made.joined.buried:
            result.buried.append(made)
        return True

    def _carry(self, made: JoinedText) -> str:
        """Give what was added to a lead that was merged meanwhile to the one it was merged into.

        Return the path of that one's file, or "" where there is none to give it to.
        """
        into = str(made.lead.value("merged_into") or "")
        found = sorted((self.root / LEADS).rglob(f"*{into}.toml")) if into else []
        if len(found) != 1:
            return ""
        path = str(found[0].relative_to(self.root))
        try:
            text = files.read_text(found[0], path)
            target = parse_lead(text, path)
            after = carried(target, made.joined.buried, made.lead.id)
            self._write(path, edit_lead(text, target, after, path))
        except Invalid:
            return ""
        return path

    def _turned(self, taken: Taken) -> Taken:
        """Return whose values stand as git calls the sides."""
        if not self.is_swapped:
            return taken
        fields = {name: _SWAPPED[side] for name, side in taken.fields.items()}
        return Taken(fields, _SWAPPED.get(taken.others, ""))

    def _removed(
        self, one: Unmerged, left: bytes | None, taken: dict[str, Taken], result: Resolved
    ) -> bool:
        """Settle a file that one side removed, which leadctl never does, and the other changed."""
        lead = id_of(one.path) or one.path
        has_ours = 2 in one.stages
        side = self._turned(taken.get(lead, Taken())).side(FILE)
        if left is None or not side:
            sides = ("kept", "removed") if has_ours else ("removed", "kept")
            conflict = Conflict(FILE, None, *sides)
            result.stops.append(self._told(Stop(one.path, lead, lead, conflict)))
            return False
        self._write(one.path, left.decode() if (side == OURS) == has_ours else None)
        result.joined.append(lead)
        return True

    def _write(self, path: str, text: str | None) -> None:
        if not self._writes:
            return
        place = self.root / path
        if text is None:
            place.unlink(missing_ok=True)
            return
        files.guard_folders(self.root, place)
        place.parent.mkdir(0o700, parents=True, exist_ok=True)
        files.write_atomic(place, text.encode())

    # Who wrote what

    def _stop(self, path: str, made: JoinedText, conflict: Conflict) -> Stop:
        return self._told(Stop(path, made.lead.id, made.lead.name, conflict, joined=made.lead))

    def _told(self, stop: Stop) -> Stop:
        """Return a stop with who wrote each value; in a rebase ours is what this clone wrote."""
        other = _OTHER.get(self.what, "refs/stash")
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

    # Ending it

    def end(self, message: str) -> None:
        """Tell git to go on, now that every file is settled. Raises Busy with what it said."""
        words: tuple[str, ...] = (self.what, "--continue")
        if self.what == "merge":
            words = ("commit", "--quiet", "-m", message)
        elif self.git.run("diff", "--cached", "--quiet", "HEAD").ok:
            words = (self.what, "--skip")  # what it brings is here already
        done = self.git.run(*words)
        if not done.ok and not in_middle_of(self.root):
            raise Busy(f"git {words[0]} failed: {done.reason}")
        if not done.ok and not self.unmerged():
            raise Busy(
                f"Everything is joined, but git {words[0]} failed: {done.reason}",
                hint="Mend the cause, then: leadctl merge",
            )


def settle(root: Path, git: Git, taken: dict[str, Taken], message: str) -> Iterator[Resolved]:
    """Join and go on until git has ended what it was in the middle of, or somebody is needed."""
    if not in_middle_of(root):
        stopped = Stopped(root, git)
        if stopped.unmerged():  # of a stash, say: there is nothing to go on with
            yield stopped.resolve(taken)
        return
    while (stopped := Stopped(root, git)).what:
        result = stopped.resolve(taken)
        yield result
        if not result.done:
            return
        stopped.end(message)
