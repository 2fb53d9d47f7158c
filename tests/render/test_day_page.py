"""The day's page as a browser shows it: at a desk, on a phone, on paper, in both schemes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from leadctl.render.day import Day, Entry, Folded, Part
from leadctl.render.day_page import _STYLE, day_page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), "")
PHONE = ("call", "+12125550143", "(212) 555-0143")
LONG = "x" * 50 + "@example.com"
MAIL = ("email", LONG, LONG)
DAY = Day(
    "Monday 9 March, 7:00",
    "3 people, 1 appointment, 1 to answer",
    [
        Part(
            "Answer them",
            [
                Entry("Zara Malik", 'texted yesterday 21:40 "ready to buy"', links=(PHONE,)),
                Entry("x" * 90, "e-mailed Fri", ("note: " + "word " * 40,), links=(MAIL,)),
            ],
        ),
        Part(
            "Today",
            [
                Entry(
                    "Ana López",
                    "showing",
                    reach="on StreetEasy",
                    time="10:00",
                    commands=("leadctl log ana meeting " + "-m 'as agreed' " * 9,),
                )
            ],
        ),
    ],
    [Folded("12 statuses to confirm", "leadctl status confirm --due")],
    ["12 more to get in touch with: leadctl due --limit 0"],
)
MEASURE = """<script>
const wide = document.documentElement.scrollWidth, room = window.innerWidth;
const flat = [...document.querySelectorAll('.who, .what p, .reach span')]
  .filter(one => one.getBoundingClientRect().height < 8).length;
document.title = `wide ${wide} room ${room} flat ${flat}`;
</script>"""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG counts it."""

    def light(colour: str) -> float:
        full = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
        parts = [int(full[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_text_has_contrast_enough_in_both_schemes() -> None:
    """AA: at least 4.5 to 1 between each ink and the paper, light, dark and printed."""
    light, dark, _, printed = (
        dict(re.findall(r"--(\w+): (#\w+)", block))
        for block in re.split(r"@media \(prefers|\* \{|@media print", _STYLE)
    )
    for colours in (light, dark, printed):
        for ink in ("ink", "soft", "late", "link"):
            assert contrast(colours[ink], colours["paper"]) >= 4.5, ink


def test_what_is_to_be_pasted_stands_with_its_person() -> None:
    """A command is shown as one, beneath the words of its row."""
    page = day_page(DAY)
    assert "<p>showing</p><p><code>leadctl log ana meeting " in page
    assert "<code>leadctl status confirm --due</code>" in page


def seen(tmp_path: Path, *options: str) -> str:
    """Return what a headless browser has made of the page."""
    page = tmp_path / "day.html"
    page.write_text(day_page(DAY, "Sam, book").replace("</body>", MEASURE + "</body>"))
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile"]
    line = [CHROMIUM, *flags, *options, page.as_uri()]
    done = subprocess.run(line, capture_output=True, text=True, timeout=90, check=False)
    return done.stdout


@pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium on this machine to look with")
@pytest.mark.parametrize("width", [1280, 500])
def test_nothing_hangs_over_the_edge_at_a_desk_nor_on_a_phone(tmp_path: Path, width: int) -> None:
    """The page is no wider than the window, and every name, word and number is there to see."""
    dom = seen(tmp_path, f"--window-size={width},900", "--dump-dom")
    found = re.search(r"wide (\d+) room (\d+) flat (\d+)", dom)
    assert found
    assert int(found[1]) <= int(found[2])
    assert int(found[3]) == 0
    assert 'href="tel:+12125550143"' in dom


@pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium on this machine to look with")
def test_it_prints(tmp_path: Path) -> None:
    """On paper it is a PDF of one page."""
    target = tmp_path / "day.pdf"
    seen(tmp_path, f"--print-to-pdf={target}", "--no-pdf-header-footer")
    data = target.read_bytes()
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1
