"""A person's own names for command lines: [alias] in their own settings."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from leadctl.errors import Usage


def expanded(words: list[str], env: Mapping[str, str]) -> list[str]:
    """Return the words with what the first one stands for; as they are where it is no alias.

    No shell reads the line, and what it begins with is a command, never another alias. Raises
    Usage for a line that cannot be split into words.
    """
    line = aliases(env).get(words[0])
    if line is None:
        return words
    try:
        meant = shlex.split(line)
    except ValueError as error:
        raise Usage(f"alias.{words[0]} cannot be split into words: {error}.") from None
    if meant[:1] == ["leadctl"]:
        meant = meant[1:]
    return [*meant, *words[1:]]


def aliases(env: Mapping[str, str]) -> Mapping[str, str]:
    """Return each alias and its line. Raises Invalid for settings that cannot be read."""
    from leadctl.book.own_files.read_settings import load_settings

    return load_settings(None, env).aliases
