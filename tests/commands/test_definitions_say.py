"""What a definition says is what happens, at the command line: the faults that strangers met."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_runner import ROOT, Cli

FOLDER = ROOT / "tests" / "definitions"
TOP = 'schema = 1\nid = "{id}"\ntitle = "T"\ninitial = "New"\n[status.New]\ndefinition = "x"\n'
SETTINGS = """\
pipeline = "{id}"
timezone = "America/New_York"
[agents.sam]
roles = ["partner", "senior"]
[agents.pam]
roles = ["partner"]
[agents.zed]
roles = ["senior"]
[agents.kim]
"""
Make = Callable[[str, str], Cli]


@pytest.fixture
def make(cli: Cli) -> Make:
    """Return what makes a book with a definition of that text."""

    def made(name: str, text: str) -> Cli:
        (cli.cwd / "leadctl.toml").write_text(SETTINGS.format(id=name))
        (cli.cwd / "pipelines").mkdir()
        (cli.cwd / "pipelines" / f"{name}.toml").write_text(text)
        return cli.acting("sam").noting()

    return made


def shipped(name: str) -> str:
    """Return one of the definitions that strangers stumbled over."""
    return (FOLDER / f"{name}.toml").read_text()


def test_a_quote_from_before_the_status_lapses(make: Make) -> None:
    """The guard's event was logged before the move, and its deadline comes all the same."""
    book = make("dead", shipped("dead"))
    book.at("2026-11-02T10:00Z").fast("add Ana")
    book.at("2026-11-02T11:00Z").fast("log Ana quote")
    book.at("2026-11-02T12:00Z").fast("status set Ana Quoted")
    book.at("2026-12-02T10:00Z").fast("tick")
    assert book.fast("show Ana --format json").json["status"] == "Quoted"
    book.at("2026-12-02T11:30Z").fast("tick")
    assert book.at("2026-12-02T12:00Z").fast("show Ana --format json").json["status"] == "Lapsed"


def test_among_in_a_derivation_takes_nothing_down(make: Make) -> None:
    """list, due and show answer, and a lead is hot where it reaches the others' median."""
    book = make("loop", shipped("loop"))
    for name, logins in (("Ana", 1), ("Ben", 5), ("Cem", 9)):
        book.fast(f"add {name} logins={logins}")
    derived = {lead["name"]: lead["derived"] for lead in book.fast("list --format json").json}
    assert derived == {"Ana": {}, "Ben": {"heat": "hot"}, "Cem": {"heat": "hot"}}
    book.fast("due --all")
    book.fast("show Ana")


def test_derivations_see_others_in_their_order(make: Make) -> None:
    """The second derivation sees the first of other leads; one that sees itself is found."""
    text = (
        TOP.format(id="order")
        + """
[field.n]
type = "number"
[derive.big]
levels = ["big"]
cases = [{ to = "big", when = [{ field = "n", among = [{ status = ["New"] }] }] }]
[derive.top]
levels = ["top"]
cases = [{ to = "top", when = [{ field = "n", among = [{ field = "big", equals = "big" }] }] }]
"""
    )
    book = make("order", text)
    for name, n in (("Ana", 1), ("Ben", 5), ("Cem", 9)):
        book.fast(f"add {name} n={n}")
    derived = {lead["name"]: lead["derived"] for lead in book.fast("list --format json").json}
    assert derived["Cem"] == {"big": "big", "top": "top"}
    assert derived["Ben"] == {"big": "big"}
    circle = text.replace('{ status = ["New"] }', '{ field = "top", equals = "top" }')
    (book.cwd / "pipelines" / "order.toml").write_text(circle)
    said = book.exits(5).fast("pipeline check order")
    assert "does not stand above it" in said.out + said.err


def test_two_approvals_are_asked_and_given_apart(make: Make) -> None:
    """Each has its row and its role; the move is made once both are there."""
    book = make("two", shipped("two").replace('definition = "x"', 'definition = "x"', 1))
    kim, pam, zed = (book.acting(name) for name in ("kim", "pam", "zed"))
    kim.fast("add Ana big=yes")
    assert "a partner and a senior" in kim.fast("status set Ana Go --ask").out
    kim.exits(3).fast("approve Ana")
    first = pam.fast("approve Ana").out + pam.fast("show Ana").out
    assert "a senior" in first
    kim.exits(3).fast("status set Ana Go")
    zed.fast("approve Ana")
    kim.fast("status set Ana Go")
    kim.fast("add Ben")
    assert kim.fast("status set Ben Go --ask").out.count("partner") == 0


def test_a_lead_that_comes_in_is_moved_by_that(make: Make) -> None:
    """`[[automatic]] on = ["received"]` moves a new lead where its clauses hold."""
    text = (
        TOP.format(id="auto")
        + """
[field.kind]
type = "choice"
choices = ["emergency", "ordinary"]
[status.Urgent]
definition = "x"
[[automatic]]
on = ["received"]
when = [{ field = "kind", equals = "emergency" }]
to = "Urgent"
"""
    )
    book = make("auto", text)
    book.fast("add Ana kind=emergency")
    book.fast("add Ben kind=ordinary")
    statuses = {lead["name"]: lead["status"] for lead in book.fast("list --format json").json}
    assert statuses == {"Ana": "Urgent", "Ben": "New"}


