"""Channels that somebody asked not to be used: each list says so, and no tap opens one."""

from __future__ import annotations

import re
from itertools import chain, combinations

import pytest
from cli_runner import NOW, Cli

from leadctl.rules.leads.event_kinds import CHANNELS

SCHEMES = {"call": "tel:", "text": "sms:", "email": "mailto:"}
BARS = [*chain.from_iterable(combinations(CHANNELS, n) for n in range(5)), ("all",)]
"""Every set of channels, and the word for all of them."""


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A lead a set of barred channels, each with a phone and an e-mail, the morning after."""
    book = cli.buyers(NOW)
    rows = [
        f'Kay {chr(97 + at)},646555{at:04},k{at}@example.com,"{",".join(bars)}"\n'
        for at, bars in enumerate(BARS)
    ]
    (cli.cwd / "kays.csv").write_text("Name,Phone,Email,Do not contact\n" + "".join(rows))
    book.fast("import kays.csv --as-new")
    book.fast("log --where kay call -o voicemail --yes")
    return book.later(days=1)


def is_asked_for(bars: tuple[str, ...]) -> bool:
    """Whether a plan asks for somebody: a way is left to whom no letter can be sent."""
    return "all" not in bars and not {"call", "text", "email"} <= set(bars)


def test_no_list_opens_a_barred_channel_and_each_has_the_mark(book: Cli) -> None:
    """A number that may be texted, and not called, dials nobody; its mark stands beside it."""
    page = book.fast("due --limit 0 --format html").out
    entries = dict(re.findall(r'<div class="who[^>]*>(Kay .)</div>(.*?)</li>', page, re.DOTALL))
    on_it = [(at, bars) for at, bars in enumerate(BARS) if is_asked_for(bars)]
    assert len(entries) == len(on_it)
    for at, bars in on_it:
        said = entries[f"Kay {chr(97 + at)}"]
        words = " ".join(bars).replace("email", "e-mail")
        assert (f"(no {words.replace(' ', ', ')})" in said) == bool(bars), (bars, said)
        for channel, scheme in SCHEMES.items():
            assert channel not in bars or scheme not in said, (bars, said)
        assert "call" in bars or 'href="tel:' in said


def test_the_mark_stands_beside_a_number_in_a_calendar(book: Cli) -> None:
    """A phone makes a link of any number in an entry: the mark is on the same line."""
    entries = book.fast("due --limit 0 --format ics").out.replace("\r\n ", "").split("BEGIN:VEVENT")
    for at, bars in enumerate(BARS):
        mine = [one for one in entries if f"Kay {chr(97 + at)}\r" in one]
        assert len(mine) == is_asked_for(bars)
        numbers = [said for one in mine for said in re.findall(r"\+1646555\d{4}(.{9})?", one)]
        assert "call" in bars or len(numbers) == len(mine)
        assert all((said == " (no call") is ("call" in bars) for said in numbers), (bars, mine)


@pytest.mark.parametrize(
    "words",
    [
        "-q log {0} call",
        "-q log {0} call --format ids",
        "log {0} call",
        "-q log --where kay call --yes",
        "log --where kay call --yes",
    ],
)
def test_that_somebody_is_not_to_be_contacted_is_told_however_quiet(book: Cli, words: str) -> None:
    """Of a touch on a channel that is barred stderr has a line that names the lead, once; quiet,
    in a list of ids, and of more leads than are told of one by one.
    """
    more = "".join(f"Kay z{n},,z{n}@example.com,\n" for n in range(20))
    (book.cwd / "more.csv").write_text(f"Name,Phone,Email,Do not contact\n{more}")
    book.fast("import more.csv --as-new")
    barred = [f"Kay {chr(97 + at)}" for at, bars in enumerate(BARS) if {"all", "call"} & {*bars}]
    asked = barred if "kay" in words else barred[:1]
    ran = book.fast(words.format(f"'{barred[0]}'"))
    assert ran.err.count("asked not to be contacted") == len(asked)
    assert all(f"{name}: " in ran.err or len(asked) == 1 for name in asked)
    quiet = [line for line in ran.err.splitlines() if "WARNING" not in line]
    assert not words.startswith("-q") or not quiet
    assert '"notes": ["WARNING' in re.sub(
        r"\s+", " ", book.fast("log", barred[0], "call", "--format", "json").out
    ).replace("[ ", "[")


@pytest.mark.parametrize(
    ("typed", "bars"),
    [
        ("log ana text --in -m 'STOP texting me please'", "text"),
        ("log ana email --in -m 'Please do not text or call'", "text,call"),
        ("note ana 'wants no e-mails'", "email"),
        ("log ana text --in -m 'do not worry, call me'", ""),
        ("log ana text --out -m 'I will stop texting'", ""),
        ("log ana text --in -m STOP", "text"),
        ("log ana text --in -m 'Unsubscribe.'", "text"),
        ("log ana text --in -m stopp", "text"),
        ("log ana email --in -m 'quit'", "email"),
        ("log ana text --in -m 'I can stop by on Friday'", ""),
        ("log ana text --in -m 'the end of May'", ""),
        ("note ana end", ""),
        ("note ana 'lose my number'", "all"),
        ("log ana call --in -m 'wants no contact any more'", "all"),
        ("note ana 'does not want to be contacted'", "all"),
        ("note ana 'wants to be contacted in May'", ""),
    ],
)
def test_who_asks_not_to_be_contacted_is_barred_by_the_line_of_the_answer(
    cli: Cli, typed: str, bars: str
) -> None:
    """The line is printed where nothing bars it, and after it no more."""
    book = cli.buyers("2026-11-30T08:00:00-05:00", "add Ana phone=6465550101 email=a@example.com")
    line = [one for one in book.noting().fast(typed).err.splitlines() if "Nothing bars" in one]
    assert [one.rpartition("do_not_contact+=")[2] for one in line] == ([bars] if bars else [])
    if bars:
        book.noting().fast(line[0].partition("leadctl ")[2])
        assert "Nothing bars" not in book.noting().fast(typed).err


def test_a_wrong_number_is_not_offered_to_be_called_again(cli: Cli) -> None:
    """Neither the list nor its last line offers it, context marks it, and the answer strikes it."""
    book = cli.buyers("2026-11-30T08:00:00-05:00", "add Victor phone=6465550101")
    strikes = book.noting().fast("log victor call -o 'wrong number'").err
    listed = book.fast("today").out
    assert "Victor" in listed
    assert "555-0101" not in listed
    assert "call -o spoke" not in listed
    assert "555-0101 (a wrong number)" in book.fast("context victor").out
    line = next(one for one in strikes.splitlines() if "To strike the number: " in one)
    book.noting().fast(line.partition("leadctl ")[2])
    book.noting().fast("set victor phone=6465550102")
    assert "555-0102" in book.fast("today").out


def test_of_several_numbers_the_one_to_use_is_listed(cli: Cli) -> None:
    """The first; where that was a wrong one, or there is none, the next one on file."""
    book = cli.buyers(
        "2026-11-30T08:00:00-05:00",
        "add Victor phone=6465550101 phones=6465550102",
        "add Wes emails=wes@x.com phones=6465550103",
    )
    assert "555-0101" in book.fast("today").out
    book.noting().fast("log victor call -o 'wrong number'")
    listed = book.fast("today").out
    assert "555-0102" in listed and "555-0101" not in listed
    assert "the number was wrong: try their other one" in listed
    phones = {row["name"]: row["phone"] for row in book.fast("today --format json").json}
    assert phones == {"Victor": "+16465550102", "Wes": "+16465550103"}
    assert "555-0101 (a wrong number)" in book.fast("context victor").out


@pytest.mark.parametrize(
    "later", ["log victor call -o spoke", "log victor call --in", "log victor text --in -m hello"]
)
def test_a_talk_on_the_other_number_makes_the_wrong_one_not_right(cli: Cli, later: str) -> None:
    """Whatever comes after it, until another first number is set; the card has it behind."""
    book = cli.buyers("2026-11-30T08:00:00-05:00", "add Victor phone=6465550101 phones=6465550102")
    book.noting().fast("log victor call -o 'wrong number'")
    said = book.later(minutes=2).fast(later)
    assert "To strike the number" not in said.err
    after = book.later(hours=26)
    [phone] = {row["phone"] for row in after.fast("today --format json").json}
    assert phone == "+16465550102"
    assert "555-0101 (a wrong number)" in after.fast("context victor").out
    cards = after.fast("export --format vcf").out
    assert cards.index("TEL:+16465550102") < cards.index("TEL:+16465550101")
    book.later(minutes=3).fast("set victor phone=6465550103")
    [phone] = {row["phone"] for row in after.fast("today --format json").json}
    assert phone == "+16465550103"


def test_a_call_of_theirs_tells_nothing_of_the_number(cli: Cli) -> None:
    """It is refused with the line that logs the call; where a file has it, no number is struck."""
    book = cli.buyers("2026-11-30T08:00:00-05:00", "add Pen phone=6465550101").noting()
    said = book.exits(2).fast("log pen call --in -o 'wrong number' -m 'by mistake'").err
    assert "They called you" in said
    book.fast(said.rpartition("leadctl ")[2].strip())
    assert "you spoke" in book.fast("show pen").out
    assert "wrong number" not in book.fast("context pen").out
    [path] = (book.cwd / "leads").rglob("*.toml")
    path.write_text(path.read_text().replace('outcome = "spoke"', 'outcome = "wrong number"'))
    assert "wrong number)" not in book.fast("context pen").out
    assert "the number was wrong" not in book.fast("due --all").out


@pytest.mark.parametrize("way", ["set", "import"])
def test_another_number_is_right_however_it_came_and_whatever_was_found_before(
    cli: Cli, way: str
) -> None:
    """An e-mail address that is found ends the search, and makes no wrong number right; a number
    in its place does, on no matter which list the lead stands by then.
    """
    book = cli.buyers("2026-11-30T08:00:00-05:00", "add Victor phone=6465550101")
    book.fast("log victor call -o 'wrong number'")
    assert "Settled: The number was wrong" in book.noting().fast("set victor email=v@x.com").err
    assert "555-0101 (a wrong number)" in book.fast("context victor").out
    book.noting().fast("status set victor Nurture")
    if way == "set":
        book.fast("set victor phone=6465550102")
    else:
        (book.cwd / "new.csv").write_text("Name,Phone,Email\nVictor,646-555-0102,v@x.com\n")
        book.fast("import new.csv --update")
    known = book.fast("context victor").out
    assert "555-0102" in known
    assert "wrong number)" not in known


def test_a_search_for_another_way_that_is_done_leaves_the_number_wrong(cli: Cli) -> None:
    """Whoever ticks it off has found no number."""
    book = cli.buyers("2026-11-30T08:00:00-05:00", "add Victor phone=6465550101")
    book.fast("log victor call -o 'wrong number'")
    book.fast("done victor wrong-number")
    assert "555-0101 (a wrong number)" in book.fast("context victor").out


def test_a_word_of_whoever_wants_no_contact_is_read_and_done(cli: Cli) -> None:
    """It is nobody's to answer: the row says so, nothing puts it off, one line settles it."""
    book = cli.buyers(
        "2026-11-30T08:00:00-05:00",
        "add Victor phone=6465550101",
        "log victor call -o spoke",
        "log victor text --in -m 'leave me alone'",
        "set victor do_not_contact=all",
    ).later(days=20)
    listed = book.fast("today").out
    assert "Answer them" not in listed and "to answer" not in listed
    assert "read what they" in listed
    [line] = [one for one in listed.splitlines() if "leadctl done" in one]
    assert "stands until it is done" in book.exits(3).fast("snooze victor 3d").err
    book.noting().fast(line.partition("leadctl ")[2])
    later = book.later(days=60)
    assert "leave me alone" not in later.fast("today").out
    assert "no next step" not in later.fast("due --all").out
    assert "Victor" in later.fast("due --all").out
