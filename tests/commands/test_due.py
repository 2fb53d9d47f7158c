"""due: what is listed, in which order and for whom, in every format and width."""

from __future__ import annotations

import itertools
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from cli_runner import Cli
from icalendar import Calendar

from leadctl.render.day import Day, Entry, Folded, Part, day_text
from leadctl.render.screen import Screen
from leadctl.render.width import cells, wrap
from leadctl.rules.due.channel_hints import channel_hint
from leadctl.rules.due.rows.sections import RANK
from leadctl.rules.leads.lead import Event, Lead

SETTINGS = """\
pipeline = "streeteasy-buyer"
timezone = "America/New_York"

[agents.sam]
name = "Sam"

[agents.mia]
name = "Mia"
roles = ["manager"]
"""
START = datetime.fromisoformat("2026-11-20T15:00:00Z")  # a Friday, 10:00 in New York


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of two agents: Ana waits for an answer, Bob has been talked to."""
    (cli.cwd / "leadctl.toml").write_text(SETTINGS)
    book = cli.acting("sam").noting()
    book.fast("add Ana phone=2125550132 email=ana@example.com tags=brooklyn")
    book.fast("add Bob phone=2125550177 owner=mia")
    book.later(minutes=1).fast("log Bob call --out")
    book.later(minutes=2).fast("log Bob call --in")
    book.later(minutes=3).fast("status set Bob 'In Communication'")
    return book


def names(cli: Cli, words: str = "--all") -> list[str]:
    """Return who is listed, each once, in the order of the list."""
    return list(dict.fromkeys(row["name"] for row in rows(cli, words)))


def rows(cli: Cli, words: str = "--all") -> Any:
    """Return the list as JSON has it."""
    return cli.fast(f"due --format json {words}").json


def test_each_filter_keeps_its_own(book: Cli) -> None:
    """Owner, status by any of its names, pipeline, kind and tag each leave the others out."""
    assert names(book) == ["Ana", "Bob"]
    assert names(book, "--all --owner mia") == ["Bob"]
    assert names(book, "--all --owner nobody") == ["Ana"]
    assert names(book, "--all --status 'in comm'") == ["Bob"]
    assert names(book, "--all --tag brooklyn") == ["Ana"]
    assert names(book, "--all --pipeline streeteasy-seller") == []
    assert {row["kind"] for row in rows(book, "--all --kind duty")} == {"duty"}


def test_a_filter_that_names_nothing_is_refused(book: Cli) -> None:
    """A misspelt status, pipeline or agent is no empty list that looks like a free morning."""
    assert '"Nurture"' in book.exits(4).fast("due --status Nuture").err
    book.exits(4).fast("due --pipeline streeteasy")
    book.exits(4).fast("due --owner sma")


def test_the_list_is_in_the_order_in_which_it_is_worked(book: Cli) -> None:
    """Sections follow each other, each row has its place, and one person's rows stand together."""
    later = book.later(hours=5)
    later.fast("log Bob text --in -m 'call me'")
    later.fast("add Cid birthday=1980-11-20")
    for words in ("", "--all", "--within 9d"):
        found = rows(later, words)
        firsts = {row["id"]: row for row in reversed(found)}
        if words != "--all":
            firsts = {i: row for i, row in firsts.items() if row["section"] != "and"}
        ranks = [RANK[row["section"]] for row in found if firsts.get(row["id"]) is row]
        assert ranks == sorted(ranks)
        assert [row["place"] for row in found] == list(range(1, len(found) + 1))
        people = [row["id"] for row in found if words == "--all" or row["section"] != "and"]
        assert len(list(itertools.groupby(people))) == len(set(people))
    assert found[0]["rule"] == "reply"
    assert all(row["overdue"] for row in rows(later, "--overdue"))
    assert [row["rule"] for row in rows(later, "--next")] == ["reply"]


