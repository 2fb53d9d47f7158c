"""Classes of values: made, refused, shown and compared as the standard library's are."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable
from functools import cached_property
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl import values

NAMES = ("name", "tags", "made", "nick", "call", "unknown")


def new_class(of: Any, **how: bool) -> type:
    """Return a class of values, of ours or of the standard library's."""

    @of.dataclass(**how)
    class Thing:
        name: str
        tags: list[str] = of.field(default_factory=list)
        nick: str = "none"
        call: Callable[[str], int] = lambda word: len(word) + 1
        made: int = of.field(default=0, init=False)
        seen: int = of.field(default=7, compare=False)

        def __post_init__(self) -> None:
            self.made = self.call(self.name) + len(self.tags)

    return Thing


def made(cls: type, words: list[str], named: dict[str, str]) -> object:
    """Return what a value holds, or that there is none."""
    try:
        one: Any = cls(*words, **named)
    except TypeError:
        return "refused"
    return one.name, one.tags, one.nick, one.made, one.seen, one.call("four")


HOW = st.fixed_dictionaries({"slots": st.booleans(), "kw_only": st.booleans()})


@given(
    HOW,
    st.lists(st.sampled_from("abc"), max_size=4),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from("xyz"), max_size=4),
)
def test_values_are_made_as_the_standard_librarys(
    how: dict[str, bool], words: list[str], named: dict[str, str]
) -> None:
    """Whatever is given, the fields are those that the standard library's decorator would give."""
    named = {name: word for name, word in named.items() if name != "call"}
    of_ours, of_theirs = new_class(values, **how), new_class(dataclasses, **how)
    assert made(of_ours, words, named) == made(of_theirs, words, named)


@given(
    HOW,
    st.lists(st.fixed_dictionaries({"name": st.sampled_from("ab"), "seen": st.integers(0, 1)})),
)
def test_they_are_compared_and_hashed_as_those(
    how: dict[str, bool], told: list[dict[str, Any]]
) -> None:
    """What is not compared makes no difference; what was not given is equal to its default."""
    told = [{**one, "tags": ()} for one in told]
    ours = [new_class(values, frozen=False, **how)] * 2
    theirs = [new_class(dataclasses, frozen=False, **how)] * 2
    for first in told:
        for second in told:
            same = ours[0](**first) == ours[1](**{**second, "nick": "none"})
            assert same == (theirs[0](**first) == theirs[1](**{**second, "nick": "none"}))


@values.dataclass(frozen=True)
class Place:
    """Something to be kept."""

    town: str
    country: str = "US"

    @cached_property
    def words(self) -> str:
        """What is worked out once."""
        return f"{self.town}, {self.country}"


def test_a_value_is_kept_and_found_again_as_it_was() -> None:
    """A pickle of a value holds what it was made of, and is equal to it."""
    one = Place("Rome")
    assert pickle.loads(pickle.dumps(one)) == one == Place("Rome", "US")
    assert hash(one) == hash(Place("Rome", "US"))
    assert values.replace(one, country="IT") == Place("Rome", "IT")
    assert repr(one) == "Place(town='Rome', country='US')"


def test_what_was_worked_out_of_one_value_is_not_anothers() -> None:
    """A changed value works out anew what it works out once."""
    one = Place("Rome")
    assert one.words == "Rome, US"
    assert values.replace(one, country="IT").words == "Rome, IT"


@pytest.mark.parametrize("slots", [False, True])
def test_each_value_has_its_own_list(slots: bool) -> None:
    """What a factory makes is no other value's."""
    cls = new_class(values, slots=slots)
    made = [cls("one") for _ in range(8)]
    assert len({id(value.tags) for value in made}) == 8


def test_too_little_is_refused_in_words_of_the_class() -> None:
    """A value that cannot be made says which class and which field it is about."""
    with pytest.raises(TypeError, match=r"Thing.*'name'"):
        new_class(values)()
