"""What an agent stumbled over in a fortnight: what a line says is so, and what to do follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from cli_runner import Cli

NOW = "2026-12-01T10:10:00-05:00"


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book for New York with Ned in it, who just came in."""
    return cli.buyers(NOW, "add Ned phone=6465550101")


def test_who_wrote_last_is_not_called_answered(book: Cli) -> None:
    """The page before a call says of the status what is so, whoever wrote last."""
    book.fast("log ned call")
    book.fast('log ned text in -m "call me"')
    page = book.fast("context ned").out
    assert "You have reached out to them.\n" in page
    assert "answer them, now" in page


def test_who_was_taken_over_neither_just_came_in_nor_waits(book: Cli) -> None:
    """What is for new ones is said to new ones: the half hour is not owed to those of April."""
    (book.cwd / "old.csv").write_text("Name,Phone,Received\nOld Ann,6465550111,2026-04-01\n")
    book.fast("import old.csv")
    assert "Answer or pass at once" in book.fast("context ned").out
    for command in ("context ann", "show ann"):
        page = book.fast(command).out
        assert "just" not in page.lower()
        assert "Answer or pass" not in page


def test_a_row_of_somebody_who_is_here_is_told_with_its_words_and_as_no_mail(book: Cli) -> None:
    """A form's message is what they asked; what an agent noted beside it stays a note."""
    book.fast("log ned call -o spoke")
    (book.cwd / "form.csv").write_text(
        "Name,Mobile,Message,Notes,Received\n"
        "Ned,646 555 0101,new inquiry on 5C,a friend of Sam,2026-12-11 08:45\n",
    )
    later = book.at("2026-12-11T09:00:00-05:00")
    assert "Ned: asked again; note filled in" in later.fast("import form.csv").err
    day = later.fast("due").out
    assert 'asked again 8:45 "new inquiry on 5C"' in day
    assert "mailed" not in day
    page = later.fast("show ned").out
    assert "they asked again: new inquiry on 5C" in page
    assert "noted: a friend of Sam" in page
    assert page.count("new inquiry on 5C") == 1
    (book.cwd / "form.csv").write_text(
        "Name,Mobile,Message,Received\nNed,646 555 0101,Still there?,2026-12-12 08:45\n",
    )
    told = book.at("2026-12-12T09:00:00-05:00").fast("import form.csv").err
    assert "Ned: asked again\n" in told
    assert "1 already here" in later.fast("import form.csv").out


def test_a_missed_call_that_was_returned_in_vain_stays_a_task(book: Cli) -> None:
    """Nobody was reached, so it is tried again the next day, until there is a word of ours."""
    book.fast("log ned call -o spoke")
    book.fast("status set ned nurture")
    book.fast("log ned call in -o voicemail")
    ran = book.fast("log ned call -o busy")
    assert "Next: try again: they called, not reached yet, tomorrow." in ran.out
    assert "Answered" not in ran.out
    morning = book.at("2026-12-02T07:00:00-05:00")
    assert "try again: they called" in morning.fast("due").out
    morning.fast("log ned call -o voicemail")
    assert morning.fast("due").out == ""


OLD = """Name,Phone,Lead Status,Source
Ned,6465550101,Hot,Old list
Zed Old,6465550103,Hot,Old list
"""


def test_an_old_file_sets_nothing_back(book: Cli) -> None:
    """Its words mapped later move who still stands where it found them, and change nothing else."""
    (book.cwd / "old.csv").write_text(OLD)
    book.fast("import old.csv")
    book.fast("log ned call -o spoke")
    book.fast("status set ned rejected")
    book.fast("set zed source=Zillow")
    told = book.fast("import old.csv --status Hot=Nurture --update").err
    assert "status: Rejected by Client / Nurture (kept: moved since this line was taken)" in told
    assert "source: Zillow / Old list (kept: this line was taken before)" in told
    assert "status: New Connection / Nurture (overwritten)" in told
    leads = {row["name"]: row for row in book.fast("list --format json").json}
    assert leads["Ned"]["status"] == "Rejected by Client"
    assert leads["Zed Old"]["status"] == "Nurture"
    assert leads["Zed Old"]["source"] == "Zillow"


@pytest.mark.parametrize(("changed", "status"), [(False, "Attempted Contact"), (True, "Nurture")])
def test_an_export_of_last_week_moves_whom_it_was_changed_for(
    book: Cli, changed: bool, status: str
) -> None:
    """A status that the book has moved on since stays; one changed in the file is taken."""
    book.fast("export -o week.csv")
    book.at("2026-12-05T10:00:00-05:00").fast("log ned call")
    if changed:
        text = (book.cwd / "week.csv").read_text()
        (book.cwd / "week.csv").write_text(text.replace("New Connection", "Nurture"))
    later = book.at("2026-12-06T10:00:00-05:00")
    ran = later.fast("import week.csv --update")
    assert ("(kept: moved since this file was made)" in ran.err) is not changed
    assert later.fast("show ned --format json").json["status"] == status


