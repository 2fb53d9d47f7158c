"""Leads that came in before the book knew them come in quietly, and the same in every clone."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from case_maker import case_of, shown_at
from cli_runner import Cli
from hypothesis import given
from hypothesis import strategies as st

from leadctl.book.own_files.definitions import Definitions
from leadctl.book.text.lead_file import dump_lead, parse_lead
from leadctl.rules.clauses.case import Case
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.rows.kinds import UNDATED
from leadctl.rules.importing.arrivals import arrivals
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import BY_ITSELF, Event, Lead
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.moving import automatic_move
from leadctl.rules.time.whole_day import is_whole_day, whole_day
from leadctl.rules.time.working_calendar import always_open

SHIPPED = sorted(
    path
    for path in (Path(__file__).parents[3] / "pipelines").glob("*.toml")
    if not path.name.endswith(".scenarios.toml")
)
SAM = Agent("sam", "Sam", started=date(2020, 1, 1), roles=("manager",), oversees=True)
NOW = datetime(2026, 3, 5, 15, tzinfo=UTC)
SPREAD = 20
"""The days over which they are spread: those of one day have the same mornings."""
OF_ONE_DAY = 500 // SPREAD
MOST = 60
"""Of 500 people so many are on a morning's list at most."""


def definition(path: Path) -> Pipeline:
    return Definitions(None).read(path.stem).pipeline


def test_five_hundred_old_leads_make_no_flood() -> None:
    """With each morning's list done, 500 leads six months old put at most 60 people on any of the
    next 30 mornings, folded duties and suggestions aside, under every shipped definition.
    """
    for path in SHIPPED:
        pipeline = definition(path)
        counts = list(mornings([taken_over(pipeline, n) for n in range(SPREAD)], pipeline))
        assert 0 < max(counts) <= MOST, pipeline.id
        assert sum(counts) >= SPREAD * OF_ONE_DAY, pipeline.id


def test_no_status_brings_all_of_them_at_once() -> None:
    """Also where a file's leads all stand in one later status, they come a part each morning: what
    was owed before, a first step long past among it, is let go, and what repeats each week begins
    when the first round is over.
    """
    for path in SHIPPED:
        pipeline = definition(path)
        for status in pipeline.statuses.values():
            if (status.follow_up or status.cadence) and not (status.closed or status.parked):
                leads = [standing(taken_over(pipeline, n), status.name) for n in range(SPREAD)]
                counts = list(mornings(leads, pipeline))
                assert max(counts) <= MOST, (pipeline.id, status.name, counts)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_whoever_answers_has_the_whole_plan(path: Path) -> None:
    """A lead that was taken over and has answered owes what a new one owes after the same word."""
    pipeline = definition(path)
    for status in pipeline.statuses.values():
        if status.closed or status.parked:
            continue
        silent = standing(taken_over(pipeline, 0), status.name).add(said(0, "call", "out"))
        spoken = silent.add(said(1, "text", "in")).add(said(2, "call", "out"))
        often = weekly(pipeline, status.name)
        assert not often & owed(silent, pipeline), status.name
        assert often <= owed(spoken, pipeline), status.name


def said(hour: int, name: str, way: str) -> Event:
    """Return a touch of the third day after the take-over."""
    return Event(NOW + timedelta(days=3, hours=hour), name, "sam", {"way": way})


def owed(lead: Lead, pipeline: Pipeline) -> set[str]:
    """Return what is due of a lead ten days later."""
    now = NOW + timedelta(days=13)
    rows = agenda(case_of(lead, pipeline, now, SAM, {"sam": SAM}))
    return {row.rule for row in rows if row.due <= now}


def weekly(pipeline: Pipeline, name: str) -> set[str]:
    """Return what of a status repeats each week or more often, from whatever it counts."""
    status = pipeline.statuses[name]
    days = timedelta(days=8).total_seconds()
    plans = {n: pipeline.cadences[n] for n in status.cadence}
    return {n for n, c in plans.items() if any(r.every.roughly < days for r in c.repeat)} | {
        rule.id for rule in status.follow_up if rule.every and rule.every.roughly < days
    }


def mornings(leads: list[Lead], pipeline: Pipeline) -> Iterator[int]:
    """Yield how many of 500 people are on each of the next 30 mornings' lists, which are done."""
    for day in range(1, 31):
        now = NOW + timedelta(days=day)
        seen = [morning(lead, pipeline, now) for lead in leads]
        yield sum(shown for shown, _ in seen) * OF_ONE_DAY
        leads = [lead for _, lead in seen]


def standing(lead: Lead, status: str) -> Lead:
    """Return an old lead as an import makes it whose row named a status."""
    came, over = lead.history
    stands = Event(came.at, "status", "import", {"to": status, "recorded": True})
    return replace(lead, status=status, history=(came, stands, over))


