"""Two versions of a lead's file as one: the lead by the joiner, and all that people wrote by hand.

Where only one of the files is written by hand, with comments and an order of its own, that one is
edited; comments of the other that have no place in it come at its end.
"""

from __future__ import annotations

from collections import Counter

from leadctl.book.files import decode
from leadctl.book.text.comments import comments, with_comments
from leadctl.book.text.lead_edit import edit_lead
from leadctl.book.text.lead_file import dump_lead, parse_lead
from leadctl.errors import Invalid, Problem
from leadctl.patterns import pattern
from leadctl.rules.joining.histories import join_histories, wanted
from leadctl.rules.joining.proof import faults
from leadctl.rules.joining.values import same
from leadctl.rules.joining.versions import (
    EVERY_CONFLICT,
    Conflict,
    DifferentLeadsError,
    Joined,
    Taken,
    join_versions,
)
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.tombstone import is_tombstone
from leadctl.values import dataclass, replace

_OPENING = pattern(r"(?m)^<{7,}(?= |$)")


@dataclass(frozen=True)
class JoinedText:
    """The joined file, and the lead in it; `conflicts` are open, and stand there as ours says.

    `living` is the file of a lead that the other side buried, "" where neither or both did.
    """

    text: str
    joined: Joined
    living: str = ""

    @property
    def lead(self) -> Lead:
        """Return the joined lead."""
        return self.joined.lead

    @property
    def conflicts(self) -> list[Conflict]:
        """Return what both sides changed, each to another value."""
        return self.joined.conflicts


def join_texts(
    base: bytes | None, ours: bytes, theirs: bytes, file: str, taken: Taken = EVERY_CONFLICT
) -> JoinedText:
    """Return the join of two versions of a lead's file.

    Raises Invalid where one cannot be read, where they are of two leads, and where it could not be
    proved that nothing was dropped.
    """
    texts = [decode(side, file).replace("\r\n", "\n") for side in (ours, theirs)]
    one, two = (parse_lead(text, file) for text in texts)
    was = _base(base, file)
    try:
        joined = join_versions(was, one, two, taken)
    except DifferentLeadsError:
        raise _refused(file, "two different leads meet here: their ids differ") from None
    if lost := faults(was, one, two, joined):
        raise _refused(file, f"the two versions cannot be joined safely: {lost[0]}")
    text = _text(_plain(base), texts, [one, two], joined.lead, file)
    if parse_lead(text, file) != joined.lead:
        raise _refused(file, "the joined file would not say what it should")
    if b"\r\n" in ours and b"\r\n" in theirs:
        text = text.replace("\n", "\r\n")
    living = texts[is_tombstone(one)] if joined.buried else ""
    return JoinedText(text, joined, living)


def _refused(file: str, said: str) -> Invalid:
    return Invalid([Problem(file, 0, "", said, "settle it by hand")])


def _plain(base: bytes | None) -> str:
    return (base or b"").decode("utf-8", "replace").replace("\r\n", "\n")


def _base(data: bytes | None, file: str) -> Lead | None:
    """Return what both began with.

    Where two histories cross, that may be a join with conflict markers of its own: then it is what
    its two sides agree in, and the lines of both.
    """
    text = _plain(data)
    if not _OPENING.search(text):
        return _read(text, file)
    one, two = (_read(_side(text, first=first), file) for first in (True, False))
    if one is None or two is None or one.id != two.id:
        return None
    fields = {k: v for k, v in one.fields.items() if same(v, two.fields.get(k))}
    extra = {k: v for k, v in one.extra.items() if same(v, two.extra.get(k))}
    history = join_histories((), one.history, two.history)
    return replace(one, fields=fields, extra=extra, history=history)


def _read(text: str, file: str) -> Lead | None:
    try:
        return parse_lead(text, file)
    except Invalid:
        return None


def _side(text: str, *, first: bool) -> str:
    """Return one side of a text with conflict markers."""
    found = _OPENING.search(text)
    size = len(found[0]) if found else 7
    kept, part = [], "both"
    parts = {"<" * size: "first", "|" * size: "base", "=" * size: "second", ">" * size: "both"}
    for line in text.split("\n"):
        mark = line.split(" ")[0]
        if mark in parts and (part != "both" or mark[0] == "<"):
            part = parts[mark]
        elif part in {"both", "first" if first else "second"}:
            kept.append(line)
    return "\n".join(kept)


def _text(base: str, texts: list[str], leads: list[Lead], lead: Lead, file: str) -> str:
    """Return the file of the joined lead: the one written by hand, edited, and its comments."""
    if is_tombstone(lead):
        return dump_lead(lead)
    sides = sorted(
        zip(texts, leads, strict=True), key=lambda side: (side[0] == dump_lead(side[1]), side[0])
    )
    text, before = sides[0]
    edited = edit_lead(text, before, lead, file)
    was, one, two = (Counter(comments(side)) for side in (base, *texts))
    keep = {c: wanted(was[c], one[c], two[c]) for c in {*one, *two}}
    return with_comments(edited, Counter(keep))
