"""A merge, rebase, cherry-pick or revert that has stopped: joining what git could not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from leadctl.book import files
from leadctl.book.git.burials import Burials, Fate, Grave, Sides
from leadctl.book.git.by_lead import (
    BASE,
    OUR,
    THEIR,
    Versions,
    lead_in,
    met,
    own_path,
)
from leadctl.book.git.conflicted import Conflicted, Unmerged
from leadctl.book.git.missing import bring_back
from leadctl.book.git.place import in_middle_of
from leadctl.book.git.running import Git
from leadctl.book.git.who_wrote import FILE, OTHER, Authors, Stop
from leadctl.book.own_files.places import LEADS
from leadctl.book.text.joining import JoinedText, join_texts
from leadctl.book.text.lead_file import parse_lead
from leadctl.book.text.markers import with_markers
from leadctl.errors import Busy, Invalid
from leadctl.rules.joining.versions import OURS, THEIRS, Conflict, Taken
from leadctl.values import dataclass, field

_SWAPPED = {OURS: THEIRS, THEIRS: OURS}


@dataclass
class Resolved:
    """What became of the files that git could not join: joined, in conflict, not leads at all.

    `buried` is what became of leads of which a tombstone is left on one side, though the other
    had added to them.
    """

    joined: list[str] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    buried: list[Fate] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether nothing is left to be settled by hand."""
        return not (self.stops or self.others or self.refused)


