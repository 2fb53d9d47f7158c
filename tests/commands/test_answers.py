"""What writes answer to programs: JSON, ids, errors as JSON, keys, lines on stdin, --where."""

from __future__ import annotations

import json

import pytest
from cli_runner import Cli


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of two new leads."""
    cli.noting().fast("init")
    for name in ("Ana", "Ben"):
        cli.noting().fast(f"add {name} email={name.lower()}@example.com source=Zillow")
    return cli


def test_a_write_as_json(book: Cli) -> None:
    """The operation, what changed before and after, the events, what is next, how to undo."""
    made = book.fast("log ana call -o spoke --format json").json
    [ana] = made["changed"]
    assert (made["operation"], made["undo"], made["refused"]) == (3, "leadctl undo 3", [])
    assert made["dry_run"] is False
    assert ana["fields"]["status"] == {"before": "New Connection", "after": "Attempted Contact"}
    assert [event["event"] for event in ana["events"]] == ["call", "status"]
    assert ana["events"][0]["outcome"] == "spoke"
    assert set(ana["next"]) == {"rule", "kind", "do", "due"}


def test_a_new_lead_as_json_and_ids(book: Cli) -> None:
    """A new lead was nothing before; ids are bare."""
    [new] = book.fast("add Cy --format json").json["changed"]
    assert new["new"] is True
    assert new["fields"]["name"] == {"before": None, "after": "Cy"}
    assert book.fast("note cy hello --format ids").out == f"{new['id']}\n"


def test_a_refusal_as_json(book: Cli) -> None:
    """Each clause that does not hold, what would help, what is possible; exit 3 all the same."""
    made = book.exits(3).fast("status set ana 'appointment set' --format json").json
    [refused] = made["refused"]
    assert made["changed"] == []
    assert made["operation"] is None
    assert refused["unmet"][0]["sentence"]
    assert "appointment" in refused["unmet"][0]["type"]
    assert "Nurture" in refused["possible"]
    assert refused["with_reason"] == []


def test_what_wants_a_reason_is_told_apart(book: Cli) -> None:
    """A program learns which of the possible moves is refused without --reason."""
    book.noting().fast("log ana call -o spoke")
    made = book.exits(3).fast("status set ana 'appointment set' --format json").json
    [refused] = made["refused"]
    assert refused["with_reason"] == ["New Connection"]
    assert "New Connection" in refused["possible"]
    assert book.fast("show ana -f json").json["with_reason"] == ["New Connection"]
    assert book.fast("context ana -f json").json["with_reason"] == ["New Connection"]
    book.exits(3, "reason").fast("status set ana 'New Connection'")


def test_a_dry_run_says_would(book: Cli) -> None:
    """In words and in JSON, and nothing is written."""
    assert book.noting().fast("set ana value=5 -n").out.startswith("Would be: Ana")
    made = book.fast("set ana value=5 -n --format json").json
    assert (made["dry_run"], made["operation"]) == (True, None)
    assert made["changed"][0]["fields"]["value"] == {"before": None, "after": 5}


@pytest.mark.parametrize(
    ("words", "code", "kind"),
    [
        ("list --pipeline nowhere --format json", 4, "NotFound"),
        ("log nobody call --format json", 4, "NotFound"),
        ("undo 99 --format json", 4, "NotFound"),
    ],
)
def test_an_error_as_json(book: Cli, words: str, code: int, kind: str) -> None:
    """Exits 4 to 6 print an object beside the words; what makes no command is words alone."""
    ran = book.exits(code, "leadctl: ").fast(words)
    assert ran.json["error"]["exit"] == code
    assert ran.json["error"]["kind"] == kind
    assert ran.json["error"]["sentence"] in ran.err
    assert book.exits(2, "Say which lead").fast("set ana --format json").out == ""


def test_quiet_prints_refusals_and_errors_only(book: Cli) -> None:
    """What a write did is not said under -q; what is asked for with --format comes."""
    assert book.fast("-q note ana hello").out == ""
    assert book.fast("-q note ana hello --format ids").out
    book.exits(3, "appointment").fast("-q status set ana 'appointment set'")


def test_undo_and_import_as_json(book: Cli) -> None:
    """They say what was taken back, and what came in."""
    book.noting().fast("note ana hello")
    undone = book.fast("undo --format json").json
    assert (undone["undone"]["operation"], undone["undone"]["kept"]) == (3, [])
    assert [one["name"] for one in undone["changed"]] == ["Ana"]
    (book.cwd / "more.csv").write_text("Name,Email\nCy,cy@example.com\nDee,dee@example.com\n")
    made = book.noting().fast("import more.csv --format json").json
    assert (made["rows"]["read"], made["rows"]["new"], made["refused"]) == (2, 2, [])
    assert [(one["name"], one["new"]) for one in made["changed"]] == [("Cy", True), ("Dee", True)]
    assert made["changed"][0]["next"]["due"]
    assert len(book.noting().fast("import more.csv --format ids").lines) == 0


def test_a_key_is_written_once(book: Cli) -> None:
    """The same key again changes nothing, whatever else the words say."""
    first = book.fast("log ana call --key k1 --format json").json
    again = book.fast("log ana call --key k1 --format json").json
    assert first["operation"]
    assert again["operation"] is None
    assert again["changed"][0]["events"] == []


def test_lines_of_json_on_stdin(book: Cli) -> None:
    """Many events of many leads are one operation; a line that cannot be read stops all."""
    lines = [
        {"lead": "ana", "event": "call", "outcome": "spoke", "key": "a"},
        {"lead": "ana", "event": "text", "way": "in", "text": "call me"},
        {"lead": "ben", "event": "call", "at": "2026-11-20T14:59Z"},
    ]
    typed = "\n".join(map(json.dumps, lines))
    made = book.typing(typed).fast("log - --format json").json
    assert [len(one["events"]) for one in made["changed"]] == [3, 2]
    again = book.typing(json.dumps(lines[0])).fast("log - --format json").json
    assert again["operation"] is None
    bad = book.typing('{"lead": "ana"}').exits(2, "Line 1: at least")
    bad.fast("log -")
    book.typing("nonsense").exits(2, "Line 1: this is no JSON").fast("log -")


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ({"lead": "nobody", "event": "call"}, 4, "Line 2: No lead matches"),
        ({"lead": "ben", "event": "cawl"}, 4, "Line 2: "),
        ({"lead": "ben", "event": "call", "at": "soon"}, 2, 'Line 2: "soon" is not a time'),
    ],
)
def test_a_line_that_cannot_be_logged_is_named(
    book: Cli, line: dict[str, str], code: int, said: str
) -> None:
    """By its number, whatever is wrong with it, and nothing of the other lines is written."""
    lines = [{"lead": "ana", "event": "call"}, line]
    book.typing("\n".join(map(json.dumps, lines))).exits(code, said).fast("log -")
    assert '"call"' not in book.file_of("ana").read_text()


def test_a_note_from_stdin_and_an_export_to_stdout(book: Cli) -> None:
    """A dash is stdin or stdout wherever a text or a file is taken."""
    book.noting().typing("likes light\n").fast("note ana -")
    assert "likes light" in book.fast("show ana").out
    assert book.noting().fast("export -o -").out.startswith("id,name")
    assert not (book.cwd / "-").exists()


DASHES = (
    "add - source=fair",
    "note ana -",
    "log ana call -m -",
    "remind ana fri -",
    "status set ana nurture --reason -",
    "release ana --reason -",
)
"""Lines that take a text from stdin."""


@pytest.mark.parametrize("words", DASHES)
def test_a_dash_is_stdin_wherever_a_text_is_taken(book: Cli, words: str) -> None:
    """The text is stored, never the dash; empty input and input for two things are refused."""
    book.noting().fast("assign ana me")
    told = book.noting().typing("Zoë Park\n").fast(f"{words} --dry-run --format json").json
    stored = json.dumps(told["changed"], ensure_ascii=False)
    assert "Zoë Park" in stored
    assert '"-"' not in stored
    book.typing("").exits(2, "Standard input is empty").fast(words)
    book.typing("Zoë").exits(2, "one thing").fast("log - call -m -")


def test_a_dash_is_one_lead_and_one_name(book: Cli) -> None:
    """`context -` reads an id; several, and several names, are refused with the way out."""
    ids = book.fast("list -f ids").out
    assert book.typing(ids.split()[0]).fast("context -").out
    book.typing(ids).exits(2, "leadctl show -").fast("context -")
    book.typing("Ann\nBob").exits(2, "leadctl import -").fast("add -")


def test_where_counts_and_asks(book: Cli) -> None:
    """Without a terminal --yes is wanted; a dry run and --yes go ahead; nobody is nobody."""
    book.exits(2, "2 leads (Ana, Ben); to do it").fast("set --where source:zillow value=5")
    book.noting("2 leads: Ana, Ben").fast("set --where source:zillow value=5 --yes")
    assert book.fast("list value:5 -f ids").lines == book.fast("list -f ids").lines
    book.noting().fast("status set --where 'value:5 ana' Nurture --yes")
    assert len(book.fast("list status:nurture -f ids").lines) == 1
    book.exits(4, "No lead is one where").fast("note --where value:6 hello --yes")
    book.exits(2, "Say which lead").fast("claim")


def test_a_list_is_sorted_cut_and_of_some_columns(book: Cli) -> None:
    """By any field of its JSON; what has none comes last."""
    book.noting().fast("set ben value=9")
    assert (
        book.fast("list --sort -value --columns name,value -f csv").out
        == "name,value\nBen,9\nAna,\n"
    )
    assert [row["name"] for row in book.fast("list --sort -name --limit 1 -f json").json] == ["Ben"]
    book.exits(2, 'Did you mean "name"').fast("list --sort na-me")
    assert book.fast("due --format ids").lines


def test_settings_are_set_and_taken_back(book: Cli) -> None:
    """The book's in its file, every other byte as it was; one's own in one's own."""
    file = book.cwd / "leadctl.toml"
    before = file.read_text()
    file.write_text(before := f"# ours\n{before}")
    ran = book.noting().fast("config set limit 7")
    assert "limit = 7" in file.read_text()
    assert file.read_text().startswith("# ours\n")
    book.noting().fast("config set view.hot 'state:open has:source'")
    assert len(book.fast("list @hot -f ids").lines) == 2
    for _ in range(2):
        book.noting().fast("undo")
    assert file.read_text() == before
    book.noting().fast("config set agents.kim.name 'Kim Fox'")
    assert 'name = "Kim Fox"' in file.read_text()
    assert "Undo:" in ran.err
    mine = book.given(HOME=str(book.cwd))
    mine.noting().fast("config set outbox.send true")
    assert 'send = "true"' in (book.cwd / ".config/leadctl/config.toml").read_text()
    book.exits(2, "is not a whole number").fast("config set limit many")
    book.exits(4, "limit").fast("config set limt 7")


