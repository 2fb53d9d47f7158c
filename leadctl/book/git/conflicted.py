"""The files that git could not join, and what there is of each lead in them on every side."""

from __future__ import annotations

from leadctl.book.git.by_lead import (
    BASE,
    OUR,
    THEIR,
    Versions,
    by_lead,
    lead_in,
    met,
)
from leadctl.book.git.running import Git
from leadctl.book.git.who_wrote import OTHER
from leadctl.book.own_files.places import LEADS
from leadctl.values import dataclass


@dataclass(frozen=True)
class Unmerged:
    """One file of the index that has no one version: its stages by number, each a blob's id."""

    path: str
    stages: dict[int, str]


class Conflicted:
    """What git has left without one version, in what it has stopped in."""

    def __init__(self, git: Git, what: str) -> None:
        self.git, self.what = git, what

    def files(self) -> list[Unmerged]:
        """Return the files that git could not join; paths are from the book's root."""
        found: dict[str, dict[int, str]] = {}
        for entry in self.git.must("ls-files", "--unmerged", "-z").items:
            head, _, path = entry.partition("\t")
            _mode, blob, stage = head.split()
            found.setdefault(path, {})[int(stage)] = blob
        return [Unmerged(path, stages) for path, stages in found.items()]

    def versions(self, unmerged: list[Unmerged]) -> list[Versions]:
        """Return what there is of each lead in conflict, wherever a side has its file now."""
        ids = [blob for one in unmerged for blob in one.stages.values()]
        blobs = dict(zip(ids, self.git.blobs(ids), strict=True))
        every = by_lead(
            (one.path, {n: blobs[blob] or b"" for n, blob in one.stages.items()})
            for one in unmerged
        )
        missing = [one for one in every if (OUR in one.sides) != (THEIR in one.sides)]
        settled = self._settled() if missing else {}
        for one in missing:
            if len(found := settled.get(one.lead, [])) == 1:
                one.sides[THEIR if OUR in one.sides else OUR] = found[0]
        if apart := met(every):
            self._unmixed([one for one in every if one.place in apart])
        return every

    def _unmixed(self, every: list[Versions]) -> None:
        """Give leads that meet in one file the versions that were committed.

        git puts there what it made of both sides of each, or one side of it alone.
        """
        trees = {number: self._committed(commit) for number, commit in self.commits().items()}
        for one in every:
            sides = {n: tree[one.lead] for n, tree in trees.items() if one.lead in tree}
            if OUR in sides and THEIR in sides:
                one.sides = sides

    def commits(self) -> dict[int, str]:
        """Return the commits whose join this is, by git's numbers; none of a stash."""
        other = OTHER.get(self.what)
        if other is None:
            return {}
        commits = {BASE: f"{other}^", OUR: "HEAD", THEIR: other}
        if self.what == "merge":
            commits[BASE] = self.git.ask("merge-base", "HEAD", other)
        elif self.what == "revert":
            commits[BASE], commits[THEIR] = other, f"{other}^"
        return commits

    def _committed(self, commit: str) -> dict[str, tuple[str, bytes]]:
        """Return each lead's file of a commit: where it is, and what is in it."""
        listed = self.git.run("ls-tree", "-r", "-z", commit, "--", f"{LEADS}/").items
        heads = [entry.partition("\t") for entry in listed]
        datas = self.git.blobs([head.split()[2] for head, _, _ in heads])
        every = zip((path for _, _, path in heads), datas, strict=True)
        return {lead: (path, data) for path, data in every if data and (lead := lead_in(data))}

    def _settled(self) -> dict[str, list[tuple[str, bytes]]]:
        """Return by lead the files that are in no conflict: one side may have renamed its file."""
        listed = self.git.must("ls-files", "--stage", "-z", "--", f"{LEADS}/*.toml").items
        found: dict[str, list[tuple[str, bytes]]] = {}
        entries = [entry.partition("\t") for entry in listed]
        heads = {path: head.split() for head, _, path in entries if head.endswith(" 0")}
        datas = self.git.blobs([head[1] for head in heads.values()])
        for path, data in zip(heads, datas, strict=True):
            if data is not None and (lead := lead_in(data)):
                found.setdefault(lead, []).append((path, data))
        return found
