"""Pictures of figures as inline SVG: lying bars, standing columns, in the page's own colours.

They need no script and no font of their own, scale with the page, and say in words what they show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor, log10

from leadctl.render.html import escaped
from leadctl.render.width import cells, fit
from leadctl.values import dataclass

ROW, BAR, LABEL, VALUE, WIDE = 26, 17, 150, 84, 480
"""Pixels: of a row, its bar, the room for labels and for values, and of a whole picture."""
TALL, FOOT, SIDE = 150, 30, 40
"""Pixels: of the columns, of what stands below them, and of the scale beside them."""
LETTERS = 21


@dataclass(frozen=True)
class Mark:
    """One bar or column: its name, how long it is, what is written at its end, a shorter name."""

    label: str
    value: float
    words: str
    short: str = ""


def bars(title: str, marks: Sequence[Mark]) -> str:
    """Return lying bars, one below the other; "" without any."""
    most = max((mark.value for mark in marks), default=0)
    if not most:
        return ""
    height = ROW * len(marks)
    room = WIDE - LABEL - VALUE
    body = (_bar(place, mark, room * mark.value / most) for place, mark in enumerate(marks))
    return _svg(title, marks, height, body)


def _bar(place: int, mark: Mark, length: float) -> Iterator[str]:
    y, middle = place * ROW + (ROW - BAR) // 2, place * ROW + ROW // 2 + 5
    label = escaped(fit(mark.label, LETTERS))
    yield f'<text class="label" x="{LABEL - 8}" y="{middle}" text-anchor="end">{label}</text>'
    yield (
        f'<rect class="mark" x="{LABEL}" y="{y}" width="{max(length, 1):.1f}" height="{BAR}" '
        f'rx="2"><title>{escaped(mark.label)}: {escaped(mark.words)}</title></rect>'
    )
    x = LABEL + max(length, 1) + 6
    yield f'<text class="value" x="{x:.1f}" y="{middle}">{escaped(mark.words)}</text>'


def columns(title: str, marks: Sequence[Mark]) -> str:
    """Return standing columns side by side, with a scale; "" without any."""
    most = max((mark.value for mark in marks), default=0)
    if not most:
        return ""
    top = _scale(most)
    step = (WIDE - SIDE) / len(marks)
    every = _label_every(marks, step)
    return _svg(title, marks, TALL + FOOT, _columns(marks, top, step, every))


def _columns(marks: Sequence[Mark], top: float, step: float, every: int) -> Iterator[Iterator[str]]:
    yield _lines(top)
    for place, mark in enumerate(marks):
        label = mark.short or mark.label if place % every == 0 else ""
        yield _column(SIDE + place * step, step, mark, (TALL - 12) * mark.value / top, label)


def _lines(top: float) -> Iterator[str]:
    """Yield the scale: nothing, half, and the top."""
    for part in (0, 0.5, 1):
        y = TALL - (TALL - 12) * part
        yield f'<line class="line" x1="{SIDE}" y1="{y:.1f}" x2="{WIDE}" y2="{y:.1f}"/>'
        words = f"{top * part:,.0f}" if (top * part).is_integer() else f"{top * part:,.1f}"
        yield (
            f'<text class="label" x="{SIDE - 6}" y="{y + 4:.1f}" text-anchor="end">{words}</text>'
        )


def _column(x: float, step: float, mark: Mark, height: float, label: str) -> Iterator[str]:
    width = min(step * 0.7, 48)
    left, middle = x + (step - width) / 2, x + step / 2
    if mark.value:
        yield (
            f'<rect class="mark" x="{left:.1f}" y="{TALL - height:.1f}" width="{width:.1f}" '
            f'height="{height:.1f}" rx="2"><title>{escaped(mark.label)}: '
            f"{escaped(mark.words)}</title></rect>"
        )
    if label:
        middle = min(middle, WIDE - cells(label) * 4)  # so that the last one is not cut
        yield (
            f'<text class="label" x="{middle:.1f}" y="{TALL + 20}" text-anchor="middle">'
            f"{escaped(label)}</text>"
        )


def _label_every(marks: Sequence[Mark], step: float) -> int:
    """Return how many columns share one label, so that no two labels touch."""
    widest = max(cells(mark.short or mark.label) for mark in marks) * 8 + 8
    return max(1, -(-widest // max(1, floor(step))))


def _scale(most: float) -> float:
    """Return a round number at or above the longest column, whose half is round as well."""
    power: float = 10 ** floor(log10(most))
    top = next(part * power for part in (1, 2, 3, 4, 6, 8, 10) if part * power >= most)
    return max(2.0, float(top))


def _svg(title: str, marks: Sequence[Mark], height: int, body: Iterator[Iterator[str]]) -> str:
    """Return the picture; who cannot see it is told its title and every figure."""
    said = "; ".join(f"{mark.label}: {mark.words}" for mark in marks)
    drawn = "".join(part for one in body for part in one)
    return (
        f'<svg class="picture" viewBox="0 0 {WIDE} {height}" role="img" '
        f'aria-label="{escaped(title)}. {escaped(said)}">{drawn}</svg>\n'
    )
