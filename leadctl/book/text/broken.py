"""A lead's file that cannot be read as a lead."""

from __future__ import annotations

from pathlib import PurePosixPath

from leadctl.errors import Problem
from leadctl.values import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    """A lead's file that cannot be read as a lead, and everything that is wrong with it."""

    path: PurePosixPath
    problems: tuple[Problem, ...]
