"""What a user would see if the code changed a little in places that no other test looks at.

Each of these was found by changing the code: nothing failed. The kinds behind them: exactly
midnight and exactly 12, nobody acting in a team's book, a second source, branches never taken.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cli_runner import Cli

from leadctl.errors import Usage
from leadctl.rules.importing.dates import OrderEvidence, decide_order, parse_birthday, parse_date
from leadctl.rules.importing.phones import e164, read_phones
from leadctl.rules.time.spans import parse_duration

TEAM = '\n[agents.dana]\nname = "Dana"\n'


@pytest.fixture
def book(tmp_path: Path) -> Cli:
    """A book of two agents in which nobody acts unless it is said."""
    cli = Cli(tmp_path).noting()
    cli.fast("init book --no-input --pipeline streeteasy-buyer --agent Sam --timezone UTC")
    book = cli.inside("book")
    with (book.cwd / "leadctl.toml").open("a") as settings:
        settings.write(TEAM)
    return book


def own(book: Cli, text: str) -> None:
    """Put a definition of its own into the book."""
    path = book.cwd / "pipelines" / "own.toml"
    path.write_text(f'schema = 1\nid = "own"\ntitle = "Own"\ninitial = "New"\n{text}')


def evidence_of(cells: list[str]) -> OrderEvidence:
    """Return what a column says of its order."""
    evidence = OrderEvidence()
    for cell in cells:
        evidence.add(cell)
    return evidence


def test_twelve_tells_nothing_of_the_order() -> None:
    """05/12 and 04/12 are days in two orders: the import asks, and does not take one silently."""
    with pytest.raises(Usage, match="day or month first"):
        decide_order("Created", evidence_of(["05/12/2026", "04/12/2026"]), None)
    assert decide_order("Created", evidence_of(["13/12/2026"]), None) == "dmy"
    assert decide_order("Created", evidence_of(["12/13/2026"]), None) == "mdy"


def test_what_is_asked_about_is_the_first_unclear_date() -> None:
    """The question names the first date of the column that can be read both ways."""
    with pytest.raises(Usage, match="whether 5/4 is"):
        decide_order("Created", evidence_of(["7/7/2026", "5/4/2026", "3/2/2026"]), None)


def test_a_birthday_with_two_digits_is_in_no_century() -> None:
    """3/4/65 is nobody's birthday in 2065."""
    assert parse_birthday("3/4/65", "mdy") is None
    assert parse_birthday("3/4/1965", "mdy") == date(1965, 3, 4)
    assert parse_birthday("March 4", "mdy") == "--03-04"


def test_a_date_of_iso_has_no_order() -> None:
    """2026-03-04 is the fourth of March in a column of either order."""
    for order in ("dmy", "mdy"):
        assert parse_date("2026-03-04", order, UTC) == date(2026, 3, 4)
        assert parse_date("2026-03-04 05:06", order, UTC) == datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["Monday", "12", "noon", "2026", "x" * 70 + " 2026-01-01", "10:30"]
)
def test_what_names_no_day_is_no_date(text: str) -> None:
    """Nothing that is missing in a date is filled in from today."""
    assert parse_date(text, "mdy", UTC) is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("3/4/2026 12:00 AM", 0),
        ("3/4/2026 12:00 PM", 12),
        ("3/4/2026 12:30", 12),
        ("3/4/2026 5pm", 17),
    ],
)
def test_noon_and_midnight(text: str, hour: int) -> None:
    """12 AM is midnight, 12 PM noon, 12:30 after noon."""
    found = parse_date(text, "mdy", UTC)
    assert isinstance(found, datetime)
    assert found.hour == hour


def test_numbers_at_the_edge_of_a_telephone() -> None:
    """Five digits are none, a rounded one of a spreadsheet is none, "0" is no number at all."""
    assert e164("12345", "US") == ""
    assert e164("4.15555E+09", "US") == ""
    assert e164("(415) 555-0132", "US") == "+14155550132"
    assert e164("+44 20 7946 0958", "US") == "+442079460958"
    assert e164("415555013", "US") == ""
    found = read_phones("0", "US")
    assert list(found[0]) == []


def test_words_beside_a_number_are_kept_beside_it() -> None:
    """ "(415) 555-0132 (call after 6)" is the number, and the words are not dialled."""
    found = read_phones("(415) 555-0132 call after six", "US")
    assert "+14155550132" in str(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("119 minutes", "119 minutes"),
        ("120 minutes", "2 hours"),
        ("121 minutes", "2 hours 1 minute"),
    ],
)
def test_spans_from_two_hours_on_are_told_in_hours(text: str, said: str) -> None:
    """119 minutes stay minutes, 120 are 2 hours."""
    assert str(parse_duration(text)) == said


