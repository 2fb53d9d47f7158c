"""The language's tables, and the schema and the reference page made from them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from leadctl.book.own_files.definitions import Definitions
from leadctl.rules.clauses.timeline import MOMENTS
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.sheet import shown
from leadctl.rules.leads.event_kinds import BUILT_IN_EVENTS
from leadctl.rules.pipelines.json_schema import pipeline_schema
from leadctl.rules.pipelines.reference import HEADINGS, language_reference
from leadctl.rules.pipelines.tables import FAMILIES, TABLES

ROOT = Path(__file__).parents[3]
SHIPPED = [p for p in sorted((ROOT / "pipelines").glob("*.toml")) if "." not in p.stem]
BAD = ("unknown-keys", "wrong-kinds", "names-a-command", "top-level")


def load(path: Path) -> dict[str, Any]:
    """Return a definition's data with its dates as text, as JSON would have them."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return json.loads(json.dumps(data, default=str))


def test_the_schema_is_one() -> None:
    """The schema is itself valid under draft 2020-12."""
    jsonschema.Draft202012Validator.check_schema(pipeline_schema())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_definitions_fit_the_schema(path: Path) -> None:
    """Every shipped definition is valid under the schema made from the reader's own tables."""
    jsonschema.Draft202012Validator(pipeline_schema()).validate(load(path))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_definitions_are_read(path: Path) -> None:
    """Every shipped definition is read without a problem."""
    pipeline = Definitions(None).read(path.stem).pipeline
    assert pipeline.id == path.stem
    assert pipeline.initial in pipeline.statuses


@pytest.mark.parametrize("name", BAD)
def test_the_schema_refuses_wrong_shapes(name: str) -> None:
    """Unknown keys, wrong kinds and missing ones are refused by the schema too."""
    data = load(ROOT / "tests" / "errors" / "definitions" / f"{name}.toml")
    assert list(jsonschema.Draft202012Validator(pipeline_schema()).iter_errors(data))


def test_every_table_key_is_read_and_explained() -> None:
    """Each key of each table has a meaning, a kind the schema knows, and a row of the reference."""
    page, schema = language_reference(), pipeline_schema()
    for name, table in TABLES.items():
        assert HEADINGS[name] in page
        for key, declared in table.keys.items():
            assert declared.means
            assert f"| `{key}` |" in page
            properties = schema if name == "pipeline" else schema["$defs"][name]
            assert key in properties["properties"]


def test_every_kind_of_a_family_is_explained() -> None:
    """Each kind of clause and effect is in the reference and the schema, its example too."""
    page, schema = language_reference(), pipeline_schema()
    for name, family in FAMILIES.items():
        found = json.dumps(schema["$defs"][name])
        for subject, kind in family.kinds.items():
            assert f"### `{subject}`" in page
            assert f"{kind.means} For example `{kind.example}`" in page
            assert all(json.dumps(key.means) in found for key in kind.keys.values())


def test_every_moment_and_event_is_explained() -> None:
    """Moments and built-in events stand in the reference."""
    page = language_reference()
    assert all(f"| `{name}` |" in page for name in (*MOMENTS, *BUILT_IN_EVENTS))


def test_every_key_has_a_place_to_go() -> None:
    """What a table's key is stored as is an attribute of what the table becomes.

    A group's policy is merged into its statuses.
    """
    for name, table in TABLES.items():
        if table.make is not None and name != "group":
            names = set(table.make.__dataclass_fields__)
            assert {declared.store or key for key, declared in table.keys.items()} <= names


def test_a_path_is_shown_as_toml_has_it() -> None:
    """Names that TOML would quote are quoted, and indexes stand in brackets."""
    path = ("status", "In Contract", "requires", 0, "field")
    assert shown(path) == 'status."In Contract".requires[0].field'


def test_the_nearest_name_ignores_case() -> None:
    """A misspelt name gets the closest one in its own spelling, a strange one gets nothing."""
    assert nearest("in contact", ["In Contract", "New"]) == 'did you mean "In Contract"?'
    assert nearest("xyzzy", ["In Contract", "New"]) == ""
