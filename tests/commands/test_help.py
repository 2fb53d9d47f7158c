"""help: pages on topics and commands; what they say to type can be typed."""

from __future__ import annotations

import re

import pytest
from cli_runner import Cli

from leadctl.commands.help_ import TOPICS, topic_page


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_has_a_page_that_fits(cli: Cli, name: str) -> None:
    """Each is printed as it is, within 100 columns, and the list of topics names it."""
    page = cli.fast(f"help {name}").out
    assert page == topic_page(name)
    assert max(map(len, page.splitlines())) <= 100
    assert name in cli.fast("help").out


def test_every_query_in_the_help_can_be_asked(cli: Cli) -> None:
    """Its examples are read without a word of complaint; unquoted < and > never stand there."""
    cli.noting().fast("init")
    page = topic_page("query")
    lines = re.findall(r"^  (leadctl (?:list|due|export).*)$", page, re.MULTILINE)
    assert len(lines) == 3
    for line in lines:
        cli.noting().fast(line.removeprefix("leadctl "))
    for example in re.findall(r"^  ([a-z]+:\S+) ", page, re.MULTILINE):
        cli.noting().fast(f"list {example}")
    assert not re.search(r'(?<!")\b\w+[<>]\w+(?!")', page)


def test_help_of_a_command_is_its_own(cli: Cli) -> None:
    """`help status set` is what `status set --help` prints; an unknown word names the nearest."""
    assert cli.fast("help status set").out.split() == cli.fast("status set --help").out.split()
    cli.exits(4, "Did you mean query?").fast("help qury")
