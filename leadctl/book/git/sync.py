"""sync: commit, fetch, join, check, push; and again where somebody pushed in between.

Each step can be cut short anywhere: what is committed stays, what git had half checked out is put
right by the next sync, and a join that is not finished is finished.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import random

from leadctl.book.git.burials import Fate
from leadctl.book.git.committing import commit_all
from leadctl.book.git.place import in_middle_of
from leadctl.book.git.remains import Remains
from leadctl.book.git.repository import (
    Upstream,
    branch_of,
    head,
    is_registered,
    register,
    upstream_of,
    write_attributes,
)
from leadctl.book.git.running import Ended, Git
from leadctl.book.git.stages import Resolved, settle
from leadctl.book.git.to_carry import carry
from leadctl.book.journal.lock import locked
from leadctl.book.own_files.checkouts import git_folder
from leadctl.errors import Busy, LeadctlError, Refused, Usage
from leadctl.values import dataclass, field

TRIES = 200
"""How often a push is tried again when others push at the same time."""
_RACED = ("fetch first", "non-fast-forward", "stale info", "cannot lock ref", "failed to update")


class Raced(Exception):
    """Somebody pushed in between."""


@dataclass
class Synced:
    """What a sync did: `before` and `after` are the commits that were and are checked out.

    `committed` whether there was something of our own, `pushed` whether the remote has it now;
    `stopped` what is left to settle where it could not be joined.
    """

    before: str = ""
    after: str = ""
    upstream: Upstream | None = None
    registered: bool = False
    committed: bool = False
    pushed: bool = False
    joined: int = 0
    tries: int = 0
    stopped: Resolved | None = None
    buried: list[Fate] = field(default_factory=list)


def repository(root: Path, env: dict[str, str]) -> Git:
    """Return git in a book. Raises Usage where the book is in no repository."""
    if git_folder(root) is None:
        raise Usage(
            "This book is in no git repository.", hint="Make it one with: leadctl init --git"
        )
    return Git(root, env)


class Sync:
    """One sync of one clone. `settled` is called under the book's lock before anything is sent."""

    def __init__(self, root: Path, private: Path, git: Git, program: list[str]) -> None:
        self.root, self.private, self.git, self.program = root, private, git, program
        self.remains = Remains(private, git)
        self.done = Synced()
        self._is_first = False

    def run(self, message: str, check: Callable[[Synced], None], *, push: bool = True) -> Synced:
        """Bring this clone and its remote together.

        Raises Busy where the remote is not reached, and whatever `check` raises.
        """
        with locked(self.private, "leadctl sync", name="sync"):
            try:
                self._all(message, check, push=push)
            except LeadctlError:
                self.remains.clear()  # only what kills a sync leaves its note
                raise
            self.remains.clear()
        self.done.after = head(self.git)
        return self.done

    def _all(self, message: str, check: Callable[[Synced], None], *, push: bool) -> None:
        with self._book():
            self._prepare(message)
        self.done.upstream = upstream_of(self.git) or self._first_push()
        while self.done.upstream and not self.done.stopped:
            self.done.tries += 1
            try:
                self._round(message, check, push=push)
                return
            except Raced:
                if self.done.tries >= TRIES:
                    raise Busy(
                        f"Others keep pushing: {TRIES} tries.",
                        hint="All is committed here. Run leadctl sync again later.",
                    ) from None
                time.sleep(random() * 0.05 * min(self.done.tries, 10))

    @contextmanager
    def _book(self) -> Iterator[None]:
        with locked(self.private, "leadctl sync", timeout=60):
            yield

    def _prepare(self, message: str) -> None:
        """Put right what an earlier sync left behind, finish its join, commit what is new."""
        self.remains.mend()
        self.remains.begin()
        _refuse_detached(self.root, self.git)
        if not is_registered(self.git, self.program):
            register(self.git, self.program)
            self.done.registered = True
        write_attributes(self.root)
        self.settle(message)
        if not self.done.stopped:
            self._carry()
            self._commit(message)
        self.done.before = head(self.git)

    def _commit(self, message: str) -> None:
        if commit_all(self.git, message):
            self.done.committed = True

    def _carry(self) -> None:
        """Let go along what git's driver could not carry: of a pull, say."""
        self.done.buried += carry(self.root, self.git).fates

    def settle(self, message: str) -> None:
        """Join what git has stopped at, and end that; `stopped` says what is left."""
        for result in settle(self.root, self.git, {}, message):
            self.done.joined += len(result.joined)
            self.done.buried += result.buried
            self.done.stopped = None if result.done else result

    def _round(self, message: str, check: Callable[[Synced], None], *, push: bool) -> None:
        upstream = self.done.upstream
        assert upstream is not None
        fetch(self.git, upstream)
        with self._book():
            self._join(upstream, message)
            if self.done.stopped:
                return
            self.done.after = head(self.git)
            check(self.done)
        if push and self._is_ahead(upstream):
            send(self.git, upstream, "HEAD")
            self.done.pushed = True

    def _join(self, upstream: Upstream, message: str) -> None:
        self._commit(message)
        target = self.git.ask("rev-parse", "--verify", "--quiet", upstream.tracking)
        if not target or self.git.run("merge-base", "--is-ancestor", target, "HEAD").ok:
            return
        self.remains.begin(target)
        ours = ["-c", "merge.renames=false"]  # into the file of a look-alike, say
        bases = self.git.ask("merge-base", "--all", "HEAD", target).split()
        if len(bases) < 2:
            # Every lead that both changed is left to the joiner in this process: a driver would be
            # started for each. Where histories cross, git joins their bases first, by the driver.
            ours += ["-c", "merge.leadctl.driver=false"]
        words = ["merge", "--quiet", "--no-edit", "-m", message, target]
        if self._is_first:  # a remote that was made with a README of its own
            words.insert(1, "--allow-unrelated-histories")
        said = self.git.run(*ours, *words)
        if not said.ok and in_middle_of(self.root):
            self.settle(message)
        elif not said.ok:
            raise Busy(f"git merge failed: {said.reason}", hint="Then run leadctl sync again.")
        if not self.done.stopped:
            self._carry()
            self._commit(message)
        self.remains.begin()

    def _is_ahead(self, upstream: Upstream) -> bool:
        target = self.git.ask("rev-parse", "--verify", "--quiet", upstream.tracking)
        return head(self.git) != target

    def _first_push(self) -> Upstream | None:
        """Publish a branch that has never been, where there is exactly one remote to publish to."""
        remotes = self.git.ask("remote").split()
        branch = branch_of(self.git)
        if not remotes or not branch:
            return None
        remote = "origin" if "origin" in remotes else remotes[0]
        self.git.must("config", f"branch.{branch}.remote", remote)
        self.git.must("config", f"branch.{branch}.merge", f"refs/heads/{branch}")
        self._is_first = True
        return upstream_of(self.git)


