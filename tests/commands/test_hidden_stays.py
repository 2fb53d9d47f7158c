"""What is hidden from an agent is neither shown nor changed, whatever is typed."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from cli_runner import Cli

from leadctl.book.own_files.definitions import Definitions
from leadctl.rules.reports.registry import KINDS
from leadctl.rules.reports.report import report_of

DEFINITIONS = {name: Definitions(None).read(name).pipeline for name in Definitions(None).files}
ALONE = sorted(n for n, one in DEFINITIONS.items() if one.visibility and one.visibility.owner_only)
MASKING = sorted(n for n, one in DEFINITIONS.items() if one.visibility and one.visibility.mask)
AGENTS = '[agents.kim]\n[agents.dana]\n[agents.max]\nroles = ["manager"]\n'
PHONE, MORE, EMAIL = "+14155550132", "+14155550199", "ida@example.com"


def hidden_fields(pipeline: str) -> set[str]:
    """Return the fields that masks of a definition hide."""
    visibility = DEFINITIONS[pipeline].visibility
    return {field for mask in visibility.mask for field in mask.fields} if visibility else set()


def team(folder: Path, pipeline: str) -> Cli:
    """A book of three agents; whatever happens is told."""
    cli = Cli(folder).noting()
    cli.fast(f"init --no-input --pipeline {pipeline} --timezone UTC")
    settings = folder / "leadctl.toml"
    text = settings.read_text()
    settings.write_text(re.sub(r"(?m)^\[agents\.me\]\n(.*\n)*", "", text) + AGENTS)
    return cli


@pytest.fixture(params=ALONE)
def alone(tmp_path: Path, request: pytest.FixtureRequest) -> Cli:
    """A book with a lead that is kim's alone, and a further word of it by kim."""
    cli = team(tmp_path, request.param)
    cli.acting("kim").fast(f"add 'Ida Moss' phone={PHONE} email={EMAIL} owner=kim")
    cli.acting("kim").fast("note ida 'likes light'")
    return cli.ending_somehow()


def test_a_lead_of_another_agent_is_changed_by_no_row_and_no_undo(alone: Cli) -> None:
    """An import, with or without --update, and an undo are judged as what is typed."""
    path = next((alone.cwd / "leads").rglob("*.toml"))
    before, dana = path.read_bytes(), alone.acting("dana")
    status = [*DEFINITIONS[re.findall(rb'pipeline = "(.+)"', before)[0].decode()].statuses][1]
    (alone.cwd / "rows.csv").write_text(
        "Name,Phone,Email,Tags,Status,Notes\n"
        f"Ida Moss,{PHONE},other@example.com,vip,{status},said hello\n"
    )
    for typed in ("import rows.csv", "import rows.csv --update", "undo 2", "undo 2 -n"):
        ran = dana.exits(3).fast(typed)
        said = ran.out + ran.err
        assert path.read_bytes() == before, typed
        assert EMAIL not in said, said
        assert "Ida" not in said, said
    dana.exits(3).fast("undo 1")
    alone.acting("max").fast("import rows.csv --update")
    assert b"vip" in path.read_bytes()


def test_who_types_a_lead_for_another_takes_it_back(alone: Cli) -> None:
    """An agent's own slip is theirs to undo, though the lead is out of sight by then."""
    alone.acting("dana").fast("add 'Uma Lind' owner=kim")
    assert "Taken back" in alone.acting("dana").fast("undo").out


@pytest.fixture(params=MASKING)
def masked(tmp_path: Path, request: pytest.FixtureRequest) -> Cli:
    """A book with a lead that an import brought, whose details are hidden from everybody."""
    cli = team(tmp_path, request.param)
    (tmp_path / "new.csv").write_text(f"Name,Phone,Email\nIda Moss,{PHONE},{EMAIL}\n")
    cli.acting("max").fast("import new.csv --as-new")
    if "hidden" not in cli.acting("dana").fast("show ida").out:
        pytest.skip("nothing of a lead that is just in is hidden here")
    return cli.ending_somehow()


