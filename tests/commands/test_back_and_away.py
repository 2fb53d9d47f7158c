"""Who comes back, who is tried again later, and what drops off: the answers say it."""

from __future__ import annotations

import pytest
from cli_runner import Cli

MORNING = "2026-11-30T08:00:00-05:00"


@pytest.mark.parametrize("way", ["text", "call"])
@pytest.mark.parametrize(
    ("status", "sign"), [("Nurture", ": "), ("Rejected by Client", ", with a reason: ")]
)
def test_who_is_back_is_on_top_with_where_to_go(cli: Cli, status: str, sign: str, way: str) -> None:
    """Whoever was put aside and writes or calls is to be answered, and may be moved to what the
    line names: in the list, and in the answer.
    """
    book = cli.buyers(MORNING, "add Ann phone=6465550101", "log ann call")
    book.fast(f"status set ann '{status}'")
    later = book.at("2026-12-20T09:00:00-05:00")
    missed = " -o voicemail" if way == "call" else ""
    line = f"in {status}; possible now{sign}Attempted Contact, In Communication, Contract Out"
    assert f"They are {line}" in later.fast(f"log ann {way} in{missed}").err
    shown = " ".join(later.fast("due").out.split())
    assert shown.index("Answer them Ann") < shown.index(line)
    reason = " --reason back" if "reason" in sign else ""
    later.fast(f"status set ann 'In Communication'{reason}")
    assert "possible now" not in later.fast("due").out


@pytest.mark.parametrize("pipeline", ["streeteasy-buyer", "realvolve", "wholesale"])
@pytest.mark.parametrize("typed", ["log {} call -o 'no answer'", "log {} text"])
def test_an_old_contact_who_does_not_answer_comes_up_again(
    cli: Cli, pipeline: str, typed: str
) -> None:
    """Whoever was taken over and tried in vain has a next step, at most a round later, and the
    answer says which.
    """
    (cli.cwd / "old.csv").write_text("Name,Phone,Received\nOld Ann,6465550111,2026-04-01\n")
    book = cli.at(MORNING).noting()
    book.fast(f"init --pipeline {pipeline} --timezone 'New York'")
    book.fast("import old.csv")
    said = book.at("2026-12-01T09:00:00-05:00").fast(typed.format("ann")).out
    assert "Next: " in said
    assert "confirm the status" not in said
    after = book.at("2026-12-30T09:00:00-05:00").fast("due").out
    assert "Old Ann" in after.partition("\nAnd")[0]


def test_a_call_in_vain_is_a_try_and_a_question_is_asked_once(cli: Cli) -> None:
    """Nobody was answered by a call that reached nobody; what the list asks is not asked again."""
    book = cli.at(MORNING).noting()
    book.fast("init --pipeline realvolve --timezone 'New York'")
    book.fast("add Ann phone=6465550101")
    at = [book.at(f"2026-11-30T09:{minute:02}:00-05:00") for minute in range(5)]
    assert "Tried 1 hour after they came in" in at[0].fast("log ann call -o 'no answer'").err
    at[1].fast("log ann text")
    assert "They answered: Prospect? leadctl status set" in at[2].fast("log ann text in").err
    ran = at[3].fast("log ann text")
    assert (ran.out + ran.err).count("Prospect?") == 1


@pytest.mark.parametrize("typed", ["set ann archived=yes", "set ann role=Spam"])
def test_what_drops_off_is_named_late_or_not(cli: Cli, typed: str) -> None:
    """Reminders, call-backs, appointments that nobody settled are told when a lead is put away."""
    book = cli.buyers(MORNING, "add Ann phone=6465550101", "log ann call -o spoke")
    for line in (
        "remind ann today 'look up the deed'",
        "remind ann fri 'send the list'",
        "snooze ann 'thu 14:00' --asked",
        "set ann appointment='sat 14:00'",
    ):
        book.fast(line)
    said = book.at("2026-12-01T09:00:00-05:00").fast(typed).err
    (line,) = [one for one in said.splitlines() if one.strip().startswith("Off the list: ")]
    for what in ("look up the deed", "Fri send the list", "call back", "showing"):
        assert what in line
