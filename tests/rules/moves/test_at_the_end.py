"""What deadlines do by themselves at its borders: an end, a record of it, and refusals since."""

from __future__ import annotations

import pytest
from world import NOW, at, case, event, lead, pipeline

from leadctl.rules.leads.lead import Lead
from leadctl.rules.moves import by_itself
from leadctl.rules.moves.by_itself import EndlessError, apply_passed
from leadctl.rules.moves.trying_again import tried_again
from leadctl.values import replace

CHAIN = "".join(
    f"""
[status.S{place}]
definition = "step {place}"
follow_up = [{{ id = "on", do = "On", after = "1 day", then = {{ status = "S{place + 1}" }} }}]
"""
    for place in range(4)
)
ENDED = CHAIN + '\n[status.S4]\ndefinition = "the last one"\n'


@pytest.mark.parametrize(("most", "ends"), [(3, False), (4, True), (5, True)])
def test_so_many_deadlines_of_their_own_may_pass_at_once(
    monkeypatch: pytest.MonkeyPatch, most: int, ends: bool
) -> None:
    """As many as are allowed still come to an end; one more is told as never ending."""
    monkeypatch.setattr(by_itself, "MOST", most)
    late = case(lead(event("status", -9, to="S0"), status="S0"), pipeline(ENDED))
    if ends:
        after, passed = apply_passed(late)
        assert (after.status, len(passed)) == ("S4", 4)
    else:
        with pytest.raises(EndlessError, match="more than 3 times"):
            apply_passed(late)


TASK = """
[[follow_up]]
id = "ask"
do = "Ask"
after = "3 days"
from = "received"
UNTIL
then = THEN

[status.There]
definition = "there"
"""


@pytest.mark.parametrize(
    ("until", "then", "record"),
    [
        ("", '{ task = "Ask them" }', "done"),
        ('until = ["touch out"]', '{ task = "Ask them" }', "applied"),
        ('until = ["touch out"]', '[{ task = "Ask them" }, { status = "There" }]', None),
        ('until = ["touch out"]', '[{ task = "Ask them" }, { release = true }]', "done"),
    ],
)
def test_what_was_done_is_on_record_with_its_deadline(
    until: str, then: str, record: str | None
) -> None:
    """A task settles its rule, or only tells of it where `until` says what settles it; a move
    shows by itself that it was made, and has no record beside it, but where there was nothing to
    move: nobody's lead is released to nobody.
    """
    definition = pipeline(TASK.replace("UNTIL", until).replace("THEN", then))
    after, _ = apply_passed(case(lead(), definition))
    found = [one for one in after.history if one.name in {"done", "applied"}]
    assert [one.name for one in found] == ([record] if record else [])
    assert [(one.data["what"], one.data["due"]) for one in found] == [("ask", at(-7))] * len(found)


GUARDED = """
[event.deposit]
[event.survey]

[[automatic]]
on = "deposit"
from = ["New"]
to = "Booked"

[status.Booked]
definition = "there is a survey, and somebody's name"
requires = [{ event = "survey" }, { field = "source" }]

[status.Other]
definition = "elsewhere"
"""


def refused(*more: object, status: str = "New", **fields: object) -> Lead:
    """Return a lead whose deposit could not make the move, with what happened since."""
    blocked = event("blocked", -2, by="leadctl", to="Booked", on="deposit", why="no survey")
    return lead(event("deposit", -2), blocked, *more, status=status, **fields)  # type: ignore[arg-type]  # events


def test_a_refused_move_is_made_once_nothing_is_missing() -> None:
    """As of what was missing last; and where the lead went elsewhere it is not asked for."""
    definition = pipeline(GUARDED)
    ready = refused(event("survey", -1), source="Sign")
    after, said = tried_again(case(ready, definition), NOW)
    assert (after.status, said) == ("Booked", ("New is now Booked: what was missing is there",))
    gone = refused(
        event("survey", -1), event("status", -1, to="Other"), status="Other", source="Sign"
    )
    assert tried_again(case(gone, definition), NOW) == (gone, ())


TIMED = """
[event.survey]

[[follow_up]]
id = "book"
do = "Book"
after = "3 days"
from = "received"
then = { status = "Booked" }

[status.Booked]
definition = "there is a survey"
requires = [{ event = "survey" }]
"""


def test_what_a_deadline_wanted_is_made_once_nothing_is_missing() -> None:
    """No event asked for it, and none has to ask for it again."""
    definition = pipeline(TIMED)
    held, _ = apply_passed(case(lead(), definition))
    assert (held.status, len(held.events("blocked"))) == ("New", 1)
    after, said = tried_again(case(held.add(event("survey", 0)), definition), NOW)
    assert (after.status, len(said)) == ("Booked", 1)


TWO_WAYS = """
[event.deposit]
[event.survey]

[[automatic]]
on = "deposit"
from = ["New"]
when = { field = "source" }
to = "Booked"

[[automatic]]
on = "deposit"
from = ["Other"]
to = "Booked"

[status.Booked]
definition = "there is a survey"
requires = [{ event = "survey" }]

[status.Other]
definition = "elsewhere"
"""


@pytest.mark.parametrize(("fields", "status"), [({}, "New"), ({"source": "Sign"}, "Booked")])
def test_a_rule_of_another_status_does_not_ask(fields: dict[str, str], status: str) -> None:
    """Of two rules with one target that of the lead's own status asks, while its clauses hold."""
    who = refused(event("survey", -1), **fields)
    assert tried_again(case(who, pipeline(TWO_WAYS)), NOW)[0].status == status


def test_what_is_missing_now_is_said_of_the_same_move() -> None:
    """The new line keeps what asked for the move, and has the reasons of now."""
    waiting = refused(event("survey", -1))
    after, said = tried_again(case(waiting, pipeline(GUARDED)), NOW)
    assert (after.status, said) == ("New", ())
    last = after.history[-1]
    assert (last.name, last.data["to"], last.data["on"]) == ("blocked", "Booked", "deposit")
    assert last.data["why"] != "no survey"


def test_a_move_that_nobody_asks_for_any_more_is_not_made() -> None:
    """The definition that made it on a deposit has no such rule by now."""
    ready = refused(event("survey", -1), source="Sign")
    without = replace(pipeline(GUARDED), automatic=())
    assert tried_again(case(ready, without), NOW) == (ready, ())
