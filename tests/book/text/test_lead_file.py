"""A lead and its file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from lead_laws import leads

from leadctl.book.text.lead_file import MAX_LEAD, dump_lead, parse_lead
from leadctl.errors import Invalid, Refused
from leadctl.rules.leads.lead import Event, Lead

ANA = """\
id = "k7f3q9m2"
name = "Ana López"
pipeline = "streeteasy-buyer"
status = "Appointment Set"
owner = "sam"
phone = "+14155550132"
email = "ana@example.com"
source = "StreetEasy"
tags = ["brooklyn", "two bedroom"]
appointment = 2026-11-28T14:00:00-05:00

history = [
    { at = 2026-11-20T15:05:00Z, event = "received", by = "import" },
    { at = 2026-11-20T15:21:00Z, event = "text", way = "out", by = "sam" },
    { at = 2026-11-20T15:21:00Z, event = "status", to = "Attempted Contact", by = "sam" },
]

[extra]
"Lead Type" = "home valuation"
"""
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@given(leads)
@settings(max_examples=80, deadline=None)
def test_a_dumped_lead_is_parsed_back_to_itself(lead: Lead) -> None:
    """Whatever a lead holds, its file gives it back, and the file is canonical."""
    text = dump_lead(lead)
    again = parse_lead(text, "a.toml")
    assert again == lead
    assert dump_lead(again) == text


@given(leads)
@settings(max_examples=60, deadline=None)
def test_each_event_is_one_line(lead: Lead) -> None:
    """However long an event is and whatever it holds, it takes exactly one line of the file."""
    lines = dump_lead(lead).split("\n")
    assert sum(line.startswith("    { at = ") for line in lines) == len(lead.history)
    assert dump_lead(lead).splitlines() == lines[:-1]


def test_the_canonical_text_is_kept() -> None:
    """The file of the manual is parsed and written back byte for byte."""
    assert dump_lead(parse_lead(ANA, "ana.toml")) == ANA


def test_known_fields_come_first_whatever_the_order_they_were_set_in() -> None:
    """The order of the file's keys does not depend on the order in which they were set."""
    lead = Lead("k7f3q9m2", "Ana", "p", "New", {"value": 3, "tags": ["a"], "owner": "sam"})
    keys = [line.split(" ")[0] for line in dump_lead(lead).splitlines() if " = " in line]
    assert keys == ["id", "name", "pipeline", "status", "owner", "tags", "value", "history"]


def test_nothing_is_written_for_none() -> None:
    """A field or an event's value of None leaves no trace in the file."""
    lead = Lead(
        "k7f3q9m2", "Ana", "p", "New", {"owner": None}, (Event(NOW, "call", "", {"x": None}),)
    )
    assert "None" not in dump_lead(lead)
    assert "owner" not in dump_lead(lead)


@pytest.mark.parametrize("name", ["id", "history", "extra", "status"])
def test_a_field_cannot_take_a_name_of_the_file_itself(name: str) -> None:
    """A pipeline that calls a field `history` cannot overwrite the history."""
    with pytest.raises(Refused, match="cannot be called"):
        dump_lead(Lead("k7f3q9m2", "Ana", "p", "New", {name: "x"}))


SECRET = "Canary"
BAD = {
    "empty": ("", "ana.toml: is empty"),
    "blank": ("\n \n", "ana.toml: is empty"),
    "nul": ("\0" * 4096, "ana.toml: holds only NUL bytes"),
    "torn": (ANA[:100], "ana.toml:5: is not valid TOML"),
    "duplicate": (ANA.replace("owner", "name"), "ana.toml:5: is not valid TOML: cannot overwrite"),
    "markers": (
        ANA.replace('owner = "sam"', '<<<<<<< HEAD\nowner = "a"\n=======\nowner = "b"\n>>>>>>> x'),
        "ana.toml:5: holds git's conflict markers",
    ),
    "no id": (ANA.replace('id = "k7f3q9m2"\n', ""), "ana.toml:1: id: is missing"),
    "bad id": (ANA.replace("k7f3q9m2", "../etc/x"), "ana.toml:1: id: is not 8 characters"),
    "number for name": (ANA.replace('"Ana López"', "7"), "ana.toml:2: name: is not a text"),
    "owner": (ANA.replace('"sam"\nphone', "3\nphone"), "ana.toml:5: owner: is not a text"),
    "tags": (ANA.replace('["brooklyn", "two bedroom"]', '"x"'), "ana.toml:9: tags: is not a list"),
    "naive": (ANA.replace("-05:00", ""), "ana.toml:10: appointment: has no UTC offset"),
    "naive event": (ANA.replace("15:05:00Z", "15:05:00"), "ana.toml:13: history[0].at: has no UTC"),
    "word event": (
        ANA.replace("2026-11-20T15:05:00Z", '"yesterday"'),
        "ana.toml:13: history[0].at: is no moment, and no day",
    ),
    "no event": (ANA.replace('event = "text", ', ""), "ana.toml:14: history[1].event: is missing"),
    "history": (
        ANA.split("history", maxsplit=1)[0] + "history = 3\n",
        "ana.toml:12: history: is not a list",
    ),
    "event": (
        ANA.split("history", maxsplit=1)[0] + "history = [\n 3 ]\n",
        "ana.toml:13: history[0]: is not",
    ),
    "extra": (
        ANA.split("[extra]", maxsplit=1)[0] + "extra = 3\n",
        "ana.toml:18: extra: is not a table",
    ),
    "nan": (ANA.replace("tags", "value = nan\ntags"), "ana.toml:9: value: is not a finite number"),
    "channel": (
        ANA.replace("tags", 'do_not_contact = ["fax"]\ntags'),
        "ana.toml:9: do_not_contact",
    ),
    "deep": (ANA + "x = " + "[" * 5000, "ana.toml:20: is nested deeper"),
    "deep tables": (ANA + "x = " + "{ a = " * 5000, "ana.toml:20: is nested deeper"),
    "long key": (ANA + ".".join(["a"] * 20000) + " = 1\n", "ana.toml:20: is nested deeper"),
    "long number": (ANA.replace("tags", f"n = {'9' * 5000}\ntags"), "ana.toml: holds a number"),
    "large": (ANA + "# " + "x" * MAX_LEAD, "ana.toml: is larger than 1024 KiB"),
    "year 0": (ANA.replace("2026-11-20T15:05:00Z", "0000-11-20T15:05:00Z"), "ana.toml:13: is not"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_broken_file_is_named_with_line_and_cause(case: str) -> None:
    """Each way of being broken gives file, line and cause, and nothing of what the file holds."""
    text, said = BAD[case]
    with pytest.raises(Invalid) as error:
        parse_lead(text.replace("Ana López", SECRET), "ana.toml")
    assert str(error.value).startswith(said)
    assert SECRET not in str(error.value)


def test_all_problems_are_told_at_once() -> None:
    """Three mistakes in a file are three problems, each on its line."""
    text = (
        ANA.replace('"sam"\nphone', "3\nphone")
        .replace("-05:00", "")
        .replace("15:05:00Z", "15:05:00")
    )
    with pytest.raises(Invalid) as error:
        parse_lead(text, "ana.toml")
    assert [problem.line for problem in error.value.problems] == [5, 10, 13]


def test_windows_text_is_read() -> None:
    """A file saved by a Windows editor, with a byte order mark and CRLF, holds the same lead."""
    assert parse_lead("\ufeff" + ANA.replace("\n", "\r\n"), "a") == parse_lead(ANA, "a")
