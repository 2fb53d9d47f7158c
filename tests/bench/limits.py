"""The bare limits: what the least that could do the work would take."""

from __future__ import annotations

CLICK = "import click"
CLICK_SQLITE = "import click, sqlite3"
STATS = """
import click, os, sqlite3, sys
def walk(folder):
    for entry in os.scandir(folder):
        walk(entry.path) if entry.is_dir() else entry.stat()
walk(sys.argv[1])
"""
PARSE = """
import os, sys
from leadctl.book.text.toml_read import parse_toml
def files(folder):
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.is_dir():
            yield from files(entry.path)
        elif entry.name.endswith(".toml"):
            yield entry.path
paths, most = list(files(sys.argv[1])), int(sys.argv[2])
paths = paths[:most] if most else paths
if not most and os.fork() == 0:  # as the index: on both processors
    paths = paths[1::2]
elif not most:
    paths = paths[::2]
for path in paths:
    with open(path, "rb") as file:
        parse_toml(file.read().decode(), path)
try:
    os.wait()
except ChildProcessError:
    pass
"""
CREATE = """
import marshal, os, sys
made = set()
with open(sys.argv[1], "rb") as pack:
    for _ in range(int(sys.argv[3])):
        path, data = marshal.load(pack)
        path = f"{sys.argv[2]}/{path}"
        folder = path.rpartition("/")[0]
        if folder not in made:
            os.makedirs(folder, exist_ok=True)
            made.add(folder)
        with open(path, "wb") as file:
            file.write(data)
"""
"""Creates the files of a book from a pack of them, without any care for a crash."""
