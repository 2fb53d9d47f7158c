"""A day's list in Markdown: a heading a section, a list item a person."""

from __future__ import annotations

from leadctl.render.day import Day, Entry
from leadctl.render.markdown import escaped


def day_markdown(day: Day) -> str:
    """Return the list as Markdown, in the order of every other format."""
    lines = [f"# {escaped(day.title)}", "", *([escaped(day.counts), ""] if day.counts else [])]
    for part in day.parts:
        lines += [f"## {escaped(part.heading)}", ""]
        for entry in part.entries:
            lines += _item(entry)
        lines.append("")
    if day.folded:
        lines += ["## And", ""]
        lines += [f"- {escaped(one.words)}: `{one.command}`" for one in day.folded]
        lines.append("")
    lines += [escaped(line) for line in day.closing]
    return "\n".join(lines).rstrip("\n") + "\n"


def _item(entry: Entry) -> list[str]:
    time = f"{entry.time} " if entry.time else ""
    owner = f" ({escaped(entry.owner)})" if entry.owner else ""
    reach = f" — {escaped(entry.reach)}" if entry.reach else ""
    first = f"- {time}**{escaped(entry.name)}** {escaped(entry.words)}{owner}{reach}"
    below = [f"  - {escaped(text)}" for text in entry.below]
    return [first, *below, *(f"  - `{command}`" for command in entry.commands)]