class Stopped:
    """What git has stopped in, and the one way to end it."""

    def __init__(self, root: Path, git: Git) -> None:
        self.root, self.git = root, git
        self.what = in_middle_of(root)
        self.conflicted, self._authors = Conflicted(git, self.what), Authors(git, self.what)
        self._writes = True

    def unmerged(self) -> list[Unmerged]:
        """Return the files that git could not join; paths are from the book's root."""
        return self.conflicted.files()

    def resolve(self, taken: dict[str, Taken]) -> Resolved:
        """Join every lead in conflict; `taken` says by id whose values stand where they differ."""
        result, unmerged = Resolved(), self.unmerged()
        graves: list[Grave] = []
        leads = [one for one in unmerged if one.path.startswith(f"{LEADS}/")]
        result.others = [one.path for one in unmerged if one not in leads]
        every = self.conflicted.versions(leads)
        apart = met(every)
        done: list[tuple[Versions, str]] = []
        left: set[str] = set()
        for one in every:
            place = self._join(one, taken, result, graves, apart=one.place in apart)
            if place is None:
                left |= one.paths
            else:
                done.append((one, place))
        ready = self._tidied(done, left)
        if self._writes:
            settled = Burials(self.root, self._sides(), graves).settle()
            result.buried += settled.fates
            ready += settled.written
            if not result.done:  # whom they belong to may be in conflict: tried again at the end
                ready = [path for path in ready if path not in settled.waiting]
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
        one: Versions,
        taken: dict[str, Taken],
        result: Resolved,
        graves: list[Grave],
        *,
        apart: bool,
    ) -> str | None:
        """Join one lead and write it, `apart` in a file of its own name.

        Return its path, "" where no file is left; None where something is left to settle.
        """
        base, ours, theirs = map(one.data, (BASE, OUR, THEIR))
        if ours is None and theirs is None:
            return ""  # both sides moved it elsewhere
        if base is not None and (ours is None or theirs is None):
            return self._removed(one, taken, result)
        try:
            whole = ours or theirs or b""  # where only one side has it, it met another lead
            made = self._made(one.place, (base, ours or whole, theirs or whole), taken)
        except Invalid as error:
            result.refused.append(str(error.problems[0]))
            return None
        lead = made.lead
        place = own_path(one.place, lead.name, lead.id) if apart else one.place
        if made.conflicts:
            where = place if apart or place in one.paths else min(one.paths)
            self._write(where, with_markers(made.text, made.conflicts))
            name = lead.name or _name(base, one)
            result.stops += [self._stop(where, made, name, c) for c in made.conflicts]
            return None
        self._write(place, made.text)
        result.joined.append(lead.id)
        if made.joined.buried or made.joined.is_both or _is_merged_twice(made):
            graves.append(Grave(place, made))
        return place

    def _tidied(self, done: list[tuple[Versions, str]], left: set[str]) -> list[str]:
        """Remove the other files of leads that are joined; return what git is to take as settled.

        What meets a lead that is not settled yet, in one file, waits for it.
        """
        places = {place for _, place in done}
        ready: set[str] = set()
        for one, place in done:
            if not one.paths & left:
                others = {path for path in one.files - places if self._holds(path, one)}
                for path in others:
                    self._write(path, None)
                ready |= {*one.paths, *others, *filter(None, [place])}
        return sorted(ready)

    def _holds(self, path: str, one: Versions) -> bool:
        """Whether a file is one of this lead's that goes, and not another lead's by now."""
        place = self.root / path
        if path in one.paths or not place.is_file():
            return path in one.paths
        return lead_in(files.read_plain(place)) == one.lead

    def _made(
        self, path: str, sides: tuple[bytes | None, bytes, bytes], taken: dict[str, Taken]
    ) -> JoinedText:
        """Join base, ours and theirs. Raises Invalid where they are not to be joined."""
        made = join_texts(*sides, path)
        if made.conflicts and (said := taken.get(made.lead.id)):
            made = join_texts(*sides, path, self._turned(said))
        return made

    def _sides(self) -> Sides:
        """Return how to read a file as each side has it."""
        commits = ("HEAD", OTHER.get(self.what, "refs/stash"))
        return lambda path: self.git.blobs([f"{commit}:./{path}" for commit in commits])

    def _turned(self, taken: Taken) -> Taken:
        """Return whose values stand as git calls the sides."""
        if not self._authors.is_swapped:
            return taken
        fields = {name: _SWAPPED[side] for name, side in taken.fields.items()}
        return Taken(fields, _SWAPPED.get(taken.others, ""))

    def _removed(self, one: Versions, taken: dict[str, Taken], result: Resolved) -> str | None:
        """Settle a file that one side removed, which leadctl never does, and the other changed."""
        has_ours = OUR in one.sides
        path, left = one.sides[OUR if has_ours else THEIR]
        side = self._turned(taken.get(one.lead, Taken())).side(FILE)
        if not side:
            sides = ("kept", "removed") if has_ours else ("removed", "kept")
            conflict = Conflict(FILE, None, *sides)
            result.stops.append(self._authors.told(Stop(path, one.lead, one.lead, conflict)))
            return None
        result.joined.append(one.lead)
        if (side == OURS) != has_ours:
            return ""
        self._write(path, left.decode())
        return path

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

    def _stop(self, path: str, made: JoinedText, name: str, conflict: Conflict) -> Stop:
        return self._authors.told(Stop(path, made.lead.id, name, conflict, joined=made.lead))

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


def _name(base: bytes | None, one: Versions) -> str:
    """Return what a lead was called of which both sides left tombstones."""
    try:
        return parse_lead((base or b"").decode(), one.place).name
    except (Invalid, UnicodeDecodeError):
        return one.lead


def _is_merged_twice(made: JoinedText) -> bool:
    """Whether each side merged a lead into another one, and somebody has said which stands."""
    return any(conflict.field == "merged_into" for conflict in made.joined.settled)


def settle(root: Path, git: Git, taken: dict[str, Taken], message: str) -> Iterator[Resolved]:
    """Join and go on until git has ended what it was in the middle of, or somebody is needed."""
    if not in_middle_of(root):
        stopped = Stopped(root, git)
        if stopped.unmerged():  # of a stash, say: there is nothing to go on with
            yield stopped.resolve(taken)
        return
    while (stopped := Stopped(root, git)).what:
        result = stopped.resolve(taken)
        if result.done:
            result.joined += bring_back(root, git, stopped.conflicted)
        yield result
        if not result.done:
            return
        stopped.end(message)
