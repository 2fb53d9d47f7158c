"""What came of a call or a meeting: the words for it, and whether two people spoke."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Outcome(NamedTuple):
    """One outcome: its word in the file, further words for it, and what it says.

    `talk` says that both sides spoke, `took_place` that the meeting was one.
    """

    name: str
    means: str
    aliases: tuple[str, ...] = ()
    talk: bool = False
    took_place: bool = True


CALLS = (
    Outcome(
        "spoke",
        "you spoke",
        ("talked", "answered", "reached", "connected", "picked up", "spoken", "conversation"),
        talk=True,
    ),
    Outcome(
        "no answer",
        "no answer",
        (
            *("no-answer", "noanswer", "no_answer", "unanswered", "not answered", "did not answer"),
            *("didn't answer", "no reply", "no response", "no contact", "rang out", "missed"),
        ),
    ),
    Outcome(
        "voicemail",
        "voicemail",
        (
            *("vm", "lvm", "voice mail", "left voicemail", "left a voicemail", "left vm"),
            *("left voice mail", "mailbox", "answering machine", "machine"),
        ),
    ),
    Outcome("busy", "busy", ("engaged", "line busy", "busy signal", "busy tone")),
    Outcome(
        "wrong number",
        "told that the number is wrong",
        ("wrong", "wrong-number", "wrong_number", "wrong person", "wrong no"),
    ),
    Outcome(
        "left message",
        "a message was left with somebody",
        ("left a message", "left word", "message", "message left", "left msg"),
    ),
)
MEETINGS = (
    Outcome("met", "you met", ("held", "took place", "came", "showed up", "done"), talk=True),
    Outcome(
        "missed",
        "they did not come",
        ("no show", "no-show", "noshow", "did not come", "didn't come", "stood up"),
        took_place=False,
    ),
    Outcome("cancelled", "cancelled", ("canceled", "called off", "cancel"), took_place=False),
)
OUTCOMES: Mapping[str, tuple[Outcome, ...]] = {"call": CALLS, "meeting": MEETINGS}
"""Touch -> its outcomes. The other touches have none."""

_KNOWN = {
    touch: {word: one for one in outcomes for word in (one.name, *one.aliases)}
    for touch, outcomes in OUTCOMES.items()
}


def outcome_of(touch: str, word: object) -> Outcome | None:
    """Return the outcome that a word of a file means, or None for any other word."""
    known = _KNOWN.get(touch)
    return known.get(" ".join(str(word).lower().split())) if known and word else None


def spellings(touch: str) -> dict[str, str]:
    """Return every word that can be typed for an outcome of a touch, with its word in the file."""
    return {word: one.name for word, one in _KNOWN.get(touch, {}).items()}
