"""Which agent brought which leads in, in this clone alone: masks hide nothing from that one.

The leads' own files cannot say it: one export makes the same bytes in every clone, whoever imports
it. What stands here is ids and agents, a line each, and no more; where it is lost the masks hold.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from leadctl.book import files
from leadctl.errors import Invalid

if TYPE_CHECKING:
    from pathlib import Path

PLACE = "brought-in"
"""The private file."""


class BroughtIn:
    """The leads that an agent brought in here, by id; read when the first is asked for."""

    def __init__(self, private: Path | str, agent: str) -> None:
        self._private, self._agent = private, agent
        self._ids: frozenset[str] | None = None

    def __contains__(self, lead_id: object) -> bool:
        """Whether the agent brought a lead in."""
        if self._ids is None:
            lines = (line.partition(b" ") for line in _noted(self._private).splitlines())
            mine = self._agent.encode()
            self._ids = frozenset(
                one.decode("ascii", "replace") for one, _, by in lines if by == mine
            )
        return lead_id in self._ids


def remember(private: Path, agent: str, ids: Iterable[str]) -> None:
    """Note that an agent brought new leads in. Raises Busy."""
    more = "".join(f"{one} {agent}\n" for one in ids)
    files.write_atomic(private / PLACE, _noted(private) + more.encode())


def forget(private: Path, lead_id: str) -> None:
    """Take a lead that was erased out of what is noted. Raises Busy."""
    known = _noted(private)
    lines = known.splitlines(keepends=True)
    left = b"".join(line for line in lines if not line.startswith(f"{lead_id} ".encode()))
    if left != known:
        files.write_atomic(private / PLACE, left)


def _noted(private: Path | str) -> bytes:
    """Return all that is noted; nothing where it cannot be read."""
    with suppress(OSError, Invalid):
        return files.read_plain(f"{private}/{PLACE}", limit=sys.maxsize)
    return b""
