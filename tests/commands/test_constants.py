"""What a book says once: messages that want it wait, everything says so, and then they go."""

from __future__ import annotations

import json

import pytest
from cli_runner import Cli


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book in which a lead needs an offer; nobody has said the underwriter's number."""
    cli = cli.noting()
    cli.fast("init --no-input --pipeline wholesale --timezone America/New_York")
    cli.fast("add 'Ray Cole' phone=4155550132")
    cli.fast("status set ray 'Needs Offer' --claim")
    return cli


def test_a_message_is_never_sent_while_the_placeholder_stands(book: Cli) -> None:
    """It is held with the command to type, in the list of the outbox and when all is sent."""
    row = json.loads(book.fast("outbox list -f json").out)[0]
    assert row["barred"] == (
        'the underwriter\'s number is not set: leadctl config set constants.underwriter "..."'
    )
    assert row["address"] is None
    refused = book.exits(3).fast("outbox send")
    assert "the underwriter's number is not set" in refused.err
    assert "[outbox] send" in refused.err
    assert json.loads(book.exits(0).fast("outbox list -f json").out) == [row]


def test_due_check_and_doctor_say_what_is_wanted(book: Cli) -> None:
    """A line of its own in the day's list, a problem for check, a remark of the doctor."""
    assert "1 message that wants something set first    leadctl check" in book.fast("due").out
    row = json.loads(book.fast("due --kind message -f json").out)[0]
    assert row["do"].endswith(" (first set: the underwriter's number)")
    told = book.exits(5).fast("check").out
    assert told == (
        "leadctl.toml: constants.underwriter: is not set, and a lead wants it "
        '(leadctl config set constants.underwriter "...")\n'
    )
    assert "wants it: the address of the deal form." in book.exits(0).fast("doctor").err


def test_once_said_the_messages_go_there(book: Cli) -> None:
    """Setting it once is enough, for messages that waited as well; nothing is told any more."""
    book.fast("status set ray 'Send Contract'")
    book.fast("config set constants.underwriter +12125550100")
    book.fast("config set constants.contract_form https://forms.example/c")
    rows = {row["message"]: row for row in json.loads(book.fast("outbox list -f json").out)}
    assert rows["run-the-numbers"]["address"] == "+12125550100"
    assert rows["run-the-numbers"]["barred"] is None
    assert rows["contract-form"]["text"] == (
        "Fill in the contract form for Ray Cole: https://forms.example/c"
    )
    assert book.fast("check").out == "1 lead, all sound\n"
    assert "3 messages to send" in book.fast("due").out
    assert "underwriter" in book.fast("config show").out


def test_what_no_definition_wants_or_is_no_text_is_told(book: Cli) -> None:
    """A slip of the hand in the name is found by check, a value that is no text by any command."""
    book.fast("config set constants.underwrter 555")
    told = book.exits(5).fast("check").out
    assert "leadctl.toml:12: constants.underwrter: is wanted by no definition" in told
    assert '(did you mean "underwriter"?)' in told
    settings = book.cwd / "leadctl.toml"
    settings.write_text(settings.read_text().replace('underwrter = "555"', "underwriter = 555"))
    told = book.exits(5).fast("check").out
    assert "leadctl.toml:12: constants.underwriter: should be a text" in told
    settings.write_text(settings.read_text().replace("underwriter = 555", "underwriter = [1]"))
    told = book.exits(5).fast("due").err
    assert "constants.underwriter: is neither a text in quotes, nor a date or a number" in told


WANTS = """\
schema = 1
id = "wants"
title = "Wants"
initial = "New"

[constant.form]

[constant.name]

[constant."the-form"]

[message.hello]
text = "{form}"

[status.New]
definition = "n"
enter = [{ message = "hello" }]
"""


