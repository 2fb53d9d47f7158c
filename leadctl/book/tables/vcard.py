"""vCard files (2.1, 3.0, 4.0) as rows of the same shape as a table's."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator

from leadctl.patterns import pattern
from leadctl.values import dataclass, field, replace

MAX_CARD = 300_000
"""Characters of one card that are read; pictures are left out before they count."""

_SKIPPED = frozenset({"BEGIN", "END", "PRODID"})
_BINARY = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_TEXTS = {
    "UID": "VCARD UID",
    "VERSION": "VCARD Version",
    "FN": "VCARD Full Name",
    "BDAY": "Birthday",
    "TITLE": "Title",
    "NICKNAME": "Nickname",
    "URL": "URL",
    "ROLE": "Role",
    "REV": "VCARD Revision",
}
_APPLES = {"X-ABDATE": "Date", "X-ABRELATEDNAMES": "Related Name"}
"""Properties that say by their labels what they are."""
_NAME = ("Last Name", "First Name", "Middle Name", "Name Prefix", "Name Suffix")
_ADDRESS = (
    *("PO Box", "Extended Address", "Street", "City", "State"),
    *("Postal Code", "Country"),
)
ASSISTANT = "Assistant"
"""The column of a card inside another one, as old address books write an assistant's."""
UNREAD = "Lines that are none"
"""The column of lines that are no property of a card: kept as they are."""
_GROUP = frozenset({"KIND", "X-ADDRESSBOOKSERVER-KIND"})
_APPLE_LABEL = pattern(r"_\$!<(.*)>!\$_")
_LABELS = {
    "MOBILE": "CELL",
    "HOMEFAX": "FAX",
    "WORKFAX": "FAX",
    "OTHERFAX": "FAX",
    "OFFICE": "WORK",
}
"""Labels that mean a type of their own."""
_KINDS = ("FAX", "CELL", "HOME", "WORK", "MAIN", "PAGER", "IPHONE")
_COMPACT_DAY = pattern(r"(\d{4}|--)-?(\d{2})-?(\d{2})(?:T.*)?")
_ESCAPE = pattern(r"\\(.)", re.DOTALL)
_LETTER = pattern(r"\\.|[^\\]", re.DOTALL)


@dataclass(frozen=True)
class Property:
    """One line of a card: its name in capitals, its parameters in capitals, its value.

    `group` ties it to a label of the same group ("item1.TEL", "item1.X-ABLabel"), which then
    is its `label`.
    """

    name: str
    parameters: frozenset[str]
    value: str
    group: str = ""
    label: str = ""


def is_vcard(lines: Iterable[str]) -> bool:
    """Whether a text begins as a vCard does."""
    first = next((line for line in lines if line.strip()), "")
    return first.strip().lstrip("\ufeff").upper() == "BEGIN:VCARD"


@dataclass
class Cards:
    """What was stepped over or not understood in a file of cards: `groups` are the names of those
    that are no person, `unread` the lines of others that are no property, `pictures` counts those
    and other binary ones.
    """

    groups: list[str] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    pictures: int = 0


def vcard_header(lines: Iterable[str], seen: Cards | None = None) -> list[str]:
    """Return the columns that all cards of a file fill, as few numbered ones as needed."""
    header = dict.fromkeys((*_TEXTS.values(), *_NAME))
    for _, card in _people(lines, seen or Cards()):
        header.update(dict.fromkeys(_columns(card)))
    return list(header)


def vcard_rows(lines: Iterable[str], header: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which the card begins, its cells) for each card of a person."""
    for line, card in _people(lines, Cards()):
        columns = _columns(card)
        yield line, [columns.get(name, "") for name in header]


def _people(lines: Iterable[str], seen: Cards) -> Iterator[tuple[int, list[Property]]]:
    """Yield the cards that are no groups."""
    for line, card in _cards(lines, seen):
        if any(one.name in _GROUP and one.value.strip().lower() == "group" for one in card):
            seen.groups.append(next((_text(one.value) for one in card if one.name == "FN"), ""))
        else:
            yield line, _labelled(card)


def _labelled(card: list[Property]) -> list[Property]:
    """Return the properties with what their labels say as a type."""
    labels = {one.group: one.value for one in card if one.name == "X-ABLABEL" and one.group}
    if not labels:
        return card
    return [
        _with_label(one, labels[one.group]) if one.group in labels else one
        for one in card
        if one.name != "X-ABLABEL"
    ]


def _with_label(one: Property, label: str) -> Property:
    """Return a property with its label, which counts like a type."""
    found = _APPLE_LABEL.fullmatch(label.strip())
    said = found[1] if found else _text(label)
    kind = said.upper().replace(" ", "")
    return replace(one, parameters=one.parameters | {_LABELS.get(kind, kind)}, label=said)


def _cards(lines: Iterable[str], seen: Cards) -> Iterator[tuple[int, list[Property]]]:
    """Yield whole cards; what a card inside another one says is one property of the outer one."""
    start, size = 0, 0
    open_: list[list[Property]] = []
    for line, text in _unfolded(lines):
        bare = text.strip().lstrip("\ufeff").upper()
        if bare == "BEGIN:VCARD":
            start, size = (start, size) if open_ else (line, 0)
            open_.append([])
        elif bare == "END:VCARD" and open_:
            card = open_.pop()
            if open_:
                open_[-1].append(_inner(card))
            else:
                yield start, card
        elif open_ and (found := _property(text)):
            if found.name in _BINARY:
                seen.pictures += 1
                continue
            size += len(found.value)
            if size <= MAX_CARD and found.name not in _SKIPPED:
                open_[-1].append(found)
        elif open_ and bare:
            seen.unread.append(line)
            open_[-1].append(Property("", frozenset(), text))


def _inner(card: list[Property]) -> Property:
    """Return a card inside another one as what it says, on one line."""
    said = [_text(one.value) for one in card if one.name in {"FN", "TEL", "EMAIL"}]
    return Property("AGENT", frozenset(), ", ".join(filter(None, said)))


def _unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield whole lines: continuations joined, and those that quoted-printable breaks by "="."""
    held, start = "", 1
    for number, raw in enumerate(lines, start=1):
        line = raw.replace("\0", "").rstrip("\r\n")
        if held.endswith("=") and "QUOTED-PRINTABLE" in held.partition(":")[0].upper():
            held = held[:-1] + line
        elif line[:1] in {" ", "\t"} and held:
            held += line[1:]
        else:
            if held:
                yield start, held
            held, start = line, number
    if held:
        yield start, held


