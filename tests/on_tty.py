"""Runs a command on a terminal of its own, and prints what stands there: on_tty.py COLSxROWS ..."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import threading


def main(size: str, *words: str) -> int:
    """Run the words; what stands on stdin is typed. Return the command's exit code."""
    columns, rows = map(int, size.split("x"))
    main_end, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    typed = sys.stdin.buffer.read() if not sys.stdin.isatty() else b""
    done = subprocess.Popen(words, stdin=end, stdout=end, stderr=end, start_new_session=True)
    os.close(end)
    threading.Timer(2.0, lambda: typed and os.write(main_end, typed)).start()
    while shown := shown_next(main_end):
        with contextlib.suppress(BrokenPipeError):  # read on, or the command waits for us for ever
            os.write(1, shown.replace(b"\r\n", b"\n"))
    return done.wait()


def shown_next(main_end: int) -> bytes:
    """Return what was shown next; nothing at the end, which Linux tells as an error."""
    try:
        return os.read(main_end, 65536)
    except OSError:
        return b""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
