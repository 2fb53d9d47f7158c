"""report: what the command prints in each format, its filters and periods."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cli_runner import Cli

from leadctl.commands.report import OVERVIEW
from leadctl.rules.reports.registry import KINDS
from leadctl.rules.reports.report import Figure, Part, Report, report_of

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
    rule = "-----------------  -------  -----  -----  ----------  -------  ----------"
    assert book.fast("report status").out.split("\n") == [
        "Status             Group    Leads  Value  Usual stay  Longest",
        rule,
        f"New Connection     Working      1             4 days   4 days  {'#' * 10}",
        f"Attempted Contact  Working      1    500      3 days   3 days  {'#' * 10}",
        f"In Communication   Working      1             2 days   2 days  {'#' * 10}",
        "",
    ]


def test_no_figure_of_a_report_stands_beyond_what_mail_keeps_whole(book: Cli) -> None:
    """What is piped is mailed by cron; a bar is drawn only where its line stays within 78."""
    for kind in (
        "status",
        "funnel",
        "velocity",
        "response",
        "duties",
        "activity",
        "sources",
        "forecast",
    ):
        lines = book.fast(f"report {kind}").out.split("\n")
        assert max(map(len, lines)) <= 78, kind


def test_status_by_owner_as_json(book: Cli) -> None:
    """Programs get exact figures, every field always."""
    lee, sam = book.fast("report status --by owner --format json").json
    assert (lee["owner"], lee["leads"], lee["median_age_seconds"]) == ("lee", 1, 4 * 86400)
    assert (sam["owner"], sam["leads"], sam["value"], sam["valued"]) == ("sam", 2, 500, 1)
    assert sam["median_age_seconds"] == 2.5 * 86400


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


def test_funnel(book: Cli) -> None:
    """Of three new ones two were contacted, of those one is in communication."""
    first, second, third = book.fast("report conversion --format json").json[:3]
    assert (first["reached"], second["reached"], second["step_share"]) == (3, 2, 0.6667)
    assert (third["reached"], third["overall_share"]) == (1, 0.3333)
    ran = book.fast('report funnel --from new --to "in comm" --format json')
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
    assert (row["ideal_share"], row["must_share"], row["clock"]) == (0, 0.6667, "open hours")
    titles, _, figures = book.fast("report response").lines
    assert titles.split()[2:8] == ["In", "5", "min", "In", "30", "min"]
    assert figures.split()[2:6] == ["0", "%", "67", "%"]


def test_activity_and_filters(book: Cli) -> None:
    """Filters choose the leads that are counted."""
    rows = book.fast("report activity --owner sam --format json").json
    assert [(row["kind"], row["what"], row["count"]) for row in rows] == [
        ("touch", "call out", 2),
        ("move", "status", 3),
    ]
    assert book.noting("nothing to count").fast("report activity --owner lee").out == ""
    assert book.fast("report activity --tag none --format json").json == []


def test_people_read_months_weeks_and_deeds_in_words(book: Cli) -> None:
    """Programs get "2026-11", the Monday and "status"; people a month, a day and what was done."""
    for words, exact, said in (
        ("funnel --by month", {"month": "2026-11"}, "November 2026  "),
        ("activity --by week", {"week": "2026-11-16"}, "16 November 2026  "),
        ("activity", {"what": "status"}, "changed the status  "),
    ):
        assert exact.items() <= book.fast(f"report {words} --format json").json[-1].items()
        assert said in book.fast(f"report {words}").out


@pytest.mark.parametrize("words", ["activity", "status --by owner", "response --by owner", "board"])
def test_people_read_agents_names(book: Cli, words: str) -> None:
    """People and pages get what an agent is called, programs the id."""
    settings = (book.cwd / "leadctl.toml").read_text()
    put(book, "leadctl.toml", settings.replace("[agents.sam]", '[agents.sam]\nname = "Sam Ortiz"'))
    assert "Sam Ortiz" in book.fast(f"report {words}").out
    assert "Sam Ortiz" in book.fast(f"report {words} --format html").out
    assert '"sam"' in book.fast(f"report {words} --format json").out


def test_what_names_a_row_of_the_long_table_is_no_figure(book: Cli) -> None:
    """A touch or a month stands in the group; the figures count something."""
    lines = book.fast("report --format csv").lines
    assert any(" / call out,count,2" in line for line in lines)
    assert not any(",what," in line for line in lines)


def test_the_overview(book: Cli) -> None:
    """Without a kind the chief reports are printed in short, in JSON under their names."""
    page = book.fast("report").out
    for title in ("Where leads stand", "Funnel", "How fast new leads are answered"):
        assert f"{title}\n\n" in page
    kinds = list(book.fast("report --format json").json)
    assert kinds == [kind for kind, _ in OVERVIEW]


@pytest.mark.parametrize("format_name", ["csv", "tsv", "jsonl"])
def test_the_overview_as_one_long_table(book: Cli, format_name: str) -> None:
    """Programs that read tables get kind, group, figure and value of every figure."""
    first = book.fast(f"report --format {format_name}").lines[0]
    for name in ("kind", "group", "figure", "value"):
        assert name in first


@pytest.mark.parametrize(
    "format_name", ["table", "json", "csv", "tsv", "jsonl", "markdown", "html"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_every_format_of_every_kind(book: Cli, kind: str, format_name: str) -> None:
    """Each format of each report, split in every way, can be printed."""
    for part in report_of(kind).parts:
        if part.by == "step":
            continue
        by = f"--by {part.by}" if part.by else ""
        cli = (
            book.noting("nothing to count")
            if kind == "forced" or part.by in ("lead", "reason")
            else book
        )
        if format_name != "table":
            assert (
                book.fast(f"report {kind} {by} --format {format_name}").out
                or kind == "forced"
                or part.by
            )
        else:
            cli.fast(f"report {kind} {by}")


def test_the_help_of_a_kind_defines_its_figures(book: Cli) -> None:
    """Every figure stands there with its sentence, under the name that data formats give it."""
    said = " ".join(book.fast("report funnel --help").out.split())
    for figure in report_of("funnel").part().figures:
        assert f"[{figure.key}]" in said
        assert figure.meaning[:30] in said
    assert "forecast" in book.fast("report --help").out


def test_a_new_kind_is_one_object(book: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Registered, it is counted, printed and defined under its own words, and no other's."""

    class Counted:
        def __init__(self, asked: object) -> None:
            self.leads = 0

        def add(self, entry: object) -> None:
            self.leads += 1

        def rows(self) -> list[dict[str, int]]:
            return [{"heads": self.leads}]

    figure = Figure("heads", "Heads", "how many heads there are")
    part = Part("", "Heads in the book", (figure,), Counted)
    made = ModuleType("planted_report")
    made.REPORT = Report("heads", "nothing", (part,))  # type: ignore[attr-defined]  # planted
    monkeypatch.setitem(sys.modules, "planted_report", made)
    monkeypatch.setitem(KINDS, "heads", ("planted_report", "Counts heads."))
    assert book.fast("report heads --format json").json == [{"heads": 3}]
    assert "how many heads there are" in book.fast("report heads --help").out


