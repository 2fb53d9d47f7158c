"""Feeds every reader of foreign bytes with what nobody would write.

    python tests/faults/fuzzing.py NAME COUNT [SEED]    one reader, so many inputs

With atheris installed the inputs follow the coverage of the code; without it they are changes of
the seeds, by chance and the same every time. An input that ends in anything but a sentence, or
takes longer than a second, is printed and kept in `found/`, which every test run feeds again.
"""

from __future__ import annotations

import atexit
import hashlib
import io
import random
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]
FOUND = Path(__file__).with_name("found")
LARGEST = 256 * 1024
SECOND = 1.0
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
Feed = Callable[[bytes], None]

LEAD = b"""id = "k7f3q9m2"
name = "Ana"
pipeline = "streeteasy-buyer"
status = "New Connection"
phone = "+14155550132"
tags = ["a", "b"]
appointment = 2026-11-28T14:00:00-05:00

history = [
    { at = 2026-11-20T15:05:00Z, event = "received", by = "import" },
    { at = 2026-11-20T15:21:00Z, event = "text", way = "out", by = "sam" },
    { at = 2026-11-20T15:21:00Z, event = "status", to = "Attempted Contact", by = "sam" },
    { at = 2026-11-20T15:22:00Z, event = "snooze", until = 2026-11-28T14:00:00Z },
]

[extra]
"Lead Type" = "home valuation"
"""
DEFINITION = b"""schema = 1
id = "own"
title = "Own"
initial = "New"
[calendar]
timezone = "America/New_York"
hours = { weekdays = "09:00-17:00" }
[field.size]
type = "number"
[event.deal]
fields = { id = {} }
[[automatic]]
on = ["touch out"]
from = ["New"]
to = "Won"
[status.New]
definition = "n"
requires = [{ field = "size", at_least = 2 }]
[[status.New.follow_up]]
do = "Call"
every = "5 minutes"
from = "received"
clock = "working"
until = ["done"]
lapse = "1 day"
[status.Won]
definition = "w"
closed = "won"
enter = [{ release = true }]
"""
SETTINGS = b"""schema = 1
pipeline = "streeteasy-buyer"
timezone = "America/New_York"
region = "US"
undo_operations = 50
undo_days = 30
new_days = 2
spread_days = 20
limit = 20
idle = "7 days"
git = "commit"
overseers = ["manager"]
rank = ["sam"]
[agents.sam]
name = "Sam"
email = "sam@example.com"
phone = "+12125550143"
timezone = "America/New_York"
started = 2026-01-05
roles = ["manager"]
zip_sponsor = ["10001"]
[view.hot]
query = "tag:hot"
[constants]
form = "https://example.com/form"
"""
LAYOUT = b"""name = "Own"
[recognise]
columns = ["Own Id", "Full Name"]
needed = 2
[columns]
source_key = "Own Id"
name = "Full Name"
phone = ["Mobile", "Home"]
"""
SCENARIOS = b"""[defaults]
agents = ["sam"]
[[scenario]]
name = "one"
says = "A lead that is called moves on."
steps = [
    { at = 2026-03-02T10:00:00-05:00, run = "log LEAD call -o spoke", status = "Won" },
    { at = 2026-03-02T11:00:00-05:00, due = ["Call"], illegal = ["New"] },
]
"""
QUERIES = (
    b"status:nurture owner:me value:500k.. -tag:spam", b"received:<7d or is:idle",
    b"\"a b\" has:phone", b"(name:ana or zip:10001) due:today", b"entered:2026-11",
    b"touched:..2026-11-20", b"@hot",
)  # fmt: skip
JOURNAL = (
    b'{"number": 1, "command": "leadctl add Ana", "at": "2026-11-20T15:00:00+00:00", "by": "sam", '
    b'"undoes": null, "undone_by": null, "files": 0, "format": 1}\n'
    b'{"path": "leads/2026/ana-k7f3q9m2.toml", "before": "a", "after": "b", "size": 1, '
    b'"mode": 384, "edit": [0, 0, "b"]}\n{"files": 1}\n'
)
CSV = (
    b"Name,Email,Phone,Created,Status,Tags,Notes\r\nAna Lopez,ana@example.com,(415) 555-0132,"
    b'2026-11-20,New,"a;b","said ""hi"""\r\nBen,ben@x.org,,03/04/2026 5pm,Nurture,,\r\n'
)
VCARD = b"""BEGIN:VCARD
VERSION:3.0
N:Lopez;Ana;;Dr.;
FN:Ana Lopez
TEL;TYPE=CELL:+1 415 555 0132
EMAIL;TYPE=HOME:ana@example.com
ADR;TYPE=HOME:;;1 Main St;Town;NY;10001;US
NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-8:caf=C3=A9
BDAY:19800307
END:VCARD
"""
JSON = (
    b'{"id": "k7f3q9m2", "name": "Ana", "pipeline": "streeteasy-buyer", "status": "New Connection",'
    b' "fields": {"phone": "+14155550132"}, "history": [{"at": "2026-11-20T15:05:00Z", "event": '
    b'"received"}], "extra": {}, "path": "leads/2026/ana-k7f3q9m2.toml"}\n'
)
DATES = (
    b"tomorrow 14:00", b"next fri 9am", b"in 2 weeks", b"2 days ago", b"2026-11-28T14:00:00Z",
    b"03/04/2026", b"13 Mar 2026 5:30 pm", b"mar 10", b"+3d", b"--03-07", b"3 months", b"1/2/65",
    b"Fri, 20 Nov 2026 15:05:00 +0000", b"20261120", b"2026-11-20 15:05:00.123456 EST",
)  # fmt: skip
SEEDS: dict[str, tuple[bytes, ...]] = {
    "lead": (LEAD,),
    "definition": (DEFINITION,),
    "settings": (SETTINGS,),
    "journal": (JOURNAL,),
    "index": (b"",),
    "csv": (CSV,),
    "vcard": (VCARD,),
    "json": (JSON,),
    "dates": DATES,
    "layout": (LAYOUT,),
    "scenarios": (SCENARIOS,),
    "query": QUERIES,
}
VALUES = (
    *(b"5", b"-1", b"1.5", b"true", b'""', b'"x"', b"[]", b"{}", b"[5]", b'[""]', b"{ a = 1 }"),
    *(
        b"2026-01-01",
        b"2026-01-01T00:00:00Z",
        b"nan",
        b'["a", 5]',
        b"[[]]",
        b"9" * 20,
    ),
)
"""Values of every type, for keys that want another."""
TOKENS = (
    *(b"\x00", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"\xc2\x85", b"\x1b[2J", b"\xef\xbb\xbf"),
    *(
        b"\r",
        b"\n",
        b"\t",
        b'"',
        b"'",
        b'"""',
        b"[",
        b"{",
        b"]",
        b"}",
        b",",
        b";",
        b":",
        b"=",
        b"#",
    ),
    *(
        b"=\n",
        b"nan",
        b"inf",
        b"1e400",
        b"-1",
        b"0",
        b"9999-12-31",
        b"0001-01-01T00:00:00Z",
        b"true",
    ),
    *(b"true", b"2026-02-30", b"24:00", b"9" * 20, b"null", b"CHARSET=", b"id"),
    *(
        b"<<<<<<< a\n",
        b"=======\n",
        b">>>>>>> b\n",
        b".",
        b"\\u0000",
        b"\\ud800",
        b"[[",
        b"]]",
        b"\\",
    ),
)


