"""What a power cut may lose: nothing, while the calls that make writes durable are in order."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from crash_book import command, environment, make_book
from machine import needs_strace


def calls(root: Path, log: Path, *arguments: str) -> list[tuple[str, str]]:
    """Run the writer and return its calls that matter, each with the path it is about."""
    trace = "trace=fsync,rename,link,unlink"
    subprocess.run(
        ["strace", "-f", "-y", "-qq", "-o", str(log), "-e", trace, *command(root, *arguments)],
        env=environment(),
        capture_output=True,
        check=True,
    )
    found = []
    for line in log.read_text().splitlines():
        if str(root) not in line:
            continue
        name = re.match(r"\d+ +(\w+)\(", line)
        paths = re.findall(r'[<"]([^<>"]*)[>"]', line)
        if name and paths:
            found.append((name[1], paths[-1] if name[1] in {"rename", "link"} else paths[0]))
            if name[1] in {"rename", "link"}:
                found.append((f"{name[1]} from", paths[0]))
    return found


@needs_strace
@pytest.mark.battery(3)
@pytest.mark.parametrize("arguments", [("status", "Won", "a", "b"), ("many", "0", "2", "whole")])
def test_everything_is_durable_before_it_is_relied_on(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    """Contents reach the disk before their names, before-images before the first change, and the
    folder of the leads before the journal says that the operation has happened.
    """
    root = tmp_path / "book"
    make_book(root, "a", "b")
    seen = calls(root, tmp_path / "log", *arguments)
    journal = str(root / ".leadctl/journal/00000002")
    leads = [i for i, (name, path) in enumerate(seen) if _places(name) and "/leads/" in path]
    assert len(leads) == 2
    for index in leads:
        source = seen[index + 1][1]
        assert ("fsync", source) in seen[:index], "a name before its content"
    assert ("fsync", f"{journal}.open") in seen[: leads[0]], "a change before its before-image"
    assert ("fsync", str(root / ".leadctl/journal")) in seen[: leads[0]]
    done = seen.index(("rename", f"{journal}.done"))
    assert ("fsync", str(root / "leads/2026")) in seen[leads[-1] : done], "done before durable"
    assert ("fsync", str(root / ".leadctl/journal")) in seen[done:], "acknowledged too early"


def _places(name: str) -> bool:
    return name in {"rename", "link"}
