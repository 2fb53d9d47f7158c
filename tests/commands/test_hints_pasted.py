"""What a refusal tells one to type, pasted as printed, ends that reason or is itself refused."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from cli_runner import ROOT, Cli

DEFINITIONS = sorted(
    path
    for folder in (ROOT / "pipelines", ROOT / "tests" / "definitions" / "trades")
    for path in folder.glob("*.toml")
    if not path.name.endswith(".scenarios.toml")
)


def reasons(book: Cli, target: str) -> dict[str, str]:
    """Return the reasons why a move to a status is refused now, each with what to type."""
    told = book.ending_somehow().fast("status", "set", "zoe", target, "-f", "json")
    if told.code != 3:
        return {}
    (refused,) = told.json["refused"]
    return {one["sentence"]: one["type"] or "" for one in refused["unmet"]}


def statuses(book: Cli, name: str) -> list[str]:
    """Return the statuses of a definition."""
    shown = book.noting().fast("pipeline", "show", name, "-f", "json").json
    return list(shown["statuses"])


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
def test_what_is_printed_ends_its_reason(path: Path, tmp_path: Path) -> None:
    """Of every status of every definition: the reason is gone, or what was typed is refused."""
    book = Cli(tmp_path).ending_somehow()
    book.fast("init . --no-input --timezone UTC --agent 'Sam Field'")
    (tmp_path / "pipelines").mkdir(exist_ok=True)
    (tmp_path / "pipelines" / path.name).write_text(path.read_text(encoding="utf-8"))
    book.fast("add", "Zoe Lu", "phone=2125550101", "--pipeline", path.stem)
    for target in statuses(book, path.stem):
        assert kept_reasons(book, target) == []


def kept_reasons(book: Cli, target: str) -> list[tuple[str, str]]:
    """Return the reasons against a status that ask for the same again once it is done."""
    kept = []
    for reason, typed in reasons(book, target).items():
        if not typed.startswith("leadctl ") or "leadctl status" in typed:
            continue
        assert "=..." not in typed, typed  # the choices are named, or one of them is
        words = shlex.split(typed.removeprefix("leadctl "), comments=True)
        if book.fast(*words).code == 0:
            if reasons(book, target).get(reason) == typed:
                kept.append((reason, typed))
            book.fast("undo --yes")
    return kept


HIRES = """
schema = 1
id = "hires"
title = "Hires"
initial = "Enrolled"

[field.fee]
type = "money"

[field.term]
[field.paid_term]

[event.hire]
fields = { id = {}, state = { type = "choice", choices = ["out", "back"] } }
required = ["id"]

[event.returned]
fields = { id = {}, state = { type = "choice", choices = ["out", "back"] } }
required = ["id"]

[record.hire]
label = "hired instrument"
events = ["hire", "returned"]
begins = ["hire"]
closed = { state = "back" }

[event.payment]
fields = { amount = { type = "money" }, for = { type = "choice", choices = ["deposit", "fee"] } }
required = ["amount"]

[derive.deposit]
event = "payment"
where = { for = "deposit" }
sum = "amount"

[status.Enrolled]
definition = "enrolled"

[status.Left]
definition = "left"
requires = [
    { record = "hire", at_least = 0, every = { state = "back" } },
    { field = "deposit", at_least_of = { field = "fee", share = 0.25 } },
    { field = "paid_term", same_as = "term" },
]

[status.Lending]
definition = "lends no more than two"
requires = [{ record = "hire", at_least = 1, at_most = 2 }]
"""
LINES = ("log zoe hire id=v1 state=out", "log zoe hire id=v2 state=out", "log zoe hire id=v3")


@pytest.fixture
def hires(tmp_path: Path) -> Cli:
    """A book of hired instruments, with one who has hired three."""
    book = Cli(tmp_path).ending_somehow()
    book.fast("init . --no-input --timezone UTC --agent 'Sam Field'")
    (tmp_path / "pipelines").mkdir(exist_ok=True)
    (tmp_path / "pipelines" / "hires.toml").write_text(HIRES)
    for line in ("add 'Zoe Lu' --pipeline hires", *LINES):
        book.noting().fast(line)
    return book


def test_all_that_is_asked_can_be_pasted_one_after_the_other(hires: Cli) -> None:
    """Each record that keeps a move away is ended by its own name; then the move is made."""
    assert [typed.split(" ", 3)[3] for typed in reasons(hires, "Left").values()] == [
        "returned id=v1 state=back",
        "fee=AMOUNT",
        'term="TERM"',
    ]
    assert "(fee is not known)" in " ".join(reasons(hires, "Left"))
    hires.fast("set zoe fee=400 term=spring")
    hires.fast("log zoe payment for=deposit amount=99.99")
    told = reasons(hires, "Left")
    assert "(99.99 of 100)" in " ".join(told)
    assert "payment amount=0.01 for=deposit" in " ".join(told.values())
    for _ in range(5):
        for typed in told.values():
            hires.noting().fast(*shlex.split(typed.removeprefix("leadctl ")))
        told = reasons(hires, "Left")
    assert hires.noting().fast("show zoe -f json").json["status"] == "Left"


def test_of_too_many_records_no_further_one_is_proposed(hires: Cli) -> None:
    """Where two are the most, and three are there, nothing is to be logged."""
    assert list(reasons(hires, "Lending").values()) == [""]
