"""The page of reports as a browser shows it, wide, on a phone, on paper; and whom it names."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from browser import looked_at, needs_browser
from cli_runner import Cli

NOW = datetime(2026, 11, 30, 14, tzinfo=UTC)
PATH = (
    *("New Connection", "Attempted Contact", "In Communication", "Appointment Set"),
    *("Showing Homes", "Submitting Offers", "Contract Out", "In Contract", "Sale Closed"),
)
NAMES = ("Ana Lopez", "Wilhelmina Featherstonehaugh-Cholmondeley", "小明", "Dev Khan", "O")


@pytest.fixture
def page(cli: Cli) -> Cli:
    """A book of sixty invented leads that got more or less far within half a year."""
    chance = random.Random(7)
    (cli.cwd / "leads/2026").mkdir(parents=True)
    (cli.cwd / "leadctl.toml").write_text(
        'pipeline = "streeteasy-buyer"\ntimezone = "America/New_York"\n[agents.sam]\nname = "Sam"\n'
    )
    for number in range(60):
        (cli.cwd / f"leads/2026/lead-aaaaaa{number:02d}.toml").write_text(_lead(number, chance))
    return cli.acting("sam").at("2026-11-30T14:00Z")


def _lead(number: int, chance: random.Random) -> str:
    """Return a lead's file: its journey one step at a time, with a touch before each."""
    moment = NOW - timedelta(days=chance.uniform(1, 180))
    lines = [_line(moment, 'event = "received", by = "import"')]
    status = PATH[0]
    for step in PATH[1 : chance.randint(1, len(PATH))]:
        moment += timedelta(days=chance.expovariate(1 / 5), minutes=9)
        if moment > NOW:
            break
        lines.append(_line(moment, 'event = "call", way = "out", by = "sam"'))
        lines.append(_line(moment, f'event = "status", to = "{step}", by = "sam"'))
        status = step
    name, value = NAMES[number % len(NAMES)], chance.randint(1, 40) * 50_000
    return (
        f'id = "aaaaaa{number:02d}"\nname = "{name}"\npipeline = "streeteasy-buyer"\n'
        f'status = "{status}"\nowner = "sam"\nsource = "StreetEasy"\nvalue = {value}\n\n'
        f"history = [\n{''.join(lines)}]\n"
    )


def _line(moment: datetime, rest: str) -> str:
    return f"    {{ at = {moment:%Y-%m-%dT%H:%M:%SZ}, {rest} }},\n"


@needs_browser
@pytest.mark.parametrize(("width", "paper"), [(1200, False), (390, False), (700, True)])
def test_nothing_overlaps_and_nothing_is_cut(
    page: Cli, tmp_path: Path, width: int, paper: bool
) -> None:
    """On a desktop, a phone and paper all is within the page, and all labels can be read."""
    text = page.fast("report --format html --with-names").out
    found = looked_at(text, width, tmp_path, paper=paper)
    assert found["pictures"] >= 8
    assert (found["cut"], found["overlap"], found["small"]) == ([], [], [])
    assert found["wide"] == []
    assert not found["scrolls"]


def test_the_page_names_nobody_unless_asked(page: Cli) -> None:
    """Names come with --with-names alone; neither numbers nor addresses ever."""
    silent, named = (page.fast(f"report -f html {w}").out for w in ("", "--with-names"))
    assert not any(name in silent for name in NAMES[:4])
    assert all(name in named for name in NAMES[:4])


def test_the_page_says_when_and_of_what_it_is(page: Cli) -> None:
    """Title, date, agent and period stand at its top; nothing is loaded, no script runs."""
    text = page.fast("report --format html --last 30d").out
    about = re.search(r'class="about">(.*?)<', text)
    assert about is not None
    assert about[1] == "Monday 30 November 2026, 9:00 - for Sam - the last 30d"
    assert "<script" not in text
    assert not re.search(r"(src|href)=[\"']?(https?:|//)", text)


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_enough_in_every_scheme(page: Cli) -> None:
    """Text stands off its ground by 4.5 to 1, marks by 3 to 1, in light, dark and print (AA)."""
    text = page.fast("report --format html").out
    schemes = re.findall(r":root \{[^}]*--ink[^}]*\}", text)
    assert len(schemes) == 3
    for scheme in schemes:
        color = dict(re.findall(r"--(\w+): (#\w+)", scheme))
        color = {
            k: v if len(v) == 7 else "#" + "".join(c * 2 for c in v[1:]) for k, v in color.items()
        }
        for ground in ("paper", "card"):
            for name, least in (("ink", 4.5), ("dim", 4.5), ("mark", 3)):
                high, low = sorted((_luminance(color[name]), _luminance(color[ground])))[::-1]
                assert (high + 0.05) / (low + 0.05) >= least, (name, ground, scheme)
