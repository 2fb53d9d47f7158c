"""Finding leads by the words in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_maker import added, asked, desk_in

from leadctl.actions.looking.find import find_words
from leadctl.actions.recording.log import note
from leadctl.errors import NotFound, Usage


def test_all_the_words_must_stand_in_one_lead(tmp_path: Path) -> None:
    """In its fields or in what was said of it, with the text in which they were found."""
    desk = desk_in(tmp_path)
    ana, ben = added(desk, "Ana Lopez"), added(desk, "Ben Ode")
    note(desk, asked(ana), "wants a garden and a garage")
    note(desk, asked(ben), "wants a garden")
    hits, problems = find_words(desk, ["garden", "garage"])
    assert [hit.lead.name for hit in hits] == ["Ana Lopez"]
    assert "garage" in hits[0].found
    assert problems == []
    assert {hit.lead.name for hit in find_words(desk, ["garden"])[0]} == {"Ana Lopez", "Ben Ode"}


@pytest.mark.parametrize(
    "typed", ["415-555-0132", "(415)555-0132", "+14155550132", "4155550132", "415.555.0132"]
)
def test_a_number_is_found_however_it_is_written(tmp_path: Path, typed: str) -> None:
    """As it is stored, and as somebody wrote it into a note; a year is no number."""
    desk = desk_in(tmp_path)
    added(desk, "Ana Lopez", phone="415 555 0132")
    ben = added(desk, "Ben Ode")
    note(desk, asked(ben), f"his wife has {typed}")
    added(desk, "Cho Park", phone="212 555 2026")
    assert [hit.lead.name for hit in find_words(desk, [typed])[0]] == ["Ana Lopez", "Ben Ode"]
    assert find_words(desk, ["1998"])[0] == []


TERMS = (
    (["light", "tag:brooklyn"], ["Ana"]),
    (["tag:brooklyn"], ["Ana"]),
    (["light", "not", "tag:brooklyn"], ["Ben", "Cho"]),
    (["light", "-tag:brooklyn"], ["Ben", "Cho"]),
    (["light", "status:new"], ["Ana", "Ben", "Cho"]),
    (["re: light"], ["Ben"]),
    (["https://example.com/1"], ["Ben"]),
    (["not", "light"], ["Cho"]),
    (["@example.org"], ["Cho"]),
    (["-"], []),
)
"""What is typed -> who is found."""


@pytest.mark.parametrize(("typed", "names"), TERMS)
def test_terms_stand_beside_words(tmp_path: Path, typed: list[str], names: list[str]) -> None:
    """Words are looked for in notes too, terms must hold; a colon in a text makes none."""
    desk = desk_in(tmp_path)
    ana, ben = added(desk, "Ana", tags="brooklyn"), added(desk, "Ben")
    cho = added(desk, "Cho", email="cho@example.org")
    note(desk, asked(ana), "wants light")
    note(desk, asked(ben), "re: light, see https://example.com/1")
    note(desk, asked(cho), "it is not light")
    assert [hit.lead.name for hit in find_words(desk, typed)[0]] == names


def test_a_term_that_is_none_is_told(tmp_path: Path) -> None:
    """An unknown field is pointed at, an unknown status is refused with the closest."""
    desk = desk_in(tmp_path)
    added(desk, "Ana")
    with pytest.raises(Usage, match="staus"):
        find_words(desk, ["staus:new"])
    with pytest.raises(NotFound) as refused:
        find_words(desk, ["status:nwe"])
    assert '"New' in refused.value.hint
