"""Public holidays of a place: days off like any other, and told where nothing knows them."""

from __future__ import annotations

import sys
from datetime import date, datetime

import pytest
from cli_runner import Cli
from world import pipeline

from leadctl.errors import Invalid
from leadctl.rules.pipelines.describe import calendar_words
from leadctl.rules.time.hours import parse_hours
from leadctl.rules.time.public_holidays import public_holidays
from leadctl.rules.time.spans import parse_duration
from leadctl.rules.time.working_calendar import Calendar

HOURS = parse_hours({"weekdays": "09:00-17:00"})
NEW_YORK = Calendar("America/New_York", HOURS, places=("US-NY",))


def test_a_public_holiday_is_a_day_off() -> None:
    """The Fourth of July 2026 is a Saturday: nobody works on the Friday before it."""
    thursday = datetime.fromisoformat("2026-07-02T16:00:00-04:00")
    assert not NEW_YORK.is_working_day(date(2026, 7, 3))
    due = NEW_YORK.add(thursday, parse_duration("2 hours"))
    assert due == datetime.fromisoformat("2026-07-06T10:00:00-04:00")
    assert NEW_YORK.before(due, parse_duration("2 hours"), "working") == thursday
    assert NEW_YORK.working_days(date(2026, 7, 2), date(2026, 7, 6)) == 1


def test_hours_of_the_date_itself_are_stronger() -> None:
    """Who works on a holiday writes down its hours; holidays of one's own stand beside."""
    special = ((date(2026, 7, 3), ((600, 720),)),)
    own = Calendar("America/New_York", HOURS, frozenset({(12, 24)}), special, ("US-NY",))
    assert own.is_working_day(date(2026, 7, 3))
    assert not own.is_working_day(date(2026, 12, 24))
    assert not own.is_working_day(date(2026, 12, 25))


def test_years_add_up_to_their_days() -> None:
    """A span over many years steps over years whole, and ends where counting days ends."""
    start = date(2026, 1, 1)
    days = sum(NEW_YORK.is_working_day(date(y, m, d)) for y in (2026, 2027) for m, d in _days(y))
    assert NEW_YORK.working_days(date(2025, 12, 31), date(2027, 12, 31)) == days
    assert NEW_YORK.year(start.year).days < 261


def _days(year: int) -> list[tuple[int, int]]:
    first = date(year, 1, 1).toordinal()
    days = [date.fromordinal(first + n) for n in range(366)]
    return [(day.month, day.day) for day in days if day.year == year]


def test_a_definition_names_a_place_beside_dates() -> None:
    """It is read, and said in words; one that nobody knows is a problem of its line."""
    text = '[calendar]\ntimezone = "America/New_York"\nholidays = ["US-NY", "*-12-24"]\n'
    calendar = pipeline(text).calendar
    assert calendar is not None
    assert calendar.places == ("US-NY",)
    assert calendar_words(calendar).endswith("1 holiday, the holidays of US-NY")
    with pytest.raises(Invalid, match='"US-XX" is no place whose holidays are known'):
        pipeline(text.replace("US-NY", "US-XX"))
    with pytest.raises(Invalid, match="should be dates such as"):
        pipeline(text.replace("US-NY", "New York"))


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A definition that wants it cannot be used, rather than be read otherwise than elsewhere."""
    public_holidays.cache_clear()
    monkeypatch.setitem(sys.modules, "holidays", None)
    text = '[calendar]\ntimezone = "UTC"\nholidays = "GB"\n'
    with pytest.raises(Invalid, match=r'pip install "leadctl\[holidays\]"'):
        pipeline(text)


def test_an_answer_is_not_due_on_a_holiday(cli: Cli) -> None:
    """A book's own definition has the programme's hours less the state's holidays."""
    cli = cli.noting()
    cli.fast("init --no-input --pipeline streeteasy-buyer --timezone America/New_York")
    (cli.cwd / "pipelines").mkdir(exist_ok=True)
    (cli.cwd / "pipelines" / "ours.toml").write_text(
        'schema = 1\nid = "ours"\nextends = "streeteasy-buyer"\ntitle = "Ours"\n'
        '[calendar]\nholidays = "US-NY"\n'
    )
    at = cli.at("2026-12-24T18:20:00-05:00")
    at.fast("add Ana --pipeline ours")
    rows = {row["rule"]: row["due"] for row in at.fast("due --all -f json").json}
    assert rows["respond"] == "2026-12-26T09:20:00-05:00"
