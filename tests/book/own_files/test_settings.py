"""Settings of a book and of a person, and where each value came from."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from leadctl.book.own_files.read_settings import load_settings
from leadctl.book.own_files.settings import Settings, user_config
from leadctl.book.text.toml_set import set_key
from leadctl.errors import Invalid, NotFound
from leadctl.values import replace

WRONG = (
    'pipline = "x"', 'region = "usa"', "limit = -1", "dear Ana", "spread_days = 0", "undo_days =",
    'outbox = { send = "rm" }', 'git = "push"', 'idle = "soon"', "view = 3", "constants = []",
    '"a.b" = 1', "'' = 2",
)  # fmt: skip

BOOK = """\
schema = 1
pipeline = "streeteasy-buyer"
timezone = "America/New_York"
rank = ["sam", "dana"]

[agents.sam]
name = "Sam Reyes"
email = "sam@example.com"
started = 2026-01-05
roles = ["manager"]
zip_sponsor = ["77084"]

[agents.dana]
"""


def read(folder: Path, text: str, **env: str) -> Settings:
    """Return the settings of a book with this text."""
    (folder / "leadctl.toml").write_text(text)
    return load_settings(folder, env)


def test_a_book_says_what_holds(tmp_path: Path) -> None:
    """Every value is read, the rest is the default, and each has its origin."""
    found = read(tmp_path, BOOK)
    assert (found.pipeline, found.timezone, found.region) == (
        "streeteasy-buyer",
        "America/New_York",
        "US",
    )
    sam = found.team.get("sam")
    assert (sam.label, sam.started, sam.roles) == ("Sam Reyes", date(2026, 1, 5), ("manager",))
    assert sam.oversees
    assert sam.attributes == {"zip_sponsor": ["77084"]}
    assert sam.tenure_days(date(2026, 2, 3)) == 30
    assert found.team.rank == ("sam", "dana")
    assert found.origin("timezone") == "leadctl.toml:3"
    assert found.origin("region") == "default"
    assert ("agents.sam.name", "Sam Reyes", "leadctl.toml:7") in list(found.shown())


def test_a_person_has_settings_of_their_own(tmp_path: Path) -> None:
    """The person's file says who they are and how messages leave; it is found like any other."""
    config = tmp_path / ".config" / "leadctl" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('agent = "sam"\n[outbox]\nsend = "mail -t"\n')
    found = read(tmp_path, BOOK, HOME=str(tmp_path))
    assert (found.agent, found.send) == ("sam", "mail -t")
    assert found.origin("outbox.send") == f"{config}:3"
    xdg = {"XDG_CONFIG_HOME": str(tmp_path / ".config"), "HOME": "/nowhere"}
    assert user_config(xdg) == str(config)
    assert user_config({}) is user_config({"HOME": ""}) is None
    assert read(tmp_path, BOOK).agent == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'pipline = "x y"',
            "leadctl.toml:1: pipline: is no setting (did you mean pipeline? "
            "leadctl config set pipeline 'x y')",
        ),
        ("limt = 'x'", "leadctl.toml:1: limt: is no setting (did you mean limit?)"),
        ('timezone = "Mars"', "leadctl.toml:1: timezone: is not a time zone"),
        ('timezone = "../../etc/passwd"', "leadctl.toml:1: timezone: is not a time zone"),
        ('region = "usa"', "leadctl.toml:1: region: is not a country's two letters"),
        ("schema = true", "leadctl.toml:1: schema: is not a whole number"),
        ('rank = ["eve"]', "leadctl.toml:1: rank.0: names an agent who is not under [agents]"),
        ('[agents.sam]\nstarted = "May"', "leadctl.toml:2: agents.sam.started: is not a date"),
        ("[agents]\nsam = 1", "leadctl.toml:2: agents.sam: is not a table"),
        ('[outbox]\nsend = "rm"', "leadctl.toml:1: outbox: a book cannot name a command to run"),
        ('schema = 9\ncommand = "rm"', "leadctl.toml:2: command: a book cannot name a command"),
        ("pipeline = ", "leadctl.toml:1: is not valid TOML"),
        ("a = " + "[" * 9000, "leadctl.toml:1: is nested deeper"),
    ],
)
def test_a_wrong_setting_is_named_and_all_else_is_read(
    tmp_path: Path, text: str, said: str
) -> None:
    """Each mistake is told with file, line and setting; what is right around it holds."""
    found = read(tmp_path, f"{text}\n[view.hot]\nquery = 'tag:hot'")
    assert str(found.problems[0]).startswith(said)
    assert len(found.problems) == 1
    assert found.views == {"hot": "tag:hot"}
    assert read(tmp_path, f"pipeline = 'p'\n{text}").pipeline == "p"


