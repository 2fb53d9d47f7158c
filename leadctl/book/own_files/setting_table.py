"""Every setting, with what it means: the one table that reading, errors and the manual share."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from leadctl.book.text.toml_lines import Path
from leadctl.book.text.toml_read import Lines
from leadctl.errors import Problem
from leadctl.rules.time.clock_face import HOURS
from leadctl.values import dataclass


@dataclass(frozen=True)
class Option:
    """One setting: `kind` names its check in KINDS; `default` is what holds where nobody set it."""

    name: str
    kind: str
    default: object
    meaning: str


BOOK = (
    Option("schema", "number", 1, "The version of the book's format."),
    Option("pipeline", "text", "", "The pipeline of a lead added without one."),
    Option("timezone", "timezone", "UTC", "The zone in which days and times are typed and shown."),
    Option("region", "region", "US", "The country whose way of writing phone numbers is assumed."),
    Option("undo_operations", "number", 50, "How many commands can be undone, at most."),
    Option("undo_days", "number", 30, "For how many days a command can be undone."),
    Option(
        "new_days", "count", 2, "An imported lead is new if it came in so many days ago, or fewer."
    ),
    Option(
        "spread_days",
        "days",
        20,
        "The working days over which you get in touch again with older leads that are imported.",
    ),
    Option("limit", "count", 20, "How many people the day's list shows at most; 0 for all."),
    Option("idle", "span", "7 days", "When an open lead with nothing ahead is listed."),
    Option("git", "git", "", '"commit" makes one commit a command, of its files alone.'),
    Option(
        "overseers",
        "texts",
        ("manager",),
        "The roles that see, give away and export every agent's leads.",
    ),
    Option("rank", "texts", (), "The ids of the agents in the order in which leads are offered."),
    Option("agents", "table", {}, "One table for each agent: [agents.sam]."),
    Option(
        "constants",
        "table",
        {},
        "What a pipeline's messages want once: a form's address, a number.",
    ),
    Option("view", "table", {}, "One table for each query that is kept: [view.hot]."),
)
VIEW = (Option("query", "text", "", "What @NAME stands for: leadctl list @hot."),)
AGENT = (
    Option("name", "text", "", "What people call the agent."),
    Option("email", "text", "", "The agent's e-mail address."),
    Option("phone", "text", "", "The agent's phone number."),
    Option("timezone", "zone", "", "The agent's own zone, where it is not the book's."),
    Option("started", "date", None, "The first day of work; tenure counts from it."),
    Option("roles", "texts", (), 'Such as "manager"; pipelines and `overseers` name them.'),
)
"""Any other key of an agent is a list that a pipeline may ask for, such as `zip_sponsor`."""

USER = (
    Option("agent", "text", "", "The id of the agent you are, unless --as or LEADCTL_AGENT says."),
    Option("clock", "clock", 24, "How times of day are written: 24 for 14:05, 12 for 2:05 pm."),
    Option("phones", "phones", "national", '"national" for (415) 555-0132, or "international".'),
    Option("width", "count", 0, "How wide lists are on a terminal, at most; 0: as wide as it is."),
    Option(
        "pager", "text", "", 'What shows long pages on a terminal, if not PAGER; "none" for none.'
    ),
    Option("outbox", "table", {}, "How messages leave: [outbox]."),
    Option("alias", "table", {}, "Your own names for command lines: [alias], one a line."),
)
"""An alias names a command line: hot = "list state:open value:500000.."; no shell reads it."""
OUTBOX = (Option("send", "text", "", "The command that is given each message, on its input."),)

COMMANDS = ("outbox", "send", "command", "exec", "run", "hook", "hooks")
"""What a book may not set: nothing that travels with the data can name a program to run."""


def _is_timezone(value: object) -> bool:
    from zoneinfo import ZoneInfo

    try:
        return isinstance(value, str) and bool(ZoneInfo(value))
    except (ValueError, OSError, LookupError):
        return False


def _is_span(value: object) -> bool:
    from leadctl.rules.time.spans import parse_duration

    try:
        return isinstance(value, str) and bool(parse_duration(value))
    except ValueError:
        return False


def _is_texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)


KINDS: dict[str, tuple[Callable[[object], bool], str]] = {
    "text": (lambda v: isinstance(v, str), "is not a text in quotes"),
    "number": (lambda v: isinstance(v, int) and not isinstance(v, bool), "is not a whole number"),
    "count": (lambda v: type(v) is int and v >= 0, "is not a whole number from 0 on"),
    "days": (lambda v: type(v) is int and v > 0, "is not a whole number from 1 on"),
    "span": (_is_span, 'is not a time like "7 days"'),
    "texts": (_is_texts, 'is not a list of texts like ["one", "two"]'),
    "clock": (lambda v: type(v) is int and v in HOURS, "is neither 24 nor 12"),
    "phones": (
        lambda v: isinstance(v, str) and v in {"national", "international"},
        'is neither "national" nor "international"',
    ),
    "git": (lambda v: isinstance(v, str) and v in {"", "commit"}, 'is neither "commit" nor empty'),
    "constant": (lambda v: isinstance(v, str | date), "is no text and no date"),
    "table": (lambda v: isinstance(v, dict), "is not a table"),
    "date": (lambda v: isinstance(v, date) and not isinstance(v, datetime), "is not a date"),
    "timezone": (_is_timezone, 'is not a time zone like "America/New_York"'),
    "zone": (lambda v: not v or _is_timezone(v), 'is not a time zone like "America/New_York"'),
    "region": (
        lambda v: isinstance(v, str) and len(v) == 2 and v.isalpha() and v.isupper(),
        'is not a country\'s two letters, like "US"',
    ),
}


@dataclass(frozen=True)
class SettingsFile:
    """One settings file being read: what to call it and where its keys stand."""

    file: str
    line: Lines

    def problem(self, path: Path, message: str, mend: str = "") -> Problem:
        """Return a problem with the key at a path."""
        return Problem(self.file, self.line(path), ".".join(map(str, path)), message, mend)


def meant(key: str, known: Iterable[str]) -> str:
    """Return the name that a misspelt one was probably to be, or ""."""
    import difflib

    return next(iter(difflib.get_close_matches(key, list(known), 1)), "")


def _mend(path: Path, value: object, known: Mapping[str, Option]) -> str:
    """Return what a misspelt setting was to be, with the line that writes it so."""
    near = meant(str(path[-1]), known)
    if not near:
        return f"known here: {', '.join(known)}"
    if known[near].kind == "table" or not KINDS[known[near].kind][0](value):
        return f"did you mean {near}?"
    typed = ", ".join(value) if isinstance(value, list) else str(value)
    words = [".".join(map(str, (*path[:-1], near))), typed]
    return f"did you mean {near}? leadctl config set {shlex.join(words)}"


def check_table(
    table: Mapping[str, object], options: tuple[Option, ...], source: SettingsFile, above: Path = ()
) -> list[Problem]:
    """Return every unknown key, with the closest known one, and every value of a wrong kind."""
    known = {option.name: option for option in options}
    problems = []
    for key, value in table.items():
        if key not in known:
            mend = _mend((*above, key), value, known)
            problems.append(source.problem((*above, key), "is no setting", mend))
        elif not KINDS[known[key].kind][0](value):
            problems.append(source.problem((*above, key), KINDS[known[key].kind][1]))
    return problems