def test_a_definition_says_what_it_wants_plainly(cli: Cli) -> None:
    """A constant's name is a word that nothing else has; one that no message names is told."""
    cli = cli.noting()
    cli.fast("init --no-input --pipeline wholesale --timezone UTC")
    (cli.cwd / "pipelines").mkdir(exist_ok=True)
    file = cli.cwd / "pipelines" / "wants.toml"
    file.write_text(WANTS)
    told = cli.exits(5).fast("pipeline check wants").err
    assert 'constant.name: "name" means something already' in told
    assert 'constant.the-form: "the-form" is no word of letters' in told
    file.write_text(WANTS.replace("[constant.name]\n", "").replace('"the-form"', "other"))
    checked = cli.exits(0).fast("pipeline check wants")
    assert checked.out.startswith("wants: sound")
    assert "constant.other: nothing names this" in checked.err
    assert (
        'set once: leadctl config set constants.form "..."' in cli.fast("pipeline show wants").out
    )


TERMS = """\
schema = 1
id = "terms"
title = "Terms"
initial = "New"

[constant.term_ends]
type = "date"
label = "end of the term"

[status.New]
definition = "n"
follow_up = [
    { do = "Ask", before = "6 weeks", from = { field = "term_ends" }, until = ["call"] },
]

[status.Over]
definition = "o"
closed = "won"
requires = [{ field = "term_ends", past = true }]
"""


def test_a_date_that_all_leads_share_moves_their_deadlines(cli: Cli) -> None:
    """It is said once, counted from and guarded by; where it is missing, check says so."""
    cli = cli.noting().at("2026-11-02T10:00:00Z")
    cli.fast("init --no-input --pipeline wholesale --timezone UTC")
    (cli.cwd / "pipelines").mkdir(exist_ok=True)
    (cli.cwd / "pipelines" / "terms.toml").write_text(TERMS)
    assert cli.fast("pipeline check terms").out == "terms: sound\n"
    page = cli.fast("pipeline show terms").out
    assert "6 weeks before the term ends" in page
    assert "end of the term, set once: leadctl config set constants.term_ends" in page
    cli.fast("add Ann --pipeline terms")
    cli.fast("add Bob --pipeline terms")
    asked = [row for row in cli.fast("due --all -f json").json if row["rule"] == "ask"]
    assert asked == []
    told = cli.exits(5).fast("check").out
    assert "constants.term_ends: is not set, and 2 leads want it" in told
    cli.fast("config set constants.term_ends 2027-01-29")
    due = [row["due"] for row in cli.fast("due --all -f json").json if row["rule"] == "ask"]
    assert due == ["2026-12-18", "2026-12-18"]
    assert cli.fast("check").out == "2 leads, all sound\n"
    refused = cli.exits(3).fast("status set ann Over").err
    assert "term ends" in refused
    assert "leadctl set" not in refused
    told = cli.exits(2).fast("set ann term_ends=2027-02-01").err
    assert 'leadctl config set constants.term_ends "..."' in told
    cli.at("2027-01-30T10:00:00Z").fast("status set ann Over")


TYPED = """
schema = 1
id = "study"
title = "Study"
initial = "New"

[constant.consent]
type = "number"

[constant.fee]
type = "money"

[constant.ends]
type = "date"

[status.New]
definition = "just came in"
"""


def test_what_a_book_says_is_of_the_kind_that_its_pipeline_wants(cli: Cli) -> None:
    """A number is set as one, so that guards compare it; what is none is refused, and `check` finds
    nothing to say of what was set.
    """
    cli = cli.noting()
    cli.fast("init --no-input")
    (cli.cwd / "pipelines").mkdir(exist_ok=True)
    (cli.cwd / "pipelines" / "study.toml").write_text(TYPED)
    cli.fast("config set pipeline study")
    for name, typed in (("consent", "5"), ("fee", "$80"), ("ends", "2027-02-12")):
        cli.fast("config", "set", f"constants.{name}", typed)
    settings = (cli.cwd / "leadctl.toml").read_text()
    assert "consent = 5\n" in settings
    assert "fee = 80\n" in settings
    assert "ends = 2027-02-12\n" in settings
    assert cli.fast("check").out.endswith("all sound\n")
    for name in ("consent", "ends"):
        cli.exits(2, f"constants.{name}").fast("config", "set", f"constants.{name}", "banana")
