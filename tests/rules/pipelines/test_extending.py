"""A definition that extends another: what adds up, what takes a place, and which line is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli_w
from cli_runner import Cli
from hypothesis import given, settings
from hypothesis import strategies as st

from leadctl.book.own_files.definitions import DEEPEST, Definitions
from leadctl.errors import Invalid
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.sheet import written
from leadctl.rules.pipelines.build import build_pipeline
from leadctl.rules.pipelines.extending import extended

BASE = """\
schema = 1
id = "base"
title = "The base"
initial = "New"
decisions = ["one"]

[field.size]
type = "number"
label = "size"

[group.calm]
label = "Calm"
requires = [{ field = "size" }]

[[follow_up]]
id = "weekly"
do = "Look"
every = "1 week"
until = ["done"]

[status.New]
definition = "n"
group = "calm"
advice = ["first"]
requires = [{ field = "name" }]
follow_up = [
    { id = "ask", do = "Ask", after = "1 day", until = ["touch"] },
    { id = "call", do = "Call", after = "2 days", until = ["call"] },
]

[status.Away]
definition = "a"

[status.Over]
definition = "o"
closed = "won"
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "pipelines"
    folder.mkdir()
    (folder / "base.toml").write_text(BASE)
    return tmp_path


def own(book: Path, text: str) -> Pipeline:
    """Return what a definition called own is that extends the base."""
    head = 'schema = 1\nid = "own"\ntitle = "Own"\nextends = "base"\n'
    (book / "pipelines" / "own.toml").write_text(head + text)
    return Definitions(book).read("own").pipeline


def problems(book: Path, text: str) -> list[str]:
    with pytest.raises(Invalid) as error:
        own(book, text)
    return [str(problem) for problem in error.value.problems]


def test_what_is_not_said_is_the_bases(book: Path) -> None:
    """An empty extension is the base under another name."""
    found = own(book, "")
    base = Definitions(book).read("base").pipeline
    assert (found.id, found.title) == ("own", "Own")
    assert found.statuses == base.statuses
    assert found.follow_up == base.follow_up
    assert found.statuses["New"].source.file == "pipelines/base.toml"


def test_guards_and_deadlines_add_up_and_other_keys_take_the_place(book: Path) -> None:
    """A status has the base's guards and its own; its advice is its own; keys are taken singly."""
    found = own(
        book,
        'decisions = ["two"]\n[field.size]\nlabel = "how big"\n'
        '[status.New]\nadvice = ["second"]\nrequires = [{ field = "email" }]\n'
        'follow_up = [{ id = "write", do = "Write", after = "3 days", until = ["email"] }]\n',
    )
    new = found.statuses["New"]
    assert [getattr(clause, "field", "") for clause in new.requires] == ["size", "name", "email"]
    assert [rule.id for rule in new.follow_up] == ["ask", "call", "write"]
    assert new.advice == ("second",)
    assert new.definition == "n"
    assert found.decisions == ("one", "two")
    assert (found.fields["size"].type, found.fields["size"].label) == ("number", "how big")


def test_only_what_is_named_is_left_out(book: Path) -> None:
    """Whole parts by key and name at the top; keys and follow-ups in a status, its group's too."""
    found = own(
        book,
        'without = ["status.Away", "follow_up.weekly", "decisions"]\n'
        '[status.New]\nwithout = ["requires", "call"]\n',
    )
    assert list(found.statuses) == ["New", "Over"]
    assert found.follow_up == ()
    assert found.decisions == ()
    assert found.statuses["New"].requires == ()
    assert [rule.id for rule in found.statuses["New"].follow_up] == ["ask"]


def test_a_new_status_stands_after_the_one_before_it(book: Path) -> None:
    """The order of the file is kept around what both have."""
    text = '[status.Away]\nadvice = "x"\n[status.Back]\ndefinition = "b"\n'
    assert list(own(book, text).statuses) == ["New", "Away", "Back", "Over"]


def test_each_mistake_is_told_in_the_file_and_line_where_it_stands(book: Path) -> None:
    """Lists that add up keep their own numbers; what the base says is told of the base's line."""
    text = '[status.New]\nrequires = [\n    { field = "email" },\n    { field = "sise" },\n]\n'
    told = problems(book, text)
    assert told == [
        'pipelines/own.toml:8: status.New.requires[1].field: there is no field "sise" '
        '(did you mean "size"?)'
    ]
    told = problems(book, 'without = ["field.size"]\n')
    assert told == [
        'pipelines/base.toml:13: group.calm.requires[0].field: there is no field "size"'
    ]
    (book / "pipelines" / "base.toml").write_text(
        f'replaces = "x"\nstatus_map = {{ A = "Away" }}\n{BASE}'
    )
    told = problems(book, 'without = ["status.Away"]\n')
    assert told == ['pipelines/base.toml:2: status_map: there is no status "Away"']
    (book / "pipelines" / "base.toml").write_text(BASE)
    left = '[status.New]\nwithout = ["ask"]\nfollow_up = [{ do = "Go", after = "1 dya" }]\n'
    assert problems(book, left)[0].startswith("pipelines/own.toml:7: status.New.follow_up[0].after")


def test_one_slip_in_a_deadline_is_one_problem(book: Path) -> None:
    """A span that cannot be read is told, and not what would follow from its being missing."""
    rule = '{ do = "Go", after = "1 dya", ideal = "2 hours", until = ["touch"] }'
    told = problems(book, f"[status.New]\nfollow_up = [{rule}]\n")
    assert len(told) == 1
    assert told[0].startswith("pipelines/own.toml:6: status.New.follow_up[0].after")


