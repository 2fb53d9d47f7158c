"""What "-" stands for where leads or a text are taken: standard input, which is read once."""

from __future__ import annotations

from collections.abc import Iterable

import click

from leadctl.errors import Usage

_TAKEN = "leadctl.stdin"
STDIN = "-"


def take_stdin() -> Iterable[bytes]:
    """Return the lines of standard input. Raises Usage where it was read for something else."""
    from leadctl.book.tables.decoding import standard_input

    ctx = click.get_current_context(silent=True)
    if ctx is not None and ctx.meta.setdefault(_TAKEN, False):
        raise Usage("Standard input can give one thing: the leads, or one text.")
    if ctx is not None:
        ctx.meta[_TAKEN] = True
    return standard_input()


def text_of(text: str) -> str:
    """Return a text, read from standard input where it is "-". Raises Usage as `take_stdin` does,
    and where nothing stands there.
    """
    if text != STDIN:
        return text
    read = b"".join(take_stdin()).decode("utf-8-sig", "replace").strip()
    if not read:
        raise Usage("Standard input is empty: - reads the text from it.")
    return read


def typed_text(
    ctx: click.Context, _param: click.Parameter, value: str | tuple[str, ...]
) -> str | tuple[str, ...]:
    """Return what was typed for a text, or what stands on standard input: click's callback."""
    if ctx.resilient_parsing or value not in (STDIN, (STDIN,)):
        return value
    read = text_of(STDIN)
    return read if isinstance(value, str) else (read,)