def readers() -> dict[str, Callable[[Path], Feed]]:
    """Return for each reader what makes it, given a folder to work in."""
    return {
        "lead": _lead,
        "definition": _definition,
        "settings": _settings,
        "journal": _journal,
        "index": _index,
        "csv": _table,
        "vcard": _table,
        "json": _json,
        "dates": _dates,
        "layout": _layout,
        "scenarios": _scenarios,
        "query": _query,
    }


def _lead(_: Path) -> Feed:
    from leadctl.book.files import decode
    from leadctl.book.own_files.definitions import Definitions
    from leadctl.book.text.lead_file import dump_lead, parse_lead
    from leadctl.rules.pipelines.lead_faults import Elsewhere, lead_faults

    pipeline = Definitions(None).read("streeteasy-buyer").pipeline

    def feed(data: bytes) -> None:
        lead = parse_lead(decode(data, "x"), "x")
        assert parse_lead(dump_lead(lead), "x") == lead
        list(lead_faults(lead, pipeline, NOW, Elsewhere()))

    return feed


def _definition(folder: Path) -> Feed:
    from case_maker import case_of

    from leadctl.book.own_files.definitions import Definitions, definition_in
    from leadctl.rules.due.agenda import agenda
    from leadctl.rules.leads.lead import Event, Lead

    path = folder / "own.toml"

    def feed(data: bytes) -> None:
        path.write_bytes(data)
        pipeline = definition_in(str(path), Definitions(None)).pipeline
        events = (Event(NOW.replace(year=2014), "received"), Event(NOW.replace(day=2), "call"))
        lead = Lead("k7f3q9m2", "Ana", pipeline.id, pipeline.initial, {}, events)
        list(agenda(case_of(lead, pipeline, NOW)))

    return feed