def test_no_span_is_longer_than_it_may_be() -> None:
    """Years and days of one span are added up before it is called too long."""
    with pytest.raises(ValueError, match="longer than"):
        parse_duration("99 years 400 days")


def test_due_without_an_agent_in_a_team(book: Cli) -> None:
    """cron in a book of two agents, with nobody acting, prints the list."""
    book.acting("sam").fast("add Ana phone=4155550132")
    ran = book.fast("due --all")
    assert "Ana" in ran.out
    assert "Ana" in book.fast("list").out


READS = (
    *("due", "due --why --all", "due --next", "list", "show ana", "find ana", "check", "tick"),
    *("report status", "report activity", "report board", "report duties", "report funnel"),
    *("outbox list", "export --format csv", "export --format ics", "duplicates"),
)
OF_NOBODY = {
    *("check", "tick", "outbox list", "duplicates"),
    *("report status", "report activity", "report duties", "report funnel"),
}
"""Lists in which nobody is named, or nobody just now."""
WRITES = ("note ana x", "log ana call", "remind ana fri x", "set ana zip=10001", "pass ana", "undo")


def test_nobody_reads_what_somebody_writes(book: Cli) -> None:
    """Every list and report is printed for a cron job of a team; what is written wants a name."""
    book.acting("sam").fast("add Ana phone=4155550132")
    book.acting("dana").fast("pass ana")
    before = book.file_of("ana").read_text()
    for words in READS:
        ran = book.noting().fast(words)
        assert ran.out or ran.err or words == "tick"
        assert "Ana" in ran.out or words in OF_NOBODY, words
    for words in WRITES:
        book.exits(2, "Who is acting?").fast(words)
    assert book.file_of("ana").read_text() == before


def test_a_claim_wants_somebody(book: Cli) -> None:
    """With nobody acting nothing is claimed, and the command says who is missing."""
    book.acting("sam").fast("add Ana")
    book.exits(2, "Who is acting?").fast("claim ana")


def test_who_bars_texts_can_still_be_called(book: Cli) -> None:
    """A lead that asked for no texts keeps its telephone in the list of calls."""
    sam = book.acting("sam")
    own(book, MIDNIGHT)
    sam.fast("add Ana --pipeline own phone=4155550132 do_not_contact=text")
    assert "(415) 555-0132" in sam.fast("due --all").out
    sam.fast("set ana do_not_contact=call,text")
    assert "(415) 555-0132" not in sam.fast("due --all").out


TWO = """
[status.New]
definition = "Just in."
[[status.New.follow_up]]
id = "one"
after = "2 hours"
from = "received"
until = ["done"]
then = { set = { first = "yes" } }
[[status.New.follow_up]]
id = "two"
after = "2 hours"
from = "received"
until = ["done"]
then = { set = { second = "yes" } }
[field.first]
[field.second]
"""


def test_two_rules_that_act_at_one_moment(book: Cli) -> None:
    """Both things happen in one run of tick, once each, and a second run has nothing to do."""
    own(book, TWO)
    sam = book.acting("sam").at("2026-11-20T09:00:00Z")
    sam.fast("add Ana --pipeline own")
    later = sam.at("2026-11-20T12:00:00Z")
    later.fast("tick")
    text = book.file_of("ana").read_text()
    assert 'first = "yes"' in text
    assert 'second = "yes"' in text
    later.fast("tick")
    assert book.file_of("ana").read_text() == text


MIDNIGHT = """
[calendar]
timezone = "UTC"
[status.New]
definition = "Just in."
[[status.New.follow_up]]
id = "call"
do = "Call"
after = "15 hours"
from = "received"
until = ["done"]
"""


def test_what_is_due_at_midnight_is_of_the_day_that_ends(book: Cli) -> None:
    """A deadline at exactly 24:00 is on today's list, one a minute later is not."""
    own(book, MIDNIGHT)
    sam = book.acting("sam").at("2026-11-20T09:00:00Z")
    sam.fast("add Ana --pipeline own")
    assert "Ana" in sam.fast("due").out
    own(book, MIDNIGHT.replace("15 hours", "15 hours 1 minute"))
    assert "Ana" not in sam.fast("due").out
    assert "Ana" in sam.at("2026-11-21T00:01:00Z").fast("due").out


def test_a_lead_in_a_pipeline_that_is_gone_is_told_by_due(book: Cli) -> None:
    """The list names the lead whose definition is not there, and lists the others."""
    sam = book.acting("sam")
    own(book, MIDNIGHT)
    sam.fast("add Ana --pipeline own")
    sam.fast("add Ben")
    (book.cwd / "pipelines" / "own.toml").unlink()
    ran = sam.exits(5, "own").fast("due --all")
    assert "Ben" in ran.out


