"""undo, config, cron, completion, schema: what surrounds the daily work."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import jsonschema
import pytest
from cli_runner import ENV, ROOT, Cli

SETTINGS = 'pipeline = "streeteasy-buyer"\ntimezone = "America/New_York"\n'


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book with the settings of a solo agent and no leads."""
    (cli.cwd / "leadctl.toml").write_text(SETTINGS)
    return cli.noting()


def files(book: Cli) -> list[str]:
    """Return the names of the leads' files."""
    return sorted(path.stem for path in book.cwd.glob("leads/*/*.toml"))


def completed(cli: Cli, *words: str) -> list[str]:
    """Return what bash would offer for the last of the words."""
    env = {"_LEADCTL_COMPLETE": "bash_complete", "COMP_WORDS": shlex.join(["leadctl", *words])}
    ran = cli.given(**env, COMP_CWORD=str(len(words))).run("")
    return [line.partition(",")[2].partition("  (")[0] for line in ran.lines if line]


def test_undo_takes_back_the_last_command(book: Cli) -> None:
    """undo takes back one command, can be undone itself, and refuses what is undone already."""
    book.fast("add Ana")
    book.fast("add Bob")
    ran = book.noting("To have it back: leadctl undo 3").fast("undo")
    assert ran.out == "Taken back: leadctl add Bob (operation 2)\n"
    assert [name[:3] for name in files(book)] == ["ana"]
    book.exits(3, "undone already").fast("undo 2")
    book.fast("undo 3")
    assert [name[:3] for name in files(book)] == ["ana", "bob"]


def test_undo_of_a_number_and_dry_run(book: Cli) -> None:
    """--dry-run says what would be undone and leaves it; a number need not be the last."""
    book.fast("add Ana")
    book.fast("add Bob")
    ran = book.noting("Nothing was written").fast("undo 1 --dry-run")
    assert ran.out.startswith("Would take back: leadctl ")
    assert len(files(book)) == 2
    book.fast("undo 1")
    assert [name[:3] for name in files(book)] == ["bob"]


def test_undo_list_leaves_out_what_every_line_has(book: Cli) -> None:
    """People see the command without --now, --as and -C; JSON has the whole line."""
    book.acting("kim").fast("-C", str(book.cwd), "add", "Ana")
    assert book.fast("undo --list").lines[1].split("  ")[-1] == "leadctl add Ana"
    [row] = book.fast("undo --list --format json").json
    assert row["command"].startswith("leadctl --now 2026-11-20T15:00:00Z --as kim -C ")


def test_undo_lists_operations(book: Cli) -> None:
    """--list shows the newest first, with what undid it."""
    book.fast("add Ana")
    book.fast("undo")
    second, first = book.fast("undo --list --format json").json
    assert (first["number"], first["undone_by"], second["undoes"]) == (1, 2, 1)
    assert "undone by 2" in book.fast("undo --list").lines[2]
    book.exits(2, "Either --list or a NUMBER").fast("undo 1 --list")


def test_undo_without_anything_to_undo(book: Cli) -> None:
    """In a new book there is nothing to undo."""
    book.exits(4, "There is nothing to undo.").fast("undo")


def test_config_shows_origins(book: Cli) -> None:
    """Each setting has its value, and where it came from: a line, your own file, or nowhere."""
    home = book.cwd / "home"
    (home / ".config/leadctl").mkdir(parents=True)
    (home / ".config/leadctl/config.toml").write_text('agent = "sam"\n')
    rows = book.given(HOME=str(home)).fast("config show --format json").json
    found = {row["key"]: (row["value"], row["origin"]) for row in rows}
    assert found["timezone"] == ("America/New_York", "leadctl.toml:2")
    assert found["agent"] == ("sam", f"{home}/.config/leadctl/config.toml:1")
    assert found["region"] == ("US", "default")
    assert "leadctl.toml:1" in book.fast("config show --origin").out
    assert "leadctl.toml:1" not in book.fast("config show").out


