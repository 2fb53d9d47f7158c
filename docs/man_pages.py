"""Manual pages, made from what help says: leadctl(1), a page a command, a page a topic (7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap

import click

from leadctl.cli import App
from leadctl.commands.help_ import TOPICS, topic_page
from leadctl.commands.starting.command_table import SECTIONS
from leadctl.commands.starting.explained import EXAMPLES, arguments_of

MADE = '.\\" Made by docs/generate.py; do not edit.\n'
SOURCE = "leadctl"
WIDTH = 76


def man_pages(variables: Mapping[str, str]) -> dict[str, str]:
    """Return every page by the name of its file; `variables` are those of the environment."""
    app = App()
    root = click.Context(app, info_name="leadctl")
    pages = {"leadctl.1": _main(app, root, variables)}
    for name, command in _commands(app, root):
        pages[f"leadctl-{name.replace(' ', '-')}.1"] = _command(name, command)
    for name, (line, _) in TOPICS.items():
        pages[f"leadctl-{name}.7"] = _topic(name, line)
    return pages


def _commands(
    group: click.Group, ctx: click.Context, above: str = ""
) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(ctx):
        command, path = group.get_command(ctx, name), f"{above} {name}".strip()
        if isinstance(command, click.Group):
            yield from _commands(command, ctx, path)
        elif command is not None:
            yield path, command


def _main(app: App, root: click.Context, variables: Mapping[str, str]) -> str:
    parts = [_head("leadctl", 1, "keep leads as plain TOML files, and see who is due")]
    parts.append(_section("Synopsis", ".B leadctl\n[OPTIONS] COMMAND [ARGS]...\n"))
    parts.append(_section("Description", _prose(app.help or "")))
    parts.append(_section("Options", _options(app, root)))
    for title, table in SECTIONS.items():
        parts.append(_section(title, _list((name, line) for name, (_, line) in table.items())))
    parts.append(_section("Environment", _list(variables.items())))
    parts.append(_section("Exit status", _verbatim(topic_page("exit-codes"))))
    also = [f"leadctl-{name}(7)" for name in TOPICS]
    parts.append(_section("See also", _prose(f"leadctl-COMMAND(1), {', '.join(also)}")))
    return "".join(parts)


def _command(name: str, command: click.Command) -> str:
    ctx = click.Context(command, info_name=name)
    line = command.get_short_help_str(200)
    pieces = " ".join(command.collect_usage_pieces(ctx))
    words = [
        word
        for param in command.params
        if isinstance(param, click.Argument)
        for word in param.make_metavar(ctx).split()
    ]
    parts = [
        _head(f"leadctl-{name.replace(' ', '-')}", 1, line.rstrip(".")),
        _section("Synopsis", f".B leadctl {name}\n{_safe(pieces)}\n"),
        _section("Description", _prose(command.help or "")),
    ]
    if told := arguments_of(name, words):
        parts.append(_section("Arguments", _list(told)))
    parts.append(_section("Options", _options(command, ctx)))
    parts.append(_section("Examples", _verbatim("\n".join(EXAMPLES[name]))))
    parts.append(_section("See also", _prose("leadctl(1), leadctl-exit-codes(7)")))
    return "".join(parts)


def _topic(name: str, line: str) -> str:
    head = _head(f"leadctl-{name}", 7, line.rstrip("."))
    return head + _section("Description", _verbatim(topic_page(name)))


def _head(name: str, section: int, line: str) -> str:
    title = f'.TH {name.upper()} {section} "" "{SOURCE}" "{SOURCE}"\n'
    return f"{MADE}{title}.SH NAME\n{name} \\- {_safe(line)}\n"


def _section(title: str, text: str) -> str:
    return f".SH {title.upper()}\n{text}"


def _options(command: click.Command, ctx: click.Context) -> str:
    ctx.help_option_names = ["-h", "--help"]
    options = (param for param in command.get_params(ctx) if isinstance(param, click.Option))
    return _list(record for option in options if (record := option.get_help_record(ctx)))


def _list(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f".TP\n.B {_safe(name)}\n{_folded(said)}" for name, said in pairs)


def _prose(text: str) -> str:
    return ".PP\n".join(_folded(part) for part in re.split(r"\n\s*\n", text.strip()))


def _folded(text: str) -> str:
    lines = wrap(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
    return "".join(f"{_safe(line)}\n" for line in lines)


def _verbatim(text: str) -> str:
    lines = "".join(f"{_safe(line)}\n" for line in text.rstrip().split("\n"))
    return f".nf\n{lines}.fi\n"


def _safe(text: str) -> str:
    """Return a line that says what it says: no dash becomes a hyphen, no letter a request."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{plain}" if plain.startswith(".") else plain
