"""One of each subject is one object in one file, and a line in a list: planted, it is everywhere.

Each test copies the package, adds a subject as a stranger would (those of CONTRIBUTING.md where it
has one), and asks the commands: it is read, checked, judged, said, offered and documented.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import ENV, ROOT, Cli

SHOWN = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SMALL = """schema = 1
id = "small"
title = "Small"
initial = "New"

[status.New]
definition = "just in"
MORE

[status.Gate]
definition = "guarded"
GUARD
"""


def shown(beginning: str) -> str:
    """Return the example of the page that begins so."""
    blocks = re.findall(r"```python\n(.*?)```", SHOWN, re.DOTALL)
    return next(code for code in blocks if code.startswith(beginning))


class House:
    """A copy of the package, and a book with two leads beside it."""

    def __init__(self, folder: Path, cli: Cli) -> None:
        self.folder, self.touched = folder, set[str]()
        shutil.copytree(ROOT / "leadctl", folder / "leadctl")
        for name in ("pipelines", "layouts"):
            (folder / name).symlink_to(ROOT / name)
        self.cli = cli.given(PYTHONPATH=str(folder))
        self.cli.noting().run("init book --timezone America/New_York --no-input")
        self.book = self.cli.inside("book").noting()

    def file(self, name: str, text: str) -> None:
        """Add a file to the package."""
        self._touch(name).write_text(text, encoding="utf-8")

    def line(self, name: str, after: str, text: str) -> None:
        """Add a line to a file of the package, after the one that is there once."""
        path = self._touch(name)
        before = path.read_text(encoding="utf-8")
        assert before.count(after) == 1, after
        path.write_text(before.replace(after, f"{after}\n{text}"), encoding="utf-8")

    def _touch(self, name: str) -> Path:
        self.touched.add(name)
        assert len(self.touched) <= 2, "a subject is one object and a line in one list"
        return self.folder / "leadctl" / name

    def language_page(self) -> str:
        """Return the page of the language, as `make docs` would write it from the copy."""
        code = "from leadctl.rules.pipelines.reference import *; print(language_reference())"
        env = {**ENV, **self.cli.env}
        words = [sys.executable, "-c", code]
        done = subprocess.run(words, check=True, cwd=self.folder, env=env, capture_output=True)
        return done.stdout.decode()

    def small(self, more: str = "", guard: str = "") -> None:
        """Give the book a small definition, and two leads in it."""
        text = SMALL.replace("MORE", more).replace("GUARD", guard)
        (self.book.cwd / "pipelines" / "small.toml").write_text(text, encoding="utf-8")
        self.book.run("pipeline check small")
        self.book.run("add 'Ana Lopez' email=ana@example.com source=Zillow -p small")
        self.book.run("add 'Ben Ode' birthday=--11-20 source=friend -p small")


@pytest.fixture
def house(tmp_path: Path, cli: Cli) -> House:
    """A house of one's own."""
    (tmp_path / "house").mkdir()
    return House(tmp_path / "house", cli)


def test_an_output_format(house: House) -> None:
    """Lists, reports and exports are printed in it, and their help offers it."""
    house.file("render/ini.py", shown('"""Lines of name = value'))
    house.line(
        "render/formats.py",
        '    "tsv": Format("delimited:tsv_text", raw=True),',
        '    "ini": Format("ini:ini"),',
    )
    house.small(more='follow_up = [{ do = "Greet", after = "1 hour" }]')
    for words in ("list", "due --all", "report status", "report", "export", "export --events"):
        assert "[1]\n" in house.book.run(f"{words} -f ini").out, words
    for words in ("list", "export"):
        assert "ini" in house.book.run(f"{words} --help").out


def test_a_report(house: House) -> None:
    """It is counted, in every format, and its figures are defined."""
    house.file("rules/reports/kinds/brought.py", shown('"""How many leads each source'))
    house.line(
        "rules/reports/registry.py",
        "KINDS: dict[str, tuple[str, str]] = {",
        '    "brought": ("leadctl.rules.reports.kinds.brought", "What each source brought."),',
    )
    house.small()
    found = house.book.run("report brought -f json").json
    assert found == [{"source": "Zillow", "leads": 1}, {"source": "friend", "leads": 1}]
    assert "Zillow" in house.book.run("report brought").out
    page = house.book.run("report brought -f html").out
    assert "Sources" in page
    assert "Zillow" in page
    assert "What each source brought." in house.book.run("report --help").out
    assert "where the leads came from" in house.book.run("report brought --help").out


