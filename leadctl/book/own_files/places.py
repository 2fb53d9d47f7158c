"""Where things are in a book: its root, its folders, ids, and the path of a lead."""

from __future__ import annotations

import os
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from leadctl.errors import NotFound, Refused
from leadctl.patterns import pattern
from leadctl.rules.leads.lead import ID, OWN

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath
    from random import Random

SETTINGS = "leadctl.toml"
LEADS = "leads"
UNDATED = "undated"
"""The folder of leads of whom nobody knows when they came in."""
PIPELINES = "pipelines"
LAYOUTS = "layouts"
PRIVATE = ".leadctl"
_ERASED = "erased-"

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_IN_NAME = pattern(r"[-/]?([0-9a-z]{8})\.toml")
_MADE = pattern(rf"[-/][{_ALPHABET}]{{8}}\.toml$")
_LEAD_FILE = pattern(r"leads/[0-9]{4}/[a-z0-9][a-z0-9-]{0,60}-[0-9a-z]{8}\.toml")
_USUAL = pattern(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)\.)[a-z0-9][a-z0-9-]*\.toml|leads|[0-9]{4}")
_NOT_IN_SLUG = pattern(r"[^a-z0-9]+")
_UNSAFE = pattern(r"[\x00-\x1f\x7f\\:*?\"<>|]")
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)}
_SPELT_OUT = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def erased_name(lead_id: str) -> str:
    """Return the name of the file that is left of a person who was erased: it says nothing."""
    return f"{_ERASED}{lead_id}.toml"


def is_erased(path: PurePosixPath) -> bool:
    """Whether a file is what is left of a person who was erased."""
    return path.name.startswith(_ERASED)


def find_book(start: str) -> str:
    """Return the nearest folder at or above `start` that holds a leadctl.toml, whatever that is.

    Raises NotFound where there is none.
    """
    start = start if os.path.isabs(start) else os.path.join(os.getcwd(), start)
    folder = start
    while True:
        if os.path.lexists(f"{folder}/{SETTINGS}"):
            return os.path.realpath(folder)
        if (above := os.path.dirname(folder)) == folder:
            break
        folder = above
    from pathlib import Path

    start = str(Path(start))
    raise NotFound(
        f"There is no book at or above {start}: no {SETTINGS} was found.",
        hint="Make one here with: leadctl init   or name one with: leadctl -C FOLDER ...",
    )


def has_settings(folder: Path) -> bool:
    """Whether a folder is a book."""
    return (folder / SETTINGS).is_file()


def new_id(rng: Random | None = None) -> str:
    """Return a new id of 40 random bits; `rng` makes it repeatable."""
    return _spell(rng.getrandbits(40) if rng else int.from_bytes(os.urandom(5)))


def id_from_key(key: str, attempt: int = 0) -> str:
    """Return the id that a source key always has, in every clone of the book.

    `attempt` gives the next candidate where another lead already has the id. A key of leadctl's
    own exports ("leadctl:k7f3q9m2") is the id itself.
    """
    import hashlib

    source, _, own = key.partition(":")
    if source == OWN and not attempt and ID.fullmatch(own):
        return own
    text = f"leadctl id\n{key}" + (f"\n{attempt}" if attempt else "")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return _spell(int.from_bytes(digest[:5], "big"))


def _spell(number: int) -> str:
    pairs = _pairs()
    begin = pairs[number >> 30] + pairs[number >> 20 & 1023]
    return begin + pairs[number >> 10 & 1023] + pairs[number & 1023]


@cache
def _pairs() -> list[str]:
    return [first + second for first in _ALPHABET for second in _ALPHABET]


def slug(name: str) -> str:
    """Return a name as at most 40 characters of a-z, 0-9 and "-"; "lead" where nothing is left."""
    import unicodedata

    plain = name.lower()
    if not plain.isascii():
        # Normalise first and choose the characters afterwards: NFKC can bring forth dots, slashes.
        plain = unicodedata.normalize("NFKD", plain.translate(_SPELT_OUT))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    cut = _NOT_IN_SLUG.sub("-", plain).strip("-")[:40].strip("-")
    return cut or "lead"


def lead_relpath(year: int | None, name: str, lead_id: str) -> str:
    """Return the path of a new lead's file below the book's root.

    `year` is that in which the lead came in, None where nobody knows it: whichever day a file
    without dates is imported on, it makes the same files.
    """
    folder = UNDATED if year is None else f"{year:04d}"
    return f"{LEADS}/{folder}/{slug(name)}-{lead_id}.toml"


def id_of(path: Path | PurePosixPath | str) -> str | None:
    """Return the id that a file's name ends in, or None for a name chosen by hand."""
    found = _IN_NAME.fullmatch(str(path)[-len("-00000000.toml") :])
    return found[1] if found else None


def is_lead_file(path: str) -> bool:
    """Whether a path below the book's root is one of a lead's file."""
    return path.startswith(f"{LEADS}/") and path.endswith(".toml") and "/." not in path


def is_hand_named(path: str) -> bool:
    """Whether a file's name does not end in an id of the kind that leadctl makes."""
    return not _MADE.search(path)


def checked(relpath: PurePosixPath | str) -> str:
    """Return, as text, a path below the book's root that is safe on every system.

    Raises Refused for one that is absolute, leaves the book, or names git's or leadctl's own files.
    """
    text = str(relpath)
    if _LEAD_FILE.fullmatch(text):  # as most are
        return text
    folder, slash, name = text.rpartition("/")
    if _is_bad(name) or (slash and _is_bad_folder(folder)) or len(text) > 400:
        raise Refused(f"{text!r} is not a path leadctl writes: it must stay inside the book.")
    return text


@lru_cache(64)
def _is_bad_folder(folder: str) -> bool:
    return any(_is_bad(part) for part in folder.split("/"))


def _is_bad(part: str) -> bool:
    import unicodedata

    if _USUAL.fullmatch(part):
        return len(part) > 200
    if part in {"", ".", ".."} or part[0] in "- " or part[-1] in ". ":
        return True
    folded = unicodedata.normalize("NFKC", part).casefold()
    if folded in {"", ".", "..", ".git", PRIVATE} or "/" in folded or "\\" in folded:
        return True
    if _UNSAFE.search(part) or folded.split(".")[0] in _DEVICES:
        return True
    return len(part.encode("utf-8", "surrogatepass")) > 200 or not part.isprintable()
