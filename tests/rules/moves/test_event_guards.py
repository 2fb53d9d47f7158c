"""Guards of events: what must hold, or must not, before one is logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from cli_runner import Cli
from hypothesis import given
from hypothesis import strategies as st
from world import TOP, case, event, lead, pipeline

from leadctl.errors import Invalid
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.clauses.peers import Peers
from leadctl.rules.leads.lead import Event
from leadctl.rules.moves.judging.judge import judge, refuse_event

TEXT = """
[event.decline]

[event.submission]
fields = { editor = { type = "text" } }
requires = [{ field = "manuscript" }]
forbids = [
    { event = "submission", same = ["editor"], why = "an editor reads it once" },
    { event = "decline", newer = "12 months" },
]

[field.manuscript]
type = "text"
"""


def refused(*history: Event, days: float = 0, **fields: str) -> list[str]:
    """Return why a submission to an editor, some days from now, is refused."""
    who = lead(*history, **{"manuscript": "yes", **fields})
    new = event("submission", days, editor="Knopf")
    return [one.sentence for one in refuse_event(case(who, pipeline(TEXT), days=days), new)]


def test_an_event_wants_what_its_kind_requires() -> None:
    """Without the field it is refused, with it it is not."""
    assert refused(manuscript="") == ["manuscript must be known"]
    assert refused() == []


def test_the_same_editor_is_not_asked_twice() -> None:
    """Another submission to that editor is refused, one to another editor is not."""
    assert refused(event("submission", -9, editor="Viking")) == []
    assert len(refused(event("submission", -9, editor="knopf"))) == 1


@pytest.mark.parametrize(("days", "refusals"), [(0, 1), (363, 1), (365, 0)])
def test_an_age_is_counted_at_the_moment_of_the_event(days: int, refusals: int) -> None:
    """For twelve months after a decline nothing is submitted; to the day."""
    assert len(refused(event("decline", -1), days=days)) == refusals


DIARY = """
[field.day]
type = "date"

[event.proposal]
fields = { date = { type = "date" }, place = {} }
forbids = [{ leads = [{ status = ["New"] }, { event = "proposal", same = ["date"] }] }]

[status.Booked]
definition = "there is a day"
requires = [{ leads = [{ status = ["New", "Booked"] }], same = ["day"], at_most = 0 }]
"""
DAYS = st.dates(date(2026, 12, 1), date(2026, 12, 3))


@given(st.lists(DAYS, max_size=4), DAYS, st.sampled_from(["New", "Booked"]))
def test_no_two_of_one_date(taken: list[date], wanted: date, status: str) -> None:
    """An event, and a move, is refused exactly where another lead has the very date."""
    rules = pipeline(DIARY)
    others = [
        replace(lead(event("proposal", -1, date=day), status=status, day=day), id=f"other{n}")
        for n, day in enumerate(taken)
    ]
    peers = Peers(lambda: [case(one, rules) for one in others])
    asked = with_derived(replace(case(lead(day=wanted), rules), others=peers))
    refused = refuse_event(asked, event("proposal", date=wanted))
    assert bool(refused) is (wanted in taken and status == "New")
    assert judge(asked, "Booked").allowed is (wanted not in taken)
    assert judge(with_derived(replace(asked, lead=lead())), "Booked").allowed


@pytest.mark.parametrize(
    ("clause", "says"),
    [
        ('{ field = "manuscript", same_as = "manuscript" }', "compared with itself"),
        ('{ leads = [{ event = "submission", same = ["editr"] }] }', 'no field "editr"'),
        ('{ leads = [{ event = "decline", same = ["editor"] }] }', 'no field "editor"'),
        ('{ leads = [{ status = ["New"] }], same = ["daay"] }', 'no field "daay"'),
        ('{ field = "value", among = [{ event = "submission", same = ["editor"] }] }', "among"),
        ('{ event = "submission", same = ["editr"] }', 'no field "editr"'),
        ('{ approval = "boss" }', "a move is approved, no event"),
        ('{ event = "nothing" }', "nothing"),
    ],
)
def test_what_cannot_be_is_found(clause: str, says: str) -> None:
    """A field the event does not have, an approval, and an unknown event are problems."""
    text = TEXT.replace('{ field = "manuscript" }', clause)
    with pytest.raises(Invalid, match=says):
        pipeline(text)


def test_same_belongs_to_events() -> None:
    """In the guards of a status there is no event that others could be the same as."""
    with pytest.raises(Invalid, match="belongs to the guards"):
        pipeline(f'{TEXT}\n[status.Sent]\ndefinition = "x"\n'
                 'requires = [{ event = "submission", same = ["editor"] }]\n')  # fmt: skip


def test_the_command_line_refuses_and_logs_nothing(cli: Cli) -> None:
    """`log` ends with 3, says why and what would do, and leaves the lead as it was."""
    (cli.cwd / "leadctl.toml").write_text('pipeline = "small"\n[agents.sam]\n')
    (cli.cwd / "pipelines").mkdir()
    (cli.cwd / "leads").mkdir()
    (cli.cwd / "pipelines" / "small.toml").write_text(TOP + TEXT)
    book = cli.acting("sam").noting()
    book.fast("add Ana manuscript=yes")
    book.fast("log Ana submission editor=Knopf")
    ran = book.exits(3).fast("log Ana submission editor=Knopf")
    assert "an editor reads it once" in ran.out + ran.err
    assert [e["event"] for e in book.fast("show Ana --format json").json["history"]] == [
        "received",
        "submission",
    ]
