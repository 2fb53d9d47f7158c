"""Books of invented leads: seeded, eight events each, the shipped pipelines mixed."""

from __future__ import annotations

import random
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from measuring import NOW, ROOT, Job, ours, run

sys.path.insert(0, str(ROOT))

from leadctl.book.own_files.places import lead_relpath, new_id  # after the path
from leadctl.book.text.lead_file import dump_lead  # after the path
from leadctl.rules.leads.lead import Event, Lead  # after the path

PIPELINES = ("streeteasy-buyer", "realvolve", "wholesale", "sold-active")
FIRST = ("Ana", "Ben", "Chen", "Dana", "Emil", "Fay", "Gita", "Hugo", "Ines", "Jun", "小明", "Zoë")
LAST = ("Lopez", "Okafor", "Zhang", "Rossi", "Becker", "Natarajan", "Khan", "Malik", "Osei")
MOMENT = datetime.fromisoformat(NOW)
TOUCHES = ("call", "text", "email")


def statuses() -> dict[str, list[str]]:
    """Return the statuses of each pipeline."""
    texts = {name: (ROOT / "pipelines" / f"{name}.toml").read_text() for name in PIPELINES}
    return {name: list(tomllib.loads(text)["status"]) for name, text in texts.items()}


def leads(count: int) -> Iterator[Lead]:
    """Yield so many leads, the same ones each time."""
    rng, known = random.Random(count), statuses()
    for number in range(count):
        pipeline = PIPELINES[number % len(PIPELINES)]
        came = MOMENT - timedelta(minutes=rng.randrange(60, 200 * 24 * 60))
        moments = sorted(came + (MOMENT - came) * rng.random() for _ in range(7))
        status = rng.choice(known[pipeline][:6])
        events = [Event(came.astimezone(UTC).replace(microsecond=0), "received", "import")]
        for place, moment in enumerate(moments):
            at = moment.astimezone(UTC).replace(microsecond=0)
            if place == 3:
                events.append(Event(at, "status", "sam", {"to": status}))
            elif place == 5:
                events.append(Event(at, "note", "sam", {"text": f"Asked about unit {number}"}))
            else:
                way = rng.choice(("out", "out", "in"))
                events.append(Event(at, rng.choice(TOUCHES), "sam", {"way": way}))
        fields = {
            "phone": f"+1212{2000000 + number:07d}",
            "email": f"person{number}@example.com",
            "source": rng.choice(("Portal", "Referral", "Open house")),
            "value": rng.randrange(300, 2000) * 1000,
        }
        name = f"{rng.choice(FIRST)} {rng.choice(LAST)}{number}"
        yield Lead(new_id(rng), name, pipeline, status, fields, tuple(events))


def made_book(folder: Path, count: int) -> Path:
    """Make a book of so many leads, and return where it is."""
    book = folder / f"book-{count}"
    run(ours("init", str(book), "-p", "streeteasy-buyer", "--no-input", "--agent", "Sam",
             "--timezone", "America/New_York"))  # fmt: skip
    made: set[Path] = set()
    for lead in leads(count):
        received = lead.received() or MOMENT
        path = book / lead_relpath(received.year, lead.name, lead.id)
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_text(dump_lead(lead))
    return book


def some_ids(book: Path, count: int, pipeline: str = "") -> list[str]:
    """Return the ids of so many leads, of one pipeline where it is named."""
    paths = sorted((book / "leads").rglob("*.toml"))
    if pipeline:
        own = f'pipeline = "{pipeline}"'
        paths = [path for path in paths[: 50 * count] if own in path.read_text()]
    return [path.stem[-8:] for path in paths[:: max(1, len(paths) // count)]][:count]


def export_of(count: int) -> Iterator[str]:
    """Yield the lines of another system's export of invented people."""
    yield "id,First Name,Last Name,Email 1,Phone 1,Tags,Lead Source,Created At,Notes,Budget\n"
    for i in range(count):
        phone = f"({212 + i // 10_000_000}) {200 + i // 10_000 % 800}-{i % 10_000:04d}"
        yield (
            f"{i},Ana{i % 977},Lopez{i},ana{i}@example.com,{phone},"
            f'"brooklyn, two bedroom",Portal,2026-{1 + i % 10:02d}-{1 + i % 28:02d} 10:30,'
            f"Wants light and a short walk to the train ({i}),{300_000 + i}\n"
        )


__all__ = ["Job", "export_of", "leads", "made_book", "some_ids"]
