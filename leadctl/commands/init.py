"""init: make a book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import options

if TYPE_CHECKING:
    from pathlib import Path

    from leadctl.commands.session import Session


@click.command()
@click.argument("directory", default=".", required=False)
@click.option("-p", "--pipeline", help="The pipeline of new leads; see: leadctl pipeline list")
@click.option("--timezone", metavar="ZONE", help="Where the book is: America/New_York")
@click.option("--region", metavar="CC", help="How phone numbers without a country are read: US")
@click.option("--agent", metavar="NAME", help="Your name.")
@click.option("--git", is_flag=True, help="Set git up to share it, here or where a book is.")
@click.option("--no-input", is_flag=True, help="Ask nothing; take the defaults.")
@options.with_session
def command(session: Session, directory: str, git: bool, no_input: bool, **typed: Any) -> None:
    """Make a book here, or in DIRECTORY; safe to run twice."""
    from pathlib import Path

    from leadctl.actions.new_book import NewBook, choices, is_book, make_book
    from leadctl.book.own_files.local_zone import local_zone

    path = Path(session.typed.directory or ".") / directory
    env = session.typed.env
    was_there = is_book(path)
    if was_there:
        book = make_book(path, NewBook("", "", "", ""), env)
        _say_kept(book.root, _set_up(session, book.root) if git else [])
        return
    ask = session.interactive(no_input=no_input)
    known = choices()
    answers = NewBook(
        pipeline=_answer(typed["pipeline"], ask, "Pipeline", "streeteasy-buyer", known),
        timezone=_answer(typed["timezone"], ask, "Timezone", local_zone(env)),
        region=_answer(typed["region"], ask, "Phone region", "US").upper(),
        agent=_answer(typed["agent"], ask, "Your name", env.get("USER") or "me"),
    )
    book = make_book(path, answers, env)
    session.typed.stored.append(f"a book was made in {book.root}")
    click.echo(f"Made a book in {book.root}: {answers.pipeline}, {answers.timezone}.")
    for done in _set_up(session, book.root) if git else ():
        click.echo(f"git: {done}.")
    session.note(_next_words(directory))


def _set_up(session: Session, root: Path) -> list[str]:
    from leadctl.actions.sharing.setup import set_up

    return set_up(root, session.typed.env)


def _say_kept(root: Path, done: list[str]) -> None:
    if not done:
        click.echo(f"{root} is a book already; nothing was changed.")
    for one in done:
        click.echo(f"git: {one}.")


def _answer(
    given: str | None,
    ask: bool,
    question: str,
    default: str,
    known: list[tuple[str, str]] = (),  # type: ignore[assignment]  # no choices
) -> str:
    if given is not None or not ask:
        return given or default
    for name, title in known:
        click.echo(f"  {name:<22} {title}", err=True)
    check = click.Choice([name for name, _ in known]) if known else None
    answer: str = click.prompt(question, default, err=True, type=check, show_choices=False)
    return answer.strip()


def _next_words(directory: str) -> str:
    enter = f"cd {directory}\n  " if directory != "." else ""
    return (
        "Next:\n  "
        f'{enter}leadctl add "Ana Lopez" phone="415 555 0132"\n'
        "  leadctl import export.csv --dry-run\n"
        "  leadctl due"
    )
