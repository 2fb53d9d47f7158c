"""Editing a lead's file that somebody wrote by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lead_laws import events, fields, histories, leads, texts

from leadctl.book.text.lead_edit import edit_lead
from leadctl.book.text.lead_file import dump_lead, format_event, parse_lead
from leadctl.book.text.toml_write import format_value
from leadctl.errors import Invalid
from leadctl.rules.leads.lead import Event, Lead

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CALL = Event(NOW, "call", "sam", {"way": "out"})
CALL_LINE = '{ at = 2026-11-23T00:00:00Z, event = "call", way = "out", by = "sam" }'

HAND = """\
#:schema ../../.leadctl/schemas/lead.json
# Ana, met at the fair

status   =   'New'   # as of today
name = "Ana"
id = "k7f3q9m2"
pipeline = "p"
"favourite colour" = "blue"
notes = '''
two = "lines"
[not.a.table]'''

history = [ # newest last
  {at=2026-11-20T15:05:00Z, event="received"}, # by mail
    # nothing since
]

[extra] # of the old system
"Lead Type" = "x"
[custom.deep]
a = 1
"""


def edited(text: str, change: Callable[[Lead], Lead]) -> str:
    """Return the text after one change to the lead in it."""
    before = parse_lead(text, "a")
    return edit_lead(text, before, change(before), "a")


def test_one_changed_value_is_the_only_change() -> None:
    """Setting a status replaces the value alone; its comment and spacing stay."""
    assert edited(HAND, lambda lead: lead.set(status="Won")) == HAND.replace("'New'", '"Won"')


def test_an_added_event_is_one_added_line() -> None:
    """An event goes after the last one, in its indentation; comments stay where they are."""
    wanted = HAND.replace("    # nothing since\n", f"    # nothing since\n  {CALL_LINE},\n")
    assert edited(HAND, lambda lead: lead.add(CALL)) == wanted


def test_a_new_field_goes_where_the_order_says() -> None:
    """A new owner stands after the nearest key that comes before it in a file."""
    wanted = HAND.replace("# as of today\n", '# as of today\nowner = "sam"\n')
    assert edited(HAND, lambda lead: lead.set(owner="sam")) == wanted


def test_a_removed_field_takes_its_line_along() -> None:
    """Removing a field over several lines removes those lines and no others."""
    start, end = HAND.index("notes ="), HAND.index("\nhistory")
    assert edited(HAND, lambda lead: lead.set(notes=None)) == HAND[:start] + HAND[end:]


def test_extra_is_edited_inside_its_table() -> None:
    """A further imported column is put into [extra], not into the table after it."""
    wanted = HAND.replace('Type" = "x"\n', 'Type" = "x"\nZip = "1"\n')
    assert edited(HAND, lambda lead: replace(lead, extra={**lead.extra, "Zip": "1"})) == wanted


@pytest.mark.parametrize(
    ("history", "wanted"),
    [
        ("history = []", f"history = [\n    {CALL_LINE},\n]"),
        ("history = [\n]", f"history = [\n    {CALL_LINE},\n]"),
        ("history = [ {E} ]", f"history = [ {{E}}, \n    {CALL_LINE},\n]"),
        ("history = [{E}, ]", f"history = [{{E}}, \n    {CALL_LINE},\n]"),
        ("history = [\n\t{E}\n]", f"history = [\n\t{{E}},\n\t{CALL_LINE},\n]"),
        ("history = [\n {E} # why ,\n]", f"history = [\n {{E}}, # why ,\n {CALL_LINE},\n]"),
        ("history = [\n {E} # why\n , ]", f"history = [\n {{E}} # why\n , \n {CALL_LINE},\n]"),
        ("[[history]]\n{T}", "[[history]]\n{T}\n[[history]]\n{C}"),
        ("", f"\nhistory = [\n    {CALL_LINE},\n]\n"),
    ],
)
def test_an_event_is_one_line_in_every_layout(history: str, wanted: str) -> None:
    """Whatever shape somebody gave the history, a new event is added on a line of its own."""
    told = {
        "{E}": '{ at = 2026-11-20T15:05:00Z, event = "received" }',
        "{T}": 'at = 2026-11-20T15:05:00Z\nevent = "received"\n',
        "{C}": 'at = 2026-11-23T00:00:00Z\nevent = "call"\nway = "out"\nby = "sam"\n',
    }
    for key, text in told.items():
        history, wanted = history.replace(key, text), wanted.replace(key, text)
    head = "status = 'New'\nname = ''\npipeline = 'p'\nid = 'k7f3q9m2'\n"
    assert edited(head + history, lambda lead: lead.add(CALL)) == head + wanted


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    """Every line that is added to a CRLF file ends in CRLF."""
    text = "\ufeff" + HAND.replace("\n", "\r\n")
    after = edited(text, lambda lead: lead.add(CALL).set(owner="sam", status="Won"))
    assert after.startswith("\ufeff#:schema")
    assert after.count("\r\n") == after.count("\n") == text.count("\n") + 2


def test_a_file_without_a_last_line_end_can_be_added_to() -> None:
    """A key is not glued to the end of a last line that has no line end."""
    text = "name = ''\npipeline = 'p'\nstatus = 's'\nid = 'k7f3q9m2'"
    after = edited(text, lambda lead: lead.add(CALL).set(value=3))
    assert parse_lead(after, "a") == parse_lead(text, "a").add(CALL).set(value=3)


def test_what_cannot_be_edited_safely_is_refused() -> None:
    """A change inside an unusual layout is refused rather than guessed at."""
    head = "status = 'New'\nname = ''\npipeline = 'p'\nid = 'k7f3q9m2'\n"
    text = head + "[[history]]\nat = 2026-11-20T15:05:00Z\nevent = 'received'\n"
    with pytest.raises(Invalid, match="cannot be made in safely"):
        edited(text, lambda lead: replace(lead, history=()))


@st.composite
def handmade(draw: st.DrawFn) -> tuple[str, Lead, list[str]]:
    """Draw a file as a person may leave it, the lead in it, and the lines that nobody owns."""
    lead = draw(leads)
    ends = draw(st.sampled_from(["\n", "\r\n"]))
    lines, foreign = [], []
    top = dump_lead(replace(lead, history=(), extra={})).replace("\nhistory = []\n", "")
    for line in draw(st.permutations(top.strip("\n").split("\n"))):
        note = f"# note {len(foreign)}"
        foreign.append(note)
        lines += [note, line + draw(st.sampled_from(["", "  ", " # why"]))]
    lines.append("history = [" + draw(st.sampled_from(["", " # list"])))
    lines += [
        f"{draw(st.sampled_from(['', '  ', '    ']))}{format_event(e)}," for e in lead.history
    ]
    lines += ["]", "# the rest", "[extra]"]
    lines += [f"{format_value(k)} = {format_value(v)}" for k, v in lead.extra.items()]
    text = draw(st.sampled_from(["", "#:schema x" + ends])) + ends.join(lines) + ends
    return text, lead, [*foreign, "# the rest"]


@given(handmade(), fields, st.lists(events, max_size=2), texts)
@settings(max_examples=60, deadline=None)
def test_edits_keep_every_byte_they_do_not_own(
    drawn: tuple[str, Lead, list[str]], more: dict[str, object], added: list[Event], status: str
) -> None:
    """After any edit the lead is as wanted, and every line it did not change is there."""
    text, lead, foreign = drawn
    assume(parse_lead(text, "a") == lead)
    after = replace(lead, status=status, fields={**lead.fields, **more}).add(*added)
    result = edit_lead(text, lead, after, "a")
    assert parse_lead(result, "a") == after
    kept = [line for line in text.split("\n") if not _is_owned(line, lead, after)]
    left = iter(result.split("\n"))
    assert all(line in left for line in kept)  # each after the one before it
    assert all(note in result for note in foreign)


def _is_owned(line: str, before: Lead, after: Lead) -> bool:
    """Whether a line holds a key whose value changes."""
    if line.startswith("status"):
        return before.status != after.status
    changed = [k for k in after.fields if before.fields.get(k) != after.fields[k]]
    return any(line.startswith((f"{k} =", f'"{k}', f"{format_value(k)} =")) for k in changed)


@given(leads, histories)
@settings(max_examples=50, deadline=None)
def test_a_replaced_history_is_written_one_event_a_line(
    lead: Lead, history: tuple[Event, ...]
) -> None:
    """Rewriting the past (a merge, a redaction) leaves everything else of a hand-made file."""
    text = "# mine\n" + dump_lead(lead)
    result = edit_lead(text, lead, replace(lead, history=history), "a")
    assert (
        result == "# mine\n" + dump_lead(replace(lead, history=history)) or lead.history == history
    )


def test_an_event_of_before_stands_before_the_later_one() -> None:
    """On a line of its own where each event has one, in its indentation; else on theirs."""
    early = replace(CALL, at=CALL.at - timedelta(days=30))
    line = CALL_LINE.replace(f"{CALL.at:%Y-%m-%d}", f"{early.at:%Y-%m-%d}")
    first = "  {at=2026-11-20T15:05:00Z,"
    found = edited(HAND, lambda lead: replace(lead, history=(early, *lead.history)))
    assert found == HAND.replace(first, f"  {line},\n{first}")
    event = '{ at = 2026-11-20T15:05:00Z, event = "received" }'
    one = f'id = "k7f3q9m2"\nname = "Ana"\npipeline = "p"\nstatus = "New"\nhistory = [ {event} ]\n'
    found = edited(one, lambda lead: replace(lead, history=(early, *lead.history)))
    assert found == one.replace(event, f"{line}, {event}")