def taken_over(pipeline: Pipeline, place: int) -> Lead:
    """Return an old lead as an import makes it."""
    calendar = pipeline.calendar or always_open("UTC")
    came = arrivals(NOW, calendar, new_days=2, spread_days=20)
    received = NOW - timedelta(days=182)
    assert came.is_past(received)
    history = (
        Event(received, "received", "import"),
        Event(came.at, "taken-over", "import", {"start": came.start(place)}),
    )
    fields = {"owner": "sam", "role": pipeline.default_role or None, "phone": "+14155550132"}
    lead = Lead(f"lead{place:04}", f"Ana {place}", pipeline.id, pipeline.initial)
    return replace(lead.set(**fields), history=history)


def morning(lead: Lead, pipeline: Pipeline, now: datetime) -> tuple[bool, Lead]:
    """Return whether a lead is on a morning's list, and the lead after the list was done."""
    case = case_of(lead, pipeline, now, SAM, {"sam": SAM})
    end = case.end_of_day(case.day_of(now)[0])
    rows = list(shown_at(agenda(case), now, case.calendar, lambda row: row.due < end))
    aside = {"duty", "suggestion", "idle"}
    people = [row for row in rows if row.kind not in aside and row.fold != UNDATED.name]
    if people:
        lead = touched(case, now)
    for row in rows:
        if row.kind == "duty":
            lead = lead.add(Event(now, "confirm", "sam"))
    return bool(people), lead


def touched(case: Case, now: datetime) -> Lead:
    """Return a lead after it was called and written to, and after what that moves by itself."""
    lead = case.lead
    for name in ("call", "letter"):
        event = Event(now, name, "sam", {"way": "out"})
        case = replace(case, lead=lead.add(event))
        lead = case.lead
        found = automatic_move(case, event)
        if found and found[1] and found[1].allowed:
            lead = enter(case, found[0].to, Stamp(now, BY_ITSELF))
            case = replace(case, lead=lead)
    return lead


@given(
    day=st.dates(date(1900, 1, 1), date(2900, 1, 1)),
    zone=st.sampled_from(["Pacific/Kiritimati", "Asia/Kolkata", "UTC", "Pacific/Pago_Pago"]),
    hour=st.integers(0, 23),
)
def test_a_day_is_written_as_it_was_read(day: date, zone: str, hour: int) -> None:
    """A whole day survives a file, and is in the future of no clock that shows the day."""
    lead = Lead("k7f3q9m2", "Ana", "p", "New", {}, (Event(whole_day(day), "import", "import"),))
    text = dump_lead(lead)
    assert f"at = {day.isoformat()}, event" in text
    again = parse_lead(text, "x.toml")
    assert again == lead
    assert is_whole_day(again.history[0].at)
    calendar = always_open(zone)
    assert whole_day(day) <= calendar.start_of_day(day) + timedelta(hours=hour)


FILE = (
    "Contact Id,First Name,Last Name,Phone,Email,Created,Last Activity,Tags,Business Name,"
    "Opportunities\nGH1,Ann,Aa,4155550101,ann@example.com,,,,,\n"
    "GH2,Bob,Bb,4155550102,bob@example.com,,,,,\n"
    "GH1,Ann,Aa,4155550109,ann@example.com,,,,,\n"
)


def new_book(cli: Cli, name: str, people: str, *options: str, now: str = "") -> Cli:
    cli.noting().fast(
        f"init {name} --no-input --pipeline streeteasy-buyer --agent Sam "
        "--timezone America/New_York"
    )
    book = cli.inside(name).noting()
    (cli.cwd / "people.csv").write_text(people)
    (book.at(now) if now else book).fast("import", "../people.csv", *options)
    return book


def files(book: Cli) -> dict[str, str]:
    found = (book.cwd / "leads").rglob("*.toml")
    return {str(path.relative_to(book.cwd)): path.read_text() for path in found}


def test_two_clones_make_the_same_files_on_one_day(cli: Cli) -> None:
    """A file without dates, with a person twice in it, gives the same bytes at any hour."""
    one = new_book(cli, "one", FILE, now="2026-03-05T10:00:00-05:00")
    two = new_book(cli, "two", FILE, now="2026-03-05T10:07:00-05:00")
    assert len(files(one)) == 2
    assert files(one) == files(two)


def test_a_file_without_dates_makes_the_same_paths_on_either_side_of_new_year(cli: Cli) -> None:
    """Two clones that import it on the last day of a year and on the first of the next have one
    file for each lead, not two.
    """
    one = new_book(cli, "one", FILE, now="2026-12-31T10:00:00-05:00")
    two = new_book(cli, "two", FILE, now="2027-01-01T10:07:00-05:00")
    assert files(one).keys() == files(two).keys()
    assert all(path.startswith("leads/undated/") for path in files(one))


