"""Every command that writes, and a book in which each has something to do."""

from __future__ import annotations

import sys
from pathlib import Path

from cli_runner import Cli

WRITES = {
    "add": "add Zoe email=zoe@example.com tags=a,b",
    "set": "set ana tags+=vip value=1.2m birthday=--03-07",
    "role": "set ana role=Seller",
    "log": "log ana text --out",
    "log an event": "log ana contract",
    "note": "note ana 'likes light'",
    "status set": "status set ana Nurture",
    "status set, forced": "status set ana 'In Contract' --force --reason 'signed on paper'",
    "status next": "status next dee",
    "status confirm": "status confirm ana ben",
    "snooze": "snooze ben '3 days' --asked",
    "done": "done cho first-call",
    "claim": "claim ana",
    "release": "release ben",
    "pass": "pass ben",
    "assign": "assign ana sam",
    "import": "import more.csv",
    "merge-leads": "merge-leads ana ben",
    "delete": "delete ana --yes",
    "pipeline migrate": "pipeline migrate streeteasy-classic streeteasy-buyer --yes",
    "pipeline copy": "pipeline copy realvolve",
    "pipeline new": "pipeline new choir",
    "check --fix": "check --fix",
    "edit": "edit ana",
    "tick": "tick",
}


OWN = """
schema = 1
id = "own"
title = "Own"
initial = "New"
[status.New]
definition = "Just in."
[[status.New.follow_up]]
id = "first-call"
do = "Call"
after = "1 day"
from = "received"
until = ["done"]
[[status.New.follow_up]]
after = "2 hours"
from = "received"
until = ["done"]
then = { status = "Old" }
when = { field = "source" }
[status.Old]
definition = "Left alone."
"""


def make_whole_book(folder: Path) -> Cli:
    """Return a book in which each of the writes has something to do."""
    cli = Cli(folder).acting("sam")
    start = Cli(cli.cwd)
    start.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    book = cli.inside("book").at("2026-11-19T15:00:00Z")
    for words in (
        "add Ana phone=4155550132",
        "add Ben email=ben@example.com owner=sam",
        "log ben text --out",
        "log ben text --in",
        "status set ben 'In Communication'",
        "add Dee --pipeline streeteasy-classic",
        "add Cho --pipeline own",
        "add Gil --pipeline own source=fair",
        "add Eve",
    ):
        if "own" in words.split():
            (book.cwd / "pipelines" / "own.toml").write_text(OWN)
        book.noting().fast(words)
    (book.cwd / "more.csv").write_text("First Name,Last Name,Phone\nFay,Lin,2125550143\n")
    book.noting().fast("status set eve Nurture")
    eve = next((book.cwd / "leads").rglob("eve*"))
    eve.write_text(eve.read_text().replace('status = "Nurture"', 'status = "Unresponsive"'))
    editor = f'{sys.executable} -c \'import sys; open(sys.argv[1], "a").write("# seen")\''
    return book.at("2026-11-20T15:00:00Z").given(EDITOR=editor)
