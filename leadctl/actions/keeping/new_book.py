"""Making a book: its settings as text, its folders; safe to do twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from leadctl.actions.names import pick
from leadctl.book.book import Book
from leadctl.book.own_files.definitions import Definitions
from leadctl.book.own_files.places import has_settings
from leadctl.errors import Usage
from leadctl.rules.language.pipeline import slug
from leadctl.rules.time.zone_names import zone_named
from leadctl.values import dataclass

_LETTERS = {"USA": "US", "UK": "GB"}
"""What people write -> the letters of the country."""


@dataclass(frozen=True)
class NewBook:
    """The four answers a new book wants: pipeline, timezone, phone region, the agents' names."""

    pipeline: str
    timezone: str
    region: str
    agents: tuple[str, ...]


def is_book(path: Path) -> bool:
    """Whether a folder is a book already."""
    return has_settings(path)


def choices(path: Path) -> list[tuple[str, str]]:
    """Return the definitions that a book in a folder can use: id and title."""
    known = Definitions(path)
    return [(name, str(known.read(name).data.get("title", ""))) for name in known.files]


def default_pipeline(path: Path) -> str:
    """Return the pipeline of a book unless one is named: the folder's own, where it has one."""
    known = Definitions(path)
    own = [name for name in known.files if known.is_own(name)]
    return own[0] if len(own) == 1 else "streeteasy-buyer"


def make_book(path: Path, answers: NewBook, env: Mapping[str, str]) -> Book:
    """Make a book, or complete one; what is there is left as it is.

    Raises NotFound for a pipeline that does not exist, Usage for a zone or region that does not.
    """
    if is_book(path):
        return Book.create(path, "", env)
    _ = Definitions(path).read(answers.pipeline).pipeline
    return Book.create(path, settings_text(answers), env)


def pipeline_answer(path: Path, text: str) -> str:
    """Return the pipeline meant by its number, its id or title, or some words of either.

    Raises NotFound with the closest, or the several that are meant.
    """
    known = choices(path)
    if text.strip().isdigit() and 0 < int(text) <= len(known):
        return known[int(text) - 1][0]
    names = {spelt.lower(): name for name, title in known for spelt in (name, title)}
    return pick("pipeline", text, names, see="leadctl pipeline list", any_words=True)


def zone_answer(text: str) -> str:
    """Return the zone meant by an answer. Raises Usage with the closest for none."""
    try:
        return zone_named(text)
    except ValueError as error:
        said = str(error)
        raise Usage(said if said.endswith("?") else f"{said}.") from None


def region_answer(text: str) -> str:
    """Return the region meant by an answer. Raises Usage for one that is no country's letters."""
    from phonenumbers import SUPPORTED_REGIONS

    letters = text.strip().upper()
    letters = _LETTERS.get(letters, letters)
    if letters not in SUPPORTED_REGIONS:
        raise Usage(f'"{text}" is no country here: write its two letters, such as US, GB or FR.')
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
    ]
    for agent, name in agent_ids(answers.agents).items():
        lines += [f"[agents.{agent}]", f"name = {_quoted(name)}", ""]
    return "\n".join(lines)


def agent_ids(names: Sequence[str]) -> dict[str, str]:
    """Return the short id of each agent, and the name: the first name in lower case, the whole
    name where two have that. Raises Usage for one agent twice.
    """
    found: dict[str, str] = {}
    for name in names:
        whole = slug(name) or "me"
        if any(whole == slug(other) for other in found.values()):
            raise Usage(f'Two agents would be called "{name}": tell them apart by their names.')
        short = whole.split("-")[0]
        found[whole if short in found else short] = name
    return found


def _quoted(text: str) -> str:
    plain = "".join(c for c in text if c.isprintable())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
