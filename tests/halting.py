"""Runs a module or a script up to a new file of a lead: `python halting.py COUNT WHAT ARGUMENTS`.

Just before the lead file of that number is made it says "halted", and waits to be stopped there:
so a test stops it in its middle on any machine, however quick or busy.
"""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import time
from pathlib import Path

SAID = b"halted\n"


def halt_at(count: int) -> None:
    """Wait, for a minute at most, before the lead file of this number (from 1) is created."""
    made = 0

    def look(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal made
        if event != "open" or not str(arguments[0]).endswith(".toml"):
            return
        flags = arguments[2]
        if isinstance(flags, int) and flags & os.O_CREAT:
            made += 1
            if made == count:
                os.write(1, SAID)
                time.sleep(60)

    sys.addaudithook(look)


def halting(count: int, *command: str) -> list[str]:
    """Return the command that runs a module or script (its name, its arguments) that halts."""
    return [sys.executable, "-P", str(Path(__file__)), str(count), *command]


def wait_until_halted(process: subprocess.Popen[bytes]) -> None:
    """Wait until the process, whose stdout is a pipe, has come to its halt."""
    assert process.stdout is not None
    assert process.stdout.readline() == SAID


def main() -> None:
    """Run what the arguments name."""
    number, what, *_ = sys.argv[1:]
    sys.argv = sys.argv[2:]
    halt_at(int(number))
    if what.endswith(".py"):
        sys.path.insert(0, str(Path(what).parent))
        runpy.run_path(what, run_name="__main__")
    else:
        runpy.run_module(what, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
