"""A book: reading around what is broken, finding leads, operations, undo and recovery."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leadctl.book.book import Book
from leadctl.book.own_files.places import find_book, id_from_key, id_of, new_id
from leadctl.book.selector import find_lead
from leadctl.book.text.broken import Broken
from leadctl.book.writing import operation as operations
from leadctl.book.writing.changing import changing, undoing
from leadctl.errors import Busy, Invalid, NotFound, Refused
from leadctl.rules.leads.lead import Event, Lead

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANA, BEN, SAM = "k7f3q9m2", "b2c3d4e5", "s9s9s9s9"


def lead(lead_id: str, name: str, **fields: object) -> Lead:
    """Return a lead received an hour ago."""
    received = Event(NOW - timedelta(hours=1), "received", "import")
    return Lead(lead_id, name, "p", "New", fields, (received,))


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A book of three leads."""
    book = Book.create(tmp_path / "book", "schema = 1\n")
    with changing(book, "leadctl add", NOW, "sam") as operation:
        operation.save(lead(ANA, "Ana López", phone="+14155550132", email="ana@example.com"))
        operation.save(lead(BEN, "Ben Okafor", emails=["ben@example.com", "b@work.example"]))
        operation.save(lead(SAM, "Samira Benali", phone="+14155550199"))
    return book


def set_status(book: Book, lead_id: str, status: str, **knobs: bool) -> int | None:
    """Set a status in one operation and return its number."""
    with changing(book, f"leadctl status set {status}", NOW, "sam", **knobs) as operation:
        operation.save(operation.read(lead_id).set(status=status))
    return operation.number


def test_a_book_is_made_twice_without_harm(tmp_path: Path) -> None:
    """A second `create` completes what is missing and changes nothing that is there."""
    root = tmp_path / "new" / "book"
    Book.create(root, 'schema = 1\nregion = "DE"\n')
    (root / ".gitignore").unlink()
    again = Book.create(root, "schema = 1\n")
    assert again.settings.region == "DE"
    assert ".leadctl/" in (root / ".gitignore").read_text()
    assert "merge=leadctl" in (root / ".gitattributes").read_text()


def test_a_book_is_found_from_below(book: Book) -> None:
    """The book is the nearest folder above with settings; outside of one the error says how."""
    assert find_book(str(book.root / "leads" / "2026")) == str(book.root)
    with pytest.raises(NotFound, match=r"no leadctl\.toml was found") as error:
        find_book(str(book.root.parent))
    assert "leadctl init" in error.value.hint


def test_ids_are_short_random_or_derived() -> None:
    """An id is 8 characters; one from a source key is the same in every clone."""
    assert len({new_id() for _ in range(1000)}) == 1000
    assert id_from_key("fub:1") == id_from_key("fub:1") != id_from_key("fub:2")
    assert id_from_key("fub:1", 1) != id_from_key("fub:1")
    assert id_of("leads/2026/ana-lopez-k7f3q9m2.toml") == ANA
    assert id_of("leads/ana.toml") is None


def test_one_broken_file_hides_no_other(book: Book) -> None:
    """The leads around a broken file are all yielded, and it is named with its problems."""
    path = book.path_of(BEN)
    (book.root / path).write_text("id = \n")
    found = list(Book.open(book.root).leads())
    assert [x.name for x in found if isinstance(x, Lead)] == ["Ana López", "Samira Benali"]
    broken = next(x for x in found if isinstance(x, Broken))
    assert (broken.path, broken.problems[0].line) == (path, 1)


@pytest.mark.parametrize(
    ("selector", "name"),
    [
        *[
            (s, "Ana López")
            for s in (ANA, "k7f", "lopez", "LÓPEZ", "ana@", "0132", "(415) 555-0132")
        ],
        *[(s, "Ana López") for s in ("ana-lopez-k7f3q9m2.toml", "ana-lopez-k7f3q9m2")],
        *[("leads/2026/ana-lopez-k7f3q9m2.toml", "Ana López"), ("b@work", "Ben Okafor")],
        ("ben okafor", "Ben Okafor"),
    ],
)
def test_a_lead_is_found_by_what_one_remembers(book: Book, selector: str, name: str) -> None:
    """An id, its start, a file name, or a piece of name, e-mail or phone finds the one lead."""
    assert find_lead(book, selector).name == name