def _property(text: str) -> Property | None:
    head, colon, value = _parted(text)
    if not colon:
        return None
    name, *parameters = head.upper().split(";")
    flat = [
        piece.strip('" ')
        for parameter in parameters
        for piece in parameter.removeprefix("TYPE=").split(",")
    ]
    if "ENCODING=QUOTED-PRINTABLE" in flat or "QUOTED-PRINTABLE" in flat:
        value = _quoted_printable(value, flat)
    group, _, name = name.rpartition(".")
    return Property(name, frozenset(flat), value, group)


def _parted(text: str) -> tuple[str, str, str]:
    """Part a line at its first colon outside quotes."""
    quoted = False
    for place, letter in enumerate(text[:2000]):
        if letter == '"':
            quoted = not quoted
        elif letter == ":" and not quoted:
            return text[:place], ":", text[place + 1 :]
    return text, "", ""


def _quoted_printable(value: str, parameters: list[str]) -> str:
    named = next((p[8:] for p in parameters if p.startswith("CHARSET=")), "utf-8")
    data = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    try:
        return data.decode(named)
    except (LookupError, ValueError):  # a name may hold any byte at all
        return data.decode("cp1252", "replace")


def _columns(card: list[Property]) -> dict[str, str]:
    columns: dict[str, str] = {}
    counts = {"EMAIL": 0, "TEL": 0, "ADR": 0}
    for one in card:
        if one.name in counts:
            number = counts[one.name] + ("FAX" not in one.parameters)
            counts[one.name] = number
            _add_numbered(columns, one, number)
        elif one.name == "N":
            columns.update(zip(_NAME, _pieces(one.value, ";"), strict=False))
        elif one.name == "CATEGORIES":
            _append(columns, "Labels", "; ".join(_pieces(one.value, ",")))
        elif one.name == "ORG":
            _append(columns, "Company", ", ".join(filter(None, _pieces(one.value, ";"))))
        elif one.name == "NOTE":
            _append(columns, "Notes", _text(one.value))
        elif one.name == "BDAY":
            columns["Birthday"] = _day(one.value)
        elif one.name == "AGENT":
            _append(columns, ASSISTANT, _text(one.value))
        elif not one.name:
            _append(columns, UNREAD, one.value)
        else:
            name = _TEXTS.get(one.name) or _APPLES.get(one.name, one.name.title())
            _append(columns, f"{name} - {one.label}" if one.label else name, _text(one.value))
    return columns


def _add_numbered(columns: dict[str, str], one: Property, number: int) -> None:
    kind = next((kind for kind in _KINDS if kind in one.parameters), "").lower()
    if one.name == "ADR":
        columns.update(_address(one.value, f"Address {number} - "))
        if one.label:
            columns[f"Address {number} - Type"] = one.label
        return
    if kind == "fax":
        _append(columns, "Fax", _text(one.value))
        return
    name = f"{'Email' if one.name == 'EMAIL' else 'Phone'} {number}"
    columns[name] = _text(one.value).removeprefix("tel:").removeprefix("mailto:")
    if kind or one.label:
        columns[f"{name} - Type"] = kind or one.label


def _address(value: str, prefix: str) -> dict[str, str]:
    """Return the columns of an address; a street without a town is the whole of it on one line."""
    parts = {part: text for part, text in zip(_ADDRESS, _pieces(value, ";"), strict=False) if text}
    if "Street" in parts and parts.keys() <= {"Street", "Postal Code"}:
        parts["Formatted"] = parts.pop("Street")
    return {prefix + part: text for part, text in parts.items()}


def _append(columns: dict[str, str], name: str, text: str) -> None:
    if text:
        columns[name] = f"{columns[name]}\n{text}" if columns.get(name) else text


def _pieces(value: str, mark: str) -> list[str]:
    """Return the parts of a value between marks that no backslash stands before."""
    parts = [""]
    for letter in _LETTER.findall(value):
        if letter == mark:
            parts.append("")
        else:
            parts[-1] += letter
    return [_text(part).strip() for part in parts]


def _text(value: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def _day(value: str) -> str:
    found = _COMPACT_DAY.fullmatch(value.strip())
    if not found:
        return value.strip()
    return f"--{found[2]}-{found[3]}" if found[1] == "--" else f"{found[1]}-{found[2]}-{found[3]}"
