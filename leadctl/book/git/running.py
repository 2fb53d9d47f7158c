"""Running git: in the book's folder, in an environment that points at no other repository."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from leadctl.errors import Busy
from leadctl.values import dataclass

PATIENCE = 3600
"""Seconds after which a git that does not end is given up: a remote that never answers."""

_KEPT = ("GIT_SSH", "GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_ASKPASS", "GIT_TERMINAL_PROMPT")
_KEPT_SETTINGS = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH")


@dataclass(frozen=True)
class Ended:
    """How a git command ended, and what it said."""

    code: int
    out: bytes
    err: str

    @property
    def ok(self) -> bool:
        """Whether it did what it was asked."""
        return self.code == 0

    @property
    def text(self) -> str:
        """Return what it printed, as text without the last line end."""
        return self.out.decode("utf-8", "replace").rstrip("\n")

    @property
    def items(self) -> list[str]:
        """Return what it printed with -z, apart."""
        return [one for one in self.out.decode("utf-8", "surrogateescape").split("\0") if one]

    @property
    def reason(self) -> str:
        """Return the line that says why it failed."""
        lines = [line.strip() for line in self.err.splitlines() if line.strip()]
        telling = [line for line in lines if line.startswith(("fatal:", "error:", "remote:", "!"))]
        line = (telling or lines or [f"git ended with {self.code}"])[0]
        return line.removeprefix("fatal: ").removeprefix("error: ")


def clean(env: Mapping[str, str]) -> dict[str, str]:
    """Return an environment for git: a hook's GIT_DIR and the like would lead it elsewhere."""
    kept = {k: v for k, v in env.items() if not k.startswith("GIT_") or _is_kept(k)}
    for name in ("LANGUAGE", "LC_MESSAGES"):
        kept.pop(name, None)
    own = {"LC_ALL": "C.UTF-8", "GIT_MERGE_AUTOEDIT": "no", "GIT_EDITOR": "true"}
    return {**kept, **own, "GIT_OPTIONAL_LOCKS": "0"}


def _is_kept(name: str) -> bool:
    settings = name in _KEPT_SETTINGS or name.startswith(("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_"))
    return settings or name == "GIT_CONFIG_COUNT" or name.startswith(_KEPT)


_QUICK = ("-c", "core.fsyncMethod=batch")
"""One flush for all the objects of a command; each on its own takes minutes for a large book."""


def _absent() -> Busy:
    return Busy("git is not installed here.", hint="Everything but sharing works.")


class Git:
    """git in one folder. Raises Busy where there is no git, or where it never ends."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.folder = folder
        self.env = clean(env)

    def run(self, *words: str, text: bytes = b"", env: Mapping[str, str] | None = None) -> Ended:
        """Run a command, whatever comes of it. Nothing is ever asked: its stdin is `text`."""
        import subprocess

        try:
            done = subprocess.run(
                ["git", *_QUICK, *words],
                cwd=self.folder,
                env={**self.env, **(env or {})},
                input=text,
                capture_output=True,
                check=False,
                timeout=PATIENCE,
            )
        except FileNotFoundError:
            raise _absent() from None
        except subprocess.TimeoutExpired:
            raise Busy(f"git {words[0]} did not end within {PATIENCE} seconds.") from None
        return Ended(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))

    def reach(self, *words: str) -> Ended:
        """Run a command that talks with a remote, which fails where the remote falls silent."""
        from leadctl.book.git.watching import SILENCE, Silent, watched

        try:
            return Ended(*watched(["git", *words, "--progress"], self.folder, self.env))
        except Silent:
            return Ended(1, b"", f"it has not answered for {SILENCE:.0f} seconds")
        except FileNotFoundError:
            raise _absent() from None

    def must(self, *words: str, text: bytes = b"", env: Mapping[str, str] | None = None) -> Ended:
        """Run a command that has to succeed. Raises Busy with what git said."""
        done = self.run(*words, text=text, env=env)
        if not done.ok:
            raise Busy(f"git {words[0]} failed: {done.reason}")
        return done

    def ask(self, *words: str) -> str:
        """Return what a command prints, or "" where it fails."""
        done = self.run(*words)
        return done.text if done.ok else ""

    def blobs(self, names: Sequence[str]) -> Iterator[bytes | None]:
        """Yield the content of each object (an id, or COMMIT:PATH); None where there is none.

        A path with a line end in it, which leadctl never makes, cannot be asked for.
        """
        lines = [name for name in names if "\n" not in name]
        asked = "".join(f"{name}\n" for name in lines).encode("utf-8", "surrogateescape")
        out = self.must("cat-file", "--batch", text=asked).out if lines else b""
        at = 0
        for name in names:
            if "\n" in name:
                yield None
                continue
            end = out.index(b"\n", at)
            head = out[at:end].split()
            if len(head) < 3 or head[1] not in {b"blob", b"commit"}:
                at = end + 1
                yield None
                continue
            size = int(head[2])
            yield out[end + 1 : end + 1 + size]
            at = end + size + 2
