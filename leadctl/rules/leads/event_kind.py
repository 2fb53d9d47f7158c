"""What a kind of event has to say of itself; most kinds are this and some of their own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from leadctl.values import dataclass


class Told(Protocol):
    """One event with what is needed to tell it."""

    @property
    def data(self) -> Mapping[str, object]:
        """What the event says, as it stands in the file."""

    def get(self, key: str) -> str:
        """Return a value as people say it, "" for none."""

    def with_article(self, key: str) -> str:
        """Return a value with what stands before it: "a call"."""

    def follow_up(self, name: str) -> str:
        """Return what a follow-up of a name wants."""

    def with_text(self, words: str) -> str:
        """Return words with what was said or written."""

    def others(self, *said: str) -> str:
        """Return what else the event says, but for the values named: " (amount 910000)"."""


@dataclass(frozen=True)
class EventKind:
    """One kind of event: what it means, how it is told, and what it does to a lead.

    `is_touch`: it is a touch; `article` is what stands before it: "a call", "an email";
    `is_channel`: a lead may bar it ("do not call"). `is_owning`: it says whose the lead is.
    `stands`: it says where the lead stands, or whose it is. `fixed`: the lead's own fields follow
    from it, or what it may become, so that no more than its time can be mended. `aside`: after it
    a lead is no less idle than before. `by_people`: somebody can log it; else leadctl, or an
    effect, makes it. `starts`: a move by itself can begin with it.

    `says` is it in the history, of its own values: "given to {to}"; `unsaid` are those left out.
    `asked` are the values of it that a `where` may ask, beside `by`.
    """

    name: str
    means: str
    is_touch: bool = False
    is_owning: bool = False
    article: str = "a"
    is_channel: bool = False
    stands: bool = False
    fixed: bool = False
    aside: bool = False
    by_people: bool = True
    starts: bool = True
    says: str = ""
    unsaid: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    def tell(self, told: Told) -> str:
        """Return one event of this kind in words: what its words leave out stands behind."""
        named = [part.partition("}")[0] for part in self.says.split("{")[1:]]
        words = self.says.format(**{key: told.get(key) for key in named}) or self.name
        return told.with_text(f"{words.strip()}{told.others(*named, *self.unsaid)}")
