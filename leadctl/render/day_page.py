"""A day's list as one self-contained page: to mail, to forward, to read on a phone, to print."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.render.day import Day, Entry, Part
from leadctl.render.html import escaped

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --late: #b3261e;
  --link: #0b5cad; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b1; --line: #3d444d;
  --late: #ff8a80; --link: #79b8ff; --paper: #0d1117; } }
* { box-sizing: border-box; }
body { font: 1rem/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  margin: 0 auto; max-width: 46rem; padding: 1.25rem 1rem 3rem; }
header { border-bottom: 2px solid var(--ink); padding-bottom: .5rem; }
h1 { font-size: 1.35rem; margin: 0; } header p { margin: .15rem 0 0; color: var(--soft); }
h2 { font-size: 1rem; margin: 1.6rem 0 .2rem; }
ul { list-style: none; margin: 0; padding: 0; }
li { display: grid; gap: .15rem 1rem;
  grid-template-columns: 12rem minmax(0, 1fr) fit-content(13rem);
  padding: .5rem 0; border-top: 1px solid var(--line); }
.who { font-weight: 600; overflow-wrap: anywhere; } .late { color: var(--late); }
.what p { margin: 0; overflow-wrap: anywhere; } .what p + p { color: var(--soft); }
.reach { text-align: end; overflow-wrap: anywhere; }
.reach span { display: block; } .num { white-space: nowrap; }
a { color: var(--link); } code { font-size: .85em; color: var(--soft); overflow-wrap: anywhere; }
.and li { grid-template-columns: minmax(0, 1fr) auto; }
footer { margin-top: 1.6rem; color: var(--soft); }
@media (max-width: 36rem) {
  li, .and li { grid-template-columns: minmax(0, 1fr); } .reach { text-align: start; }
  .reach a { display: inline-block; padding: .3rem 0; }
}
@media print {
  :root { --ink: #000; --soft: #444; --line: #bbb; --late: #000; --link: #000; --paper: #fff; }
  body { max-width: none; padding: 0; font-size: 10.5pt; } a { text-decoration: none; }
  li { break-inside: avoid; } h2 { break-after: avoid; }
}
"""


def day_page(day: Day, about: str = "") -> str:
    """Return the list as one page without scripts or pictures; `about` is whose list it is."""
    title = escaped(" \u00b7 ".join(filter(None, (day.title, about))))
    lines = "".join(f"<p>{escaped(text)}</p>" for text in (about, day.counts) if text)
    parts = "".join(_part(part) for part in day.parts)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>{escaped(day.title)}</h1>{lines}</header>\n"
        f"<main>\n{parts}{_folded(day)}</main>\n{_closing(day)}</body>\n</html>\n"
    )


def _part(part: Part) -> str:
    people = "".join(_entry(entry) for entry in part.entries)
    return f"<section>\n<h2>{escaped(part.heading)}</h2>\n<ul>\n{people}</ul>\n</section>\n"


def _entry(entry: Entry) -> str:
    """Return one person as an item: who, what there is to do, how to reach them."""
    late = " late" if entry.tone == "late" else ""
    words = f"{entry.words} ({entry.owner})" if entry.owner else entry.words
    said = "".join(f"<p>{escaped(text)}</p>" for text in (words, *entry.below))
    said += "".join(f"<p><code>{escaped(command)}</code></p>" for command in entry.commands)
    return (
        f'<li><div class="who{late}" dir="auto">{escaped(entry.who)}</div>'
        f'<div class="what" dir="auto">{said}</div>'
        f'<div class="reach">{"".join(_reach(entry))}</div></li>\n'
    )


def _reach(entry: Entry) -> Iterator[str]:
    """Yield each address as what a tap dials or writes to; what is barred or hidden in words."""
    schemes = {"call": "tel", "text": "sms", "email": "mailto"}
    for channel, value, shown in entry.links:
        if channel in schemes:
            link = f'<a href="{schemes[channel]}:{escaped(value)}">{escaped(shown)}</a>'
            yield (
                f"<span>{link}</span>" if channel == "email" else f'<span class="num">{link}</span>'
            )
        else:
            yield f"<span>{escaped(shown)}</span>"
    if entry.links and entry.barred:
        yield f"<span>{escaped(entry.barred)}</span>"
    if not entry.links and entry.reach:
        yield f"<span>{escaped(entry.reach)}</span>"


def _folded(day: Day) -> str:
    if not day.folded:
        return ""
    lines = "".join(
        f"<li><div>{escaped(one.words)}</div><div><code>{escaped(one.command)}</code></div></li>\n"
        for one in day.folded
    )
    return f'<section class="and">\n<h2>And</h2>\n<ul>\n{lines}</ul>\n</section>\n'


def _closing(day: Day) -> str:
    lines = "".join(f"<p>{escaped(line)}</p>" for line in day.closing)
    return f"<footer>{lines}</footer>\n" if lines else ""
