"""Starting is fast: what --version and --help import, and how long --version takes."""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

import pytest
from cli_runner import ENV

OWN = {
    "leadctl",
    "leadctl.__main__",
    "leadctl.own_modules",
    "leadctl.streams",
    "leadctl.cli",
    "leadctl.commands",
    "leadctl.commands.starting",
    "leadctl.commands.starting.command",
    "leadctl.commands.starting.command_table",
    "leadctl.commands.starting.lazy_group",
}
CLICK_PRINTING = {"signal", "locale", "_locale", "gc"}
CLICK_HELP = {"click._textwrap", "textwrap"}

AT_MOST = 1.2  # times `import click`, as promised
ROUNDS = 9
TRIES = 3


def imported(code: str) -> set[str]:
    """Return the modules that a fresh Python has imported at the end of some code."""
    script = f"{code}\nimport sys; sys.__stderr__.write(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], env=ENV, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def run(word: str) -> str:
    """Return code that runs `leadctl word` and goes on."""
    return f"import sys; sys.argv = ['leadctl', {word!r}]\nfrom leadctl.__main__ import run\nrun()"


def ratio() -> float:
    """Return how much longer `leadctl --version` takes than `import click`, by the medians."""
    bare, ours = [], []
    for _ in range(ROUNDS):  # in turn, so that a busy moment slows both
        bare.append(seconds("-c", "import click"))
        ours.append(seconds("-m", "leadctl", "--version"))
    return median(ours) / median(bare)


def seconds(*words: str) -> float:
    """Return how long one run of Python takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *words], env=ENV, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


@pytest.mark.parametrize(
    ("word", "allowed"),
    [
        ("--version", OWN | CLICK_PRINTING),
        ("--help", OWN | CLICK_PRINTING | CLICK_HELP),
    ],
)
def test_what_starting_imports(word: str, allowed: set[str]) -> None:
    """--version and --help import click, what is listed here, and nothing else."""
    assert imported(run(word)) - imported("import click") - allowed == set()


def test_the_guard_sees_what_is_imported() -> None:
    """A library imported at the top would be noticed."""
    assert "tomli_w" in imported("import tomli_w") - imported("import click")


def test_version_takes_hardly_longer_than_click() -> None:
    """`leadctl --version` takes at most 1.2 times `import click`; a noisy machine gets 3 tries."""
    tries = []
    while len(tries) < TRIES and min(tries, default=AT_MOST + 1) > AT_MOST:
        tries.append(ratio())
    assert min(tries) <= AT_MOST, tries