def test_several_matches_are_listed(book: Book) -> None:
    """Where a piece fits two leads both are listed with their ids, and none is guessed."""
    with pytest.raises(NotFound, match="2 leads match 'be'") as error:
        find_lead(book, "be")
    assert BEN in str(error.value)
    assert SAM in str(error.value)
    with pytest.raises(NotFound, match="No lead matches"):
        find_lead(book, "nobody")
    with pytest.raises(NotFound):
        find_lead(book, "../../etc/passwd")


def test_two_files_with_one_id_are_named(book: Book) -> None:
    """A copied lead file is refused by both names instead of one being picked."""
    path = book.root / book.path_of(ANA)
    path.with_name("copy-k7f3q9m2.toml").write_bytes(path.read_bytes())
    with pytest.raises(Invalid, match="is also that of"):
        Book.open(book.root).load(ANA)


def test_a_lead_in_a_hand_named_file_is_found_by_its_id(book: Book) -> None:
    """Identity is the id in the file, whatever the file is called."""
    path = book.root / book.path_of(ANA)
    path.rename(book.root / "leads" / "ana.toml")
    again = Book.open(book.root)
    assert again.load(ANA).name == "Ana López"
    assert set_status(again, ANA, "Won") == 2
    assert 'status = "Won"' in (book.root / "leads" / "ana.toml").read_text()


