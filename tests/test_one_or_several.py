"""One is said as one: no sentence that counts says "1 leads"."""

from __future__ import annotations

import re
from pathlib import Path

from cli_runner import Cli

from leadctl.rules.time.moments import so_many

CODE = Path(__file__).parent.parent / "leadctl"
NOUNS = "leads|lines|files|cases|cells|rows|messages|things|problems|events|fields|scenarios"
COUNTS = r"len\([^{}]*\)|\w*(?:count|total|more|things|masked|barred)\w*"
COUNTED = re.compile(r"\{(?:" + COUNTS + r")\} ?(?:" + NOUNS + r")\b")
GUARDED = re.compile(r"== 1|> 1|\bMANY\b|1 <|SHOWN|TOLD")
SEVERAL = {
    "book/selector.py", "actions/recording/done.py", "commands/starting/choosing.py",
    "commands/telling/printing.py",
}  # fmt: skip
"""These are only said where there are several."""


def test_what_is_counted_agrees_with_its_number() -> None:
    """Wherever code counts things in a sentence, one thing has its own word beside it."""
    found = []
    for path in sorted(CODE.rglob("*.py")):
        lines = path.read_text().splitlines()
        for number, line in enumerate(lines):
            near = " ".join(lines[max(0, number - 2) : number + 2])
            if COUNTED.search(line) and not GUARDED.search(near):
                found.append((str(path.relative_to(CODE)), line.strip()))
    assert [(name, line) for name, line in found if name not in SEVERAL] == []
    assert [so_many(n, "lead is", "leads are") for n in (0, 1, 2)] == [
        "0 leads are", "1 lead is", "2 leads are",
    ]  # fmt: skip


def test_one_lead_that_is_left_out_is_one(cli: Cli) -> None:
    """An export for calling, an import with a cell too many: each is said of one."""
    book = cli.buyers("2026-11-20T15:00:00Z", "add Ana phone=2125550132 do_not_contact=call")
    assert "1 lead is left out: no call to them" in book.fast("export --for call").err
    (book.cwd / "odd.csv").write_text("Name\nBen,x\nCho\n")
    assert "2 cells where the header has 1" in book.exits(3, None).fast("import odd.csv").err
