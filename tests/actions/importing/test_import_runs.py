"""Several imports into one book: overlaps, two sources, updates, dry runs, other clones."""

from __future__ import annotations

import errno
import io
import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any

import pytest

from leadctl.actions.importing import row_joins
from leadctl.actions.importing import rows as import_rows
from leadctl.actions.importing.import_leads import run_import
from leadctl.actions.importing.plan import plan_import
from leadctl.actions.importing.result import ImportOptions, ImportResult
from leadctl.book.book import Book
from leadctl.book.writing.changing import undoing
from leadctl.errors import Busy, LeadctlError
from leadctl.rules.importing.row_into_lead import join
from leadctl.rules.leads.lead import Lead

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLAIN = ImportOptions("buyers", "New")
UPDATE = replace(PLAIN, update=True)
FUB = "Date Added,Name,Stage,Lead Source,Assigned To,Is Contacted,Email 1,Phone 1,ID\n"
GHL = "Contact Id,First Name,Last Name,Phone,Email,Created,Last Activity,Tags,Opportunities\n"


class Desk:
    """A book and a folder of exports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book = Book.create(folder / "book", "schema = 1\n")
        self.now = NOW

    def run(self, text: str, options: ImportOptions = PLAIN) -> ImportResult:
        path = self.folder / "export.csv"
        path.write_text(text, newline="")
        self.now += timedelta(hours=1)
        book = Book.open(self.book.root)
        prepared = plan_import(book, str(path), options)
        return run_import(book, prepared, options, now=self.now, by="sam")

    def leads(self) -> list[Lead]:
        leads = [lead for lead in Book.open(self.book.root).leads() if isinstance(lead, Lead)]
        return sorted(leads, key=lambda lead: lead.name)

    def bytes(self) -> dict[str, bytes]:
        book = Book.open(self.book.root)
        return {str(path): (book.root / path).read_bytes() for path in book.lead_paths()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_an_overlapping_export_adds_only_what_is_new(desk: Desk) -> None:
    """A later export with one old and one new person makes one lead, found by the system's id."""
    old = "2026-03-01,Ana Lopez,Lead,Zillow,Dana,No,ana@example.com,,1\n"
    desk.run(FUB + old)
    result = desk.run(FUB + old + "2026-03-02,Ben Okafor,Lead,Web,Dana,No,,415-555-0101,2\n")
    assert (result.created, result.unchanged) == (1, 1)
    assert [lead.name for lead in desk.leads()] == ["Ana Lopez", "Ben Okafor"]


def test_an_empty_field_is_filled_and_a_filled_one_is_kept(desk: Desk) -> None:
    """A later row fills the phone, leaves the source, and says the difference it left."""
    desk.run(FUB + "2026-03-01,Ana Lopez,Lead,Zillow,Dana,No,ana@example.com,,1\n")
    row = "2026-03-01,Ana Lopez,Lead,Web,Dana,No,ana@example.com,415-555-0101,1\n"
    result = desk.run(FUB + row)
    (lead,) = desk.leads()
    assert (lead.fields["phone"], lead.fields["source"]) == ("+14155550101", "Zillow")
    assert [(one.change.field, one.change.new) for one in result.told] == [("source", "Web")]
    assert (result.matched, result.filled, result.updated) == (1, 1, 0)
    assert lead.history[-1].name == "import"


def test_update_overwrites_and_tells_field_by_field(desk: Desk) -> None:
    """With update a row's source wins, the old one is told, and a second run is silent."""
    desk.run(FUB + "2026-03-01,Ana Lopez,Lead,Zillow,Dana,No,ana@example.com,,1\n")
    row = "2026-03-01,Ana Lopez,Lead,Web,Eve,No,ana@example.com,,1\n"
    options = replace(PLAIN, update=True)
    result = desk.run(FUB + row, options)
    told = [(one.change.field, one.change.old, one.change.new) for one in result.told]
    assert told == [("source", "Zillow", "Web"), ("extra.Assigned To", "Dana", "Eve")]
    assert desk.leads()[0].fields["source"] == "Web"
    before = desk.bytes()
    assert desk.run(FUB + row, options).unchanged == 1
    assert desk.bytes() == before


