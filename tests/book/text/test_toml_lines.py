"""Where the keys of a TOML text stand."""

from __future__ import annotations

import time
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from lead_laws import leads

from leadctl.book.text.lead_file import dump_lead
from leadctl.book.text.toml_lines import Path, locate, scan, too_deep
from leadctl.book.text.toml_write import format_value
from leadctl.rules.leads.lead import Lead

TRICKY = '''\
# [not.a.table]
"a.b"  . c = "x # [y]" # z
multi = """one "" two
[no] \\""" = 1
""""
raw = \'\'\'
\\\'\'\'
when = 2026-11-20 15:05:00Z
list = [ # first
  1, 2.5,
  { x = { y = [3] } }, [],
]
[t . "u v"]
k = 1
[[t.many]]
n = 1
[t.many.sub]
deep = true
[[t.many]]
n = 2
'''


def every_path(value: Any, above: Path = ()) -> list[Path]:
    """Return the path of every key and item of a parsed text."""
    below = value.items() if isinstance(value, dict) else enumerate(value)
    return [
        path
        for key, inner in below
        for path in [
            (*above, key),
            *(every_path(inner, (*above, key)) if isinstance(inner, dict | list) else []),
        ]
    ]


def test_every_kind_of_key_has_its_line() -> None:
    """Strings over lines, comments, dotted keys, headers and arrays of tables are told apart."""
    line = locate(TRICKY)
    wanted = {
        ("a.b", "c"): 2,
        ("multi",): 3,
        ("raw",): 6,
        ("when",): 8,
        ("list", 1): 10,
        ("list", 2, "x", "y", 0): 11,
        ("list", 3): 11,
        ("t", "u v", "k"): 14,
        ("t", "many", 0, "n"): 16,
        ("t", "many", 0, "sub", "deep"): 18,
        ("t", "many", 1): 19,
        ("t", "many", 1, "n"): 20,
    }
    assert {path: line(path) for path in wanted} == wanted
    assert set(every_path(tomllib.loads(TRICKY))) <= set(scan(TRICKY))


@given(leads)
@settings(max_examples=60, deadline=None)
def test_every_value_is_found_in_its_place(lead: Lead) -> None:
    """For every key of any lead's file, the text at its place is that key's value."""
    text = dump_lead(lead)
    data, spans = tomllib.loads(text), scan(text)
    assert set(every_path(data)) <= set(spans)
    for key, value in data.items():
        span = spans[(key,)]
        if span.kind == "key" and key != "history":
            assert text[span.value : span.end] == format_value(value)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "{ b = " * 100_000,
        ".".join(["a"] * 200_000) + " = 1",
        "[" + ".".join(['"a"'] * 100_000) + "]",
        "[[" * 100_000,
        "a = [" + '"' * 400_000,
        "a = [[[" * 20 + "'''" * 100_000,
        ("a." * 50 + "b = 1\n") * 5_000 + "." * 90,
    ],
)
def test_hostile_nesting_is_found_fast(text: str) -> None:
    """A text made to exhaust a parser is recognised, or found harmless, within a second or so."""
    began = time.monotonic()
    too_deep(text)
    assert time.monotonic() - began < 3


def test_an_ordinary_text_is_not_too_deep() -> None:
    """Dots and brackets in long histories and in texts do not count as nesting."""
    text = "h = [\n" + '  { a = "x.y.[z].{w}", n = 1.5 },\n' * 5000 + "]\n"
    assert too_deep(text) == 0
    assert too_deep("a = " + "[" * 61 + "]" * 61) == 1
