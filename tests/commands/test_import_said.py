"""What an import says of people: who is barred, who shares a phone, who is parked, what is lost."""

from __future__ import annotations

import shlex

import pytest
from cli_runner import ROOT, Cli

HEAD = "Name,Phone,Do Not Call,Opt Out,Status,Date Added\n"
FILE = (
    f"{HEAD}Ray Dunn,2125550132,yes,,Hot,11/14/2026\nWei Chen,2125550132,,,Hot,11/14/2026\n"
    "Ana Reyes,2125550134,,yes,Nurture,11/14/2026\nLou Park,2125550135,yes,,O'Brien's,11/14/2026\n"
)


def book_with(cli: Cli, text: str, more: str = "-p streeteasy-buyer --agent Sam") -> Cli:
    """Return a book of buyers in a folder that has a file to import."""
    book = cli.at("2026-11-16 07:00").noting()
    book.fast(f"init . {more} --timezone 'New York' --no-input")
    (book.cwd / "a.csv").write_text(text)
    return book


def test_who_is_barred_is_counted_once_however_often_the_file_comes(cli: Cli) -> None:
    """One line has the numbers, of those who were not barred before."""
    book = book_with(cli, FILE)
    said = "Do not contact: 2 want no calls, 2 want no texts, 1 wants no contact at all."
    assert said in book.fast("import a.csv -n").err
    assert said in book.fast("import a.csv").err
    assert "Do not contact" not in book.fast("import a.csv").err
    (book.cwd / "a.csv").write_text(
        FILE.replace("Wei Chen,2125550132,,", "Wei Chen,2125550132,yes,")
    )
    assert "Do not contact: 1 wants no calls, 1 wants no texts." in book.fast("import a.csv").err


def test_who_shares_a_phone_is_named_with_the_command_that_makes_them_one(cli: Cli) -> None:
    """Pasted as printed it merges the two; a rehearsal names them and prints no command."""
    book = book_with(cli, FILE)
    rehearsed = book.fast("import a.csv -n").err
    assert "Two leads, though they share a phone: Wei Chen (line 3) and Ray Dunn (" in rehearsed
    assert "merge-leads" not in rehearsed
    told = book.fast("import a.csv").err
    (line,) = [line for line in told.splitlines() if "merge-leads" in line]
    book.fast(*shlex.split(line.partition("leadctl ")[2]))
    assert len(book.fast("list -f json").json) == 3


def test_a_lead_that_is_another_agents_alone_is_not_named(cli: Cli) -> None:
    """Whose phone it is stays unsaid where a programme shows a lead to its owner alone (S3.17)."""
    book = book_with(cli, "Name,Phone\nWei Chen,2125550132\n", "-p wholesale --agent Bo")
    with (book.cwd / "leadctl.toml").open("a") as settings:
        settings.write("[agents.cy]\n")
    book.acting("bo").fast("add 'Ray Dunn' phone=2125550132")
    book.acting("bo").fast("claim ray")
    told = book.acting("cy").fast("import a.csv").err
    assert "Wei Chen (line 2) and a lead that you do not see." in told
    assert "Ray" not in told and "merge-leads" not in told


@pytest.mark.parametrize(
    "options", ["--update", "--update -p streeteasy-buyer", "-p streeteasy-buyer"]
)
def test_what_is_printed_to_paste_repeats_what_was_typed(cli: Cli, options: str) -> None:
    """The line that maps statuses has every option of the command, and an update where it is one
    that moves whoever is here; the statuses there are stand below.
    """
    book = book_with(cli, FILE)
    book.fast("import a.csv")
    told = book.fast(f"import a.csv {options}").err
    assert "whoever is here already keeps the status they had" in told
    assert "is new" not in told
    (line,) = [line for line in told.splitlines() if line.startswith("To map them: leadctl ")]
    words = shlex.split(line.removeprefix("To map them: leadctl "))
    assert "undo" not in words
    assert [word for word in options.split() if word not in words] == []
    assert words.count("--update") == 1
    (there,) = [line for line in told.splitlines() if line.startswith("STATUS is one of: ")]
    statuses = there.removeprefix("STATUS is one of: ").split(", ")
    assert statuses == list(book.fast("pipeline show streeteasy-buyer -f json").json["statuses"])
    mapped = [word.replace("=STATUS", "=Nurture") for word in words]
    book.fast(*mapped[2:] if mapped[0] == "--now" else mapped)
    assert {one["status"] for one in book.fast("list -f json").json} == {"Nurture"}


