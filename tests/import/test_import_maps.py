"""Saved maps: drafted from a file, read back, and refused where they say what no map says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from leadctl.errors import Usage
from leadctl.rules.importing.columns import Plan, make_plan
from leadctl.rules.importing.mapping import draft_map, read_map

CASES = Path(__file__).parent / "cases"
HEADER = ["Stage", "Name", "Email 1", "Phone 1", "Phone 2", "Street", "City", "Do Not Call", "Pets"]


def uses(plan: Plan) -> dict[str, str]:
    return {column.name: column.use for column in plan.columns}


def test_a_draft_read_back_maps_every_column_as_before() -> None:
    """What --save-map writes gives, as a preset, the plan that it was written from."""
    plan = make_plan(HEADER)
    saved = read_map(tomllib.loads(draft_map(plan, {"Hot": 3})), "map.toml")
    assert uses(make_plan(HEADER, saved.columns)) == uses(plan)
    assert saved.statuses == {}


def test_a_draft_suggests_statuses_as_comments_only() -> None:
    """Their statuses stand in the draft, the most frequent first, and map nothing yet."""
    text = draft_map(make_plan(HEADER), {"nurture": 1, 'Say "hi"': 2}, ["New", "Nurture"])
    lines = [line for line in text.splitlines() if line.startswith("# ") and "row(s)" in line]
    assert lines[1] == '# "nurture" = "Nurture"  # 1 row(s)'
    assert lines[0].startswith(r'# "Say \"hi\"" = ')
    enabled = text.replace("# " + lines[1][2:], lines[1][2:])
    assert read_map(tomllib.loads(enabled), "map.toml").statuses == {"nurture": "Nurture"}


def test_a_draft_says_which_columns_it_leaves_in_extra() -> None:
    """A column that is no field is named in a comment, so that a person sees it."""
    assert '# extra: "Pets"' in draft_map(make_plan(HEADER), {})


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"column": {}}, "table [column]"),
        ({"columns": []}, "columns is not a table"),
        ({"columns": {"name": 3}}, "columns.name is not the name of a column"),
        ({"columns": {"name": [3]}}, "columns.name is not the name of a column"),
        ({"columns": {"Ïd": "x"}}, "no field that a column can fill"),
        ({"columns": {"history": "x"}}, "no field that a column can fill"),
        ({"status": {"Hot": 1}}, "not “theirs” = “ours”"),
        ({"options": {"colour": "red"}}, "options.colour is none of"),
    ],
)
def test_a_map_that_says_something_else_is_refused(document: dict[str, Any], said: str) -> None:
    """A wrong table, field or value of a map is named in one sentence."""
    with pytest.raises(Usage) as caught:
        read_map(document, "map.toml")
    assert said in caught.value.sentence


@pytest.mark.parametrize("path", sorted(CASES.glob("*.csv")), ids=lambda path: path.stem)
def test_every_column_of_every_case_is_accounted_for(path: Path) -> None:
    """No column of any header is dropped: each has a use, and one-valued uses are taken once."""
    header = path.read_bytes().split(b"\n", 1)[0].decode("cp1252").split(",")
    plan = make_plan(header)
    assert [column.index for column in plan.columns] == list(range(len(header)))
    assert all(column.use for column in plan.columns)
    single = [c.use for c in plan.columns if ":" not in c.use]
    many = {"email", "phone", "note", "tags", "extra", "ignored"}
    assert all(single.count(use) == 1 for use in single if use not in many)