def test_who_acts_is_shown_as_it_holds(book: Cli) -> None:
    """--as and LEADCTL_AGENT are named as where it comes from."""
    (book.cwd / "leadctl.toml").write_text(
        'pipeline = "streeteasy-buyer"\n[agents.bob]\n[agents.al]\n'
    )
    rows = book.given(LEADCTL_AGENT="bob").fast("config show --origin -f json").json
    agent = next(row for row in rows if row["key"] == "agent")
    assert (agent["value"], agent["origin"]) == ("bob", "LEADCTL_AGENT")


def test_the_only_agent_is_shown_as_who_acts(book: Cli) -> None:
    """Where nobody is named and the book knows one agent, it is that one, and it says why."""
    rows = book.fast("config show --origin -f json").json
    agent = next(row for row in rows if row["key"] == "agent")
    assert (agent["value"], agent["origin"]) == ("me", "the only agent")
    assert '"value:5..".' in book.noting().fast("config set view.big value:5..").out


def test_what_fails_after_it_was_done_is_told_with_what_was_done(book: Cli) -> None:
    """Exit 7: the operation, each lead, and beside them the error: it must not be run again."""
    book.noting().fast("init --git")
    book.noting().fast("config set git commit")
    hook = book.cwd / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    made = book.exits(7, "Done as operation").fast("note ana hello --format json").json
    assert made["undo"] == f"leadctl undo {made['operation']}"
    assert [one["name"] for one in made["changed"]] == ["Ana"]
    assert made["error"]["exit"] == 7
    assert made["error"]["sentence"]