def test_every_format_has_the_order_of_the_list(book: Cli) -> None:
    """JSON, CSV, the table, Markdown and the page name the same people in the same order."""
    book.fast("log Bob text --in")
    wanted = names(book, "--all")
    for name in ("csv", "tsv", "jsonl", "table", "markdown", "html"):
        text = book.fast(f"due --all --format {name}").out
        assert sorted(wanted, key=text.index) == wanted


def test_a_list_longer_than_a_days_work_says_so_and_data_is_never_cut(cli: Cli) -> None:
    """Twenty people, and how many more; --limit and --all show them, programs get all."""
    (cli.cwd / "leadctl.toml").write_text(SETTINGS)
    people = "".join(f"Person-{number:02},64655501{number:02}\n" for number in range(23))
    (cli.cwd / "new.csv").write_text(f"Name,Phone\n{people}")
    book = cli.acting("sam").noting()
    book.fast("import new.csv --as-new")
    for name in ("table", "markdown", "html"):
        text = book.fast(f"due --format {name}").out
        assert text.count("Person-") == 20
        assert "3 more new" in text
        assert book.fast(f"due --limit 0 --format {name}").out.count("Person-") == 23
        assert book.fast(f"due --all --format {name}").out.count("Person-") == 23
    for name in ("json", "csv", "tsv", "jsonl"):
        assert book.fast(f"due --limit 1 --format {name}").out.count("Person-") == 23
    (cli.cwd / "leadctl.toml").write_text("limit = 2\n" + SETTINGS)
    assert "21 more new: leadctl due --limit 0" in book.fast("due").out


@pytest.mark.parametrize("asked", ["", "--within 7d", "status:attempted", "--within 7d --overdue"])
def test_each_folded_line_counts_what_its_command_lists(cli: Cli, asked: str) -> None:
    """What is printed beside a count, typed as it stands, lists just so many, however asked."""
    start = cli.at("2026-03-02 10:00").noting()
    start.fast("init . --pipeline streeteasy-buyer --timezone 'New York' --agent Sam --no-input")
    for number in range(9):
        start.fast(f"add P-{number:02} phone=2125550{number + 100}")
        start.fast(f"log P-{number:02} call -o {'spoke' if number % 3 else 'voicemail'}")
    for number in range(4):
        start.fast(f"status set P-{number:02} unresponsive --force --reason gone")
    counted, cut = set(), 0
    for moment in ("2026-03-03 07:00", "2026-03-09 07:00", "2026-03-16 07:00", "2026-04-20 07:00"):
        book = cli.at(moment).noting()
        text = book.fast(f"due {asked} --limit 1").out
        for count, words, command in re.findall(r"^ +(\d+) (.*?)\s{2,}leadctl (.*)$", text, re.M):
            whole = command + (" --dry-run --no-input" if "confirm --due" in command else "")
            answer = book.exits(None).fast(f"{whole} --format json").json
            found = answer
            if isinstance(answer, dict):  # who is silent is left to decide, and named
                found = [*answer["changed"], *answer["refused"]]
            assert len(found) == int(count), (moment, words, command)
            counted.add(words.split()[-1])
        if more := re.findall(r"^(\d+) more .*: leadctl (.*)$", text, re.M):
            shown = book.fast(more[0][1]).out
            left_out = sum(int(count) for count, _ in more)
            assert f" {left_out + 1} people" in shown.splitlines()[0]
            cut += 1
    assert len(counted) >= 2
    assert cut >= 1


def test_within_looks_ahead_so_far_and_no_further(book: Cli) -> None:
    """Without options today counts; seven days reach a duty of seven days, six do not."""
    assert {row["rule"] for row in rows(book, "")} == {"respond"}
    assert "weekly" not in {row["rule"] for row in rows(book, "--within 6d")}
    assert "weekly" in {row["rule"] for row in rows(book, "--within 7d")}