def test_hidden_details_are_shown_by_no_editor_and_no_row(masked: Cli) -> None:
    """`edit` refuses as `set` does; a row that says otherwise tells not what stands in the book."""
    path = next((masked.cwd / "leads").rglob("*.toml"))
    before, dana = path.read_bytes(), masked.acting("dana")
    (masked.cwd / "rows.csv").write_text(f"Name,Phone,Email\nIda Moss,{PHONE},new@example.com\n")
    (masked.cwd / "calls.csv").write_text(f"Name,Phone,Email\nIda Moss,+14155550188,{EMAIL}\n")
    show = f"{sys.executable} -c 'import sys; print(open(sys.argv[1]).read())'"
    ran = dana.given(EDITOR=show, VISUAL="").exits(3).run("edit", "ida")
    assert "hidden from you" in ran.err
    assert EMAIL not in ran.out + ran.err
    for rows, secret in (("rows", EMAIL), ("calls", "5550132")):
        for options in ("--update", "--update -n"):
            ran = dana.exits(3).fast(f"import {rows}.csv {options}")
            assert "hidden from you" in ran.err
            assert secret not in ran.out + ran.err
            assert path.read_bytes() == before
        for options in ("-n", ""):
            ran = dana.exits(0).fast(f"import {rows}.csv {options}")
            assert secret not in ran.out + ran.err
        path.write_bytes(before)


def test_rows_may_fill_what_is_empty_and_say_what_is_so(masked: Cli) -> None:
    """Nothing is refused that writes over nothing: another tag, the same phone."""
    (masked.cwd / "rows.csv").write_text(f"Name,Phone,Tags\nIda Moss,{PHONE},vip\n")
    masked.acting("dana").exits(0).fast("import rows.csv --update")
    assert "vip" in masked.acting("dana").fast("show ida").out


OWN = {"zip": "11201", "salary": "4321"}
"""What a mask asks for, or hides, beside the details of the import."""


@pytest.fixture(params=MASKING)
def veiled(tmp_path: Path, request: pytest.FixtureRequest) -> Cli:
    """A book with a lead of which something is hidden from dana, whatever the definition hides."""
    cli = team(tmp_path, request.param)
    settings = tmp_path / "leadctl.toml"
    text = settings.read_text()
    for who, has in (("dana", 'zip_sponsor = ["10001"]'), ("max", "sees_salaries = true")):
        text = text.replace(f"[agents.{who}]\n", f"[agents.{who}]\n{has}\n")
    settings.write_text(text)
    rows = f"Name,Phone,Email,Other Phone\nIda Moss,{PHONE},{EMAIL},{MORE}\n"
    (tmp_path / "new.csv").write_text(rows)
    cli.acting("max").fast("import new.csv --as-new")
    known = {"zip", *DEFINITIONS[request.param].fields}
    for name in OWN.keys() & known:
        cli.acting("max").fast(f"set ida {name}={OWN[name]}")
    assert "hidden" in cli.acting("dana").fast("show ida").out
    return cli.ending_somehow()


def shown(cli: Cli, lead: str) -> set[str]:
    """Return which of the secrets dana is shown of a lead, in the text and for programs."""
    said = "".join(cli.acting("dana").fast(f"show {lead}{one}").out for one in ("", " -f json"))
    secrets = {"5550132": r"555.?0132", "5550199": r"555.?0199", EMAIL: EMAIL, "4321": r"4.?321"}
    return {name for name, pattern in secrets.items() if re.search(pattern, said)}


def unseen(text: str, seen: set[str]) -> list[str]:
    """Return the secrets in a lead's file that are not among those shown."""
    found = [one for one in (PHONE, MORE, EMAIL, "4321") if one in text]
    hidden = [one for one in found if not any(one.endswith(shown) for shown in seen)]
    assert hidden
    return hidden


def changing(cli: Cli, lead: str) -> list[str]:
    """Return commands that change a lead and are no touch and no claim."""
    pipeline = DEFINITIONS[cli.acting("dana").fast(f"show {lead} -f json").json["pipeline"]]
    names = [*pipeline.fields, "zip", "phone", "phones", "source", "email"]
    sets = [f"set {lead} {name}={value}" for name in names for value in ("10001", "")]
    sets += [f"set {lead} phones{sign}={MORE}" for sign in "+-"]
    roles = [f"set {lead} role='{role}'" for role in pipeline.roles]
    moves = [f"status set {lead} '{name}' --force --reason x" for name in pipeline.statuses]
    migrate = [f"pipeline migrate {pipeline.id} {name} -y" for name in sorted(DEFINITIONS)]
    return [*sets, *roles, *moves, *migrate, f"set {lead} archived=yes", "undo 1", "undo 2"]


