"""The command line: global options, the table of commands, errors turned into exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from leadctl import __version__
from leadctl.commands.lazy_group import LazyGroup, Table

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_STATUS: Table = {
    "set": (
        "leadctl.commands.status:set_",
        "Move leads to a status; a move the pipeline refuses is explained.",
    ),
    "next": ("leadctl.commands.status:next_", "Move leads to the next status of their funnel."),
    "confirm": (
        "leadctl.commands.status:confirm",
        "Confirm that a status still holds; it counts as an update.",
    ),
    "log": (
        "leadctl.commands.status:log",
        "List the statuses a lead has had, and how long each.",
    ),
}

_CONFIG: Table = {
    "show": (
        "leadctl.commands.config:show",
        "List the settings that hold, the book's and your own.",
    ),
    "set": (
        "leadctl.commands.config:set_",
        "Set a setting: the book's (undo takes it back), or your own.",
    ),
}

_OUTBOX: Table = {
    "list": ("leadctl.commands.outbox:list_", "List the messages that wait to be sent."),
    "show": (
        "leadctl.commands.outbox:show",
        "Show messages whole: the text as it will be sent.",
    ),
    "send": (
        "leadctl.commands.outbox:send",
        "Send messages with the command of your own settings; drafts become files.",
    ),
    "done": ("leadctl.commands.outbox:done", "Mark messages as sent: you sent them yourself."),
}

_PIPELINE: Table = {
    "list": (
        "leadctl.commands.pipeline_show:list_",
        "List the pipelines: shipped ones, and the book's own.",
    ),
    "show": (
        "leadctl.commands.pipeline_show:show",
        "Show a pipeline in words: its statuses, what each wants, and what follows.",
    ),
    "new": (
        "leadctl.commands.pipeline_new:command",
        "Write a small pipeline with comments and one scenario, to start from.",
    ),
    "copy": (
        "leadctl.commands.pipeline_copy:command",
        "Copy a shipped pipeline into this book, to change it there.",
    ),
    "check": (
        "leadctl.commands.pipeline_show:check",
        "Check definitions; without ID, the book's own and those it uses.",
    ),
    "graph": (
        "leadctl.commands.pipeline_graph:command",
        "Draw a pipeline: its statuses by group, and the moves between them.",
    ),
    "diff": (
        "leadctl.commands.pipeline_diff:command",
        "Compare two pipelines, and say what the change means for this book's leads.",
    ),
    "migrate": (
        "leadctl.commands.pipeline_migrate:command",
        "Move the leads of one pipeline to the one that follows it.",
    ),
    "test": (
        "leadctl.commands.pipeline_test:command",
        "Play the scenarios of definitions; without ID, all there are.",
    ),
}

_LAYOUT: Table = {
    "list": (
        "leadctl.commands.layout:list_",
        "List the layouts that imports recognise: the book's, yours, and the shipped ones.",
    ),
    "show": (
        "leadctl.commands.layout:show",
        "Print a layout's file: copy it into the book's layouts/ to change it.",
    ),
    "test": (
        "leadctl.commands.layout:test",
        "Import case pairs, NAME.csv and NAME.toml; without FILE those of the book.",
    ),
}

SECTIONS: dict[str, Table] = {
    "Start": {
        "init": (
            "leadctl.commands.init:command",
            "Make a book here, or in DIRECTORY; safe to run twice.",
        ),
        "demo": (
            "leadctl.commands.demo:command",
            "Make a throw-away book of invented leads and run the daily round on it.",
        ),
    },
    "Every day": {
        "today": (
            "leadctl.commands.today:command",
            "List who is due today, and say what to type before and after a call; see `due`.",
        ),
        "due": ("leadctl.commands.due:command", "List who is due, for what, and why."),
        "outbox": (_OUTBOX, "See and send the messages that statuses have queued."),
        "tick": (
            "leadctl.commands.tick:command",
            "Do what the pipelines do by themselves once a deadline has passed.",
        ),
        "log": (
            "leadctl.commands.log:log",
            "Log a touch (call, text, email, meeting, letter) or an event of the pipeline.",
        ),
        "status": (_STATUS, "Move leads through their pipeline."),
        "note": (
            "leadctl.commands.log:note",
            "Add a note to leads; TEXT may be - for what stands on stdin.",
        ),
        "done": (
            "leadctl.commands.log:done",
            "Mark what is due done; WHAT names one of several, or one that is still ahead.",
        ),
        "snooze": (
            "leadctl.commands.log:snooze",
            "Put off what can wait until WHEN: fri, 3 days, 6 months; say what cannot.",
        ),
        "remind": (
            "leadctl.commands.log:remind",
            'Make a follow-up of your own: leadctl remind LEAD fri "ask about the loan".',
        ),
        "report": (
            "leadctl.commands.report:command",
            "Count where leads stand, how far and how fast they get; an overview without KIND.",
        ),
    },
    "Leads": {
        "add": ("leadctl.commands.leads:add", "Add a lead."),
        "show": (
            "leadctl.commands.show:command",
            "Show one lead: fields, status, what is due, what is possible, history.",
        ),
        "context": (
            "leadctl.commands.context:command",
            "Show what one wants before a call: who they are, what was said, what is due.",
        ),
        "edit": (
            "leadctl.commands.leads:edit",
            "Edit a lead's file in $EDITOR; what is not valid is not stored.",
        ),
        "list": (
            "leadctl.commands.leads:list_",
            "List leads: those that QUERY is true of, as status:nurture or words of a name.",
        ),
        "find": (
            "leadctl.commands.leads:find",
            "Find leads by words, in their notes and in what was said as well.",
        ),
        "set": (
            "leadctl.commands.leads:set_",
            "Set fields of leads; FIELD= takes one away, tags+=x adds.",
        ),
        "delete": (
            "leadctl.commands.delete:command",
            "Delete leads; only the id and the moment stay, so that no import brings them back.",
        ),
        "erase": (
            "leadctl.commands.erase:command",
            "Erase a person: their data leaves the book, and nothing can bring it back.",
        ),
        "merge-leads": (
            "leadctl.commands.merge_leads:command",
            "Merge OTHER into LEAD: both histories, what is empty filled in.",
        ),
        "duplicates": (
            "leadctl.commands.duplicates:command",
            "List leads that may be one person, and why.",
        ),
    },
    "Ownership": {
        "claim": ("leadctl.commands.ownership:claim", "Take leads into your name."),
        "release": (
            "leadctl.commands.ownership:release",
            "Give leads back to the pool, for anyone to work.",
        ),
        "pass": ("leadctl.commands.ownership:pass_", "Pass on leads: the next agent has the turn."),
        "assign": ("leadctl.commands.ownership:assign", "Give leads to an agent."),
        "approve": (
            "leadctl.commands.ownership:approve",
            "Approve a move that wants it; without LEAD, list what waits.",
        ),
    },
    "Sharing": {
        "sync": (
            "leadctl.commands.sync:command",
            "Commit, fetch, join, check and push: this clone and its remote have the same book.",
        ),
        "merge": (
            "leadctl.commands.merge:command",
            "Join the leads at which git has stopped, and end its merge, rebase or cherry-pick.",
        ),
    },
    "Pipelines": {
        "pipeline": (_PIPELINE, "See, check, draw, compare and test pipelines."),
    },
    "In, out and about": {
        "layout": (_LAYOUT, "See and test what other systems call their columns."),
        "import": (
            "leadctl.commands.import_:command",
            "Import leads from a CSV file or vCards; - reads stdin.",
        ),
        "export": (
            "leadctl.commands.export:command",
            "Export leads to a spreadsheet, address book, calendar, or as a back-up.",
        ),
        "config": (_CONFIG, "Show and set the settings."),
        "amend": (
            "leadctl.commands.log:amend",
            "Mend event N of a lead's history, as `show` numbers it, or take it out.",
        ),
        "undo": (
            "leadctl.commands.undo:command",
            "Take back your last command, or the one with NUMBER; an undo can be undone.",
        ),
        "cron": (
            "leadctl.commands.cron:command",
            "Print crontab lines that mail the morning list, with every path spelt out.",
        ),
        "completion": (
            "leadctl.commands.completion:command",
            "Print the completion script of a shell, yours unless named.",
        ),
        "check": (
            "leadctl.commands.check:command",
            "Check every lead's file, the settings and the definitions in use.",
        ),
        "help": (
            "leadctl.commands.help_:command",
            "Show a page on a topic (query, dates, formats, ...) or on a command.",
        ),
        "doctor": (
            "leadctl.commands.doctor:command",
            "Look at what a book needs around it: Python, git, clock, disk, modes, journal, index.",
        ),
        "schema": (
            "leadctl.commands.schema:command",
            "Print the JSON schema of lead files or of pipelines, for editors.",
        ),
    },
}
"""Every command: name -> ("leadctl.commands.<name>:command" or a group's own table, help).

The help is the first line of the command's own; a test compares them.
"""


HIDDEN: Table = {
    "merge-driver": (
        "leadctl.commands.merge_driver:command",
        "Join three files of one lead into OURS, as git's merge driver.",
    ),
}
"""What other programs run; no list of commands has it."""


OTHER_WORDS = {
    "morning": "due",
    "agenda": "due",
    "search": "find WORDS",
    "grep": "find WORDS",
    "call": "log LEAD call",
    "text": "log LEAD text",
    "email": "log LEAD email",
    "meet": "log LEAD meeting",
    "open": "show LEAD",
    "view": "show LEAD",
    "cat": "show LEAD",
    "rm": "delete LEAD",
    "remove": "delete LEAD",
    "new": "add NAME",
    "create": "add NAME",
    "ls": "list",
    "update": "set LEAD FIELD=VALUE",
    "move": "status set LEAD STATUS",
    "mv": "status set LEAD STATUS",
    "stage": "status set LEAD STATUS",
    "revert": "undo",
    "stats": "report",
    "settings": "config show",
    "push": "sync",
    "pull": "sync",
    "man": "help TOPIC",
}
"""Words that other tools have for a command -> what to type here."""


class App(LazyGroup):
    """The top of the command line."""

    def __init__(self) -> None:
        super().__init__(
            "leadctl",
            SECTIONS,
            help=(
                "Keep leads as plain TOML files, move them through a pipeline, "
                "and see every morning who is due."
            ),
            params=_global_options(),
            callback=_read_globals,
            invoke_without_command=True,
            context_settings={"help_option_names": ["-h", "--help"]},
            epilog="Options above stand before the command: leadctl --now 2026-11-28 due",
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name, a hidden one too, or return None."""
        if cmd_name in HIDDEN:
            return LazyGroup("hidden", {"": HIDDEN}).load(cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command meant; for another tool's word for it, say ours."""
        word = args[0] if args else ""
        if word in OTHER_WORDS and word not in self.table:
            ctx.fail(f"No such command '{word}'. You may mean: leadctl {OTHER_WORDS[word]}")
        return super().resolve_command(ctx, args)

    def run_line(self, words: Sequence[str], env: Mapping[str, str]) -> int:
        """Run a command line within this process, as `main` does; for scenarios."""
        return main(words, env)


def _global_options() -> list[click.Parameter]:
    """Return the options that stand before the command."""
    return [
        click.Option(
            ["-C", "directory"],
            metavar="DIR",
            envvar="LEADCTL_DIR",
            help="The book, if not the one found by walking up from here.",
        ),
        click.Option(
            ["--now", "now_text"], metavar="TIME", help="Take this as the present moment."
        ),
        click.Option(
            ["--as", "actor"],
            metavar="AGENT",
            shell_complete=_complete_agents,
            help="Act as this agent.",
        ),
        click.Option(
            ["-q", "--quiet"], is_flag=True, help="Print data and errors, no notes beside them."
        ),
        click.Option(["--no-color"], is_flag=True, help="No colour, whatever the terminal can do."),
        _version_option(),
    ]


def _complete_agents(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from leadctl.commands.completing import agents

    return agents(ctx, param, incomplete)


def _version_option() -> click.Option:
    """Return --version; click's own would import importlib.metadata."""
    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_print_version,
        help="Print the version and stop.",
    )


def _print_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print the version and stop, when it was asked for."""
    if wanted and not ctx.resilient_parsing:
        click.echo(f"leadctl {__version__}")
        ctx.exit()


@click.pass_context
def _read_globals(  # noqa: PLR0913, PLR0917 - one parameter for each global option
    ctx: click.Context,
    directory: str | None,
    now_text: str | None,
    actor: str | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """Keep what was typed before the command for the session to read; alone it lists the day."""
    from leadctl.commands.globals import Globals

    line, env, stored = ctx.obj or ("", os.environ, [])
    ctx.obj = Globals(directory, now_text, actor, quiet, no_color, dict(env), line, stored)
    if ctx.invoked_subcommand is not None:
        return 0
    from leadctl.commands.today import alone

    return alone(ctx)


app = App()


def main(
    argv: Sequence[str] | None = None,
    env: Mapping[str, str] | None = None,
    ending: Callable[[], None] = lambda: None,
) -> int:
    """Run one command line and return its exit code; nothing escapes but what stops Python.

    `env` stands for the process's environment where it is given. `ending` is called once nothing
    is left to do but to say how it ended.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    stored: list[str] = []
    try:
        code = _run(words, os.environ if env is None else env, stored)
        sys.stdout.flush()
        ending()
    except BaseException as error:  # noqa: BLE001 - the one place where every failure ends
        ending()
        from leadctl.failure import report

        code = report(error, stored)
    return code


def _run(words: list[str], env: Mapping[str, str], stored: list[str]) -> int:
    """Run click on the words; a command's integer result is its exit code.

    What the command has stored for good is added to `stored`.
    """
    for place, word in enumerate(words, 1):
        if not word.isascii() and any("\ud800" <= letter <= "\udfff" for letter in word):
            raise click.UsageError(f"word {place} of the command line is not valid UTF-8")
    if "_LEADCTL_COMPLETE" in env:
        from click.shell_completion import add_completion_class

        from leadctl.commands.shells import Bash

        Bash.line = env.get("COMP_LINE_SO_FAR", "")
        add_completion_class(Bash)
        app.main(args=words, prog_name="leadctl", standalone_mode=False)
    try:
        page = _page_width()
        with app.make_context(
            "leadctl", list(words), obj=(_as_typed(words), env, stored), terminal_width=page
        ) as ctx:
            result = app.invoke(ctx)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    return result if isinstance(result, int) and not isinstance(result, bool) else 0


def _as_typed(words: Sequence[str]) -> str:
    """Return the command line for the journal, words with spaces in quotes."""
    return " ".join(["leadctl", *(f'"{word}"' if " " in word else word for word in words)])


def _page_width() -> int:
    """Return the width of a help page; click would import shutil to find it out."""
    text = os.environ.get("COLUMNS", "")
    columns = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not columns and sys.stdout.isatty():
        columns = os.get_terminal_size().columns
    return max(min(columns or 80, 80) - 2, 38)
