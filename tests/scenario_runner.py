"""The command line as scenarios use it, for tests that play them."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence

from leadctl.cli import main


def printing(words: Sequence[str]) -> tuple[int, str]:
    """Run the words in this process, in an empty environment; return code and all printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = main(words, {})
    return code, printed.getvalue()