def test_what_cannot_be_left_out_is_told(book: Path) -> None:
    """A name that the base does not have, in the whole or in a status; and nothing to leave out."""
    told = problems(book, 'without = ["status.Awa"]\n[status.New]\nwithout = ["ring"]\n')
    assert told == [
        'pipelines/own.toml:5: without[0]: "base" has no "status.Awa" '
        '(did you mean "status.Away"?)',
        'pipelines/own.toml:7: status.New.without[0]: its group has no "ring"',
    ]
    (book / "pipelines" / "base.toml").write_text(f'without = ["status.Away"]\n{BASE}')
    with pytest.raises(Invalid, match='without: is for "extends", which is missing'):
        _ = Definitions(book).read("base").pipeline


def test_circles_and_definitions_that_are_not_there_are_told(book: Path) -> None:
    """Two that extend each other, one that extends nobody, and a tower of too many."""
    folder = book / "pipelines"
    for name, below in (("a", "b"), ("b", "a"), ("c", "bsae")):
        (folder / f"{name}.toml").write_text(f'schema = 1\nid = "{name}"\nextends = "{below}"\n')
    with pytest.raises(Invalid, match=r"b.toml:3: extends: goes round in a circle"):
        Definitions(book).read("a")
    with pytest.raises(Invalid, match=r'c.toml:3: extends: there is no definition "bsae".*base'):
        Definitions(book).read("c")
    (folder / "own.toml").write_text('schema = 1\nid = "own"\nextends = "own"\n')
    with pytest.raises(Invalid, match="extends: leadctl brings no definition"):
        Definitions(book).read("own")
    for number in range(DEEPEST + 1):
        below = f"t{number + 1}" if number < DEEPEST else "base"
        text = f'schema = 1\nid = "t{number}"\nextends = "{below}"\n'
        (folder / f"t{number}.toml").write_text(text)
    with pytest.raises(Invalid, match="goes on too long"):
        Definitions(book).read("t0")
    assert Definitions(book).read("t2").pipeline.title == "The base"


def test_its_own_id_means_the_shipped_one(tmp_path: Path) -> None:
    """A book changes a shipped definition by writing down what differs, and no more."""
    folder = tmp_path / "pipelines"
    folder.mkdir()
    text = 'schema = 1\nid = "wholesale"\nextends = "wholesale"\ntitle = "Ours"\n'
    (folder / "wholesale.toml").write_text(text)
    found = Definitions(tmp_path).read("wholesale").pipeline
    assert found.title == "Ours"
    assert found.title == "Ours"
    assert [*found.statuses] == [*Definitions(None).read("wholesale").pipeline.statuses]
    (folder / "wholesale.toml").write_text(f'{text}without = ["field.offer_amount"]\n')
    with pytest.raises(Invalid) as error:
        _ = Definitions(tmp_path).read("wholesale").pipeline
    assert all(one.file == "pipelines/wholesale.toml (as shipped)" for one in error.value.problems)


def test_what_holds_is_shown_checked_and_played(tmp_path: Path) -> None:
    """The commands read the whole: show prints it, add and due use it, check names both files."""
    cli = Cli(tmp_path).noting()
    cli.fast("init --no-input --pipeline streeteasy-buyer --timezone America/New_York")
    folder = tmp_path / "pipelines"
    folder.mkdir(exist_ok=True)
    text = (
        'schema = 1\nid = "ours"\nextends = "streeteasy-buyer"\ntitle = "Ours"\n'
        '[status."Attempted Contact"]\n'
        'follow_up = [{ id = "again", do = "Try again", after = "1 day", until = ["touch"] }]\n'
    )
    (folder / "ours.toml").write_text(text)
    assert cli.fast("pipeline check ours").out == "ours: sound\n"
    page = cli.fast("pipeline show ours").out
    assert "Defined in pipelines/ours.toml, which extends streeteasy-buyer." in page
    assert "Try again" in page
    assert "Report the signed contract" in page
    cli.fast("add Ana --pipeline ours")
    cli.fast("log Ana text --out")
    assert '"again"' in cli.fast("due --all --format json").out
    (folder / "ours.toml").write_text(text.replace('"1 day"', '"1 dya"'))
    assert "pipelines/ours.toml:6:" in cli.exits(5).fast("pipeline check ours").err


WANTED = st.lists(st.sampled_from([{"field": "email"}, {"field": "phone"}]), max_size=2)
BARRED = st.lists(st.sampled_from([{"event": "call"}, {"event": "text"}]), max_size=2)
STATUS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"definition": st.sampled_from(["x", "y"])},
    optional={"requires": WANTED, "forbids": BARRED, "advice": st.just(["z"])},
)
STATUSES = st.dictionaries(st.sampled_from(["New", "B", "C", "D"]), STATUS, max_size=4)


@settings(max_examples=60, deadline=None)
@given(STATUSES, STATUSES)
def test_the_whole_says_what_both_say_and_knows_where(
    below: dict[str, Any], above: dict[str, Any]
) -> None:
    """Of any two definitions: guards are both's in order, and each is found again in its file."""
    head = {"schema": 1, "title": "t", "initial": "New"}
    new = {"New": {"definition": "n"}}
    base = written({**head, "id": "base", "status": {**new, **below}}, "base.toml", lambda _: 1)
    top = written({"id": "own", "extends": "base", "status": above}, "own.toml", lambda _: 2)
    found = extended(base, top)
    pipeline = build_pipeline(found)
    for name, status in pipeline.statuses.items():
        for key in ("requires", "forbids"):
            told = [(clause.source.file, clause.source.path) for clause in getattr(status, key)]
            assert told == [
                (file, ("status", name, key, place))
                for file, tables in (("base.toml", {**new, **below}), ("own.toml", above))
                for place, _ in enumerate(tables.get(name, {}).get(key, []))
            ]
    assert tomli_w.dumps(dict(found.data))  # it is a definition's tables, and nothing else
