"""A lead's file that cannot be read as a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.errors import Problem
from leadctl.values import dataclass

if TYPE_CHECKING:
    from pathlib import PurePosixPath


@dataclass(frozen=True)
class Broken:
    """A lead's file that cannot be read as a lead, and everything that is wrong with it."""

    path: PurePosixPath
    problems: tuple[Problem, ...]