def _settings(folder: Path) -> Feed:
    from leadctl.book.own_files.read_settings import load_settings

    def feed(data: bytes) -> None:
        (folder / "leadctl.toml").write_bytes(data)
        found = load_settings(folder, {})
        list(found.shown())
        assert all(agent.label is not None for agent in found.team.agents.values())

    return feed


def _journal(folder: Path) -> Feed:
    from leadctl.book.journal.journal import Journal

    journal = Journal(folder)
    journal.folder.mkdir()

    def feed(data: bytes) -> None:
        journal.path(1).write_bytes(data)
        journal.path(1, is_open=True).write_bytes(data)
        list(journal.records([]))
        for change in journal.changes(1, is_open=True):
            change.written()
        for change in journal.changes(1):
            change.written()

    return feed


def _index(folder: Path) -> Feed:
    """Damage an index in place: the answer is the same, made anew where it has to be."""
    from leadctl.book.book import Book
    from leadctl.book.index import store

    book = Book.create(folder / "book", 'schema = 1\npipeline = "streeteasy-buyer"\n')
    year = book.root / "leads" / "2026"
    year.mkdir()
    for lead_id in ("k7f3q9m2", "k7f3q9m3"):
        text = LEAD.replace(b"k7f3q9m2", lead_id.encode())
        (year / f"ana-{lead_id}.toml").write_bytes(text)
    expected = sorted(str(lead) for lead in Book.open(book.root).leads())
    path = book.private / store.FILE
    whole = path.read_bytes() if path.exists() else b"none"
    SEEDS["index"] = (whole,)

    def feed(data: bytes) -> None:
        path.write_bytes(data)
        assert sorted(str(lead) for lead in Book.open(book.root).leads()) == expected

    return feed


def _desk(folder: Path) -> tuple[object, object]:
    from leadctl.actions.desk import Desk
    from leadctl.book.book import Book
    from leadctl.rules.leads.agents import Agent

    book = Book.create(folder / "book", 'schema = 1\npipeline = "streeteasy-buyer"\n')
    return book, Desk(book, NOW, Agent("me"))


def _table(folder: Path) -> Feed:
    from leadctl.actions.importing import plan
    from leadctl.actions.importing.import_leads import run_import
    from leadctl.actions.importing.plan import plan_import
    from leadctl.actions.importing.setup import import_options
    from leadctl.values import replace

    book, desk = _desk(folder)
    base = import_options(desk, "", "")
    known = plan.layouts(book.root, book.own_folder)
    plan.layouts = lambda *_: known  # the same for every input, and half of the time

    def feed(data: bytes) -> None:
        wanted = replace(base, dry_run=True, stdin=io.BytesIO(data))
        prepared = plan_import(book, "-", wanted)
        run_import(book, prepared, wanted, now=NOW, by="me")

    return feed


