"""What a failure prints on stderr, and the exit code it ends in."""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from leadctl.errors import INTERRUPTED, LeadctlError
from leadctl.render.safe import safe_lines
from leadctl.streams import OutputLost, abandon_output

READER_GONE = 141  # as git and cat die: 128 + SIGPIPE
USAGE = 2
DISK = 6
DONE_BUT = 7
BUG = 1


def report(error: BaseException, stored: Sequence[str] = (), typed: Sequence[str] = ()) -> int:
    """Say what went wrong on stderr and return the exit code.

    `typed` are the words of the command line; `stored` is what was done for good before: then
    nothing is told as if it had not happened.
    """
    if os.environ.get("LEADCTL_DEBUG") == "1":
        _say("".join(traceback.format_exception(error)).rstrip())
    if isinstance(error, SystemExit) and not stored:  # completion, a request to stop
        return error.code if isinstance(error.code, int) else BUG
    return _after(error, stored) if stored else _instead(error, typed)


def _after(error: BaseException, stored: Sequence[str]) -> int:
    """Report a failure that came when something was stored for good already."""
    if isinstance(error, OutputLost):
        abandon_output()
    cause = _cause(error)
    _say(f"leadctl: Done {_as_words(stored)}, but {cause[:1].lower()}{cause[1:]}")
    _say(_way_back(stored))
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return INTERRUPTED
    told = error.code if isinstance(error, SystemExit) else DONE_BUT
    return told if isinstance(told, int) and told else DONE_BUT


def _as_words(stored: Sequence[str]) -> str:
    """Return "as operation 5", or in brackets what was done otherwise."""
    if all(one.startswith("operation ") for one in stored):
        return f"as {' and '.join(stored)}"
    return f"({'; '.join(stored)})"


def _way_back(stored: Sequence[str]) -> str:
    number = stored[0].removeprefix("operation ") if len(stored) == 1 else ""
    undo = f"undo {number}" if number.isdecimal() else "undo --list"
    return f"It is stored: do not run it again. To take it back: leadctl {undo}"


def _cause(error: BaseException) -> str:
    """Return in a few words what failed after something was stored."""
    if isinstance(error, LeadctlError):
        return error.sentence
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, click.Abort | KeyboardInterrupt | SystemExit):
        return "it was interrupted before its end."
    if isinstance(error, OutputLost):
        return f"what it says could not be printed: {_system_words(error)}."
    if isinstance(error, OSError):
        return f"the system refused{_place(error)}: {_system_words(error)}."
    return f"what came after it failed: {_bug_words(error)}."


def _instead(error: BaseException, typed: Sequence[str]) -> int:
    """Report a failure before which nothing was stored."""
    if isinstance(error, LeadctlError):
        _say(f"leadctl: {error.sentence}")
        _say(error.hint)
        _say(_meant(error, typed))
        return error.exit_code
    if isinstance(error, click.ClickException):
        return _usage(error)
    if isinstance(error, click.Abort | KeyboardInterrupt):
        _say("leadctl: interrupted")
        return INTERRUPTED
    if isinstance(error, OSError):
        return _system(error)
    return _bug(error)


def _meant(error: LeadctlError, typed: Sequence[str]) -> str:
    """Return the line that was typed with the word that was meant, ready to paste; or ""."""
    word, meant = error.instead or ("", "")
    wanted = word.split()
    for at in range(len(typed)):
        for end in range(at + 1, len(typed) + 1):
            if wanted and " ".join(typed[at:end]).split() == wanted:
                words = [*typed[:at], meant, *typed[end:]]
                return f"  leadctl {' '.join(_quoted(one) for one in words)}"
    return ""


def _quoted(word: str) -> str:
    """Return a word as a shell takes it, in the quotes that people use."""
    from shlex import quote

    plain = word and all(letter.isalnum() or letter in " -_.,:@+'/=" for letter in word)
    return f'"{word}"' if plain and (" " in word or "'" in word) else quote(word)


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
    cause = _system_words(error)
    if isinstance(error, OutputLost):
        abandon_output()
        if error.errno == errno.EPIPE:
            return READER_GONE
        _say(f"leadctl: the output could not be written: {cause}")
        return DISK
    _say(f"leadctl: the system refused{_place(error)}: {cause}")
    return DISK


def _system_words(error: OSError) -> str:
    return (error.strerror or "unknown cause").lower()


def _place(error: OSError) -> str:
    return f" {os.fsdecode(error.filename)}" if isinstance(error.filename, str | bytes) else ""


def _bug(error: BaseException) -> int:
    """Report a bug by its place alone: the message of an exception may hold personal data."""
    _say(f"leadctl: this is {_bug_words(error)}")
    _say("LEADCTL_DEBUG=1 shows more; read it before you send it on, it may name people")
    return BUG


def _bug_words(error: BaseException) -> str:
    here = traceback.extract_tb(error.__traceback__)
    place = f"{Path(here[-1].filename).name}:{here[-1].lineno}" if here else "nowhere"
    return f"a bug in leadctl: {type(error).__name__} at {place}"


def _say(text: str) -> None:
    if text:
        click.echo(safe_lines(text), err=True)
