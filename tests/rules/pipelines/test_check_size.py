"""Definitions of thousands of statuses: checking them grows with their length, no faster."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from leadctl.rules.language.names import MOST_COMPARISONS, Names
from leadctl.rules.pipelines.check_shape import _reached, circles

NODES = "abcdef"
graphs = st.dictionaries(st.sampled_from(NODES), st.sets(st.sampled_from(NODES + "z")))


@settings(deadline=None)
@given(graphs)
def test_circles_are_what_leads_back_to_itself(graph: dict[str, set[str]]) -> None:
    """The quick answer is that of following every way from every name."""
    assert circles(graph) == {name for name in graph if name in _reached(graph, graph[name])}


def test_long_chains_and_rings_are_followed_once() -> None:
    """A chain of 20,000 has no circle, and its ring is one: pair by pair that takes minutes."""
    count = 20_000
    chain = {str(n): [str(n + 1)] for n in range(count)}
    assert circles(chain) == set()
    assert len(circles({**chain, str(count): ["0"]})) == count + 1


def test_guesses_end_where_there_are_too_many_names() -> None:
    """Every unknown name is a problem, but what was meant is only looked for so often."""
    names = Names.__new__(Names)
    names.comparisons = 0
    known = [f"S{n}" for n in range(MOST_COMPARISONS // 10)]
    guesses = [names.near("S1x", known) for _ in range(12)]
    assert all(guesses[:10])
    assert guesses[10:] == ["", ""]