def test_what_is_hidden_is_shown_and_lost_by_no_change(veiled: Cli) -> None:
    """One command or another after it: only what the mask waits for shows it (S1.9, S4.9)."""
    path = next((veiled.cwd / "leads").rglob("*.toml"))
    lead, dana = path.stem.rpartition("-")[2], veiled.acting("dana")
    before, kept = path.read_text(), shown(veiled, lead)
    hidden = unseen(before, kept)
    every = changing(veiled, lead)
    first = [line for line in every if line.startswith(f"set {lead} zip") or "role=" in line]
    for typed in [[one] for one in every] + [[one, two] for one in first for two in first]:
        for line in typed:
            dana.fast(line)
        assert shown(veiled, lead) <= kept, typed
        assert all(one in path.read_text() for one in hidden), typed
        path.write_text(before)


def test_what_is_hidden_is_shown_by_no_merge_and_no_row(veiled: Cli) -> None:
    """Neither a lead of one's own to which it is joined, nor a row or a back-up, lifts a mask."""
    path = next((veiled.cwd / "leads").rglob("*.toml"))
    lead, dana = path.stem.rpartition("-")[2], veiled.acting("dana").ending_somehow()
    before, kept = path.read_bytes(), shown(veiled, lead)
    hidden = unseen(path.read_text(), kept)
    dana.fast("add 'Ida M' zip=10001")
    dana.fast("log 'Ida M' text")
    mine = next(p for p in (veiled.cwd / "leads").rglob("*.toml") if p != path)
    own, ours = mine.stem.rpartition("-")[2], mine.read_bytes()
    [line] = veiled.acting("max").fast(f"export {lead} --format jsonl").lines
    (veiled.cwd / "up.jsonl").write_text(line.replace(PHONE, "+14155550177").replace("4321", "1"))
    (veiled.cwd / "row.csv").write_text(f"id,name,zip\n{lead},Ida Moss,10001\n")
    for typed in (
        f"merge-leads {lead} {own}",
        f"merge-leads {own} {lead}",
        f"merge-leads {own} {lead} --status-from-other",
        "import row.csv --update",
        "import up.jsonl --update",
    ):
        dana.fast(typed)
        assert shown(veiled, lead) | shown(veiled, own) <= kept, typed
        assert all(one in path.read_text() + mine.read_text() for one in hidden), typed
        path.write_bytes(before)
        mine.write_bytes(ours)


def test_what_a_mask_waits_for_shows_it(veiled: Cli) -> None:
    """A claim of what was brought in does, and so does a message where a mask waits for one."""
    lead = next((veiled.cwd / "leads").rglob("*.toml")).stem.rpartition("-")[2]
    dana = veiled.acting("dana").noting().ending_somehow()
    kept = shown(veiled, lead)
    for way in (f"claim {lead}", f"log {lead} text"):
        dana.fast(way)
        if shown(veiled, lead) != kept:
            return
        dana.fast("undo")
    raise AssertionError("no way to see what is hidden")


def test_a_lead_that_is_anothers_alone_is_named_to_nobody(alone: Cli) -> None:
    """Neither what it is refused with, nor what looks for it, tells more than was typed."""
    path = next((alone.cwd / "leads").rglob("*.toml"))
    lead, before = path.stem.rpartition("-")[2], path.read_bytes()
    pipeline = re.findall(rb'pipeline = "(.+)"', before)[0].decode()
    moves = [f"pipeline migrate {pipeline} {one} -y" for one in sorted(DEFINITIONS)]
    diffs = [f"pipeline diff {pipeline} {one}" for one in sorted(DEFINITIONS)]
    one_lead = ("erase", "erase -y", "erase -y -n", "claim", "claim -f json", "delete -y", "assign")
    typed = [f"{words.split()[0]} {lead} {' '.join(words.split()[1:])}" for words in one_lead]
    looks = ["claim 0132", "claim mos", "add 'Ida M' phone=4155550132 -n", "duplicates"]
    for line in [*typed, *moves, *diffs, *looks]:
        ran = alone.acting("dana").ending_somehow().fast(line)
        assert "Moss" not in ran.out + ran.err, line
        assert path.read_bytes() == before, line
    assert "kim has" in alone.acting("dana").fast("claim 'ida moss'").err.lower()


SPLIT = [f"{k} --by {p.by}" for k in KINDS for p in report_of(k).parts if p.by not in {"", "step"}]
REPORTS = [f"{one} -f json" for one in (*KINDS, *SPLIT)]
REPORTS += [
    f"{one} -f {form}" for one in ("", "board") for form in ("table", "json", "csv", "html")
]


