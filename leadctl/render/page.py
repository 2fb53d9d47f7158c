"""A page of several parts: self-contained, without script, for screens, phones and paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leadctl.render.html import escaped, table_of
from leadctl.render.listing import Listing
from leadctl.values import dataclass

STYLE = """
:root { color-scheme: light dark; --ink: #1c2024; --dim: #57606a; --line: #c9ced4; --mark: #2463a8;
  --paper: #ffffff; --card: #f4f6f8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --dim: #a9b1ba; --line: #4a525b;
  --mark: #6aa7e8; --paper: #16191d; --card: #22272d; } }
* { box-sizing: border-box; }
body { font: 16px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  margin: 1.5rem auto; max-width: 60rem; padding: 0 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; margin: 0; } .about { color: var(--dim); margin: .2rem 0 1.5rem; }
section { margin: 0 0 2.2rem; } h2 { font-size: 1.15rem; margin: 0 0 .5rem; }
h3 { font-size: 1rem; margin: .8rem 0 .3rem; color: var(--dim); font-weight: 600; }
nav { margin: 0 0 1.5rem; } nav ul { margin: 0; padding: 0; list-style: none; display: flex;
  flex-wrap: wrap; gap: .3rem 1rem; }
a { color: var(--mark); } a:focus-visible, summary:focus-visible, .scroll:focus-visible {
  outline: 2px solid var(--mark); outline-offset: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: start; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
th { color: var(--dim); font-weight: 600; } .right { text-align: end; }
td.right { white-space: nowrap; }
.right + :not(.right) { padding-inline-start: .8rem; }
.picture { width: 100%; height: auto; max-width: 36rem; display: block; margin: .3rem 0 .8rem; }
.picture text { fill: var(--ink); font: 13px system-ui, sans-serif; }
.picture .label { fill: var(--dim); } .picture .mark { fill: var(--mark); }
.picture .line { stroke: var(--line); stroke-width: 1; }
.board { display: grid; gap: .8rem; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); }
.column { background: var(--card); border-radius: .4rem; padding: .6rem; break-inside: avoid; }
.column h3 { margin: 0 0 .4rem; color: var(--ink); } .column ul { margin: 0; padding: 0;
  list-style: none; } .column li { background: var(--paper); border: 1px solid var(--line);
  border-radius: .3rem; padding: .3rem .5rem; margin: .3rem 0; overflow-wrap: anywhere; }
.dim { color: var(--dim); font-size: .88rem; }
footer { color: var(--dim); font-size: .88rem; border-top: 1px solid var(--line);
  padding-top: .6rem; }
@media (max-width: 40rem) {
  .scroll thead { display: none; }
  .scroll tr { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 1.5rem;
    padding: .4rem 0; border-bottom: 1px solid var(--line); }
  .scroll td { display: flex; justify-content: space-between; gap: .5rem; border: 0;
    padding: .1rem 0; text-align: end; white-space: normal;
    min-width: 0; overflow-wrap: anywhere; }
  .scroll td.right { white-space: nowrap; } .scroll td.right::before { white-space: normal; }
  .scroll td:first-child { grid-column: 1 / -1; font-weight: 600; }
  .scroll td::before { content: attr(data-title); color: var(--dim); text-align: start;
    font-weight: 400; }
  .scroll td:empty { display: none; }
}
@media print {
  :root { --ink: #000; --dim: #444; --line: #bbb; --mark: #2463a8; --paper: #fff; --card: #f4f4f4; }
  body { margin: 0; max-width: none; font-size: 10pt; } nav { display: none; }
  .scroll { overflow: visible; } table { font-size: 8.5pt; } td.right { white-space: normal; }
  th, td { padding-right: .4rem; }
  section { margin-bottom: 1.4rem; } tr, .picture, .column { break-inside: avoid; }
  h2, h3, h2 + p { break-after: avoid; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""


@dataclass(frozen=True)
class Card:
    """One lead on a board: its heading, and a line beneath."""

    title: str
    about: str


@dataclass(frozen=True)
class BoardColumn:
    """One column of a board: its title, what is said beneath, its cards, and how many more."""

    title: str
    about: str
    cards: Sequence[Card]
    more: int = 0


@dataclass(frozen=True)
class Section:
    """One part of a page: pictures already drawn, a table, the columns of a board, a sentence."""

    key: str
    title: str
    note: str = ""
    pictures: Sequence[tuple[str, str]] = ()
    table: Listing | None = None
    board: Sequence[tuple[str, Sequence[BoardColumn]]] = ()


def document(title: str, about: str, sections: Sequence[Section], foot: str) -> str:
    """Return the whole page: `about` says of when and of what it is, `foot` how it was made."""
    chief = [s for s in sections if s.note]
    nav = "".join(f'<li><a href="#{s.key}">{escaped(s.title)}</a></li>' for s in chief)
    head = f'<nav aria-label="Contents"><ul>{nav}</ul></nav>\n' if len(sections) > 1 else ""
    body = "".join(part for section in sections for part in _section(section))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>\n"
        f'<h1>{escaped(title)}</h1>\n<p class="about">{escaped(about)}</p>\n{head}</header>\n'
        f"<main>\n{body}</main>\n<footer>{escaped(foot)}</footer>\n</body>\n</html>\n"
    )


def _section(section: Section) -> Iterator[str]:
    yield f'<section id="{section.key}" aria-labelledby="{section.key}-title">\n'
    yield f'<h2 id="{section.key}-title">{escaped(section.title)}</h2>\n'
    if section.note:
        yield f"<p>{escaped(section.note)}</p>\n"
    for name, picture in section.pictures:
        if picture:
            yield f"<h3>{escaped(name)}</h3>\n" if name else ""
            yield f'<div class="drawn">{picture}</div>\n'
    if section.table and section.table.rows:
        label = escaped(section.title)
        yield f'<div class="scroll" role="region" aria-label="{label}" tabindex="0">\n'
        yield table_of(section.table.human(), section.table.rows)
        yield "</div>\n"
    for name, found in section.board:
        yield f"<h3>{escaped(name)}</h3>\n" if name else ""
        yield f'<div class="board">\n{"".join(map(_column, found))}</div>\n'
    yield "</section>\n"


def _column(column: BoardColumn) -> str:
    cards = "".join(
        f'<li>{escaped(card.title)}<div class="dim">{escaped(card.about)}</div></li>'
        for card in column.cards
    )
    more = f'<p class="dim">and {column.more} more</p>' if column.more else ""
    return (
        f'<div class="column"><h3>{escaped(column.title)}</h3>'
        f'<div class="dim">{escaped(column.about)}</div><ul>{cards}</ul>{more}</div>\n'
    )