def test_a_kind_of_clause(house: House) -> None:
    """It is checked, refuses in its own words, is shown, and stands in the schema."""
    house.file("rules/clauses/weekday.py", shown('"""The clause about the day'))
    house.line(
        "rules/clauses/kinds.py",
        "from leadctl.rules.clauses.tenure import TenureClause",
        "from leadctl.rules.clauses.weekday import WeekdayClause",
    )
    house.line("rules/clauses/kinds.py", "    TenureClause,", "    WeekdayClause,")
    house.small(guard='requires = [{ weekday = "tue" }]')
    assert "today is tue" in house.book.exits(3).run("status set Ana Gate").err.lower()
    house.book.at("2026-11-24T15:00:00Z").run("status set Ana Gate")
    assert "today is tue" in house.book.run("pipeline show small").out
    assert "three letters each" in house.book.run("schema pipeline").out
    (house.book.cwd / "pipelines" / "small.toml").write_text(
        SMALL.replace("MORE", "").replace("GUARD", 'requires = [{ weekday = "maandag" }]')
    )
    assert '"maandag" is no day' in house.book.exits(5).run("pipeline check small").err


EFFECT = '''"""The effect that tags a lead."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.leads.lead import Lead, listed
from leadctl.rules.moves.effects.kind import EffectKind, Stamp


class TagEffect(EffectKind):
    """The lead gets a tag."""

    subject = "tag"
    means = "The lead gets a tag."
    example = '{ tag = "hot" }'
    keys = {"tag": key("text", "the tag that is added")}
    tag: str = ""

    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead with the tag."""
        return case.lead.set(tags=[*listed(case.lead.value("tags")), self.tag])

    def says(self) -> str:
        """Return the tag."""
        return f"the tag {self.tag} is added"

    def check(self, names: Names) -> None:
        """A tag is any word."""
'''


def test_an_effect(house: House) -> None:
    """It is applied on entering, said, and stands in the schema."""
    house.file("rules/moves/effects/tag.py", EFFECT)
    house.line(
        "rules/moves/effects/kinds.py",
        "from leadctl.rules.moves.effects.task import TaskEffect",
        "from leadctl.rules.moves.effects.tag import TagEffect",
    )
    house.line("rules/moves/effects/kinds.py", "    TaskEffect,", "    TagEffect,")
    house.small(guard='enter = [{ tag = "hot" }]')
    house.book.run("status set Ana Gate")
    [ana] = house.book.run("list Ana -f json").json
    assert ana["tags"] == ["hot"]
    assert "the tag hot is added" in house.book.run("pipeline show small").out
    assert "the tag that is added" in house.book.run("schema pipeline").out


def test_a_kind_of_row(house: House) -> None:
    """It is read, checked, listed in its section, said, settled and put off as it says itself."""
    house.file("rules/due/rows/visit.py", shown('"""The row of a visit'))
    house.line(
        "rules/due/rows/kinds.py",
        "from leadctl.rules.due.rows.sla import SLA",
        "from leadctl.rules.due.rows.visit import VISIT",
    )
    house.line("rules/due/rows/kinds.py", "    APPOINTMENT,", "    VISIT,")
    house.small(more='follow_up = [{ do = "See their house", kind = "visit", after = "1 hour" }]')
    later = house.book.at("2026-11-20T18:00:00Z")
    listed = later.run("today").out
    assert "ring their bell: see their house" in listed.partition("Today")[2]
    assert "After it: leadctl log ana meeting" in listed
    [first, _] = later.run("due --kind visit -f json").json
    assert first["kind"] == "visit"
    refused = later.exits(3).run("snooze Ana fri").err
    assert "a visit is paid when agreed" in refused
    assert "leadctl show" in refused
    assert "leadctl log" in later.exits(3).run("done Ana see-their-house").err
    assert "visit" in house.book.run("due --help").out
    assert "a visit to their house" in house.language_page()
    (house.book.cwd / "pipelines" / "small.toml").write_text(
        SMALL.replace(
            "MORE", 'follow_up = [{ do = "Go", kind = "visit", every = "1 day" }]'
        ).replace("GUARD", "")
    )
    assert "nobody is visited again" in house.book.exits(5).run("pipeline check small").err


