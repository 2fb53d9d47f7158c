"""help: a page on a topic, or on a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_page
from leadctl.errors import NotFound

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from leadctl.commands.starting.session import Session


def _query() -> str:
    from textwrap import fill

    from leadctl.rules.leads.fields import FIELDS
    from leadctl.rules.query.terms import TERMS

    terms = [(term.example, term.means) for term in TERMS.values()]
    names = ", ".join(field.name for field in FIELDS if field.name not in TERMS)
    fields = fill(
        f"Every field is a term as well: {names}, and those that a pipeline declares.", 90
    )
    return f"""\
Which leads are wanted, for list, due, find, report, export, and --where of a change:

  leadctl list status:nurture owner:me
  leadctl due tag:brooklyn -tag:spam
  leadctl export value:500000.. received:..30d "two bedroom"

All terms must hold. `not` or `-` before a term turns it round; commas are "or":
source:zillow,referral. A value with spaces stands in quotes: status:"In Communication".

{_table(terms)}

{fields}

Texts match by words or their starts, whatever the
case and accents; field=value wants the whole.

Numbers and days take ranges: 500000.. is that or more, ..fri is until Friday, 1k..2.5m is
between. A bare span is a distance from now: received:30d.. is within the last 30 days,
due:..7d within the next 7. In quotes, for the shell, also "value>500000" and "received<30d".

Words without a field are looked for in names, e-mails and phone numbers; `leadctl find`
searches notes too, beside terms: leadctl find roof status:nurture.

Saved ones: [view.hot] query = "state:open value:500k.." in leadctl.toml, then
leadctl list @hot.
"""


def _dates() -> str:
    from leadctl.rules.time.typed_times import FORMS

    return f"""\
Wherever a time is taken, one of these, in your zone:

{FORMS}

"Now" is --now where that is given. A day alone is a day: an appointment wants a time as well.
"""


def _formats() -> str:
    return """\
Every listing takes --format:

  table     for people; fits the terminal, whole in a pipe
  json      one array of objects; every field always, exact values, ISO dates
  jsonl     one object a line
  csv, tsv  a header and rows; csv guards cells that a spreadsheet would take for formulas
  markdown  a table for notes and pull requests
  html      one page, to mail or print
  ids       bare ids, a line each, for `leadctl ... -` (list, due, find)
  ics       a calendar (due, export); vcf: cards (export)

Every change takes --format json: the operation, each lead before and after, what is next,
refusals with the command that helps; and --format ids. Exits 4, 5 and 6 print {"error": ...},
and so does a wrong line of `log -`, with its number.
"""


def _codes() -> str:
    return """\
  0    done
  1    a bug in leadctl; LEADCTL_DEBUG=1 shows where
  2    words that make no command
  3    refused, in whole or in part
  4    not found, or several found
  5    a file is not valid; everything else was done
  6    busy, changed on disk, disk full, no rights, offline: nothing was done
  7    done, but something after it failed
  10   something is due (only with `leadctl due --exit-code`)
  130  interrupted; 141, 143: ended by SIGPIPE, SIGTERM
"""


def _cron() -> str:
    return """\
`leadctl cron` prints lines ready for `crontab -e`, every path spelt out:

  leadctl cron --mail you@example.com

`due` prints nothing where nothing is due, so cron mails only then. `tick` does what pipelines
do by themselves once a deadline has passed; however late or often it runs, each happens once,
and under -q it is silent. `import -q` says nothing unless a row was refused.

A calendar program reads the list as well. What was moved is moved there by khal, which knows an
entry again; calcurse does not: give it a folder of its own, emptied before each reading.

  leadctl due --all --format ics > day.ics
  khal import --batch -a work day.ics
  calcurse -D FOLDER -P --filter-pattern . && calcurse -D FOLDER -i day.ics
"""


def _pipelines() -> str:
    return """\
A pipeline is a TOML file: statuses, what each requires, what is due in it.

  leadctl pipeline list                 those there are
  leadctl pipeline show streeteasy-buyer
  leadctl pipeline copy wholesale       to change it in this book
  leadctl pipeline check FILE           everything wrong with it, with line and suggestion
  leadctl pipeline test                 play the scenarios beside it
  leadctl pipeline graph ID --format svg

