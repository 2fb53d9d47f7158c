"""What docs/analysis.md says to type works, with each tool that is installed here."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys

import pytest
from cli_runner import ENV, ROOT, Cli

PAGE = (ROOT / "docs" / "analysis.md").read_text()
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", PAGE, re.DOTALL)
LINES = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
SERVERS = {"datasette"}


@pytest.fixture
def exported(cli: Cli) -> Cli:
    """A book of two leads that were called, with both exports beside it."""
    cli.noting().fast("init")
    for name in ("Ana", "Ben"):
        cli.noting().fast(f"add {name} value=450000 email={name.lower()}@example.com")
        cli.noting().fast(f"log {name} call")
    cli.noting().fast("export --format jsonl -o leads.jsonl")
    cli.noting().fast("export --events --format jsonl -o events.jsonl")
    cli.noting().fast("export -o leads.csv")
    program = cli.cwd / "bin" / "leadctl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m leadctl "$@"\n')
    program.chmod(0o755)
    return cli


@pytest.mark.parametrize("line", LINES)
def test_a_line_for_a_shell_runs(exported: Cli, line: str) -> None:
    """Each line ends well, and says something."""
    tools = [part.split(maxsplit=1)[0] for part in re.sub("'[^']*'", "", line).split(" | ")]
    tool = tools[-2] if len(tools) > 1 else tools[0]
    if tool != "leadctl" and shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed here")
    if tool in SERVERS:  # it answers one request here, and ends
        line = f"sqlite-utils insert book.db events events.jsonl --nl && {line} --get /book.json"
    elif line.startswith("sqlite-utils book.db"):
        line = f"sqlite-utils insert book.db events events.jsonl --nl && {line}"
    env = {**ENV, "PATH": f"{exported.cwd / 'bin'}:{os.environ['PATH']}"}
    words = ["/bin/sh", "-c", line]
    done = subprocess.run(
        words, cwd=exported.cwd, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert tool not in {"mlr", "fzf"} or done.stdout.strip()
    if "has:email" in line:  # what mutt reads: a line that it skips, then addresses
        assert done.stdout.splitlines()[1:] == ["ana@example.com\tAna\tAttempted Contact"]


@pytest.mark.parametrize("code", [text for kind, text in BLOCKS if kind == "python"])
def test_a_piece_of_python_runs(exported: Cli, code: str) -> None:
    """It prints two calls of one agent."""
    if importlib.util.find_spec("pandas") is None:
        pytest.skip("pandas is not installed here")
    words = [sys.executable, "-c", code]
    done = subprocess.run(
        words, cwd=exported.cwd, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"call +2", done.stdout)