def test_rows_about_records_name_them(make: Make) -> None:
    """Two grants are two rows that say which, in the table, in JSON and when done."""
    text = (
        TOP.format(id="grants")
        + """
[event.award]
fields = { ref = { type = "text" }, ends = { type = "date" } }
[record.grant]
events = ["award"]
key = "ref"
[[follow_up]]
id = "final"
do = "Final report"
after = "1 day"
from = { record = "grant", field = "ends" }
until = ["done"]
"""
    )
    book = make("grants", text)
    book.fast("add Ana")
    for ref, ends in (("G1", "2026-12-01"), ("G2", "2026-12-01")):
        book.fast(f"log Ana award ref={ref} ends={ends}")
    rows = book.fast("due --all --format json --kind reminder").json
    assert [row["record"] for row in rows] == ["grant G1", "grant G2"]
    table = book.fast("due --all").out
    assert "grant G1" in table
    assert "grant G2" in table
    book.fast("done Ana final")
    left = book.fast("due --all --format json --kind reminder").json
    assert [row["record"] for row in left] == ["grant G2"]


def test_a_slip_of_the_hand_makes_no_record(make: Make) -> None:
    """A report about a grant that is not there is refused; an award begins one."""
    text = (
        TOP.format(id="grants")
        + """
[event.award]
fields = { ref = { type = "text" } }
[event.report]
fields = { ref = { type = "text" } }
[record.grant]
events = ["award", "report"]
key = "ref"
"""
    )
    book = make("grants", text)
    book.fast("add Ana")
    book.exits(3).fast("log Ana report ref=G1")
    book.fast("log Ana award ref=G-12")
    book.fast("log Ana report")
    ran = book.exits(3).fast("log Ana report ref=G-21")
    assert "here is no grant G-21; there is G-12" in ran.out + ran.err
    book.fast("log Ana award ref=G-13")
    ran = book.exits(3).fast("log Ana report")
    assert "which grant is meant: G-12 or G-13" in ran.out + ran.err
    book.fast("log Ana report ref=G-12")
    ran = book.exits(2).fast("log Ana award id=G-14")
    assert "ref=G-14" in ran.err


STORY = """
[[scenario]]
name = "S"
lead = { name = "Ada", received = 2026-11-06T15:00:00-05:00, EXTRA }
steps = [{ at = 2026-11-06T15:01:00-05:00, STEP }]
"""


@pytest.mark.parametrize(
    ("extra", "step", "code", "says"),
    [
        ("tags = 'a'", 'not_due = ["no-such-rule"]', 3, "no rule has this name"),
        ("fields = { size = 3 }", 'status = "New"', 5, "is no field of a lead"),
        ("tags = 'a'", 'not_due = ["call-back"]', 0, ""),
    ],
)
def test_scenarios_do_not_pass_wrongly(
    make: Make, extra: str, step: str, code: int, says: str
) -> None:
    """A rule that nothing has, and fields in a table of their own, are told."""
    book = make("plain", TOP.format(id="plain"))
    story = STORY.replace("EXTRA", extra).replace("STEP", step)
    (book.cwd / "pipelines" / "plain.scenarios.toml").write_text(story)
    ran = book.exits(code).fast("pipeline test plain")
    assert says in ran.out + ran.err


OLD = """
[calendar]
timezone = "America/New_York"
hours = { mon = "09:00-09:30" }
[field.day]
type = "date"
[[follow_up]]
id = "a"
do = "A"
every = "5 minutes"
clock = "working"
from = "received"
until = ["done"]
lapse = "1 hour"
[[follow_up]]
id = "b"
do = "B"
every = "43690 hours"
clock = "working"
from = "received"
until = ["done"]
lapse = "2 days"
[[follow_up]]
id = "c"
do = "C"
after = "36500 days"
clock = "working"
from = { field = "day" }
until = ["done"]
"""


def test_no_deadline_takes_the_list_down(make: Make) -> None:
    """Whatever a definition counts, for a lead of twelve years, the others are listed, and soon."""
    book = make("old", TOP.format(id="old") + OLD)
    (book.cwd / "pipelines" / "b.toml").write_text(TOP.format(id="b"))
    book.fast("add Ana --received 2014-03-01T12:00Z day=8990-01-01")
    book.fast("add Ben --pipeline b")
    began = time.monotonic()
    names = {row["name"] for row in book.fast("due --all --format json").json}
    book.fast("show Ana")
    book.fast("list")
    book.fast("tick")
    assert names == {"Ana", "Ben"}
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("word", ["call-back", "approval"])
def test_a_name_of_leadctls_own_is_told_as_that(make: Make, word: str) -> None:
    """No other follow-up is called so: it is what leadctl calls a row of its own."""
    rule = f'[[follow_up]]\nid = "{word}"\ndo = "x"\nafter = "1 day"\nuntil = ["touch"]\n'
    book = make("own", TOP.format(id="own") + rule)
    said = book.exits(5).fast("pipeline check own")
    assert "a row of its own" in said.out + said.err


def test_the_four_files_are_there() -> None:
    """The definitions that strangers stumbled over stand beside the tests."""
    names = {path.stem for path in Path(FOLDER).glob("*.toml")}
    assert names >= {"dead", "early", "loop", "two"}
