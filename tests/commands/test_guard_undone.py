"""What a status requires, and `set` takes away again, is said in the answer."""

from __future__ import annotations

from cli_runner import Cli

DEFINITION = """
schema = 1
id = "music"
title = "Music"
initial = "Enquiry"

[field.trial]
type = "datetime"

[status.Enquiry]
definition = "they asked"

[status.Booked]
definition = "a trial is booked"
requires = [
    { field = "trial" },
    { leads = [{ status = "Booked" }], same = ["trial"], at_most = 0, why = "that hour is taken" },
]
"""


def test_an_hour_that_is_taken_is_said_when_it_is_set(cli: Cli) -> None:
    """Two at one hour, and an hour taken away: it is done, and told."""
    book = cli.noting()
    book.fast("init . --no-input --timezone UTC --agent Sam")
    (cli.cwd / "pipelines").mkdir(exist_ok=True)
    (cli.cwd / "pipelines" / "music.toml").write_text(DEFINITION)
    for name, hour in (("Ole", 15), ("Una", 16)):
        book.fast(f"add {name} --pipeline music trial='2026-12-10 {hour}:00'")
        book.fast(f"status set {name} Booked")
    said = "Unusual here: that hour is taken"
    assert said in book.fast("set una trial='2026-12-10 15:00'").err
    assert "Unusual" not in book.fast("set una trial='2026-12-10 17:00'").err
    assert "Unusual here" in book.fast("set una trial=").err
