"""What bash and fish are told to complete words with.

bash quotes nothing by itself, so it is done here; of fish, click's script would cut what stands
beside a word at its first comma, and put statuses in the order of the alphabet.
"""

from __future__ import annotations

import re
from typing import ClassVar

from click.shell_completion import BashComplete, CompletionItem, FishComplete, split_arg_string

from leadctl.patterns import pattern

_SPECIAL = pattern(r"([^\w@%+=:,./~-])")
_BREAKS = pattern(r"^.*[:=]")
"""bash replaces what stands after the last of these alone."""

_BASH = """\
_leadctl_completion() {
    local line kind value files=""
    COMPREPLY=()
    while IFS= read -r line; do
        kind=${line%%,*}; value=${line#*,}
        case $kind in
            dir) compopt -o dirnames ;;
            file) files=1 ;;
            *) COMPREPLY+=("$value") ;;
        esac
    done < <(COMP_LINE_SO_FAR="${COMP_LINE:0:COMP_POINT}" _LEADCTL_COMPLETE=bash_complete "$1")
    if [[ $files && ${#COMPREPLY[@]} -eq 0 ]]; then
        compopt -o default
    elif [[ $files ]]; then
        while IFS= read -r line; do
            printf -v value %q "$line"
            COMPREPLY+=("$value")
        done < <(compgen -f -- "$2")
    fi
    if [[ ${#COMPREPLY[@]} -eq 1 ]]; then
        case ${COMPREPLY[0]} in *[:=]|[a-z]*.) compopt -o nospace ;; esac
    fi
}
complete -o nosort -F _leadctl_completion leadctl
"""


_FISH = """\
function %(complete_func)s
    set -l words (commandline -cp)
    set -l word (commandline -t)
    for line in (env %(complete_var)s=fish_complete COMP_WORDS="$words" COMP_CWORD="$word" \
            %(prog_name)s)
        set -l offer (string split --max 1 "," -- $line)
        switch $offer[1]
            case dir
                __fish_complete_directories $word
            case file
                __fish_complete_path $word
            case '*'
                echo $offer[2]
        end
    end
end
complete --no-files --keep-order --command %(prog_name)s --arguments "(%(complete_func)s)"
"""
BESIDE = 44
"""So many letters of what stands beside a word are shown in bash, which folds no lines."""


class Fish(FishComplete):
    """Completion for fish, in our order, and with all that stands beside a word."""

    name: ClassVar[str] = "fish"
    source_template: ClassVar[str] = _FISH


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

    def complete(self) -> str:
        """Return what to offer, a line each; where it is several, with what stands beside each."""
        args, incomplete = self.get_completion_args()
        items = self.get_completions(args, incomplete)
        lines = [self.format_completion(item) for item in items]
        if len(lines) < 2:
            return "\n".join(lines)
        lines = [_with_help(line, item) for line, item in zip(lines, items, strict=True)]
        plain = [item.value.casefold() for item in items if item.type == "plain"]
        start = _common_start(plain)
        if start and not start.startswith(incomplete.casefold()):
            lines.append(f"plain,{incomplete}")  # bash would put the common start in its place
        return "\n".join(lines)

    def format_completion(self, item: CompletionItem) -> str:
        """Return one value as bash puts it on the line."""
        return f"{item.type},{self._quoted(item.value)}"

    def _quoted(self, value: str) -> str:
        line = self.line
        typed = line.rsplit(" ", 1)[-1] if _closed(line) else re.split("[\"']", line)[-1]
        head = _BREAKS.match(typed)
        rest = value[len(head[0]) :] if head and value.startswith(head[0]) else value
        return _SPECIAL.sub(r"\\\1", rest) if line and _closed(line) else rest


def _common_start(words: list[str]) -> str:
    """Return the letters that all words begin with, as bash compares them."""
    first, last = min(words, default=""), max(words, default="")
    same = (place for place, letter in enumerate(first) if letter != last[place : place + 1])
    return first[: next(same, len(first))]


def _with_help(line: str, item: CompletionItem) -> str:
    if not item.help:
        return line
    beside = item.help if len(item.help) <= BESIDE else f"{item.help[: BESIDE - 3]}..."
    return f"{line}  ({beside})"


def _closed(line: str) -> bool:
    """Whether every quotation mark of a line is closed."""
    return line.count('"') % 2 == 0 and line.count("'") % 2 == 0
