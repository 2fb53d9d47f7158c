"""What came of a call or a meeting: the words for it, and whether two people spoke."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.values import dataclass


@dataclass(frozen=True)
class Outcome:
    """One outcome: its word in the file, further words for it, and what it says.

    `talk` says that both sides spoke, `took_place` that it was with them, or could have been: a
    meeting that was one, a call to a number that is theirs. `of_theirs` is what it says of a call
    of theirs, where that is another thing; `which` tells the touch from others: a call "in which
    you spoke".
    """

    name: str
    means: str
    which: str
    aliases: tuple[str, ...] = ()
    talk: bool = False
    took_place: bool = True
    of_theirs: str = ""


WRONG_NUMBER = "wrong number"
"""The outcome that reached nobody, and says that the number is none of theirs."""

CALLS = (
    Outcome(
        "spoke",
        "you spoke",
        "in which you spoke",
        ("talked", "answered", "reached", "connected", "picked up", "spoken", "conversation"),
        talk=True,
    ),
    Outcome(
        "no answer",
        "no answer",
        "that nobody answered",
        (
            *("no-answer", "noanswer", "no_answer", "unanswered", "not answered", "did not answer"),
            *("didn't answer", "no reply", "no response", "no contact", "rang out", "missed"),
        ),
        of_theirs="you missed it",
    ),
    Outcome(
        "voicemail",
        "voicemail",
        "that got a voicemail",
        (
            *("vm", "lvm", "voice mail", "left voicemail", "left a voicemail", "left vm"),
            *("left voice mail", "mailbox", "answering machine", "machine"),
        ),
        of_theirs="left a voicemail",
    ),
    Outcome("busy", "busy", "to a busy line", ("engaged", "line busy", "busy signal", "busy tone")),
    Outcome(
        WRONG_NUMBER,
        "wrong number",
        "to a wrong number",
        (
            *("wrong", "wrong-number", "wrong_number", "wrong person", "wrong no", "disconnected"),
            *("not in service", "out of service", "number not in service"),
        ),
        took_place=False,
    ),
    Outcome(
        "left message",
        "left a message",
        "in which you left a message",
        ("left a message", "left word", "message", "message left", "left msg"),
    ),
)
IN_VAIN = frozenset({"no answer", "busy"})
"""The outcomes of a call that left them without a word of ours."""
MEETINGS = (
    Outcome(
        "met",
        "you met",
        "that took place",
        ("held", "took place", "came", "showed up", "done"),
        talk=True,
    ),
    Outcome(
        "missed",
        "they did not come",
        "to which they did not come",
        ("no show", "no-show", "noshow", "did not come", "didn't come", "stood up"),
        took_place=False,
    ),
    Outcome(
        "cancelled",
        "cancelled",
        "that was cancelled",
        ("canceled", "called off", "cancel"),
        took_place=False,
    ),
)
OUTCOMES: Mapping[str, tuple[Outcome, ...]] = {"call": CALLS, "meeting": MEETINGS}
"""Touch -> its outcomes. The other touches have none."""

_NOT = frozenset({"no", "not", "never", "nobody", "did", "didn't", "without", "noanswer", "noshow"})

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


def is_denied(word: str) -> bool:
    """Whether a word says that something was not so: "not answered", "disconnected"."""
    first = word.split(maxsplit=1)[0] if word else ""
    return first in _NOT or first.startswith(("dis", "un", "no-", "no_", "non"))
