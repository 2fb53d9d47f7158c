"""Every failure: its sentence, its hint, its exit code."""

from __future__ import annotations

from leadctl.values import dataclass

INTERRUPTED = 130
"""The exit code of a command that a person has stopped (Ctrl-C)."""


class LeadctlError(Exception):
    """A failure a person can act on: one sentence, and where there is one, what to do next.

    `exit_code` is the process's; `hint` is a further line or lines, often a command to type.
    `instead` is a word that was typed and the one that was meant: the same line with it is printed.
    `line` is the line of what was read on standard input, where one is wrong.
    """

    exit_code = 1
    instead: tuple[str, str] | None = None
    line: int | None = None

    def __init__(self, sentence: str, *, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


class Usage(LeadctlError):
    """The words typed do not make a command."""

    exit_code = 2


class Refused(LeadctlError):
    """The pipeline, or another rule of the book, does not allow it; nothing was changed."""

    exit_code = 3


class NotFound(LeadctlError):
    """No lead, status, agent, pipeline or book of that name, or several."""

    exit_code = 4


class Busy(LeadctlError):
    """Another process holds the book, a file changed on disk, or the disk refused a write."""

    exit_code = 6


class Unreadable(Busy):
    """One file that the system does not give, whatever is in it; others may well be readable.

    `problem` is the same as a line of a list.
    """

    def __init__(self, file: str, cause: str) -> None:
        super().__init__(
            f"Reading {file} failed: {cause}.",
            hint="Nothing was changed. Mend the cause and run the command again.",
        )
        self.problem = Problem(file, 0, "", f"cannot be read: {cause}", "mend that, or restore it")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one file. `line` counts from 1; 0 means the file as a whole.

    `name` is what scripts know its kind by.
    """

    file: str
    line: int
    path: str
    message: str
    suggestion: str = ""
    name: str = "invalid-file"

    @property
    def place(self) -> str:
        """Return the file, with the line where there is one."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        place = self.place
        path = f" {self.path}:" if self.path else ""
        mend = f" ({self.suggestion})" if self.suggestion else ""
        return f"{place}:{path} {self.message}{mend}"


TOLD = 100
"""So many problems at most are told at once: nobody reads on."""


class Invalid(LeadctlError):
    """A file does not say what it should; what is wrong is listed at once."""

    exit_code = 5

    def __init__(self, problems: list[Problem], *, hint: str = "") -> None:
        told = [str(problem) for problem in problems[:TOLD]]
        told += [f"and {len(problems) - TOLD} more"] if len(problems) > TOLD else []
        super().__init__("\n".join(told), hint=hint)
        self.problems = problems
