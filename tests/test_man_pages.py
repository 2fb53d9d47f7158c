"""The manual pages: one for each command and topic, readable, and in the package."""

from __future__ import annotations

import shutil
import subprocess
import tomllib

import pytest
from cli_runner import ROOT

from leadctl.commands.help_ import TOPICS
from leadctl.commands.starting.explained import EXAMPLES

MAN = ROOT / "docs" / "man"
PAGES = sorted(MAN.glob("man*/*"))
needs_mandoc = pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is not installed here")


def test_every_command_and_topic_has_its_page() -> None:
    """No more and no fewer; `docs/generate.py --check` holds what they say to the help."""
    wanted = {"leadctl.1", *(f"leadctl-{name.replace(' ', '-')}.1" for name in EXAMPLES)}
    wanted |= {f"leadctl-{name}.7" for name in TOPICS}
    assert {path.name for path in PAGES} == wanted


@needs_mandoc
@pytest.mark.parametrize("page", ["leadctl.1", "leadctl-log.1", "leadctl-query.7"])
def test_a_page_reads_well(page: str) -> None:
    """It has its parts; nothing of the markup is left, no quote and no dash is lost."""
    path = MAN / f"man{page[-1]}" / page
    words = ["mandoc", "-T", "utf8", "-O", "width=100", str(path)]
    shown = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    plain = subprocess.run(["col", "-bx"], input=shown, capture_output=True, text=True, check=True)
    assert "NAME" in plain.stdout
    assert ".PP" not in plain.stdout
    for words_in in {
        "leadctl.1": ("--now TIME", "LEADCTL_DIR", "leadctl-query(7)", "refused, in whole"),
        "leadctl-log.1": ("log ana call -o spoke -m 'wants light'", '{"lead": "ana"', "--key TEXT"),
        "leadctl-query.7": (
            "value:500000..",
            'status:"In Communication"',
            "tag:brooklyn -tag:spam",
        ),
    }[page]:
        assert words_in in plain.stdout


@needs_mandoc
def test_no_page_has_a_fault() -> None:
    """mandoc finds no error in any of them."""
    words = ["mandoc", "-T", "lint", "-W", "error", *map(str, PAGES)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""


def test_the_package_brings_them() -> None:
    """The wheel puts them where `man` looks, below the prefix it is installed into."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    shared = config["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"docs/man": "share/man"}