def test_an_import_from_a_second_source_joins_and_keeps_both_keys(book: Cli) -> None:
    """Somebody in two systems is one lead; either system's list finds them again."""
    sam = book.acting("sam")
    for name, text in (
        ("a.csv", "Id,Name,Email,Phone\n7,Ana Lopez,ana@example.com,\n"),
        ("b.csv", "Id,Name,Email,Phone\nx9,Ana Lopez,ana@example.com,415 555 0132\n"),
    ):
        (book.cwd.parent / name).write_text(text)
    sam.fast("import ../a.csv --source crm")
    sam.fast("import ../b.csv --source dialer")
    assert len(sam.fast("list --format ids").lines) == 1
    before = book.file_of("ana").read_text()
    assert "+14155550132" in before
    for words in ("import ../a.csv --source crm", "import ../b.csv --source dialer"):
        sam.fast(words)
        assert len(sam.fast("list --format ids").lines) == 1
    assert book.file_of("ana").read_text() == before


def test_a_letter_goes_to_the_mailing_address_first(book: Cli) -> None:
    """Where a letter is asked for, the mailing address is shown before the house."""
    own(
        book,
        """
[status.New]
definition = "Just in."
[[status.New.follow_up]]
id = "letter"
do = "Write"
after = "1 hour"
from = "received"
by = "letter"
until = ["done"]
""",
    )
    sam = book.acting("sam")
    sam.fast("add Ana --pipeline own property_address='1 House St'")
    assert "1 House St" in str(sam.fast("due --all --format json").json)
    sam.fast("set ana 'mailing_address=PO Box 7'")
    rows = str(sam.fast("due --all --format json").json)
    assert "PO Box 7" in rows


def test_a_field_that_nobody_had_is_told_and_one_misspelt_is_refused(book: Cli) -> None:
    """A new field of one's own is fine; nearly that of another lead is not, nor in a list."""
    book, lead = book.acting("sam"), "ana"
    book.fast("add Ana")
    assert "New in this book: a field budget" in book.noting().fast(f"set {lead} budget=3").err
    assert "New in this book" not in book.noting().fast(f"set {lead} budget=4").err
    for words in (f"set {lead} bugdet=3", "add Zoe bugdet=3", "list --columns bugdet"):
        assert '"budget"' in book.exits(2).fast(words).err
    assert '"budget"' in book.exits(2).fast("list --sort -bugdet").err
    assert "--at" in book.exits(2).fast(f"log {lead} call at=9").err


def test_this_week_is_the_seven_days_from_today(book: Cli) -> None:
    """What is due at the end of the seventh day is of this week, a minute later it is not."""
    sam = book.acting("sam").at("2026-11-20T09:00:00Z")
    for span, group in (
        ("0 minutes", "overdue"),
        ("15 hours", "today"),
        ("15 hours 1 minute", "this week"),
        ("159 hours", "this week"),
        ("159 hours 1 minute", "later"),
    ):
        own(book, MIDNIGHT.replace("15 hours", span))
        if group == "overdue":
            sam.fast("add Ana --pipeline own")
        rows = sam.fast("due --all --format json").json
        assert [row["group"] for row in rows if row["rule"] == "call"] == [group], span


MASKED = """
[[visibility.mask]]
fields = ["phone"]
why = "after the first message"
until = [{ event = "touch", way = "out" }]
[[visibility.mask]]
fields = ["email"]
until = [{ event = "meeting" }]
"""


def test_why_something_is_hidden_is_told_where_it_is_known(book: Cli) -> None:
    """A mask that gives no reason adds none, neither an empty one nor "True"."""
    own(book, MIDNIGHT + MASKED)
    book.acting("sam").fast("add Ana --pipeline own phone=4155550132 email=ana@example.com")
    (row,) = book.acting("dana").fast("due --all --format json").json
    assert sorted(row["masked"]) == ["email", "phone"]
    assert row["masked_why"] == "after the first message"
    assert "hidden: after the first message [" in book.acting("dana").fast("due --all --why").out


def test_a_row_that_says_the_status_it_has_changes_nothing(book: Cli) -> None:
    """Another system's list of the same people, with `--update`, leaves the files as they are."""
    sam = book.acting("sam")
    sam.fast("add Ana email=ana@example.com source=crm")
    status = sam.fast("show ana --format json").json["status"]
    before = book.file_of("ana").read_text()
    path = book.cwd.parent / "a.csv"
    path.write_text(f"Name,Email,Status\nAna,ana@example.com,{status}\n")
    ran = sam.noting().fast("import ../a.csv --source crm --update --map status=Status")
    assert book.file_of("ana").read_text() == before, ran.out
    assert "status" not in ran.out + ran.err