def test_a_broken_file_hides_no_other(book: Cli) -> None:
    """The rest is counted, the broken file named, and the exit code is 5."""
    put(book, "leads/2026/bad.toml", "id = ")
    ran = book.exits(5, "leads/2026/bad.toml:1: is not valid TOML").fast("report status -f json")
    assert len(ran.json) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("moves --by owner", "--by owner does not split moves"),
        ("--by owner", "--by owner splits one report"),
        ("funnel --from New", "--from and --to go together"),
        ("moves --from New --to Nurture", "belong to: leadctl report funnel"),
        ("moves --last 2d --since today", "Either --last, or --since and --until."),
        ("moves --since fri --until mon", "The period is empty"),
        ("moves --last soon", "--last: "),
        ("moves --since someday", '"someday" is not a time'),
        ("moves --since 7d", "For the time since then: --last 7d"),
        ("moves --since '2 weeks'", 'For the time since then: --last "2 weeks"'),
        ("moves --until 7d", 'For up to then: --until "7d ago"'),
    ],
)
def test_words_that_make_no_report(book: Cli, words: str, said: str) -> None:
    """Options that do not fit are a usage error, never ignored."""
    book.exits(2, said).fast(f"report {words}")


def test_months_of_several_years_have_them_below_the_columns(cli: Cli) -> None:
    """Of one year the month is enough."""
    cli = cli.noting()
    cli.fast("init . --pipeline streeteasy-buyer --no-input")
    for name, day in (("Ana", "2026-10-05"), ("Ben", "2026-09-05"), ("Cal", "2019-03-05")):
        cli.fast(f"add {name} --received {day}")
        page = cli.fast("report --format html").out
        assert (">Oct</text>" in page) == (name != "Cal")
    assert ">Oct 2026</text>" in page
    assert ">Mar 2019</text>" in page