def test_update_never_frees_a_barred_channel(desk: Desk) -> None:
    """A row that says "may be called" takes no bar away, with update or without."""
    desk.run("Name,Email,Do Not Call\nAna Lopez,ana@example.com,Yes\n")
    desk.run("Name,Email,Do Not Call\nAna Lopez,ana@example.com,No\n", replace(PLAIN, update=True))
    assert desk.leads()[0].do_not_contact == ("call", "text")


def test_two_sources_of_one_person_are_one_lead(desk: Desk) -> None:
    """A second system's row joins by e-mail, and is known by its own id the next time."""
    desk.run(FUB + "2026-03-01,Ana Lopez,Lead,Zillow,Dana,No,ana@example.com,,1\n")
    row = "g1,Ana,Lopez,415-555-0101,ANA@example.com,2026-04-01,,vip,\n"
    desk.run(GHL + row)
    (lead,) = desk.leads()
    assert lead.fields["source_key"] == "followupboss:1"
    assert lead.fields["tags"] == ["vip"]
    assert lead.history[-1].data["key"] == "gohighlevel:g1"
    before = desk.bytes()
    assert desk.run(GHL + row).unchanged == 1
    changed = "g1,Ana,Lopez,415-555-0101,new@example.com,2026-04-01,,vip,\n"
    assert desk.run(GHL + changed).filled == 1
    assert len(desk.leads()) == len(before) == 1


def test_a_household_is_two_people_in_two_imports(desk: Desk) -> None:
    """Somebody of another name on a known phone is a lead of their own, and it is said."""
    desk.run("Name,Phone\nAna Lopez,415-555-0101\n")
    result = desk.run("Name,Phone\nBen Okafor,415-555-0101\n")
    assert len(desk.leads()) == 2
    (ana, ben) = sorted(desk.leads(), key=lambda lead: lead.name)
    assert f"Ben Okafor (line 2) and Ana Lopez ({ana.id})." in " ".join(result.notes)
    pair = next(note for note in result.notes if "share a phone" in note)
    beneath = f"  If it is one person: leadctl merge-leads {ana.id} {ben.id}"
    assert result.to_join == {pair: beneath}


def test_two_clones_make_the_same_files(tmp_path: Path) -> None:
    """One export imported into two books gives the same names and the same bytes."""
    first, second = Desk(tmp_path / "a"), Desk(tmp_path / "b")
    text = FUB + "2026-03-01,Ana Lopez,Lead,Zillow,Dana,No,ana@example.com,,1\n"
    for desk in (first, second):
        desk.run(text)
        desk.run("Name,Created,Phone\nBen Okafor,2026-03-01,415-555-0101\n")
    assert first.bytes() == second.bytes()


def test_a_dry_run_counts_and_shows_and_writes_nothing(desk: Desk) -> None:
    """A dry run tells all counts and three leads as they would be stored, and stores none."""
    rows = "".join(f"Person {n},p{n}@example.com\n" for n in range(5))
    result = desk.run("Name,Email\n" + rows + ",\nXi Yu,\n,,\n", replace(PLAIN, dry_run=True))
    assert (result.created, len(result.preview)) == (6, 3)
    assert 'name = "Person 0"' in result.preview[0]
    assert desk.bytes() == {}


def test_standard_input_is_read_twice(desk: Desk) -> None:
    """A pipe, which can be read once only, is looked through and then imported."""
    options = replace(PLAIN, stdin=io.BytesIO(b"Name,Created\nAna,13/03/2026\n"))
    prepared = plan_import(desk.book, "-", options)
    result = run_import(desk.book, prepared, options, now=NOW, by="sam")
    assert result.created == 1
    assert desk.leads()[0].received() == datetime(2026, 3, 13, tzinfo=UTC)