def test_the_past_knows_nothing_of_what_came_later(book: Cli) -> None:
    """As of a moment before the call, Bob is a new connection; before the receipt he is nobody."""
    late = book.later(days=2)
    then = (START + timedelta(seconds=30)).isoformat()
    (row,) = (r for r in rows(late, f"--as-of {then}") if r["name"] == "Bob")
    assert (row["status"], row["rule"], row["overdue"]) == ("New Connection", "respond", False)
    assert row["phone"] == "+12125550177", "who typed it sees it"
    before = (START - timedelta(hours=1)).isoformat()
    assert rows(late, f"--all --as-of {before}") == []
    assert names(late, "--status 'In Communication' --all") == ["Bob"]


def test_the_future_counts_from_what_is_known(book: Cli) -> None:
    """As of next week the duty of a week is late, by the same deadline as today."""
    ahead = {r["due"] for r in rows(book, "--as-of +10d --overdue") if r["rule"] == "weekly"}
    today = {r["due"] for r in rows(book, "--all") if r["rule"] == "weekly"}
    assert ahead == today
    assert ahead


def test_the_past_gives_an_owner_back(book: Cli) -> None:
    """A lead that is released later is, as of before, still its agent's."""
    book.later(hours=1).acting("mia").fast("release Bob")
    then = (START + timedelta(minutes=30)).isoformat()
    assert names(book.later(hours=2), "--all --owner mia") == []
    assert names(book.later(hours=2), f"--all --owner mia --as-of {then}") == ["Bob"]


def test_masks_and_barred_channels_are_honoured(book: Cli) -> None:
    """No format shows a hidden number, nor one for which every way of using it is barred."""
    mia = book.acting("mia")
    for name in ("table", "json", "csv", "tsv", "ics", "markdown", "html", "jsonl"):
        text = mia.fast(f"due --all --why --format {name}").out
        assert "2125550132" not in text
        assert "(212) 555-0132" not in text
    assert "2125550132" in book.fast("due --all --format json").out, "sam typed it"
    book.fast("set Bob do_not_contact=call,text")
    assert "2125550177" not in book.fast("due --all --format json").out
    text = book.fast("due --all").out
    assert "(no call, text)" in text
    book.fast("set Bob do_not_contact=all")
    assert "(do not contact)" in book.fast("due --all").out


def test_why_is_english_and_points_at_the_definition(book: Cli) -> None:
    """Each reason says how the deadline is counted, what clears it, and file and line."""
    text = " ".join(book.fast("due --all --why").out.split())
    assert "30 minutes after the lead came in (working hours), better 5 minutes" in text
    assert "7 days after the status was last set or confirmed" in text
    assert "settled by reaching out or a change of status" in text
    assert re.search(r"\[pipelines/streeteasy-buyer\.toml:\d+\]", text)
    assert " 0 minutes after" not in text


def test_advice_comes_with_the_hint_to_change_the_channel(book: Cli) -> None:
    """Three calls and nothing else: the advice of the status, and to try a text."""
    for minute in (10, 20):
        book.later(minutes=minute).fast("log Bob call --out")
    text = book.fast("due --all --advice").out
    assert "In Communication" in text
    assert "mostly calls so far (3 of 3): try a text" in text
    assert "mostly calls" not in book.fast("due --all").out
    shown = book.fast("due --all --advice --format html").out
    assert "try a text" in shown


@pytest.mark.parametrize(
    ("sent", "barred", "hint"),
    [
        ("call call text", (), "mostly calls so far (2 of 3): try a text"),
        ("email email", (), "mostly e-mails so far (2 of 2): try calling"),
        ("call call", ("text",), "mostly calls so far (2 of 2): try an e-mail"),
        ("call call", ("text", "email"), ""),
        ("email email", ("all",), ""),
        ("call text", (), ""),
        ("call", (), ""),
        ("text text text", (), ""),
        ("", (), ""),
    ],
)
def test_the_hint_follows_the_log(sent: str, barred: tuple[str, ...], hint: str) -> None:
    """More than half of at least two touches, and never a channel that is barred (S0.23)."""
    history = tuple(Event(START, name, "sam", {"way": "out"}) for name in sent.split())
    answers = tuple(Event(START, "call", "", {"way": "in"}) for _ in range(9))
    reach = {"phone": "+16465550101", "email": "ana@example.com"}
    fields = {"do_not_contact": list(barred), **reach}
    assert channel_hint(Lead("k7f3q9m2", "A", "p", "s", fields, history + answers)) == hint