def _refuse_detached(root: Path, git: Git) -> None:
    """Raise Busy where no branch is checked out: a commit made there is on none, and gets lost."""
    if not branch_of(git) and not in_middle_of(root):
        raise Busy(
            "No branch is checked out in this clone, so nothing was committed or sent.",
            hint="Check one out, for example: git switch main",
        )


def fetch(git: Git, upstream: Upstream) -> None:
    """Fetch the branch. Raises Busy where the remote is not reached."""
    spec = f"+{upstream.ref}:{upstream.tracking}"
    done = git.reach("fetch", "--no-tags", upstream.remote, spec)
    if done.ok or "couldn't find remote ref" in done.err:
        return
    if "cannot lock ref" in done.err or "unable to update local ref" in done.err:
        raise Raced
    raise unreached(upstream, done)


def unreached(upstream: Upstream, done: Ended) -> Busy:
    """Return the error for a remote that does not answer, with what git said."""
    return Busy(
        f"{upstream.remote} was not reached: {done.reason}",
        hint="All is committed here; run leadctl sync again when you are online.",
    )


_GIVEN_UP = "failed to push some refs"
"""All that git itself says where a hook here stops a push: of a remote out of reach it says why."""


def _hooks_words(done: Ended) -> str:
    """Return the last lines of what a hook said, on one line."""
    lines = [line.strip() for line in (done.text + "\n" + done.err).splitlines() if line.strip()]
    said = [line for line in lines if _GIVEN_UP not in line]
    return " ".join(said[-3:]) or "it did not say why"


def send(git: Git, upstream: Upstream, commit: str) -> None:
    """Push a commit. Raises Raced where somebody was first, Refused by a hook, Busy offline."""
    done = git.reach("push", "--porcelain", upstream.remote, f"{commit}:{upstream.ref}")
    if done.ok:
        return
    refused = [line for line in done.text.split("\n") if line.startswith("!")]
    if not refused and _GIVEN_UP in done.err and "fatal:" not in done.err:
        raise Refused(f"The pre-push hook of this clone refused the push: {_hooks_words(done)}")
    if any(word in done.text + done.err for word in _RACED):
        raise Raced
    if refused:
        said = refused[0].rpartition("\t")[2]
        remote = [line for line in done.err.split("\n") if line.startswith("remote:")]
        why = remote[0].removeprefix("remote:").strip() if remote else said
        raise Refused(f"{upstream.remote} refused the push: {why}")
    raise unreached(upstream, done)