def test_refused_rows_can_be_mended_and_imported_again(desk: Desk) -> None:
    """The file of refused rows has the old header, line and reason, and can be imported."""
    result = desk.run('Name;Email;Notes\nAna;ana@example.com;"a;b"\n;;"lonely; note"\nB;C;D;E\n')
    refused = result.rejects_table().decode()
    lines = refused.splitlines()
    assert lines[0] == "Name;Email;Notes;leadctl_reason;leadctl_line"
    assert lines[1].startswith(';;"lonely; note";says no name') and lines[1].endswith(";3")
    mended = refused.replace(";;", "Ben;;").replace("B;C;D;E", "B;c@example.com;D")
    again = desk.run(mended)
    assert again.created == 2
    assert again.plan.names("ignored") == ["leadctl_reason", "leadctl_line"]
    assert [lead.name for lead in desk.leads()] == ["Ana", "B", "Ben"]


def test_one_undo_takes_an_import_back(desk: Desk) -> None:
    """An import of new, filled and unchanged leads is one operation, and one undo reverts it."""
    desk.run("Name,Email\nAna Lopez,ana@example.com\n")
    before = desk.bytes()
    desk.run("Name,Email,Phone\nAna Lopez,ana@example.com,415-555-0101\nBen,,415-555-0102\n")
    assert len(desk.bytes()) == 2
    with undoing(desk.book, NOW, "sam"):
        pass
    assert desk.bytes() == before


def test_a_person_far_below_joins_the_lead_already_stored(desk: Desk) -> None:
    """Rows of one person thousands of rows apart are one lead, though it was written in between."""
    rows = [f"Person {n},p{n}@example.com,\n" for n in range(3000)]
    rows += [f"Person {n},p{n}@example.com,vip\n" for n in (0, 700, 951, 952, 2999)]
    result = desk.run("Name,Email,Tags\n" + "".join(rows))
    assert (result.created, result.filled) == (3000, 5)
    tagged = [lead.name for lead in desk.leads() if lead.fields.get("tags") == ["vip"]]
    assert tagged == ["Person 0", "Person 2999", "Person 700", "Person 951", "Person 952"]


def test_a_failure_in_the_middle_changes_nothing(desk: Desk) -> None:
    """An error while rows are being stored leaves the book as it was."""

    def stop(done: int, total: int) -> None:
        if done >= 2500:
            raise KeyboardInterrupt

    rows = "".join(f"Person {n},p{n}@example.com\n" for n in range(4000))
    with pytest.raises(KeyboardInterrupt):
        desk.run("Name,Email\n" + rows, replace(PLAIN, progress=stop))
    assert desk.bytes() == {}
    assert desk.run("Name,Email\n" + rows).created == 4000


