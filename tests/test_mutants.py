"""The mutants of the definitions are noticed, and the machinery that says so can fail."""

from __future__ import annotations

import tomllib

import pytest
from cli_runner import ROOT
from code_mutants import known_to_change_nothing, mutants
from mutants import EQUIVALENT, is_killed, mutations, sound

from leadctl.book.own_files.definitions import Definitions
from leadctl.book.own_files.scenario_files import with_scenarios

NAMES = with_scenarios(Definitions(None))


@pytest.mark.parametrize("name", NAMES)
def test_a_definition_has_many_mutants(name: str) -> None:
    """There are at least ten sound ways to change it, each different from what it was."""
    found = sound(name)
    assert len(found) >= 10
    data = tomllib.loads((ROOT / "pipelines" / f"{name}.toml").read_text())
    assert all(tomllib.loads(text) != data for _, text in found)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_guard_or_deadline_is_watched(name: str) -> None:
    """One mutant that drops a guard, or moves a deadline, is noticed by the scenarios."""
    wanted = [text for words, text in sound(name) if "requires" in words or "after: " in words]
    assert any(is_killed(name, text) for text in wanted[:2])


@pytest.mark.parametrize("name", NAMES)
def test_what_breaks_no_rule_is_not_noticed(name: str) -> None:
    """A definition in which only a word for people differs passes: nothing is killed idly."""
    text = (ROOT / "pipelines" / f"{name}.toml").read_text()
    assert not is_killed(name, text.replace('version = "', 'version = "new '))


@pytest.mark.parametrize("name", sorted(EQUIVALENT))
def test_those_that_change_nothing_are_there_and_are_few(name: str) -> None:
    """Each named as equivalent is a mutant of the definition as it is now, with its reason."""
    words = {words for words, _ in sound(name)}
    assert {*EQUIVALENT[name]} <= words
    assert all(EQUIVALENT[name].values())
    assert len(EQUIVALENT[name]) <= max(5, len(words) / 10)


def test_changes_of_the_code_that_change_nothing_are_there_with_their_reasons() -> None:
    """None is named that the code has no place for any more."""
    named = known_to_change_nothing()
    rooms = {"/".join(name.split(" ")[0].split(".")[1:3]) for name in named}
    there = {one.name for room in rooms for one in mutants(room)}
    assert [name for name, reason in named.items() if name not in there or not reason] == []


def test_every_kind_of_change_is_made() -> None:
    """Guards, counters, windows, clocks, effects, masks and the rest each have their mutant."""
    kinds = set()
    for name in NAMES:
        data = tomllib.loads((ROOT / "pipelines" / f"{name}.toml").read_text())
        kinds |= {words for words, _ in mutations(data)}
    for part, change in (
        ("requires.0", "dropped"),
        ("at_least", "one more"),
        ("claim_window", "doubled"),
        ("hours", "opens an hour earlier"),
        ("clock", "the other clock"),
        ("enter.0", "dropped"),
        ("until.0", "dropped"),
        ("automatic.0", "dropped"),
        ("steps.0.after", "doubled"),
        ("mask.0", "dropped"),
        ("raise_only", "flipped"),
    ):
        assert any(part in words and words.endswith(change) for words in kinds), (part, change)