def _json(folder: Path) -> Feed:
    from leadctl.actions.importing.restore import restore
    from leadctl.book.tables.json_lines import json_lines

    _, desk = _desk(folder)

    def feed(data: bytes) -> None:
        lines = json_lines("-", io.BytesIO(data))
        restore(desk, lines, "import", update=True, dry_run=True)

    return feed


def _dates(_: Path) -> Feed:
    from leadctl.rules.importing.dates import OrderEvidence, parse_birthday, parse_date
    from leadctl.rules.time.spans import parse_duration
    from leadctl.rules.time.typed_times import parse_when

    zone = ZoneInfo("America/New_York")

    def feed(data: bytes) -> None:
        text = data.decode("utf-8", "surrogateescape")
        for read in (
            lambda: parse_when(text, NOW, zone),
            lambda: parse_when(text, NOW, zone, past=True),
            lambda: parse_duration(text),
        ):
            try:
                read()
            except ValueError as error:
                assert str(error)
        OrderEvidence().add(text)
        for order in ("mdy", "dmy"):
            found = parse_date(text, order, zone)
            assert found is None or isinstance(found, date)
            parse_birthday(text, order)

    return feed


def _layout(folder: Path) -> Feed:
    from leadctl.book.own_files.layouts import layout_named

    path = folder / "own.toml"

    def feed(data: bytes) -> None:
        path.write_bytes(data)
        layout_named(str(path), None, None)

    return feed


def _scenarios(folder: Path) -> Feed:
    from leadctl.book.own_files.definitions import Definitions
    from leadctl.book.own_files.scenario_files import scenario_file

    path = folder / "own.scenarios.toml"

    def feed(data: bytes) -> None:
        path.write_bytes(data)
        scenario_file(Definitions(None), str(folder / "own.toml"))

    return feed


def _query(folder: Path) -> Feed:
    from leadctl.actions.looking.lead_filter import LeadFilter, wanted_leads
    from leadctl.actions.looking.queries import query_of

    book, desk = _desk(folder)
    (book.root / "leads" / "2026").mkdir()
    (book.root / "leads" / "2026" / "ana-k7f3q9m2.toml").write_bytes(LEAD)

    def feed(data: bytes) -> None:
        text = data.decode("utf-8", "surrogateescape")
        list(wanted_leads(desk, LeadFilter(query=query_of(desk, [text])), []))

    return feed


def change(rng: random.Random, seeds: tuple[bytes, ...]) -> bytes:
    """Return a seed with a few things done to it."""
    data = bytearray(rng.choice(seeds))
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        at = rng.randrange(len(data) + 1)
        to = min(len(data), at + rng.choice((0, 1, 1, 4, 20)))
        kind = rng.randrange(7)
        if kind == 0:
            data[at:to] = b""
        elif kind == 1:
            data[at:at] = rng.choice(TOKENS)
        elif kind == 2:
            data[at:to] = rng.choice(TOKENS)
        elif kind == 3:
            data[at:at] = rng.choice(seeds)[rng.randrange(40) :][: rng.randrange(60)]
        elif kind == 4:
            data[at:to] = bytes(rng.randrange(256) for _ in range(to - at))
        elif kind == 5:
            _exchange(rng, data)
        else:
            times = rng.choice((2, 3, 50)) if rng.random() < 0.98 else 5000
            data[at:to] = bytes(data[at:to]) * times
    return bytes(data[:LARGEST])


