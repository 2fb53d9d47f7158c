"""Making a book."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadctl.actions.keeping.new_book import (
    NewBook,
    choices,
    default_pipeline,
    is_book,
    make_book,
    pipeline_answer,
    region_answer,
    zone_answer,
)  # fmt: skip
from leadctl.book.book import Book
from leadctl.errors import NotFound, Usage

NOWHERE = Path("nowhere")
ANSWERS = NewBook("wholesale", "Europe/Berlin", "DE", ("Ana López",))


def test_the_answers_are_the_settings(tmp_path: Path) -> None:
    """Made twice it is the same book: what is there is left as it is."""
    assert not is_book(tmp_path)
    made = make_book(tmp_path, ANSWERS, {})
    assert is_book(tmp_path)
    before = (tmp_path / "leadctl.toml").read_bytes()
    make_book(tmp_path, NewBook("recruiting", "UTC", "US", ("x",)), {})
    assert (tmp_path / "leadctl.toml").read_bytes() == before
    settings = Book.open(made.root).settings
    assert (settings.pipeline, settings.timezone, settings.region) == (
        "wholesale", "Europe/Berlin", "DE",
    )  # fmt: skip
    assert settings.team.agents["ana"].name == "Ana López"


def test_a_folder_with_a_pipeline_of_its_own_becomes_its_book(tmp_path: Path) -> None:
    """The pipeline that stands in the folder is known, and the one that is taken unless named."""
    assert default_pipeline(tmp_path) == "streeteasy-buyer"
    (tmp_path / "pipelines").mkdir()
    shipped = Path(__file__).parents[2] / "pipelines" / "wholesale.toml"
    text = shipped.read_text().replace('id = "wholesale"', 'id = "trade"')
    (tmp_path / "pipelines" / "trade.toml").write_text(text)
    assert default_pipeline(tmp_path) == pipeline_answer(tmp_path, "trade") == "trade"
    made = make_book(tmp_path, NewBook("trade", "UTC", "US", ("Ana",)), {})
    assert Book.open(made.root).settings.pipeline == "trade"


def test_answers_are_read_as_people_give_them() -> None:
    """A city's name is a zone; what is no country's letters is refused with a sentence."""
    assert zone_answer("New York") == "America/New_York"
    assert region_answer("de") == "DE"
    assert [region_answer("USA"), region_answer("uk")] == ["US", "GB"]
    assert pipeline_answer(NOWHERE, "buyers") == "streeteasy-buyer"
    assert (
        pipeline_answer(NOWHERE, "whole")
        == pipeline_answer(NOWHERE, str(len(choices(NOWHERE))))
        == "wholesale"
    )
    with pytest.raises(NotFound, match="could be"):
        pipeline_answer(NOWHERE, "streeteasy")
    with pytest.raises(Usage, match=r"did you mean Eastern\?$"):
        zone_answer("Estern")
    with pytest.raises(Usage):
        region_answer("Germany and Austria")
    assert "wholesale" in dict(choices(NOWHERE))