def test_no_thread_to_be_had_is_no_error(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system gives no second thread, the journal is synced in the only one."""

    def start(thread: Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", start)
    rows = "".join(f"Person {n},p{n}@example.com\n" for n in range(1500))
    monkeypatch.setattr(import_rows, "AHEAD", 10**9)
    assert desk.run("Name,Email\n" + rows).created == 1500


def test_a_row_too_large_for_a_lead_costs_no_other_row(desk: Desk) -> None:
    """Refused are a row whose lead would be too large to read, and one that would make it so."""
    wide, long = "\U0001f600" * 290_000, "x" * 290_000
    result = desk.run(f"Name,Email,Notes\nAna,ana@x.com,{wide}\nBen,ben@x.com,short\n")
    assert [(one.line, one.reason) for one in result.rejects] == [
        (2, "the lead it makes is larger than 1024 KiB, as no lead may be")
    ]
    rows = [f"Cy,cy@x.com,{n}{long}\n" for n in range(5)]
    far = [f"Person {n},p{n}@example.com,\n" for n in range(2000)]
    result = desk.run("Name,Email,Notes\n" + "".join([*rows[:2], *far, *rows[2:]]))
    assert [one.reason for one in result.rejects] == [
        "with it its lead is larger than 1024 KiB, as no lead may be"
    ] * 2
    assert sorted(lead.name for lead in desk.leads())[:2] == ["Ben", "Cy"]
    assert len(desk.leads()) == 2002


def test_rows_are_known_by_what_earlier_versions_called_them(desk: Desk) -> None:
    """A row's digest is in every book: another one would bring leads with a name alone twice."""
    desk.run("Name,Email,City\nAna,ana@x.com,Oakland\n")
    (lead,) = desk.leads()
    assert lead.history[0].data["row"] == "8655cb1e0e893027"


@pytest.mark.parametrize("failing", range(1, 8))
def test_a_journal_that_is_not_durable_stops_the_import(
    desk: Desk, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever sync of the disk fails, the import is an error, and nothing of it stays."""
    fsync, calls = os.fsync, count(1)

    def broken(handle: int) -> None:
        if next(calls) == failing:
            raise OSError(errno.EIO, "broken")
        fsync(handle)

    rows = "Name,Email\n" + "".join(f"Person {n},p{n}@example.com\n" for n in range(2500))
    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(LeadctlError, match="disk"):
        desk.run(rows)
    assert desk.bytes() == {}
    assert desk.run(rows).created == 2500


def test_an_edited_lead_is_known_by_the_row_it_came_from(desk: Desk) -> None:
    """A lead whose e-mail was corrected by hand is not made a second time."""
    text = "Name,Email\nAna Lopez,ana@example.com\n"
    desk.run(text)
    (path,) = desk.book.lead_paths()
    file = desk.book.root / path
    file.write_text(file.read_text().replace("ana@example.com", "ana@example.org"))
    assert desk.run(text).unchanged == 1
    assert len(desk.leads()) == 1


def test_an_update_overwrites_what_a_plain_import_told_of(desk: Desk) -> None:
    """A plain import fills and tells; --update of the same file then does what was promised."""
    head = "Id,Name,Email,Phone,Price,Area\n"
    desk.run(head + "1,Ana Lopez,ana@example.com,,450000,\n")
    newer = head + "1,Ana Lopez,ana@example.com,,475000,Oakland\n"
    told = desk.run(newer)
    assert (told.filled, [one.change.field for one in told.told]) == (1, ["extra.Price"])
    updated = desk.run(newer, UPDATE)
    assert updated.updated == 1
    assert desk.leads()[0].extra["Price"] == "475000"
    before = desk.bytes()
    assert desk.run(newer, UPDATE).unchanged == desk.run(newer).unchanged == 1
    assert desk.bytes() == before


def test_an_older_row_can_be_had_back_with_an_update(desk: Desk) -> None:
    """What a source says last is what --update takes, even where it said so once before."""
    head = "Id,Name,Email,Phone,Price\n"
    old, new = (f"{head}1,Ana Lopez,ana@example.com,,{price}\n" for price in (450, 475))
    for text in (old, new, old):
        desk.run(text, UPDATE)
        assert desk.leads()[0].extra["Price"] == text.rpartition(",")[2].strip()


def test_an_update_takes_back_no_edit_of_ours(desk: Desk) -> None:
    """The same row again, night after night, leaves what somebody has changed since."""
    text = "Id,Name,Email,Phone,Stage\n1,Ana Lopez,ana@example.com,,Warm\n"
    mapped = replace(UPDATE, statuses={"Warm": "Nurture"})
    desk.run(text)
    desk.run(text, mapped)
    [path] = desk.bytes()
    file = desk.book.root / path
    assert desk.leads()[0].status == "Nurture"
    assert "Stage" not in desk.leads()[0].extra
    file.write_text(file.read_text().replace('status = "Nurture"', 'status = "Lost"'))
    assert desk.run(text, mapped).unchanged == 1
    assert desk.leads()[0].status == "Lost"


def test_a_status_mapped_later_is_told_and_then_taken(desk: Desk) -> None:
    """Statuses may be mapped once their leads are in the book already."""
    text = "Id,Name,Email,Phone,Stage\n1,Ana Lopez,ana@example.com,,Warm\n"
    desk.run(text)
    mapped = replace(PLAIN, statuses={"Warm": "Nurture"})
    assert [one.change.field for one in desk.run(text, mapped).told] == ["status"]
    assert desk.run(text, replace(mapped, update=True)).updated == 1
    assert desk.leads()[0].status == "Nurture"


def test_an_update_puts_the_new_phone_first_and_keeps_the_old(desk: Desk) -> None:
    """The number that the source has now is the one to call; none is lost."""
    head = "Id,Name,Email,Phone\n"
    desk.run(head + "1,Ana Lopez,ana@example.com,415-555-0132\n")
    result = desk.run(head + "1,Ana Lopez,ana@example.com,415-555-0999\n", UPDATE)
    lead = desk.leads()[0]
    assert (lead.fields["phone"], lead.fields["phones"]) == ("+14155550999", ["+14155550132"])
    assert [one.change.field for one in result.told] == ["phone"]


def test_the_same_row_of_two_sources_is_two_people(desk: Desk) -> None:
    """Two systems may both have a client 1 called Ana, and nothing else to tell of her."""
    text = "id,Name,Email\n1,Ana,\n"
    assert desk.run(text, replace(PLAIN, source="crm")).created == 1
    other = replace(PLAIN, source="shop")
    assert desk.run(text, other).created == 1
    assert desk.run(text, other).unchanged == 1
    assert [lead.fields["source_key"] for lead in desk.leads()] == ["crm:1", "shop:1"]


def test_an_export_that_grew_brings_only_what_is_new(desk: Desk) -> None:
    """Rows had before are passed over wherever they stand, one that is there twice among them."""
    head, had = "Name,Email\n", [f"Person {n},p{n}@example.com\n" for n in range(50)]
    assert desk.run(head + "".join(had)).created == 50
    before = desk.bytes()
    more = ["New,new@example.com\n", *had, "Newer,newer@example.com,x\n", had[7], "Last,l@x.com\n"]
    told: list[int] = []
    result = desk.run(head + "".join(more), replace(PLAIN, progress=lambda n, _: told.append(n)))
    assert (result.created, result.unchanged, result.total) == (2, 51, 54)
    assert [one.line for one in result.rejects] == [53]
    assert "Lines: 1 are in the file more than once." in result.notes
    assert told[-1] == 54
    assert before.items() <= desk.bytes().items()


def test_a_pipe_in_place_of_a_lead_does_not_stop_an_import(desk: Desk) -> None:
    """What is no plain file is neither waited for nor read: only the row that may be in it is
    refused.
    """
    text = "Name,Email\nAna,ana@x.com\nBen,ben@x.com\n"
    desk.run(text)
    path = min(desk.book.root / path for path in desk.book.lead_paths())
    data = path.read_bytes()
    path.unlink()
    os.mkfifo(path)
    pipe = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    for held in (b"", data):
        os.write(pipe, held)
        result = desk.run(text)
        assert result.unchanged == 1
        assert [(one.line, "cannot be read" in one.reason) for one in result.rejects] == [(2, True)]
    assert os.read(pipe, len(data) + 1) == data
    os.close(pipe)


def test_leads_that_no_row_is_about_cost_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that are empty, or closed to this account, neither stop an import nor make it wait."""
    desk.run("Name,Email\n" + "".join(f"Person {n},p{n}@x.com\n" for n in range(200)))
    closed, *empty = [path for path in desk.book.lead_paths() if "person-1" in str(path)]
    assert len(empty) == 110
    for path in empty:
        (desk.book.root / path).write_bytes(b"")
    opened = os.open

    def refusing(path: object, flags: int, *more: object, **named: object) -> int:
        if str(path).endswith(str(closed)):
            raise PermissionError(errno.EACCES, "no")
        return opened(path, flags, *more, **named)  # type: ignore[call-overload]  # as it came

    monkeypatch.setattr(os, "open", refusing)
    began = monotonic()
    kept = [f"Person {n},p{n}@x.com\n" for n in range(200) if not str(n).startswith("1")]
    assert desk.run("Name,Email\n" + "".join(kept)).unchanged == len(kept)
    assert monotonic() - began < 5  # a file that is empty is waited for 0.1 seconds


def test_an_edit_made_while_a_row_joins_its_lead_is_not_lost(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was saved by hand after it was read stops the import, and stays as it is."""
    head = "id,Name,Email,Phone\n"
    crm = replace(UPDATE, source="crm")
    desk.run(f"{head}1,Ana,ana@x.com,\n", crm)
    (path,) = [desk.book.root / path for path in desk.book.lead_paths()]

    def edited(*said: Any, **more: Any) -> Any:
        path.write_text(path.read_text() + "# by hand\n")
        return join(*said, **more)

    monkeypatch.setattr(row_joins, "join", edited)
    with pytest.raises(Busy, match="Changed on disk in the meantime"):
        desk.run(f"{head}1,Ana,ana@x.com,415-555-0101\n", crm)
    assert path.read_text().endswith("# by hand\n")
    assert "415" not in path.read_text()


def test_two_people_of_one_name_and_nothing_else_are_two(desk: Desk) -> None:
    """A name alone is no match; the very same row still is."""
    text = "Name,Email,Phone,Created\nJohn Smith,,,2026-10-01\nJohn Smith,,,2026-11-01\n"
    assert desk.run(text).created == 2
    assert desk.run(text).unchanged == 2
    assert len(desk.leads()) == 2


@pytest.mark.parametrize("ahead", [0, 10**9])
def test_a_person_who_comes_again_later_costs_no_other_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    """However far apart the rows of one person stand, every row between them is stored."""
    monkeypatch.setattr(import_rows, "AHEAD", ahead)
    monkeypatch.setattr(import_rows, "can_fork", lambda: True)
    people = [f"P{n},Person {n},p{n}@example.com\n" for n in range(1500)]
    for n in range(400, 1500, 64):
        people[n] = f"P{n - 270},Person {n - 270},second{n}@example.com\n"
    text = "id,Name,Email\n" + "".join(people)
    again = len(range(400, 1500, 64))
    options = replace(PLAIN, source="crm")
    first = desk.run(text, options)
    assert (first.created, first.filled) == (1500 - again, again)
    assert len(desk.leads()) == 1500 - again
    second = desk.run(text, options)
    assert (second.created, second.unchanged) == (0, 1500)


def test_somebody_with_a_name_alone_is_found_again_when_a_status_is_mapped(desk: Desk) -> None:
    """The row is what such a person is known by, whatever its status is mapped to."""
    text = "Name,Email,Stage\nJohn Smith,,Warm\n"
    desk.run(text)
    assert desk.run(text, replace(UPDATE, statuses={"Warm": "Nurture"})).updated == 1
    assert [lead.status for lead in desk.leads()] == ["Nurture"]


def test_an_update_of_a_lead_that_another_hand_made(desk: Desk) -> None:
    """A row that only filled a lead, made otherwise, was not taken in full: --update takes it."""
    text = "Id,Name,Email,Phone,Price\n1,Ana Lopez,ana@example.com,,475000\n"
    desk.run(text)
    [path] = desk.bytes()
    file = desk.book.root / path
    made = re.sub(r', row = "(\w+)", by = "import" }', ' },\n    { at = 2026-11-23T12:30:00Z, '
                  r'event = "import", row = "\1", by = "import" }', file.read_text())  # fmt: skip
    file.write_text(made.replace("475000", "450000"))
    assert desk.run(text).unchanged == 1
    assert desk.run(text, UPDATE).updated == 1
    assert desk.leads()[0].extra["Price"] == "475000"


def test_a_row_of_an_older_state_is_not_complained_of_every_night(desk: Desk) -> None:
    """What could not be read of a row is told when it comes in, and then no more."""
    head = "Id,Name,Email,Phone\n"
    text = head + "1,Ana Lopez,ana@example.com,nobody\n1,Ana Maria Lopez,ana@example.com,none\n"
    assert len(desk.run(text, UPDATE).warnings) == 1
    assert desk.run(text, UPDATE).warnings == []
