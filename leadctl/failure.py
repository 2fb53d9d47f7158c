"""What a failure prints on stderr, and the exit code it ends in."""

from __future__ import annotations

import errno
import os
import traceback
from pathlib import Path

import click

from leadctl.errors import LeadctlError
from leadctl.render.safe import safe_lines
from leadctl.streams import OutputLost, abandon_output

INTERRUPTED = 130
READER_GONE = 141  # as git and cat die: 128 + SIGPIPE
USAGE = 2
DISK = 6
BUG = 1


def report(error: BaseException) -> int:
    """Say what went wrong on stderr and return the exit code."""
    if os.environ.get("LEADCTL_DEBUG") == "1":
        _say("".join(traceback.format_exception(error)).rstrip())
    if isinstance(error, LeadctlError):
        _say(f"leadctl: {error.sentence}")
        _say(error.hint)
        return error.exit_code
    if isinstance(error, click.ClickException):
        return _usage(error)
    if isinstance(error, click.Abort | KeyboardInterrupt | EOFError):
        _say("leadctl: interrupted")
        return INTERRUPTED
    if isinstance(error, OSError):
        return _system(error)
    return _bug(error)


def _usage(error: click.ClickException) -> int:
    """Report words that do not make a command, with the page that says which do."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return USAGE
    _say(f"leadctl: {error.format_message()}")
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    _say(_misplaced(error) or f"see: {ctx.command_path if ctx else 'leadctl'} --help")
    return USAGE


def _misplaced(error: click.ClickException) -> str:
    """Return the hint for a global option typed after the command, or ""."""
    wanted = getattr(error, "option_name", "")
    if wanted not in {"-C", "--now", "--as", "-q", "--quiet", "--no-color"}:
        return ""
    return f"{wanted} is a global option: it stands before the command"


def _system(error: OSError) -> int:
    """Report what the system refused: the output, its reader, or a file."""
    cause = (error.strerror or "unknown cause").lower()
    if isinstance(error, OutputLost):
        abandon_output()
        if error.errno == errno.EPIPE:
            return READER_GONE
        _say(f"leadctl: the output could not be written: {cause}")
        return DISK
    place = f" {os.fsdecode(error.filename)}" if isinstance(error.filename, str | bytes) else ""
    _say(f"leadctl: the system refused{place}: {cause}")
    return DISK


def _bug(error: BaseException) -> int:
    """Report a bug by its place alone: the message of an exception may hold personal data."""
    here = traceback.extract_tb(error.__traceback__)
    place = f"{Path(here[-1].filename).name}:{here[-1].lineno}" if here else "nowhere"
    _say(f"leadctl: this is a bug in leadctl: {type(error).__name__} at {place}")
    _say("LEADCTL_DEBUG=1 shows more; read it before you send it on, it may name people")
    return BUG


def _say(text: str) -> None:
    if text:
        click.echo(safe_lines(text), err=True)
