"""The reference pages say what the code says."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

from cli_runner import ENV, ROOT, Cli
from scenario_runner import printing

from leadctl.actions.pipelines.definition_list import check
from leadctl.actions.pipelines.scenarios import play
from leadctl.book.own_files import setting_table as options
from leadctl.book.own_files.definitions import Definitions
from leadctl.book.own_files.scenario_files import scenario_file
from leadctl.book.text.toml_write import format_value
from leadctl.rules.pipelines.key_examples import every_place, key_examples
from leadctl.rules.pipelines.scenario_keys import DUE_KEYS, SCENARIO_KEYS, STEP_KEYS

sys.path.append(str(ROOT / "docs"))


def test_the_pages_are_fresh() -> None:
    """Each generated page is what `make docs` would write now."""
    words = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    done = subprocess.run(words, env=ENV, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


EXAMPLES = ROOT / "docs" / "examples"


def test_every_key_has_an_example() -> None:
    """Each key of each table, clause and effect is used by a definition that is sound."""
    from generate import definitions

    examples = key_examples(definitions(), format_value)
    assert [place for place in every_place() if place not in examples] == []
    file = str(EXAMPLES / "every-key.toml")
    assert check(Definitions(None), None, [file])[file].problems == ()


def test_every_key_of_scenarios_is_played() -> None:
    """The scenario file of the page has every key that a scenario, a step or a row may have."""
    page = (ROOT / "docs" / "how-definitions-work.md").read_text(encoding="utf-8")
    found = scenario_file(Definitions(None), str(EXAMPLES / "every-key.toml"))
    for scenario in found.found.scenarios:
        assert play(found, scenario, printing).failures == ()
    data = tomllib.loads((EXAMPLES / "every-key.scenarios.toml").read_text(encoding="utf-8"))
    steps = [step for scenario in data["scenario"] for step in scenario["steps"]]
    assert {key for step in steps for key in step} == set(STEP_KEYS)
    assert {key for scenario in data["scenario"] for key in scenario} == set(SCENARIO_KEYS)
    for key in (*STEP_KEYS, *SCENARIO_KEYS, *DUE_KEYS):
        assert f"`{key}`" in page, key


def test_the_example_of_settings_has_every_key_and_is_read(cli: Cli) -> None:
    """The page's leadctl.toml has every key of a book and of an agent, each of its kind."""
    text = (EXAMPLES / "book" / "leadctl.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    assert set(data) == {option.name for option in options.BOOK}
    agents = data["agents"].values()
    assert {key for one in agents for key in one} >= {option.name for option in options.AGENT}
    cli.noting().fast("init")
    (cli.cwd / "leadctl.toml").write_text(text, encoding="utf-8")
    shown = cli.noting().fast("config show --origin").out
    assert "agents.kim.zips" in shown
    assert "constants.term_ends" in shown


def test_every_library_has_its_reason() -> None:
    """The changelog says of each runtime library why it is there, and of no other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split("[<>=~!; ]", line)[0] for line in project["dependencies"]}
    _, _, reasons = (
        (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("library is there")
    )
    assert set(re.findall(r"^- ([\w-]+): ", reasons, re.MULTILINE)) == needed