def test_a_moment(house: House) -> None:
    """A deadline is counted from it, it is said and asked for, and stands in the reference."""
    house.line(
        "rules/clauses/timeline.py",
        '    Moment("received", "the lead came in", lambda line: line.received, said="added"),',
        """    Moment("noted", "something was noted", lambda line: line.last(("note",)),
           names=("note",), shown=("note", "")),""",
    )
    house.small(
        more='follow_up = [{ do = "Read it", after = "1 hour", from = "noted" }]',
        guard='requires = [{ moment = "noted" }]',
    )
    assert "something was noted" in house.book.exits(3).run("status set Ana Gate").err
    house.book.run("note Ana 'wants a garden'")
    later = house.book.at("2026-11-20T18:00:00Z")
    assert "read it" in later.run("due").out
    later.run("status set Ana Gate")
    assert "1 hour after something was noted" in house.book.run("pipeline show small").out
    assert "| `noted` | something was noted |" in house.language_page()


def test_a_kind_of_event(house: House) -> None:
    """A new kind of touch is logged, settles, is asked for, counted and shown."""
    house.line(
        "rules/leads/event_kinds.py",
        '    EventKind("letter", "a letter or postcard", is_touch=True, is_channel=True,'
        ' asked=("way",)),',
        '    EventKind("visit", "a visit to their house", is_touch=True),',
    )
    house.small(
        more='follow_up = [{ do = "Go there", after = "1 hour", until = ["visit out"] }]',
        guard='requires = [{ event = "visit" }]',
    )
    assert "visit" in house.book.exits(3).run("status set Ana Gate").err
    assert "Settled: Go there" in house.book.run("log Ana visit").err
    house.book.run("status set Ana Gate")
    house.book.run("status set Ben Gate --log visit")
    assert "visit" in house.book.run("show Ana --history").out
    assert any("visit" in str(row) for row in house.book.run("report activity -f json").json)
    house.book.run("check")


def test_a_field(house: House) -> None:
    """It is set, listed, searched, exported, imported, checked and in the schema."""
    house.line(
        "rules/leads/fields.py",
        '    BuiltIn(name="source", means="Where the lead came from.", use="source"),',
        '    BuiltIn(name="nickname", means="What friends say.", use="field:nickname",'
        " searchable=True, mail_merge=True),",
    )
    house.small(guard='requires = [{ field = "nickname" }]')
    assert "nickname" in house.book.exits(3).run("status set Ana Gate").err
    house.book.run("set Ana nickname=Nan")
    house.book.run("status set Ana Gate")
    assert "Ana Lopez" in house.book.run("list nickname:Nan").out
    assert "Ana Lopez" in house.book.run("find Nan").out
    assert "nickname" in house.book.run("export").out.split("\n")[0]
    assert "nickname" in json.dumps(house.book.run("schema lead").json)
    (house.book.cwd / "in.csv").write_text("Name,Email,Pet name\nCid,cid@example.com,Sid\n")
    house.book.run("import in.csv -p small -m 'nickname=Pet name'")
    assert "Cid" in house.book.run("list nickname:Sid").out
    house.book.run("check")


def test_a_command(house: House) -> None:
    """It runs, and every list of commands has it."""
    house.file("commands/birthdays.py", shown('"""birthdays:'))
    house.line(
        "commands/starting/command_table.py",
        '    "Every day": {',
        '        "birthdays": ("leadctl.commands.birthdays:command", "Birthdays of today."),',
    )
    house.small()
    assert house.book.run("birthdays").out == "Ben Ode\n"
    assert "Birthdays of today." in house.book.run("--help").out
