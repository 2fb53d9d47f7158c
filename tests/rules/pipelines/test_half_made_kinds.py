"""A kind that is half made is refused when it is entered, and each thing that it may lack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.language.family import Family
from leadctl.rules.language.keys import Key, key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline


def kind(**changed: Any) -> type[ClauseKind]:
    """Return a kind of clause that is whole but for what is changed."""

    class Weather(ClauseKind):
        """The sun shines."""

        subject = "weather"
        means = "The sun shines."
        example = '{ weather = "sun" }'
        keys: Mapping[str, Key] = {"weather": key("text", "the weather")}
        weather = ""

        def holds(self, case: Case) -> bool:
            """Whether it does."""
            return True

        def says(self, pipeline: Pipeline) -> str:
            """Return that it does."""
            return "the sun shines"

        def check(self, names: Names) -> None:
            """It always may."""

    for name, value in changed.items():
        setattr(Weather, name, value)
    return Weather


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"means": ""}, "or what it means"),
        ({"example": ""}, "or what it means"),
        ({"subject": "rain"}, "lacks the key of its subject"),
        ({"keys": {}}, "lacks the key of its subject"),
        (
            {"keys": {"weather": key("text", "w"), "lost": key("text", "l")}},
            "has no attribute lost",
        ),
    ],
)
def test_what_is_missing_is_said(changed: dict[str, Any], said: str) -> None:
    """Each part of a kind is asked for by itself."""
    with pytest.raises(TypeError, match=said):
        Family[ClauseKind]("clauses", {}).register(kind(**changed))


def test_one_subject_is_one_kind() -> None:
    """A second kind of the same subject is refused; taken out, it has room again."""
    family, first = Family[ClauseKind]("clauses", {}), kind()
    family.register(first)
    with pytest.raises(TypeError, match="is Weather already"):
        family.register(kind())
    family.remove(first)
    family.register(kind())
