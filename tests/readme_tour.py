"""Runs the console blocks of the README, one shell for all of them, at a fixed moment.

`python tests/readme_tour.py` writes what the commands print into the README.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
NOW = "2026-11-20T15:00:00Z"  # a Friday, 10:00 in New York
IDS = {"ana-lopez": "k7f3q9m2", "ben-ode": "q2w8x4t6"}
"""The ids that the README gives its leads: real ones are new each time."""

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROGRAM = re.compile(r"\S+(/leadctl| -m leadctl)(?= -C)")
_NEXT = "\x01"


def typed(block: str) -> list[str]:
    """Return the commands of a block, without their prompts."""
    return [line[2:] for line in block.split("\n") if line.startswith("$ ")]


def played(text: str, folder: Path) -> str:
    """Return the README with what its commands print in an empty folder."""
    commands = [command for block in _BLOCK.findall(text) for command in typed(block)]
    outputs = iter(_run(commands, folder))

    def block(found: re.Match[str]) -> str:
        lines = [f"$ {command}\n{next(outputs)}" for command in typed(found[1])]
        return f"```console\n{''.join(lines)}```"

    return _BLOCK.sub(block, text)


def _run(commands: list[str], folder: Path) -> list[str]:
    """Return what each command prints, stdout and stderr in the order of the screen."""
    programs = folder / "bin"
    programs.mkdir()
    program = programs / "leadctl"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m leadctl --now {NOW} "$@"\n')
    program.chmod(0o755)
    script = "".join(f"printf '\\001'\n{command}\n" for command in commands)
    env = {"PATH": f"{programs}:/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": str(folder)}
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={**env, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return [_as_printed(part, folder) for part in done.stdout.split(_NEXT)[1:]]


def _as_printed(said: str, folder: Path) -> str:
    """Return an output with the README's ids, the user's own paths, and no --now."""
    for path in sorted(folder.glob("**/leads/*/*.toml")):
        name, _, lead_id = path.stem.rpartition("-")
        said = said.replace(lead_id, IDS.get(name, lead_id))
    said = said.replace(f"leadctl --now {NOW} ", "leadctl ")
    return _PROGRAM.sub("/usr/local/bin/leadctl", said).replace(str(folder), "/home/sam")


def main() -> None:
    """Write the README anew with what its commands print."""
    with tempfile.TemporaryDirectory() as folder:
        text = played(README.read_text(encoding="utf-8"), Path(os.path.realpath(folder)))
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
