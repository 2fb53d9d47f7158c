"""Published claims: the remote has to take the commit before the command says yes.

Nothing is written here until it has: the commit is made apart from the files, and pushed. That the
remote takes only what follows on what it has is the lock that all clones share.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from leadctl.book.git.committing import uncommittable
from leadctl.book.git.edit import Edit
from leadctl.book.git.message import subject
from leadctl.book.git.remains import under_way
from leadctl.book.git.repository import (
    Upstream,
    branch_of,
    head,
    published_branches,
    upstream_of,
)
from leadctl.book.git.running import Git
from leadctl.book.git.sync import send
from leadctl.book.own_files.checkouts import git_folder
from leadctl.errors import Busy
from leadctl.rules.clauses.words import quote

_OFFLINE = (
    "Nothing was written here. Online again, run it once more; or claim here alone with --local."
)


def published(root: Path, env: Mapping[str, str]) -> Upstream | None:
    """Return where a book's branch is published, or None: then no claim goes anywhere.

    Raises Busy where git does not work here, and where another branch of this clone is published
    and the present one, or none at all, is not: it must not look as if nothing were shared.
    """
    if git_folder(root) is None:
        return None
    git = Git(root, env)
    git.must("rev-parse", "--git-dir")
    found = upstream_of(git)
    if found is None and (elsewhere := published_branches(git)):
        here = f"the branch {branch}" if (branch := branch_of(git)) else "no branch"
        raise Busy(
            f"Nobody else would see it: {here} is checked out, and {elsewhere[0]} is shared.",
            hint=f"git switch {quote(elsewhere[0])}, or claim here alone with --local.",
        )
    return found


class Publisher:
    """Publishes what one operation is about to write. `why` stands in the commit."""

    def __init__(self, root: Path, private: Path, git: Git, upstream: Upstream, why: str) -> None:
        self.root, self.private, self.git = root, private, git
        self.upstream, self.why = upstream, why
        self._index = private / f"publish-{os.getpid()}.index"
        self._commit = self._parent = ""
        self._paths: list[str] = []

    def push(self, edits: list[Edit], command: str) -> None:
        """Push a commit of these files. Raises Raced, Refused or Busy; nothing here is changed."""
        if not edits:
            return
        self._parent = head(self.git)
        self._paths = [edit.path for edit in edits]
        try:
            self._commit = self._made(edits, command)
        finally:
            self._index.unlink(missing_ok=True)
        try:
            send(self.git, self.upstream, self._commit)
        except Busy as error:
            raise Busy(error.sentence, hint=_OFFLINE) from None

    def _made(self, edits: list[Edit], command: str) -> str:
        """Return a commit on top of the present one in which these files are as they will be."""
        env = {"GIT_INDEX_FILE": str(self._index.absolute())}
        prefix = self.git.ask("rev-parse", "--show-prefix")
        self.git.must("read-tree", "HEAD", env=env)
        lines = []
        for edit in edits:
            text = (edit.after or "").encode()
            blob = self.git.must("hash-object", "-w", "--stdin", text=text).text
            lines.append(f"100644 {blob}\t{prefix}{edit.path}\n")
        listed = "".join(lines).encode("utf-8", "surrogateescape")
        self.git.must("update-index", "--add", "--index-info", text=listed, env=env)
        self._ask_hook(env)
        tree = self.git.must("write-tree", env=env).text
        message = subject(edits, command) + (f"\n\n{self.why}" if self.why else "") + "\n"
        done = self.git.run("commit-tree", tree, "-p", self._parent, text=message.encode())
        if not done.ok:
            raise uncommittable(done)
        return done.text

    def _ask_hook(self, env: Mapping[str, str]) -> None:
        """Let the pre-commit hook judge what is about to be committed. Raises Busy if it refuses.

        A git before 2.36 cannot run one hook by itself; then none is asked.
        """
        done = self.git.run("hook", "run", "--ignore-missing", "pre-commit", env=env)
        if not done.ok and "is not a git command" not in done.err:
            raise Busy(uncommittable(done).sentence, hint="Nothing was written or sent.")

    def settle(self) -> None:
        """Take what the remote has taken as the present commit: the files are written now."""
        if not self._commit:
            return
        with under_way(self.private, self.git):
            self.git.must("update-ref", "-m", "leadctl", "HEAD", self._commit, self._parent)
            names = "\0".join(self._paths).encode("utf-8", "surrogateescape")
            self.git.must("update-index", "--add", "-z", "--stdin", text=names)
        self._commit = ""
