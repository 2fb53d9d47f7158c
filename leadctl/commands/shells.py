"""What bash is told to complete words with: it quotes nothing by itself, so it is done here."""

from __future__ import annotations

import re
from typing import ClassVar

from click.shell_completion import BashComplete, CompletionItem, split_arg_string

_SPECIAL = re.compile(r"([^\w@%+=:,./~-])")
_BREAKS = re.compile(r"^.*[:=]")
"""bash replaces what stands after the last of these alone."""

_BASH = """\
_leadctl_completion() {
    local line kind value
    COMPREPLY=()
    while IFS= read -r line; do
        kind=${line%%,*}; value=${line#*,}
        case $kind in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            *) COMPREPLY+=("$value") ;;
        esac
    done < <(COMP_LINE_SO_FAR="${COMP_LINE:0:COMP_POINT}" _LEADCTL_COMPLETE=bash_complete "$1")
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]]; then compopt -o nospace; fi
}
complete -o nosort -F _leadctl_completion leadctl
"""


class Bash(BashComplete):
    """Completion for bash: the line up to the cursor is read whole, and values are quoted."""

    line: ClassVar[str] = ""
    """What is typed so far: there is one line in a process."""

    name: ClassVar[str] = "bash"

    def source(self) -> str:
        """Return the script; click's would start a bash to ask for its version."""
        return _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one being typed, and that one."""
        line = self.line
        if not line:
            return super().get_completion_args()
        words = split_arg_string(line)[1:]
        if line[-1:].isspace() and _closed(line):
            return words, ""
        return words[:-1], words[-1] if words else ""

    def format_completion(self, item: CompletionItem) -> str:
        """Return one value as bash puts it on the line."""
        return f"{item.type},{self._quoted(item.value)}"

    def _quoted(self, value: str) -> str:
        line = self.line
        typed = line.rsplit(" ", 1)[-1] if _closed(line) else re.split("[\"']", line)[-1]
        head = _BREAKS.match(typed)
        rest = value[len(head[0]) :] if head and value.startswith(head[0]) else value
        return _SPECIAL.sub(r"\\\1", rest) if line and _closed(line) else rest


def _closed(line: str) -> bool:
    """Whether every quotation mark of a line is closed."""
    return line.count('"') % 2 == 0 and line.count("'") % 2 == 0
