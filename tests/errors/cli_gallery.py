"""The gallery of errors: a command line that fails, and exactly what it then says.

Each case is a TOML file with the exact text beside it. `python tests/errors/cli_gallery.py` writes
the texts anew: read the diff before you commit it.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cli"
SETTINGS = 'pipeline = "streeteasy-buyer"\ntimezone = "America/New_York"\n'
RECEIVED = '{ at = 2026-11-20T14:00:00Z, event = "received", by = "import" }'
TEXTED = '{ at = 2026-11-20T14:10:00Z, event = "text", way = "out", by = "me" }'
MOVED = '{ at = 2026-11-20T14:10:00Z, event = "status", to = "Attempted Contact", by = "me" }'
_SHIPPED = re.compile(r"(pipelines/(?:streeteasy-\w+|wholesale)\.toml):\d+")


@dataclass(frozen=True)
class Case:
    """One error: what it shows, what is there before, the words typed, the code and the text.

    `files` are put into the book of `base_book`; `given` are commands that run before.
    """

    name: str
    says: str
    run: str
    code: int
    text: str
    files: dict[str, str]
    given: tuple[str, ...]

    @property
    def golden(self) -> Path:
        """Where the exact text is."""
        return CASES / f"{self.name}.txt"


def lead(lead_id: str, name: str, pipeline: str, status: str, *events: str) -> str:
    """Return the text of a lead's file."""
    history = "".join(f"    {event},\n" for event in (RECEIVED, *events))
    head = f'id = "{lead_id}"\nname = "{name}"\npipeline = "{pipeline}"\nstatus = "{status}"\n'
    return f"{head}\nhistory = [\n{history}]\n"


def base_book() -> dict[str, str]:
    """Return the files of the book in which every case happens."""
    ana = lead("k7f3q9m2", "Ana López", "streeteasy-buyer", "New Connection")
    ann = lead("m4n5p6q7", "Ann Lee", "streeteasy-buyer", "Attempted Contact", TEXTED, MOVED)
    wes = lead("w8x9y2z3", "Wes Hill", "wholesale", "New Lead")
    return {
        "leadctl.toml": SETTINGS,
        "leads/2026/ana-lopez-k7f3q9m2.toml": ana,
        "leads/2026/ann-lee-m4n5p6q7.toml": ann,
        "leads/2026/wes-hill-w8x9y2z3.toml": wes,
    }


def cases() -> list[Case]:
    """Return every case, by name."""
    return [_case(path) for path in sorted(CASES.glob("*.toml"))]


def _case(path: Path) -> Case:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    golden = path.with_suffix(".txt")
    text = golden.read_text(encoding="utf-8") if golden.exists() else ""
    files, given = data.get("files", {}), tuple(data.get("given", ()))
    return Case(path.stem, data["says"], data["run"], data["exit"], text, files, given)


def play(case: Case, folder: Path) -> tuple[int, str]:
    """Return the exit code and what stderr said.

    The folder's own path is written as ~/book, and a line of a shipped definition as LINE, because
    an edit above it moves it.
    """
    from cli_runner import Cli

    for name, text in {**base_book(), **case.files}.items():
        if text:  # an empty text takes a file of the base away
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    cli = Cli(folder).noting()
    for line in case.given:
        cli.fast(line)
    ran = cli.exits(case.code).fast(case.run)
    return ran.code, _SHIPPED.sub(r"\1:LINE", ran.err.replace(str(folder), "~/book"))


def main() -> None:
    """Write the text of every case anew."""
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]
    for case in cases():
        with tempfile.TemporaryDirectory() as folder:
            case.golden.write_text(play(case, Path(os.path.realpath(folder)))[1], encoding="utf-8")


if __name__ == "__main__":
    main()