def test_another_system_that_says_since_when_sets_no_later_move_back(book: Cli) -> None:
    """What it says holds since its day: a move after that day is newer, one before it is not."""
    row = "Id,Name,Phone,Status,Status Date\n7,Ned,6465550101,Nurture,{}\n"
    book.at("2026-12-05T10:00:00-05:00").fast("log ned call")
    later = book.at("2026-12-07T10:00:00-05:00")
    taken = "import crm.csv --update --map status_at='Status Date'"
    (book.cwd / "crm.csv").write_text(row.format("2026-12-04"))
    assert "(kept: moved since this file was made)" in later.fast(taken).err
    (book.cwd / "crm.csv").write_text(row.format("2026-12-06"))
    later.fast(taken)
    assert later.fast("show ned --format json").json["status"] == "Nurture"


def test_who_writes_on_coming_in_is_one_duty_with_one_time(book: Cli) -> None:
    """What they wrote is said once, and beneath it by when the answer is due."""
    book.fast("log ned text --in -m hello")
    day = book.fast("due").out.splitlines()
    assert day[3].split("  ")[1:3] == ["Ned", 'texted 10:10 "hello"']
    assert day[4].strip() == "answer, or pass it on by 10:40, better by 10:15"


def test_an_appointment_that_is_over_is_asked_after_with_its_commands(book: Cli) -> None:
    """What is typed stands beside the question, works as printed, and settles it."""
    book.fast("log ned call -o spoke")
    book.fast("set ned appointment='tomorrow 2pm'")
    early, late = book.at("2026-12-02T13:00:00-05:00"), book.at("2026-12-02T16:00:00-05:00")
    assert "leadctl log" not in early.fast("due").out
    lines = [line.strip() for line in late.fast("due").out.splitlines() if "leadctl log" in line]
    assert lines == [
        "leadctl log ned meeting --at 14:00",
        "leadctl log ned meeting -o missed --at 14:00",
    ]
    late.fast(lines[1].removeprefix("leadctl "))
    assert "how did it go?" not in late.fast("due").out


def test_statuses_of_one_import_are_confirmed_each_in_its_week(book: Cli) -> None:
    """A week after the day to get in touch again, and not all of them on one day."""
    rows = "".join(f"Old {n:c},21255501{n},2026-05-01\n" for n in range(65, 74))
    (book.cwd / "old.csv").write_text(f"Name,Phone,Received\n{rows}")
    book.fast("import old.csv")
    due = [row for row in book.fast("due --all --format json").json if row["name"] != "Ned"]
    again = {row["name"]: row["due"] for row in due if row["rule"] == "taken-over"}
    weekly = {row["name"]: row["due"][:10] for row in due if row["rule"] == "weekly"}
    assert len(set(weekly.values())) == 9
    for name, day in weekly.items():
        assert date.fromisoformat(day) == date.fromisoformat(again[name]) + timedelta(days=7)


def test_who_is_taken_over_is_told_with_when_and_whence_and_no_day_nobody_knows(book: Cli) -> None:
    """The heading says what is to be done; a row says more, and never the day of the import."""
    rows = "Al,6465550111,2026-05-01,Zillow\nBo,6465550112,,\n"
    (book.cwd / "old.csv").write_text(f"Name,Phone,Received,Source\n{rows}")
    said = book.fast("import old.csv").err
    assert "(May 2026; of 1 the file does not say when)" in said
    day = book.at("2026-12-03T07:00:00-05:00").fast("due").out
    assert "came in May 2026, Zillow; since yesterday" in day
    assert "Bo   get in touch again" in day
    row = next(line for line in book.fast("list").out.splitlines() if line.startswith("Bo"))
    assert "ago" not in row
    assert "ago" not in book.fast("show bo").out.split("Due")[0]


def test_what_comes_next_is_said_as_every_answer_says_it(book: Cli) -> None:
    """An appointment with its time first, anything else with its day behind."""
    book.fast("log ned call")
    assert book.fast("today").out == "Nothing due today. Next: try again, tomorrow: Ned.\n"
    book.fast("set ned appointment='tomorrow 9am'")
    assert book.fast("today").out == "Nothing due today. Next: tomorrow 9:00 showing, Ned.\n"


def test_what_a_lead_that_was_joined_said_is_told_as_the_others(book: Cli) -> None:
    """Its status and name stay in the file under its id; people read whose they were."""
    book.fast("add Zed phone=6465550103")
    book.fast("log ned call")
    book.fast("merge-leads zed ned")
    page = book.fast("show zed").out
    assert "other name        Ned\n" in page
    assert "other status      Attempted Contact\n" in page