def test_a_status_without_quotes_moves_nobody_else(book: Cli) -> None:
    """ "In" of an unquoted status is no lead, though one's name has it: the right line is shown."""
    book.noting().fast("add 'Max Lin'")
    wanted = 'leadctl status set ana "In Communication"'
    book.exits(2, wanted).fast("status set ana In Communication")
    book.exits(2, wanted).fast("status set ana in communication --dry-run")


@pytest.mark.parametrize("line", ["{oops", "[]", '{"lead": "ana", "event": 5}', '{"lead": "ana"}',
    '{"lead": "nobody", "event": "call"}', '{"lead": "ana", "event": "call", "at": "sometime"}',
    '{"lead": "ana", "event": "zzz"}'])  # fmt: skip
def test_a_wrong_line_of_standard_input_is_told_with_its_number(cli: Cli, line: str) -> None:
    """In words, whatever is wrong in it, and for programs where a program is told; nothing is
    logged then.
    """
    book = cli.buyers("2026-11-20T15:00:00Z", "add Ana")
    good = '{"lead": "ana", "event": "call"}'
    ran = book.typing(f"{good}\n\n{line}\n").ending_somehow().fast("log - --format json")
    assert ran.err.startswith("leadctl: Line 3: ")
    if ran.code == 2:
        assert ran.out == ""
    else:
        told = ran.json["error"]
        assert (told["line"], told["exit"]) == (3, ran.code)
        assert told["sentence"].startswith("Line 3: ")
    assert "call" not in book.file_of("ana").read_text()
