"""Where this program is, for a line that another program is to run."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def program_words(search_path: str) -> list[str]:
    """Return the words that run leadctl from any folder: its absolute path.

    The one beside the running interpreter comes first, then the first on the search path; where
    neither is there, the interpreter with `-m leadctl`.
    """
    beside = Path(sys.executable).with_name("leadctl")
    if beside.is_file():
        return [str(beside)]
    found = shutil.which("leadctl", path=search_path)
    return [str(Path(found).absolute())] if found else [sys.executable, "-m", "leadctl"]