def test_a_wrong_map_is_told_with_the_whole_command(cli: Cli) -> None:
    """So that what it says of the columns is said of the same reading of the file."""
    book = book_with(cli, "Ref,Notes\n12,a\n13,b\n").exits(2)
    told = book.fast("import a.csv --region GB -p streeteasy-buyer").err
    assert "import a.csv --region GB -p streeteasy-buyer --columns" in told


PARKING = sorted(
    path.stem
    for path in (ROOT / "pipelines").glob("*.toml")
    if "parked = true" in path.read_text() and not path.stem.endswith(".scenarios")
    if "[role." in path.read_text()
)


@pytest.mark.parametrize("pipeline", PARKING)
def test_a_row_that_parks_a_lead_loses_nothing_of_what_it_says(cli: Cli, pipeline: str) -> None:
    """Its note is kept, and that the lead is on no list now is told, for every role that parks."""
    book = book_with(cli, "Name,Phone\nRay Dunn,2125550132\n", f"-p {pipeline}")
    book.fast("import a.csv --as-new")
    roles = book.fast(f"pipeline show {pipeline} -f json").json["roles"]
    for number, role in enumerate(name for name, one in roles.items() if one.get("parked")):
        text = f"Name,Phone,Role,Notes\nRay Dunn,2125550132,{role},word {number}\n"
        (book.cwd / "a.csv").write_text(text)
        told = book.fast("import a.csv --update").err
        if number == 0:
            assert f"Parked, and so on no list: 1 lead (1 {role})." in told
        lead = book.file_of("ray").read_text()
        assert f'role = "{role}"' in lead
        assert f'text = "word {number}"' in lead
        book.fast("undo")


def test_a_column_called_as_roles_are_is_told_where_its_words_are_none(cli: Cli) -> None:
    """It is kept, and the roles that there are stand beside it; so are agents' names."""
    text = "Name,Phone,Lead Type,Agent\nBo Finch,2125550144,Investor,Sam\n"
    book = book_with(cli, text)
    told = book.fast("import a.csv").err
    assert "Lead Type: “Investor” is no role here, and kept. There are: Buyer, Seller" in told
    assert "Agent: its words are agents here. To give them the people: --map owner=Agent" in told
    assert 'owner = "sam"' in book.file_of("bo").read_text() or "undo" in told
    again = "Name,Phone,Lead Type\nCy Moss,2125550145,Seller\nDi Roe,2125550146,Investor\n"
    (book.cwd / "a.csv").write_text(again)
    assert "There are: Buyer" not in book.fast("import a.csv").err


MERGED = (
    "Area,Name,Phone,Status\nNorth Side,Bo Finch,2125550144,Nurture\n,Ada Moe,2125550145,\n"
    ",Li Na,2125550146,\nSouth Side,Max Roe,2125550147,Unresponsive\n,Kim Ode,2125550148,\n"
)