def test_no_report_counts_what_is_hidden(veiled: Cli) -> None:
    """A lead counts without its hidden values, in each format, and a line says so."""
    path = next((veiled.cwd / "leads").rglob("*.toml"))
    dana = veiled.acting("dana")
    kept = shown(veiled, path.stem.rpartition("-")[2])
    hidden = {one.removeprefix("+1") for one in unseen(path.read_text(), kept)}
    patterns = [r"4.?321" if one == "4321" else re.escape(one) for one in hidden]
    for one in REPORTS:
        ran = dana.exits(0).fast(f"report {one}")
        assert not any(re.search(pattern, ran.out) for pattern in patterns), one
    for one in ("", "board", "status", "sources"):
        told = "The value of 1 lead is hidden from you" in dana.fast(f"report {one}").err
        assert told == ("4321" in hidden), one
        assert "hidden from you" not in veiled.acting("max").fast(f"report {one}").err, one


TELLING = """
[message.tells]
to = "lead"
by = "file"
file = "{phone}.txt"
text = "Dear {name}, we have {salary}, {phone} and {email}."

[message.tells-others]
to = "office"
by = "email"
text = "{name} has {salary}, {phone} and {email}."
"""


@pytest.fixture
def written(veiled: Cli) -> Cli:
    """The same book, where the move on writes what is hidden to the lead and to others."""
    path = next((veiled.cwd / "leads").rglob("*.toml"))
    [name] = re.findall(r'(?m)^pipeline = "(.+)"', path.read_text())
    veiled.acting("max").fast(f"pipeline copy {name}")
    own = veiled.cwd / "pipelines" / f"{name}.toml"
    first = [*DEFINITIONS[name].statuses][1]
    header, enter = (
        f'[status."{first}"]',
        'enter = [{ message = "tells" }, { message = "tells-others" }]',
    )
    text = own.read_text().replace(f"[status.{first}]", header)
    before, _, rest = (text if header in text else f"{text}\n{header}\n").partition(header)
    table, _, after = rest.partition("\n[")
    table = re.sub(r"(?m)^enter = .*$", "", table) + f"\n{enter}"
    tells = TELLING if "salary" in DEFINITIONS[name].fields else TELLING.replace("{salary}, ", "")
    own.write_text("\n[".join(filter(None, [f"{before}{header}{table}", after])) + tells)
    veiled.acting("max").exits(0).fast("pipeline check")
    return veiled


def test_no_event_tells_what_is_hidden(written: Cli) -> None:
    """Wherever an event is printed, of now and of before: a message, a note, a search."""
    path = next((written.cwd / "leads").rglob("*.toml"))
    lead, dana = path.stem.rpartition("-")[2], written.acting("dana")
    hidden = unseen(path.read_text(), shown(written, lead))
    status = [*DEFINITIONS[re.findall(r'pipeline = "(.+)"', path.read_text())[0]].statuses][1]
    move = f"status set {lead} '{status}' --force --reason x"
    patterns = [r"4.?321" if one == "4321" else re.escape(one[-6:]) for one in hidden]
    patterns += [r"555.?0132"] if PHONE in hidden else []

    def tells(typed: str) -> None:
        ran = dana.fast(typed)
        assert not any(re.search(p, ran.out + ran.err) for p in patterns), (typed, ran)

    tells(f"{move} -n -f json")
    written.acting("max").fast(move)
    written.acting("max").fast(f"note {lead} 'agreed {' '.join(hidden)} with them'")
    dana.fast("add 'Ida M' zip=10001")
    for changed in (False, True):
        for form in ("jsonl", "json", "csv", "tsv"):
            tells(f"export --events -f {form}")
        for one in (f"show {lead}", f"show {lead} -f json", f"context {lead} -f json"):
            tells(one)
        for one in ("merge-leads 'Ida M' {} -n -f json", "merge-leads {} 'Ida M' -n -f json"):
            tells(one.format(lead))
        for one in ("find agreed", "outbox list -f json", f"outbox show {lead}"):
            tells(one)
        assert changed or "(hidden)" in dana.fast(f"show {lead}").out
        if "4321" in hidden:
            path.write_text(path.read_text().replace("agreed 4321", "agreed"))
            written.acting("max").fast(f"set {lead} salary=8765")