def test_an_operation_is_all_or_nothing(book: Book) -> None:
    """An exception after the first of two saves leaves both leads, and no journal entry."""

    def fails() -> None:
        with changing(book, "x", NOW, "sam") as operation:
            operation.save(operation.read(ANA).set(status="Won"))
            operation.save(operation.read(BEN).set(status="Won"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert {book.load(ANA).status, book.load(BEN).status} == {"New"}
    assert len(list(book.journal.records())) == 1


def test_what_changes_nothing_is_no_operation(book: Book) -> None:
    """Setting a status to what it is leaves no entry for undo to trip over."""
    assert set_status(book, ANA, "New") is None
    assert len(list(book.journal.records())) == 1


def test_a_dry_run_tells_and_writes_nothing(book: Book) -> None:
    """A dry run has the same changes as the real one and leaves every byte and the journal."""
    with changing(book, "x", NOW, "sam", dry_run=True) as operation:
        operation.save(operation.read(ANA).set(status="Won"))
        operation.save(lead("d1d1d1d1", "Dan"))
        assert operation.read("d1d1d1d1").name == "Dan"
    assert [(c.before is None, "Won" in (c.after or "")) for c in operation.changes] == [
        (False, True),
        (True, False),
    ]
    assert operation.number is None
    assert book.load(ANA).status == "New"
    assert len(book.lead_paths()) == 3


def test_a_new_lead_never_overwrites(book: Book) -> None:
    """Saving a lead under an id that the book has, without having read it, is refused."""
    with pytest.raises(Busy, match="in the book already"), changing(book, "x", NOW, "s") as op:
        op.save(lead(ANA, "Another"))
    assert book.load(ANA).name == "Ana López"


def test_undo_takes_back_the_last_command_and_can_be_undone(book: Book) -> None:
    """Undo after undo goes back command by command; an undo is undone by its number."""
    set_status(book, ANA, "Won")
    set_status(book, BEN, "Lost")
    with undoing(book, NOW, "sam") as first:
        pass
    assert (book.load(ANA).status, book.load(BEN).status) == ("Won", "New")
    with undoing(book, NOW, "sam"):
        pass
    assert book.load(ANA).status == "New"
    with undoing(book, NOW, "sam", first.number):
        pass
    assert (book.load(ANA).status, book.load(BEN).status) == ("New", "Lost")
    told = [(r.number, r.undoes, r.undone_by) for r in list(book.journal.records())]
    assert told == [
        (6, 4, None),
        (5, 2, None),
        (4, 3, 6),
        (3, None, None),
        (2, None, 5),
        (1, None, None),
    ]
    with pytest.raises(Refused, match="undone already, by operation 5"), undoing(book, NOW, "s", 2):
        pass
    with pytest.raises(NotFound), undoing(book, NOW, "s", 99):
        pass


def test_undo_removes_what_was_added_and_brings_back_what_was_deleted(book: Book) -> None:
    """Undoing an addition removes the files; undoing a deletion restores the same bytes."""
    path = book.path_of(ANA)
    before = (book.root / path).read_bytes()
    with changing(book, "delete", NOW, "sam") as operation:
        operation.delete(path)
    assert not (book.root / path).exists()
    with undoing(book, NOW, "sam"):
        pass
    assert (book.root / path).read_bytes() == before
    with undoing(book, NOW, "sam"):
        pass
    assert book.lead_paths() == []


def test_undo_keeps_what_was_changed_since(book: Book) -> None:
    """Of two files one has another status since: that is named and kept, the other is as before."""
    with changing(book, "both", NOW, "sam") as operation:
        for lead_id in (ANA, BEN):
            operation.save(operation.read(lead_id).set(status="Won"))
    path = book.root / book.path_of(ANA)
    path.write_text(path.read_text().replace('"Won"', '"Lost"') + "# mine\n")
    with undoing(book, NOW, "sam") as operation:
        assert operation.undoing
        assert [(k.name, k.what, k.since) for k in operation.undoing.kept] == [
            ("Ana López", "status", None)
        ]
    assert (book.load(ANA).status, book.load(BEN).status) == ("Lost", "New")
    assert path.read_text().endswith("# mine\n")


def test_the_journal_is_bounded(book: Book) -> None:
    """The oldest operations are forgotten, and numbers go on rising."""
    book.journal.kept = 5
    for number in range(40):
        set_status(book, ANA, f"S{number}")
    assert len(list(book.journal.records())) == 5
    assert next(iter(book.journal.records())).number == 41


def test_a_bulk_operation_is_one_undo_and_can_fail_whole(book: Book) -> None:
    """Six hundred leads come and go as one operation, and a late failure leaves none of them."""

    def save(count: int, fail: bool) -> None:
        with changing(book, "import", NOW, "sam", bulk=True) as operation:
            for number in range(count):
                operation.save(lead(id_from_key(str(number)), f"Person {number}"))
            operation.save(operation.read(ANA).set(status="Won"))
            if fail:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(600, fail=True)
    assert (len(book.lead_paths()), book.load(ANA).status) == (3, "New")
    save(600, fail=False)
    assert (len(book.lead_paths()), book.load(ANA).status) == (603, "Won")
    with undoing(book, NOW, "sam"):
        pass
    assert (len(book.lead_paths()), book.load(ANA).status) == (3, "New")


def test_recovery_leaves_an_edit_made_after_the_crash(book: Book) -> None:
    """Taking back a crashed operation restores its files, but for one edited since."""
    number = set_status(book, ANA, "Won")
    assert number
    book.journal.path(number).rename(book.journal.path(number, is_open=True))
    assert Book.open(book.root).load(ANA).status == "New"
    path = book.root / book.path_of(ANA)
    path.write_text(path.read_text() + "# mine\n")
    assert Book.open(book.root).load(ANA).status == "Won"
    again = Book.open(book.root)
    set_status(again, BEN, "Lost")
    assert again.recovered == [str(book.path_of(ANA))]
    assert path.read_text().endswith("# mine\n")


def test_a_newer_format_is_read_and_not_written(book: Book) -> None:
    """A book of a later version is shown, and a command that would write it is refused."""
    (book.root / "leadctl.toml").write_text("schema = 2\nlater = true\n")
    later = Book.open(book.root)
    assert later.load(ANA).name == "Ana López"
    with pytest.raises(Refused, match="format 2"):
        set_status(later, ANA, "Won")


def test_hand_edits_survive_an_operation(book: Book) -> None:
    """Comments, order, CRLF and a schema line of a file are kept by a status change."""
    path = book.root / book.path_of(ANA)
    text = "#:schema x\n# mine\n" + path.read_text().replace('status = "New"', "status='New' # ?")
    path.write_bytes(text.replace("\n", "\r\n").encode())
    set_status(book, ANA, "Won")
    wanted = text.replace("'New'", '"Won"').replace("\n", "\r\n")
    assert path.read_bytes() == wanted.encode()


def test_a_bulk_operation_reads_a_lead_that_it_has_made(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Still held, journalled or on the disk: what was stored is read, by its id alone."""
    monkeypatch.setattr(operations, "BATCH", 3)
    ids = [id_from_key(f"bulk {n}") for n in range(10)]
    with changing(book, "import", NOW, "sam", bulk=True) as operation:
        for number, lead_id in enumerate(ids):
            operation.save(Lead(lead_id, f"Lead {number}", "buyers", "New"))
            read = [operation.read(one).name for one in ids[: number + 1]]
            assert read == [f"Lead {n}" for n in range(number + 1)]
            for one in ids:
                operation.forget(one)