The language: docs/pipeline-language.md. How to write one: docs/write-your-own-pipeline.md.
"""


def _layouts() -> str:
    from textwrap import fill

    from leadctl.rules.importing.map_fields import MAP_FIELDS

    fields = fill(", ".join(MAP_FIELDS), 78, initial_indent="  ", subsequent_indent="  ")
    return f"""\
A layout says which column of another system's file is what. Known ones are recognised by
their headers:

  leadctl import people.csv --columns          what each column is taken for, and stop
  leadctl import people.csv --map phone=Mobile
  leadctl import people.csv --save-map mine    draft layouts/mine.toml, found from then on
  leadctl layout list

What a column can be, the FIELD of --map, beside the pipeline's own fields:

{fields}
"""


def _git() -> str:
    return """\
A book is a folder that git understands: one file a lead, one line an event.

  leadctl init --git       here, or in a repository that is there
  leadctl sync             commit, fetch, join, check, push
  leadctl merge            where git stopped: join what can be joined, name what can't

`git = "commit"` in leadctl.toml commits each command; -m says why. Claims in a shared book
are published before they count. More: docs/teams.md.
"""


TOPICS: dict[str, tuple[str, Callable[[], str]]] = {
    "query": ("How to say which leads are wanted.", _query),
    "dates": ("How to type days, times and spans.", _dates),
    "formats": ("What listings and changes can print.", _formats),
    "exit-codes": ("What the exit codes mean.", _codes),
    "cron": ("The morning list by mail.", _cron),
    "pipelines": ("Where pipelines are, and what can be done with them.", _pipelines),
    "layouts": ("How files of other systems are read.", _layouts),
    "git": ("Sharing a book between clones.", _git),
}
"""Each topic: its line, and what makes its page."""


def _table(rows: list[tuple[str, str]]) -> str:
    widest = max(len(left) for left, _ in rows)
    return "\n".join(f"  {left:<{widest}}  {right}" for left, right in rows)


def topic_page(name: str) -> str:
    """Return the page of a topic. Raises KeyError for another word."""
    return TOPICS[name][1]()


def _complete(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the topics and the commands."""
    from leadctl.commands.starting.command_table import SECTIONS

    topics = [(name, line) for name, (line, _) in TOPICS.items()]
    commands = [(n, line) for table in SECTIONS.values() for n, (_, line) in table.items()]
    return completing.items_of([*topics, *commands], incomplete)


@click.command(cls=Explained)
@click.argument("topic", nargs=-1, metavar="[TOPIC|COMMAND]...", shell_complete=_complete)
@click.pass_context
@options.with_session
def command(session: Session, ctx: click.Context, topic: tuple[str, ...]) -> None:
    """Show a page on a topic (query, dates, formats, ...) or on a command."""
    if not topic:
        lines = _table([(name, line) for name, (line, _) in TOPICS.items()])
        click.echo(f"Topics: leadctl help TOPIC\n\n{lines}\n\nCommands: leadctl --help")
        return
    name = topic[0].replace("_", "-").lower()
    if name in TOPICS:
        print_page(session, topic_page(name))
        return
    print_page(session, f"{_command_page(ctx, topic)}\n")


def _command_page(ctx: click.Context, words: tuple[str, ...]) -> str:
    """Return the help of a command. Raises NotFound for a word that is neither."""
    from difflib import get_close_matches

    found, parent = ctx.find_root().command, ctx.find_root()
    known: list[str] = []
    for word in words:
        known = found.list_commands(parent) if isinstance(found, click.Group) else []
        below = found.get_command(parent, word) if isinstance(found, click.Group) else None
        if below is None:
            near = get_close_matches(word, [*TOPICS, *known], n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Topics: {', '.join(TOPICS)}"
            raise NotFound(f"There is no topic or command {word!r}.", hint=hint)
        parent = click.Context(below, info_name=word, parent=parent)
        found = below
    parent.help_option_names = ["-h", "--help"]
    return found.get_help(parent)
