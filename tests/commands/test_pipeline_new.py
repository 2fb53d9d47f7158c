"""pipeline new, test --explain, and the example dates of pipeline show."""

from __future__ import annotations

import pytest
from cli_runner import Cli

SETTINGS = 'pipeline = "choir"\ntimezone = "{zone}"\n[agents.sam]\n'


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book whose own pipeline has just been written."""
    (cli.cwd / "leadctl.toml").write_text(SETTINGS.format(zone="America/New_York"))
    book = cli.acting("sam").noting()
    book.fast("pipeline new choir")
    return book


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kathmandu", "Pacific/Auckland"])
def test_a_new_pipeline_is_sound_and_its_story_holds(cli: Cli, zone: str) -> None:
    """Whatever the timezone, what is written can be used at once, and undone."""
    (cli.cwd / "leadctl.toml").write_text(SETTINGS.format(zone=zone))
    book = cli.acting("sam").noting()
    book.fast("pipeline new choir")
    assert book.fast("pipeline check choir").out == "choir: sound\n"
    assert book.fast("pipeline test choir").out.startswith("ok")
    book.fast("add Ana")
    book.fast("undo")
    book.fast("undo")
    assert not (book.cwd / "pipelines" / "choir.toml").exists()


def test_no_pipeline_is_written_over(book: Cli) -> None:
    """One that is there is kept, shipped ones too, and what is no id is refused."""
    before = (book.cwd / "pipelines" / "choir.toml").read_text()
    book.exits(3).fast("pipeline new choir")
    book.exits(3).fast("pipeline new realvolve")
    book.exits(2).fast("pipeline new ../choir")
    assert (book.cwd / "pipelines" / "choir.toml").read_text() == before


def test_a_failed_step_is_explained(book: Cli) -> None:
    """Each thing expected that was not so has its reason: settled, elsewhere, no such name."""
    story = """
[[scenario]]
name = "Wrong"
lead = { name = "Ada", received = 2026-11-06T15:00:00-05:00 }
[[scenario.steps]]
at = 2026-11-06T15:01:00-05:00
run = "log LEAD call --out"
due = ["answer", "chase", "nothing", "confirm"]
not_due = ["call-back"]
legal = ["Quoted"]
"""
    (book.cwd / "pipelines" / "choir.scenarios.toml").write_text(story)
    plain = book.exits(3).fast("pipeline test choir")
    assert "why:" not in plain.out
    assert "--explain" in plain.err
    said = book.exits(3).fast("pipeline test choir --explain").out
    for words in (
        "answer is not due: settled by calling them on 6 Nov 15:01",
        "chase is not due: it belongs to Quoted",
        "nothing is not due: no follow-up has this name",
        "Quoted is not legal",
    ):
        assert words in said


def test_deadlines_have_example_dates(book: Cli) -> None:
    """A follow-up in words ends in what it comes to for a lead added at ten today."""
    words = " ".join(book.at("2026-11-27T08:00-05:00").fast("pipeline show choir").out.split())
    assert "(example: added Fri 27 Nov 10:00: due 14:00)" in words
    assert "(example: meeting Tue 8 Dec 14:00: due Mon 7 Dec 14:00)" in words
    sunday = " ".join(book.at("2026-11-29T08:00-05:00").fast("pipeline show choir").out.split())
    assert "(example: added Mon 30 Nov 10:00: due 14:00)" in sunday
