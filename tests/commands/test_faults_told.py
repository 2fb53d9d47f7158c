"""What a lead's file says that its definition does not know is told; nobody is lost."""

from __future__ import annotations

import shlex
import sys

import pytest
from cli_runner import Cli

FAULTS = {
    "a status": ('status = "New Connection"', 'status = "Nutrure"', "is no status of"),
    "an event": ('event = "received"', 'event = "recieved"', "is no event of"),
    "a type": ("role = ", 'appointment = "soon"\nrole = ', "is a text in quotes"),
    "a name": ("role = ", 'apointment_for = "call"\nrole = ', "is no field of"),
}
TO_COME = (
    "\n]",
    '\n    { at = 2027-01-01T10:00:00Z, event = "call", way = "out", by = "sam" },\n]',
)


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book with Ana and Ben, who both wait for an answer."""
    cli.noting().fast("init book --pipeline streeteasy-buyer --timezone Eastern --no-input")
    book = cli.inside("book").noting()
    for name in ("Ana", "Ben"):
        book.fast(f"add {name} phone='(212) 555-01{len(name)}7'")
    return book


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", ["due --all", "list", "today", "list --idle"])
def test_the_lists_tell_it_and_list_all_others(book: Cli, command: str, fault: str) -> None:
    """Exit 5, the file with its line and what is wrong; whoever else is in the book is listed."""
    path = book.file_of("ben")
    was, now, said = FAULTS[fault]
    path.write_text(path.read_text().replace(was, now, 1))
    ran = book.exits(5).fast(command)
    assert said in ran.err
    assert f"{path.name}:" in ran.err
    assert "idle" in command or "Ana" in ran.out
    if command == "list" or ("idle" not in command and fault != "a status"):
        assert "Ben" in ran.out


@pytest.mark.parametrize("fault", [name for name in FAULTS if name != "a status"])
def test_edit_refuses_it(book: Cli, fault: str) -> None:
    """What an editor leaves behind is not stored; what stood there before stops no other edit."""
    path = book.file_of("ben")
    before = path.read_text()
    was, now, said = FAULTS[fault]
    code = f"import sys; p = sys.argv[1]; t = open(p).read().replace({was!r}, {now!r}, 1)"
    editor = f"{sys.executable} -c {shlex.quote(code + '; open(p, chr(119)).write(t)')}"
    assert said in book.given(EDITOR=editor).exits(5).fast("edit ben").err
    assert path.read_text() == before
    path.write_text(before.replace(was, now, 1))
    mend = f"{sys.executable} -c {shlex.quote(_REPLACED)}"
    assert "edited" in book.given(EDITOR=mend).fast("edit ben").out


_REPLACED = (
    "import sys; p = sys.argv[1]; t = open(p).read().replace('\"Ben\"', '\"Ben Ode\"', 1);"
    " open(p, 'w').write(t)"
)


def test_an_event_to_come_hides_nothing(book: Cli) -> None:
    """A call that is dated next year answers nobody now."""
    rows = book.fast("due --all --format json").json
    path = book.file_of("ben")
    was, now = TO_COME
    path.write_text(path.read_text().replace(was, now, 1))
    assert book.fast("due --all --format json").json == rows
    assert "is still to come" in book.exits(5).fast("check").out


def test_much_that_is_wrong_does_not_bury_the_list(book: Cli) -> None:
    """Ten lines at most, and where the rest is told."""
    for number in range(12):
        book.fast(f"add Cy{number} phone='(212) 555-0{100 + number}'")
        path = book.file_of(f"cy{number}")
        path.write_text(path.read_text().replace(*FAULTS["a status"][:2]))
    ran = book.exits(5).fast("list")
    assert len(ran.err.splitlines()) == 11
    assert "2 more: leadctl check" in ran.err
    assert len(ran.out.splitlines()) == 14 + 1
