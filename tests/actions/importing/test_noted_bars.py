"""A note that asks for no calls is told at the import, with one command that bars them all."""

from __future__ import annotations

import re

import pytest
from cli_runner import Cli

from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.languages import LANGUAGES
from leadctl.rules.importing.noted_bars import asked_bars, noted_bars

HEADER = "Name,Phone,Received,Notes,Do not call\n"
ENTRIES = {
    "noted_call": "call",
    "noted_call_text": "call,text",
    "noted_email": "email",
    "noted_all": "all",
}
ENGLISH = [
    ("DO NOT CALL", "call"),
    ("asked twice. Don't text her", "text"),
    ("do not e-mail", "email"),
    ("DNC list", "call"),
    ("never contact again", "all"),
    ("asked to be removed", "all"),
    ("TEXT ONLY", "call"),
    ("no calls please", "call"),
    ("Take me off your list!", "all"),
    ("unsubscribe", "email"),
    ("please remove me", "all"),
    ("E-mail only", "call,text"),
    ("stop calling", "call"),
]
NOBODY = ["call on Monday; no call yet", "no calls before 9", "list price off by 10", "no text yet"]


def asked(note: str, barred: str = "") -> list[str]:
    """Return the channels that a note asks for, where some are barred."""
    fields: dict[str, object] = {"do_not_contact": [barred]} if barred else {}
    return [one for one, _ in noted_bars(Incoming(2, fields=fields, notes=[("Notes", note)]))]


@pytest.mark.parametrize(("note", "channels"), ENGLISH)
def test_a_note_bars_what_it_says_unless_that_is_barred(note: str, channels: str) -> None:
    """Other words bar nothing, and what a field bars is told no more."""
    assert asked(f"Met at the fair. {note}") == [channels]
    assert asked(note, "all") == []
    assert "," in channels or asked(note, channels) == []


@pytest.mark.parametrize("note", NOBODY)
def test_words_of_other_things_bar_nothing(note: str) -> None:
    """A call that is not yet made, an hour, a price."""
    assert asked(note) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", ENTRIES)
def test_each_phrase_of_each_language_bars(language: str, entry: str) -> None:
    """As people write it: behind other words, in capitals, with a stop."""
    for phrase in LANGUAGES[language][entry].split("|"):
        assert asked(f"Frau Ods, 2 BR. {phrase.upper()}.")[:1] == [ENTRIES[entry]], phrase


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_sent_by_itself_bars_the_channel_by_which_it_came(language: str) -> None:
    """In any case and with a stop; in a note, and among other words, it bars nothing."""
    for word in LANGUAGES[language]["noted_stop"].split("|"):
        for by in ("text", "email"):
            assert [one for one, _ in asked_bars([f"{word.upper()}."], [], by)] == [by], word
            assert not list(asked_bars([word], [by], by)), word
        assert not list(asked_bars([f"{word} 7 Ode Road"], [], "text")), word
        assert asked(word) == []


def test_one_command_a_set_of_channels_bars_them_all(cli: Cli) -> None:
    """What is typed then bars it; told once, and in a trial without the command."""
    book = cli.at("2026-12-15T11:00:00Z").noting()
    book.fast("init . --no-input")
    notes = [note for note, _ in ENGLISH] + NOBODY
    rows = [f'Yan {chr(65 + n)}z,64655501{n:02},2026-05-01,"{t}",' for n, t in enumerate(notes)]
    (book.cwd / "old.csv").write_text(HEADER + "\n".join([*rows, "No Body,,,unsubscribe,"]) + "\n")
    assert "To bar it" not in book.fast("import old.csv --dry-run").err
    said = book.fast("import old.csv").err
    told = [line for line in said.splitlines() if line.startswith("Nothing bars")]
    assert len(told) == 5
    assert 'Yan Fz "asked to be removed" (line 7)' in said
    for way in re.findall(r"To bar it: leadctl (set .*)", said):
        book.fast(way)
    for at, (_, channels) in enumerate(ENGLISH):
        lead = book.fast(f"show 'Yan {chr(65 + at)}z' -f json").json
        assert ",".join(lead["do_not_contact"]) == channels
    assert "Nothing bars" not in book.fast("import old.csv").err