def test_a_heading_that_is_no_toml_takes_along_what_stands_below_it(tmp_path: Path) -> None:
    """Sam's number does not become Lee's."""
    text = '[agents.lee]\nname = "Lee"\n[agents.sam\nphone = "5"\n[view.hot]\nquery = "x"\n'
    found = read(tmp_path, text)
    assert [agent.phone for agent in found.team.agents.values()] == [""]
    assert found.views == {"hot": "x"}


def test_what_is_no_file_of_settings_is_refused(tmp_path: Path) -> None:
    """A file in which hardly a line is TOML says nothing that could hold."""
    with pytest.raises(Invalid, match=r"leadctl\.toml:1: is not valid TOML"):
        read(tmp_path, "Dear Ana,\n" * 30)


@given(st.lists(st.sampled_from(sorted(WRONG)), min_size=1, max_size=6))
def test_what_is_read_past_a_wrong_setting_is_as_without_it(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    """Any mistakes among a sound book's settings: each is told, the others hold as before."""
    folder = tmp_path_factory.mktemp("book")
    sound = read(folder, BOOK)
    found = read(folder, "".join(f"{line}\n" for line in dict.fromkeys(lines)) + BOOK)
    assert len(found.problems) >= len({*lines})
    kept = replace(found, problems=(), origins={}, values={})
    assert kept == replace(sound, origins={}, values={})


def test_settings_that_are_not_there(tmp_path: Path) -> None:
    """Without a book there are defaults; a book without its file is not found; empty is fine."""
    assert load_settings(None, {}).timezone == "UTC"
    assert read(tmp_path, "").writable
    assert not read(tmp_path, "schema = 2").writable
    with pytest.raises(NotFound):
        load_settings(tmp_path / "none", {})


@pytest.mark.parametrize(
    "text",
    [
        "agents = 5",
        "[agents]\nsam = 5",
        '[agents.sam]\nname = 5\nroles = "x"\nstarted = 1',
        'rank = ["nobody"]\ntimezone = "Mars/Olympus"\nregion = 5\nnew = { deep = [1] }',
    ],
)
def test_settings_of_a_later_version_are_read_as_far_as_they_are_understood(
    tmp_path: Path, text: str
) -> None:
    """Whatever a later version writes where this one expects something else is left out."""
    found = read(tmp_path, f"schema = 2\n{text}\n")
    assert not found.writable
    assert (found.timezone, found.region, found.team.rank) == ("UTC", "US", ())
    assert all(agent.label in {"sam", "Sam"} for agent in found.team.agents.values())


def test_a_time_zone_that_is_none_says_in_which_one_times_are_shown(tmp_path: Path) -> None:
    """That of the machine; a book that names none has its default, whatever else is wrong."""
    for text in ('timezone = "Mars"', "timezone = America/New_York"):
        found = read(tmp_path, f"{text}\npipeline = 'p'\n", TZ="Europe/Berlin")
        assert found.timezone == "Europe/Berlin"
        assert "times are shown in Europe/Berlin until then" in str(found.problems[0])
    assert read(tmp_path, "limit = -1", TZ="Europe/Berlin").timezone == "UTC"


LINES = (
    "# The settings of this book", "", 'pipeline = "p"', "limit = 5  # few", "# of Sam",
    "[agents.sam]", 'name = "Sam"', "# how he is told", 'email = "s@example.com"', "# of Lee",
    "[agents.lee]", "# nothing is known", "[view.hot]", 'query = "tag:hot"', "# the end",
)  # fmt: skip


@given(st.lists(st.booleans(), min_size=len(LINES), max_size=len(LINES)), st.booleans())
def test_a_setting_parts_no_comment_from_what_it_is_about(kept: list[bool], ends: bool) -> None:
    """Whatever of a file is there: a comment stands above the same line as before, each heading
    has its own keys, and nothing else is changed.
    """
    kept[5] |= kept[6] or kept[8]
    kept[12] |= kept[13]
    lines = [one for one, is_kept in zip(LINES, kept, strict=True) if is_kept]
    text = "\n".join(lines) + ("\n" if ends else "")
    for path, value in ((("idle",), "5 days"), (("agents", "sam", "phone"), "5")):
        after = set_key(text, path, value).split("\n")
        for one, below in itertools.pairwise(lines):
            if one.startswith("# ") and below:
                assert after[after.index(one) + 1] == below
        assert [one for one in after if one and one in lines] == [one for one in lines if one]
        found = tomli.loads("\n".join(after))
        for part in path:
            found = found[part]
        assert found == value