def test_cells_that_were_merged_are_told_and_filled_down_by_a_layout(cli: Cli) -> None:
    """The line printed goes into the layout that is drafted; then every row has what it lacked."""
    book = book_with(cli, MERGED)
    told = book.fast("import a.csv -n").err
    assert "“Area” in 2, “Status” in 2 of the first 5 lines" in told
    book.fast("import a.csv --save-map merged")
    with (book.cwd / "layouts" / "merged.toml").open("a") as layout:
        layout.write(told.partition("[options]: ")[2].partition("\n")[0] + "\n")
    told = book.fast("import a.csv").err
    assert "merged cells" not in told
    found = {
        one["name"]: (one["status"], one["extra"]["Area"]) for one in book.fast("list -f json").json
    }
    assert found["Ada Moe"] == found["Bo Finch"] == ("Nurture", "North Side")
    assert found["Kim Ode"] == ("Unresponsive", "South Side")
    sparse = "Name,Phone,Referred\nA Bo,2125550144,Ann\nB Bo,2125550145,Ann\nC Bo,2125550146,\n"
    (book.cwd / "a.csv").write_text(sparse + "D Bo,2125550147,\n")
    assert "merged cells" not in book.fast("import a.csv -n").err


def test_lines_that_are_nobody_are_named(cli: Cli) -> None:
    """The first five with their words, all of them for programs."""
    rows = "".join(f"Person {n},212555010{n},{'yes' if n else ''}\n" for n in range(8))
    book = book_with(cli, f"Name,Phone,Deleted\n{rows}")
    told = book.fast("import a.csv --dry-run").err
    assert "Lines: 7 deleted: left out (line 3 “Person 1”, 4 “Person 2”" in told
    assert "7 “Person 5” and 2 more)." in told
    done = book.fast("import a.csv --dry-run -f json").json["rows"]
    assert [one["line"] for one in done["left_out"]] == [*range(3, 10)]
    assert {one["reason"] for one in done["left_out"]} == {"deleted"}


COUPLE = (
    "Name,Phone,Email,Do Not Call\n"
    "Ann Poe,2125553001,poe@example.com,\nBob Poe,2125553002,poe@example.com,yes\n"
)


def test_a_couple_with_one_email_is_two_people_also_the_next_night(cli: Cli) -> None:
    """Neither gets the name or the bar of the other, from the file or against the book."""
    book = book_with(cli, COUPLE)
    told = book.fast("import a.csv").err
    assert "Two leads, though they share an e-mail: Bob Poe (line 3) and Ann Poe (" in told
    (book.cwd / "a.csv").write_text(COUPLE.replace("3002", "3009"))
    told = book.fast("import a.csv --update").err
    assert "Bob Poe" in told and "Ann Poe" not in told
    rows = book.fast("export --format csv --fields name,phone,do_not_contact").out.splitlines()
    assert sorted(rows[1:]) == ["Ann Poe,+12125553001,", 'Bob Poe,+12125553009,"call, text"']


STOOD = "Name,Phone,Status,Email,Created\nVictor Li,2125553001,{},{},8/1/2026\n"


def test_a_row_moves_nobody_a_step_back(cli: Cli) -> None:
    """By hand it wants a reason, and a row has none: told, and the rest of the row is taken."""
    book = book_with(cli, STOOD.format("Attempted Contact", ""))
    book.fast("import a.csv")
    (book.cwd / "a.csv").write_text(STOOD.format("New Connection", "v@example.com"))
    told = book.fast("import a.csv --update").err
    assert "Attempted Contact / New Connection (kept: a step back needs a reason: " in told
    rows = book.fast("export --format csv --fields status,email").out
    assert "Attempted Contact,v@example.com" in rows
    (book.cwd / "a.csv").write_text(STOOD.format("In Communication", ""))
    book.fast("import a.csv --update")
    assert "In Communication" in book.fast("export --format csv --fields status").out


def test_who_asks_again_on_a_day_without_an_hour_wrote_no_e_mail(cli: Cli) -> None:
    """The list names the day, and a report of what was done says that they asked again."""
    head = "Name,Phone,Created,Message\n"
    book = book_with(cli, f"{head}Cora Dunn,2125553001,11/14/2026,hello\n")
    book.fast("import a.csv")
    (book.cwd / "a.csv").write_text(f"{head}Cora Dunn,2125553001,11/15/2026,still there?\n")
    book.fast("import a.csv")
    assert 'asked again yesterday "still there?"' in book.fast("due").out
    told = book.fast("report activity").out
    assert "they asked again" in told and "e-mailed" not in told
