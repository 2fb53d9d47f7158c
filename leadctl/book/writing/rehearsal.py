"""What a dry run would have written, in a file without a name: it may be a hundred thousand files,
and later parts of the run read them back.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress


class Rehearsal:
    """Contents of files by path; None is a file that would have been removed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `close`
        self._places: dict[str, tuple[int, int] | None] = {}

    def __contains__(self, path: str) -> bool:
        return path in self._places

    def write(self, path: str, data: bytes | None) -> None:
        """Keep what a file would hold. OSError where there is no room for it."""
        if data is None:
            self._places[path] = None
            return
        self._places[path] = self._file.seek(0, 2), len(data)
        self._file.write(data)

    def flush(self) -> None:
        """See that what is kept is there. OSError where there is no room for it."""
        self._file.flush()

    def read(self, path: str) -> bytes | None:
        """Return what a file would hold."""
        place = self._places[path]
        if place is None:
            return None
        self._file.seek(place[0])
        return self._file.read(place[1])

    def close(self) -> None:
        """Forget it all."""
        with suppress(OSError):  # what could not be written is not missed
            self._file.close()
