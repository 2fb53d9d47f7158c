"""Other programs over equal data, where they are installed: so many people, eight events each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path

from invented import leads
from measuring import Job, Run, run

from leadctl.rules.leads.lead import Lead

NAMES = {
    "ledger": ("ledger",), "hledger": ("hledger",), "taskwarrior": ("task",),
    "todoman": ("todoman", "todo"), "khard": ("khard",), "recutils": ("recsel",),
}  # fmt: skip
"""Peer -> what its program may be called."""
CACHING = ("todoman",)
"""Peers that keep what they have read."""
LARGE = 10_000
"""More people than this take some peers minutes."""


def installed() -> tuple[list[str], list[str]]:
    """Return the peers that are installed, and those that are not."""
    there = [name for name, programs in NAMES.items() if any(map(shutil.which, programs))]
    return there, [name for name in NAMES if name not in there]


def measured(name: str, folder: Path, count: int) -> list[Run]:
    """Return runs of a peer's list over the same people: three, of a large book one."""
    place = folder / f"{name}-{count}"
    place.mkdir()
    job = _MAKERS[name](place, count)
    small = count <= LARGE
    if small or name in CACHING:
        run(job)
    return [run(job) for _ in range(3 if small else 1)]


def _journal(place: Path, count: int) -> Path:
    file = place / "book.journal"
    with file.open("w") as out:
        for lead in leads(count):
            for event in lead.history:
                out.write(f"{event.at:%Y/%m/%d} {event.name}\n")
                out.write(f"    leads:{lead.id}  1\n    all\n\n")
    return file


def _ledger(place: Path, count: int) -> Job:
    return Job(("ledger", "-f", str(_journal(place, count)), "balance", "--depth", "1"))


def _hledger(place: Path, count: int) -> Job:
    return Job(("hledger", "-f", str(_journal(place, count)), "balance", "--depth", "1"))


def _task(place: Path, count: int) -> Job:
    import json

    env = {"TASKDATA": str(place), "TASKRC": "/dev/null", "HOME": str(place)}
    rows = [
        {"description": lead.name, "due": f"{lead.history[-1].at:%Y%m%dT%H%M%SZ}",
         "annotations": [{"entry": f"{e.at:%Y%m%dT%H%M%SZ}", "description": e.name}
                         for e in lead.history]}
        for lead in leads(count)
    ]  # fmt: skip
    run(
        Job(("task", "rc.confirmation=no", "import", "-"), env=env, typed=json.dumps(rows).encode())
    )
    return Job(("task", "rc.verbose=nothing", "limit:20", "list"), env=env, codes=(0, 1))


def _vdir(place: Path, count: int, text: Callable[[Lead], str], ending: str) -> Path:
    folder = place / "all"
    folder.mkdir()
    for lead in leads(count):
        (folder / f"{lead.id}.{ending}").write_text(text(lead))
    return folder


def _todo(place: Path, count: int) -> Job:
    def text(lead: Lead) -> str:
        due = lead.history[-1].at.astimezone(UTC)
        return (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:bench\r\nBEGIN:VTODO\r\n"
            f"UID:{lead.id}\r\nSUMMARY:{lead.name}\r\nDUE:{due:%Y%m%dT%H%M%SZ}\r\n"
            "END:VTODO\r\nEND:VCALENDAR\r\n"
        )

    folder = _vdir(place, count, text, "ics")
    config = place / "config.py"
    config.write_text(f'path = "{folder}"\ncache_path = "{place}/cache"\n')
    program = "todoman" if shutil.which("todoman") else "todo"
    return Job((program, "--config", str(config), "list"), env={"HOME": str(place)})


def _khard(place: Path, count: int) -> Job:
    def text(lead: Lead) -> str:
        name = lead.name
        return (
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{lead.id}\r\n"
            f"FN:{name}\r\nN:;{name};;;\r\nEND:VCARD\r\n"
        )

    folder = _vdir(place, count, text, "vcf")
    config = place / "khard.conf"
    config.write_text(f"[addressbooks]\n[[all]]\npath = {folder}\n")
    return Job(("khard", "-c", str(config), "list"), env={"HOME": str(place)})


def _recsel(place: Path, count: int) -> Job:
    file = place / "book.rec"
    with file.open("w") as out:
        for lead in leads(count):
            events = "".join(f"Event: {e.at:%Y-%m-%d} {e.name}\n" for e in lead.history)
            out.write(f"Id: {lead.id}\nName: {lead.name}\nStatus: {lead.status}\n{events}\n")
    return Job(("recsel", "-e", "Status ~ 'New'", "-c", str(file)))


_MAKERS: dict[str, Callable[[Path, int], Job]] = {
    "ledger": _ledger, "hledger": _hledger, "taskwarrior": _task, "todoman": _todo,
    "khard": _khard, "recutils": _recsel,
}  # fmt: skip


def all_measured(folder: Path, counts: list[int]) -> Iterator[tuple[str, int, list[Run]]]:
    """Yield the runs of each installed peer at each size."""
    for name in installed()[0]:
        for count in counts:
            yield name, count, measured(name, folder, count)
