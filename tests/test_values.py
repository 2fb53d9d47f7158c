"""Classes of values: the first ones are made as all others are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.values import FEW, dataclass, field

NAMES = ("name", "tags", "made", "nick", "unknown")


def new_class(*, keywords: bool) -> type:
    """Return a class of values of which none was made yet."""

    @dataclass(frozen=True, slots=True, kw_only=keywords)
    class Thing:
        name: str
        tags: list[str] = field(default_factory=list)
        nick: str = "none"
        made: int = field(default=0, init=False)

        def __post_init__(self) -> None:
            self.made = len(self.name)  # type: ignore[misc]  # once

    return Thing


def made(cls: type, words: list[str], named: dict[str, str]) -> str:
    """Return a value as it is shown, or that there is none."""
    try:
        return repr(cls(*words, **named))
    except TypeError:
        return "refused"


@given(
    st.booleans(),
    st.lists(st.sampled_from("abc"), max_size=5),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from("xyz"), max_size=4),
)
def test_the_first_are_made_as_later_ones(
    keywords: bool, words: list[str], named: dict[str, str]
) -> None:
    """Whatever is given, the first value of a class is the one that its compiled class makes."""
    young, old = (new_class(keywords=keywords) for _ in range(2))
    for _ in range(FEW):
        old(name="one")
    assert made(young, words, named) == made(old, words, named)


def test_each_value_has_its_own_list() -> None:
    """What a factory makes is no other value's, before a class is compiled and after."""
    cls = new_class(keywords=False)
    values = [cls("one") for _ in range(2 * FEW)]
    assert len({id(value.tags) for value in values}) == 2 * FEW


def test_too_little_is_refused_in_words_of_the_class() -> None:
    """A value that cannot be made says which class and which field it is about."""
    with pytest.raises(TypeError, match=r"Thing.*'name'"):
        new_class(keywords=False)()
