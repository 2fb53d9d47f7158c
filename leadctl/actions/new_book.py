"""Making a book: its settings as text, its folders; safe to do twice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from leadctl.book.book import Book
from leadctl.book.own_files.definitions import Definitions
from leadctl.book.own_files.places import has_settings
from leadctl.errors import Usage
from leadctl.rules.language.pipeline import slug
from leadctl.rules.pipelines.build import build_pipeline
from leadctl.rules.time.zone_names import zone_named
from leadctl.values import dataclass


@dataclass(frozen=True, slots=True)
class NewBook:
    """The four answers a new book wants: pipeline, timezone, phone region, the agent's name."""

    pipeline: str
    timezone: str
    region: str
    agent: str


def is_book(path: Path) -> bool:
    """Whether a folder is a book already."""
    return has_settings(path)


def choices() -> list[tuple[str, str]]:
    """Return the shipped definitions: id and title."""
    shipped = Definitions(None)
    return [(name, str(shipped.read(name).data.get("title", ""))) for name in shipped.files]


def make_book(path: Path, answers: NewBook, env: Mapping[str, str]) -> Book:
    """Make a book, or complete one; what is there is left as it is.

    Raises NotFound for a pipeline that does not exist, Usage for a zone or region that does not.
    """
    if is_book(path):
        return Book.create(path, "", env)
    found = Definitions(None).read(answers.pipeline)
    build_pipeline(found.data, found.file, found.line)
    return Book.create(path, settings_text(answers), env)


def zone_answer(text: str) -> str:
    """Return the zone meant by an answer. Raises Usage with the closest for none."""
    try:
        return zone_named(text)
    except ValueError as error:
        raise Usage(f"{error}.") from None


def region_answer(text: str) -> str:
    """Return the region meant by an answer. Raises Usage for one that is no country's letters."""
    from phonenumbers import SUPPORTED_REGIONS

    letters = text.strip().upper()
    if letters not in SUPPORTED_REGIONS:
        near = "; did you mean GB?" if letters == "UK" else ", such as US, GB or FR"
        raise Usage(f'"{text}" is no region: two letters of a country{near}.')
    return letters


def settings_text(answers: NewBook) -> str:
    """Return leadctl.toml for a new book."""
    lines = [
        "# The settings of this book. See: leadctl config show --origin",
        "schema = 1",
        f'pipeline = "{answers.pipeline}"',
        f'timezone = "{answers.timezone}"',
        f'region = "{answers.region}"  # how a phone number without a country is read',
        "",
        "# One table for each agent who works in this book.",
        f"[agents.{agent_id(answers.agent)}]",
        f"name = {_quoted(answers.agent)}",
    ]
    return "\n".join(lines) + "\n"


def agent_id(name: str) -> str:
    """Return the short id of an agent: the first name, in lower case."""
    return slug(name).split("-")[0] or "me"


def _quoted(text: str) -> str:
    plain = "".join(c for c in text if c.isprintable())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
