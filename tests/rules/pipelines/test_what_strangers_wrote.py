"""What strangers wrote from the documentation, and what came of it that they did not expect."""

from __future__ import annotations

import tomllib

import pytest
from world import TOP, case, event, lead, pipeline

from leadctl.errors import Invalid
from leadctl.rules.clauses.wording import hint, needs
from leadctl.rules.language.pipeline import slug
from leadctl.rules.moves.judging.judge import judge

PETS = """
[event.seen]
required = ["chip", "which"]
fields.chip = {}
fields.which = { type = "choice", choices = ["two weeks", "six months"] }

[event.back]
required = ["chip", "which"]
fields.chip = {}
fields.which = { type = "choice", choices = ["came back"] }

[record.pet]
events = ["seen", "back"]
key = "chip"

[status.Gone]
definition = "gone"
requires = [{ record = "pet", every = { which = CHOICES } }]
"""


@pytest.mark.parametrize(
    ("choices", "event_named"),
    [('["six months", "came back"]', "seen"), ('["came back"]', "back")],
)
def test_a_record_takes_the_choices_of_all_its_events(choices: str, event_named: str) -> None:
    """Each event of a record may have choices of its own; the hint names one that has the value."""
    definition = pipeline(PETS.replace("CHOICES", choices))
    (clause,) = definition.statuses["Gone"].requires
    assert f" {event_named} chip=ID which=" in hint(clause, case(lead(), definition))


def test_a_choice_of_none_of_its_events_is_told() -> None:
    """What no event of a record ever says can never hold."""
    with pytest.raises(Invalid, match='"lost" is no choice of which of pet'):
        pipeline(PETS.replace("CHOICES", '["lost"]'))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[event.a]\nfields.w = { default = "x" }', "an event says its own"),
        (
            '[field.day]\ntype = "datetime"\n[[follow_up]]\nid = "meet"\nkind = "appointment"\n'
            'do = "Meet"\nbefore = "1 day"\nfrom = { field = "day" }\nuntil = ["meeting"]',
            "an appointment is due at its own time",
        ),
    ],
)
def test_what_would_mean_nothing_is_told(text: str, said: str) -> None:
    """A value that is never used, and an appointment on another day than its own, are refused."""
    with pytest.raises(Invalid, match=said):
        pipeline(text)
    assert tomllib.loads(TOP + text)


def test_a_label_is_not_torn_apart() -> None:
    """A label may be a sentence of its own."""
    text = '[field.duty]\nlabel = "neutering is in the contract"\n[status.Gone]\ndefinition = "g"\n'
    definition = pipeline(f'{text}requires = [{{ field = "duty", equals = "yes" }}]')
    (clause,) = definition.statuses["Gone"].requires
    assert needs(clause, definition) == "neutering is in the contract must be yes"


def test_a_long_name_ends_with_a_word() -> None:
    """Of many words the first ones are the name, none of them cut."""
    assert slug("Give the household to whoever has the fewest open ones") == (
        "give-the-household-to-whoever-has-the"
    )
    assert slug("x" * 60) == "x" * 40


def test_what_is_emptied_is_taken_away() -> None:
    """An effect that sets a field to nothing leaves no value of a wrong kind behind."""
    definition = pipeline(
        '[field.day]\ntype = "date"\n[status.Next]\ndefinition = "n"\n'
        'enter = [{ set = { day = "" } }]\n'
    )
    from leadctl.rules.moves.effects.entering import enter
    from leadctl.rules.moves.effects.kind import Stamp

    here = case(lead(event("call"), day="2026-12-01"), definition)
    after = enter(here, "Next", Stamp(here.now, "sam"), {})
    assert "day" not in after.fields
    assert judge(here, "Next").allowed
