"""A file that is no table is named as what it is, and nothing is imported."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from cli_runner import Cli


def packed(name: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, "x")
    return held.getvalue()


FILES = {
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "JSON": b'[{"name": "Ana"}]',
    "a web page": b"<!DOCTYPE html>\n<html><table><tr><td>Ana</td></tr></table></html>",
    "an archive": packed("people.csv"),
    "a spreadsheet": packed("xl/workbook.xml"),
    "an e-mail": b"Received: from mail.example.com\r\nSubject: Leads\r\n\r\nHello",
    "a calendar": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
    "a text document": b"{\\rtf1\\ansi Ana Lopez}",
    "a picture, a sound or a film": b"\0\0\0\x18ftypheic\0\0\0\0",
    "no text": bytes(range(1, 32)) * 8,
    "XML": b'<?xml version="1.0"?><people/>',
}


@pytest.mark.parametrize("kind", FILES)
def test_what_is_no_table_is_named(cli: Cli, kind: str) -> None:
    """A PDF, a picture, JSON, a web page, an archive or a mail is told as that, with exit 2."""
    cli.noting().fast("init book --no-input -p wholesale")
    (cli.cwd / "book" / "export.csv").write_bytes(FILES[kind])
    ran = cli.inside("book").exits(2).fast("import export.csv")
    assert f"export.csv is {kind}, not a table." in ran.err


def test_a_packed_table_and_other_json_are_named_too(cli: Cli) -> None:
    """gzip is an archive; a .json file that is no back-up is said to be none."""
    cli.noting().fast("init book --no-input -p wholesale")
    book = cli.inside("book")
    (book.cwd / "x.csv").write_bytes(gzip.compress(b"Name\nAna\n"))
    book.exits(2, "is an archive").fast("import x.csv")
    (book.cwd / "x.json").write_text('{"people": [\n{"name": "Ana"}\n]}\n')
    book.exits(2, "no back-up that leadctl made").fast("import x.json")