def _exchange(rng: random.Random, data: bytearray) -> None:
    """Give a key a value of another type."""
    places = [found.span(1) for found in re.finditer(rb"[=:] ([^\n,]*)", data)]
    if places:
        begin, end = rng.choice(places)
        data[begin:end] = rng.choice(VALUES)


def large(seeds: tuple[bytes, ...]) -> Iterator[bytes]:
    """Yield inputs of the largest size: one thing repeated as often as there is room."""
    for piece in (*TOKENS, *seeds, b"a", b"a.", b"x = 1\n", b"-", b"1 ", b"Name,"):
        if piece:
            yield (seeds[0] + piece * (LARGEST // len(piece)))[:LARGEST]
            yield (piece * (LARGEST // len(piece)))[:LARGEST]


class FoundError(AssertionError):
    """An input that ended in something other than a sentence, or took too long."""


def try_one(feed: Feed, data: bytes) -> None:
    """Feed one input. Raises FoundError with the traceback."""
    from leadctl.errors import LeadctlError

    began = time.process_time()
    try:
        feed(data)
    except LeadctlError as error:
        assert error.sentence
    except Exception as error:
        raise FoundError("".join(traceback.format_exception(error)[-6:])) from error
    took = time.process_time() - began
    if took > SECOND:
        raise FoundError(f"took {took:.1f} seconds for {len(data)} bytes")


def keep(name: str, data: bytes) -> Path:
    """Keep an input among the cases."""
    FOUND.mkdir(exist_ok=True)
    path = FOUND / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return path


def kept(name: str) -> list[Path]:
    """Return the cases of a reader."""
    return sorted(FOUND.glob(f"{name}-*"))


def by_chance(name: str, feed: Feed, count: int, seed: int) -> int:
    """Feed so many inputs; return how many were found at fault."""
    rng = random.Random(f"{name} {seed}")
    faults = 0
    for _ in range(count):
        data = change(rng, SEEDS[name])
        try:
            try_one(feed, data)
        except FoundError as error:
            faults += 1
            sys.stdout.write(f"{keep(name, data)}\n{error}\n")
            if faults >= 5:
                break
    return faults


def by_coverage(name: str, feed: Feed, count: int, seed: int) -> None:
    """Let atheris choose the inputs; it ends the process."""
    import atheris

    def one(data: bytes) -> None:
        try:
            try_one(feed, data)
        except FoundError as error:
            sys.stdout.write(f"{keep(name, data)}\n{error}\n")
            raise

    corpus = Path(tempfile.mkdtemp(prefix="corpus-"))
    for number, data in enumerate(SEEDS[name]):
        (corpus / str(number)).write_bytes(data)
    words = corpus.with_suffix(".words")
    spelt = ("".join(f"\\x{byte:02x}" for byte in token) for token in TOKENS)
    words.write_text("".join(f'"{token}"\n' for token in spelt))
    options = [f"-runs={count}", f"-seed={seed}", f"-max_len={LARGEST}", f"-dict={words}"]
    atheris.Setup([sys.argv[0], *options, "-verbosity=0", "-print_final_stats=1", str(corpus)], one)
    atheris.Fuzz()


def main() -> int:
    """Fuzz one reader."""
    name, count = sys.argv[1], int(sys.argv[2])
    rest = [word for word in sys.argv[3:] if word.isdecimal()]
    seed = int(rest[0]) if rest else 1
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory))
    try:
        import atheris
    except ImportError:
        atheris = None
    if atheris is not None and "--chance" not in sys.argv:
        with atheris.instrument_imports(include=["leadctl"]):
            feed = readers()[name](folder)
        by_coverage(name, feed, count, seed)
        return 0
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    feed = readers()[name](folder)
    faults = by_chance(name, feed, count, seed)
    for data in large(SEEDS[name]):
        try:
            try_one(feed, data)
        except FoundError as error:
            faults += 1
            sys.stdout.write(f"{len(data)} bytes, {data[:40]!r}...: {error}\n")
    sys.stdout.write(f"{name}: {count} inputs, {faults} at fault\n")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