def test_cron_lines_run_as_cron_runs_them(cli: Cli) -> None:
    """A line runs in cron's bare environment, in a book whose path has spaces, quotes and %."""
    odd = cli.cwd / "it's 100% mine"
    odd.mkdir()
    (odd / "leadctl.toml").write_text(SETTINGS)
    book = cli.inside(odd).noting()
    book.fast("add Ana --received 2026-11-20T14:00:00Z")
    lines = book.fast("cron --at 06:05 --mail me@example.com").lines
    assert "MAILTO=me@example.com" in lines
    [line] = [line for line in lines if line.startswith("5 6 * * * ") and line.endswith(" due")]
    assert "\\%" in line
    typed = line.removeprefix("5 6 * * * ").replace("\\%", "%")  # what cron does to a line
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["/bin/sh", "-c", typed], env=env, cwd="/", capture_output=True, text=True, check=True
    )
    assert "Ana" in done.stdout


def test_cron_for_one_agent(book: Cli) -> None:
    """With --as the list is that agent's."""
    lines = book.acting("sam").fast("cron").lines
    assert any(line.endswith(" --as sam due --owner sam") for line in lines)


def test_cron_refuses_a_path_it_cannot_say(cli: Cli) -> None:
    """A line end in the book's path has no place in a crontab."""
    odd = cli.cwd / "two\nlines"
    odd.mkdir()
    (odd / "leadctl.toml").write_text(SETTINGS)
    cli.inside(odd).exits(2, "a crontab cannot express").fast("cron")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(cli: Cli, shell: str) -> None:
    """Each shell's script asks leadctl itself, and a script alone is printed: no note."""
    script = cli.run(f"completion {shell}").lines
    assert script[0].startswith("# To install it: ")
    assert f"leadctl completion {shell}" in script[0]
    assert "_LEADCTL_COMPLETE" in "".join(script)
    assert cli.given(SHELL=f"/bin/{shell}").fast("completion").out
    cli.exits(2, "Say for which shell: bash, zsh, fish.").given(SHELL="/bin/sh").fast("completion")


def test_completion_offers_leads_statuses_and_pipelines(book: Cli) -> None:
    """Leads come by the names of their files or their ids, statuses from the lead's definition."""
    book.fast("add Ana")
    (stem,) = files(book)
    lead_id = stem.removeprefix("ana-")
    assert completed(book, "note", "") == [stem]
    assert completed(book, "note", lead_id[:3]) == [lead_id]
    assert completed(book, "status", "set", lead_id, "app") == ["Appointment Set"]
    assert "wholesale" in completed(book, "report", "--pipeline", "w")


def test_completion_offers_names_events_and_agents(book: Cli) -> None:
    """A name begun becomes its file's name, which is a lead; what is gone is not offered."""
    with (book.cwd / "leadctl.toml").open("a") as settings:
        settings.write('[agents.kim]\nname = "Kim"\n[agents.lou]\nname = "Lou"\n')
    me = book.acting("kim")
    for name in ("Maria Gomez", "Mark Hall", "Zoe Gone"):
        me.fast("add", name)
    maria, mark, zoe = files(book)
    me.fast("delete", zoe, "--yes")
    assert [word for word in completed(book, "log", "mar") if "-" in word] == [maria, mark]
    assert "Maria Gomez" in me.fast("show", maria).out
    assert len(completed(book, "show", "")) == 2
    assert not [word for word in completed(book, "show", "zoe") if "-" in word]
    offered = completed(book, "log", maria, "")
    assert {"call", "text", "offer", "contract"} <= set(offered)
    assert completed(book, "log", maria, "cont") == ["contract"]
    assert completed(book, "--as", "k") == ["kim"]


def test_completion_is_silent_without_a_book(cli: Cli) -> None:
    """Completion never complains."""
    assert completed(cli, "note", "") == []


@pytest.mark.parametrize("what", ["lead", "pipeline"])
def test_schema_is_a_schema(cli: Cli, what: str) -> None:
    """What is printed is a valid JSON schema."""
    jsonschema.Draft202012Validator.check_schema(cli.fast(f"schema {what}").json)


def test_nothing_here_needs_a_home(book: Cli) -> None:
    """The environment of the tests has no home; every command above worked without."""
    assert "HOME" not in ENV
    assert Path(book.cwd, "leadctl.toml").exists()


def test_set_offers_the_fields(cli: Cli) -> None:
    """After a lead, `set` offers every field that it sets, of the table and of the pipeline."""
    cli.noting().fast("init book -p streeteasy-buyer --timezone America/New_York --no-input")
    book = cli.inside("book")
    assert {"phone=", "phones=", "do_not_contact=", "value="} <= set(
        completed(book, "set", "ana", "")
    )
    assert completed(book, "set", "ana", "appo") == ["appointment=", "appointment_for="]
    assert completed(book, "set", "ana", "status") == []
