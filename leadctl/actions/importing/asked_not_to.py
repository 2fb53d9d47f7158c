"""Who asks in a note of an import not to be contacted: told together, with what bars it."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.actions.importing.rows import Row

_TOLD = 5
_MOST = 40
"""So many leads are named in one command; a longer line is hard to copy."""


class AskedNotTo:
    """The leads whose notes ask it, by the channels that they name."""

    def __init__(self) -> None:
        self.said: dict[str, list[str]] = {}
        self.leads: dict[str, list[str]] = {}

    def add(self, row: Row, lead_id: str) -> None:
        """Take what a row's notes ask, of the lead that it has come into."""
        for channels, words in row.asked:
            self.said.setdefault(channels, []).append(f'{row.name} "{words}" (line {row.line})')
            self.leads.setdefault(channels, []).append(lead_id)

    def notes(self, *, stored: bool) -> Iterator[str]:
        """Yield what they ask, a line a set of channels, and of `stored` leads how to bar it."""
        for channels, said in self.said.items():
            more = f" and {len(said) - _TOLD} more" if len(said) > _TOLD else ""
            yield f"Nothing bars what notes ask for: {', '.join(said[:_TOLD])}{more}."
            ids = list(dict.fromkeys(self.leads[channels] if stored else ()))
            for at in range(0, len(ids), _MOST):
                some = " ".join(ids[at : at + _MOST])
                yield f"To bar it: leadctl set {some} do_not_contact+={channels}"
