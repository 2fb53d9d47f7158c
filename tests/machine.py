"""What a test needs of the machine it runs on: without it a laptop skips the test, with a sentence.

Where `CI` is set the tests of strace, git and an administrator are not skipped: there they run,
and fail for want of it. A clock that can be set is no part of a plain machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

CI = bool(os.environ.get("CI"))


def needs(there: bool, without: str) -> pytest.MarkDecorator:
    """Skip a test where something is not there, but not in CI; `without` says what is missing."""
    return pytest.mark.skipif(not CI and not there, reason=without)


def strace_works() -> bool:
    """Whether this machine lets strace follow a process."""
    if not shutil.which("strace"):
        return False
    with tempfile.TemporaryDirectory() as folder:
        tried = ["strace", "-o", str(Path(folder) / "try"), "-e", "trace=write", "true"]
        return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def can_mount() -> bool:
    """Whether this account may make a small disk in memory."""
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
        return True


needs_strace = needs(strace_works(), "strace may not trace here")
needs_root = needs(os.geteuid() == 0, "only an administrator can make this case")
needs_git = needs(bool(shutil.which("git")), "git is not installed here")
needs_clock = pytest.mark.skipif(not shutil.which("faketime"), reason="faketime is not installed")
