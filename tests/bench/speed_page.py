"""The page of what was measured: docs/speed.md between its marks, and the picture beside it."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Sequence

from measuring import ROOT, Row, Run

PAGE, PICTURE = ROOT / "docs" / "speed.md", ROOT / "docs" / "speed.svg"
BEGIN, END = "<!-- measured -->", "<!-- end -->"
COLOURS = ("#1b6ca8", "#b8442e", "#3a7d44", "#7a5195", "#8a6d1d", "#444444")
LINES = ("due", "report status", "list", "status set ID", "first due", "import")


Others = Sequence[tuple[str, int, list[Run]]]


def page(rows: Sequence[Row], others: Others, missing: list[str]) -> None:
    """Write what was measured into the page, and draw it."""
    text = PAGE.read_text()
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{_table(rows, others, missing)}\n{END}{after}")
    PICTURE.write_text(_picture(rows))


def _table(rows: Sequence[Row], others: Others, missing: list[str]) -> str:
    kept = sum(not row.missed for row in rows)
    lines = [
        f"Python {platform.python_version()}, {os.cpu_count()} processors. "
        f"{kept} of {len(rows)} promises are kept.",
        "",
        "| work | leads | seconds | processor | ratio (spread) | by the clock | at most "
        "| of what | MB | |",
        "|---|---:|---:|---:|---:|---:|---:|---|---:|---|",
        *map(_line, rows),
        "",
    ]
    if missing:
        lines += [f"Not installed, and so not measured beside it: {', '.join(missing)}.", ""]
    if others:
        told = "Other programs, each its own list of as many people with eight events each:"
        lines += [told, ""]
    for peer, leads, runs in others:
        took = sorted(one.processor for one in runs)[len(runs) // 2]
        lines.append(f"- {peer}, {leads} leads: {took:.3f} seconds of processor.")
    return "\n".join([*lines, ""])


def _line(row: Row) -> str:
    low, high = row.spread()
    cells = (
        row.work,
        row.leads or "",
        f"{row.middle('seconds')[0]:.3f}",
        f"{row.middle('processor')[0]:.3f}",
        f"{row.ratio('processor'):.2f} ({low:.2f} to {high:.2f})",
        f"{row.ratio('seconds'):.2f}",
        f"{row.most:.2f}",
        row.limit,
        f"{max(one.megabytes for one in row.ours):.0f}",
        "missed" if row.missed else "kept",
    )
    return f"| {' | '.join(map(str, cells))} |"


def _picture(rows: Sequence[Row]) -> str:
    """Return the cost of each work against the size of the book, both axes in powers of ten."""
    series = {
        work: sorted((row.leads, row.middle("processor")[0]) for row in rows if row.work == work)
        for work in LINES
    }
    points = [point for found in series.values() for point in found]
    low, high = (
        math.floor(math.log10(min(s for _, s in points))),
        math.ceil(math.log10(max(s for _, s in points))),
    )

    def place(leads: int, seconds: float) -> tuple[float, float]:
        x = 70 + (math.log10(leads) - 2) * 140
        return x, 330 - (math.log10(seconds) - low) / max(1, high - low) * 290

    drawn = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 380"'
        ' font-family="sans-serif" font-size="12">',
        '<rect width="640" height="380" fill="white"/>',
    ]
    for power in range(2, 6):
        x, _ = place(10**power, 10**low)
        drawn.append(f'<text x="{x:.0f}" y="352" text-anchor="middle">{10**power:,}</text>')
    for power in range(low, high + 1):
        _, y = place(100, 10**power)
        drawn.append(f'<line x1="70" x2="490" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/>')
        drawn.append(f'<text x="62" y="{y + 4:.0f}" text-anchor="end">{10.0**power:g} s</text>')
    for colour, (work, found) in zip(COLOURS, series.items(), strict=True):
        if not found:
            continue
        path = " ".join(f"{x:.0f},{y:.0f}" for x, y in (place(*point) for point in found))
        x, y = place(*found[-1])
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn.append(f'<text x="{x + 6:.0f}" y="{y + 4:.0f}" fill="{colour}">{work}</text>')
    drawn.append('<text x="280" y="374" text-anchor="middle">leads in the book</text></svg>')
    return "\n".join(drawn) + "\n"
