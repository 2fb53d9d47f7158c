"""Finding and reading definitions."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadctl.book.own_files.definitions import Definitions, definition_files
from leadctl.book.text.toml_read import parse_toml
from leadctl.errors import Invalid, NotFound


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The pipelines of a book."""
    folder = tmp_path / "pipelines"
    folder.mkdir()
    return folder


def test_the_books_own_come_before_the_shipped(folder: Path) -> None:
    """A file in the book takes the place of the shipped one with its id; scenarios are none."""
    shipped = definition_files(None)
    assert shipped
    first = next(iter(shipped))
    for name in (f"{first}.toml", "own.toml", "own.scenarios.toml", ".hidden.toml"):
        (folder / name).write_text("")
    found = definition_files(folder.parent)
    assert found[first] == folder / f"{first}.toml"
    assert set(found) == {*shipped, "own"}
    assert Definitions(folder.parent).is_own("own")
    assert not Definitions(None).is_own(first)


def test_a_definition_knows_its_lines(folder: Path) -> None:
    """Tables, arrays of tables, dotted keys and items each have their line."""
    path = folder / "own.toml"
    path.write_text(
        'id = "own"\n[status."A b"]\nrequires = [\n  { field = "x" },\n  { field = "y" },\n]\n'
        '[[status."A b".follow_up]]\ndo = "x"\n[[status."A b".follow_up]]\ndo.it = "y"\n'
    )
    found = Definitions(folder.parent).read("own").written
    line = found.lines["pipelines/own.toml"]
    assert found.data["status"]["A b"]["requires"][1] == {"field": "y"}
    a = ("status", "A b")
    paths = [
        a,
        (*a, "requires", 1, "field"),
        (*a, "follow_up", 1),
        (*a, "follow_up", 1, "do", "it"),
    ]
    assert [line(path) for path in paths] == [2, 5, 9, 10]
    assert line((*a, "requires", 1, "nothing")) == 5
    assert line(("nothing",)) == 1


def test_what_is_wrong_is_named(folder: Path) -> None:
    """A wrong id, a syntax error and an unknown pipeline each say what to look at."""
    (folder / "own.toml").write_text('id = "other"\n')
    (folder / "torn.toml").write_text('id = "torn"\n[status\n')
    found = Definitions(folder.parent)
    with pytest.raises(Invalid, match=r"pipelines/own.toml:1: id: is not the file's name"):
        found.read("own")
    with pytest.raises(Invalid, match=r"pipelines/torn.toml:2: column 8: is not valid TOML"):
        found.read("torn")
    with pytest.raises(NotFound) as error:
        found.read("onw")
    assert "own" in error.value.hint


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id = "a"\ntitle = "b\nschema = 1\n', 2),
        ('id = "a"\r\ntitle = "b\r\nschema = 1\r\n', 2),
        ('id = "a"\ntitle = "b', 2),
        ("id = 'a\nb = 1", 2),
        ('id = """a\nb = 1\n', 2),
    ],
)
def test_an_open_quote_is_called_one(text: str, line: int) -> None:
    """A quote that is forgotten is told as such, at its line or where the text then ends."""
    with pytest.raises(
        Invalid, match=rf"x.toml:{line}: is not valid TOML: a text in quotes is not"
    ):
        parse_toml(text, "x.toml")
