"""Where a part of a definition stands."""

from __future__ import annotations

from leadctl.values import dataclass, field


@dataclass(frozen=True, order=True)
class Source:
    """Where a rule stands, so that every answer can point at the line it comes from.

    `path` is the keys and indexes that lead there in the file.
    """

    file: str = ""
    line: int = 0
    path: tuple[str | int, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file