def test_what_names_what_is_hidden_is_not_sent(written: Cli) -> None:
    """It waits for who sees it; whoever sent it outside says so, and keeps no half of it."""
    path = next((written.cwd / "leads").rglob("*.toml"))
    lead, dana = path.stem.rpartition("-")[2], written.acting("dana")
    status = [*DEFINITIONS[re.findall(r'pipeline = "(.+)"', path.read_text())[0]].statuses][1]
    written.acting("max").fast(f"status set {lead} '{status}' --force --reason x")
    home = {"XDG_CONFIG_HOME": str(written.cwd / "own")}
    (written.cwd / "own" / "leadctl").mkdir(parents=True)
    (written.cwd / "own" / "leadctl" / "config.toml").write_text('[outbox]\nsend = "cat"\n')
    before = path.read_bytes()
    for row in dana.fast("outbox list -f json").json:
        if row["message"].startswith("tells"):
            assert "hidden from you" in row["barred"], row
            ran = dana.given(**home).exits(3).fast(f"outbox send {row['id']}")
            assert "hidden from you" in ran.err
    assert path.read_bytes() == before
    dana.exits(0).fast(f"outbox done {lead}")
    assert "(hidden)" not in path.read_text()
    path.write_bytes(before)
    for row in written.acting("max").fast("outbox list -f json").json:
        assert "hidden from you" not in (row["barred"] or ""), row


HIDING = sorted({*ALONE, *(n for n in MASKING if "phone" in hidden_fields(n))})
TOLD = ["table", "json", "jsonl", "csv", "tsv", "markdown", "html"]


@pytest.mark.parametrize("pipeline", HIDING)
def test_what_another_agent_typed_of_what_is_hidden_is_not_told(
    tmp_path: Path, pipeline: str
) -> None:
    """An operation is told by what it did: in each list, by an undo, and by one that may not be."""
    cli = team(tmp_path, pipeline)
    secrets = ("5550132", "ida@example", "likes light", "Nob Hill")
    kim = cli.acting("kim").ending_somehow()
    kim.fast(f"add 'Ida Moss' phone={PHONE} email={EMAIL} owner=kim address='1 Nob Hill'")
    kim.fast("note ida 'likes light'")
    kim.fast(f"set ida phone={PHONE} source='likes light'")
    dana = cli.acting("dana").ending_somehow()
    rows = dana.fast("undo --list -f json").json
    assert [row["command"] for row in rows] == [
        "leadctl set ...", "leadctl note ...", "leadctl add ..."
    ]  # fmt: skip
    asked = [f"undo --list -f {one}" for one in TOLD]
    numbers = [row["number"] for row in rows]
    for typed in (
        *asked,
        "undo",
        *(f"undo {n} -n" for n in numbers),
        *(f"undo {n}" for n in numbers),
    ):
        ran = dana.fast(typed)
        assert not any(secret in ran.out + ran.err for secret in secrets), (typed, ran)
    assert "likes light" in kim.fast("undo --list").out


def test_who_is_hidden_is_not_named_by_an_undo_of_what_was_changed_since(tmp_path: Path) -> None:
    """A third agent's command of a lead that was taken since: nothing is said of whose it is."""
    cli = team(tmp_path, "wholesale").ending_somehow()
    cli.acting("kim").fast(f"add 'Ida Moss' phone={PHONE}")
    cli.acting("kim").fast("set ida source=fair")
    cli.acting("max").fast("claim ida")
    cli.acting("max").fast("set ida source=ad")
    for number in (1, 2, 3, 4):
        ran = cli.acting("dana").fast(f"undo {number}")
        assert ran.code == 3
        assert "Ida" not in ran.out + ran.err
        assert "fair" not in ran.out + ran.err


def test_what_another_agent_typed_of_what_is_shown_is_told(tmp_path: Path) -> None:
    """Where nothing is hidden it is said as it was typed."""
    cli = team(tmp_path, "realvolve")
    cli.acting("kim").fast(f"add 'Ida Moss' phone={PHONE}")
    cli.acting("kim").fast("note ida 'likes light'")
    assert "note ida" in cli.acting("dana").fast("undo --list").out


def test_completion_offers_no_tag_of_a_lead_that_is_hidden(alone: Cli) -> None:
    """Whoever is shown the lead is offered its tags: its owner, and who oversees the book."""
    alone.acting("kim").fast("set ida tags+=divorce")
    alone.acting("dana").fast("add 'Bo Ray' tags=brooklyn")
    for who, offered in (("dana", False), ("kim", True), ("max", True)):
        for line in ("list tag:", "list --tag ", "set bo tags+="):
            words = f"leadctl --as {who} {line}"
            env = {"_LEADCTL_COMPLETE": "bash_complete", "COMP_WORDS": words}
            place = str(len(words.split(" ")) - 1)
            ran = alone.given(**env, COMP_CWORD=place).fast("")
            assert "brooklyn" in ran.out, words
            assert ("divorce" in ran.out) == offered, words
