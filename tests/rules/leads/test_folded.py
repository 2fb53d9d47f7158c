"""One folding of what people type and of what is stored: case, accents, apostrophes, hyphens."""

from __future__ import annotations

import pytest
from cli_runner import Cli
from hypothesis import given
from hypothesis import strategies as st

from leadctl.book.index.packing import may_hold, pack
from leadctl.book.selector import rank_of
from leadctl.rules.leads.folded import bare, folded, spellings
from leadctl.rules.leads.lead import Lead

FOUND = [
    ("Pat O'Neil", ["oneil", "o'neil", "O\u2019Neil", "neil", "pat oneil", "o neil", "on"]),
    ("Pat O\u2019Neil", ["oneil", "o'neil", "O`Neil", "neil"]),
    ("Sam D'Angelo", ["dangelo", "d'angelo", "angelo"]),
    ("Mary-Ann Smith-Jones", ["smithjones", "smith-jones", "smith jones", "maryann", "jones"]),
    ("Jos\u00e9 \u00d3\u2019N\u00e9ill", ["jose", "oneill", "o'n"]),
    ("Oneil Cruz", ["o'neil", "oneil"]),
]


@pytest.mark.parametrize(("name", "typed"), [(n, t) for n, words in FOUND for t in words])
def test_a_name_is_found_however_it_is_typed(name: str, typed: str) -> None:
    """Apostrophes of every kind and hyphens may be left out, typed, or typed as a space."""
    lead = Lead("k7f3q9m2", name, "p", "s", {}, ())
    assert rank_of(typed, lead) is not None
    assert may_hold(pack(lead), bare(typed))


def test_who_is_spelt_as_typed_comes_first() -> None:
    """Oneil is Oneil, and not O'Neil, who is found where there is no other."""
    ranks = [
        rank_of("oneil", Lead("k7f3q9m2", name, "p", "s", {}, ()))
        for name in ("Oneil Cruz", "Pat O'Neil", "Pat Oneilly")
    ]
    assert ranks == sorted(ranks, key=lambda rank: 99 if rank is None else rank)
    assert len(set(ranks)) == 3


@given(
    text=st.text("aB\u00e9 '\u2019-`0\u00b4\u00df", max_size=12),
    start=st.integers(0, 11),
    size=st.integers(1, 6),
)
def test_the_index_leaves_out_nobody_who_is_found(text: str, start: int, size: int) -> None:
    """Whatever piece of a name somebody types, the first look at the index keeps the lead."""
    typed = text[start : start + size]
    lead = Lead("k7f3q9m2", text, "p", "s", {}, ())
    if rank_of(typed, lead) is not None and bare(typed):
        assert may_hold(pack(lead), bare(typed))


@given(text=st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    """A folded text stays as it is, and is found as it is written."""
    once = folded(text)
    assert (once, once) in list(spellings(folded(once), once))


def test_every_command_finds_the_name(cli: Cli) -> None:
    """A lead named by a command, a list and a search, with the index and without it."""
    names = ("Pat O'Neil", "Sam d\u2019Angelo", "Mary-Ann Smith-Jones", "DeShawn Lee")
    typed_for = {"oneil": "Neil", "dangelo": "Angelo", "smithjones": "Jones", "deshawn": "Lee"}
    book = cli.buyers(
        "2026-12-01T10:10:00-05:00",
        *(f'add "{name}" phone=64655501{place:02}' for place, name in enumerate(names)),
    )
    for index in ("on", "off"):
        here = book.given(LEADCTL_INDEX=index)
        for typed, name in typed_for.items():
            for command in (f"show {typed}", f"find {typed}", f"list name:{typed}"):
                assert name in here.fast(command).out, (index, command)
