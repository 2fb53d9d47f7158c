"""The page is whole in itself, and nothing in a field becomes part of it."""

from __future__ import annotations

from html.parser import HTMLParser

from leadctl.render.html import html_page
from leadctl.render.listing import Column, Listing

COLUMNS = (Column("due", "When", kind="state"), Column("name", "Name"), Column("n", "N", "right"))
NASTY = "<script>alert(1)</script>\"' onload=x & \x1b[31m\u202e\n"


class Page(HTMLParser):
    """Collects the tags, attributes and text of a page, and that every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that opens."""
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that it is the innermost open one that closes."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.words.append(data)


def page(rows: list[dict[str, object]], group: str = "") -> Page:
    """Return the page of some rows, read by a parser that is not ours."""
    return Page(html_page(Listing(COLUMNS, rows, group, "Due <today>")))


def test_the_page_is_well_formed() -> None:
    """Every tag is closed in order, and the title and all cells are there."""
    read = page([{"due": "2 h overdue", "tone": "late", "name": "Ana", "n": 3, "g": "Late"}], "g")
    assert read.open == []
    text = [word.strip() for word in read.words if word.strip()]
    assert text[0] == "Due <today>"
    assert text[2:] == ["Due <today>", "Late", "When", "Name", "N", "2 h overdue", "Ana", "3"]
    assert ("td", {"class": "late", "dir": "auto", "data-title": "When"}) in read.tags


def test_the_page_needs_nothing_else() -> None:
    """No script, no link, no picture, nothing fetched; the phone's width is respected."""
    drawn = html_page(Listing(COLUMNS, [{"name": "Ana"}]))
    assert {tag for tag, _ in Page(drawn).tags} == {
        *("html", "head", "meta", "title", "style", "body", "h1"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    assert "width=device-width" in drawn
    assert "@media print" in drawn
    assert "http" not in drawn


def test_a_field_is_text() -> None:
    """Tags, quotes, escapes and overrides in any field, heading or tone are shown."""
    row: dict[str, object] = {"due": NASTY, "tone": '"><script>', "name": NASTY, "g": NASTY}
    read = page([row], "g")
    assert "script" not in {tag for tag, _ in read.tags}
    assert all(set(found) <= {"class", "dir", "data-title"} for t, found in read.tags if t == "td")
    assert "".join(read.words).count("\\x1b[31m\\u202e\\n") == 3


def test_nothing_to_mail() -> None:
    """Without rows there is no page, so that cron mails nothing."""
    assert html_page(Listing(COLUMNS, [])) == ""
