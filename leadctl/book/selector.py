"""Which lead somebody means: an id, a start of one, a file's name, or a piece of what it holds."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from leadctl.book.book import Book
from leadctl.book.own_files.places import id_of
from leadctl.errors import NotFound
from leadctl.rules.leads.fields import FIELDS
from leadctl.rules.leads.lead import ID, Lead

_LISTED = 10
_SEARCHED = tuple(one.name for one in FIELDS if one.searchable)


def find_lead(book: Book, selector: str) -> Lead:
    """Return the one lead that a selector means. Raises NotFound for none, or listing several."""
    wanted = selector.strip()
    direct = _by_name(book, wanted)
    if direct:
        return book.load_path(direct)
    found = find_all(book, wanted)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(f"No lead matches {selector!r}.", hint=_closest(book, wanted))
    listed = "\n".join(f"  {lead.id}  {lead.name}  ({lead.status})" for lead in found[:_LISTED])
    more = f"\n  and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    raise NotFound(f"{len(found)} leads match {selector!r}; say which by its id:\n{listed}{more}")


def _by_name(book: Book, wanted: str) -> PurePosixPath | None:
    """Return the file that a whole id, a telling start of one, or a file's name points to."""
    if ID.fullmatch(wanted) and book.named(wanted):
        return book.path_of(wanted)
    if "/" in wanted or wanted.endswith(".toml"):
        ending = wanted if wanted.endswith(".toml") else f"{wanted}.toml"
        paths = [name for name in book.listing.all() if f"/{name}".endswith(f"/{ending}")]
        return PurePosixPath(paths[0]) if len(paths) == 1 else None
    # A start that has letters and digits is no piece of a name or of a phone number.
    if re.fullmatch(r"(?=.*[0-9])(?=.*[a-z])[0-9a-z]{3,7}", wanted):
        starts = {i for name in book.listing.all() if (i := id_of(name)) and i.startswith(wanted)}
        return book.path_of(starts.pop()) if len(starts) == 1 else None
    return None


def find_all(book: Book, wanted: str) -> list[Lead]:
    """Return the leads that a selector may mean: those it names whole, else those it is part of."""
    whole, part = [], []
    for path, lead in book.scan():
        if not isinstance(lead, Lead) or "deleted" in lead.fields:
            continue
        values = [lead.id, path.name, path.stem, *_texts(lead)]
        if _folded(wanted) in map(_folded, values):
            whole.append(lead)
        elif _is_piece(wanted, lead, id_of(path)):
            part.append(lead)
    return whole or part


def _closest(book: Book, wanted: str) -> str:
    """Return the leads whose names, or words of them, are spelt most like what was typed."""
    from difflib import get_close_matches

    spelt: dict[str, str] = {}
    for _path, lead in book.scan():
        if isinstance(lead, Lead) and "deleted" not in lead.fields:
            for word in (lead.name, *lead.name.split()):
                spelt.setdefault(_folded(word), f"{lead.name} ({lead.id})")
    close = get_close_matches(_folded(wanted), spelt, n=3, cutoff=0.7)
    found = " or ".join(dict.fromkeys(spelt[word] for word in close))
    return f"Did you mean {found}?" if found else "See all of them: leadctl list"


def _texts(lead: Lead) -> list[str]:
    found = [value for name in _SEARCHED if (value := lead.value(name)) is not None]
    lists = [value if isinstance(value, list) else [value] for value in found]
    return [str(item) for items in lists for item in items]


def _is_piece(wanted: str, lead: Lead, named: str | None) -> bool:
    folded, digits = _folded(wanted), re.sub(r"[\s().+-]", "", wanted)
    if not folded:
        return False
    if len(digits) >= 4 and digits.isdecimal():
        phones = [str(lead.fields.get("phone", "")), *lead.fields.get("phones", [])]
        if any(digits in re.sub(r"\D", "", phone) for phone in phones):
            return True
    starts = lead.id.startswith(folded) or (named or "").startswith(folded)
    return starts or any(folded in _folded(text) for text in _texts(lead))


def _folded(text: str) -> str:
    """Return a text without case and accents, so that "lopez" finds "López"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).strip()