def test_the_calendar_is_read_by_an_independent_parser(book: Cli) -> None:
    """icalendar reads every entry with its alarms; its name stays the same as time passes."""
    book.fast("set Bob birthday=1980-11-24")
    found = [Calendar.from_ical(book.later(hours=h).fast("due --all -f ics").out) for h in (0, 1)]
    first, second = ({e["UID"]: e for e in calendar.walk("VEVENT")} for calendar in found)
    assert first.keys() == second.keys()
    assert len(first) == len(rows(book))
    for event in first.values():
        timed = isinstance(event.decoded("DTSTART"), datetime)
        assert len(event.walk("VALARM")) == (2 if timed else 0)
    snoozed = book.fast("snooze Bob 5d --what 3-7-10-2")
    assert "put off" in snoozed.out
    after = Calendar.from_ical(book.fast("due --all -f ics").out)
    assert {e["UID"] for e in after.walk("VEVENT")} == first.keys()


def test_the_page_is_self_contained(book: Cli) -> None:
    """No script, no link, no picture: what is mailed can be read without the network."""
    page = book.fast("due --all --format html").out
    assert page.startswith("<!doctype html>")
    assert not re.search(r"<(script|link|img|iframe)|https?:|url\(", page)


def test_what_is_recorded_says_what_it_settled_and_what_comes_next(book: Cli) -> None:
    """log, done, confirm and snooze name in words what is settled, what waits, what is next."""
    ran = book.later(minutes=9).fast("log Ana text")
    assert "Answered 9 minutes after they came in" in ran.err
    assert "Ana: you texted; New Connection is now Attempted Contact (you reached out)." in ran.out
    assert "Next: try again, tomorrow." in ran.out
    ran = book.later(days=4).fast("done Bob")
    assert "done: Follow up, third day" in ran.out
    ran = book.later(days=4, minutes=5).exits(3).fast("done Bob")
    assert "Bob has nothing due today. Ahead: Fri follow up, seventh day;" in ran.err
    ran = book.later(days=5).fast("snooze Bob '2 weeks'")
    assert "put off to Wed 9 December: Follow up, seventh day" in ran.out
    ran = book.later(days=5).exits(3).fast("snooze Bob 2h")
    assert "Nothing put off: nothing is due before" in ran.err
    book.later(days=5).fast("log Bob text --in")
    ran = book.later(days=5).exits(3).fast("snooze Bob 1d")
    assert '"Answer them" stands until Bob is answered' in ran.err
    assert re.search(
        r"they asked for that time: leadctl snooze Bob 2026-\d\d-\d\d --asked", ran.err
    )
    ran = book.later(days=6).fast("snooze Bob '2 weeks' --asked")
    assert "call back Thu 10 December" in ran.out
    ran = book.later(days=6).fast("remind Bob tue ask about the loan")
    assert "you are reminded Tue: ask about the loan" in ran.out


LONG = "somebody.with.a.long.address@a-long-domain.example.com"
WHO = (
    "Ana L\u00f3pez",
    "\u738b\u5c0f\u660e \u738b\u5c0f\u660e",
    "\u0645\u062d\u0645\u062f",
    "x" * 90,
)
SAID = 'texted yesterday 21:40 "call me Monday, ready to buy"'
NOTE = "note: ask about the market report"
DAY = Day(
    "Monday 9 March, 7:00",
    "5 people, 1 appointment, 3 to answer",
    [
        Part(
            "Answer them",
            [
                Entry(name, SAID, (NOTE,), reach, owner="sam", tail="sam k7f3q9m2")
                for name in WHO
                for reach in ("(212) 555-0143", LONG, "")
            ],
        )
    ],
    [Folded("12 statuses to confirm", "leadctl status confirm --due")],
    ["12 more to get in touch with: leadctl due --limit 0"],
)


