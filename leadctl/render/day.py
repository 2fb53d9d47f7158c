"""A day's list as values for people: parts, a block a person, lines that fold; and as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leadctl.render.safe import safe
from leadctl.render.screen import Screen
from leadctl.render.width import cells, fill, wrap
from leadctl.values import dataclass, replace

MAIL = 78
"""How wide the list is where nobody says: mail is read in lines that are no longer."""
NARROW, WIDE, WIDEST = 60, 100, 130
"""Below the first a block is stacked; from the next on the id, and the owner, stand at the right;
beyond the last a number would stand too far from its name."""
LONGEST_NAME, LONGEST_REACH, LEAST_WORDS = 24, 26, 20
INDENT, GAP = "  ", "  "


@dataclass(frozen=True)
class Entry:
    """One person: the words on the first line, those below it, how to reach them.

    `time` stands before the name; `tail` is the id and the owner, for wide screens, `owner` alone
    for others; `links` are the addresses: the channel, as they are dialled, as they are shown;
    `barred` is the mark for channels that are not to be used; `commands` are to be pasted.
    """

    name: str
    words: str
    below: tuple[str, ...] = ()
    reach: str = ""
    time: str = ""
    tail: str = ""
    owner: str = ""
    tone: str = ""
    commands: tuple[str, ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()
    barred: str = ""

    @property
    def who(self) -> str:
        """The name, after the time where there is one."""
        return " ".join(filter(None, (self.time, safe(self.name))))


@dataclass(frozen=True)
class Part:
    """One section: its heading and the people in it."""

    heading: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Folded:
    """Many rows of one kind in a line, and the command that does them, or shows them."""

    words: str
    command: str


@dataclass(frozen=True)
class Day:
    """The whole list: title, counts, parts, what folds, and lines to end with."""

    title: str
    counts: str
    parts: Sequence[Part]
    folded: Sequence[Folded] = ()
    closing: Sequence[str] = ()


def day_text(day: Day, screen: Screen) -> str:
    """Return the list as text for a screen, or for a mail; nothing in it is cut."""
    width = min(screen.width or MAIL, WIDEST)
    lines = [*_title(day, width, screen)]
    layout = _Layout.of(day, width)
    for part in day.parts:
        lines += [screen.paint(safe(part.heading), "title")]
        for entry in part.entries:
            lines += layout.block(entry, screen)
    if day.folded:
        lines += [screen.paint("And", "title"), *_folded(day.folded, width)]
    for line in day.closing:
        lines += wrap(line, width) if "leadctl" not in line else [line]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _title(day: Day, width: int, screen: Screen) -> Iterator[str]:
    if not day.title:
        return
    between = width - cells(day.title) - cells(day.counts)
    if between >= len(GAP):
        yield screen.paint(day.title, "title") + " " * between + day.counts
    else:
        yield screen.paint(day.title, "title")
        yield from wrap(day.counts, width)
    yield ""


def _folded(found: Sequence[Folded], width: int) -> Iterator[str]:
    """Yield a line each, the commands below each other; where there is no room, on the next."""
    first = max(cells(one.words) for one in found)
    for one in found:
        line = f"{INDENT}{fill(one.words, first)}{GAP * 2}{one.command}"
        if cells(line) <= width:
            yield line
        else:
            yield from (INDENT + part for part in wrap(one.words, width - len(INDENT)))
            yield f"{INDENT * 2}{one.command}"


@dataclass(frozen=True)
class _Layout:
    """How wide each column of the blocks is; `name` 0 says that they are stacked."""

    width: int
    name: int
    reach: int
    tail: int

    @classmethod
    def of(cls, day: Day, width: int) -> _Layout:
        """Return the columns that a list takes on a width."""
        entries = [entry for part in day.parts for entry in part.entries]
        name = min(LONGEST_NAME, max((cells(e.who) for e in entries), default=0))
        short = [n for e in entries if (n := cells(safe(e.reach))) <= LONGEST_REACH]
        tail = max((cells(safe(e.tail)) for e in entries), default=0) if width >= WIDE else 0
        found = cls(width, name, max(short, default=0), tail)
        narrow = width < NARROW or found.words < LEAST_WORDS
        return replace(found, name=0) if narrow else found

    @property
    def words(self) -> int:
        """How wide the words beside a name may be."""
        right = sum(n + len(GAP) for n in (self.reach, self.tail) if n)
        return self.width - len(INDENT) - self.name - len(GAP) - right

    def block(self, entry: Entry, screen: Screen) -> Iterator[str]:
        """Yield the lines of one person."""
        yield from self._beside(entry, screen) if self.name else self._stacked(entry, screen)

    def _stacked(self, entry: Entry, screen: Screen) -> Iterator[str]:
        for name in wrap(entry.who, self.width):
            yield screen.paint(name, entry.tone)
        texts = [_words(entry), *entry.below, entry.reach]
        for text in filter(None, texts):
            yield from (INDENT + line for line in wrap(safe(text), self.width - len(INDENT)))
        yield from (INDENT + command for command in entry.commands)

    def _beside(self, entry: Entry, screen: Screen) -> Iterator[str]:
        who, start = entry.who, " " * (len(INDENT) + self.name + len(GAP))
        words = safe(entry.words if self.tail else _words(entry))
        if cells(who) > self.name:
            yield from (INDENT + screen.paint(n, entry.tone) for n in wrap(who, self.width - 2))
            first = start
        else:
            first = INDENT + screen.paint(who, entry.tone) + start[len(INDENT) + cells(who) :]
        beside, room = cells(safe(entry.reach)) <= self.reach, self.width - len(start)
        line, *more = wrap(words, self.words)
        right = [fill(safe(entry.reach) if beside else "", self.reach)] if self.reach else []
        right += [safe(entry.tail)] if self.tail else []
        yield GAP.join([first + fill(line, self.words), *right])
        yield from (start + text for text in more)
        for text in (*([] if beside else [entry.reach]), *entry.below):
            yield from (start + text for text in wrap(safe(text), room))
        for command in entry.commands:
            fits = cells(command) <= room
            yield (start if fits else INDENT * 2) + command


def _words(entry: Entry) -> str:
    """Return the words with the owner behind them, for screens without a column for it."""
    return f"{entry.words} ({entry.owner})" if entry.owner else entry.words
