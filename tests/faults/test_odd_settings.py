"""Every setting of a book, and every field of an agent, with every odd value: a sentence each."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_runner import Cli
from crash_book import SOAK

from leadctl.book.own_files.setting_table import AGENT, BOOK

ODD = {
    "a text": '"x"', "nothing": '""', "blanks": '"  "', "a number": "5", "less": "-1", "none": "0",
    "too large": "99999999999999999999", "63 bits": "9223372036854775807", "a part": "1.5",
    "no number": "nan", "infinite": "inf", "true": "true", "a day": "2026-01-01",
    "a moment": "2026-01-01T00:00:00Z", "a time": "10:00:00", "numbers": "[1]",
    "texts": '["a", ""]', "an empty list": "[]", "nested": '[[["a"]]]', "a table": "{ a = 1 }",
    "an empty table": "{}", "long": f'"{"x" * 100_000}"', "many": "[" + '"a", ' * 20_000 + "]",
    "control": r'"a\u0000\u001b[31mb\n\u202e"', "a path": '"../../x"',
    "a span": '"5 days"',
    "a span back": '"-5 days"', "a long span": '"999999999999 days"', "year 1": "0001-01-01",
    "year 9999": "9999-12-31", "no zone": '"Nowhere/Land"', "a file": '"/etc/passwd"',
}  # fmt: skip
"""What is written for a value -> how TOML has it."""
COMMANDS = ("due", "list --format json", "check", "note ana x --dry-run", "report", "config show")
SETTINGS = [option.name for option in BOOK]
FIELDS = [f"agents.sam.{name}" for name in (*(option.name for option in AGENT), "zip_sponsor")]
TABLES = ["agents.kim", "view.x", "view.x.query", "constants.x", "whatever"]
ALL = list(itertools.product([*SETTINGS, *FIELDS, *TABLES], ODD))
TRIED = ALL if SOAK else random.Random(16).sample(ALL, 40)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A book with a lead, made once: only its settings change."""
    cli = Cli(tmp_path_factory.mktemp("odd")).noting()
    cli.fast("init book --no-input --pipeline streeteasy-buyer")
    made = cli.inside("book")
    made.fast("add Ana phone=2125550143")
    return made


def settings(key: str, value: str) -> str:
    """Return settings in which one key has a value; what is below a table comes last in TOML."""
    plain = {"schema": "1", "pipeline": '"streeteasy-buyer"', "timezone": '"UTC"'}
    dotted = {"agents.sam.name": '"Sam"'} if not key.startswith("agents") or "sam." in key else {}
    lines = {**plain, **dotted, key: value}
    return "".join(f"{name} = {said}\n" for name, said in lines.items())


@pytest.mark.battery(21)
def test_an_odd_setting_ends_in_a_sentence(book: Cli, tally: Callable[[int], None]) -> None:
    """No traceback, no control character, nothing endless; refused or told, or taken as it is."""
    rng = random.Random(4)
    for key, name in TRIED:
        (Path(book.cwd) / "leadctl.toml").write_text(settings(key, ODD[name]))
        for words in COMMANDS if SOAK else rng.sample(COMMANDS, 2):
            tally(1)
            began = time.process_time()
            ran = book.ending_somehow().fast(words)
            spent = time.process_time() - began
            assert ran.code in {0, 2, 3, 4, 5}, (key, name, words, ran)
            assert "bug in leadctl" not in ran.err, (key, name, words, ran)
            assert not {*"\0\x1b\u202e"} & {*ran.out, *ran.err}, (key, name, words)
            assert len(ran.err) < 20_000, (key, name, words, ran.err[:300])
            assert ran.code == 0 or ran.err or ran.out, (key, name, words)
            assert spent < 2, (key, name, words, spent)