@pytest.mark.parametrize("width", [*range(24, 130, 5), 40, 80, 120, 200])
def test_the_days_list_fits_every_width_and_loses_nothing(width: int) -> None:
    """No line but a command is wider than the screen, and no name, number or word is cut."""
    text = day_text(DAY, Screen(width, is_tty=True))
    for line in text.split("\n"):
        assert cells(line) <= width or "leadctl" in line
    squeezed = re.sub(r"\s", "", text)
    assert squeezed.count("x" * 90) == 3
    assert squeezed.count("(212)555-0143") == 4
    assert squeezed.count("askaboutthemarketreport") == 12
    if width > 60:
        assert text.count("(212) 555-0143") == 4
    assert "leadctl status confirm --due" in text


def test_wrapped_text_is_whole() -> None:
    """Every word comes back in its order, long ones in pieces; wide letters count twice."""
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("abcdefgh ij", 3) == ["abc", "def", "gh", "ij"]
    assert wrap("\u738b\u5c0f\u660e", 4) == ["\u738b\u5c0f", "\u660e"]
    assert wrap("", 5) == [""]


def test_one_list_has_everything_with_a_deadline(cli: Cli) -> None:
    """Several trades in one book: every kind of row is in the one list, each saying all it must."""
    team = '[agents.sam]\nname = "Sam"\nroles = ["manager"]\n[agents.new]\nstarted = 2026-11-19\n'
    (cli.cwd / "leadctl.toml").write_text(
        'pipeline = "streeteasy-buyer"\ntimezone = "America/New_York"\nrank = ["sam", "new"]\n\n'
        + team
    )
    book = cli.acting("sam").noting()
    for line in (
        "add Sla",
        "add Step",
        "log Step call",
        "log Step call --in",
        "log Step text",
        "status set Step 'In Communication'",
        "add Date birthday=1980-11-22 appointment='2026-11-24 10:00'",
        "log Date text",
        "status set Date 'Appointment Set'",
        "add Promise --pipeline realvolve phone=2125550101",
        "add Reply --pipeline wholesale",
        "claim Reply",
        "log Reply text --in",
        "add Hold --pipeline wholesale",
        "claim Hold",
        "status set Hold 'Offer Rejected'",
        "add Later --pipeline wholesale",
        "claim Later",
        "snooze Later '6 months' --asked",
        "add Dead --pipeline wholesale",
        "add Turn --pipeline sold-appointment",
    ):
        book.fast(line)
    book.acting("new").fast("claim Dead")
    book.acting("new").fast("status set Dead 'Dead Deal' --ask")
    found = rows(book)
    kinds = {row["kind"] for row in found}
    assert kinds >= {
        *("sla", "duty", "step", "appointment", "birthday", "promise", "message", "reply"),
        *("call-back", "approval", "claim", "suggestion", "reminder"),
    }
    (hold,) = (row for row in found if row["name"] == "Hold" and row["rule"] == "hold")
    assert hold["due"] == "2026-11-27T10:00:00-05:00"
    for row in found:
        for key in ("id", "name", "do", "due", "why", "source", "clears", "rule"):
            assert row[key], (key, row)
        assert re.search(r":\d+$", row["source"])
    assert "claim" not in {row["kind"] for row in rows(book.acting("new"))}
    call_back = next(row for row in found if row["kind"] == "call-back")
    assert call_back["due"].startswith("2027-02-20")


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Pacific/Apia", "America/St_Johns", ":nowhere"])
def test_the_zone_of_the_machine_changes_nothing(book: Cli, zone: str) -> None:
    """TZ is not asked: the same list everywhere, in the agent's or the book's zone."""
    assert book.given(TZ=zone).run("due --all").out == book.fast("due --all").out
