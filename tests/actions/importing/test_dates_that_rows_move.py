"""A date that a row moves is another date: what was done about the old one settles nothing."""

from __future__ import annotations

from cli_runner import Cli

DEFINITION = """
schema = 1
id = "grants"
title = "Grants"
initial = "New"

[field.closing]
type = "date"

[event.submitted]

[status.New]
definition = "just came in"

[[status.New.follow_up]]
id = "submit"
do = "Submit"
before = "3 days"
from = { field = "closing" }
until = [{ event = "submitted" }]
"""
ROW = "ID,Name,Email,Closing\n1,Cy Dorn,cy@example.com,{closing}\n"


def test_a_date_that_an_import_moves_counts_as_moved(cli: Cli) -> None:
    """What was submitted for the first date does not count for the one that an update brings, and
    the same file once more changes nothing.
    """
    cli.noting().fast("init")
    (cli.cwd / "pipelines").mkdir(exist_ok=True)
    (cli.cwd / "pipelines" / "grants.toml").write_text(DEFINITION)
    book = cli.at("2026-11-02T10:00:00Z").noting()
    words = "import rows.csv --pipeline grants --source crm --as-new --map closing=Closing --update"
    (cli.cwd / "rows.csv").write_text(ROW.format(closing="2026-11-20"))
    book.fast(words)
    assert rules(book) == {"submit"}
    book.at("2026-11-10T10:00:00Z").fast("log cy submitted")
    later = book.at("2026-11-12T10:00:00Z")
    assert rules(later) == {"idle"}
    (cli.cwd / "rows.csv").write_text(ROW.format(closing="2027-01-10"))
    assert later.fast(words).out == "1 line: 1 updated.\n"
    assert rules(later) == {"submit"}
    assert later.fast(words).out == "1 line: 1 already here.\n"
    (moved,) = [
        e for e in later.fast("show cy --format json").json["history"] if e["event"] == "set"
    ]
    assert moved["by"] == "import"


def rules(book: Cli) -> set[str]:
    return {row["rule"] for row in book.fast("show cy --format json").json["due"]}
