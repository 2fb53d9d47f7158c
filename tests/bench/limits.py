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
PLAIN = "import sys"
REWRITE = """
import ctypes, os, sys
def disk(root):
    handle = os.open(root, os.O_RDONLY)
    ctypes.CDLL(None).syncfs(handle)
    os.close(handle)
root, paths = sys.argv[1], sys.stdin.read().split("\\n")
for start in range(0, len(paths), 1024):
    for place, path in enumerate(paths[start : start + 1024]):
        with open(path, "rb") as file:
            data = file.read()
        with open(f"{root}/{place}.new", "wb") as file:
            file.write(data)
        os.replace(f"{root}/{place}.new", path)
disk(root)
"""
"""Writes files, named on stdin, anew: beside, then into place; the disk is synced once."""
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
