"""Every output for programs is of the schema that `leadctl schema` prints for it."""

from __future__ import annotations

import json
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli_runner import Cli
from whole_book import WRITES, make_whole_book

from leadctl.commands.schema import ONE, WHATS
from leadctl.rules.reports.registry import KINDS

READS = {
    "list": "list",
    "due": "due --all",
    "today": "today",
    "find": "find light",
    "duplicates": "duplicates --all",
    "show": "show ana",
    "context": "context ana",
    "events": "export --events",
    "outbox": "outbox list",
    "status-log": "status log ben",
    "operations": "undo --list",
    "settings": "config show",
    "pipelines": "pipeline list",
    "problems": "check",
    "findings": "pipeline check own streeteasy-buyer",
    "scenarios": "pipeline test wholesale --only claim",
    "layouts": "layout list",
    "layout-cases": "layout test layouts/cases",
    "approve": "approve",
    "doctor": "doctor",
    **{f"report-{kind}": f"report {kind}" for kind in KINDS},
}
"""What is read -> the command that prints it; those that are no schema's name have another's."""
OF_OTHERS = {"today": "due", "approve": "due", "doctor": "problems"}
FURTHER = {
    "undo": "undo",
    "config set": "config set idle '8 days'",
    "config set, own": "config set agent sam",
    "import of a back-up": "import back-up.jsonl",
    "outbox send": "outbox send",
    "remind": "remind ana fri 'ask about the loan'",
    "amend": "amend ana 2 text=shady",
    "sync": "sync",
    "merge": "merge",
    "log lines": "log -",
    "erase": "erase gil --yes",
    "init": "init",
    "init, elsewhere": "init ../other --no-input",
    "completion": "completion fish --install",
    "demo": "demo",
    "doctor": "doctor --fix",
}
AT_ONCE = {"sync", "merge", "demo", "doctor --fix"}
"""Those that have no --dry-run; nor have `init` and `completion`."""
KEYS = {"operation", "dry_run", "undo", "changed", "refused"}


def validate(value: Any, schema: dict[str, Any]) -> None:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(value)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A book in which each of the writes has something to do."""
    book = make_whole_book(tmp_path_factory.mktemp("schemas"))
    home = book.cwd.parent
    (home / ".gitconfig").write_text('[user]\nname = "Sam"\nemail = "sam@example.com"\n')
    book = book.given(HOME=str(home))
    book.noting().fast("init --git")
    book.noting().fast("note ana 'likes light'")
    book.noting().fast("export --format jsonl -o back-up.jsonl")
    cases = book.cwd / "layouts" / "cases"
    cases.mkdir(parents=True)
    (cases / "fay.csv").write_text((book.cwd / "more.csv").read_text())
    (cases / "fay.toml").write_text('leads = [{ name = "Fay", phone = "+12125550143" }]\n')
    return book.typing('{"lead": "ana", "event": "call"}')


@pytest.fixture(scope="module")
def schemas(book: Cli) -> dict[str, dict[str, Any]]:
    """Every schema there is; each is a sound one."""
    found = {what: book.fast("schema", what).json for what in WHATS}
    for schema in found.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    return found


@pytest.mark.parametrize("what", READS)
def test_what_is_read(book: Cli, schemas: dict[str, dict[str, Any]], what: str) -> None:
    """As JSON it is of its schema; as lines, each is one of the items. A misspelt key is none."""
    schema = schemas[OF_OTHERS.get(what, what)]
    ran = book.ending_somehow().fast(f"{READS[what]} --format json")
    validate(ran.json, schema)
    if OF_OTHERS.get(what, what) in ONE:
        with pytest.raises(jsonschema.ValidationError):
            validate({**ran.json, "nmae": 1}, schema)
        return
    lines = book.ending_somehow().fast(f"{READS[what]} --format jsonl").lines
    assert len(lines) == len(ran.json)
    for line in lines:
        validate(json.loads(line), schema["items"])
        with pytest.raises(jsonschema.ValidationError):
            validate({**json.loads(line), "nmae": 1}, schema["items"])


@pytest.mark.parametrize("words", {**WRITES, **FURTHER}.values(), ids={**WRITES, **FURTHER}.keys())
def test_what_a_change_answers(book: Cli, schemas: dict[str, dict[str, Any]], words: str) -> None:
    """Every change, tried and made, answers in one shape, and says what undoes it; ids are bare."""
    if words == "undo":
        book.noting().fast("note ana 'to be undone'")
    rehearses = words not in AT_ONCE and not words.startswith(("init", "completion"))
    for line in [f"{words} --dry-run", words] if rehearses else [words]:
        made = book.ending_somehow().fast(f"{line} --format json").json
        validate(made, schemas["answer"])
        assert made["dry_run"] is line.endswith("--dry-run")
        assert made["undo"] == (f"leadctl undo {made['operation']}" if made["operation"] else None)
        assert made["operation"] is None or not made["dry_run"]
    if made["operation"] and words != "undo":
        book.noting().fast(f"undo {made['operation']}")
    if rehearses and words not in {
        "undo",
        FURTHER["erase"],
        "check --fix",
    }:  # done, and nothing is left to do
        ids = book.noting().fast(f"{words} --dry-run --format ids").lines
        assert all(len(one) == 8 for one in ids)


def test_errors(book: Cli, schemas: dict[str, dict[str, Any]]) -> None:
    """A failure with the codes 4 to 6 is of its schema, whichever command it ends."""
    for words in ("show nobody", "log nobody call", "report funnel --pipeline nowhere", "undo 999"):
        ran = book.exits(4, "leadctl: ").fast(f"{words} --format json")
        validate(ran.json, schemas["error"])


def test_the_overview(book: Cli, schemas: dict[str, dict[str, Any]]) -> None:
    """Its lines are single figures; as one object each report has its own rows."""
    for line in book.ending_somehow().fast("report --format jsonl").lines:
        validate(json.loads(line), schemas["report"]["items"])
    for kind, rows in book.ending_somehow().fast("report --format json").json.items():
        validate(rows, schemas[f"report-{kind}"])


def _as_editors_read(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_editors_read(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_editors_read(item) for item in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def test_leads_files(book: Cli, schemas: dict[str, dict[str, Any]]) -> None:
    """Every lead's file is of the schema, and a misspelt key in one is flagged."""
    files = sorted(Path(book.cwd, "leads").rglob("*.toml"))
    assert len(files) > 5
    for path in files:
        values = _as_editors_read(tomllib.loads(path.read_text()))
        validate(values, schemas["lead"])
        with pytest.raises(jsonschema.ValidationError, match="phnoe"):
            validate({**values, "phnoe": "1"}, schemas["lead"])


def test_definitions_files(book: Cli, schemas: dict[str, dict[str, Any]]) -> None:
    """A definition is of the schema, and a misspelt key at any depth is flagged."""
    values = _as_editors_read(tomllib.loads((book.cwd / "pipelines/own.toml").read_text()))
    validate(values, schemas["pipeline"])
    for wrong in ({**values, "titel": "x"}, {**values, "status": {"New": {"definiton": "x"}}}):
        with pytest.raises(jsonschema.ValidationError):
            validate(wrong, schemas["pipeline"])
