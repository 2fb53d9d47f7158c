"""report: what the command prints in each format, its filters and periods."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli_runner import Cli

SETTINGS = """\
pipeline = "streeteasy-buyer"
timezone = "America/New_York"
[agents.sam]
[agents.lee]
"""


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of three leads, received on Monday at 10:00 in New York; now it is Friday."""
    put(cli, "leadctl.toml", SETTINGS)
    lead(cli, "aaaaaaa1", "In Communication", "sam", ["Attempted Contact", "In Communication"])
    lead(cli, "aaaaaaa2", "Attempted Contact", "sam", ["Attempted Contact"], value=500)
    lead(cli, "aaaaaaa3", "New Connection", "lee", [])
    return cli


def put(cli: Cli, path: str, text: str) -> Path:
    """Write a file of the book."""
    file = cli.cwd / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def lead(cli: Cli, lead_id: str, status: str, owner: str, to: list[str], **more: Any) -> None:
    """Write a lead that was called 10 minutes after receipt and moved once a day from then on."""
    lines = ['{ at = 2026-11-16T15:00:00Z, event = "received", by = "import" }']
    if to:
        lines.append('{ at = 2026-11-16T15:10:00Z, event = "call", way = "out", by = "sam" }')
    for day, name in enumerate(to, 17):
        at = f"2026-11-{day}T15:00:00Z"
        lines.append(f'{{ at = {at}, event = "status", to = "{name}", by = "sam" }}')
    fields = "".join(f"{key} = {value}\n" for key, value in more.items())
    history = "".join(f"    {line},\n" for line in lines)
    text = (
        f'id = "{lead_id}"\nname = "Lead {lead_id}"\npipeline = "streeteasy-buyer"\n'
        f'status = "{status}"\nowner = "{owner}"\nsource = "StreetEasy"\n{fields}\n'
        f"history = [\n{history}]\n"
    )
    put(cli, f"leads/2026/lead-{lead_id}.toml", text)


def test_status_as_a_table(book: Cli) -> None:
    """People read one row for each status, in the order of the pipeline."""
    assert book.fast("report status").out == (
        "Group    Status               Leads    Value    Median age    Oldest\n"
        "-------  -----------------  -------  -------  ------------  --------\n"
        "Working  New Connection           1                 4 days    4 days\n"
        "Working  Attempted Contact        1      500        3 days    3 days\n"
        "Working  In Communication         1                 2 days    2 days\n"
    )


def test_status_by_owner_as_json(book: Cli) -> None:
    """Programs get exact figures, every field always."""
    lee, sam = book.fast("report status --by owner --format json").json
    assert (lee["owner"], lee["leads"], lee["median_age_seconds"]) == ("lee", 1, 4 * 86400)
    assert (sam["owner"], sam["leads"], sam["value"], sam["valued"]) == ("sam", 2, 500, 1)
    assert sam["median_age_seconds"] == 2.5 * 86400
    assert (sam["status"], sam["group"], sam["source"]) == (None, None, None)


@pytest.mark.parametrize(
    ("period", "moves"),
    [
        ("", 3),
        ("--since 2026-11-18", 1),
        ("--until 2026-11-17", 2),
        ("--last 2d", 1),
        ("--last 47h", 0),
        ("--since 2026-11-17 --until 2026-11-17", 2),
    ],
)
def test_moves_in_a_period(book: Cli, period: str, moves: int) -> None:
    """Two moves on the 17th and one on the 18th; a day as --until is included whole."""
    rows = book.fast(f"report moves {period} --format json").json
    assert sum(row["moves"] for row in rows) == moves


def test_conversion(book: Cli) -> None:
    """Of three new ones two were contacted, of those one is in communication."""
    first, second = book.fast("report conversion --format json").json[:2]
    assert (first["entered"], first["reached"], first["share"]) == (3, 2, 0.6667)
    assert (second["entered"], second["reached"], second["median_seconds"]) == (2, 1, 86400)
    ran = book.fast('report conversion --from new --to "in comm" --format json')
    [pair] = ran.json
    assert (pair["from"], pair["to"], pair["entered"], pair["reached"]) == (
        "New Connection",
        "In Communication",
        3,
        1,
    )


def test_response(book: Cli) -> None:
    """Two were called after ten minutes, one never: none in 5 minutes, two of three in 30."""
    [row] = book.fast("report response --format json").json
    assert (row["leads"], row["answered"], row["wall_median_minutes"]) == (3, 2, 10)
    assert (row["ideal_share"], row["must_share"], row["clock"]) == (0, 0.6667, "working")
    titles, _, figures = book.fast("report response").lines
    assert titles.split()[-6:] == ["In", "5", "min", "In", "30", "min"]
    assert figures.split()[-4:] == ["0", "%", "67", "%"]


def test_activity_and_filters(book: Cli) -> None:
    """Filters choose the leads that are counted."""
    rows = book.fast("report activity --owner sam --format json").json
    assert [(row["kind"], row["what"], row["count"]) for row in rows] == [
        ("touch", "call out", 2),
        ("move", "status", 3),
    ]
    assert book.noting("nothing to count").fast("report activity --owner lee").out == ""
    assert book.fast("report activity --tag none --format json").json == []


def test_the_overview(book: Cli) -> None:
    """Without a kind every report is printed in short, in JSON under its name."""
    page = book.fast("report").out
    for title in ("Leads by status", "Moves in the last 7 days", "Response to new leads"):
        assert f"{title}\n\n" in page
    assert list(book.fast("report --format json").json) == [
        "status",
        "moves",
        "conversion",
        "response",
        "activity",
    ]
    book.exits(2, "The overview has no csv").fast("report --format csv")


@pytest.mark.parametrize("format_name", ["csv", "tsv", "jsonl", "markdown", "html"])
def test_every_format(book: Cli, format_name: str) -> None:
    """Each format of each report can be printed."""
    for kind in ("status", "moves", "conversion", "response", "activity"):
        assert book.fast(f"report {kind} --format {format_name}").out


def test_a_broken_file_hides_no_other(book: Cli) -> None:
    """The rest is counted, the broken file named, and the exit code is 5."""
    put(book, "leads/2026/bad.toml", "id = ")
    ran = book.exits(5, "leads/2026/bad.toml:1: is not valid TOML").fast("report status -f json")
    assert len(ran.json) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("moves --by owner", "--by owner does not split moves."),
        ("conversion --from New", "--from and --to go together"),
        ("moves --from New --to Nurture", "belong to: leadctl report conversion"),
        ("moves --last 2d --since today", "Either --last, or --since and --until."),
        ("moves --since fri --until mon", "The period is empty"),
        ("moves --last soon", "--last: "),
        ("moves --since someday", '"someday" is not a time'),
    ],
)
def test_words_that_make_no_report(book: Cli, words: str, said: str) -> None:
    """Options that do not fit are a usage error, never ignored."""
    book.exits(2, said).fast(f"report {words}")