OLD = "Name,Email,Created At,Status\n" + "".join(
    f"Ana {n},ana{n}@example.com,2025-09-0{n},{status}\n"
    for n, status in ((1, "New Connection"), (2, "nurture"), (3, "In Contract"))
)


def test_an_old_file_comes_in_with_one_sentence(cli: Cli) -> None:
    """The numbers are told, each lead owes one row on a day of its own, and nothing is overdue."""
    book = new_book(cli, "old", OLD, "--dry-run", now="2026-03-05T10:00:00-05:00")
    book = book.at("2026-03-05T10:00:00-05:00")
    told = book.fast("import ../people.csv").err
    assert "All came in before today (Sep 2025): what was owed then is let go" in told
    assert "from Fri 6 March on, one a day" in told
    assert "then leadctl" in told
    assert "Status: “New Connection”, “nurture”, “In Contract” taken as the pipeline's own." in told
    assert "--as-new" in told
    assert book.fast("due").out == ""
    rows = book.fast("due --all --format json").json
    again = [(row["name"], str(row["due"])[:10]) for row in rows if row["rule"] == "taken-over"]
    assert again == [("Ana 1", "2026-03-06"), ("Ana 2", "2026-03-07"), ("Ana 3", "2026-03-08")]
    statuses = {name: tomllib.loads(text)["status"] for name, text in files(book).items()}
    assert Counter(statuses.values()) == {"New Connection": 1, "Nurture": 1, "In Contract": 1}
    assert book.fast("check").code == 0


def test_a_lead_beyond_the_first_status_is_shown_with_its_number(cli: Cli) -> None:
    """Who was taken over in a later status counts as messaged; a new connection does not."""
    book = new_book(cli, "old", OLD, now="2026-03-05T10:00:00-05:00")
    rows = book.at("2026-03-05T10:00:00-05:00").fast("list --format json").json
    shown = {row["name"]: bool(row["email"]) for row in rows}
    assert shown["Ana 2"]
    assert shown["Ana 3"]


def test_as_new_owes_every_answer(cli: Cli) -> None:
    """With --as-new the rows are new leads: nothing is taken over."""
    book = new_book(cli, "new", OLD, "--as-new", now="2026-03-05T10:00:00-05:00")
    assert not any("taken-over" in text for text in files(book).values())
    assert book.at("2026-03-05T10:01:00-05:00").fast("due --overdue").out


def test_a_fresh_row_owes_its_answer(cli: Cli) -> None:
    """A form that came in this morning is a new lead, whatever else is in its file."""
    text = OLD + "Zoe,zoe@example.com,2026-03-05T09:50:00-05:00,\n"
    book = new_book(cli, "mixed", text, now="2026-03-05T10:00:00-05:00")
    rows = book.at("2026-03-05T10:00:00-05:00").fast("due --format json").json
    assert [(row["name"], row["rule"]) for row in rows] == [("Zoe", "respond")]


def test_somebody_who_writes_again_is_heard(cli: Cli) -> None:
    """A later form of a person of the book is their word, and its text a note of today."""
    book = new_book(cli, "again", OLD, now="2026-03-05T10:00:00-05:00")
    (cli.cwd / "people.csv").write_text(
        "Name,Email,Created At,Notes\nAna 1,ana1@example.com,2026-03-06T09:00:00-05:00,call me\n"
    )
    book.at("2026-03-06T10:00:00-05:00").fast("import ../people.csv")
    [text] = [text for text in files(book).values() if "Ana 1" in text]
    assert 'at = 2026-03-06T14:00:00Z, event = "email", way = "in"' in text
    assert 'at = 2026-03-06, event = "note", text = "call me"' in text


def test_what_was_done_again_goes_on_at_the_repeat() -> None:
    """Days 3, 7 and 10 are for new leads: after "Get in touch again" the plan repeats."""
    pipeline = definition(next(path for path in SHIPPED if path.stem == "streeteasy-buyer"))
    lead = taken_over(pipeline, 0)
    talking = Event(NOW - timedelta(days=100), "status", "import", {"to": "In Communication"})
    history = (lead.history[0], talking, lead.history[1])
    lead = replace(lead, status="In Communication", history=history)
    begun = case_of(lead, pipeline, NOW + timedelta(days=1), SAM, {"sam": SAM})
    assert [row.rule for row in agenda(begun)] == ["taken-over", "weekly"]
    later = case_of(touched(begun, begun.now), pipeline, begun.now, SAM, {"sam": SAM})
    [step] = [row for row in agenda(later) if row.kind == "step"]
    assert (step.rule, step.do) == ("3-7-10-2", "Follow up again")
    assert later.calendar.local_day(step.due) == date(2026, 3, 20)
